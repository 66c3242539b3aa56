#pragma once
//! \file  What a page is given of a sweep file, as PAGE-DATA.md says.
#include <filesystem>
#include <nlohmann/json.hpp>

namespace yanzhen::tools {

/// The object `sweep`. \throws RunFileError when the file cannot be read
[[nodiscard]] nlohmann::ordered_json sweep_object(const std::filesystem::path& file);

}  // namespace yanzhen::tools
