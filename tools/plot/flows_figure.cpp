#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "engine/clock.hpp"
#include "io/run_panels.hpp"
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
constexpr std::size_t kArrows = 12;
constexpr double kWidest = 3;  // of an arrow's shaft
constexpr double kDot = 1.3;
constexpr std::size_t kNameColumns = 18;
constexpr const char* kArrowColour = "#0072b2";
constexpr const char* kLinkColour = "#d55e00";
constexpr const char* kLand = "#ececec";

const char* panel_of(FlowOf of) {
  if (of == FlowOf::firms) return "firm_flows";
  return of == FlowOf::talent ? "talent_flows" : "capital_flows";
}

struct Flow {
  std::size_t from = 0;
  std::size_t to = 0;
  double amount = 0;
};

// For each label of an axis of places, which city it is; kNoKey for what is none.
std::vector<std::size_t> cities_of(const std::vector<std::string>& labels, const Dimension& city) {
  std::map<std::string, std::size_t> places;
  for (std::size_t k = 0; k < city.labels.size(); ++k) places[city.labels[k]] = k;
  std::vector<std::size_t> cities;
  for (const std::string& label : labels) {
    const auto place = places.find(label);
    cities.push_back(place == places.end() ? kNoKey : place->second);
  }
  return cities;
}

const Dimension& dimension_of(const Heads& heads, const std::string& name) {
  for (const Dimension& dimension : heads.dimensions)
    if (dimension.name == name) return dimension;
  throw UsageError{fmt::format("{} does not say what its {} is", heads.files[0].run.file, name)};
}

const Panel& find_flows(const Heads& heads, FlowOf of) {
  for (const Panel& panel : heads.panels)
    if (panel.name == panel_of(of) && panel.dimensions.size() >= 2 &&
        panel.dimensions[panel.dimensions.size() - 2] == "origin" && panel.dimensions.back() == "destination")
      return panel;
  throw UsageError{
      fmt::format("{} does not record {} from city to city", heads.files[0].run.file, panel_of(of)),
      "the model may not have it; a scenario records flows with record.flows = true."};
}

// Adds what one run moved; origin and destination are the last two axes.
void add_run(CityFlows& flows, const PlottedFiles& files, const Panel& panel, std::size_t file,
             double weight) {
  const Dimension& city = dimension_of(files.heads, "city");
  const std::vector<std::size_t> from = cities_of(dimension_of(files.heads, "origin").labels, city);
  const std::vector<std::size_t> to = cities_of(dimension_of(files.heads, "destination").labels, city);
  const RunPanels run{files.heads.files[file].run.file};
  if (run.dates().size() <= files.last) throw RunFileError{"a run has lost records while it was read"};
  run.read_rows(panel, files.first + 1, files.last - files.first,
                [&](std::uint64_t, std::span<const double> row) {
                  for (std::size_t i = 0; i < row.size(); ++i) {
                    const std::size_t origin = from[i / to.size() % from.size()];
                    const std::size_t destination = to[i % to.size()];
                    if (origin != kNoKey && destination != kNoKey)
                      flows.amounts[origin][destination] += weight * row[i];
                  }
                });
}

// The largest first; those that touch a picked city, where some are.
std::vector<Flow> largest_flows(const CityFlows& flows, const Geography& geography,
                                const FigureStyle& style) {
  std::vector<Flow> found;
  std::set<std::size_t> picked;
  for (const std::size_t city : picked_keys(flows.cities, style.pick)) picked.insert(city);
  for (std::size_t from = 0; from < flows.amounts.size(); ++from) {
    for (std::size_t to = 0; to < flows.amounts.size(); ++to) {
      const bool wanted = picked.empty() || picked.count(from) + picked.count(to) > 0;
      if (from == to || !(flows.amounts[from][to] > 0) || !wanted) continue;
      if (geography.middle(from) && geography.middle(to))
        found.push_back({from, to, flows.amounts[from][to]});
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Flow& a, const Flow& b) { return a.amount > b.amount; });
  found.resize(std::min(found.size(), style.top.value_or(kArrows)));
  return found;
}

Point towards(Point from, Point to, double length) {
  const double distance = std::hypot(to.x - from.x, to.y - from.y);
  if (distance == 0) return from;
  return {from.x + (to.x - from.x) * length / distance, from.y + (to.y - from.y) * length / distance};
}

