#include "io/run_file.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <random>
#include <thread>

#include "io/checkpoint.hpp"
#include "io/recorded_array.hpp"
#include "tests/io/child_process.hpp"
#include "tests/io/run_file_reader.hpp"
#include "tests/io/scratch_folder.hpp"

namespace fs = std::filesystem;
using namespace yanzhen;
using namespace yanzhen::testing;
using yanzhen::sample::ScratchFolder;

// Read by LeakSanitizer, where the tests are built with it: what HDF5 keeps of a file that it failed to write
// or read is out of our reach, and HDF5 1.10.8 does not give it back.
extern "C" {
const char* __lsan_default_suppressions();
const char* __lsan_default_suppressions() { return "leak:libhdf5"; }
const char* __lsan_default_options();
const char* __lsan_default_options() { return "print_suppressions=0"; }
}

namespace {

const RunIdentity kIdentity{"yanzhen run 玩具.toml", "0.1.0", "abc1234"};

RunFile create(const fs::path& path, const Scenario& scenario, const Simulation& simulation) {
  return RunFile::create(path, scenario, simulation.model(), kIdentity, false);
}

/// A finished run from start to end.
void write_finished(const fs::path& path, const Scenario& scenario, ToySize size = {}) {
  Simulation simulation = toy_simulation(scenario, size);
  RunFile file = create(path, scenario, simulation);
  record_until(file, simulation, simulation.end());
  file.finish(simulation, true);
}

/// A run whose program was killed right after it had flushed `rows` rows.
void write_killed(const fs::path& path, const Scenario& scenario, std::uint64_t rows) {
  ChildProcess child{[&] {
    Simulation simulation = toy_simulation(scenario);
    RunFile file = create(path, scenario, simulation);
    record_until(file, simulation, static_cast<Step>(rows - 1));
    file.flush();
    ::kill(::getpid(), SIGKILL);
  }};
  REQUIRE(child.wait() == -SIGKILL);
}

template <class Work>
std::string error_of(const Work& work) {
  try {
    work();
  } catch (const RunFileError& failure) {
    return failure.what();
  }
  return "no error";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator{folder}, fs::directory_iterator{}));
}

void allow_files_of(rlim_t bytes) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{bytes, RLIM_INFINITY};
  if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) throw std::runtime_error{"no limit for a test"};
}

/// A folder on a disk of its own that is full after `kilobytes`.
class SmallDisk {
 public:
  explicit SmallDisk(int kilobytes) {
    fs::create_directory(path());
    mounted_ = ::mount("tmpfs", path().c_str(), "tmpfs", 0, fmt::format("size={}k", kilobytes).c_str()) == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(path().c_str(), MNT_DETACH);
  }
  [[nodiscard]] bool mounted() const { return mounted_; }
  [[nodiscard]] fs::path path() const { return folder_ / "disk"; }

 private:
  ScratchFolder folder_;
  bool mounted_ = false;
};

}  // namespace

