#pragma once
//! \file  The door for sweep files (TOML), laid out as SWEEP-FILE.md says.
#include <filesystem>
#include <optional>
#include <string_view>

#include "engine/diagnostic.hpp"
#include "engine/sweep_settings.hpp"

namespace yanzhen {

/// Reads a sweep file. Paths in it begin at its folder.
/// \returns nothing when there was a problem; every problem is added to `problems`
/// \throws std::runtime_error naming the file when the disk fails
[[nodiscard]] std::optional<SweepSettings> load_sweep(const std::filesystem::path& file, Problems& problems);

/// The same of a text in memory that stands for `file` (which need not exist): the plan taken out of a
/// collected sweep, say. It does not look for the scenario, which may be gone by then.
[[nodiscard]] std::optional<SweepSettings> parse_sweep(std::string_view text,
                                                       const std::filesystem::path& file, Problems& problems);

}  // namespace yanzhen
