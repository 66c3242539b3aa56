//! \file  `yanzhen lockin`: measures how far a scenario is locked in, by many runs of it.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "tools/build_info.hpp"
#include "tools/command.hpp"
#include "tools/display.hpp"
#include "tools/experiment_progress.hpp"
#include "tools/interrupt.hpp"
#include "tools/lockin_experiment.hpp"
#include "tools/output.hpp"
#include "tools/prepare.hpp"
#include "tools/run_output.hpp"

namespace yanzhen::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostThreads = 1024;
constexpr std::uint64_t kMostSeeds = 10'000;

LockInWhat read_what(const Arguments& arguments) {
  constexpr const char* kAllowed = "hysteresis, escape, twins, decompose or persistence";
  const std::optional<std::string> word = arguments.value("what");
  if (!word) throw UsageError{fmt::format("`yanzhen lockin` needs --what: {}", kAllowed)};
  if (const auto what = lock_in_what_from(*word)) return *what;
  const std::vector<std::string> words{"hysteresis", "escape", "twins", "decompose", "persistence"};
  const std::string near = nearest_name(*word, words);
  throw UsageError{fmt::format("--what is \"{}\", allowed is {}", *word, kAllowed),
                   near.empty() ? "" : fmt::format("did you mean {}?", near)};
}

// Where the result goes, which is free or may be replaced.
fs::path output_file(const Arguments& arguments, const Scenario& scenario, LockInWhat what) {
  fs::path file = arguments.value("output").value_or("");
  if (file.empty())
    file = fs::path{"runs"} /
           fmt::format("{}.lockin-{}.h5", fs::path{scenario.file}.stem().string(), to_word(what));
  else
    file = run_output(file, scenario).run_file;  // which refuses a folder that is not there
  check_place(file);
  if (fs::exists(file) && !arguments.has("force"))
    throw UsageError{fmt::format("{} exists", file.string()),
                     "replace it with --force, or name another file with -o."};
  return file;
}

ResultFile to_file(const LockInReport& report, const Scenario& scenario, const LockInRequest& request,
                   const Arguments& arguments) {
  ResultFile file;
  file.texts = {{"experiment", fmt::format("lockin {}", to_word(request.what))},
                {"title", scenario.title},
                {"model", scenario.model},
                {"scenario", scenario.resolved},
                {"settings", fmt::format("{}", fmt::join(arguments.all("set"), "\n"))},
                {"command", arguments.line},
                {"version", kVersion},
                {"commit", kCommit},
                {"result", fmt::format("{}", fmt::join(report.sentences, "\n"))}};
  for (const auto& [key, value] : report.asked) {
    std::string name = "asked_" + key;
    std::replace(name.begin(), name.end(), ' ', '_');
    file.texts[name] = value;
  }
  file.counts = {{"seeds", request.seeds.size()}, {"first_seed", request.seeds.front()}};
  file.dimensions = report.dimensions;
  file.arrays = report.arrays;
  return file;
}

