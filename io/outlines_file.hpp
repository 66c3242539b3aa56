#pragma once
//! \file  City outlines for pictures: is a file GeoJSON at all? Nothing else of it is read here.
#include <filesystem>
#include <string>
#include <string_view>

#include "engine/diagnostic.hpp"

namespace yanzhen {

/// A file of outlines is at most this long.
inline constexpr std::uint64_t kMostOutlineBytes = std::uint64_t{32} << 20U;

/// Adds a problem unless the text is JSON whose whole is a GeoJSON FeatureCollection (RFC 7946, section 3.3):
/// an object with "type": "FeatureCollection" and an array "features". Needs little memory, however deep the
/// text nests. `file` is what places say.
void check_outlines(std::string_view text, const std::string& file, Problems& problems);

}  // namespace yanzhen
