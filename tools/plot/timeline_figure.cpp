#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/clock.hpp"
#include "tools/command.hpp"
#include "tools/plot/figures.hpp"
#include "tools/plot/paper_text.hpp"
#include "tools/plot/provenance.hpp"
#include "tools/plot/scales.hpp"

namespace yanzhen::tools::plot {
namespace {

constexpr double kMargin = 4;
constexpr double kRow = 10.5;  // of a legend
constexpr double kTick = 2.5;
constexpr std::size_t kLines = 7;  // as many as there are colours
constexpr double kLabelPart = .3;  // of the width that labels may take

// A line to be: a scenario and a key, in the unit of the axis.
struct Curve {
  std::size_t scenario = 0;
  std::size_t key = 0;
  std::string colour;
  std::string dash;
  std::vector<Estimate> values;  // of each record that is shown
};

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void hold(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

// Where the axes lie, and what they are of.
struct Axes {
  double left, right, top, bottom;
  std::vector<double> x_ticks, y_ticks;
  double x_low, x_high;

  [[nodiscard]] double x(double year) const {
    return left + (year - x_low) / (x_high - x_low) * (right - left);
  }
  [[nodiscard]] double y(double value) const {
    return bottom - (value - y_ticks.front()) / (y_ticks.back() - y_ticks.front()) * (bottom - top);
  }
};

struct Timeline {
  std::vector<double> years;  // of the records that are shown
  std::vector<Curve> curves;
  std::vector<std::size_t> keys;
  ShownUnit unit;
  std::size_t first = 0;  // record
};

// A flow has nothing to say at the start of a run.
std::size_t first_record(const PlottedFiles& files, const PlottedPanel& panel) {
  const bool nothing_yet =
      panel.quantity.panel.group == PanelGroup::flow && files.first == 0 && files.last > 0;
  return nothing_yet ? 1 : files.first;
}

std::vector<std::size_t> largest_keys(const PlottedFiles& files, const PlottedPanel& panel,
                                      std::size_t most) {
  std::vector<double> sizes;
  for (std::size_t key = 0; key < panel.quantity.table.keys.size(); ++key) {
    const double mean = panel.at(files.scenarios[0], files.last, key).mean;
    sizes.push_back(std::isfinite(mean) ? std::abs(mean) : -1);
  }
  std::vector<std::size_t> order(sizes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return sizes[a] > sizes[b]; });
  order.resize(std::min(order.size(), most));
  return order;
}

std::vector<std::size_t> keys_of(const PlottedFiles& files, const PlottedPanel& panel,
                                 const FigureStyle& style) {
  if (!style.pick.empty()) return picked_keys(panel.quantity.table.keys, style.pick);
  const std::size_t usual = files.scenarios.size() == 1 ? kLines : 3;
  return largest_keys(files, panel, style.top.value_or(usual));
}

// Colours tell keys apart, and dashes scenarios; where there is one key, both tell scenarios apart.
Curve curve_of(const PlottedFiles& files, const Timeline& timeline, std::size_t scenario, std::size_t place) {
  Curve curve;
  curve.scenario = scenario;
  curve.key = timeline.keys[place];
  curve.colour = line_colour(timeline.keys.size() > 1 ? place : scenario);
  if (files.scenarios.size() > 1) curve.dash = line_dash(scenario);
  return curve;
}

double largest_of(const Curve& curve) {
  double largest = 0;
  for (const Estimate& one : curve.values)
    for (const double number : {one.mean, one.low, one.high})
      if (std::isfinite(number)) largest = std::max(largest, std::abs(number));
  return largest;
}

Timeline timeline_of(const PlottedFiles& files, const PlottedPanel& panel, const FigureStyle& style) {
  Timeline timeline;
  timeline.first = first_record(files, panel);
  for (std::size_t record = timeline.first; record <= files.last; ++record)
    timeline.years.push_back(decimal_year(files.heads.files[0].dates[record]));
  timeline.keys = keys_of(files, panel, style);
  double largest = 0;
  for (std::size_t scenario = 0; scenario < files.scenarios.size(); ++scenario) {
    for (std::size_t place = 0; place < timeline.keys.size(); ++place) {
      Curve curve = curve_of(files, timeline, scenario, place);
      for (std::size_t record = timeline.first; record <= files.last; ++record)
        curve.values.push_back(panel.at(files.scenarios[scenario], record, curve.key));
      largest = std::max(largest, largest_of(curve));
      timeline.curves.push_back(std::move(curve));
    }
  }
  timeline.unit = shown_unit(style.language, panel.quantity.table.unit, largest);
  for (Curve& curve : timeline.curves)
    for (Estimate& one : curve.values)
      for (double* const number : {&one.mean, &one.low, &one.high}) *number *= timeline.unit.factor;
  return timeline;
}

std::vector<double> value_ticks(const Timeline& timeline) {
  Range range;
  for (const Curve& curve : timeline.curves)
    for (const Estimate& one : curve.values)
      for (const double number : {one.mean, one.low, one.high}) range.hold(number);
  if (range.low > range.high)
    throw UsageError{"nothing of the panel is known in these records, so there is nothing to draw"};
  if (range.low > 0 && range.low < .5 * range.high) range.low = 0;
  return round_ticks(range.low, range.high, 6);
}

std::vector<double> year_ticks(double first, double last, std::size_t most) {
  std::vector<double> ticks;
  for (const double tick : round_ticks(first, last, most))
    if (tick >= first - 1e-9 && tick <= last + 1e-9) ticks.push_back(tick);
  return ticks;
}

// A year, or year and month where ticks are less than a year apart.
std::string year_text(double tick, double step) {
  if (step >= 1) return fmt::format("{:.0f}", tick);
  const auto months = static_cast<std::int64_t>(std::floor(tick * 12 + .5));
  return fmt::format("{}-{:02}", months / 12, months % 12 + 1);
}

// The last value of a curve that is known, and when.
std::optional<Point> end_of(const Curve& curve, const std::vector<double>& years) {
  for (std::size_t k = curve.values.size(); k-- > 0;)
    if (std::isfinite(curve.values[k].mean)) return Point{years[k], curve.values[k].mean};
  return std::nullopt;
}

std::string label_of(const PlottedPanel& panel, std::size_t key, double width, Language language) {
  const auto columns = static_cast<std::size_t>(kLabelPart * width / text_width("x", kSmallTextSize));
  return shown(key_name(language, panel.quantity.table.keys[key]), columns);
}

bool has_labels(const Timeline& timeline, const PlottedPanel& panel) {
  return panel.quantity.table.by != By::index && !timeline.keys.empty();
}

double label_room(const Timeline& timeline, const PlottedPanel& panel, double width, Language language) {
  double room = 0;
  for (const std::size_t key : timeline.keys)
    room = std::max(room, text_width(label_of(panel, key, width, language), kSmallTextSize));
  return has_labels(timeline, panel) ? room + 8 : 6;
}

void draw_axes(Drawing& drawing, const Axes& axes) {
  const Stroke thin{kInk, .5, ""};
  const std::array<Point, 3> frame{Point{axes.left, axes.top}, Point{axes.left, axes.bottom},
                                   Point{axes.right, axes.bottom}};
  drawing.line(frame, thin);
  const double y_step = axes.y_ticks[1] - axes.y_ticks[0];
  for (const double tick : axes.y_ticks) {
    const double y = axes.y(tick);
    drawing.line(std::array<Point, 2>{Point{axes.left - kTick, y}, Point{axes.left, y}}, thin,
                 {{"class", "y-tick"}, {"data-value", exact(tick)}});
    drawing.text({axes.left - kTick - 1.5, y + .35 * kTextSize}, tick_text(tick, y_step), {Anchor::end});
    if (tick == 0 && axes.y_ticks.front() < 0)
      drawing.line(std::array<Point, 2>{Point{axes.left, y}, Point{axes.right, y}}, {"#999999", .4, ""});
  }
  const double x_step = axes.x_ticks.size() > 1 ? axes.x_ticks[1] - axes.x_ticks[0] : 1;
  for (const double tick : axes.x_ticks) {
    const double x = axes.x(tick);
    drawing.line(std::array<Point, 2>{Point{x, axes.bottom}, Point{x, axes.bottom + kTick}}, thin,
                 {{"class", "x-tick"}, {"data-value", exact(tick)}});
    drawing.text({x, axes.bottom + kTick + kTextSize + .5}, year_text(tick, x_step), {Anchor::middle});
  }
}

// Where both ends of the interval are known: there and back again.
void draw_band(Drawing& drawing, const Curve& curve, const Timeline& timeline, const Axes& axes,
               const Facts& facts) {
  std::vector<Point> ring;
  std::vector<Point> back;
  for (std::size_t k = 0; k < curve.values.size(); ++k) {
    const Estimate& one = curve.values[k];
    if (!std::isfinite(one.low) || !std::isfinite(one.high)) continue;
    ring.push_back({axes.x(timeline.years[k]), axes.y(one.high)});
    back.push_back({axes.x(timeline.years[k]), axes.y(one.low)});
  }
  if (ring.size() < 2) return;
  ring.insert(ring.end(), back.rbegin(), back.rend());
  drawing.area({ring}, curve.colour, {"", 0, ""}, .2, facts);
}

void draw_curve(Drawing& drawing, const Curve& curve, const Timeline& timeline, const Axes& axes,
                const Facts& facts) {
  std::vector<Point> points;
  for (std::size_t k = 0; k < curve.values.size(); ++k)
    points.push_back({axes.x(timeline.years[k]), axes.y(curve.values[k].mean)});
  drawing.line(points, {curve.colour, 1.1, curve.dash}, facts);
}

void draw_curves(Drawing& drawing, const PlottedFiles& files, const PlottedPanel& panel,
                 const Timeline& timeline, const Axes& axes) {
  const auto facts = [&](const Curve& curve, const char* what) {
    return Facts{{"class", what},
                 {"data-scenario", shown(files.scenarios[curve.scenario].name, 200)},
                 {"data-key", shown(panel.quantity.table.keys[curve.key].label, 200)}};
  };
  for (const Curve& curve : timeline.curves) draw_band(drawing, curve, timeline, axes, facts(curve, "band"));
  for (const Curve& curve : timeline.curves) draw_curve(drawing, curve, timeline, axes, facts(curve, "line"));
}

struct Label {
  Point end;  // of its line
  double y;   // where it stands
  std::string text;
  std::string colour;
};

// Pushes labels apart that would lie on each other, down and then up from the lower end.
void spread_labels(std::vector<Label>& labels, double bottom) {
  constexpr double kApart = kSmallTextSize + 1;
  std::stable_sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.y < b.y; });
  for (std::size_t k = 1; k < labels.size(); ++k)
    labels[k].y = std::max(labels[k].y, labels[k - 1].y + kApart);
  double most = bottom;
  for (std::size_t k = labels.size(); k-- > 0; most -= kApart) labels[k].y = std::min(labels[k].y, most);
}