std::string as_json(const LockInReport& report, const Scenario& scenario, const LockInRequest& request,
                    const fs::path& file) {
  auto asked = nlohmann::ordered_json::object();
  for (const auto& [key, value] : report.asked) asked[key] = value;
  nlohmann::ordered_json object{{"title", scenario.title},
                                {"what", std::string{to_word(request.what)}},
                                {"file", file.string()},
                                {"seeds", request.seeds},
                                {"asked", asked},
                                {"rows", nlohmann::ordered_json::parse(to_json(report.by_seed))},
                                {"over_seeds", nlohmann::ordered_json::parse(to_json(report.over_seeds))},
                                {"result", report.sentences}};
  return object.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string as_text(const LockInReport& report, const Scenario& scenario, const LockInRequest& request,
                    const fs::path& file, double seconds) {
  const std::string seeds = request.seeds.size() == 1
                                ? fmt::format("seed {}", request.seeds.front())
                                : fmt::format("seeds {} to {}", request.seeds.front(), request.seeds.back());
  return fmt::format("{}: {}, {}\n{}\n  {} {}\n  {} {:.1f} s\n", scenario.title, to_word(request.what), seeds,
                     to_text(report), pad_right("file", 6), file.string(), pad_right("time", 6), seconds);
}

LockInRequest read_request(const Arguments& arguments) {
  LockInRequest request;
  request.what = read_what(arguments);
  request.conduct.threads = static_cast<int>(arguments.whole_number("threads", 0, kMostThreads).value_or(0));
  request.conduct.jobs = static_cast<int>(arguments.whole_number("jobs", 0, kMostThreads).value_or(0));
  static_cast<void>(arguments.whole_number("seeds", 1, kMostSeeds));  // refused before anything is read
  return request;
}

Scenario load_scenario_with_sections(const Arguments& arguments, LockInWhat what) {
  std::vector<std::string> notes;
  Scenario scenario = load(arguments.words.at(0), load_options(arguments), notes);
  Problems problems;
  check_sections(scenario, what, problems);
  problems.throw_if_any();
  for (const std::string& note : notes) spdlog::info("{}", note);
  return scenario;
}

ExitCode lockin(const Arguments& arguments) {
  const auto began = std::chrono::steady_clock::now();
  LockInRequest request = read_request(arguments);
  if (arguments.has("quiet")) spdlog::set_level(spdlog::level::warn);
  const ScenarioVariants variants{load_scenario_with_sections(arguments, request.what)};
  const Scenario& scenario = variants.base();
  const fs::path file = output_file(arguments, scenario, request.what);
  request.seeds = seeds_from(
      scenario.seed, arguments.whole_number("seeds", 1, kMostSeeds).value_or(scenario.lock_in->seeds));

  InterruptWatch interrupt;
  ExperimentProgress progress{scenario.title, "steps", !arguments.has("quiet")};
  request.conduct.asked_to_stop = [&] { return interrupt.asked(); };
  request.conduct.stepped = [&](std::uint64_t steps) { progress.show(steps); };
  request.ready = [&](std::uint64_t steps) { progress.expect(steps); };
  try {
    const LockInReport report = run_experiment(variants, request);
    progress.clear();
    if (!arguments.has("output")) fs::create_directories(file.parent_path());
    write_result_file(file, to_file(report, scenario, request, arguments), arguments.has("force"));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    if (arguments.has("json"))
      print_result(as_json(report, scenario, request, file));
    else if (!arguments.has("quiet"))
      print_result(as_text(report, scenario, request, file, took.count()));
    return ExitCode::done;
  } catch (const lock_in::Stopped&) {
    progress.clear();
    spdlog::info("interrupted; nothing was written");
    return ExitCode::interrupted;
  }
}

std::vector<OptionSpec> lockin_options() {
  std::vector<OptionSpec> options{
      {"what", 'w', "WHAT", "hysteresis, escape, twins, decompose or persistence"},
      {"output", 'o', "FILE.h5", "where to write, instead of runs/SCENARIO.lockin-WHAT.h5 here"},
      {"seeds", 0, "N", "seeds to run, from the scenario's own on, instead of lockin.seeds"}};
  for (OptionSpec& option : scenario_options()) options.push_back(std::move(option));
  for (OptionSpec& option : std::vector<OptionSpec>{
           {"jobs", 'j', "N", "runs at once; 0 = as many as threads (default). Fewer take less memory"},
           {"threads", 0, "N", "threads of all runs together; 0 = all cores. Results depend on neither"},
           {"force", 'f', "", "replace a file that lies there"},
           {"quiet", 'q', "", "print neither progress nor tables, and no messages but warnings"},
           {"json", 0, "", "print the tables as JSON"}}) {
    options.push_back(std::move(option));
  }
  return options;
}

constexpr const char* kDetails =
    "What is watched and what is tried stands in the scenario, in its section [lockin]:\n\n"
    "  hysteresis   [lockin.hysteresis]: a value goes up in steps and down again while one run goes on; the "
    "area between\n"
    "               the branches, where each jumps, and whether the state returns\n"
    "  escape       [lockin.escape]: the smallest value after which the watched number stays large, by "
    "bisection on the same\n"
    "               random numbers, for every seed\n"
    "  twins        [lockin.twins]: the scenario and its twin, which lacks an early event, on the same "
    "random numbers\n"
    "  decompose    [lockin.decompose]: how much of the persistence of the twins' effect each mechanism "
    "explains; without\n"
    "               [lockin.twins] the persistence of leading industries is told apart\n"
    "  persistence  [lockin]: how probable it is that a city's leading industry is the same after n years, "
    "and "
    "how long a\n"
    "               specialisation lives\n\n"
    "Whoever leaves a section out is shown one to paste. Definitions and sources: models/lock_in/README.md.\n"
    "The file is written when all runs are done; Ctrl-C leaves none.\n"
    "Exit code: 0 done, 1 failed, 2 bad input (nothing was run), 130 interrupted.\n";

}  // namespace

Command lockin_command() {
  CommandSpec spec;
  spec.name = "lockin";
  spec.summary = "Measures path lock-in: hysteresis, escape threshold, twins, decomposition.";
  spec.words = {{"SCENARIO", true, "a scenario file (TOML) with a section [lockin]"}};
  spec.options = lockin_options();
  spec.examples = {{"yanzhen lockin mine.toml --what twins",
                    "what an early event leaves behind, on the same random numbers"},
                   {"yanzhen lockin mine.toml --what escape --seeds 20 --set scale.people_per_agent=1000",
                    "the smallest support that is enough, in twenty seeds of a coarser run"},
                   {"yanzhen lockin mine.toml --what hysteresis --jobs 1 -o loop.h5",
                    "one run at a time, in little memory"}};
  spec.details = kDetails;
  return {std::move(spec), lockin};
}

}  // namespace yanzhen::tools
