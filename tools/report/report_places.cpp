#include "tools/report/report_places.hpp"

#include <algorithm>

namespace yanzhen::tools {
namespace {

using Json = nlohmann::ordered_json;

// Points of outlines take about 16 bytes each: this is at most a third of a page.
constexpr std::size_t kLeastPoints = 50'000;
constexpr std::size_t kPointsACity = 600;

// Labels, and the further names that a page shows: city_zh, city_en; of cities the province too.
Json dimension_object(const Dimension& dimension) {
  Json object{{"meaning", dimension.meaning}, {"labels", dimension.labels}};
  for (const Dimension::Alias& alias : dimension.aliases) {
    if (alias.name == dimension.name + "_zh") object["zh"] = alias.labels;
    if (alias.name == dimension.name + "_en") object["en"] = alias.labels;
    if (alias.name == "province" && dimension.name == "city") object["province"] = alias.labels;
  }
  return object;
}

// Whole degrees without a point would be shorter still, but few are.
Json ring_array(const GeoRing& ring) {
  Json array = Json::array();
  for (const GeoPoint& point : ring) array.push_back(Json::array({point.lon, point.lat}));
  return array;
}

Json feature_object(const CityOutline& outline, const std::string& label) {
  Json polygons = Json::array();
  for (const GeoPolygon& polygon : outline.polygons) {
    Json rings = Json::array();
    for (const GeoRing& ring : polygon) rings.push_back(ring_array(ring));
    polygons.push_back(std::move(rings));
  }
  return {{"type", "Feature"},
          {"properties", {{"label", label}}},
          {"geometry", {{"type", "MultiPolygon"}, {"coordinates", std::move(polygons)}}}};
}

Json collection_object(const std::vector<CityOutline>& outlines, const Dimension& city) {
  if (outlines.empty()) return nullptr;
  Json features = Json::array();
  for (const CityOutline& outline : outlines)
    features.push_back(feature_object(outline, city.labels[outline.city]));
  return {{"type", "FeatureCollection"}, {"features", std::move(features)}};
}

}  // namespace

void add_places(const std::vector<Dimension>& dimensions, const RunSummary& summary,
                const std::filesystem::path& run_file, Json& page, std::vector<ReportNote>& notes) {
  page["dimensions"] = Json::object();
  page["outlines"] = nullptr;
  for (const Dimension& dimension : dimensions) {
    Json object = dimension_object(dimension);
    if (dimension.name == "city") {
      const std::size_t most_points = std::max(kLeastPoints, kPointsACity * dimension.labels.size());
      const CityMap map = read_city_map(summary, run_file, dimension, most_points, notes);
      object["lon"] = Json::array();
      object["lat"] = Json::array();
      for (const std::optional<GeoPoint>& point : map.points) {
        object["lon"].push_back(point ? Json(point->lon) : Json(nullptr));
        object["lat"].push_back(point ? Json(point->lat) : Json(nullptr));
      }
      page["outlines"] = collection_object(map.outlines, dimension);
    }
    page["dimensions"][dimension.name] = std::move(object);
  }
}

}  // namespace yanzhen::tools
