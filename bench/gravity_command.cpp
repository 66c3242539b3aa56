#include "bench/gravity_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cxxopts.hpp>
#include <nlohmann/json.hpp>
#include <ostream>
#include <stdexcept>

#include "bench/gravity_logit.hpp"
#include "engine/checksum.hpp"
#include "engine/parallel.hpp"

namespace yanzhen::bench {
namespace {

constexpr const char* kExamples = R"(
examples:
  yanzhen-bench gravity --agents 1e7 --steps 100 --threads 1 --repeats 9
      ten million agents in 41 made-up cities, one thread; the median of nine runs
  yanzhen-bench gravity --agents 1e7 --steps 100 --threads 2 --cities cities.csv --json
      cities from a file with the columns id, x_km, y_km, A; counts of every step and all figures as JSON
)";

// The command line is wrong. Says what was found and what is allowed.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

cxxopts::Options gravity_options() {
  cxxopts::Options options{"yanzhen-bench",
                           "Measures the engine on the gravity_logit model: agent-steps a second, with a "
                           "checksum that says what was computed."};
  options.custom_help("gravity [OPTION...]");
  options.add_options()                                                                             //
      ("agents", "how many agents, e.g. 1e7", cxxopts::value<std::string>()->default_value("1e6"))  //
      ("steps", "how many steps", cxxopts::value<std::string>()->default_value("100"))              //
      ("threads", "how many threads; 0 = all of the machine",
       cxxopts::value<std::string>()->default_value("0"))                                        //
      ("seed", "seed of the random streams", cxxopts::value<std::string>()->default_value("1"))  //
      ("cities", "CSV file with the columns id, x_km, y_km, A", cxxopts::value<std::string>())   //
      ("n-cities", "how many made-up cities, without --cities",
       cxxopts::value<std::string>()->default_value("41"))  //
      ("repeats", "run the whole that often and take the median",
       cxxopts::value<std::string>()->default_value("1"))    //
      ("json", "print JSON, with the counts of every step")  //
      ("h,help", "print this help");
  return options;
}

// A whole number that may be written like 1e7.
std::uint64_t whole_number(const cxxopts::ParseResult& given, const std::string& option, double min,
                           double max) {
  const auto& text = given[option].as<std::string>();
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_whole =
      error == std::errc{} && end == text.data() + text.size() && std::floor(value) == value;
  if (!is_whole || value < min || value > max)
    throw UsageError{
        fmt::format("--{} is \"{}\", allowed is a whole number from {:.0f} to {:.0f}, 1e7 for ten million",
                    option, text, min, max)};
  return static_cast<std::uint64_t>(value);
}

GravityTask task_from(const cxxopts::ParseResult& given) {
  constexpr double kMostAgents = 4294967295.0;      // rows are 32 bits
  constexpr double kMostSeed = 9007199254740992.0;  // 2^53: whole numbers above cannot all be written as 1e7
  if (given.count("cities") > 0 && given.count("n-cities") > 0)
    throw UsageError{"--cities and --n-cities exclude each other"};
  GravityTask task;
  task.agents = static_cast<Row>(whole_number(given, "agents", 1, kMostAgents));
  task.steps = static_cast<Step>(whole_number(given, "steps", 1, 1e6));
  task.seed = whole_number(given, "seed", 0, kMostSeed);
  task.threads = static_cast<int>(whole_number(given, "threads", 0, 1024));
  task.repeats = static_cast<int>(whole_number(given, "repeats", 1, 1000));
  const std::uint64_t made_up = whole_number(given, "n-cities", 1, kMostCities);
  if (given.count("cities") == 0) {
    task.cities = made_up_cities(made_up);
    return task;
  }
  Problems problems;
  auto cities = read_gravity_cities(given["cities"].as<std::string>(), problems);
  problems.throw_if_any();
  task.cities = std::move(cities.value());
  return task;
}

// What one run gives: its counts, and how long the steps took.
GravityResult run_once(const GravityTask& task) {
  using Wall = std::chrono::steady_clock;
  GravityLogit model{task.cities, task.agents, task.seed};
  GravityResult result;
  result.counts.reserve(task.steps);
  const auto begin = Wall::now();
  for (Step step = 0; step < task.steps; ++step) {
    model.step(step);
    result.counts.push_back(model.counts());
  }
  result.seconds = std::chrono::duration<double>(Wall::now() - begin).count();
  result.bytes_per_agent = model.bytes_per_agent();
  Checksum checksum;
  for (const auto& counts : result.counts) checksum.add(std::span{counts});
  checksum.add(model.city());
  result.checksum = checksum.value();
  return result;
}

double agent_steps(const GravityTask& task) { return static_cast<double>(task.agents) * task.steps; }

void print_json(const GravityTask& task, const GravityResult& result, std::ostream& out) {
  nlohmann::ordered_json json;
  json["model"] = "gravity_logit";
  json["cities"] = task.cities.size();
  json["agents"] = task.agents;
  json["steps"] = task.steps;
  json["seed"] = task.seed;
  json["repeats"] = task.repeats;
  json["threads"] = result.threads;
  json["seconds"] = result.seconds;
  json["agent_steps_per_second"] = agent_steps(task) / result.seconds;
  json["bytes_per_agent"] = result.bytes_per_agent;
  json["checksum"] = fmt::format("{:016x}", result.checksum);
  json["counts"] = result.counts;
  out << json.dump() << '\n';
}

void print_text(const GravityTask& task, const GravityResult& result, std::ostream& out) {
  const double per_second = agent_steps(task) / result.seconds;
  out << fmt::format("gravity_logit: {} agents, {} cities, {} steps, seed {}{}\n", task.agents,
                     task.cities.size(), task.steps, task.seed,
                     task.repeats > 1 ? fmt::format(", median of {} runs", task.repeats) : "")
      << fmt::format("  agent-steps a second  {:.4g}  ({:.3f} ns each)\n", per_second, 1e9 / per_second)
      << fmt::format("  bytes an agent        {:.2f}\n", result.bytes_per_agent)
      << fmt::format("  threads               {}\n", result.threads)
      << fmt::format("  checksum              {:016x}\n", result.checksum);
}

cxxopts::ParseResult parsed(cxxopts::Options& options, const std::vector<std::string>& arguments) {
  std::vector<const char*> pointers;  // "gravity" stands where the program's name would
  for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
  try {
    return options.parse(static_cast<int>(pointers.size()), pointers.data());
  } catch (const std::exception& error) {  // the class's name changed between versions 3.0 and 3.1
    throw UsageError{error.what()};
  }
}

int run_gravity(const std::vector<std::string>& arguments, std::ostream& out) {
  cxxopts::Options options = gravity_options();
  const cxxopts::ParseResult given = parsed(options, arguments);
  if (given.count("help") > 0) {
    out << options.help() << kExamples;
    return 0;
  }
  if (!given.unmatched().empty())
    throw UsageError{fmt::format("\"{}\" is no option", given.unmatched().front())};
  const GravityTask task = task_from(given);
  const GravityResult result = measure_gravity(task);
  given.count("json") > 0 ? print_json(task, result, out) : print_text(task, result, out);
  return 0;
}

}  // namespace