void draw_labels(Drawing& drawing, const PlottedPanel& panel, const Timeline& timeline, const Axes& axes,
                 double width, Language language) {
  std::vector<Label> labels;
  for (const Curve& curve : timeline.curves) {
    const std::optional<Point> end = end_of(curve, timeline.years);
    if (curve.scenario != 0 || !end) continue;
    const Point on_paper{axes.x(end->x), axes.y(end->y)};
    const bool many = timeline.keys.size() > 1;
    labels.push_back(
        {on_paper, on_paper.y, label_of(panel, curve.key, width, language), many ? curve.colour : kInk});
  }
  spread_labels(labels, axes.bottom);
  for (const Label& label : labels) {
    const std::array<Point, 2> leader{Point{label.end.x + 1, label.end.y}, Point{axes.right + 5, label.y}};
    if (std::abs(label.y - label.end.y) > 1) drawing.line(leader, {label.colour, .35, ""});
    drawing.text({axes.right + 6, label.y + .35 * kSmallTextSize}, label.text,
                 {Anchor::start, kSmallTextSize, label.colour, false, 0});
  }
}

std::string runs_text(const PlottedScenario& scenario, Language language) {
  const std::size_t n = scenario.runs.size();
  if (n < 2) return "";
  if (!scenario.bases.empty())
    return language == Language::zh ? fmt::format("{} 对种子，95% 区间", n)
                                    : fmt::format("{} pairs, 95 % interval", n);
  return language == Language::zh ? fmt::format("{} 次运行，95% 区间", n)
                                  : fmt::format("{} runs, 95 % interval", n);
}