// Bent to the right of its way, so that there and back do not lie on each other.
void draw_arrow(Drawing& drawing, Point from, Point to, double width, const Facts& facts) {
  const double distance = std::hypot(to.x - from.x, to.y - from.y);
  if (distance < 1) return;
  const Point bend{(from.x + to.x) / 2 - .16 * (to.y - from.y), (from.y + to.y) / 2 + .16 * (to.x - from.x)};
  const double head = std::min(3.2 + .9 * width, .6 * distance);
  const Point start = towards(from, bend, std::min(kDot, .1 * distance));
  const Point tip = towards(to, bend, std::min(kDot, .1 * distance));
  const Point base = towards(tip, bend, head);
  const double half = head * .42 + .15 * width;
  const Point aside = towards({0, 0}, {-(tip.y - base.y), tip.x - base.x}, half);
  drawing.open_group(facts);
  drawing.curve(start, bend, base, {kArrowColour, width, ""});
  drawing.area({{tip, {base.x + aside.x, base.y + aside.y}, {base.x - aside.x, base.y - aside.y}}},
               kArrowColour, {"#ffffff", .25, ""});
  drawing.close_group();
}

void draw_land(Drawing& drawing, const MapFrame& frame, const Geography& geography) {
  drawing.open_group({{"class", "cities"}});
  for (const CityPlace& city : geography.cities)
    if (!city.outline.empty()) drawing.area(frame.at(city.outline), kLand, {"#ffffff", .5, ""});
  drawing.close_group();
}

double width_of(double amount, double largest) { return std::max(.35, kWidest * amount / largest); }

// Smaller ones later, so that they can be seen on larger ones.
void draw_arrows(Drawing& drawing, const MapFrame& frame, const Geography& geography,
                 const std::vector<Flow>& flows, const std::vector<Key>& cities, double factor) {
  for (const Flow& flow : flows)
    draw_arrow(drawing, frame.at(*geography.middle(flow.from)), frame.at(*geography.middle(flow.to)),
               width_of(flow.amount, flows[0].amount),
               {{"class", "flow"},
                {"data-from", shown(cities[flow.from].label, 200)},
                {"data-to", shown(cities[flow.to].label, 200)},
                {"data-value", exact(flow.amount * factor)}});
}

// Links that are there by the last record.
std::vector<EnclaveLink> links_until(const Geography& geography, const std::string& last) {
  std::vector<EnclaveLink> links;
  for (const EnclaveLink& link : geography.links)
    if (link.start <= last && geography.middle(link.origin) && geography.middle(link.host))
      links.push_back(link);
  return links;
}

void draw_links(Drawing& drawing, const MapFrame& frame, const Geography& geography,
                const std::vector<EnclaveLink>& links) {
  for (const EnclaveLink& link : links)
    drawing.line(std::array<Point, 2>{frame.at(*geography.middle(link.origin)),
                                      frame.at(*geography.middle(link.host))},
                 {kLinkColour, 1.2, "3 1.5"}, {{"class", "enclave"}, {"data-name", shown(link.name, 200)}});
}

// Dots and names of the cities that arrows or links touch, those with the largest flows first.
void draw_touched(Drawing& drawing, const MapFrame& frame, const Geography& geography,
                  const std::vector<Flow>& flows, const std::vector<EnclaveLink>& links,
                  const std::vector<Key>& cities, Language language) {
  std::vector<std::size_t> touched;
  const auto touch = [&](std::size_t city) {
    if (std::find(touched.begin(), touched.end(), city) == touched.end()) touched.push_back(city);
  };
  for (const EnclaveLink& link : links) {
    touch(link.origin);
    touch(link.host);
  }
  for (const Flow& flow : flows) {
    touch(flow.from);
    touch(flow.to);
  }
  Names names{frame};
  for (std::size_t city = 0; city < cities.size(); ++city) {
    const std::optional<Point> middle = geography.middle(city);
    const bool is_touched = std::find(touched.begin(), touched.end(), city) != touched.end();
    if (!middle || (!is_touched && !geography.cities[city].outline.empty())) continue;
    drawing.circle(frame.at(*middle), kDot, is_touched ? kInk : "#bbbbbb", {"#ffffff", .3, ""});
    if (is_touched) names.keep_off(frame.at(*middle), kDot);
  }
  for (const std::size_t city : touched)
    names.place(drawing, frame.at(*geography.middle(city)), kDot + .7,
                shown(key_name(language, cities[city]), kNameColumns));
}

// Round amounts whose widths the legend shows: the largest, about half and about a fifth of it.
std::vector<double> sample_amounts(double largest) {
  std::vector<double> samples;
  for (const double part : {1.0, .5, .2}) {
    const double ten = std::pow(10.0, std::floor(std::log10(largest * part)));
    double round = ten;
    for (const double times : {5.0, 2.0})
      if (times * ten <= largest * part * (1 + 1e-9)) {
        round = times * ten;
        break;
      }
    if (samples.empty() || round < samples.back()) samples.push_back(round);
  }
  return samples;
}

struct FlowsLegend {
  std::string title;
  double largest = 0;  // in the unit of the legend
  bool links = false;
};

