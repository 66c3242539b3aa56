//! \file  `yanzhen run`: runs a scenario, or goes on with a run that was interrupted.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <chrono>

#include "tools/build_info.hpp"
#include "tools/command.hpp"
#include "tools/output.hpp"
#include "tools/prepare.hpp"
#include "tools/run_output.hpp"
#include "tools/run_sitting.hpp"
#include "tools/summary.hpp"

namespace yanzhen::tools {
namespace {

constexpr std::uint64_t kMostThreads = 1024;
constexpr double kMostCheckpointSeconds = 1e9;

// Everything that the command line says about how to run, not what.
struct Request {
  int threads = 0;
  SittingOptions sitting;
};

double checkpoint_seconds(const Arguments& arguments) {
  const std::optional<std::string> text = arguments.value("checkpoint-every");
  if (!text) return SittingOptions{}.checkpoint_seconds;
  double seconds = -1;
  const char* const end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, seconds);
  if (error != std::errc{} || stop != end || !(seconds >= 0 && seconds <= kMostCheckpointSeconds)) {
    throw UsageError{fmt::format("--checkpoint-every is \"{}\", allowed is a number of seconds from 0 to {}",
                                 *text, kMostCheckpointSeconds)};
  }
  return seconds;
}

Request read_request(const Arguments& arguments) {
  Request request;
  request.threads = static_cast<int>(arguments.whole_number("threads", 0, kMostThreads).value_or(0));
  request.sitting.checkpoint_seconds = checkpoint_seconds(arguments);
  request.sitting.progress = !arguments.has("quiet");
  request.sitting.overwrite = arguments.has("force") || arguments.has("resume");
  if (arguments.has("force") && arguments.has("resume")) {
    throw UsageError{"--force begins anew and --resume goes on", "give one of them."};
  }
  return request;
}

std::optional<Step> last_step(const Arguments& arguments, const Scenario& scenario) {
  const std::optional<std::uint64_t> steps = arguments.whole_number("steps", 1, scenario.clock.steps());
  if (!steps) return std::nullopt;
  return static_cast<Step>(*steps);
}

// What to type to go on. `--steps` and `--force` belonged to this sitting alone.
std::string resume_line(const Arguments& arguments) {
  std::vector<std::string> words{arguments.program, "run", arguments.words.at(0)};
  for (const char* const option : {"output", "set", "seed", "threads", "checkpoint-every"}) {
    for (const std::string& value : arguments.all(option)) {
      words.push_back(fmt::format("--{}", option));
      words.push_back(value);
    }
  }
  words.emplace_back("--resume");
  return shell_line(words);
}

void tell_ending(Ending ending, const Sitting& sitting, const Arguments& arguments) {
  if (ending == Ending::complete) return;
  spdlog::info("{} after step {} of {}; everything up to there is saved",
               ending == Ending::interrupted ? "interrupted" : "stopped", sitting.simulation().now(),
               sitting.simulation().end());
  spdlog::info("resume with: {}", resume_line(arguments));
}

Summary summarize(const Scenario& scenario, const Sitting& sitting, const Snapshot& before, double seconds) {
  const Simulation& simulation = sitting.simulation();
  Summary summary;
  summary.title = scenario.title;
  summary.seed = scenario.seed;
  summary.start_date = yanzhen::to_text(simulation.clock().date(0));
  summary.date = yanzhen::to_text(simulation.clock().date(simulation.now()));
  summary.step = simulation.now();
  summary.steps = simulation.end();
  summary.complete = simulation.now() == simulation.end();
  summary.first_step = sitting.first_step();
  summary.moves = sitting.moves();
  summary.agents = simulation.model().agents();
  summary.seconds = seconds;
  summary.checksum = fmt::format("{:016x}", simulation.model().checksum());
  compare(simulation.model(), before, take_snapshot(simulation.model()), summary);
  return summary;
}

ExitCode sit_down(Prepared& prepared, const RunOutput& output, Start start, const Request& request,
                  Workers& workers, const Arguments& arguments) {
  const auto began = std::chrono::steady_clock::now();
  const RunIdentity identity{arguments.line, kVersion, kCommit};
  Snapshot before;
  workers.run([&] { before = take_snapshot(*prepared.model); });
  Sitting sitting{prepared, output, identity, workers, request.sitting};
  if (start == Start::fresh) {
    sitting.begin_fresh();
  } else {
    sitting.begin_from_checkpoint();
    spdlog::info("going on after step {}", sitting.first_step());
  }
  const Ending ending = sitting.run();
  tell_ending(ending, sitting, arguments);

  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  Summary summary;
  workers.run([&] { summary = summarize(prepared.scenario, sitting, before, took.count()); });
  summary.threads = workers.threads();
  summary.run_file = output.run_file.string();
  if (arguments.has("json")) {
    print_result(to_json(summary));
  } else if (!arguments.has("quiet")) {
    print_result(to_text(summary));
  }
  return ending == Ending::interrupted ? ExitCode::interrupted : ExitCode::done;
}

ExitCode run(const Arguments& arguments) {
  Request request = read_request(arguments);
  if (arguments.has("quiet")) spdlog::set_level(spdlog::level::warn);
  Workers workers{request.threads};
  Prepared prepared = prepare(arguments.words.at(0), load_options(arguments), workers);
  request.sitting.last_step = last_step(arguments, prepared.scenario);
  const RunOutput output = run_output(arguments.value("output").value_or(""), prepared.scenario);
  const Start start =
      choose_start(output, prepared.scenario, arguments.has("resume"), arguments.has("force"));
  if (start == Start::nothing_to_do) {
    std::filesystem::remove(output.checkpoint);  // left where a run was killed in its very last moment
    return ExitCode::done;
  }

  for (const std::string& note : prepared.notes) spdlog::info("{}", note);
  if (!arguments.has("output")) std::filesystem::create_directories(output.run_file.parent_path());
  spdlog::info("writing {}", output.run_file.string());
  return sit_down(prepared, output, start, request, workers, arguments);
}

std::vector<OptionSpec> run_options() {
  std::vector<OptionSpec> options{
      {"output", 'o', "RUN.h5", "where to write, instead of runs/SCENARIO-seedN.h5 here"}};
  for (OptionSpec& option : scenario_options()) options.push_back(std::move(option));
  for (OptionSpec& option : std::vector<OptionSpec>{
           {"threads", 0, "N", "threads to use; 0 = all cores (default). Results do not depend on it"},
           {"steps", 0, "N", "stop after step N of the run, as if interrupted there"},
           {"resume", 0, "", "go on with a run that was interrupted or killed"},
           {"force", 'f', "", "replace a run file that lies there"},
           {"checkpoint-every", 0, "SECONDS",
            "wall time between two checkpoints (default 60; 0 = every step)"},
           {"quiet", 'q', "", "print neither progress nor summary, and no messages but warnings"},
           {"json", 0, "", "print the summary as JSON"}}) {
    options.push_back(std::move(option));
  }
  return options;
}

}  // namespace

