#pragma once
//! \file  A map on paper: the projection, the scale, and names that do not lie on each other.
#include <string>
#include <vector>

#include "tools/plot/drawing.hpp"
#include "tools/plot/geography.hpp"

namespace yanzhen::tools::plot {

/// Degrees to points: equirectangular about the middle latitude, so that areas are true to a percent over
/// eight degrees. The map fills a width, or less of it where it would be too high.
class MapFrame {
 public:
  /// \pre geography.any_place()
  MapFrame(const Geography& geography, Point corner, double width, double most_height);

  [[nodiscard]] Point at(Point degrees) const;
  [[nodiscard]] std::vector<std::vector<Point>> at(const std::vector<Ring>& rings) const;
  [[nodiscard]] Point corner() const noexcept { return corner_; }
  [[nodiscard]] double width() const noexcept { return width_; }
  [[nodiscard]] double height() const noexcept { return height_; }
  [[nodiscard]] double points_a_km() const noexcept { return scale_; }

 private:
  Point corner_;     // of the frame, upper left
  double left_ = 0;  // where the westernmost point lies
  double width_ = 0;
  double height_ = 0;
  double scale_ = 1;
  double west_ = 0;
  double north_ = 0;
  double shrink_ = 1;  // of a degree of longitude at the middle latitude
};

/// A bar of round length at most a quarter of the frame, its right end and base line at `right`.
void draw_scale_bar(Drawing& drawing, const MapFrame& frame, Point right);

/// Puts names on a map where there is room for them.
class Names {
 public:
  explicit Names(const MapFrame& frame) : frame_{frame} {}

  /// Draws a name near a point, unless there is no room for it. \param around  how far from the point it must
  /// keep when it cannot stand on it: 0 for an area, the radius of a dot \returns whether it was drawn
  bool place(Drawing& drawing, Point centre, double around, const std::string& name);

  /// Keeps names off a dot.
  void keep_off(Point centre, double radius);

 private:
  struct Box {
    double left, top, right, bottom;
  };
  [[nodiscard]] bool is_free(const Box& box) const;

  const MapFrame& frame_;
  std::vector<Box> taken_;
};

}  // namespace yanzhen::tools::plot