TEST_SUITE("run_file") {
  TEST_CASE("every recorded number comes back, whatever the length of the run") {
    for (const Step steps : {1U, 2U, 31U, 63U, 64U, 65U, 200U, 1100U}) {
      CAPTURE(steps);
      const ScratchFolder folder;
      const Scenario scenario = toy_scenario(steps);
      write_finished(folder / "run.h5", scenario);
      CHECK(read_arrays(folder / "run.h5", steps + 1) == expected_arrays(scenario, steps + 1));
    }
  }

  TEST_CASE("rows larger than a chunk come back too") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(5);
    const ToySize large{60, 50, 500};  // capital_moved: 60 * 60 * 50 * 8 bytes = 1.4 MB a row
    write_finished(folder / "run.h5", scenario, large);
    CHECK(read_arrays(folder / "run.h5", 6) == expected_arrays(scenario, 6, large));
  }

  TEST_CASE("the summary of a finished run says all that the scenario and the program said") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(8, StepLength::quarter);
    write_finished(folder / "run.h5", scenario);
    Simulation same = toy_simulation(scenario);
    while (same.now() < same.end()) same.step();
    const RunSummary summary = read_run_summary(folder / "run.h5");
    CHECK(summary.title == scenario.title);
    CHECK(summary.question == scenario.question);
    CHECK(summary.model == "toy");
    CHECK(summary.scenario == scenario.resolved);
    CHECK(summary.scenario_file == "toy.toml");
    CHECK(summary.seed == scenario.seed);
    CHECK(summary.people_per_agent == 100);
    CHECK(summary.start == "2010-01-15");
    CHECK(summary.end == "2012-01-15");
    CHECK(summary.step == "quarter");
    CHECK(summary.notes == "2 cities have no area; the mean was taken (填补)\nnothing else");
    CHECK(summary.command == kIdentity.command);
    CHECK(summary.version == kIdentity.version);
    CHECK(summary.commit == kIdentity.commit);
    CHECK(summary.closed);
    CHECK(summary.complete);
    CHECK(summary.checksum == same.model().checksum());
    CHECK(summary.rows == 9);
    CHECK(summary.last_step == 8);
    CHECK(summary.last_date == "2012-01-15");
  }

  TEST_CASE("a scenario longer than HDF5's 64 KiB for small attributes, and empty texts, come back") {
    const ScratchFolder folder;
    Scenario scenario = toy_scenario(3);
    scenario.resolved = std::string(300'000, 'x') + "终";
    scenario.question = "";
    write_finished(folder / "run.h5", scenario);
    const RunSummary summary = read_run_summary(folder / "run.h5");
    CHECK(summary.scenario == scenario.resolved);
    CHECK(summary.question.empty());
    CHECK(summary.complete);
  }

  TEST_CASE("equal runs give equal files, byte for byte") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(70);
    write_finished(folder / "a.h5", scenario);
    write_finished(folder / "b.h5", scenario);
    std::ifstream a{folder / "a.h5", std::ios::binary};
    std::ifstream b{folder / "b.h5", std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{a}, {}};
    CHECK(bytes.size() > 1000);
    CHECK(bytes == std::string{std::istreambuf_iterator<char>{b}, {}});
  }

  TEST_CASE("recording fewer panels changes no number of those that are recorded") {
    const ScratchFolder folder;
    Scenario scenario = toy_scenario(70);
    write_finished(folder / "all.h5", scenario);
    scenario.record.panels = {"moves", "output"};
    scenario.record.flows = false;  // a flow asked for by name is recorded all the same
    write_finished(folder / "few.h5", scenario);
    const Arrays all = read_arrays(folder / "all.h5", 71);
    const Arrays few = read_arrays(folder / "few.h5", 71);
    CHECK(few.size() == 4);
    for (const auto& [panel, values] : few) {
      const std::string name = panel;  // clang 14 lets no lambda, such as CAPTURE, have a structured binding
      CAPTURE(name);
      CHECK(values == all.at(name));
    }
  }

  TEST_CASE("flows are left out where the scenario says so") {
    Scenario scenario = toy_scenario(1);
    scenario.record.flows = false;
    CHECK(recorded_panels(scenario, ToyModel{}) == std::vector<std::size_t>{0, 1, 4, 5});
  }

  TEST_CASE("all unknown panels are told at once, with the nearest name") {
    Scenario scenario = toy_scenario(1);
    scenario.record.panels = {"firm", "output", "move"};
    try {
      static_cast<void>(recorded_panels(scenario, ToyModel{}));
      FAIL("nothing was thrown");
    } catch (const ScenarioError& error) {
      REQUIRE(error.diagnostics().size() == 2);
      CHECK(error.diagnostics()[0].problem == "record.panels has \"firm\", which is no panel of model toy");
      CHECK(error.diagnostics()[0].hint == "did you mean \"firms\"?");
      CHECK(error.diagnostics()[1].hint == "did you mean \"moves\"?");
    }
  }

  TEST_CASE("flushing after every row changes no number and keeps the file below its uncompressed size") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(299);
    Simulation simulation = toy_simulation(scenario);
    RunFile file = create(folder / "run.h5", scenario, simulation);
    const auto empty = fs::file_size(folder / "run.h5");
    for (Step step = 0; step < 300; ++step) {
      record_until(file, simulation, step);
      file.flush();
    }
    file.finish(simulation, true);
    CHECK(read_arrays(folder / "run.h5", 300) == expected_arrays(scenario, 300));
    // 12 firms, 4 outputs, 16 moves, 48 capitals, 2 indices, time and step: 84 values of 8 bytes a row.
    // Chunks are whole (320 rows), and the index of chunks takes its place.
    CHECK(fs::file_size(folder / "run.h5") < empty + 320 * 84 * 8 * 13 / 10);
  }

  TEST_CASE("an existing file is refused, and replaced only when asked to") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(3);
    write_finished(folder / "run.h5", scenario);
    const Simulation simulation = toy_simulation(scenario);
    CHECK(error_of([&] { static_cast<void>(create(folder / "run.h5", scenario, simulation)); }) ==
          (folder / "run.h5").string() + ": it exists already");
    CHECK(read_run_summary(folder / "run.h5").complete);
    {
      const RunFile fresh = RunFile::create(folder / "run.h5", scenario, simulation.model(), kIdentity, true);
    }
    CHECK(read_run_summary(folder / "run.h5").rows == 0);
    CHECK(files_in(folder / "") == 1);
  }

  TEST_CASE("a folder that is not there is named") {
    const Scenario scenario = toy_scenario(3);
    const std::string error =
        error_of([&] { static_cast<void>(create("/nowhere/run.h5", scenario, toy_simulation(scenario))); });
    CHECK(error == "/nowhere/run.h5: cannot create it: No such file or directory");
  }

  TEST_CASE("a panel of whole numbers that measures something else is our mistake") {
    const ScratchFolder folder;
    const hdf5::File file = hdf5::create_file(folder / "array.h5");
    const ArrayShape shape = choose_shape({2}, PanelValues::whole, 100);
    static_cast<void>(create_array(file.get(), "firms", shape));
    RecordedArray array{file.get(), "firms", shape, 0};
    CHECK_THROWS_AS(array.append(std::vector<double>{1, 0.5}), std::logic_error);
    CHECK_THROWS_AS(array.append(std::vector<double>{1, std::nan("")}), std::logic_error);
    CHECK_THROWS_AS(array.append(std::vector<double>{1, 1e300}), std::logic_error);
    CHECK_THROWS_AS(array.append(std::vector<double>{1}), std::logic_error);
  }

  TEST_CASE("chunks hold at most a mebibyte, a power of two of rows, and no more rows than are expected") {
    CHECK(choose_shape({}, PanelValues::real, 1000).chunk == std::vector<hsize_t>{64});
    CHECK(choose_shape({42}, PanelValues::real, 21).chunk == std::vector<hsize_t>{32, 42});
    CHECK(choose_shape({42, 42, 16}, PanelValues::real, 21).chunk == std::vector<hsize_t>{4, 42, 42, 16});
    CHECK(choose_shape({400, 400, 16}, PanelValues::real, 21).chunk == std::vector<hsize_t>{1, 20, 400, 16});
  }

  TEST_CASE("agents are recorded once, at the end of a complete run only") {
    const ScratchFolder folder;
    Scenario scenario = toy_scenario(5);
    scenario.record.agents = true;
    for (const bool complete : {false, true}) {
      CAPTURE(complete);
      const fs::path path = folder / (complete ? "complete.h5" : "interrupted.h5");
      Simulation simulation = toy_simulation(scenario);
      RunFile file = create(path, scenario, simulation);
      record_until(file, simulation, simulation.end());
      file.finish(simulation, complete);
      hdf5::naming(path, [&] {
        const hdf5::File opened{H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), "open it"};
        const hdf5::Dataset skill{H5Dopen2(opened.get(), "agents/talent/skill", H5P_DEFAULT), "open skill"};
        std::vector<double> values(hdf5::lengths_of(skill.get(), "skill").front());
        CHECK(values.size() == (complete ? 50 : 0));
        if (complete) {
          hdf5::check(H5Dread(skill.get(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
                      "read skill");
          CHECK(values == simulation.model().copy_agents()[1].values);
        }
      });
    }
  }

  TEST_CASE("a run dropped without finish() is an ordinary file with every row so far") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(100);
    {
      Simulation simulation = toy_simulation(scenario);
      RunFile file = create(folder / "run.h5", scenario, simulation);
      record_until(file, simulation, 76);
    }
    const RunSummary summary = read_run_summary(folder / "run.h5");
    CHECK(summary.closed);
    CHECK_FALSE(summary.complete);
    CHECK(summary.rows == 77);
    CHECK(read_arrays(folder / "run.h5", 77) == expected_arrays(scenario, 77));
  }
}

