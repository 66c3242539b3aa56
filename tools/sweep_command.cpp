//! \file  `yanzhen sweep`: runs a scenario again and again over the points of a design, here or on a cluster,
//! and collects what came of it.
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <chrono>
#include <optional>

#include "io/sweep_file.hpp"
#include "tools/command.hpp"
#include "tools/experiment_progress.hpp"
#include "tools/interrupt.hpp"
#include "tools/output.hpp"
#include "tools/sweep/collection.hpp"
#include "tools/sweep/machine.hpp"
#include "tools/sweep/slurm_array.hpp"
#include "tools/sweep/sweep_places.hpp"
#include "tools/sweep/sweep_report.hpp"
#include "tools/sweep/trial.hpp"
#include "tools/sweep/workers.hpp"

namespace yanzhen::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostJobs = 1024;
constexpr std::uint64_t kMostRuns = 10'000'000;

enum class Executor { local, slurm };

Executor read_executor(const Arguments& arguments) {
  const std::string word = arguments.value("executor").value_or("local");
  if (word == "local") return Executor::local;
  if (word == "slurm") return Executor::slurm;
  const std::vector<std::string> known{"local", "slurm"};
  const std::string near = nearest_name(word, known);
  throw UsageError{fmt::format("--executor is \"{}\", allowed is local or slurm", word),
                   near.empty() ? "" : fmt::format("did you mean {}?", near)};
}

// Everything that the command line says, checked before anything is read.
struct Request {
  Executor executor = Executor::local;
  std::size_t jobs = 0;
  std::size_t threads = 0;
  std::size_t at_most = 0;
  bool resume = false;
  bool force = false;
  bool quiet = false;
};

void refuse_together(const Arguments& arguments, const std::vector<std::string>& options) {
  std::string first;
  for (const std::string& option : options) {
    if (!arguments.has(option)) continue;
    if (!first.empty())
      throw UsageError{fmt::format("--{} and --{} ask for different things", first, option),
                       "give one of them."};
    first = option;
  }
}

Request read_request(const Arguments& arguments) {
  refuse_together(arguments, {"dry-run", "status", "collect", "force"});
  refuse_together(arguments, {"dry-run", "status", "collect", "resume"});
  refuse_together(arguments, {"force", "resume"});
  refuse_together(arguments, {"force", "retry-failed"});
  Request request;
  request.executor = read_executor(arguments);
  request.jobs = arguments.whole_number("jobs", 0, kMostJobs).value_or(0);
  request.threads = arguments.whole_number("threads", 0, kMostJobs).value_or(0);
  request.at_most = arguments.whole_number("at-most", 1, kMostRuns).value_or(0);
  if (request.executor == Executor::slurm && request.at_most > 0)
    throw UsageError{"--at-most is for runs on this machine", "leave it out with --executor slurm."};
  request.resume = arguments.has("resume") || arguments.has("retry-failed");
  request.force = arguments.has("force");
  request.quiet = arguments.has("quiet");
  return request;
}

// A sweep at work: its plan, its places, and what the user wants.
class Sweep {
 public:
  Sweep(const Arguments& arguments, const Request& request)
      : arguments_{arguments},
        request_{request},
        plan_{load_plan(arguments.words.at(0))},
        places_{sweep_places(arguments.value("output").value_or(""), arguments.words.at(0))},
        folder_{places_.folder} {
    report_.title = plan_.settings().title;
    report_.folder = places_.folder.string();
    report_.runs = plan_.runs();
  }

  ExitCode forecast() const {
    check_values(plan_);
    SweepForecast forecast;
    forecast.title = plan_.settings().title;
    forecast.runs = plan_.runs();
    forecast.points = plan_.design().points;
    forecast.replicates = plan_.settings().replicates;
    const std::size_t missing = folder_.status(plan_).missing.size();
    forecast.recorded = plan_.runs() - missing;
    forecast.cost = try_a_run(plan_, {});
    forecast.jobs = request_.jobs > 0 ? request_.jobs : jobs_for(missing, forecast.cost);
    if (forecast.cost)
      forecast.seconds =
          forecast.cost->seconds * static_cast<double>(missing) / static_cast<double>(forecast.jobs);
    forecast.folder_bytes = folder_bytes(plan_);
    forecast.file_bytes = file_bytes(plan_);
    print_result(arguments_.has("json") ? to_json(forecast) : to_text(forecast));
    return ExitCode::done;
  }

  ExitCode tell_status() {
    report_.slurm = fs::exists(folder_.slurm()) ? queue_state_or_why_not() : std::string{};
    report_.bytes = folder_.bytes();
    tell(folder_.status(plan_));
    return ExitCode::done;
  }

  ExitCode collect_what_there_is() {
    check_file(true);
    if (!fs::exists(places_.folder))
      throw UsageError{fmt::format("there is no {}", places_.folder.string()), "begin with `yanzhen sweep`."};
    const FileLock lock = folder_.lock_sweep();
    collect_runs(folder_.status(plan_));
    return ExitCode::done;
  }