// What a row of the legend says of a scenario. The name gives way to the runs where there is little room.
std::string legend_row(const PlottedScenario& scenario, bool named, std::size_t columns, Language language) {
  const std::string runs = runs_text(scenario, language);
  if (!named) return runs;
  const bool zh = language == Language::zh;
  const std::string tail = runs.empty() ? "" : (zh ? "（" : " (") + runs + (zh ? "）" : ")");
  const std::size_t taken =
      static_cast<std::size_t>(text_width(tail, kTextSize) / text_width("x", kTextSize));
  return shown(scenario.name, columns > taken + 10 ? columns - taken : 10) + tail;
}

// Rows that tell scenarios and runs; nothing for a single run. Returns where they end.
double draw_legend(Drawing& drawing, const PlottedFiles& files, const Timeline& timeline, double top,
                   double width, Language language) {
  const bool named = files.scenarios.size() > 1 || !files.scenarios[0].bases.empty();
  const auto columns = static_cast<std::size_t>((width - 26) / text_width("x", kTextSize));
  for (std::size_t scenario = 0; scenario < files.scenarios.size(); ++scenario) {
    const std::string row = legend_row(files.scenarios[scenario], named, columns, language);
    if (row.empty()) continue;
    top += kRow;
    const std::string colour = timeline.keys.size() > 1 ? kInk : line_colour(scenario);
    const std::string dash = files.scenarios.size() > 1 ? line_dash(scenario) : "";
    const double y = top - .35 * kTextSize;
    if (files.scenarios[scenario].runs.size() > 1)
      drawing.rectangle({kMargin, y - 3}, 18, 6, timeline.keys.size() > 1 ? "#d3d3d3" : tint(colour),
                        {"", 0, ""});
    drawing.line(std::array<Point, 2>{Point{kMargin, y}, Point{kMargin + 18, y}}, {colour, 1.1, dash});
    drawing.text({kMargin + 22, top}, row);
  }
  return top;
}

