#pragma once
//! \file  Runs one lock-in experiment of a scenario.
#include <functional>

#include "tools/lockin_examples.hpp"
#include "tools/lockin_report.hpp"
#include "tools/lockin_scenarios.hpp"

namespace yanzhen::tools {

/// Everything that is needed to run.
struct LockInRequest {
  LockInWhat what = LockInWhat::persistence;
  std::vector<std::uint64_t> seeds;
  lock_in::Conduct conduct;
  /// Called once all variants have been made, with the steps that there are to run at most.
  std::function<void(std::uint64_t)> ready;
};

/// Makes every variant that is known beforehand, then runs.
/// \pre check_sections found no problem
/// \throws ScenarioError before anything ran when what is watched or a setting is not there;
///         lock_in::Stopped
[[nodiscard]] LockInReport run_experiment(const ScenarioVariants& variants, const LockInRequest& request);

}  // namespace yanzhen::tools