GravityResult measure_gravity(const GravityTask& task) {
  Workers workers{task.threads};
  GravityResult result;
  std::vector<double> seconds;
  for (int repeat = 0; repeat < task.repeats; ++repeat) {
    GravityResult again = workers.run([&] { return run_once(task); });
    if (repeat > 0 && again.checksum != result.checksum)
      throw std::logic_error{"two runs of one task differ"};
    seconds.push_back(again.seconds);
    result = std::move(again);
  }
  const auto middle = seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2);
  std::nth_element(seconds.begin(), middle, seconds.end());
  result.seconds = *middle;
  result.threads = workers.threads();
  return result;
}

int bench_command(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
  constexpr int kBadInput = 2;
  if (!arguments.empty() && (arguments.front() == "--help" || arguments.front() == "-h")) {
    out << gravity_options().help() << kExamples;
    return 0;
  }
  if (arguments.empty() || arguments.front() != "gravity") {
    err << "yanzhen-bench: the first word is gravity (a model with one decision) or run (a whole scenario)\n"
        << kExamples;
    return kBadInput;
  }
  try {
    return run_gravity(arguments, out);
  } catch (const ScenarioError& error) {  // a line a problem, each with its place
    err << error.what() << '\n';
  } catch (const UsageError& error) {
    err << "yanzhen-bench gravity: " << error.what()
        << "\n    hint: `yanzhen-bench gravity --help` shows examples\n";
  }
  return kBadInput;
}

}  // namespace yanzhen::bench
