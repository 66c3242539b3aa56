#pragma once
//! \file  City outlines for a page: the shapes of a GeoJSON file that are of a run's cities, and nothing else
//! of it.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/report/city_finder.hpp"

namespace yanzhen::tools {

/// Degrees east and north.
struct GeoPoint {
  double lon = 0;
  double lat = 0;
};
using GeoRing = std::vector<GeoPoint>;    ///< closed: the last point is the first
using GeoPolygon = std::vector<GeoRing>;  ///< the outer ring, then its holes

/// The shape of one city.
struct CityOutline {
  std::size_t city = 0;
  std::vector<GeoPolygon> polygons;
};

/// The largest file of outlines that a page is made of; there is a shorter way to draw a map.
inline constexpr std::size_t kMostOutlineText = std::size_t{16} << 20U;

/// Reads polygons whose feature has a property that names a city: `code`, `name` and the like first. Points
/// that are no place on Earth, rings of fewer than three points and everything that is no polygon are left
/// out. Coordinates are rounded to `decimals` places. Never fails: of a text that is no GeoJSON nothing is
/// read.
[[nodiscard]] std::vector<CityOutline> read_outlines(std::string_view geojson, const CityFinder& cities,
                                                     int decimals);

/// The centre of the largest polygon's outer ring. \pre there is a polygon
[[nodiscard]] GeoPoint centre_of(const CityOutline& outline);

/// How many points there are.
[[nodiscard]] std::size_t count_points(const std::vector<CityOutline>& outlines);

}  // namespace yanzhen::tools
