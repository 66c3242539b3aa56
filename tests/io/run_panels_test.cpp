#include "io/run_panels.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <random>

#include "engine/clock.hpp"
#include "io/hdf5_handle.hpp"
#include "tests/io/child_process.hpp"
#include "tests/io/run_file_reader.hpp"
#include "tests/io/scratch_folder.hpp"

namespace fs = std::filesystem;
using namespace yanzhen;
using namespace yanzhen::testing;
using yanzhen::sample::ScratchFolder;

namespace {

void write_until(const fs::path& path, const Scenario& scenario, Step last, ToySize size = {}) {
  Simulation simulation = toy_simulation(scenario, size);
  RunFile file = RunFile::create(path, scenario, simulation.model(), {"yanzhen run", "0.1.0", "abc"}, true);
  record_until(file, simulation, last);
  file.finish(simulation, last == simulation.end());
}

void write_killed(const fs::path& path, const Scenario& scenario, Step last) {
  ChildProcess child{[&] {
    Simulation simulation = toy_simulation(scenario);
    RunFile file = RunFile::create(path, scenario, simulation.model(), {"yanzhen run", "0.1.0", "abc"}, true);
    record_until(file, simulation, last);
    file.flush();
    ::kill(::getpid(), SIGKILL);
  }};
  REQUIRE(child.wait() == -SIGKILL);
}

std::vector<double> rows_of(const RunPanels& run, const Panel& panel, std::uint64_t first,
                            std::uint64_t count) {
  std::vector<double> values;
  std::uint64_t next = first;
  run.read_rows(panel, first, count, [&](std::uint64_t row, std::span<const double> one) {
    CHECK(row == next++);
    values.insert(values.end(), one.begin(), one.end());
  });
  return values;
}

/// Whatever the damage, the answer is numbers or a RunFileError that names the file.
std::string read_all(const fs::path& path) {
  try {
    const RunPanels run{path};
    for (const Panel& panel : run.panels()) static_cast<void>(rows_of(run, panel, 0, run.dates().size()));
  } catch (const RunFileError& failure) {
    CHECK(std::string{failure.what()}.find(path.filename().string()) != std::string::npos);
    return failure.what();
  }
  return "no error";
}

std::string bytes_of(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// Replaces an array of a finished file by one of another shape, which is as easily claimed as it is empty.
void claim(const fs::path& path, const char* name, const std::vector<hsize_t>& lengths,
           const std::vector<hsize_t>& chunk, hid_t type) {
  const hdf5::File file{H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), "open it"};
  hdf5::check(H5Ldelete(file.get(), name, H5P_DEFAULT), "drop an array");
  const hdf5::Properties creation{H5Pcreate(H5P_DATASET_CREATE), "set up"};
  const auto rank = static_cast<int>(lengths.size());
  hdf5::check(H5Pset_chunk(creation.get(), rank, chunk.data()), "cut it");
  const hdf5::Space space{H5Screate_simple(rank, lengths.data(), nullptr), "shape it"};
  const hdf5::Dataset array{
      H5Dcreate2(file.get(), name, type, space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT), "make it"};
}

}  // namespace

