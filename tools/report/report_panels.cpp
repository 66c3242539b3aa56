#include "tools/report/report_panels.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/report/packed_numbers.hpp"

namespace yanzhen::tools {
namespace {

constexpr std::size_t kUsualBytes = 2'600'000;
constexpr std::size_t kMostBytes = 12'000'000;
constexpr std::size_t kUsualCities = 41;

// By city and industry there are more panels than there is room for: these come first, in this order.
const std::vector<std::string>& wanted_cells() {
  static const std::vector<std::string> names{
      "value_added_by_industry", "location_quotient", "relatedness_density", "employment",
      "firms_by_industry",       "subsidy_rate",      "capital_by_industry"};
  return names;
}

std::size_t place_in(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

bool has_dimension(const Panel& panel, const std::string& name) {
  return std::find(panel.dimensions.begin(), panel.dimensions.end(), name) != panel.dimensions.end();
}

// Without these the page has no section on industry structure.
const std::vector<std::string>& structure_cells() {
  static const std::vector<std::string> names{"value_added_by_industry", "location_quotient",
                                              "relatedness_density"};
  return names;
}

// 0 and 1 are on every page; what is more comes while there is room, smaller kinds first.
int kind_of(const Panel& panel) {
  if (panel.dimensions.empty()) return 0;
  if (panel.dimensions == std::vector<std::string>{"city"}) return 1;
  if (place_in(structure_cells(), panel.name) < structure_cells().size()) return 2;
  if (has_dimension(panel, "place")) return 3;  // the ledger
  if (!has_dimension(panel, "city")) return 4;  // by industry, by park
  return has_dimension(panel, "industry") ? 6 : 5;
}

bool is_always_there(const Panel& panel) { return kind_of(panel) <= 1; }

}  // namespace

std::size_t page_budget(const PageRoom& room) {
  const std::size_t cities = std::max(room.cities, kUsualCities);
  const std::size_t share = kUsualBytes / kUsualCities;
  return std::min(kMostBytes, std::max(kUsualBytes, share * cities * std::max<std::size_t>(room.arrays, 1)));
}

bool is_between_places(const Panel& panel) {
  return has_dimension(panel, "origin") && has_dimension(panel, "destination");
}

std::size_t entries_of(const Panel& panel, const std::vector<Dimension>& dimensions) {
  std::size_t entries = 1;
  for (const Dimension& dimension : dimensions)
    if (has_dimension(panel, dimension.name)) entries *= dimension.labels.size();
  return entries;
}

ChosenPanels choose_panels(const std::vector<Panel>& panels, const std::vector<Dimension>& dimensions,
                           const PageRoom& room, const std::vector<std::string>& asked) {
  std::vector<Panel> ordered;
  for (const Panel& panel : panels)
    if (!is_between_places(panel)) ordered.push_back(panel);
  const auto rank = [&](const Panel& panel) {
    const std::size_t place = place_in(asked, panel.name);
    return std::tuple{place, kind_of(panel), place_in(wanted_cells(), panel.name)};
  };
  std::stable_sort(ordered.begin(), ordered.end(),
                   [&](const Panel& a, const Panel& b) { return rank(a) < rank(b); });
  ChosenPanels chosen;
  const std::size_t budget = page_budget(room);
  std::size_t taken = room.taken;
  for (const Panel& panel : ordered) {
    const std::size_t size = room.arrays * packed_size(room.records * entries_of(panel, dimensions));
    if (taken + size <= (is_always_there(panel) ? kMostBytes : budget)) {
      taken += size;
      chosen.panels.push_back(panel);
    } else {
      chosen.left_out.push_back(
          {panel.name, fmt::format("it would add {:.1f} MB to the page; --panel {} puts it to the front",
                                   static_cast<double>(size) / 1e6, panel.name)});
    }
  }
  return chosen;
}

}  // namespace yanzhen::tools
