#include "tools/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>

#include "tools/display.hpp"

namespace yanzhen::tools {
namespace {

constexpr std::array kTotals{"residents", "firms", "value_added"};
constexpr std::size_t kCitiesShown = 5;
constexpr const char* kShare = "share";  // of cities, in models that have none of the totals

const Dimension* find_dimension(const Model& model, const std::string& name) {
  for (const Dimension& dimension : model.dimensions()) {
    if (dimension.name == name) return &dimension;
  }
  return nullptr;
}

std::size_t length(const Model& model, const std::string& dimension) {
  const Dimension* const found = find_dimension(model, dimension);
  if (found == nullptr) throw std::logic_error{"a panel names the unknown dimension " + dimension};
  return found->labels.size();
}

const Panel* find_panel(const Model& model, const std::string& name) {
  for (const Panel& panel : model.panels()) {
    if (panel.name == name) return &panel;
  }
  return nullptr;
}

bool has_dimension(const Panel& panel, const std::string& name) {
  return std::find(panel.dimensions.begin(), panel.dimensions.end(), name) != panel.dimensions.end();
}

bool has_totals(const Model& model) {
  return std::any_of(kTotals.begin(), kTotals.end(),
                     [&](const char* name) { return find_panel(model, name) != nullptr; });
}

// A small model is told by its indices and by who has the largest shares.
bool is_told(const Model& model, const Panel& panel) {
  if (has_totals(model)) return std::find(kTotals.begin(), kTotals.end(), panel.name) != kTotals.end();
  return panel.group == PanelGroup::index || panel.name == kShare;
}

// Value added by industry may stand in the panel of that name or in one of its own.
const Panel* industry_panel(const Model& model) {
  for (const Panel& panel : model.panels()) {
    if (panel.name.find("value_added") != std::string::npos && has_dimension(panel, "industry"))
      return &panel;
  }
  return nullptr;
}

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

// Sums a panel over every dimension but one; empty when the panel does not have that one.
std::vector<double> sums_along(const Model& model, const Panel& panel, const std::vector<double>& values,
                               const std::string& dimension) {
  if (!has_dimension(panel, dimension)) return {};
  std::size_t stride = 1;  // of the dimension in storage order: the product of those that stand after it
  for (auto name = panel.dimensions.rbegin(); *name != dimension; ++name) stride *= length(model, *name);
  std::vector<double> sums(length(model, dimension), 0.0);
  for (std::size_t i = 0; i < values.size(); ++i) sums[i / stride % sums.size()] += values[i];
  return sums;
}

// "上海市 Shanghai", "农业 Farming": the names in languages. Where the label itself is one of them it stands
// first; a mere key that has a Chinese and an English name is left out.
std::string full_name(const Dimension& dimension, std::size_t at) {
  std::vector<std::string> names;
  for (const Dimension::Alias& alias : dimension.aliases) {
    const bool language = alias.name.ends_with("_zh") || alias.name.ends_with("_en");
    if (language && alias.labels[at] != dimension.labels[at]) names.push_back(alias.labels[at]);
  }
  if (names.size() < 2) names.insert(names.begin(), dimension.labels[at]);
  return fmt::format("{}", fmt::join(names, " "));
}

// One change a label of a dimension.
std::vector<Change> changes_along(const Model& model, const Panel& panel, const Snapshot& before,
                                  const Snapshot& after, const std::string& dimension) {
  const std::vector<double> was = sums_along(model, panel, before.at(panel.name), dimension);
  const std::vector<double> is = sums_along(model, panel, after.at(panel.name), dimension);
  std::vector<Change> changes;
  for (std::size_t i = 0; i < is.size(); ++i) {
    changes.push_back({full_name(*find_dimension(model, dimension), i), panel.unit, was[i], is[i]});
  }
  return changes;
}

double gain(const Change& change) { return change.after - change.before; }

std::string percent(const Change& change) {
  return change.before > 0 ? fmt::format("{:+.1f} %", 100 * gain(change) / change.before) : "";
}

std::string signed_number(double number) { return (number >= 0 ? "+" : "") + with_commas(number); }

// Columns padded to what a terminal shows: the first to the left, the others to the right.
std::string aligned(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line = "  " + pad_right(row[0], widths[0]);
    for (std::size_t i = 1; i < row.size(); ++i) line += "  " + pad_left(row[i], widths[i]);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string totals_text(const std::vector<Change>& totals) {
  if (totals.empty()) return {};
  std::vector<std::vector<std::string>> rows{{"all cities", "start", "now", "change"}};
  for (const Change& total : totals) {
    rows.push_back({fmt::format("{} [{}]", total.name, total.unit), with_commas(total.before),
                    with_commas(total.after), percent(total)});
  }
  return "\n" + aligned(rows);
}

std::string cities_text(const std::vector<Change>& cities) {
  std::vector<std::vector<std::string>> gained{{"most residents gained", "now", "gain", ""}};
  std::vector<std::vector<std::string>> lost{{"most residents lost", "now", "loss", ""}};
  const auto row = [](const Change& city) {
    return std::vector{city.name, with_commas(city.after), signed_number(gain(city)), percent(city)};
  };
  for (std::size_t i = 0; i < std::min(kCitiesShown, cities.size()); ++i) {
    if (gain(cities[i]) > 0) gained.push_back(row(cities[i]));
    if (gain(cities[cities.size() - 1 - i]) < 0) lost.push_back(row(cities[cities.size() - 1 - i]));
  }
  std::string text;
  if (gained.size() > 1) text += "\n" + aligned(gained);
  if (lost.size() > 1) text += "\n" + aligned(lost);
  return text;
}

std::string shares_text(const std::vector<Change>& shares) {
  if (shares.empty()) return {};
  std::vector<std::vector<std::string>> rows{{"share of value added", "start", "now"}};
  for (const Change& share : shares) {
    rows.push_back({share.name, fmt::format("{:.1f} %", 100 * share.before),
                    fmt::format("{:.1f} %", 100 * share.after)});
  }
  return "\n" + aligned(rows);
}

std::string small_number(double number) { return fmt::format("{:.4g}", number); }

std::string indices_text(const std::vector<Change>& indices) {
  if (indices.empty()) return {};
  std::vector<std::vector<std::string>> rows{{"index", "start", "now"}};
  for (const Change& index : indices)
    rows.push_back({fmt::format("{} [{}]", index.name, index.unit), small_number(index.before),
                    small_number(index.after)});
  return "\n" + aligned(rows);
}

std::string city_shares_text(const std::vector<Change>& cities) {
  if (cities.empty()) return {};
  std::vector<std::vector<std::string>> rows{{"largest shares", "start", "now"}};
  for (std::size_t i = 0; i < std::min(kCitiesShown, cities.size()); ++i)
    rows.push_back({cities[i].name, fmt::format("{:.1f} %", 100 * cities[i].before),
                    fmt::format("{:.1f} %", 100 * cities[i].after)});
  return "\n" + aligned(rows);
}

nlohmann::ordered_json to_array(const std::vector<Change>& changes) {
  auto array = nlohmann::ordered_json::array();
  for (const Change& one : changes) {
    array.push_back({{"name", one.name}, {"unit", one.unit}, {"start", one.before}, {"now", one.after}});
  }
  return array;
}

}  // namespace

Snapshot take_snapshot(const Model& model) {
  const Panel* const industries = industry_panel(model);
  Snapshot snapshot;
  for (std::size_t i = 0; i < model.panels().size(); ++i) {
    const Panel& panel = model.panels()[i];
    if (!is_told(model, panel) && &panel != industries) continue;
    std::size_t size = 1;
    for (const std::string& dimension : panel.dimensions) size *= length(model, dimension);
    std::vector<double>& values = snapshot[panel.name];
    values.resize(size);
    model.measure(i, values);
  }
  return snapshot;
}

void compare(const Model& model, const Snapshot& before, const Snapshot& after, Summary& summary) {
  for (const char* const name : kTotals) {
    if (const Panel* const panel = find_panel(model, name)) {
      summary.totals.push_back({name, panel->unit, sum(before.at(name)), sum(after.at(name))});
    }
  }
  if (!has_totals(model)) {
    for (const Panel& panel : model.panels())
      if (panel.group == PanelGroup::index)
        summary.indices.push_back(
            {panel.name, panel.unit, before.at(panel.name).at(0), after.at(panel.name).at(0)});
    const Panel* const share = find_panel(model, kShare);
    if (share != nullptr) summary.city_shares = changes_along(model, *share, before, after, "city");
    std::stable_sort(summary.city_shares.begin(), summary.city_shares.end(),
                     [](const Change& a, const Change& b) { return a.after > b.after; });
  }
  if (const Panel* const residents = find_panel(model, "residents")) {
    summary.cities = changes_along(model, *residents, before, after, "city");
    std::stable_sort(summary.cities.begin(), summary.cities.end(),
                     [](const Change& a, const Change& b) { return gain(a) > gain(b); });
  }
  if (const Panel* const industries = industry_panel(model)) {
    summary.shares = changes_along(model, *industries, before, after, "industry");
    const double was = sum(before.at(industries->name));
    const double is = sum(after.at(industries->name));
    for (Change& share : summary.shares) share = {share.name, "1", share.before / was, share.after / is};
  }
}

std::string to_text(const Summary& summary) {
  const std::string sitting =
      summary.first_step == 0 ? ""
                              : fmt::format(" since step {}, where this sitting began", summary.first_step);
  std::vector<std::vector<std::string>> facts{
      {"agents", with_commas(summary.agents)},
      {"moves", with_commas(summary.moves) + sitting},
      {"time", fmt::format("{:.1f} s, {} thread{}", summary.seconds, summary.threads,
                           summary.threads == 1 ? "" : "s")},
      {"checksum", summary.checksum},
      {"run file", summary.run_file}};
  std::string text =
      fmt::format("{}, seed {}: step {} of {}, {} to {}{}\n", summary.title, summary.seed, summary.step,
                  summary.steps, summary.start_date, summary.date, summary.complete ? "" : " (not complete)");
  text += totals_text(summary.totals) + cities_text(summary.cities) + shares_text(summary.shares) +
          indices_text(summary.indices) + city_shares_text(summary.city_shares) + "\n";
  for (const auto& fact : facts) text += fmt::format("  {:<9} {}\n", fact[0], fact[1]);
  return text;
}

std::string to_json(const Summary& summary) {
  nlohmann::ordered_json object{{"title", summary.title},
                                {"run_file", summary.run_file},
                                {"seed", summary.seed},
                                {"complete", summary.complete},
                                {"step", summary.step},
                                {"steps", summary.steps},
                                {"start_date", summary.start_date},
                                {"date", summary.date},
                                {"agents", summary.agents},
                                {"moves", summary.moves},
                                {"moves_since_step", summary.first_step},
                                {"seconds", summary.seconds},
                                {"threads", summary.threads},
                                {"checksum", summary.checksum},
                                {"totals", to_array(summary.totals)},
                                {"residents_by_city", to_array(summary.cities)},
                                {"value_added_shares", to_array(summary.shares)},
                                {"indices", to_array(summary.indices)},
                                {"share_by_city", to_array(summary.city_shares)}};
  return object.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace yanzhen::tools
