#pragma once
//! \file  Where scenarios lie when nobody says: the folder `scenarios` here, or the one that yanzhen was
//! built from.
#include <filesystem>
#include <vector>

namespace yanzhen::tools {

/// ./scenarios, else the one beside yanzhen's own sources; empty when there is neither.
[[nodiscard]] std::filesystem::path scenarios_folder();

/// Every *.toml under a folder, in the order of their names. An absent folder has none.
[[nodiscard]] std::vector<std::filesystem::path> scenario_files(const std::filesystem::path& folder);

}  // namespace yanzhen::tools