TEST_SUITE("run_panels") {
  TEST_CASE("every number that was recorded is read, whatever the length of the run") {
    for (const Step steps : {1U, 63U, 64U, 200U}) {
      CAPTURE(steps);
      const ScratchFolder folder;
      const Scenario scenario = toy_scenario(steps);
      write_until(folder / "run.h5", scenario, steps);
      const Arrays expected = expected_arrays(scenario, steps + 1);
      const RunPanels run{folder / "run.h5"};
      CHECK(run.panels().size() + 2 == expected.size());  // and time and step
      for (const Panel& panel : run.panels()) {
        CAPTURE(panel.name);
        const std::string path = panel.group == PanelGroup::flow ? "flows/" + panel.name : panel.name;
        CHECK(rows_of(run, panel, 0, steps + 1) == expected.at(path));
      }
    }
  }

  TEST_CASE("rows larger than a chunk, and blocks that do not end with the run, are read too") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(5);
    const ToySize large{60, 50, 500};  // capital_moved: 60 * 60 * 50 * 8 bytes = 1.4 MB a row
    write_until(folder / "large.h5", scenario, 5, large);
    const RunPanels run{folder / "large.h5"};
    const Arrays expected = expected_arrays(scenario, 6, large);
    CHECK(rows_of(run, *run.find_panel("capital_moved"), 0, 6) == expected.at("flows/capital_moved"));
    CHECK(rows_of(run, *run.find_panel("moves"), 0, 6) == expected.at("flows/moves"));
  }

  TEST_CASE("some rows are these rows") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(80);
    write_until(folder / "run.h5", scenario, 80);
    const RunPanels run{folder / "run.h5"};
    const std::vector<double> all = expected_arrays(scenario, 81).at("output");
    CHECK(rows_of(run, *run.find_panel("output"), 62, 5) ==
          std::vector<double>(all.begin() + 62 * 4, all.begin() + 67 * 4));
    CHECK(rows_of(run, *run.find_panel("output"), 81, 0).empty());
  }

  TEST_CASE("panels say their dimensions, unit, meaning and kind, and dimensions their labels") {
    const ScratchFolder folder;
    write_until(folder / "run.h5", toy_scenario(3, StepLength::quarter), 3);
    const RunPanels run{folder / "run.h5"};
    const Panel& firms = *run.find_panel("firms");
    CHECK(firms.dimensions == std::vector<std::string>{"city", "industry"});
    CHECK(firms.unit == "firm");
    CHECK(firms.values == PanelValues::whole);
    CHECK(firms.group == PanelGroup::state);
    const Panel& moves = *run.find_panel("capital_moved");
    CHECK(moves.dimensions == std::vector<std::string>{"origin", "city", "industry"});
    CHECK(moves.group == PanelGroup::flow);
    CHECK(run.find_panel("output")->meaning == "output of each city 产值");
    CHECK(run.find_panel("mean_output")->group == PanelGroup::index);
    CHECK(run.find_panel("nothing") == nullptr);
    CHECK(run.dimensions().size() == 3);  // the one that no panel has is not recorded
    const Dimension& city = run.dimension("city");
    CHECK(city.labels == std::vector<std::string>{"Shanghai", "Jiaxing", "Nanjing", "Hefei"});
    REQUIRE(city.aliases.size() == 1);
    CHECK(city.aliases[0].name == "city_zh");
    CHECK(city.aliases[0].labels == std::vector<std::string>{"上海", "嘉兴", "南京", "合肥"});
    CHECK(run.dimension("industry").labels[1] == "electronics 电子");
    REQUIRE(run.dates().size() == 4);
    CHECK(to_text(run.dates().front()) == "2010-01-15");
    CHECK(to_text(run.dates().back()) == "2010-10-15");
  }

  TEST_CASE("an interrupted and a killed run are read as far as they came") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(200);
    write_until(folder / "interrupted.h5", scenario, 70);
    write_killed(folder / "killed.h5", scenario, 70);
    for (const char* name : {"interrupted.h5", "killed.h5"}) {
      CAPTURE(name);
      const RunPanels run{folder / name};
      CHECK(run.dates().size() == 71);
      CHECK(rows_of(run, *run.find_panel("firms"), 0, 71) == expected_arrays(scenario, 71).at("firms"));
      CHECK(run.dimension("city").labels[3] == "Hefei");
    }
  }
}