TEST_SUITE("run_file/reopen") {
  TEST_CASE(
      "a killed run that goes on from any number of rows ends with the arrays of one never interrupted") {
    const Scenario scenario = toy_scenario(150);
    const Arrays expected = expected_arrays(scenario, 151);
    const ScratchFolder folder;
    write_killed(folder / "killed.h5", scenario, 140);
    for (const std::uint64_t rows : {0U, 1U, 2U, 31U, 63U, 64U, 65U, 127U, 128U, 139U, 140U}) {
      CAPTURE(rows);
      fs::copy_file(folder / "killed.h5", folder / "run.h5", fs::copy_options::overwrite_existing);
      Simulation simulation = toy_simulation(scenario);
      while (simulation.now() + 1 < rows) {
        simulation.step();
        simulation.model().start_flow_interval();
      }
      RunFile file = RunFile::reopen(folder / "run.h5", scenario, simulation.model(), rows);
      CHECK(file.rows() == rows);
      if (rows > 0) simulation.step();
      record_until(file, simulation, simulation.end());
      file.finish(simulation, true);
      CHECK(read_arrays(folder / "run.h5", 151) == expected);
      CHECK(read_run_summary(folder / "run.h5").complete);
      CHECK(read_run_summary(folder / "run.h5").rows == 151);
    }
  }

  TEST_CASE("the file of another scenario, another seed or too few rows is refused and left as it is") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(20);
    write_killed(folder / "run.h5", scenario, 10);
    const auto reopen = [&](const Scenario& asked, std::uint64_t rows) {
      return error_of(
          [&] { static_cast<void>(RunFile::reopen(folder / "run.h5", asked, ToyModel{}, rows)); });
    };
    Scenario other = scenario;
    other.resolved += "# changed";
    CHECK(contains(reopen(other, 3), "run.h5: it is the record of another scenario"));
    other = scenario;
    other.seed = 4;
    CHECK(contains(reopen(other, 3), "its seed is 18446744073709551615, that of the scenario is 4"));
    CHECK(contains(reopen(scenario, 11), "it has 10 records, the run to go on with has made 11"));
    other = scenario;
    other.record.panels = {"firms", "output"};  // the scenario's text would say so too
    CHECK(reopen(other, 3) == "no error");
    CHECK(read_run_summary(folder / "run.h5").rows == 3);
    CHECK(files_in(folder / "") == 1);
  }

  TEST_CASE("what is not a run file is refused by name") {
    const ScratchFolder folder;
    folder.write("text.h5",
                 "this is no HDF5 file, but it is long enough to look like something at first sight");
    folder.write("empty.h5", "");
    fs::create_directory(folder / "folder.h5");
    for (const char* name : {"text.h5", "empty.h5", "folder.h5", "missing.h5"}) {
      CAPTURE(name);
      CHECK(contains(error_of([&] { static_cast<void>(read_run_summary(folder / name)); }), name));
      CHECK(contains(error_of([&] { recover_run_file(folder / name); }), name));
      CHECK(contains(error_of([&] {
                       static_cast<void>(RunFile::reopen(folder / name, toy_scenario(3), ToyModel{}, 0));
                     }),
                     name));
    }
    CHECK(contains(error_of([&] { static_cast<void>(read_run_summary(folder / "text.h5")); }),
                   "it is not an HDF5 file"));
    CHECK(contains(error_of([&] { static_cast<void>(read_run_summary(folder / "missing.h5")); }),
                   "it does not exist"));
  }
}

