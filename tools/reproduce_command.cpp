//! \file  `yanzhen reproduce`: runs one run of a collected sweep again and holds it against what the file
//! says.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <bit>
#include <nlohmann/json.hpp>

#include "engine/parallel.hpp"
#include "io/run_file.hpp"
#include "io/sweep_file.hpp"
#include "io/sweep_reader.hpp"
#include "tools/build_info.hpp"
#include "tools/command.hpp"
#include "tools/display.hpp"
#include "tools/models.hpp"
#include "tools/output.hpp"
#include "tools/prepare.hpp"
#include "tools/run_output.hpp"
#include "tools/run_sitting.hpp"
#include "tools/sweep/one_run.hpp"
#include "tools/sweep/plan.hpp"

namespace yanzhen::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostThreads = 1024;

const std::string& text_of(const SweepHead& head, const std::string& name, const fs::path& file) {
  const auto found = head.texts.find(name);
  if (found == head.texts.end())
    throw RunFileError{fmt::format("{}: it does not say its {}", file.string(), name)};
  return found->second;
}

// As the program was that made the file, so that identities are those of then.
SweepPlan plan_from(SweepSettings settings, const SweepHead& head, const fs::path& file) {
  const std::string scenario = settings.scenario;
  try {
    return SweepPlan{std::move(settings),
                     {text_of(head, "version", file), text_of(head, "commit", file)},
                     text_of(head, "scenario", file)};
  } catch (const ScenarioError&) {
    spdlog::info("its tables were looked for beside {}; --scenario names the scenario where it lies now",
                 scenario);
    throw;
  }
}

// The plan that the file was made by, on the tables as they are now.
SweepPlan plan_of(const SweepFile& sweep, const fs::path& file, const std::optional<std::string>& scenario) {
  const SweepHead& head = sweep.head();
  Problems problems;
  std::optional<SweepSettings> settings =
      parse_sweep(text_of(head, "plan", file), text_of(head, "sweep_file", file), problems);
  problems.throw_if_any();
  settings->scenario = scenario.value_or(text_of(head, "scenario_file", file));
  SweepPlan plan = plan_from(std::move(*settings), head, file);
  if (plan.runs() != head.runs)
    throw RunFileError{
        fmt::format("{}: its plan has {} runs and it holds {}", file.string(), plan.runs(), head.runs)};
  const auto tables = head.counts.find("tables_checksum");
  if (tables == head.counts.end() || tables->second != plan.head().counts.at("tables_checksum"))
    throw std::runtime_error{
        fmt::format("the tables of {} are not those that the sweep ran on, so no run of it can be reproduced "
                    "(--scenario names another copy of the scenario)",
                    plan.base().file)};
  return plan;
}

void check_run(const SweepFile& sweep, std::size_t run, const std::string& command) {
  const RunStatus status = sweep.status().at(run);
  if (status == RunStatus::done) return;
  throw UsageError{status == RunStatus::failed
                       ? fmt::format("run {} failed: {}", run, sweep.reasons().at(run))
                       : fmt::format("run {} was not done when the file was written", run),
                   "there is nothing to hold it against; to run it: " + command};
}

// What to type to have the same run without the sweep.
std::string run_line(const Arguments& arguments, const SweepPlan& plan, const PlannedRun& run) {
  std::vector<std::string> words{arguments.program, "run", plan.base().file};
  for (const auto* const settings : {&plan.settings().settings, &run.settings})
    for (const std::string& setting : *settings) {
      words.emplace_back("--set");
      words.push_back(setting);
    }
  words.emplace_back("--seed");
  words.push_back(std::to_string(run.seed));
  return shell_line(words);
}

// What the run gave this time.
struct Again {
  std::uint64_t checksum = 0;
  std::vector<std::string> differing;  ///< indices whose last value is another
};

bool same_number(double one, double other) {
  return std::bit_cast<std::uint64_t>(one) == std::bit_cast<std::uint64_t>(other) ||
         (one != one && other != other);
}

Again run_again(const SweepFile& sweep, const SweepPlan& plan, const PlannedRun& run, int threads) {
  const RunRecord record = perform(plan, run, threads);
  Again again{record.checksum, {}};
  const std::vector<SweepIndex>& indices = plan.head().indices;
  const std::size_t last = plan.records() - 1;
  for (std::size_t k = 0; k < indices.size(); ++k)
    if (!same_number(record.series[last * indices.size() + k], sweep.index_at(k, last).at(run.number)))
      again.differing.push_back(indices[k].name);
  return again;
}

