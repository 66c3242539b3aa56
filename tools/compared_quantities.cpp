#include "tools/compared_quantities.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

#include "engine/diagnostic.hpp"
#include "tools/command.hpp"

namespace yanzhen::tools {
namespace {

// Told by city and province, and by industry, where no panel is asked for and the files have these.
constexpr std::array kCityPanels{"residents", "value_added", "firms", "public_income", "public_spending"};
constexpr std::array kIndustryPanels{"value_added_by_industry", "firms_by_industry", "employment"};

std::vector<std::string> usual_panels(By by) {
  if (by == By::industry) return {kIndustryPanels.begin(), kIndustryPanels.end()};
  return {kCityPanels.begin(), kCityPanels.end()};
}

const Dimension* find_dimension(const Heads& heads, const std::string& name) {
  for (const Dimension& dimension : heads.dimensions)
    if (dimension.name == name) return &dimension;
  return nullptr;
}

const Panel* find_panel(const Heads& heads, const std::string& name) {
  for (const Panel& panel : heads.panels)
    if (panel.name == name) return &panel;
  return nullptr;
}

std::string alias_of(const Dimension& dimension, std::size_t at, std::string_view ending) {
  for (const Dimension::Alias& alias : dimension.aliases)
    if (alias.name.ends_with(ending)) return alias.labels[at];
  return {};
}

// "上海市 Shanghai", "农业 Farming": where the label itself is a name it stands first; a mere key that has a
// Chinese and an English name is left out.
std::string full_name(const Dimension& dimension, std::size_t at) {
  const std::string& label = dimension.labels[at];
  const std::string chinese = alias_of(dimension, at, "_zh");
  const std::string english = alias_of(dimension, at, "_en");
  std::string name = chinese.empty() || english.empty() ? label : "";
  for (const std::string& other : {chinese, english})
    if (!other.empty() && other != label) name += (name.empty() ? "" : " ") + other;
  return name.empty() ? label : name;
}

std::vector<Key> keys_of(const Dimension& dimension) {
  std::vector<Key> keys;
  for (std::size_t k = 0; k < dimension.labels.size(); ++k) {
    const std::string province = dimension.name == "city" ? alias_of(dimension, k, "province") : "";
    keys.push_back({dimension.labels[k], full_name(dimension, k), alias_of(dimension, k, "_en"), province});
  }
  return keys;
}

// For each label of an axis, which city it is; nothing where the axis does not hold all cities, kNoKey for
// what stands there besides (outside, nation).
std::optional<std::vector<std::size_t>> cities_along(const Heads& heads, const std::string& axis) {
  const Dimension* const city = find_dimension(heads, "city");
  if (city == nullptr) return std::nullopt;
  std::map<std::string, std::size_t> places;
  for (std::size_t k = 0; k < city->labels.size(); ++k) places[city->labels[k]] = k;
  std::vector<std::size_t> cities;
  std::size_t found = 0;
  for (const std::string& label : find_dimension(heads, axis)->labels) {
    const auto place = places.find(label);
    cities.push_back(place == places.end() ? kNoKey : place->second);
    found += place == places.end() ? 0 : 1;
  }
  if (found != city->labels.size()) return std::nullopt;
  return cities;
}

// The axes of a panel along which cities lie: `city` itself, or else any that names them all (place, or
// origin and destination).
std::vector<std::size_t> city_axes(const Heads& heads, const Panel& panel) {
  std::vector<std::size_t> axes;
  for (std::size_t k = 0; k < panel.dimensions.size(); ++k) {
    if (panel.dimensions[k] == "city") return {k};
    if (cities_along(heads, panel.dimensions[k])) axes.push_back(k);
  }
  return axes;
}

std::vector<std::size_t> lengths_of(const Heads& heads, const Panel& panel) {
  std::vector<std::size_t> lengths;
  for (const std::string& name : panel.dimensions)
    lengths.push_back(find_dimension(heads, name)->labels.size());
  return lengths;
}

// Provinces in the order in which cities name them, and for each city its province.
struct Provinces {
  std::vector<Key> keys;
  std::vector<std::size_t> of_city;
};

Provinces provinces_of(const Heads& heads) {
  Provinces provinces;
  std::map<std::string, std::size_t> places;
  for (const Key& city : keys_of(*find_dimension(heads, "city"))) {
    if (city.province.empty())
      throw UsageError{
          fmt::format("{} does not say in which province its cities are", heads.files[0].run.file)};
    const auto [place, fresh] = places.emplace(city.province, provinces.keys.size());
    if (fresh) provinces.keys.push_back({city.province, city.province, "", city.province});
    provinces.of_city.push_back(place->second);
  }
  return provinces;
}

Quantity quantity_of(By by, const Panel& panel) {
  Quantity quantity;
  quantity.panel = panel;
  quantity.table.by = by;
  quantity.table.panel = panel.name;
  quantity.table.unit = panel.unit;
  quantity.table.summed = panel.group == PanelGroup::flow && !is_intensive(panel.unit);
  return quantity;
}

// Sets what the keys are and which places of the axis belong to them.
void gather_along(const Heads& heads, Quantity& quantity, std::size_t axis) {
  const std::string& name = quantity.panel.dimensions[axis];
  quantity.gathering.axis = axis_of(lengths_of(heads, quantity.panel), axis);
  if (quantity.table.by == By::industry) {
    quantity.table.keys = keys_of(*find_dimension(heads, name));
    for (std::size_t k = 0; k < quantity.table.keys.size(); ++k) quantity.gathering.key_of.push_back(k);
  } else {
    quantity.gathering.key_of = *cities_along(heads, name);
    quantity.table.keys = keys_of(*find_dimension(heads, "city"));
  }
  if (quantity.table.by == By::province) {
    const Provinces provinces = provinces_of(heads);
    for (std::size_t& key : quantity.gathering.key_of)
      if (key != kNoKey) key = provinces.of_city[key];
    quantity.table.keys = provinces.keys;
  }
  quantity.gathering.keys = quantity.table.keys.size();
}

// Splits a quantity into one for each label of an axis: a share by tier is no sum of shares.
std::vector<Quantity> split_along(const Heads& heads, const Quantity& whole, std::size_t axis) {
  const Dimension& dimension = *find_dimension(heads, whole.panel.dimensions[axis]);
  std::vector<Quantity> parts;
  for (std::size_t k = 0; k < dimension.labels.size(); ++k) {
    Quantity part = whole;
    part.table.panel += ":" + dimension.labels[k];
    part.gathering.only_axis = axis_of(lengths_of(heads, whole.panel), axis);
    part.gathering.only = k;
    parts.push_back(std::move(part));
  }
  return parts;
}

// Makes a quantity a mean over cities. \returns false where the files do not say how many live there
bool weigh_by_residents(const Heads& heads, Quantity& quantity, std::size_t cities) {
  const Panel* const residents = find_panel(heads, "residents");
  if (residents == nullptr || residents->dimensions != std::vector<std::string>{"city"}) return false;
  quantity.gathering.weight_axis = axis_of(lengths_of(heads, quantity.panel), cities);
  quantity.gathering.weight_of = *cities_along(heads, quantity.panel.dimensions[cities]);
  return true;
}

// What is intensive is averaged over cities, and told apart along one other axis; along more it is not told.
std::vector<Quantity> averaged(const Heads& heads, Quantity quantity, std::size_t axis) {
  const Panel& panel = quantity.panel;
  std::optional<std::size_t> cities;  // the axis over which there is a mean
  if (quantity.table.by == By::province) cities = axis;
  std::vector<std::size_t> others;
  for (std::size_t k = 0; k < panel.dimensions.size(); ++k) {
    if (k == axis) continue;
    if (quantity.table.by == By::industry && !cities && cities_along(heads, panel.dimensions[k])) {
      cities = k;
    } else {
      others.push_back(k);
    }
  }
  if (others.size() > 1 || (cities && !weigh_by_residents(heads, quantity, *cities))) return {};
  if (!others.empty()) return split_along(heads, quantity, others[0]);
  return {std::move(quantity)};
}

// The tables that a panel gives by cities, provinces or industries; none when it has no such axis.
std::vector<Quantity> quantities_of(const Heads& heads, By by, const Panel& panel) {
  std::vector<std::size_t> axes;
  if (by == By::industry) {
    const auto found = std::find(panel.dimensions.begin(), panel.dimensions.end(), "industry");
    if (found != panel.dimensions.end()) axes = {static_cast<std::size_t>(found - panel.dimensions.begin())};
  } else {
    axes = city_axes(heads, panel);
  }
  std::vector<Quantity> quantities;
  for (const std::size_t axis : axes) {
    Quantity quantity = quantity_of(by, panel);
    gather_along(heads, quantity, axis);
    if (axes.size() > 1) quantity.table.panel += ":" + panel.dimensions[axis];
    if (!is_intensive(panel.unit)) {
      quantities.push_back(std::move(quantity));
      continue;
    }
    for (Quantity& part : averaged(heads, std::move(quantity), axis)) quantities.push_back(std::move(part));
  }
  return quantities;
}

// Panels that are asked for, as every file records them. \throws UsageError for one that none or not all have
std::vector<Panel> named_panels(const Heads& heads, const std::vector<std::string>& names) {
  std::vector<Panel> panels;
  for (const std::string& name : names) {
    if (const Panel* const panel = find_panel(heads, name)) {
      panels.push_back(*panel);
      continue;
    }
    if (const auto lacking = heads.lacks.find(name); lacking != heads.lacks.end())
      throw UsageError{fmt::format("{} does not record panel {}, another file does", lacking->second, name)};
    std::vector<std::string> known;
    for (const Panel& panel : heads.panels) known.push_back(panel.name);
    const std::string near = nearest_name(name, known);
    throw UsageError{fmt::format("the files record no panel \"{}\"", name),
                     near.empty() ? fmt::format("they record: {}", fmt::join(known, ", "))
                                  : fmt::format("did you mean {}?", near)};
  }
  return panels;
}

bool is_index(const Panel& panel) { return panel.dimensions.empty() && panel.group != PanelGroup::flow; }

std::vector<Quantity> index_quantities(const Heads& heads, const std::vector<Panel>& asked) {
  const bool some = std::any_of(asked.begin(), asked.end(), is_index);
  std::vector<Quantity> quantities;
  for (const Panel& panel : some ? asked : heads.panels) {
    if (!is_index(panel)) continue;
    quantities.push_back(quantity_of(By::index, panel));
    quantities.back().table.keys = {{"", panel.name, "", ""}};
  }
  return quantities;
}

// Residents and value added by city; value added per head is made of them later.
std::vector<Quantity> gains_quantities(const Heads& heads) {
  std::vector<Quantity> quantities;
  for (const char* const name : {"residents", "value_added"}) {
    const Panel* const panel = find_panel(heads, name);
    if (panel == nullptr || panel->dimensions != std::vector<std::string>{"city"}) return {};
    for (Quantity& one : quantities_of(heads, By::gains, *panel)) quantities.push_back(std::move(one));
  }
  return quantities;
}

std::vector<Quantity> quantities_by(const Heads& heads, By by, const std::vector<Panel>& asked) {
  if (by == By::index) return index_quantities(heads, asked);
  if (by == By::gains) return gains_quantities(heads);
  std::vector<Panel> panels = asked;
  if (asked.empty()) {
    for (const std::string& name : usual_panels(by))
      if (const Panel* const panel = find_panel(heads, name)) panels.push_back(*panel);
  }
  std::vector<Quantity> quantities;
  for (const Panel& panel : panels)
    for (Quantity& one : quantities_of(heads, by, panel)) quantities.push_back(std::move(one));
  return quantities;
}

// The first way of telling a panel that it allows.
By natural_by(const Heads& heads, const Panel& panel) {
  if (panel.dimensions.empty()) return By::index;
  return city_axes(heads, panel).empty() ? By::industry : By::city;
}

std::vector<By> ways_of(const Heads& heads, const std::vector<By>& by, const std::vector<Panel>& asked) {
  if (!by.empty()) return by;
  if (asked.empty()) return {By::index, By::gains};
  std::vector<By> ways;
  for (const Panel& panel : asked)
    if (const By way = natural_by(heads, panel); std::find(ways.begin(), ways.end(), way) == ways.end())
      ways.push_back(way);
  return ways;
}

// What was asked for and cannot be told is a mistake; what a default would have shown is not.
void check_all_told(const std::vector<Quantity>& quantities, const std::vector<By>& by,
                    const std::vector<Panel>& asked) {
  for (const Panel& panel : asked) {
    const bool told = std::any_of(quantities.begin(), quantities.end(),
                                  [&](const Quantity& one) { return one.panel.name == panel.name; });
    if (told) continue;
    const std::string dimensions =
        panel.dimensions.empty() ? "none" : fmt::format("{}", fmt::join(panel.dimensions, ", "));
    throw UsageError{fmt::format("panel {} cannot be told that way; its dimensions: {}, its unit: {}",
                                 panel.name, dimensions, panel.unit),
                     "`yanzhen help compare` says what can be summed or averaged over what."};
  }
  for (const By way : by) {
    const bool told = std::any_of(quantities.begin(), quantities.end(),
                                  [&](const Quantity& one) { return one.table.by == way; });
    if (!told) throw UsageError{fmt::format("the files record no panel to tell by {}", to_word(way))};
  }
  if (quantities.empty())
    throw UsageError{"the files record neither an index nor residents and value_added by city",
                     "choose a panel with --panel."};
}

}  // namespace

std::vector<Quantity> choose_quantities(const Heads& heads, const std::vector<By>& by,
                                        const std::vector<std::string>& panels) {
  const std::vector<Panel> asked = named_panels(heads, panels);
  std::vector<Quantity> quantities;
  for (const By way : ways_of(heads, by, asked))
    for (Quantity& one : quantities_by(heads, way, asked)) quantities.push_back(std::move(one));
  check_all_told(quantities, by, asked);
  return quantities;
}

}  // namespace yanzhen::tools
