#pragma once
//! \file  Runs of a sweep side by side on this machine, each in a process of its own, watched from outside.
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "tools/sweep/folder.hpp"
#include "tools/sweep/plan.hpp"

namespace yanzhen::tools {

/// How runs share the machine.
struct WorkRequest {
  std::size_t jobs = 0;                 ///< runs at once; 0 = as many as cores and memory allow
  int threads = 0;                      ///< of all runs together; 0 = as many as cores
  std::size_t at_most = 0;              ///< runs that this sitting does; 0 = all
  std::function<bool()> asked_to_stop;  ///< asked many times a second; may be empty
  /// Runs that have ended in this sitting, how many of them failed, and the seconds that they took together.
  std::function<void(std::size_t ended, std::size_t failed, double run_seconds)> ended;
};

struct WorkOutcome {
  std::size_t done = 0;
  std::size_t failed = 0;
  bool stopped = false;    ///< asked to, with runs left
  double run_seconds = 0;  ///< wall time of the runs, added up
};

/// Does the runs named that have no record, in their order. A run that fails, takes too long or too much
/// memory gets a record that says so; one that dies without a word is tried again, up to the limit on
/// attempts. Forks, so the caller must have no threads. \throws RunFileError when the disk fails: then
/// nothing is recorded of the runs that were going on
WorkOutcome do_runs(const SweepPlan& plan, const SweepFolder& folder, const std::vector<std::size_t>& runs,
                    const WorkRequest& request);

/// Cores that this process may use, and bytes that are free for it, limits of its group included.
[[nodiscard]] std::size_t usable_cores();
[[nodiscard]] std::uint64_t usable_bytes();

}  // namespace yanzhen::tools
