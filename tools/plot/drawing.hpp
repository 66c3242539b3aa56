#pragma once
//! \file  An SVG being written, in points (1/72 inch) from the upper left corner. Equal calls give equal
//! bytes.
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yanzhen::tools::plot {

struct Point {
  double x = 0;
  double y = 0;
};

inline constexpr double kPointsAMillimetre = 72 / 25.4;
inline constexpr double kTextSize = 8;       ///< of everything that must be read
inline constexpr double kSmallTextSize = 7;  ///< of names on a map
inline constexpr const char* kInk = "#222222";

struct Stroke {
  std::string colour = kInk;
  double width = .5;
  std::string dash;  ///< as stroke-dasharray; empty: a whole line
};

enum class Anchor { start, middle, end };

struct TextStyle {
  Anchor anchor = Anchor::start;
  double size = kTextSize;
  std::string colour = kInk;
  bool halo = false;  ///< a white rim, so that it can be read on anything
  double turned = 0;  ///< degrees clockwise about its point
};

/// Attributes that are only there to be read back: name and text, the text escaped here.
using Facts = std::vector<std::pair<std::string, std::string>>;

class Drawing {
 public:
  /// A line through points; a point that is not finite breaks it.
  void line(std::span<const Point> points, const Stroke& stroke, const Facts& facts = {});
  /// Rings, filled by the even-odd rule; holes are rings too.
  void area(const std::vector<std::vector<Point>>& rings, const std::string& fill, const Stroke& rim,
            double opacity = 1, const Facts& facts = {});
  void rectangle(Point corner, double width, double height, const std::string& fill, const Stroke& rim,
                 const Facts& facts = {});
  void circle(Point centre, double radius, const std::string& fill, const Stroke& rim,
              const Facts& facts = {});
  /// From one point to another, bent by a control point (a quadratic curve of Bézier).
  void curve(Point from, Point bend, Point to, const Stroke& stroke, const Facts& facts = {});
  /// Written as it is, only escaped: shown() comes first.
  void text(Point at, std::string_view words, const TextStyle& style = {});
  void open_group(const Facts& facts);
  void close_group();

  /// The whole file. \param head  elements that stand first: title, desc, metadata; escaped already
  [[nodiscard]] std::string svg(double width, double height, const std::string& language,
                                const std::string& head) const;

 private:
  std::string body_;
};

/// A coordinate: two places behind the point at most, no zeros at the end, no "-0".
[[nodiscard]] std::string coordinate(double number);

/// The shortest text that reads back as the same number; "nan" where it is not known.
[[nodiscard]] std::string exact(double number);

}  // namespace yanzhen::tools::plot