TEST_SUITE("run_panels/damage") {
  TEST_CASE("what is not a run file is refused by name") {
    const ScratchFolder folder;
    folder.write("text.h5",
                 "this is no HDF5 file, but it is long enough to look like something at first sight");
    static_cast<void>(hdf5::create_file(folder / "other.h5"));
    CHECK(folder.without_folder(read_all(folder / "text.h5")) ==
          "text.h5: cannot open it: it is not an HDF5 file");
    CHECK(read_all(folder / "missing.h5").find("missing.h5: it does not exist") != std::string::npos);
    CHECK(read_all(folder / "other.h5").find("layout_version") != std::string::npos);
  }

  TEST_CASE("no flipped byte in a finished or killed file does more than give an error") {
    const ScratchFolder folder;
    write_until(folder / "finished.h5", toy_scenario(20), 20);
    write_killed(folder / "killed.h5", toy_scenario(20), 10);
    std::mt19937_64 random{11};
    for (const char* name : {"finished.h5", "killed.h5"}) {
      const std::string bytes = bytes_of(folder / name);
      for (int k = 0; k < 300; ++k) {
        CAPTURE(k);
        std::string damaged = bytes;
        for (int flips = 0; flips < 1 + k % 3; ++flips)
          damaged[random() % damaged.size()] ^= static_cast<char>(1 + random() % 255);
        static_cast<void>(read_all(folder.write("run.h5", damaged)));
      }
    }
  }

  TEST_CASE("no damage of labels, which have no checksum, does more than give an error or other labels") {
    const ScratchFolder folder;
    write_until(folder / "finished.h5", toy_scenario(3), 3);
    const std::string bytes = bytes_of(folder / "finished.h5");
    const std::size_t heap = bytes.find("GCOL");
    REQUIRE(heap != std::string::npos);
    REQUIRE(bytes.find("GCOL", heap + 1) == std::string::npos);  // 4096 bytes hold all labels of the toy
    std::mt19937_64 random{12};
    int refused = 0;
    for (std::size_t k = 0; k < 1024; ++k) {
      CAPTURE(k);
      std::string damaged = bytes;
      damaged[heap + k] = static_cast<char>(k % 2 == 0 ? 0xFF : random() % 256);
      refused += read_all(folder.write("run.h5", damaged)) == "no error" ? 0 : 1;
    }
    CHECK(refused > 200);  // every size and number of an object that is in use, and most letters
  }

  TEST_CASE("no file cut short does more than give an error") {
    const ScratchFolder folder;
    write_killed(folder / "killed.h5", toy_scenario(20), 10);
    const std::string bytes = bytes_of(folder / "killed.h5");
    for (std::size_t k = 0; k < 100; ++k) {
      CAPTURE(k);
      static_cast<void>(read_all(folder.write("run.h5", bytes.substr(0, bytes.size() * k / 100))));
    }
  }

  TEST_CASE("sizes that no run has are refused before memory is asked for") {
    const ScratchFolder folder;
    write_until(folder / "run.h5", toy_scenario(3), 3);
    const auto refusal = [&](const char* name, const std::vector<hsize_t>& lengths,
                             const std::vector<hsize_t>& chunk, hid_t type) {
      fs::copy_file(folder / "run.h5", folder / "claim.h5", fs::copy_options::overwrite_existing);
      claim(folder / "claim.h5", name, lengths, chunk, type);
      return folder.without_folder(read_all(folder / "claim.h5"));
    };
    constexpr hsize_t kHuge = hsize_t{1} << 40U;
    CHECK(refusal("output", {4, kHuge}, {1, 1}, H5T_NATIVE_DOUBLE) ==
          "claim.h5: array \"output\" has rows of a size that no run records");
    CHECK(refusal("output", {1U << 13U, 1U << 13U}, {1U << 13U, 1U << 13U}, H5T_NATIVE_DOUBLE) ==
          "claim.h5: array \"output\" is not stored as a run file's is");
    CHECK(refusal("output", {4, 4}, {4, 4}, H5T_NATIVE_INT8) ==
          "claim.h5: array \"output\" is not of the numbers that a run records");
    CHECK(refusal("mean_output", {kHuge}, {64}, H5T_NATIVE_DOUBLE) == "no error");  // time has but 4
    CHECK(refusal("time", {3}, {1}, H5T_NATIVE_INT8) ==
          "claim.h5: array \"time\" is not of the numbers that a run records");
    CHECK(refusal("time", {2}, {1}, H5T_NATIVE_DOUBLE) ==
          "claim.h5: its records are not in the order of their dates");
  }
}
