#include "io/checkpoint.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <csignal>
#include <random>
#include <thread>

#include "io/hdf5_handle.hpp"
#include "tests/io/child_process.hpp"
#include "tests/io/scratch_folder.hpp"
#include "tests/support/toy_model.hpp"

namespace fs = std::filesystem;
using namespace yanzhen;
using namespace yanzhen::testing;
using yanzhen::sample::ScratchFolder;

namespace {

const RunIdentity kIdentity{"yanzhen run toy.toml", "0.1.0", "abc1234"};

Simulation advanced(const Scenario& scenario, Step steps, ToySize size = {}) {
  Simulation simulation = toy_simulation(scenario, size);
  while (simulation.now() < steps) simulation.step();
  return simulation;
}

/// Every panel and agent, so that two runs can be compared.
std::vector<double> everything(const Simulation& simulation) {
  std::vector<double> all{static_cast<double>(simulation.now())};
  const std::vector<std::size_t> lengths{12, 4, 16, 48, 1, 1};
  for (std::size_t k = 0; k < lengths.size(); ++k) {
    std::vector<double> row(lengths[k]);
    simulation.model().measure(k, row);
    all.insert(all.end(), row.begin(), row.end());
  }
  for (const AgentColumn& column : simulation.model().copy_agents())
    all.insert(all.end(), column.values.begin(), column.values.end());
  return all;
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

std::string bytes_of(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// A model whose state is the toy's, but for one array.
class WiderToy final : public Model {
 public:
  [[nodiscard]] const std::vector<Dimension>& dimensions() const override { return toy_.dimensions(); }
  [[nodiscard]] const std::vector<Panel>& panels() const override { return toy_.panels(); }
  [[nodiscard]] const std::vector<Phase>& phases() const override { return toy_.phases(); }
  void measure(std::size_t panel, std::span<double> out) const override { toy_.measure(panel, out); }
  void start_flow_interval() override { toy_.start_flow_interval(); }
  void visit_state(StateVisitor& visitor) override {
    toy_.visit_state(visitor);
    visitor.array("one_more", more_);
  }
  [[nodiscard]] std::uint64_t agents() const override { return toy_.agents(); }
  [[nodiscard]] std::uint64_t moves() const override { return toy_.moves(); }
  [[nodiscard]] std::uint64_t checksum() const override { return toy_.checksum(); }
  [[nodiscard]] std::vector<AgentColumn> copy_agents() const override { return toy_.copy_agents(); }
  [[nodiscard]] const std::vector<std::string>& notes() const override { return toy_.notes(); }

 private:
  ToyModel toy_;
  std::vector<double> more_{1, 2, 3};
};

}  // namespace

TEST_SUITE("checkpoint") {
  TEST_CASE("a run that goes on from a checkpoint is the run that was never interrupted") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(40);
    for (const Step stop : {0U, 1U, 17U, 40U}) {
      CAPTURE(stop);
      Simulation before = advanced(scenario, stop);
      save_checkpoint(folder / "run.checkpoint", before, scenario, 7, kIdentity);
      Simulation after = toy_simulation(scenario);
      load_checkpoint(folder / "run.checkpoint", after, scenario, kIdentity.version);
      CHECK(everything(after) == everything(before));
      while (after.now() < after.end()) after.step();
      while (before.now() < before.end()) before.step();
      CHECK(everything(after) == everything(before));
    }
  }

  TEST_CASE("saving changes nothing") {
    const ScratchFolder folder;
    const Scenario scenario = toy_scenario(40);
    Simulation simulation = advanced(scenario, 20);
    const std::vector<double> before = everything(simulation);
    save_checkpoint(folder / "run.checkpoint", simulation, scenario, 7, kIdentity);
    CHECK(everything(simulation) == before);
  }

  TEST_CASE("a checkpoint says what it is of") {
    const ScratchFolder folder;
    Scenario scenario = toy_scenario(40);
    scenario.resolved += std::string(100'000, '#');  // more than HDF5's 64 KiB for small attributes
    Simulation simulation = advanced(scenario, 20);
    save_checkpoint(folder / "run.checkpoint", simulation, scenario, 7, kIdentity);
    const CheckpointInfo info = read_checkpoint_info(folder / "run.checkpoint");
    CHECK(info.step == 20);
    CHECK(info.rows == 7);
    CHECK(info.scenario == scenario.resolved);
    CHECK(info.seed == scenario.seed);
    CHECK(info.version == "0.1.0");
  }

  TEST_CASE("a checkpoint of another scenario, seed, version or model is refused, saying what differs") {
    const ScratchFolder folder;
    const fs::path path = folder / "run.checkpoint";
    const Scenario scenario = toy_scenario(40);
    Simulation simulation = advanced(scenario, 20);
    save_checkpoint(path, simulation, scenario, 7, kIdentity);
    const auto load = [&](const Scenario& asked, const std::string& version) {
      Simulation other = toy_simulation(scenario);
      return error_of([&] { load_checkpoint(path, other, asked, version); });
    };
    CHECK(load(scenario, "") == "no error");
    CHECK(load(scenario, "0.1.0") == "no error");
    CHECK(load(scenario, "0.2.0") ==
          path.string() +
              ": version 0.1.0 wrote it, this is version 0.2.0: only the same version goes on exactly");
    Scenario other = scenario;
    other.seed = 4;
    CHECK(contains(load(other, ""), "it is a checkpoint of seed 18446744073709551615, the scenario's is 4"));
    other = toy_scenario(41);
    CHECK(contains(load(other, ""),
                   "it is a checkpoint of another scenario: line 4 was `steps = 40` and is `steps = 41`"));
    other = scenario;
    other.resolved += "more\n";
    CHECK(contains(load(other, ""), "line 5 was `` and is `more`"));

    Simulation wider{scenario, std::make_unique<WiderToy>()};
    CHECK(contains(error_of([&] { load_checkpoint(path, wider, scenario); }),
                   "cannot find state \"one_more\""));
    save_checkpoint(path, wider, scenario, 7, kIdentity);
    CHECK(contains(load(scenario, ""), "it holds other state than this model has"));
  }

  TEST_CASE("what is not a checkpoint is refused by name") {
    const ScratchFolder folder;
    folder.write("text", "no HDF5");
    fs::create_directory(folder / "folder");
    for (const char* name : {"text", "folder", "missing"}) {
      CAPTURE(name);
      CHECK(contains(error_of([&] { static_cast<void>(read_checkpoint_info(folder / name)); }), name));
    }
  }

  TEST_CASE("a full disk is told, the checkpoint before stays whole, and nothing is left behind or printed") {
    const ScratchFolder folder;
    const fs::path path = folder / "run.checkpoint";
    const Scenario scenario = toy_scenario(40);
    Simulation simulation = advanced(scenario, 20);
    save_checkpoint(path, simulation, scenario, 7, kIdentity);
    for (rlim_t bytes = 0; bytes + 100 < fs::file_size(path); bytes += 600) {
      CAPTURE(bytes);
      ChildProcess child{[&] {
        simulation.step();
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        ChildProcess::say(error_of([&] { save_checkpoint(path, simulation, scenario, 8, kIdentity); }));
      }};
      const std::string said = child.next_line();
      CHECK(contains(said, path.string()));
      CHECK(contains(said, "File too large"));
      CHECK(child.next_line().empty());
      CHECK(child.wait() == 0);
      CHECK(read_checkpoint_info(path).step == 20);
      CHECK(std::distance(fs::directory_iterator{folder / ""}, fs::directory_iterator{}) == 1);
    }
  }

  TEST_CASE("killed at any moment, a saver leaves the checkpoint before or the new one, whole") {
    const ScratchFolder folder;
    const fs::path path = folder / "run.checkpoint";
    const Scenario scenario = toy_scenario(4000);
    const ToySize large{4, 3, 200'000};
    std::mt19937 random{3};
    std::uniform_int_distribution<int> delay{0, 40};
    Step last = 0;
    for (int kill = 0; kill < 20; ++kill) {
      ChildProcess child{[&] {
        Simulation simulation = toy_simulation(scenario, large);
        if (fs::exists(path)) load_checkpoint(path, simulation, scenario);
        while (simulation.now() < simulation.end()) {
          simulation.step();
          save_checkpoint(path, simulation, scenario, simulation.now(), kIdentity);
        }
      }};
      std::this_thread::sleep_for(std::chrono::milliseconds{delay(random)});
      child.kill();
      REQUIRE(child.wait() == -SIGKILL);
      if (!fs::exists(path)) continue;
      Simulation simulation = toy_simulation(scenario, large);
      load_checkpoint(path, simulation, scenario);
      CHECK(simulation.now() >= last);
      last = simulation.now();
      CHECK(simulation.model().checksum() == advanced(scenario, last, large).model().checksum());
    }
    CHECK(last > 0);
  }

  TEST_CASE("a damaged checkpoint gives an error or, where the damage touches nothing, the very same state") {
    const ScratchFolder folder;
    const fs::path path = folder / "run.checkpoint";
    const Scenario scenario = toy_scenario(40);
    Simulation simulation = advanced(scenario, 20);
    save_checkpoint(path, simulation, scenario, 7, kIdentity);
    const std::vector<double> expected = everything(simulation);
    const std::string bytes = bytes_of(path);
    std::mt19937_64 random{11};
    int refused = 0;
    for (int k = 0; k < 600; ++k) {
      CAPTURE(k);
      std::string damaged = bytes;
      if (k < 200)
        damaged.resize(bytes.size() * static_cast<std::size_t>(k) / 200);
      else
        damaged[random() % damaged.size()] ^= static_cast<char>(1 + random() % 255);
      folder.write("run.checkpoint", damaged);
      Simulation loaded = toy_simulation(scenario);
      const std::string error = error_of([&] { load_checkpoint(path, loaded, scenario); });
      refused += error == "no error" ? 0 : 1;
      if (error == "no error")
        CHECK(everything(loaded) == expected);
      else
        CHECK(contains(error, path.string()));
    }
    CHECK(refused > 300);
  }

  TEST_CASE(
      "an array that claims more elements than the file has bytes is refused before memory is asked for") {
    const ScratchFolder folder;
    const fs::path path = folder / "run.checkpoint";
    const Scenario scenario = toy_scenario(40);
    Simulation simulation = advanced(scenario, 20);
    save_checkpoint(path, simulation, scenario, 7, kIdentity);
    hdf5::naming(path, [&] {
      const hdf5::Properties access = hdf5::file_access();
      const hdf5::File file{H5Fopen(path.c_str(), H5F_ACC_RDWR, access.get()), "open it"};
      hdf5::check(H5Ldelete(file.get(), "state/agents/city", H5P_DEFAULT), "delete an array");
      const hsize_t many = hsize_t{1} << 45U;
      const hdf5::Space space{H5Screate_simple(1, &many, nullptr), "describe an array"};
      const hdf5::Properties creation{H5Pcreate(H5P_DATASET_CREATE), "set up an array"};
      hdf5::check(H5Pset_alloc_time(creation.get(), H5D_ALLOC_TIME_LATE), "set up an array");
      const hdf5::Dataset array{H5Dcreate2(file.get(), "state/agents/city", H5T_NATIVE_UINT16, space.get(),
                                           H5P_DEFAULT, creation.get(), H5P_DEFAULT),
                                "create an array"};
    });
    Simulation loaded = toy_simulation(scenario);
    CHECK(contains(error_of([&] { load_checkpoint(path, loaded, scenario); }),
                   "state \"agents/city\" is larger than the file that holds it"));
  }
}
