#include "bench/run_command.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cxxopts.hpp>
#include <nlohmann/json.hpp>
#include <ostream>

#include "engine/parallel.hpp"
#include "engine/simulation.hpp"
#include "io/scenario_file.hpp"
#include "models/industry_migration/model.hpp"

namespace yanzhen::bench {
namespace {

using Wall = std::chrono::steady_clock;

double seconds_since(Wall::time_point begin) {
  return std::chrono::duration<double>(Wall::now() - begin).count();
}

/// What one run took. Seconds on the clock.
struct RunResult {
  int threads = 0;
  Step steps = 0;
  double start = 0, stepping = 0, measuring = 0;
  double agent_steps = 0;
  std::vector<std::pair<std::string, double>> phases;
  double peak_mib = 0;
  std::uint64_t agents = 0, checksum = 0;
};

double peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;  // Linux gives KiB
}

void measure_all(const Model& model) {
  std::vector<double> values;
  for (std::size_t panel = 0; panel < model.panels().size(); ++panel) {
    std::size_t size = 1;
    for (const std::string& name : model.panels()[panel].dimensions)
      for (const Dimension& dimension : model.dimensions())
        if (dimension.name == name) size *= dimension.labels.size();
    values.assign(size, 0.0);
    model.measure(panel, values);
  }
}

RunResult run(const Scenario& scenario, const ModelDeclaration& declaration, Step most_steps,
              Problems& problems) {
  RunResult result;
  auto begin = Wall::now();
  std::unique_ptr<Model> model = declaration.make(scenario, problems);
  problems.throw_if_any();
  Simulation simulation{scenario, std::move(model)};
  result.start = seconds_since(begin);
  result.steps = std::min(most_steps, simulation.end());
  for (Step step = 0; step < result.steps; ++step) {
    begin = Wall::now();
    if (simulation.record_due(scenario.record.every)) {
      measure_all(simulation.model());
      simulation.model().start_flow_interval();
    }
    result.measuring += seconds_since(begin);
    result.agent_steps += static_cast<double>(simulation.model().agents());
    begin = Wall::now();
    simulation.step();
    result.stepping += seconds_since(begin);
  }
  for (std::size_t k = 0; k < simulation.model().phases().size(); ++k)
    result.phases.emplace_back(simulation.model().phases()[k].name, simulation.phase_seconds()[k]);
  result.agents = simulation.model().agents();
  result.checksum = simulation.model().checksum();
  result.peak_mib = peak_mib();
  return result;
}

void print_text(const RunResult& result, std::ostream& out) {
  out << fmt::format("{} steps, {} agents at the end, {} threads\n", result.steps, result.agents,
                     result.threads)
      << fmt::format("  start       {:8.3f} s\n  steps       {:8.3f} s  ({:.2f} ns an agent-step)\n",
                     result.start, result.stepping, 1e9 * result.stepping / result.agent_steps)
      << fmt::format("  measuring   {:8.3f} s  (every panel, at every record)\n", result.measuring);
  for (const auto& [name, seconds] : result.phases)
    out << fmt::format("    {:10}{:8.3f} s  {:5.2f} ms a step\n", name, seconds,
                       1e3 * seconds / result.steps);
  out << fmt::format("  peak memory {:8.0f} MiB\n  checksum    {:016x}\n", result.peak_mib, result.checksum);
}

void print_json(const RunResult& result, std::ostream& out) {
  nlohmann::ordered_json json{{"steps", result.steps},
                              {"agents", result.agents},
                              {"threads", result.threads},
                              {"start_seconds", result.start},
                              {"step_seconds", result.stepping},
                              {"measure_seconds", result.measuring},
                              {"ns_per_agent_step", 1e9 * result.stepping / result.agent_steps},
                              {"peak_mib", result.peak_mib},
                              {"checksum", fmt::format("{:016x}", result.checksum)}};
  for (const auto& [name, seconds] : result.phases) json["phases"][name] = seconds;
  out << json.dump() << '\n';
}

int measured_run(const cxxopts::ParseResult& given, std::ostream& out, std::ostream& err) {
  LoadOptions options;
  if (given.count("set") > 0) options.set = given["set"].as<std::vector<std::string>>();
  const std::vector<ModelDeclaration> models{industry_migration::declaration()};
  Problems problems;
  try {
    const auto scenario = load_scenario(given["scenario"].as<std::string>(), models, options, problems);
    problems.throw_if_any();
    Workers workers{given["threads"].as<int>()};
    RunResult result = workers.run(
        [&] { return run(scenario.value(), models.front(), given["steps"].as<Step>(), problems); });
    result.threads = workers.threads();
    given.count("json") > 0 ? print_json(result, out) : print_text(result, out);
    return 0;
  } catch (const ScenarioError& error) {
    err << error.what() << '\n';
    return 2;
  }
}

}  // namespace

int run_command(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
  cxxopts::Options options{"yanzhen-bench", "Measures a whole run, phase by phase; writes no file."};
  options.custom_help("run SCENARIO [OPTION...]");
  options.positional_help("");
  options.add_options()("scenario", "scenario file", cxxopts::value<std::string>())                       //
      ("threads", "how many threads; 0 = all of the machine", cxxopts::value<int>()->default_value("0"))  //
      ("steps", "stop after so many steps", cxxopts::value<Step>()->default_value("4294967295"))          //
      ("set", "change a value of the scenario, path.to.key=value",
       cxxopts::value<std::vector<std::string>>())  //
      ("json", "print JSON")("h,help", "print this help");
  options.parse_positional({"scenario"});
  std::vector<const char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
  try {
    const cxxopts::ParseResult given = options.parse(static_cast<int>(pointers.size()), pointers.data());
    if (given.count("help") > 0 || given.count("scenario") == 0) {
      (given.count("help") > 0 ? out : err) << options.help();
      return given.count("help") > 0 ? 0 : 2;
    }
    return measured_run(given, out, err);
  } catch (const cxxopts::exceptions::exception& error) {
    err << "yanzhen-bench: " << error.what() << '\n';
    return 2;
  }
}

}  // namespace yanzhen::bench
