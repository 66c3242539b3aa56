#pragma once
//! \file  Where a run writes, and what to do about what lies there already.
#include <filesystem>

#include "engine/model.hpp"

namespace yanzhen::tools {

/// The run file and its checkpoint, which has the same name with another ending.
struct RunOutput {
  std::filesystem::path run_file;
  std::filesystem::path checkpoint;
};

/// `wanted`, or runs/<name of the scenario>-seed<seed>.h5 in this folder when that is empty.
/// \throws UsageError when the folder of `wanted` is not there
[[nodiscard]] RunOutput run_output(const std::filesystem::path& wanted, const Scenario& scenario);

/// \throws UsageError when something lies there that HDF5 did not write: it must not be replaced by mistake
void check_place(const std::filesystem::path& file);

enum class Start { fresh, from_checkpoint, nothing_to_do };

/// Decides from what lies on the disk; changes nothing there. Tells the user what it found.
/// \throws UsageError when going on would destroy something that the user did not name (`force`), or when a
/// checkpoint
///         belongs to another scenario or seed
[[nodiscard]] Start choose_start(const RunOutput& output, const Scenario& scenario, bool resume, bool force);

}  // namespace yanzhen::tools
