#pragma once
//! \file  Runs of a sweep side by side on this machine, each in a process of its own, watched from outside.
#include <cstddef>
#include <functional>
#include <vector>

#include "tools/sweep/folder.hpp"
#include "tools/sweep/plan.hpp"

namespace yanzhen::tools {

/// What has come of the runs of a sitting so far.
struct WorkDone {
  std::size_t done = 0;
  std::size_t failed = 0;
  double run_seconds = 0;  ///< wall time of the runs, added up
};

/// How runs share the machine.
struct WorkRequest {
  std::size_t jobs = 1;                        ///< runs at once
  int threads_each = 1;                        ///< of a run
  std::size_t at_most = 0;                     ///< runs of this sitting; 0 = all
  std::function<bool()> asked_to_stop;         ///< asked many times a second; may be empty
  std::function<void(const WorkDone&)> ended;  ///< after every run; may be empty
};

struct WorkOutcome : WorkDone {
  bool stopped = false;  ///< asked to, with runs left
};

/// Does the runs named that have no record, in their order. A run that fails, or takes too long or too much
/// memory, gets a record that says so; one that dies without a word is tried again, up to the limit on
/// attempts. Forks, so the caller must have no threads. \throws RunFileError when the disk fails: runs that
/// were going on are missing then
[[nodiscard]] WorkOutcome do_runs(const SweepPlan& plan, const SweepFolder& folder,
                                  const std::vector<std::size_t>& runs, const WorkRequest& request);

}  // namespace yanzhen::tools
