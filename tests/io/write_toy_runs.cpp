// Writes run files of the toy model into a folder, one for each way a run may end: for open_run_file.py.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "io/run_file.hpp"
#include "tests/support/toy_model.hpp"

namespace fs = std::filesystem;
using namespace yanzhen;

namespace {

constexpr Step kSteps = 150;
const RunIdentity kIdentity{"yanzhen run 玩具.toml", "0.1.0", "abc1234"};

Scenario scenario_with_agents() {
  Scenario scenario = testing::toy_scenario(kSteps);
  scenario.record.agents = true;
  return scenario;
}

/// Records up to `last`. \returns the file, still open
RunFile record(const fs::path& path, const Scenario& scenario, Simulation& simulation, Step last) {
  RunFile file = RunFile::create(path, scenario, simulation.model(), kIdentity, true);
  while (true) {
    file.record(simulation);
    simulation.model().start_flow_interval();
    if (simulation.now() == last) return file;
    simulation.step();
  }
}

void write_ended(const fs::path& path, Step last, bool complete) {
  const Scenario scenario = scenario_with_agents();
  Simulation simulation = testing::toy_simulation(scenario);
  RunFile file = record(path, scenario, simulation, last);
  file.finish(simulation, complete);
}

void write_killed(const fs::path& path, Step last) {
  const pid_t child = ::fork();
  if (child == 0) {
    const Scenario scenario = scenario_with_agents();
    Simulation simulation = testing::toy_simulation(scenario);
    RunFile file = record(path, scenario, simulation, last);
    file.flush();
    ::kill(::getpid(), SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: write_toy_runs FOLDER\n", stderr);
    return 2;
  }
  const fs::path folder = arguments[1];
  write_ended(folder / "finished.h5", kSteps, true);
  write_ended(folder / "interrupted.h5", 100, false);
  write_killed(folder / "killed.h5", 90);
  fs::copy_file(folder / "killed.h5", folder / "recovered.h5");
  recover_run_file(folder / "recovered.h5");
}
