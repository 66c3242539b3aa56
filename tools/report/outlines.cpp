#include "tools/report/outlines.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace yanzhen::tools {
namespace {

using nlohmann::json;

// A MultiPolygon's coordinates lie nine levels deep; what nests deeper is dropped while it is parsed.
constexpr int kDeepest = 12;

json parse_shallow(std::string_view text) {
  const auto keep = [](int depth, json::parse_event_t, json&) { return depth < kDeepest; };
  return json::parse(text.begin(), text.end(), keep, false);
}

const json* member(const json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

std::string text_of(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
  return "";
}

std::optional<std::size_t> city_of(const json& feature, const CityFinder& cities) {
  const json* const properties = member(feature, "properties");
  if (properties == nullptr || !properties->is_object()) return std::nullopt;
  for (const char* const name : {"code", "adcode", "name_zh", "name", "name_en"}) {
    if (const json* const value = member(*properties, name))
      if (const auto city = cities.find(text_of(*value))) return city;
  }
  for (const json& value : *properties)
    if (const auto city = cities.find(text_of(value))) return city;
  return std::nullopt;
}

double rounded(double degrees, int decimals) {
  const double scale = std::pow(10.0, decimals);
  return std::round(degrees * scale) / scale;
}

bool same_place(const GeoPoint& a, const GeoPoint& b) { return a.lon == b.lon && a.lat == b.lat; }

std::optional<GeoPoint> point_of(const json& value, int decimals) {
  if (!value.is_array() || value.size() < 2 || !value[0].is_number() || !value[1].is_number())
    return std::nullopt;
  const auto lon = value[0].get<double>();
  const auto lat = value[1].get<double>();
  if (!(std::abs(lon) <= 180) || !(std::abs(lat) <= 90)) return std::nullopt;
  return GeoPoint{rounded(lon, decimals), rounded(lat, decimals)};
}

// Points that fall on the one before are left out. Empty where no ring is left.
GeoRing ring_of(const json& value, int decimals) {
  GeoRing ring;
  if (!value.is_array()) return ring;
  for (const json& one : value) {
    const std::optional<GeoPoint> point = point_of(one, decimals);
    if (point && (ring.empty() || !same_place(ring.back(), *point))) ring.push_back(*point);
  }
  if (!ring.empty() && !same_place(ring.front(), ring.back())) ring.push_back(ring.front());
  return ring.size() < 4 ? GeoRing{} : ring;
}

GeoPolygon polygon_of(const json& value, int decimals) {
  GeoPolygon polygon;
  if (!value.is_array()) return polygon;
  for (const json& one : value) {
    GeoRing ring = ring_of(one, decimals);
    if (!ring.empty()) polygon.push_back(std::move(ring));
    if (polygon.empty()) break;  // holes in nothing
  }
  return polygon;
}

std::vector<GeoPolygon> polygons_of(const json& feature, int decimals) {
  std::vector<GeoPolygon> polygons;
  const json* const geometry = member(feature, "geometry");
  if (geometry == nullptr) return polygons;
  const json* const type = member(*geometry, "type");
  const json* const coordinates = member(*geometry, "coordinates");
  if (type == nullptr || coordinates == nullptr || !coordinates->is_array()) return polygons;
  const auto add = [&](const json& value) {
    GeoPolygon polygon = polygon_of(value, decimals);
    if (!polygon.empty()) polygons.push_back(std::move(polygon));
  };
  if (*type == "Polygon") add(*coordinates);
  if (*type == "MultiPolygon")
    for (const json& value : *coordinates) add(value);
  return polygons;
}

// Twice the signed area and the centre of a ring, in degrees.
struct Area {
  double twice = 0;
  GeoPoint centre;
};

Area area_of(const GeoRing& ring) {
  Area area;
  const GeoPoint origin = ring.front();  // near the ring, so that products do not cancel
  for (std::size_t k = 0; k + 1 < ring.size(); ++k) {
    const double ax = ring[k].lon - origin.lon;
    const double ay = ring[k].lat - origin.lat;
    const double bx = ring[k + 1].lon - origin.lon;
    const double by = ring[k + 1].lat - origin.lat;
    const double cross = ax * by - bx * ay;
    area.twice += cross;
    area.centre.lon += (ax + bx) * cross;
    area.centre.lat += (ay + by) * cross;
  }
  const bool flat = area.twice == 0;
  area.centre.lon = origin.lon + (flat ? 0 : area.centre.lon / (3 * area.twice));
  area.centre.lat = origin.lat + (flat ? 0 : area.centre.lat / (3 * area.twice));
  return area;
}

}  // namespace

std::vector<CityOutline> read_outlines(std::string_view geojson, const CityFinder& cities, int decimals) {
  std::vector<CityOutline> outlines;
  const json collection = parse_shallow(geojson);
  const json* const features = member(collection, "features");
  if (features == nullptr || !features->is_array()) return outlines;
  for (const json& feature : *features) {
    const std::optional<std::size_t> city = city_of(feature, cities);
    if (!city) continue;
    std::vector<GeoPolygon> polygons = polygons_of(feature, decimals);
    const auto known = std::find_if(outlines.begin(), outlines.end(),
                                    [&](const CityOutline& one) { return one.city == *city; });
    if (polygons.empty()) continue;
    if (known == outlines.end()) {
      outlines.push_back({*city, std::move(polygons)});
    } else {
      std::move(polygons.begin(), polygons.end(), std::back_inserter(known->polygons));
    }
  }
  return outlines;
}

GeoPoint centre_of(const CityOutline& outline) {
  Area largest;
  bool first = true;
  for (const GeoPolygon& polygon : outline.polygons) {
    const Area area = area_of(polygon.front());
    if (first || std::abs(area.twice) > std::abs(largest.twice)) largest = area;
    first = false;
  }
  return largest.centre;
}

std::size_t count_points(const std::vector<CityOutline>& outlines) {
  std::size_t points = 0;
  for (const CityOutline& outline : outlines)
    for (const GeoPolygon& polygon : outline.polygons)
      for (const GeoRing& ring : polygon) points += ring.size();
  return points;
}

}  // namespace yanzhen::tools