std::string axis_title(const PlottedFiles& files, const PlottedPanel& panel, const Timeline& timeline,
                       Language language) {
  const bool zh = language == Language::zh;
  std::string name = panel_name(language, panel.quantity.table.panel);
  if (!files.scenarios[0].bases.empty()) name = zh ? name + "之差" : "Difference of " + lower_first(name);
  return with_unit(language, name, timeline.unit.text);
}

Axes axes_of(const Timeline& timeline, const PlottedPanel& panel, double top, double width, double height,
             Language language) {
  Axes axes;
  axes.y_ticks = value_ticks(timeline);
  const double step = axes.y_ticks[1] - axes.y_ticks[0];
  double room = 0;
  for (const double tick : axes.y_ticks) room = std::max(room, text_width(tick_text(tick, step), kTextSize));
  axes.left = kMargin + room + kTick + 1.5;
  axes.right = width - kMargin - label_room(timeline, panel, width, language);
  axes.top = top;
  axes.bottom = top + height;
  axes.x_low = timeline.years.front();
  axes.x_high = timeline.years.size() > 1 ? timeline.years.back() : axes.x_low + 1;
  const auto most = static_cast<std::size_t>(std::max(2.0, (axes.right - axes.left) / 34));
  axes.x_ticks = year_ticks(axes.x_low, axes.x_high, most);
  return axes;
}

FigureFacts facts_of(const PlottedFiles& files, const PlottedPanel& panel, const Timeline& timeline,
                     const std::string& title, Language language) {
  const auto& dates = files.heads.files[0].dates;
  std::string names;
  for (const PlottedScenario& scenario : files.scenarios)
    names += (names.empty() ? "" : language == Language::zh ? "、" : "; ") + shown(scenario.name, 60);
  FigureFacts facts;
  facts.what = "timeline";
  facts.title = names + (language == Language::zh ? "：" : ": ") + title;
  facts.description = panel.quantity.panel.meaning;
  facts.panel = panel.quantity.table.panel;
  facts.unit = timeline.unit.text;
  facts.by = to_word(panel.quantity.table.by);
  facts.from = to_text(dates[timeline.first]);
  facts.to = to_text(dates[files.last]);
  facts.measure = files.scenarios[0].bases.empty() ? "level" : "difference";
  return facts;
}

}  // namespace

std::string draw_timeline(const PlottedFiles& files, const PlottedPanel& panel, const FigureStyle& style) {
  const Timeline timeline = timeline_of(files, panel, style);
  const double width = style.width * kPointsAMillimetre;
  Drawing drawing;
  double top = draw_legend(drawing, files, timeline, kMargin - 2, width - 2 * kMargin, style.language);
  const std::string title = axis_title(files, panel, timeline, style.language);
  top += kTextSize + 3;
  drawing.text({kMargin, top}, shown(title, static_cast<std::size_t>(width / text_width("x", kTextSize))));
  const double height = std::min(.55 * width, 190.0);
  const Axes axes = axes_of(timeline, panel, top + 7, width, height, style.language);
  draw_axes(drawing, axes);
  draw_curves(drawing, files, panel, timeline, axes);
  if (has_labels(timeline, panel)) draw_labels(drawing, panel, timeline, axes, width, style.language);
  const FigureFacts facts = facts_of(files, panel, timeline, title, style.language);
  return drawing.svg(width, axes.bottom + kTick + kTextSize + 5, style.language == Language::zh ? "zh" : "en",
                     head_elements(facts, files, style.language));
}

}  // namespace yanzhen::tools::plot