  ExitCode run() {
    check_file(request_.resume || request_.force);
    if (!request_.resume) check_values(plan_);
    folder_.make();
    const FileLock lock = folder_.lock_sweep();
    prepare_folder();
    const bool stopped = request_.executor == Executor::local ? run_here() : run_on_cluster();
    const SweepStatus status = folder_.status(plan_);
    if (status.missing.empty()) {
      collect_runs(status);
      return ExitCode::done;
    }
    tell(status);
    spdlog::info("{} of {} runs are missing; go on with: {}", status.missing.size(), plan_.runs(),
                 resume_line());
    return stopped ? ExitCode::interrupted : ExitCode::done;
  }

 private:
  // Refused before anything is run, not after.
  void check_file(bool may_replace) const {
    if (!fs::exists(places_.file)) return;
    if (!is_sweep_file(places_.file))
      throw UsageError{fmt::format("{} exists and is no sweep", places_.file.string()),
                       "name another file with -o."};
    if (!may_replace)
      throw UsageError{fmt::format("{} exists", places_.file.string()),
                       "go on with --resume, begin anew with --force, or name another file with -o."};
  }

  void prepare_folder() {
    if (const std::size_t records = folder_.count_records();
        records > 0 && !request_.resume && !request_.force)
      throw UsageError{fmt::format("{} holds records of runs: {}", places_.folder.string(), records),
                       "go on with --resume, begin anew with --force, or name another file with -o."};
    if (request_.force) {
      const FileLock tasks = folder_.lock_tasks(FileLock::Kind::exclusive);
      folder_.clear();
    }
    if (arguments_.has("retry-failed"))
      for (const FailedRun& failure : folder_.status(plan_).failures) {
        const PlannedRun run = plan_.run(failure.run);
        folder_.forget(run);
        folder_.forgive_attempts(run);
      }
  }

  // True when it was asked to stop.
  bool run_here() {
    refuse_beside_slurm();
    const FileLock tasks = folder_.lock_tasks(FileLock::Kind::exclusive);
    folder_.sweep_out();
    const std::vector<std::size_t> missing = folder_.status(plan_).missing;
    if (missing.empty()) return false;

    InterruptWatch interrupt;
    WorkRequest work;
    work.asked_to_stop = [&] { return interrupt.asked(); };
    work.at_most = request_.at_most;
    if (!share_machine(missing.size(), work)) return true;
    const std::size_t expected = work.at_most > 0 ? std::min(work.at_most, missing.size()) : missing.size();
    ExperimentProgress progress{plan_.settings().title, "runs", !request_.quiet};
    progress.expect(expected);
    work.ended = [&](const WorkDone& done) { progress.show(done.done + done.failed); };
    const auto began = std::chrono::steady_clock::now();
    const WorkOutcome outcome = do_runs(plan_, folder_, missing, work);
    report_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    report_.run_seconds = outcome.run_seconds;
    report_.jobs = work.jobs;
    return outcome.stopped;
  }

  // How many runs at once, on how many threads each. False when asked to stop meanwhile.
  bool share_machine(std::size_t runs, WorkRequest& work) const {
    work.jobs = request_.jobs;
    if (work.jobs == 0) {
      work.jobs = jobs_for(runs, try_a_run(plan_, work.asked_to_stop));
      if (work.asked_to_stop()) return false;
    }
    work.threads_each = threads_each(request_.threads, work.jobs);
    return true;
  }

  // Tasks that are still in the queue would do the same runs.
  void refuse_beside_slurm() const {
    if (!fs::exists(folder_.slurm())) return;
    const std::string state = queue_state_or_why_not();
    if (!state.empty())
      throw UsageError{fmt::format("Slurm has tasks of this sweep: {}", state),
                       "go on with --executor slurm, or end them with scancel first."};
  }

  bool run_on_cluster() {
    InterruptWatch interrupt;
    SlurmRequest slurm;
    slurm.program = fs::read_symlink("/proc/self/exe");
    slurm.sweep_file = fs::absolute(plan_.settings().file).lexically_normal();
    slurm.output = fs::absolute(places_.file).lexically_normal();
    slurm.asked_to_stop = [&] { return interrupt.asked(); };
    ExperimentProgress progress{plan_.settings().title, "runs", !request_.quiet};
    progress.expect(plan_.runs());
    slurm.ended = [&](std::size_t ended, std::size_t) { progress.show(ended); };
    slurm.tell = [&](const std::string& line) {
      progress.clear();
      spdlog::info("{}", line);
    };
    const auto began = std::chrono::steady_clock::now();
    const SlurmEnding ending = run_on_slurm(plan_, folder_, slurm);
    report_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    progress.clear();
    if (ending != SlurmEnding::stopped) return false;
    spdlog::info("no longer watching; the tasks in the queue go on (scancel --name={} ends them)",
                 array_name(folder_));
    return true;
  }

