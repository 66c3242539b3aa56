#pragma once
//! \file  Cities of the gravity_logit benchmark: from a file, or made up.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "engine/diagnostic.hpp"

namespace yanzhen::bench {

/// One city on a plane.
struct GravityCity {
  double x_km;
  double y_km;
  double productivity;  ///< A in the wage equation, > 0  [-]
};

/// Most cities of a benchmark: tables and move counts hold one entry a pair.
inline constexpr std::size_t kMostCities = 4096;

/// Reads a CSV file with the columns id, x_km, y_km, A and, if present, amenity, which is not used. Order of
/// rows is order of cities. Adds every problem to `problems` and returns nothing when there was one.
[[nodiscard]] std::optional<std::vector<GravityCity>> read_gravity_cities(const std::filesystem::path& file,
                                                                          Problems& problems);

/// `count` cities, the same for every call: uniform on 1200 km by 900 km, ln A between -0.75 and 0.75 (Bates
/// law).
[[nodiscard]] std::vector<GravityCity> made_up_cities(std::size_t count);

}  // namespace yanzhen::bench
