#include "tools/sweep/workers.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <deque>
#include <new>

#include "engine/diagnostic.hpp"
#include "tools/sweep/forked_work.hpp"
#include "tools/sweep/one_run.hpp"

namespace yanzhen::tools {
namespace {

constexpr int kLookMilliseconds = 50;  // between two looks at time, memory and the wish to stop
constexpr double kMostSecondsOfALook = 1;
constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20U;
constexpr std::uint64_t kGuardBytes =
    256 * kMebibyte;  // what a run may take beyond its limit before it is seen

RunRecord failure(const PlannedRun& run, std::string reason) {
  RunRecord record;
  record.identity = run.identity;
  record.failed = true;
  record.reason = std::move(reason);
  return record;
}

std::string too_much_memory(const RunLimits& limits) {
  return limits.memory_mb > 0 ? fmt::format("needs more than {} MiB", limits.memory_mb)
                              : "needs more memory than there is";
}

// Without places: they would name the file as seen from wherever the sweep was started.
std::string problems_of(const ScenarioError& error) {
  constexpr std::size_t kMost = 3;
  std::vector<std::string> problems;
  for (const Diagnostic& one : error.diagnostics()) problems.push_back(one.problem);
  if (problems.size() > kMost) problems.resize(kMost);
  return fmt::format("{}", fmt::join(problems, "; "));
}

// In a process of its own: the run, and its record on the disk. What goes wrong with the run is recorded,
// what goes wrong with the disk, or with the scenario's files, is thrown.
void run_and_record(const SweepPlan& plan, const SweepFolder& folder, const PlannedRun& run, int threads) {
  RunRecord record;
  try {
    record = perform(plan, run, threads);
  } catch (const std::bad_alloc&) {
    record = failure(run, too_much_memory(plan.settings().limits));
  } catch (const RunFileError&) {
    throw;
  } catch (const ScenarioError& error) {
    record = failure(run, problems_of(error));
  } catch (const std::exception& error) {
    record = failure(run, error.what());
  }
  folder.write(run, record);
}

// A run that is going on.
struct Worker {
  PlannedRun run;
  ForkedWork work;
  std::string exceeded;  ///< which limit, once it was killed for it
  double seconds = 0;    ///< that it has taken
};

class Crew {
 public:
  Crew(const SweepPlan& plan, const SweepFolder& folder, const std::vector<std::size_t>& runs,
       const WorkRequest& request)
      : plan_{plan}, folder_{folder}, request_{request}, waiting_{runs.begin(), runs.end()} {}

  ~Crew() {
    for (const Worker& worker : workers_) {  // the disk failed, which is not the fault of these
      worker.work.kill();
      folder_.excuse_attempt(worker.run);
    }
  }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  WorkOutcome work() {
    while (true) {
      if (request_.asked_to_stop && request_.asked_to_stop()) {
        outcome_.stopped = !workers_.empty() || !waiting_.empty();
        return outcome_;
      }
      while (workers_.size() < request_.jobs && may_begin()) begin_next();
      if (workers_.empty() && !may_begin()) return outcome_;
      look();
    }
  }

 private:
  [[nodiscard]] bool may_begin() const {
    return !waiting_.empty() && (request_.at_most == 0 || begun_ < request_.at_most);
  }

  void begin_next() {
    const PlannedRun run = plan_.run(waiting_.front());
    waiting_.pop_front();
    if (folder_.read(run)) return;
    ++begun_;
    begin(run);
  }

  void begin(const PlannedRun& run) {
    const RunLimits& limits = plan_.settings().limits;
    if (folder_.attempts(run) >= limits.attempts) {
      // Tasks that ran it died with it, so nobody could say of what.
      record_failure(run, fmt::format("its process ended without a word, {} times", limits.attempts), 0);
      return;
    }
    folder_.begin_attempt(run);
    const auto work = [this, &run] {
      run_and_record(plan_, folder_, run, request_.threads_each);
      return std::string{};
    };
    const std::uint64_t memory = limits.memory_mb > 0 ? limits.memory_mb * kMebibyte + kGuardBytes : 0;
    workers_.push_back({run, ForkedWork{fmt::format("run {}", run.number), work, memory}, {}});
  }

