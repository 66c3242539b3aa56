#include "tools/sweep/slurm_array.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <optional>
#include <set>
#include <thread>

#include "engine/checksum.hpp"
#include "io/file_guard.hpp"
#include "tools/sweep/batch_script.hpp"
#include "tools/sweep/slurm_queue.hpp"
#include "tools/sweep/task_output.hpp"

namespace yanzhen::tools {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kUsualTasks = 500;   // where the sweep file does not say
constexpr std::size_t kMostTasks = 10000;  // so that a list of them fits a command line
constexpr std::size_t kMostRefusals = 2;   // in a row, while Slurm answers otherwise
constexpr milliseconds kFirstPause{250};
constexpr milliseconds kNap{50};            // between two questions whether to stop
constexpr milliseconds kAnswerTime{60000};  // for one call; a busy Slurm takes many seconds
constexpr milliseconds kStatusTime{20000};  // for one call with a person waiting

void write_script(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  TemporaryFile beside{path};
  std::ofstream stream{beside.path(), std::ios::binary};
  stream << text;
  stream.close();
  if (!stream) throw std::runtime_error{path.string() + ": cannot be written"};
  beside.replace_target();
}

// Where a sweep stands: compared with an earlier moment it tells whether anything happened.
struct Standing {
  std::vector<std::size_t> missing;
  std::size_t failed = 0;
  std::size_t attempts = 0;  ///< at runs that are missing

  [[nodiscard]] bool same_as(const Standing& earlier) const {
    return missing.size() == earlier.missing.size() && attempts == earlier.attempts;
  }
};

// One sitting before a queue. What it remembers is for messages and haste alone.
class Watcher {
 public:
  Watcher(const SweepPlan& plan, const SweepFolder& folder, const SlurmRequest& request)
      : plan_{plan}, folder_{folder}, request_{request}, name_{array_name(folder)} {
    limits_.time = kAnswerTime;
    limits_.asked_to_stop = request.asked_to_stop;
  }

  SlurmEnding run() {
    take_stock();
    std::optional<Standing> before;  // this sitting's last array
    std::size_t fruitless = 0;
    while (!now_.missing.empty()) {
      if (!watch()) return SlurmEnding::stopped;
      take_stock();
      if (now_.missing.empty()) break;
      fruitless = before && now_.same_as(*before) ? fruitless + 1 : 0;
      if (fruitless == request_.fruitless_rounds) give_up();
      before = now_;
      if (!submit()) return SlurmEnding::stopped;
    }
    return SlurmEnding::all_recorded;
  }

 private:
  [[nodiscard]] bool stopped() const { return request_.asked_to_stop && request_.asked_to_stop(); }
  void tell(const std::string& line) const {
    if (request_.tell) request_.tell(line);
  }
  void tell_ended() const {
    if (request_.ended) request_.ended(plan_.runs() - now_.missing.size(), now_.failed);
  }

  // Reads every record.
  void take_stock() {
    records_ = folder_.count_records();
    SweepStatus status = folder_.status(plan_);
    now_ = {std::move(status.missing), status.failed, 0};
    for (const std::size_t number : now_.missing) now_.attempts += folder_.attempts(plan_.run(number));
    tell_ended();
  }

  // Reads the records of runs that were missing, where any has come since.
  void take_stock_of_news() {
    const std::size_t records = folder_.count_records();
    if (records == records_) return;
    records_ = records;
    std::erase_if(now_.missing, [&](std::size_t number) {
      const std::optional<RunRecord> record = folder_.read(plan_.run(number));
      if (record && record->failed) ++now_.failed;
      return record.has_value();
    });
    tell_ended();
  }

  // Returns false when asked to stop.
  bool pause(milliseconds length) const {
    const Clock::time_point end = Clock::now() + std::min(length, request_.pause);
    while (!stopped() && Clock::now() < end) std::this_thread::sleep_for(std::min(kNap, request_.pause));
    return !stopped();
  }

  // Asks Slurm until it answers, but not for ever. Returns nothing when asked to stop.
  template <class Question>
  auto patiently(Question question) -> std::optional<decltype(question())> {
    const Clock::time_point began = Clock::now();
    answered_at_once_ = true;
    while (!stopped()) {
      try {
        return question();
      } catch (const SlurmSilent& silent) {
        if (stopped()) break;
        if (Clock::now() - began >= request_.patience) {
          throw std::runtime_error{
              fmt::format("Slurm has not answered for {} s: {}", request_.patience.count(), silent.what())};
        }
        if (answered_at_once_) {
          tell(fmt::format("Slurm does not answer, trying again for {} s: {}", request_.patience.count(),
                           silent.what()));
        }
      }
      answered_at_once_ = false;
      pause(request_.pause);
    }
    return std::nullopt;
  }

  std::optional<QueuedTasks> look() {
    return patiently([&] { return look_into_queue(name_, limits_); });
  }

  // Each set of reasons once: a queue may go to and fro between two of them for days.
  void tell_why_it_waits(const std::string& text) {
    std::string reasons = text;
    std::erase_if(reasons, [](unsigned char letter) { return std::isdigit(letter) != 0; });
    if (text.find('(') != std::string::npos && told_.insert(reasons).second) tell("in the queue: " + text);
  }

