#pragma once
//! \file  The text of a batch script that sbatch takes.
#include <filesystem>
#include <string>
#include <vector>

#include "engine/sweep_settings.hpp"

namespace yanzhen::tools {

/// An array of tasks that all run the same command; a task knows its number by SLURM_ARRAY_TASK_ID.
struct BatchJob {
  std::string name;                  ///< in the queue
  SlurmSettings slurm;               ///< what a task asks for
  std::filesystem::path folder;      ///< for what tasks say: JOB_TASK.out each
  std::vector<std::string> command;  ///< words of it; kTaskNumber stands for the number of the task
};

/// A word of BatchJob::command that becomes the number of the task.
inline constexpr const char* kTaskNumber = "$SLURM_ARRAY_TASK_ID";

/// The script. Which tasks run, and how many at once, is said when it is submitted. No second array of the
/// name begins while one is at work, not even when two are submitted.
/// \throws UsageError when Slurm could not read a setting or the folder's name
[[nodiscard]] std::string batch_text(const BatchJob& job);

}  // namespace yanzhen::tools
