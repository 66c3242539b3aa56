#include "tools/sweep/slurm_queue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <string_view>
#include <vector>

#include "tools/command.hpp"

namespace yanzhen::tools {
namespace {

constexpr std::size_t kUsualMost = 1001;  // Slurm's own default of MaxArraySize

CommandEnd call(const std::vector<std::string>& words, CommandLimits limits) {
  limits.hidden = {"SQUEUE_", "SBATCH_ARRAY_INX=", "SBATCH_JOB_NAME=", "SBATCH_REQUEUE="};
  try {
    return run_command(words, limits);
  } catch (const CommandNotFound&) {
    throw UsageError{fmt::format("{} was not found; is Slurm loaded?", words.front()),
                     "--executor local runs the sweep on this machine."};
  }
}

CommandEnd answer(const std::vector<std::string>& words, const CommandLimits& limits) {
  CommandEnd end = call(words, limits);
  if (!end.good()) throw SlurmSilent{what_went_wrong(words.front(), end)};
  return end;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string lower(std::string_view text) {
  std::string result{text};
  for (char& letter : result) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return result;
}

// "pending (Priority)"; a reason says something only of tasks that wait.
std::string state_of(std::string_view line) {
  const std::size_t bar = line.find('|');
  if (bar == std::string_view::npos || bar == 0) {
    throw SlurmSilent{fmt::format("squeue said \"{}\", which is no state of a task", line.substr(0, 200))};
  }
  const std::string state = lower(line.substr(0, bar));
  const std::string_view reason = line.substr(bar + 1);
  return state == "pending" && !reason.empty() && reason != "None" ? fmt::format("{} ({})", state, reason)
                                                                   : state;
}

}  // namespace

QueuedTasks read_queue(const std::string& listed) {
  QueuedTasks queued;
  std::map<std::string, std::size_t, std::greater<>> states;  // running before pending
  for (const std::string_view line : lines_of(listed)) ++states[state_of(line)];
  for (const auto& [state, tasks] : states) {
    queued.tasks += tasks;
    if (state == "running") queued.running = tasks;
    queued.text += fmt::format("{}{} {}", queued.text.empty() ? "" : ", ", tasks, state);
  }
  return queued;
}

QueuedTasks look_into_queue(const std::string& name, const CommandLimits& limits) {
  return read_queue(
      answer({"squeue", "--noheader", "--array", "--name=" + name, "--format=%T|%r"}, limits).output);
}

std::size_t most_tasks_allowed(const CommandLimits& limits) {
  const CommandEnd end = answer({"scontrol", "show", "config"}, limits);
  for (const std::string_view line : lines_of(end.output)) {
    const std::size_t digit = line.find_first_of("0123456789");
    if (!line.starts_with("MaxArraySize") || digit == std::string_view::npos) continue;
    std::size_t most = 0;
    std::from_chars(line.data() + digit, line.data() + line.size(), most);
    if (most == 0) throw std::runtime_error{"this Slurm takes no arrays of tasks (MaxArraySize is 0)"};
    return most;
  }
  return kUsualMost;
}

std::string submit_array(const std::string& name, const std::string& tasks,
                         const std::filesystem::path& script, const CommandLimits& limits) {
  const CommandEnd end =
      call({"sbatch", "--parsable", "--job-name=" + name, "--array=" + tasks, script.string()}, limits);
  if (!end.good()) throw SubmissionFailed{what_went_wrong("sbatch", end)};
  const std::string job = end.output.substr(0, end.output.find_first_of("; \r\n"));  // "123;cluster"
  if (job.empty()) throw SubmissionFailed{"sbatch did not say the job's number"};
  return job;
}

}  // namespace yanzhen::tools
