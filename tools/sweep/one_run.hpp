#pragma once
//! \file  One run of a sweep from its start to its end, in this process.
#include "io/run_record.hpp"
#include "tools/sweep/plan.hpp"

namespace yanzhen::tools {

/// Runs it and measures what the plan keeps. The record's identity, seconds and checksum are filled.
/// \param threads  of this run; no result depends on it
/// \throws ScenarioError when the scenario refuses the settings; std::runtime_error when the run fails;
/// RunFileError when the scenario's files are not as they were when the plan was made, which is no fault of
/// the run
[[nodiscard]] RunRecord perform(const SweepPlan& plan, const PlannedRun& run, int threads);

}  // namespace yanzhen::tools
