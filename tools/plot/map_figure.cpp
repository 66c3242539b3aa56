#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/clock.hpp"
#include "tools/command.hpp"
#include "tools/display.hpp"
#include "tools/plot/figures.hpp"
#include "tools/plot/map_frame.hpp"
#include "tools/plot/paper_text.hpp"
#include "tools/plot/provenance.hpp"
#include "tools/plot/scales.hpp"

namespace yanzhen::tools::plot {
namespace {

constexpr double kMargin = 4;
constexpr double kDot = 4;         // radius of a city without an outline
constexpr std::size_t kNames = 8;  // of the largest, unless --top says otherwise
constexpr std::size_t kNameColumns = 18;

// What is shown of each city, in the unit of the legend.
struct MapValues {
  std::vector<double> values;
  std::string unit;     // as the legend says it
  std::string measure;  // see FigureFacts
  std::string title;    // of the legend
  bool about_zero = false;
};

// One number a city of one run.
std::vector<double> values_of_run(const PlottedFiles& files, const PlottedPanel& panel, std::size_t run,
                                  bool change) {
  const auto& rows = panel.values[run];
  std::vector<double> values = rows[files.last];
  if (panel.quantity.table.summed) {
    std::fill(values.begin(), values.end(), 0.0);
    for (std::size_t record = files.first + 1; record <= files.last; ++record)
      for (std::size_t k = 0; k < values.size(); ++k) values[k] += rows[record][k];
    return values;
  }
  if (!change) return values;
  const bool percent = !is_intensive(panel.quantity.table.unit);
  for (std::size_t k = 0; k < values.size(); ++k) {
    const double start = rows[files.first][k];
    values[k] -= start;
    if (percent) values[k] = start == 0 ? kUnknown : 100 * values[k] / std::abs(start);
  }
  return values;
}

std::vector<double> mean_values(const PlottedFiles& files, const PlottedPanel& panel, bool change) {
  const PlottedScenario& scenario = files.scenarios[0];
  std::vector<std::vector<double>> by_city(panel.quantity.table.keys.size());
  for (std::size_t k = 0; k < scenario.runs.size(); ++k) {
    std::vector<double> values = values_of_run(files, panel, scenario.runs[k], change);
    if (!scenario.bases.empty()) {
      const std::vector<double> base = values_of_run(files, panel, scenario.bases[k], change);
      for (std::size_t city = 0; city < values.size(); ++city) values[city] -= base[city];
    }
    for (std::size_t city = 0; city < values.size(); ++city) by_city[city].push_back(values[city]);
  }
  std::vector<double> means;
  for (const std::vector<double>& one : by_city) means.push_back(estimate(one).mean);
  return means;
}

double largest_size(const std::vector<double>& values) {
  double largest = 0;
  for (const double value : values)
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  return largest;
}

std::string date_of(const PlottedFiles& files, std::size_t record) {
  return short_date(to_text(files.heads.files[0].dates[record]));
}

std::string legend_title(Language language, const std::string& name, const std::string& unit,
                         const std::string& when, const std::string& measure) {
  const bool zh = language == Language::zh;
  std::string what = name;
  if (measure == "change" || measure == "percent")
    what = zh ? name + "变化" : "Change of " + lower_first(name);
  if (measure == "difference") what = zh ? name + "之差" : "Difference of " + lower_first(name);
  return with_unit(language, what, unit) + (zh ? "，" : ", ") + when;
}

MapValues map_values(const PlottedFiles& files, const PlottedPanel& panel, bool change, Language language) {
  const ComparedTable& table = panel.quantity.table;
  MapValues map;
  map.values = mean_values(files, panel, change);
  const bool of_change = change && !table.summed;
  const bool difference = !files.scenarios[0].bases.empty();
  map.about_zero = of_change || difference;
  map.measure = table.summed ? "sum" : "level";
  if (of_change) map.measure = is_intensive(table.unit) ? "change" : "percent";
  ShownUnit unit{1, "%"};
  if (map.measure != "percent") unit = shown_unit(language, table.unit, largest_size(map.values));
  if (difference) map.measure = "difference";
  for (double& value : map.values) value *= unit.factor;
  map.unit = unit.text;
  const std::string to = date_of(files, files.last);
  const std::string when = of_change || table.summed ? date_of(files, files.first) + "\xE2\x80\x93" + to : to;
  map.title = legend_title(language, panel_name(language, table.panel), map.unit, when, map.measure);
  return map;
}

// Cities whose names are told: those picked, or all, the largest first.
std::vector<std::size_t> order_of_names(const MapValues& map, const std::vector<Key>& cities,
                                        const FigureStyle& style) {
  if (!style.pick.empty()) return picked_keys(cities, style.pick);
  std::vector<std::size_t> order;
  for (std::size_t k = 0; k < map.values.size(); ++k)
    if (std::isfinite(map.values[k])) order.push_back(k);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::abs(map.values[a]) > std::abs(map.values[b]);
  });
  return order;
}

std::string fill_of(const Classes& classes, double value) {
  return std::isfinite(value) ? classes.colours[classes.of(value)] : kNotKnownColour;
}

