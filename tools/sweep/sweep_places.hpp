#pragma once
//! \file  Where a sweep works and where it writes.
#include <filesystem>

#include "tools/command.hpp"
#include "tools/sweep/plan.hpp"

namespace yanzhen::tools {

/// The collected file, and the folder of the sweep beside it.
struct SweepPlaces {
  std::filesystem::path file;
  std::filesystem::path folder;
};

/// `wanted`, or runs/NAME.sweep.h5 in this folder when that is empty; the folder has the name of the file
/// with .sweep in place of .h5. \throws UsageError when the folder of `wanted` is not there
[[nodiscard]] SweepPlaces sweep_places(const std::filesystem::path& wanted,
                                       const std::filesystem::path& sweep_file);

/// Reads the sweep file and makes the plan. \throws ScenarioError with every problem of the sweep file, or
/// else of the scenario
[[nodiscard]] SweepPlan load_plan(const std::filesystem::path& sweep_file);

}  // namespace yanzhen::tools
