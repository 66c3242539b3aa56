#include "tools/plot/map_frame.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "tools/plot/paper_text.hpp"
#include "tools/plot/scales.hpp"

namespace yanzhen::tools::plot {
namespace {

constexpr double kKmPerDegree = 111.2;

struct Bounds {
  double west = std::numeric_limits<double>::infinity();
  double east = -std::numeric_limits<double>::infinity();
  double south = std::numeric_limits<double>::infinity();
  double north = -std::numeric_limits<double>::infinity();

  void hold(Point point) {
    west = std::min(west, point.x);
    east = std::max(east, point.x);
    south = std::min(south, point.y);
    north = std::max(north, point.y);
  }
};

// Without outlines there is a margin for dots and names, and a lone city has some land around it.
Bounds bounds_of(const Geography& geography) {
  Bounds bounds;
  for (const CityPlace& city : geography.cities) {
    for (const Ring& ring : city.outline)
      for (const Point& corner : ring) bounds.hold(corner);
    if (city.outline.empty() && city.seat) bounds.hold(*city.seat);
  }
  const double least = geography.any_outline() ? 1e-3 : .2;
  const double part = geography.any_outline() ? 0 : .12;
  const double aside = std::max(least, part * (bounds.east - bounds.west));
  const double above = std::max(least, part * (bounds.north - bounds.south));
  return {bounds.west - aside, bounds.east + aside, bounds.south - above, bounds.north + above};
}

}  // namespace

MapFrame::MapFrame(const Geography& geography, Point corner, double width, double most_height)
    : corner_{corner}, width_{width} {
  const Bounds bounds = bounds_of(geography);
  west_ = bounds.west;
  north_ = bounds.north;
  shrink_ = std::max(.05, std::cos((bounds.north + bounds.south) / 2 * std::numbers::pi / 180));
  const double km_across = (bounds.east - bounds.west) * shrink_ * kKmPerDegree;
  const double km_down = (bounds.north - bounds.south) * kKmPerDegree;
  scale_ = std::min(width / km_across, most_height / km_down);
  height_ = km_down * scale_;
  left_ = corner.x + (width - km_across * scale_) / 2;
}

Point MapFrame::at(Point degrees) const {
  return {left_ + (degrees.x - west_) * shrink_ * kKmPerDegree * scale_,
          corner_.y + (north_ - degrees.y) * kKmPerDegree * scale_};
}

std::vector<std::vector<Point>> MapFrame::at(const std::vector<Ring>& rings) const {
  std::vector<std::vector<Point>> paper;
  for (const Ring& ring : rings) {
    paper.emplace_back();
    for (const Point& corner : ring) paper.back().push_back(at(corner));
  }
  return paper;
}

void draw_scale_bar(Drawing& drawing, const MapFrame& frame, Point right) {
  const double most = frame.width() / 4 / frame.points_a_km();
  double km = std::pow(10.0, std::floor(std::log10(most)));
  for (const double times : {5.0, 2.0})
    if (times * km <= most) {
      km *= times;
      break;
    }
  const double length = km * frame.points_a_km();
  const std::string label = rounded_text(km, 1) + " km";
  const double bar_right = right.x - text_width(label, kSmallTextSize) - 2;
  const std::array<Point, 4> bar{Point{bar_right - length, right.y - 5},
                                 Point{bar_right - length, right.y - 2}, Point{bar_right, right.y - 2},
                                 Point{bar_right, right.y - 5}};
  drawing.line(bar, {kInk, .6, ""}, {{"class", "scale"}, {"data-km", exact(km)}});
  drawing.text({right.x, right.y}, label, {Anchor::end, kSmallTextSize, kInk, false, 0});
}

bool Names::is_free(const Box& box) const {
  const Point corner = frame_.corner();
  if (box.left < corner.x || box.right > corner.x + frame_.width() || box.top < corner.y ||
      box.bottom > corner.y + frame_.height())
    return false;
  return std::none_of(taken_.begin(), taken_.end(), [&](const Box& other) {
    return box.left < other.right && other.left < box.right && box.top < other.bottom &&
           other.top < box.bottom;
  });
}

void Names::keep_off(Point centre, double radius) {
  taken_.push_back({centre.x - radius, centre.y - radius, centre.x + radius, centre.y + radius});
}

bool Names::place(Drawing& drawing, Point centre, double around, const std::string& name) {
  const double width = text_width(name, kSmallTextSize);
  const double half = kSmallTextSize / 2;
  std::vector<Point> middles;  // where the middle of the name may lie, the best first
  if (around == 0) middles = {centre, {centre.x, centre.y - half}, {centre.x, centre.y + half}};
  const double aside = around + width / 2 + 1;
  const double above = around + half + .5;
  for (const Point& off : {Point{aside, 0}, Point{-aside, 0}, Point{0, -above}, Point{0, above}})
    middles.push_back({centre.x + off.x, centre.y + off.y});
  for (const Point& middle : middles) {
    const Box box{middle.x - width / 2, middle.y - half, middle.x + width / 2, middle.y + half};
    if (!is_free(box)) continue;
    taken_.push_back(box);
    drawing.text({middle.x, middle.y + .35 * kSmallTextSize}, name,
                 {Anchor::middle, kSmallTextSize, "#000000", true, 0});
    return true;
  }
  return false;
}

}  // namespace yanzhen::tools::plot
