#include "tools/plot/drawing.hpp"

#include <fmt/format.h>

#include <cmath>

#include "tools/plot/paper_text.hpp"

namespace yanzhen::tools::plot {
namespace {

// Named, not embedded: readers have one of these. Latin first, for its figures are narrower.
constexpr const char* kFonts =
    "Helvetica, Arial, 'Liberation Sans', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', "
    "'Microsoft "
    "YaHei', 'DejaVu Sans', sans-serif";

std::string attributes(const Facts& facts) {
  std::string text;
  for (const auto& fact : facts) text += fmt::format(" {}=\"{}\"", fact.first, escaped(fact.second));
  return text;
}

std::string strokes(const Stroke& stroke) {
  if (stroke.width <= 0) return "";
  const std::string dash = stroke.dash.empty() ? "" : fmt::format(" stroke-dasharray=\"{}\"", stroke.dash);
  return fmt::format(" stroke=\"{}\" stroke-width=\"{}\"{}", stroke.colour, coordinate(stroke.width), dash);
}

std::string pair_of(Point point) { return coordinate(point.x) + "," + coordinate(point.y); }

bool is_finite(Point point) { return std::isfinite(point.x) && std::isfinite(point.y); }

std::string ring_path(const std::vector<Point>& ring) {
  std::string path;
  std::string last;
  for (const Point& point : ring) {
    const std::string pair = pair_of(point);
    if (pair == last) continue;  // nearer than a hundredth of a point
    path += (path.empty() ? "M" : " ") + pair;
    last = pair;
  }
  return path + "Z";
}

const char* to_word(Anchor anchor) {
  if (anchor == Anchor::middle) return "middle";
  return anchor == Anchor::end ? "end" : "start";
}

}  // namespace

std::string coordinate(double number) {
  std::string text = fmt::format("{:.2f}", number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string exact(double number) { return std::isnan(number) ? "nan" : fmt::format("{}", number); }

void Drawing::line(std::span<const Point> points, const Stroke& stroke, const Facts& facts) {
  std::string path;
  bool broken = true;
  for (const Point& point : points) {
    if (is_finite(point)) path += (broken ? "M" : " ") + pair_of(point);
    broken = !is_finite(point);
  }
  if (path.empty()) return;
  body_ += fmt::format("<path fill=\"none\"{} d=\"{}\"{}/>\n", strokes(stroke), path, attributes(facts));
}

void Drawing::area(const std::vector<std::vector<Point>>& rings, const std::string& fill, const Stroke& rim,
                   double opacity, const Facts& facts) {
  std::string path;
  for (const std::vector<Point>& ring : rings) path += ring_path(ring);
  const std::string see_through = opacity < 1 ? fmt::format(" fill-opacity=\"{}\"", coordinate(opacity)) : "";
  body_ += fmt::format("<path fill=\"{}\"{} fill-rule=\"evenodd\"{} d=\"{}\"{}/>\n", fill, see_through,
                       strokes(rim), path, attributes(facts));
}

void Drawing::rectangle(Point corner, double width, double height, const std::string& fill, const Stroke& rim,
                        const Facts& facts) {
  body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"{}{}/>\n",
                       coordinate(corner.x), coordinate(corner.y), coordinate(width), coordinate(height),
                       fill, strokes(rim), attributes(facts));
}

void Drawing::circle(Point centre, double radius, const std::string& fill, const Stroke& rim,
                     const Facts& facts) {
  body_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"{}{}/>\n", coordinate(centre.x),
                       coordinate(centre.y), coordinate(radius), fill, strokes(rim), attributes(facts));
}

void Drawing::curve(Point from, Point bend, Point to, const Stroke& stroke, const Facts& facts) {
  body_ += fmt::format("<path fill=\"none\"{} d=\"M{} Q{} {}\"{}/>\n", strokes(stroke), pair_of(from),
                       pair_of(bend), pair_of(to), attributes(facts));
}

void Drawing::text(Point at, std::string_view words, const TextStyle& style) {
  const std::string halo = style.halo ? " stroke=\"#ffffff\" stroke-width=\"1.6\" stroke-linejoin=\"round\" "
                                        "paint-order=\"stroke\""
                                      : "";
  const std::string turn = style.turned == 0
                               ? ""
                               : fmt::format(" transform=\"rotate({} {} {})\"", coordinate(style.turned),
                                             coordinate(at.x), coordinate(at.y));
  body_ +=
      fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" font-size=\"{}\" fill=\"{}\"{}{}>{}</text>\n",
                  coordinate(at.x), coordinate(at.y), to_word(style.anchor), coordinate(style.size),
                  style.colour, halo, turn, escaped(words));
}

void Drawing::open_group(const Facts& facts) { body_ += fmt::format("<g{}>\n", attributes(facts)); }

void Drawing::close_group() { body_ += "</g>\n"; }

std::string Drawing::svg(double width, double height, const std::string& language,
                         const std::string& head) const {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}mm\" height=\"{}mm\" viewBox=\"0 0 {} {}\" "
      "xml:lang=\"{}\" font-family=\"{}\" role=\"img\" aria-labelledby=\"title desc\">\n{}"
      "<rect width=\"{}\" height=\"{}\" fill=\"#ffffff\"/>\n"
      "<g stroke-linejoin=\"round\">\n{}</g>\n</svg>\n",
      coordinate(width / kPointsAMillimetre), coordinate(height / kPointsAMillimetre), coordinate(width),
      coordinate(height), language, kFonts, head, coordinate(width), coordinate(height), body_);
}

}  // namespace yanzhen::tools::plot
