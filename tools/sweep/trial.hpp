#pragma once
//! \file  What a run of the sweep costs, found by beginning one; and whether the scenario takes every value.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "tools/sweep/plan.hpp"

namespace yanzhen::tools {

struct RunCost {
  double seconds = 0;            ///< of a whole run on one thread
  std::uint64_t peak_bytes = 0;  ///< of its process
};

/// Begins the sweep's first run in a process of its own and goes on for two seconds, or to the end; writes
/// nothing. \returns nothing when that run fails, or when it was asked to stop
[[nodiscard]] std::optional<RunCost> try_a_run(const SweepPlan& plan,
                                               const std::function<bool()>& asked_to_stop);

/// Runs at once: as many as cores and memory allow, and not more than there are.
[[nodiscard]] std::size_t jobs_for(std::size_t runs, const std::optional<RunCost>& cost);

/// Bytes that the records of all runs take until they are collected, and the collected file at most.
[[nodiscard]] std::uint64_t folder_bytes(const SweepPlan& plan);
[[nodiscard]] std::uint64_t file_bytes(const SweepPlan& plan);

/// Builds the model for every level and for both ends of every range, so that what is wrong with one is told
/// before anything runs. A value that is refused alone but not together with others of the design passes.
/// \throws ScenarioError with what the scenario or its model says, at the factor
void check_values(const SweepPlan& plan);

}  // namespace yanzhen::tools