TEST_SUITE("run_file/kill") {
  TEST_CASE("a killed file is told as such, and recovery makes it an ordinary one") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(200);
    write_killed(folder / "run.h5", scenario, 150);
    RunSummary summary = read_run_summary(folder / "run.h5");
    CHECK_FALSE(summary.closed);
    CHECK(summary.rows == 150);
    CHECK(summary.last_step == 149);
    CHECK(read_arrays(folder / "run.h5", 150) == expected_arrays(scenario, 150));
    recover_run_file(folder / "run.h5");
    summary = read_run_summary(folder / "run.h5");
    CHECK(summary.closed);
    CHECK_FALSE(summary.complete);
    CHECK(summary.rows == 150);
    CHECK(read_arrays(folder / "run.h5", 150) == expected_arrays(scenario, 150));
    const auto written = fs::last_write_time(folder / "run.h5");
    recover_run_file(folder / "run.h5");
    CHECK(fs::last_write_time(folder / "run.h5") == written);  // nothing to do the second time
  }

  TEST_CASE(
      "killed over and over at random moments, a run loses nothing it had flushed and ends with the same "
      "arrays") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(6000);
    const Arrays expected = expected_arrays(scenario, 6001);
    const fs::path path = folder / "run.h5";
    const fs::path checkpoint = folder / "run.checkpoint";
    const auto run = [&] {
      Simulation simulation = toy_simulation(scenario);
      const bool resume = fs::exists(checkpoint);
      if (resume) load_checkpoint(checkpoint, simulation, scenario);
      RunFile file =
          resume ? RunFile::reopen(path, scenario, simulation.model(), read_checkpoint_info(checkpoint).rows)
                 : RunFile::create(path, scenario, simulation.model(), kIdentity, true);
      while (simulation.now() < simulation.end()) {
        record_until(file, simulation, std::min<Step>(simulation.now() + 11, simulation.end()));
        file.flush();
        ChildProcess::say(std::to_string(file.rows()));
        save_checkpoint(checkpoint, simulation, scenario, file.rows(), kIdentity);
      }
      file.finish(simulation, true);
    };

    std::mt19937 random{20};
    std::uniform_int_distribution<int> delay{1, 60};  // milliseconds; a whole run takes a second or more
    int kills = 0;
    int checked = 0;
    for (int attempt = 0; attempt < 24; ++attempt) {
      ChildProcess child{run};
      std::this_thread::sleep_for(std::chrono::milliseconds{delay(random)});
      child.kill();
      const int ended = child.wait();
      std::uint64_t flushed = 0;
      for (std::string line = child.next_line(); !line.empty(); line = child.next_line()) {
        CAPTURE(line);
        REQUIRE(line.find_first_not_of("0123456789") == std::string::npos);
        flushed = std::stoull(line);
      }
      if (ended == 0) break;
      REQUIRE(ended == -SIGKILL);
      ++kills;
      if (!fs::exists(path)) continue;
      const RunSummary summary = read_run_summary(path);
      REQUIRE(summary.rows >= flushed);
      fs::copy_file(path, folder / "copy.h5", fs::copy_options::overwrite_existing);
      recover_run_file(folder / "copy.h5");
      REQUIRE(read_run_summary(folder / "copy.h5").closed);
      const std::uint64_t recovered = read_run_summary(folder / "copy.h5").rows;
      REQUIRE(recovered >= flushed);
      const Arrays so_far = expected_arrays(scenario, recovered);
      for (const auto& [array, values] : read_arrays(folder / "copy.h5", recovered)) {
        const std::string name = array;
        CAPTURE(name);
        if (recovered > 0) REQUIRE(values == so_far.at(name));
      }
      if (flushed > 0) {
        REQUIRE(read_arrays(path, flushed) == expected_arrays(scenario, flushed));
        ++checked;
      }
    }
    MESSAGE(kills << " kills, " << checked << " of them after rows had been flushed");
    CHECK(kills >= 5);
    ChildProcess last{run};
    CHECK(last.wait() == 0);
    CHECK(read_run_summary(path).complete);
    CHECK(read_arrays(path, 6001) == expected);
  }

  TEST_CASE(
      "a file that is being written refuses other writers, lets readers in, and is free once its writer is "
      "dead") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(100);
    const fs::path path = folder / "run.h5";
    ChildProcess child{[&] {
      Simulation simulation = toy_simulation(scenario);
      RunFile file = create(path, scenario, simulation);
      record_until(file, simulation, 20);
      file.flush();
      ChildProcess::say("flushed");
      ::pause();
    }};
    REQUIRE(child.next_line() == "flushed");
    const std::string in_use = path.string() + ": it is in use by another program";
    CHECK(error_of([&] { static_cast<void>(RunFile::reopen(path, scenario, ToyModel{}, 3)); }) == in_use);
    CHECK(error_of([&] { recover_run_file(path); }) == in_use);
    CHECK(error_of([&] {
            static_cast<void>(RunFile::create(path, scenario, ToyModel{}, kIdentity, true));
          }) == in_use);
    CHECK(read_run_summary(path).rows == 21);
    CHECK_FALSE(read_run_summary(path).closed);
    CHECK(read_arrays(path, 21) == expected_arrays(scenario, 21));
    child.kill();
    child.wait();
    CHECK(error_of([&] { recover_run_file(path); }) == "no error");
    CHECK(read_run_summary(path).rows == 21);
  }
}