  // Until no array of the sweep is in the queue. Returns false when asked to stop.
  bool watch() {
    const Clock::time_point began = Clock::now();
    while (true) {
      const std::optional<QueuedTasks> queued = look();
      if (!queued) return false;
      take_stock_of_news();
      if (queued->tasks == 0) return true;
      if (queued->running == 0) tell_why_it_waits(queued->text);
      const auto age = std::chrono::duration_cast<milliseconds>(Clock::now() - began);
      if (!pause(std::max(kFirstPause, age / 8))) return false;
    }
  }

  // Returns false when asked to stop.
  bool submit() {
    if (!script_) {
      const auto allowed = patiently([&] { return most_tasks_allowed(limits_); });
      if (!allowed) return false;
      count_ = task_count(plan_.settings().slurm, plan_.runs(), *allowed);
      script_ = folder_.slurm() / "array.sh";
    }
    write_script(*script_, batch_script(plan_, folder_, request_, count_));
    const std::vector<std::size_t> tasks = tasks_with_work();
    for (std::size_t refusals = 0; !submit_once(tasks);) {
      const std::optional<QueuedTasks> queued = look();
      if (!queued) return false;
      if (queued->tasks > 0) return true;  // accepted, but the answer was lost
      refusals = answered_at_once_ ? refusals + 1 : 0;
      if (refusals == kMostRefusals) throw std::runtime_error{refusal_};
    }
    return true;
  }

  bool submit_once(const std::vector<std::size_t>& tasks) {
    const std::uint32_t throttle = plan_.settings().slurm.throttle;
    const std::string list = task_list(tasks) + (throttle > 0 ? fmt::format("%{}", throttle) : "");
    try {
      job_ = submit_array(name_, list, *script_, limits_);
    } catch (const SubmissionFailed& failed) {
      refusal_ = failed.what();
      return false;
    }
    tell(fmt::format("job {}: {} of {} tasks for {} runs", job_, tasks.size(), count_, now_.missing.size()));
    return true;
  }

  [[nodiscard]] std::vector<std::size_t> tasks_with_work() const {
    std::vector<bool> has_work(count_, false);
    for (const std::size_t run : now_.missing) has_work[run % count_] = true;
    std::vector<std::size_t> tasks;
    for (std::size_t task = 0; task < count_; ++task)
      if (has_work[task]) tasks.push_back(task);
    return tasks;
  }

  [[noreturn]] void give_up() const {
    throw std::runtime_error{
        fmt::format("{} array{} of tasks in a row ended without any run ending or beginning; {}",
                    request_.fruitless_rounds, request_.fruitless_rounds == 1 ? "" : "s",
                    last_words(folder_.slurm(), job_))};
  }

  const SweepPlan& plan_;
  const SweepFolder& folder_;
  const SlurmRequest& request_;
  std::string name_;
  CommandLimits limits_;
  Standing now_;
  std::size_t records_ = 0;
  std::optional<fs::path> script_;  // once it is known how many tasks there are
  std::size_t count_ = 0;
  std::string job_;
  std::string refusal_;
  std::set<std::string> told_;
  bool answered_at_once_ = true;
};

}  // namespace

std::string batch_script(const SweepPlan& plan, const SweepFolder& folder, const SlurmRequest& request,
                         std::size_t count) {
  const SlurmSettings& slurm = plan.settings().slurm;
  const std::string cores = std::to_string(slurm.cores);
  return batch_text({array_name(folder),
                     slurm,
                     fs::absolute(folder.slurm()).lexically_normal(),
                     {request.program.string(), "sweep-task", request.sweep_file.string(), "--task",
                      kTaskNumber, "--of", std::to_string(count), "-o", request.output.string(), "--jobs",
                      cores, "--threads", cores, "--plan", plan.checksum(), "--quiet"}});
}

std::string task_list(const std::vector<std::size_t>& tasks) {
  std::string list;
  for (std::size_t begin = 0, end = 0; begin < tasks.size(); begin = end) {
    for (end = begin + 1; end < tasks.size() && tasks[end] == tasks[end - 1] + 1;) ++end;
    if (!list.empty()) list += ',';
    list += std::to_string(tasks[begin]);
    if (end - begin > 1) list += fmt::format("-{}", tasks[end - 1]);
  }
  return list;
}

std::size_t task_count(const SlurmSettings& settings, std::size_t runs, std::size_t allowed) {
  const std::size_t wanted = settings.tasks > 0 ? settings.tasks : kUsualTasks;
  return std::max<std::size_t>(1, std::min({wanted, runs, allowed, kMostTasks}));
}

std::string array_name(const SweepFolder& folder) {
  const fs::path path = fs::absolute(folder.path()).lexically_normal();
  Checksum checksum;
  for (const char letter : path.string()) checksum.add(std::uint64_t{static_cast<unsigned char>(letter)});
  std::string readable;
  for (const char letter : path.stem().string().substr(0, 20)) {
    readable += std::isalnum(static_cast<unsigned char>(letter)) != 0 ? letter : '-';
  }
  return fmt::format("yanzhen-{}-{:016x}", readable, checksum.value());
}

std::string queue_state(const SweepFolder& folder) {
  CommandLimits limits;
  limits.time = kStatusTime;
  return look_into_queue(array_name(folder), limits).text;
}

SlurmEnding run_on_slurm(const SweepPlan& plan, const SweepFolder& folder, const SlurmRequest& request) {
  return Watcher{plan, folder, request}.run();
}

}  // namespace yanzhen::tools
