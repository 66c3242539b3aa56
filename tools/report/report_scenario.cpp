#include "tools/report/report_scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "io/scenario_file.hpp"
#include "io/text_file.hpp"
#include "tools/models.hpp"

namespace yanzhen::tools {
namespace {

namespace fs = std::filesystem;

// The table of a resolved scenario that says where its files are.
constexpr std::string_view kData = "[data]";

// A resolved scenario, of whose files only the one named `kept` is left. The writer puts every value on a
// line.
std::string with_one_file(const std::string& scenario, const std::string& kept) {
  std::string text;
  bool in_data = false;
  for (std::size_t begin = 0; begin < scenario.size();) {
    const std::size_t end = std::min(scenario.find('\n', begin), scenario.size());
    const std::string_view line = std::string_view{scenario}.substr(begin, end - begin);
    if (!line.empty() && line.front() == '[') in_data = line == kData;
    const bool leave_out = in_data && line != kData && (kept.empty() || !line.starts_with(kept + " = "));
    if (!leave_out) text.append(line).push_back('\n');
    begin = end + 1;
  }
  return text;
}

// The scenario with at most one of its files, or nothing and the first problem.
std::optional<Scenario> parse_with(const RunSummary& summary, const fs::path& place, const std::string& kept,
                                   std::string& problem) {
  const ModelDeclaration* const model = find_model(summary.model);
  if (model == nullptr) return std::nullopt;
  ModelDeclaration declaration = *model;
  std::erase_if(declaration.tables, [&](const TableSpec& table) { return table.name != kept; });
  Problems problems;
  try {
    std::optional<Scenario> scenario =
        parse_scenario(with_one_file(summary.scenario, kept), place, {declaration}, {}, problems);
    if (!problems.any()) return scenario;
    problem = problems.list().front().problem;
  } catch (const std::runtime_error& error) {  // the disk fails, or a file was taken away meanwhile
    problem = error.what();
  }
  return std::nullopt;
}

// Where the scenario's file may lie.
std::vector<fs::path> places_of(const RunSummary& summary, const fs::path& run_file) {
  const fs::path named{summary.scenario_file};
  if (named.is_absolute()) return {named};
  const fs::path folder = fs::absolute(run_file).parent_path();
  return {named, folder / named, folder.parent_path() / named};
}

std::optional<Scenario> find_with(const RunSummary& summary, const fs::path& run_file,
                                  const std::string& kept, std::string& problem) {
  std::string first;
  for (const fs::path& place : places_of(summary, run_file)) {
    if (std::optional<Scenario> scenario = parse_with(summary, place, kept, problem)) return scenario;
    if (first.empty()) first = problem;
  }
  problem = first;
  return std::nullopt;
}

void read_points(const Table& table, const CityFinder& finder, CityMap& map) {
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::optional<std::size_t> city = finder.find(table.text("name_zh", row));
    const std::optional<double> lon = table.number("lon", row);
    const std::optional<double> lat = table.number("lat", row);
    if (city && lon && lat) map.points[*city] = GeoPoint{*lon, *lat};
  }
}

void read_shapes(const std::string& file, const CityFinder& finder, std::size_t most_points, CityMap& map,
                 std::vector<ReportNote>& notes) {
  const auto leave_out = [&](const std::string& zh, const std::string& en) {
    map.outlines.clear();
    notes.push_back({"城市轮廓未画出：" + zh, "outlines are left out: " + en});
  };
  if (const auto why = why_unreadable(file, kMostOutlineText))
    return leave_out("文件无法读取或过大。", fmt::format("{} {}", fs::path{file}.filename().string(), *why));
  const std::string text = read_text(file, kMostOutlineText);
  for (const int decimals : {3, 2}) {
    map.outlines = read_outlines(text, finder, decimals);
    if (map.outlines.empty())
      return leave_out("没有一个图形对应本情景的城市。", "no shape is of a city of the run");
    if (count_points(map.outlines) <= most_points) return;
  }
  leave_out("点数过多。", fmt::format("they have {} points, and there is room for {}",
                                      count_points(map.outlines), most_points));
}

bool names_a_file(const RunSummary& summary, const std::string& key) {
  return summary.scenario.find("\n" + key + " = ") != std::string::npos;
}

}  // namespace

std::optional<Scenario> scenario_of(const RunSummary& summary) {
  std::string problem;
  return parse_with(summary, summary.scenario_file, "", problem);
}

CityMap read_city_map(const RunSummary& summary, const fs::path& run_file, const Dimension& city,
                      std::size_t most_points, std::vector<ReportNote>& notes) {
  const CityFinder finder{city};
  CityMap map;
  map.points.resize(city.labels.size());
  std::string problem;
  if (const auto scenario = find_with(summary, run_file, "cities", problem)) {
    const auto table = scenario->tables.find("cities");
    if (table != scenario->tables.end()) read_points(table->second, finder, map);
  } else {
    notes.push_back(
        {"城市的位置未知：找不到或读不懂情景的城市表。", "where cities lie is not known: " + problem});
  }
  if (names_a_file(summary, "outlines")) {
    if (const auto scenario = find_with(summary, run_file, "outlines", problem)) {
      read_shapes(scenario->outlines, finder, most_points, map, notes);
    } else {
      notes.push_back({"城市轮廓未画出：找不到或读不懂轮廓文件。", "outlines are left out: " + problem});
    }
  }
  for (const CityOutline& outline : map.outlines)
    if (!map.points[outline.city]) map.points[outline.city] = centre_of(outline);
  return map;
}

}  // namespace yanzhen::tools
