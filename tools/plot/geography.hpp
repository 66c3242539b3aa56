#pragma once
//! \file  Where the cities of a run lie and what their outlines are, read from the files that its scenario
//! names.
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/diagnostic.hpp"
#include "engine/panel.hpp"
#include "io/run_file.hpp"
#include "tools/plot/drawing.hpp"

namespace yanzhen::tools::plot {

/// Degrees: x is longitude, y latitude.
using Ring = std::vector<Point>;

/// One city; both may be missing.
struct CityPlace {
  std::vector<Ring> outline;  ///< rings of all its polygons; empty where there is none
  std::optional<Point> seat;
};

/// Two cities that a policy ties: a park of one in the other.
struct EnclaveLink {
  std::size_t origin = 0;  ///< places among the cities
  std::size_t host = 0;
  std::string name;
  std::string start;  ///< date as YYYY-MM-DD; empty: from the start of the run
};

struct Geography {
  std::vector<CityPlace> cities;  ///< in the order of the dimension `city`
  std::vector<EnclaveLink> links;

  [[nodiscard]] bool any_outline() const;
  [[nodiscard]] bool any_place() const;  ///< an outline or a seat
  /// Where an arrow begins and a name stands: the seat, else the middle of the largest ring.
  [[nodiscard]] std::optional<Point> middle(std::size_t city) const;
};

/// Area and centre of a ring, by the shoelace formula; the mean of its corners where it has no area.
struct RingMiddle {
  double area = 0;
  Point centre;
};
[[nodiscard]] RingMiddle middle_of(const Ring& ring);

/// The outlines of a GeoJSON FeatureCollection, by city: a feature belongs to the city of which its property
/// `code`, `label` or `name` is a name. Polygon and MultiPolygon alone are read. \param names  all names of
/// each city. Adds a problem where it is none. \param file  what places say
[[nodiscard]] std::vector<std::vector<Ring>> read_outlines(std::string_view text, const std::string& file,
                                                           const std::vector<std::vector<std::string>>& names,
                                                           Problems& problems);

/// Reads the scenario of a run again for what a map needs. \param city      the dimension of the run
/// \param scenario  where its files lie now; nothing: where they lay when the run was made
/// \throws UsageError when they cannot be read any more
[[nodiscard]] Geography read_geography(const RunSummary& run, const Dimension& city,
                                       const std::optional<std::filesystem::path>& scenario);

}  // namespace yanzhen::tools::plot