void draw_cities(Drawing& drawing, const MapFrame& frame, const Geography& geography, const MapValues& map,
                 const Classes& classes, const std::vector<Key>& cities) {
  drawing.open_group({{"class", "cities"}});
  for (std::size_t k = 0; k < cities.size(); ++k) {
    const Facts facts{{"data-city", shown(cities[k].label, 200)}, {"data-value", exact(map.values[k])}};
    const std::string fill = fill_of(classes, map.values[k]);
    const CityPlace& place = geography.cities[k];
    if (!place.outline.empty())
      drawing.area(frame.at(place.outline), fill, {"#ffffff", .4, ""}, 1, facts);
    else if (place.seat)
      drawing.circle(frame.at(*place.seat), kDot, fill, {kInk, .4, ""}, facts);
  }
  drawing.close_group();
}

void draw_names(Drawing& drawing, const MapFrame& frame, const Geography& geography, const MapValues& map,
                const std::vector<Key>& cities, const FigureStyle& style) {
  Names names{frame};
  for (const CityPlace& city : geography.cities)
    if (city.outline.empty() && city.seat) names.keep_off(frame.at(*city.seat), kDot);
  std::size_t left = style.pick.empty() ? style.top.value_or(kNames) : cities.size();
  for (const std::size_t k : order_of_names(map, cities, style)) {
    if (left == 0) break;
    const std::optional<Point> middle = geography.middle(k);
    if (!middle) continue;
    const double around = geography.cities[k].outline.empty() ? kDot : 0;
    names.place(drawing, frame.at(*middle), around, shown(key_name(style.language, cities[k]), kNameColumns));
    --left;
  }
}

// A bar of the classes with their bounds below, and a box for what is not known. Returns where it ends.
double draw_legend(Drawing& drawing, const MapValues& map, const Classes& classes, double top, double width,
                   Language language) {
  const auto columns = static_cast<std::size_t>(width / text_width("x", kTextSize));
  for (const std::string& line : wrapped(shown(map.title, 3 * columns), columns)) {
    top += kTextSize + 1;
    drawing.text({kMargin, top}, line);
  }
  top += 3;
  const bool lacking =
      std::any_of(map.values.begin(), map.values.end(), [](double value) { return !std::isfinite(value); });
  const double bar = std::min(width * (lacking ? .75 : 1), 260.0);
  const double part = bar / static_cast<double>(classes.colours.size());
  for (std::size_t k = 0; k < classes.colours.size(); ++k) {
    drawing.rectangle({kMargin + part * static_cast<double>(k), top}, part, 7, classes.colours[k],
                      {"#ffffff", .4, ""}, {{"class", "legend"}});
    if (k == 0) continue;
    drawing.text({kMargin + part * static_cast<double>(k), top + 7 + kSmallTextSize},
                 rounded_text(classes.bounds[k - 1], 3), {Anchor::middle, kSmallTextSize, kInk, false, 0});
  }
  if (lacking) {
    drawing.rectangle({kMargin + bar + 6, top}, 10, 7, kNotKnownColour, {kInk, .3, ""});
    drawing.text({kMargin + bar + 19, top + 6.2}, language == Language::zh ? "未知" : "not known",
                 {Anchor::start, kSmallTextSize, kInk, false, 0});
  }
  return top + 7 + kSmallTextSize + 3;
}

FigureFacts facts_of(const PlottedFiles& files, const PlottedPanel& panel, const MapValues& map,
                     Language language) {
  FigureFacts facts;
  facts.what = "map";
  facts.title = files.scenarios[0].name + (language == Language::zh ? "：" : ": ") + map.title;
  facts.description = panel.quantity.panel.meaning;
  facts.panel = panel.quantity.table.panel;
  facts.unit = map.unit;
  facts.by = "city";
  facts.measure = map.measure;
  facts.to = to_text(files.heads.files[0].dates[files.last]);
  facts.from = map.measure == "level" ? facts.to : to_text(files.heads.files[0].dates[files.first]);
  return facts;
}

}  // namespace

std::string draw_map(const PlottedFiles& files, const PlottedPanel& panel, const Geography& geography,
                     bool change, const FigureStyle& style) {
  require_one_scenario(files, "a map");
  require_places(geography, files);
  const std::vector<Key>& cities = panel.quantity.table.keys;
  const MapValues map = map_values(files, panel, change, style.language);
  const Classes classes = map.about_zero ? change_classes(map.values) : level_classes(map.values);
  const double width = style.width * kPointsAMillimetre;
  const double inner = width - 2 * kMargin;
  const MapFrame frame{geography, {kMargin, kMargin}, inner, 1.15 * inner};
  Drawing drawing;
  draw_cities(drawing, frame, geography, map, classes, cities);
  draw_names(drawing, frame, geography, map, cities, style);
  const double below = kMargin + frame.height() + kSmallTextSize + 2;
  draw_scale_bar(drawing, frame, {width - kMargin, below});
  const double end = draw_legend(drawing, map, classes, below + 1, inner, style.language);
  const FigureFacts facts = facts_of(files, panel, map, style.language);
  return drawing.svg(width, end, style.language == Language::zh ? "zh" : "en",
                     head_elements(facts, files, style.language));
}

}  // namespace yanzhen::tools::plot