  // Waits until a run ends, but not for long.
  void look() {
    std::vector<pollfd> polled;
    for (const Worker& worker : workers_) polled.push_back({worker.work.descriptor(), POLLIN, 0});
    ::poll(polled.data(), polled.size(), kLookMilliseconds);
    let_time_pass();
    // From the last on, so that places before it stay.
    for (std::size_t k = polled.size(); k-- > 0;) {
      if (polled[k].revents != 0) {
        Worker worker = std::move(workers_[k]);
        workers_.erase(workers_.begin() + static_cast<std::ptrdiff_t>(k));
        end(worker);
      } else {
        check_limits(workers_[k]);
      }
    }
  }

  void check_limits(Worker& worker) const {
    const RunLimits& limits = plan_.settings().limits;
    if (!worker.exceeded.empty()) return;
    if (limits.seconds > 0 && worker.seconds > limits.seconds)
      worker.exceeded = fmt::format("took longer than {} s", limits.seconds);
    else if (limits.memory_mb > 0 && worker.work.resident_bytes() > limits.memory_mb * kMebibyte)
      worker.exceeded = too_much_memory(limits);
    if (!worker.exceeded.empty()) worker.work.kill();
  }

  // Where more passed than a look takes, this process stood still and the runs with it: Ctrl-Z, or a
  // scheduler that suspends its tasks. That is no run's time.
  void let_time_pass() {
    const auto now = std::chrono::steady_clock::now();
    for (Worker& worker : workers_) {
      const std::chrono::duration<double> passed = now - std::max(looked_, worker.work.began());
      worker.seconds += std::min(passed.count(), kMostSecondsOfALook);
    }
    looked_ = now;
  }

  void end(Worker& worker) {
    const WorkEnd end = worker.work.wait();
    if (end.threw) {
      folder_.excuse_attempt(worker.run);
      throw RunFileError{end.said.empty() ? "a run could not be recorded" : end.said};
    }
    // A run that was killed in its very last moment has its record, and that stays.
    if (end.signal == 0 || folder_.read(worker.run))
      count(worker.run, worker.seconds);
    else if (!worker.exceeded.empty())
      record_failure(worker.run, worker.exceeded, worker.seconds);
    else
      died(worker.run, end.signal, worker.seconds);
  }

  void died(const PlannedRun& run, int signal, double seconds) {
    const std::uint32_t most = plan_.settings().limits.attempts;
    if (folder_.attempts(run) < most) {
      begin(run);
      return;
    }
    record_failure(run,
                   fmt::format("ended by signal {} ({}), {} time{}", signal, ::strsignal(signal), most,
                               most == 1 ? "" : "s"),
                   seconds);
  }

  void record_failure(const PlannedRun& run, std::string reason, double seconds) {
    folder_.write(run, failure(run, std::move(reason)));
    count(run, seconds);
  }

  void count(const PlannedRun& run, double seconds) {
    const std::optional<RunRecord> record = folder_.read(run);
    if (!record) throw RunFileError{folder_.record_of(run).string() + ": it was written and is not there"};
    ++(record->failed ? outcome_.failed : outcome_.done);
    outcome_.run_seconds += record->failed ? seconds : record->seconds;
    if (request_.ended) request_.ended(outcome_);
  }

  const SweepPlan& plan_;
  const SweepFolder& folder_;
  const WorkRequest& request_;
  std::deque<std::size_t> waiting_;
  std::vector<Worker> workers_;
  std::chrono::steady_clock::time_point looked_;  // last
  std::size_t begun_ = 0;
  WorkOutcome outcome_;
};

}  // namespace

WorkOutcome do_runs(const SweepPlan& plan, const SweepFolder& folder, const std::vector<std::size_t>& runs,
                    const WorkRequest& request) {
  Crew crew{plan, folder, runs, request};
  return crew.work();
}

}  // namespace yanzhen::tools