TEST_SUITE("run_file/full disk") {
  // Records until the disk fails, saying how many rows were flushed, then what failed; then ends as programs
  // do.
  void record_until_full(const fs::path& path, const Scenario& scenario) {
    Simulation simulation = toy_simulation(scenario);
    try {
      RunFile file = create(path, scenario, simulation);
      while (simulation.now() < simulation.end()) {
        record_until(file, simulation, simulation.now() + 1);
        if (file.rows() % 50 == 0) {
          file.flush();
          ChildProcess::say(std::to_string(file.rows()));
        }
      }
      file.finish(simulation, true);
    } catch (const RunFileError& failure) {
      ChildProcess::say(failure.what());
      ChildProcess::say("end");
    }
  }

  void check_full(ChildProcess & child, const fs::path& path, const Scenario& scenario,
                  const std::string& reason) {
    std::uint64_t flushed = 0;
    std::string line = child.next_line();
    for (; line.find_first_not_of("0123456789") == std::string::npos && !line.empty();
         line = child.next_line())
      flushed = std::stoull(line);
    CHECK(flushed > 0);
    CHECK(contains(line, path.string()));
    CHECK(contains(line, reason));
    CHECK(child.next_line() == "end");
    CHECK(child.next_line().empty());  // nothing was printed at exit
    CHECK(child.wait() == 0);
    CHECK(read_run_summary(path).rows >= flushed);
    CHECK(read_arrays(path, flushed) == expected_arrays(scenario, flushed));
  }

  TEST_CASE("a file that may not grow is told by name and reason, and what was flushed stays") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(5000);
    for (const rlim_t bytes : {100'000U, 150'000U, 150'001U, 163'840U, 200'000U, 333'333U}) {
      CAPTURE(bytes);
      const fs::path path = folder / fmt::format("{}.h5", bytes);
      ChildProcess child{[&] {
        allow_files_of(bytes);
        record_until_full(path, scenario);
      }};
      check_full(child, path, scenario, "File too large");
    }
  }

  TEST_CASE("a full disk is told by name and reason, and what was flushed stays") {
    const SmallDisk disk{256};
    if (!disk.mounted()) {
      MESSAGE("SKIPPED: may not mount a small disk here");
      return;
    }
    const Scenario scenario = toy_scenario(5000);
    const fs::path path = disk.path() / "run.h5";
    ChildProcess child{[&] { record_until_full(path, scenario); }};
    check_full(child, path, scenario, "No space left on device");
  }

  TEST_CASE("finish() tells that the disk is full, for every size at which it may become so") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(60);
    const fs::path whole = folder / "whole.h5";
    write_finished(whole, scenario);
    int failed = 0;
    for (int missing = 1; missing < 12'000; missing += 997) {
      CAPTURE(missing);
      const fs::path path = folder / "run.h5";
      ChildProcess child{[&] {
        Simulation simulation = toy_simulation(scenario);
        RunFile file = RunFile::create(path, scenario, simulation.model(), kIdentity, true);
        record_until(file, simulation, simulation.end());
        allow_files_of(fs::file_size(whole) - static_cast<rlim_t>(missing));
        try {
          file.finish(simulation, true);
          ChildProcess::say("finished");
        } catch (const RunFileError& failure) {
          ChildProcess::say(failure.what());
        }
      }};
      const std::string said = child.next_line();
      CHECK(child.next_line().empty());
      CHECK(child.wait() == 0);
      CHECK(contains(said, "File too large"));
      failed += said != "finished" ? 1 : 0;
      CHECK_FALSE(read_run_summary(path).complete);
    }
    CHECK(failed == 13);
  }

  TEST_CASE("a disk too full to create a file leaves none behind") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(5);
    ChildProcess child{[&] {
      allow_files_of(5000);
      const Simulation simulation = toy_simulation(scenario);
      ChildProcess::say(
          error_of([&] { static_cast<void>(create(folder / "run.h5", scenario, simulation)); }));
    }};
    CHECK(contains(child.next_line(), "run.h5: cannot"));
    CHECK(child.next_line().empty());
    CHECK(child.wait() == 0);
    CHECK(files_in(folder / "") == 0);
  }
}