double draw_legend(Drawing& drawing, const FlowsLegend& legend, double top, double width, Language language) {
  const auto columns = static_cast<std::size_t>(width / text_width("x", kTextSize));
  for (const std::string& line : wrapped(shown(legend.title, 3 * columns), columns)) {
    top += kTextSize + 1;
    drawing.text({kMargin, top}, line);
  }
  top += 9;
  double left = kMargin;
  const auto entry = [&](const Stroke& stroke, const std::string& words, const Facts& facts) {
    const double length = 20 + text_width(words, kSmallTextSize) + 10;
    if (left > kMargin && left + length > kMargin + width) {
      left = kMargin;
      top += 9;
    }
    drawing.line(std::array<Point, 2>{Point{left, top - 2.5}, Point{left + 16, top - 2.5}}, stroke, facts);
    drawing.text({left + 19, top}, words, {Anchor::start, kSmallTextSize, kInk, false, 0});
    left += length;
  };
  if (legend.largest > 0)
    for (const double amount : sample_amounts(legend.largest))
      entry({kArrowColour, width_of(amount, legend.largest), ""}, rounded_text(amount, 2),
            {{"class", "legend"}, {"data-value", exact(amount)}});
  if (legend.links)
    entry({kLinkColour, 1.2, "3 1.5"},
          language == Language::zh ? "飞地：飞出地与飞入地" : "enclave: origin and host", {});
  return top + 5;
}

std::string what_moved(FlowOf of, Language language) {
  const bool zh = language == Language::zh;
  if (of == FlowOf::firms) return zh ? "跨市迁移企业" : "Firms that moved between cities";
  if (of == FlowOf::talent) return zh ? "跨市迁移人口" : "People who moved between cities";
  return zh ? "跨市流动资本" : "Capital that moved between cities";
}

std::string legend_title(const PlottedFiles& files, FlowOf of, const std::string& unit, Language language) {
  const auto& dates = files.heads.files[0].dates;
  return with_unit(language, what_moved(of, language), unit) + (language == Language::zh ? "，" : ", ") +
         short_date(to_text(dates[files.first])) + "\xE2\x80\x93" + short_date(to_text(dates[files.last]));
}

FigureFacts facts_of(const PlottedFiles& files, const CityFlows& flows, const std::string& title,
                     const std::string& unit, Language language) {
  const auto& dates = files.heads.files[0].dates;
  FigureFacts facts;
  facts.what = "flows";
  facts.title = files.scenarios[0].name + (language == Language::zh ? "：" : ": ") + title;
  facts.description = what_moved(flows.of, language);
  facts.panel = flows.panel;
  facts.unit = unit;
  facts.by = "origin and destination";
  facts.measure = "sum";
  facts.from = to_text(dates[files.first]);
  facts.to = to_text(dates[files.last]);
  return facts;
}

}  // namespace

CityFlows read_flows(const PlottedFiles& files, FlowOf of) {
  require_one_scenario(files, "a map of flows");
  const Panel& panel = find_flows(files.heads, of);
  const std::size_t n = dimension_of(files.heads, "city").labels.size();
  CityFlows flows;
  flows.of = of;
  flows.panel = panel.name;
  flows.unit = panel.unit;
  flows.cities = city_keys(files.heads);
  flows.amounts.assign(n, std::vector<double>(n, 0.0));
  const std::vector<std::size_t>& runs = files.scenarios[0].runs;
  for (const std::size_t run : runs) add_run(flows, files, panel, run, 1 / static_cast<double>(runs.size()));
  return flows;
}

std::string draw_flows(const PlottedFiles& files, const CityFlows& flows, const Geography& geography,
                       const FigureStyle& style) {
  require_places(geography, files);
  const std::vector<Flow> largest = largest_flows(flows, geography, style);
  const double most = largest.empty() ? 0 : largest[0].amount;
  const ShownUnit unit = shown_unit(style.language, flows.unit, most);
  const std::vector<EnclaveLink> links =
      links_until(geography, to_text(files.heads.files[0].dates[files.last]));
  const double width = style.width * kPointsAMillimetre;
  const double inner = width - 2 * kMargin;
  const MapFrame frame{geography, {kMargin, kMargin}, inner, 1.15 * inner};
  Drawing drawing;
  draw_land(drawing, frame, geography);
  draw_arrows(drawing, frame, geography, largest, flows.cities, unit.factor);
  draw_links(drawing, frame, geography, links);
  draw_touched(drawing, frame, geography, largest, links, flows.cities, style.language);
  const double below = kMargin + frame.height() + kSmallTextSize + 2;
  draw_scale_bar(drawing, frame, {width - kMargin, below});
  const std::string title = legend_title(files, flows.of, unit.text, style.language);
  const double end =
      draw_legend(drawing, {title, most * unit.factor, !links.empty()}, below + 1, inner, style.language);
  const FigureFacts facts = facts_of(files, flows, title, unit.text, style.language);
  return drawing.svg(width, end, style.language == Language::zh ? "zh" : "en",
                     head_elements(facts, files, style.language));
}

}  // namespace yanzhen::tools::plot