  std::string queue_state_or_why_not() const {
    try {
      return queue_state(folder_);
    } catch (const std::runtime_error& error) {
      spdlog::warn("{}", error.what());
      return {};
    }
  }

  void collect_runs(const SweepStatus& status) {
    if (!arguments_.has("output")) fs::create_directories(places_.file.parent_path());
    static_cast<void>(collect(plan_, folder_, places_.file, true));
    report_.file = places_.file.string();
    tell(status);
    if (status.failed > 0)
      spdlog::warn("{} of {} runs failed; they are marked in the file, --retry-failed runs them again",
                   status.failed, plan_.runs());
  }

  void tell(const SweepStatus& status) {
    report_.done = status.done;
    report_.failed = status.failed;
    report_.missing = status.missing.size();
    report_.failures = status.failures;
    if (arguments_.has("json"))
      print_result(to_json(report_));
    else if (!request_.quiet)
      print_result(to_text(report_));
  }

  [[nodiscard]] std::string resume_line() const {
    std::vector<std::string> words{arguments_.program, "sweep", arguments_.words.at(0)};
    for (const char* const option : {"output", "executor", "jobs", "threads"})
      if (const auto value = arguments_.value(option)) {
        words.push_back(fmt::format("--{}", option));
        words.push_back(*value);
      }
    words.emplace_back("--resume");
    return shell_line(words);
  }

  const Arguments& arguments_;
  const Request& request_;
  SweepPlan plan_;
  SweepPlaces places_;
  SweepFolder folder_;
  SweepReport report_;
};

ExitCode sweep(const Arguments& arguments) {
  const Request request = read_request(arguments);
  if (request.quiet) spdlog::set_level(spdlog::level::warn);
  Sweep sweep{arguments, request};
  if (arguments.has("dry-run")) return sweep.forecast();
  if (arguments.has("status")) return sweep.tell_status();
  if (arguments.has("collect")) return sweep.collect_what_there_is();
  return sweep.run();
}

std::vector<OptionSpec> sweep_options() {
  return {
      {"output", 'o', "FILE.h5", "where to collect, instead of runs/SWEEP.sweep.h5 here"},
      {"executor", 'e', "WHERE", "local (default): on this machine; slurm: as an array of tasks of Slurm"},
      {"jobs", 'j', "N", "runs at once; 0 = as many as cores and memory allow (default)"},
      {"threads", 0, "N", "threads of all runs together; 0 = all cores. Results depend on neither"},
      {"resume", 'r', "", "go on: run exactly what has no record yet"},
      {"retry-failed", 0, "", "go on, and run again what failed"},
      {"at-most", 0, "N", "end after N runs of this sitting"},
      {"force", 'f', "", "begin anew: throw away the records and the file that lie there"},
      {"dry-run", 'n', "",
       "print the number of runs, and time, memory and disk that they need; write nothing"},
      {"status", 's', "", "print how far it is"},
      {"collect", 0, "", "write the file with what there is, missing runs marked"},
      {"quiet", 'q', "", "print neither progress nor summary, and no messages but warnings"},
      {"json", 0, "", "print the summary as JSON"}};
}

constexpr const char* kDetails =
    "What varies, in which design, how often, and what is kept stands in the sweep file: "
    "io/SWEEP-FILE.md.\n\n"
    "Each run is a process of its own; one that fails, hangs or takes too much memory is recorded with its "
    "reason and\n"
    "the rest goes on. Each run that has ended is a small file in runs/SWEEP.sweep, named by what the run "
    "is. "
    "So\n"
    "whatever happens - Ctrl-C, kill, a full disk, a node that dies - `--resume` runs exactly what is "
    "missing, "
    "and a\n"
    "design that grows keeps what it has. When none is missing all are collected into one HDF5 file\n"
    "(io/SWEEP-RESULT.md): the same bytes on any number of cores, here or on a cluster, in one go or in "
    "many. "
    "Then the\n"
    "folder may be deleted, unless the design is to grow.\n\n"
    "On any other scheduler `yanzhen sweep-task` does the runs, and `yanzhen sweep --resume` collects.\n"
    "Exit code: 0 done (also when runs failed: they are told), 1 failed, 2 bad input, 130 interrupted.\n";

}  // namespace

Command sweep_command() {
  CommandSpec spec;
  spec.name = "sweep";
  spec.summary = "Runs a scenario over a design of many points, here or on a cluster.";
  spec.words = {{"SWEEP", true, "a sweep file (TOML)"}};
  spec.options = sweep_options();
  spec.examples = {{"yanzhen sweep mine.toml --dry-run", "how many runs, how long, how much disk"},
                   {"yanzhen sweep mine.toml", "all of them on this machine"},
                   {"yanzhen sweep mine.toml --resume", "go on after Ctrl-C, a crash or a reboot"},
                   {"yanzhen sweep mine.toml --executor slurm", "on the cluster; watches, and submits again"},
                   {"yanzhen sweep mine.toml --status", "how far it is"}};
  spec.details = kDetails;
  return {std::move(spec), sweep};
}

}  // namespace yanzhen::tools
