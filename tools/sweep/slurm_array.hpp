#pragma once
//! \file  A sweep as an array of tasks on a Slurm cluster: written, submitted, watched, submitted again where
//! runs are missing.
//!
//! Nothing but Slurm and the sweep's folder remembers how far it is: the array is found by its name, so a
//! watcher that was killed takes up where it was.
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "tools/sweep/folder.hpp"
#include "tools/sweep/plan.hpp"

namespace yanzhen::tools {

struct SlurmRequest {
  std::filesystem::path program;     ///< of `yanzhen` itself, absolute
  std::filesystem::path sweep_file;  ///< absolute
  std::filesystem::path output;      ///< the collected file, absolute; tells the folder to a task
  /// The longest time between two looks at the queue; shorter while an array is young.
  std::chrono::milliseconds pause{5000};
  std::chrono::seconds patience{600};   ///< how long Slurm may not answer before the watcher gives up
  std::size_t fruitless_rounds = 3;     ///< arrays in a row that end without any run ending or beginning
  std::function<bool()> asked_to_stop;  ///< may be empty, like those below
  std::function<void(std::size_t ended, std::size_t failed)>
      ended;  ///< after every look, of all runs of the plan
  /// Something that a person should know: an array was submitted, it waits and for what, Slurm does not
  /// answer.
  std::function<void(const std::string& line)> tell;
};

enum class SlurmEnding { all_recorded, stopped };

/// The batch script, as batch_script.hpp says. Tasks are numbered 0 to count - 1 and do the runs whose number
/// leaves their own as remainder.
[[nodiscard]] std::string batch_script(const SweepPlan& plan, const SweepFolder& folder,
                                       const SlurmRequest& request, std::size_t count);

/// "0-3,7,9-10": tasks of an array as sbatch takes them. \pre ascending
[[nodiscard]] std::string task_list(const std::vector<std::size_t>& tasks);

/// Tasks of the array for so many runs: no more than there are runs, than Slurm allows, and than 10,000.
/// \param allowed  one more than the highest number that Slurm allows a task
[[nodiscard]] std::size_t task_count(const SlurmSettings& settings, std::size_t runs, std::size_t allowed);

/// The name that the sweep's arrays have in the queue. Of the folder alone, so that no array is submitted
/// beside one that works there for an older plan.
[[nodiscard]] std::string array_name(const SweepFolder& folder);

/// The tasks that Slurm knows: "3 running, 12 pending (Priority)". Empty when none is in the queue.
/// \throws std::runtime_error when Slurm does not answer; UsageError when it is not there
[[nodiscard]] std::string queue_state(const SweepFolder& folder);

/// Submits what is missing and watches until every run has its record. An array that is in the queue already
/// is watched first. What is in the queue stays there when it is asked to stop. \throws std::runtime_error
/// when Slurm refuses, or does not answer for too long, or when its tasks end again and again without doing
/// anything; UsageError when Slurm is not there, or could not read what [slurm] says
SlurmEnding run_on_slurm(const SweepPlan& plan, const SweepFolder& folder, const SlurmRequest& request);

}  // namespace yanzhen::tools
