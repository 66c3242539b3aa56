#pragma once
//! \file  What is asked of Slurm: submit an array, look for it in the queue, how large an array may be.
//!
//! All three call Slurm's own programs. Variables that would change their answers (SQUEUE_STATES and the
//! like) are hidden from them.
#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "tools/sweep/child_command.hpp"

namespace yanzhen::tools {

/// Slurm did not answer, or not as it should; it may later.
class SlurmSilent : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// sbatch ended badly. The array may have been accepted all the same: only the queue knows.
class SubmissionFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The tasks of an array that Slurm has not done with.
struct QueuedTasks {
  std::size_t tasks = 0;
  std::size_t running = 0;
  std::string text;  ///< "3 running, 12 pending (Priority)"; empty when there are none
};

/// \param listed  what `squeue --noheader --array --format=%T|%r` says: a state and a reason a line
/// \throws SlurmSilent when it says something else
[[nodiscard]] QueuedTasks read_queue(const std::string& listed);

/// All arrays of this name. \throws SlurmSilent; UsageError when there is no squeue
[[nodiscard]] QueuedTasks look_into_queue(const std::string& name, const CommandLimits& limits);

/// One more than the highest number that a task may have. \throws SlurmSilent; UsageError when there is no
/// scontrol
[[nodiscard]] std::size_t most_tasks_allowed(const CommandLimits& limits);

/// \param tasks  as sbatch --array takes them, "0-3,7%2"
/// \returns      the job's number, as Slurm says it
/// \throws SubmissionFailed; UsageError when there is no sbatch
[[nodiscard]] std::string submit_array(const std::string& name, const std::string& tasks,
                                       const std::filesystem::path& script, const CommandLimits& limits);

}  // namespace yanzhen::tools