// The same with everything recorded that the scenario asks for, as `yanzhen run` does it.
Again run_into(const fs::path& output, const SweepPlan& plan, const PlannedRun& run,
               const Arguments& arguments, int threads) {
  Workers workers{threads};
  Prepared prepared;
  prepared.scenario = plan.scenario_of(run.settings, run.seed);
  workers.run([&] { prepared.model = make_model(prepared.scenario); });
  const RunOutput place = run_output(output, prepared.scenario);
  check_place(place.run_file);
  const RunIdentity identity{arguments.line, kVersion, kCommit};
  SittingOptions options;
  options.overwrite = arguments.has("force");
  Sitting sitting{prepared, place, identity, workers, options};
  sitting.begin_fresh();
  if (sitting.run() != Ending::complete) throw std::runtime_error{"interrupted before the run was over"};
  return {sitting.simulation().model().checksum(), {}};
}

void note_program(const SweepHead& head) {
  const std::string made_by = fmt::format("{} ({})", head.texts.at("version"), head.texts.at("commit"));
  const std::string now = fmt::format("{} ({})", kVersion, kCommit);
  if (made_by != now)
    spdlog::info("the file was made by yanzhen {}, this is {}; another program may give other numbers",
                 made_by, now);
}

ExitCode reproduce(const Arguments& arguments) {
  const fs::path file = arguments.words.at(0);
  const int threads = static_cast<int>(arguments.whole_number("threads", 0, kMostThreads).value_or(0));
  const SweepFile sweep{file};
  const auto number = arguments.whole_number("run", 0, sweep.head().runs - 1);
  if (!number)
    throw UsageError{"`yanzhen reproduce` needs --run",
                     fmt::format("{} holds runs 0 to {}.", file.string(), sweep.head().runs - 1)};
  const SweepPlan plan = plan_of(sweep, file, arguments.value("scenario"));
  const PlannedRun run = plan.run(*number);
  const std::string command = run_line(arguments, plan, run);
  check_run(sweep, run.number, command);
  note_program(sweep.head());

  const std::uint64_t expected = sweep.checksums().at(run.number);
  const std::optional<std::string> output = arguments.value("output");
  const Again again =
      output ? run_into(*output, plan, run, arguments, threads) : run_again(sweep, plan, run, threads);
  const bool same = again.checksum == expected && again.differing.empty();
  if (arguments.has("json")) {
    nlohmann::ordered_json json{{"run", run.number},
                                {"point", run.point},
                                {"replicate", run.replicate},
                                {"seed", run.seed},
                                {"settings", run.settings},
                                {"expected", fmt::format("{:016x}", expected)},
                                {"found", fmt::format("{:016x}", again.checksum)},
                                {"same", same},
                                {"differing", again.differing},
                                {"command", command}};
    print_result(json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
  } else {
    print_result(fmt::format("run {}: checksum {:016x}, the file says {:016x}: {}\n{}the same by hand: {}\n",
                             run.number, again.checksum, expected, same ? "the same" : "NOT the same",
                             again.differing.empty()
                                 ? std::string{}
                                 : fmt::format("indices that differ: {}\n", fmt::join(again.differing, ", ")),
                             command));
  }
  return same ? ExitCode::done : ExitCode::failed;
}

}  // namespace

Command reproduce_command() {
  CommandSpec spec;
  spec.name = "reproduce";
  spec.summary = "Runs one run of a collected sweep again and compares checksums.";
  spec.words = {{"SWEEP.h5", true, "a file that `yanzhen sweep` collected"}};
  spec.options = {{"run", 'n', "N", "number of the run, from 0"},
                  {"output", 'o', "RUN.h5", "write a run file too, with all that the scenario records"},
                  {"scenario", 0, "FILE",
                   "where the base scenario lies now, if it was moved; its tables are read from there"},
                  {"threads", 0, "N", "threads to use; 0 = all cores (default). Results do not depend on it"},
                  {"force", 'f', "", "replace a run file that lies there"},
                  {"json", 0, "", "print the result as JSON"}};
  spec.examples = {
      {"yanzhen reproduce runs/mine.sweep.h5 --run 137", "is it the same today?"},
      {"yanzhen reproduce mine.h5 --run 137 -o odd.h5", "a closer look at a run that stands out"}};
  spec.details =
      "The plan and the scenario are taken from the file, the scenario's tables from where they lie. Exit "
      "code: 0 "
      "the\n"
      "same, 1 not the same, or the tables changed; 2 bad input.\n";
  return {std::move(spec), reproduce};
}

}  // namespace yanzhen::tools