TEST_SUITE("run_file/damage") {
  // Every door that reads a file. Whatever the damage, the answer is a result or a RunFileError.
  void read_all(const fs::path& path, const Scenario& scenario) {
    const auto tried = [](const auto& work) {
      try {
        work();
      } catch (const RunFileError&) {
      }
    };
    tried([&] { static_cast<void>(read_run_summary(path)); });
    tried([&] { recover_run_file(path); });
    tried([&] { static_cast<void>(RunFile::reopen(path, scenario, ToyModel{}, 5)); });
  }

  TEST_CASE("no flipped byte in a finished or killed file does more than give an error") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(20);
    write_finished(folder / "finished.h5", scenario);
    write_killed(folder / "killed.h5", scenario, 10);
    std::mt19937_64 random{7};
    for (const char* name : {"finished.h5", "killed.h5"}) {
      std::ifstream in{folder / name, std::ios::binary};
      const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
      for (int k = 0; k < 300; ++k) {
        CAPTURE(k);
        std::string damaged = bytes;
        for (int flips = 0; flips < 1 + k % 3; ++flips)
          damaged[random() % damaged.size()] ^= static_cast<char>(1 + random() % 255);
        read_all(folder.write("run.h5", damaged), scenario);
      }
    }
  }

  TEST_CASE("no file cut short does more than give an error") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(20);
    write_killed(folder / "killed.h5", scenario, 10);
    std::ifstream in{folder / "killed.h5", std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    for (std::size_t k = 0; k < 200; ++k) {
      CAPTURE(k);
      read_all(folder.write("run.h5", bytes.substr(0, bytes.size() * k / 200)), scenario);
    }
  }
}
