//! \file  `yanzhen sweep-task`: the share of a sweep that one task of a batch system does.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "tools/command.hpp"
#include "tools/interrupt.hpp"
#include "tools/output.hpp"
#include "tools/sweep/machine.hpp"
#include "tools/sweep/sweep_places.hpp"
#include "tools/sweep/trial.hpp"
#include "tools/sweep/workers.hpp"

namespace yanzhen::tools {
namespace {

constexpr std::uint64_t kMostJobs = 1024;
constexpr std::uint64_t kMostTasks = 10'000'000;

// Which runs are this task's: those whose number leaves `task` when divided by `count`.
struct Share {
  std::uint64_t task = 0;
  std::uint64_t count = 1;
};

Share read_share(const Arguments& arguments) {
  const auto task = arguments.whole_number("task", 0, kMostTasks);
  const auto count = arguments.whole_number("of", 1, kMostTasks);
  if (!task || !count)
    throw UsageError{"`yanzhen sweep-task` needs --task and --of",
                     "for example --task 0 --of 10 for the first of ten."};
  if (*task >= *count)
    throw UsageError{fmt::format("--task is {}, allowed is 0 to {} with --of {}", *task, *count - 1, *count)};
  return {*task, *count};
}

std::vector<std::size_t> runs_of(const SweepPlan& plan, const Share& share) {
  std::vector<std::size_t> runs;
  for (std::size_t run = share.task; run < plan.runs(); run += share.count) runs.push_back(run);
  return runs;
}

ExitCode sweep_task(const Arguments& arguments) {
  const Share share = read_share(arguments);
  const std::uint64_t jobs = arguments.whole_number("jobs", 0, kMostJobs).value_or(0);
  const std::uint64_t threads = arguments.whole_number("threads", 0, kMostJobs).value_or(0);
  if (arguments.has("quiet")) spdlog::set_level(spdlog::level::warn);
  const SweepPlaces places = sweep_places(arguments.value("output").value_or(""), arguments.words.at(0));
  const SweepPlan plan = load_plan(arguments.words.at(0));
  if (const auto expected = arguments.value("plan"); expected && *expected != plan.checksum())
    throw UsageError{
        fmt::format("the plan is {} and --plan says {}", plan.checksum(), *expected),
        "the sweep file, the scenario, its tables or the program changed since the task was submitted."};

  const SweepFolder folder{places.folder};
  folder.make();
  const FileLock lock = folder.lock_tasks(FileLock::Kind::shared);
  InterruptWatch interrupt;
  WorkRequest work;
  work.asked_to_stop = [&] { return interrupt.asked(); };
  const std::vector<std::size_t> runs = runs_of(plan, share);
  work.jobs = jobs > 0 ? jobs : jobs_for(runs.size(), try_a_run(plan, work.asked_to_stop));
  work.threads_each = threads_each(threads, work.jobs);
  const WorkOutcome outcome = do_runs(plan, folder, runs, work);
  spdlog::info("task {} of {}: {} runs done, {} failed{}", share.task, share.count, outcome.done,
               outcome.failed, outcome.stopped ? "; stopped as asked" : "");
  return outcome.stopped ? ExitCode::interrupted : ExitCode::done;
}

}  // namespace

Command sweep_task_command() {
  CommandSpec spec;
  spec.name = "sweep-task";
  spec.summary = "Does one task's share of a sweep, under any batch system.";
  spec.words = {{"SWEEP", true, "a sweep file (TOML)"}};
  spec.options = {
      {"task", 'k', "K", "which share, from 0 to N - 1"},
      {"of", 0, "N", "how many shares there are"},
      {"output", 'o', "FILE.h5", "where the sweep will collect; tells its folder, as for `yanzhen sweep`"},
      {"jobs", 'j', "N", "runs at once; 0 = as many as cores and memory allow (default)"},
      {"threads", 0, "N", "threads of all runs together; 0 = all cores. Results depend on neither"},
      {"plan", 0, "CHECKSUM", "refuse to run anything but the plan of this checksum"},
      {"quiet", 'q', "", "no messages but warnings"}};
  spec.examples = {
      {"yanzhen sweep-task mine.toml --task 3 --of 10", "the fourth of ten shares"},
      {"yanzhen sweep-task mine.toml --task $PBS_ARRAY_INDEX --of 100", "as one task of an array"},
      {"yanzhen sweep mine.toml --resume", "afterwards: runs what is missing, and collects"}};
  spec.details =
      "All tasks work in one folder that they must all see (runs/SWEEP.sweep here, or beside FILE.h5). Runs "
      "that "
      "have a\n"
      "record are skipped, so a task may be started again at any time.\n"
      "Exit code: 0 each run of the share has its record, 1 failed, 2 bad input, 130 interrupted.\n";
  return {std::move(spec), sweep_task};
}

}  // namespace yanzhen::tools