Command run_command() {
  CommandSpec spec;
  spec.name = "run";
  spec.summary = "Runs a scenario and writes a run file (HDF5).";
  spec.words = {{"SCENARIO", true, "a scenario file (TOML)"}};
  spec.options = run_options();
  spec.examples = {
      {"yanzhen run scenarios/tiny/tiny.toml", "a moment's run, to see that everything works"},
      {"yanzhen run scenarios/yangtze-delta/baseline.toml --set scale.people_per_agent=1000",
       "a quick look at the Delta"},
      {"yanzhen run mine.toml -o mine.h5 --seed 7", "another draw of chance, in a file of your choice"},
      {"yanzhen run mine.toml -o mine.h5 --resume", "go on after Ctrl-C, a crash or a reboot"}};
  spec.details =
      "Ctrl-C finishes the step, saves, and says how to go on; a second Ctrl-C ends at once. A resumed run "
      "writes the\n"
      "same numbers as one that was never interrupted. Beside the run file lies a checkpoint (.checkpoint) "
      "until the run\n"
      "is complete. The summary goes to standard output, messages and progress to standard error.\n"
      "Exit code: 0 done, 1 failed, 2 bad input (nothing was written), 130 interrupted.\n";
  return {std::move(spec), run};
}

}  // namespace yanzhen::tools
