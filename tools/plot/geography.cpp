#include "tools/plot/geography.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/city_names.hpp"
#include "engine/clock.hpp"
#include "io/outlines_file.hpp"
#include "io/scenario_file.hpp"
#include "io/text_file.hpp"
#include "tools/command.hpp"
#include "tools/models.hpp"

namespace yanzhen::tools::plot {
namespace {

using Json = nlohmann::json;

// GeoJSON of outlines nests ten deep; deeper text is not read, for a tree of it could take gigabytes.
constexpr int kDeepest = 16;

Json parse(std::string_view text) {
  return Json::parse(text.begin(), text.end(), [](int depth, Json::parse_event_t, Json&) {
    if (depth > kDeepest) throw std::runtime_error{"nests too deep for outlines"};
    return true;
  });
}

bool is_degrees(const Json& value, double most) {
  return value.is_number() && std::abs(value.get<double>()) <= most;
}

// False where it is no ring of longitudes and latitudes.
bool read_ring(const Json& json, Ring& ring) {
  if (!json.is_array()) return false;
  for (const Json& corner : json) {
    if (!corner.is_array() || corner.size() < 2 || !is_degrees(corner[0], 360) || !is_degrees(corner[1], 90))
      return false;
    ring.push_back({corner[0].get<double>(), corner[1].get<double>()});
  }
  return ring.size() >= 3;
}

bool read_polygon(const Json& json, std::vector<Ring>& rings) {
  if (!json.is_array()) return false;
  return std::all_of(json.begin(), json.end(), [&](const Json& one) {
    Ring ring;
    if (!read_ring(one, ring)) return false;
    rings.push_back(std::move(ring));
    return true;
  });
}

bool read_geometry(const Json& feature, std::vector<Ring>& rings) {
  const auto geometry = feature.find("geometry");
  if (geometry == feature.end() || !geometry->is_object()) return false;
  const auto coordinates = geometry->find("coordinates");
  if (coordinates == geometry->end() || !coordinates->is_array()) return false;
  const auto type = geometry->find("type");
  if (type == geometry->end()) return false;
  if (*type == "Polygon") return read_polygon(*coordinates, rings);
  if (*type != "MultiPolygon") return false;
  return std::all_of(coordinates->begin(), coordinates->end(),
                     [&](const Json& polygon) { return read_polygon(polygon, rings); });
}

// Texts and whole numbers under which a feature may be meant.
std::vector<std::string> names_of(const Json& feature) {
  std::vector<std::string> names;
  const auto properties = feature.find("properties");
  if (properties == feature.end() || !properties->is_object()) return names;
  for (const char* const key : {"code", "label", "name"}) {
    const auto value = properties->find(key);
    if (value == properties->end()) continue;
    if (value->is_string()) names.push_back(value->get<std::string>());
    if (value->is_number_integer()) names.push_back(std::to_string(value->get<std::int64_t>()));
  }
  return names;
}

std::optional<std::size_t> city_of(const Json& feature, const std::map<std::string, std::size_t>& cities) {
  for (const std::string& name : names_of(feature))
    if (const auto found = cities.find(name); found != cities.end()) return found->second;
  return std::nullopt;
}

// All names of each city: its label and its aliases but the province, which is no name of it.
std::vector<std::vector<std::string>> city_names(const Dimension& city) {
  std::vector<std::vector<std::string>> names;
  for (const std::string& label : city.labels) names.push_back({label});
  for (const Dimension::Alias& alias : city.aliases) {
    if (alias.name == "province") continue;
    for (std::size_t k = 0; k < names.size(); ++k) names[k].push_back(alias.labels[k]);
  }
  return names;
}

// Every name of the cities that no two of them share.
std::map<std::string, std::size_t> index_of(const std::vector<std::vector<std::string>>& names) {
  std::map<std::string, std::size_t> places;
  std::vector<std::string> shared;
  for (std::size_t k = 0; k < names.size(); ++k)
    for (const std::string& name : names[k])
      if (const auto [place, fresh] = places.emplace(name, k); !fresh && place->second != k)
        shared.push_back(name);
  for (const std::string& name : shared) places.erase(name);
  places.erase("");
  return places;
}

void read_seats(const Scenario& scenario, const std::map<std::string, std::size_t>& places,
                std::vector<CityPlace>& cities) {
  const auto table = scenario.tables.find("cities");
  if (table == scenario.tables.end()) return;
  for (const char* const column : {"code", "name_zh", "lon", "lat"})
    if (table->second.find(column) == nullptr) return;
  for (std::size_t row = 0; row < table->second.rows(); ++row) {
    auto place = places.find(table->second.text("code", row));
    if (place == places.end()) place = places.find(table->second.text("name_zh", row));
    const std::optional<double> east = table->second.number("lon", row);
    const std::optional<double> north = table->second.number("lat", row);
    if (place != places.end() && east && north) cities[place->second].seat = Point{*east, *north};
  }
}

CityNames all_names(const Dimension& city) {
  std::vector<CityName> names;
  for (const std::string& label : city.labels) names.push_back({label, label, ""});
  for (const Dimension::Alias& alias : city.aliases) {
    for (std::size_t k = 0; k < names.size(); ++k) {
      if (alias.name.ends_with("_en")) names[k].name_en = alias.labels[k];
      if (alias.name.ends_with("_code")) names[k].code = alias.labels[k];
    }
  }
  return CityNames{std::move(names)};
}

// The city that a field of a policy names, where it names one.
std::optional<std::size_t> one_city(const PolicySettings& policy, const std::string& field,
                                    const CityNames& names) {
  const auto found = policy.fields.find(field);
  if (found == policy.fields.end()) return std::nullopt;
  const auto* const words = std::get_if<WordList>(&found->second.value);
  if (words == nullptr || words->size() != 1) return std::nullopt;
  Problems ignored;  // the model has checked the names when the run was made
  const std::optional<CityIndex> city = names.find(words->front(), field, {}, ignored);
  if (!city) return std::nullopt;
  return static_cast<std::size_t>(*city);
}

std::vector<EnclaveLink> read_links(const Scenario& scenario, const Dimension& city) {
  const CityNames names = all_names(city);
  std::vector<EnclaveLink> links;
  for (const PolicySettings& policy : scenario.policies) {
    const std::optional<std::size_t> origin = one_city(policy, "origin", names);
    const std::optional<std::size_t> host = one_city(policy, "host", names);
    if (!origin || !host || policy.window.strength == 0) continue;
    links.push_back(
        {*origin, *host, policy.name, policy.window.start ? to_text(*policy.window.start) : std::string{}});
  }
  return links;
}

Scenario scenario_of(const RunSummary& run, const std::string& file) {
  Problems problems;
  std::optional<Scenario> scenario = parse_scenario(run.scenario, file, all_models(), {}, problems);
  if (scenario) return std::move(*scenario);
  const Diagnostic first = problems.list().empty() ? Diagnostic{} : problems.list().front();
  const std::string where = first.where.file.empty() ? file : first.where.file;
  throw UsageError{fmt::format("a map needs the files of the scenario, and they cannot be read: {}: {}",
                               where, first.problem),
                   "if the scenario lies somewhere else now, name it: --scenario FILE"};
}

}  // namespace

RingMiddle middle_of(const Ring& ring) {
  double twice = 0;
  Point sum;
  Point corners;
  for (std::size_t k = 0; k < ring.size(); ++k) {
    // About the first corner, for degrees of a small ring nearly cancel.
    const Point a{ring[k].x - ring[0].x, ring[k].y - ring[0].y};
    const Point& next = ring[(k + 1) % ring.size()];
    const Point b{next.x - ring[0].x, next.y - ring[0].y};
    const double cross = a.x * b.y - b.x * a.y;
    twice += cross;
    sum.x += (a.x + b.x) * cross;
    sum.y += (a.y + b.y) * cross;
    corners.x += a.x;
    corners.y += a.y;
  }
  const auto n = static_cast<double>(ring.size());
  if (twice == 0) return {0, {ring[0].x + corners.x / n, ring[0].y + corners.y / n}};
  return {std::abs(twice) / 2, {ring[0].x + sum.x / (3 * twice), ring[0].y + sum.y / (3 * twice)}};
}

bool Geography::any_outline() const {
  return std::any_of(cities.begin(), cities.end(),
                     [](const CityPlace& city) { return !city.outline.empty(); });
}

bool Geography::any_place() const {
  return any_outline() || std::any_of(cities.begin(), cities.end(),
                                      [](const CityPlace& city) { return city.seat.has_value(); });
}

std::optional<Point> Geography::middle(std::size_t city) const {
  if (cities[city].seat) return cities[city].seat;
  std::optional<RingMiddle> largest;
  for (const Ring& ring : cities[city].outline) {
    const RingMiddle one = middle_of(ring);
    if (!largest || one.area > largest->area) largest = one;
  }
  if (!largest) return std::nullopt;
  return largest->centre;
}

std::vector<std::vector<Ring>> read_outlines(std::string_view text, const std::string& file,
                                             const std::vector<std::vector<std::string>>& names,
                                             Problems& problems) {
  std::vector<std::vector<Ring>> outlines(names.size());
  Json json;
  try {
    json = parse(text);
  } catch (const std::exception&) {
    problems.add({file, 0, 0}, "not valid GeoJSON");
    return outlines;
  }
  const auto features = json.is_object() ? json.find("features") : json.end();
  if (!json.is_object() || features == json.end() || !features->is_array()) {
    problems.add({file, 0, 0}, "not a GeoJSON FeatureCollection");
    return outlines;
  }
  const std::map<std::string, std::size_t> places = index_of(names);
  for (std::size_t k = 0; k < features->size(); ++k) {
    const Json& feature = (*features)[k];
    const std::optional<std::size_t> city = feature.is_object() ? city_of(feature, places) : std::nullopt;
    if (!city) continue;
    if (!read_geometry(feature, outlines[*city]))
      problems.add({file, 0, 0},
                   fmt::format("feature {} is not a Polygon or MultiPolygon in degrees", k + 1));
  }
  return outlines;
}

Geography read_geography(const RunSummary& run, const Dimension& city,
                         const std::optional<std::filesystem::path>& file) {
  const Scenario scenario = scenario_of(run, file ? file->string() : run.scenario_file);
  const std::vector<std::vector<std::string>> names = city_names(city);
  Geography geography;
  geography.cities.resize(city.labels.size());
  read_seats(scenario, index_of(names), geography.cities);
  geography.links = read_links(scenario, city);
  if (scenario.outlines.empty()) return geography;
  Problems problems;
  if (const auto why = why_unreadable(scenario.outlines, kMostOutlineBytes))
    throw UsageError{fmt::format("the outlines {} {}", scenario.outlines, *why)};
  std::vector<std::vector<Ring>> outlines =
      read_outlines(read_text(scenario.outlines, kMostOutlineBytes), scenario.outlines, names, problems);
  problems.throw_if_any();
  for (std::size_t k = 0; k < outlines.size(); ++k) geography.cities[k].outline = std::move(outlines[k]);
  return geography;
}

}  // namespace yanzhen::tools::plot
