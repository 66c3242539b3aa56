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
  std::filesystem::path program;          ///< of `yanzhen` itself, absolute
  std::filesystem::path sweep_file;       ///< absolute
  std::filesystem::path output;           ///< the collected file, absolute; tells the folder to a task
  std::chrono::milliseconds pause{5000};  ///< between two looks at the queue
  std::chrono::seconds patience{600};     ///< how long Slurm may not answer before the watcher gives up
  std::size_t fruitless_rounds = 3;       ///< arrays in a row that end without any run ending or beginning
  std::function<bool()> asked_to_stop;
  std::function<void(std::size_t ended, std::size_t failed)>
      ended;  ///< after every look, of all runs of the plan
};

enum class SlurmEnding { all_recorded, stopped };

/// The batch script. Tasks are numbered 0 to count - 1 and do the runs whose number leaves their own as
/// remainder.
[[nodiscard]] std::string batch_script(const SweepPlan& plan, const SweepFolder& folder,
                                       const SlurmRequest& request, std::size_t count);

/// "0-3,7,9-10": tasks of an array as sbatch takes them. \pre ascending
[[nodiscard]] std::string task_list(const std::vector<std::size_t>& tasks);

/// Tasks of the array for so many runs.
[[nodiscard]] std::size_t task_count(const SlurmSettings& settings, std::size_t runs);

/// The name that the sweep's arrays have in the queue: of the folder and the plan.
[[nodiscard]] std::string array_name(const SweepPlan& plan, const SweepFolder& folder);

/// One line a state of the tasks that Slurm knows: "3 running, 12 pending". Empty when none is in the queue.
/// \throws std::runtime_error when Slurm does not answer
[[nodiscard]] std::string queue_state(const SweepPlan& plan, const SweepFolder& folder);

/// Submits what is missing and watches until every run has its record. \throws std::runtime_error when Slurm
/// refuses, or does not answer for too long, or when its tasks end again and again without doing anything
SlurmEnding run_on_slurm(const SweepPlan& plan, const SweepFolder& folder, const SlurmRequest& request);

}  // namespace yanzhen::tools
