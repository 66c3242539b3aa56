#pragma once
//! \file  From numbers to places and colours on paper: round ticks, classes, colours for the colour-blind.
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace yanzhen::tools::plot {

/// Round numbers (1, 2 or 5 times a power of ten apart) that reach from `low` or below to `high` or above, at
/// most `most` + 1 of them. \pre finite, low <= high, most >= 2
[[nodiscard]] std::vector<double> round_ticks(double low, double high, std::size_t most);

/// A tick as text, with as many places as numbers so far apart need; a true minus.
[[nodiscard]] std::string tick_text(double value, double step);

/// A number with `digits` that count, rounded, without zeros behind the point at its end; a true minus.
[[nodiscard]] std::string rounded_text(double value, int digits);

/// Numbers cut into classes: class k is of values from bounds[k - 1] on and below bounds[k].
struct Classes {
  std::vector<double> bounds;        ///< ascending
  std::vector<std::string> colours;  ///< one more than bounds

  [[nodiscard]] std::size_t of(double value) const;
};

/// About as many values in each class, bounds rounded to two digits; from dark blue to yellow (viridis),
/// which grey print keeps in order. Values that are not known do not count.
[[nodiscard]] Classes level_classes(std::span<const double> values, std::size_t most = 6);

/// The same about zero, for changes: bounds lie evenly on both sides of it, blue above, orange below, the
/// lightest next to zero.
[[nodiscard]] Classes change_classes(std::span<const double> values);

inline constexpr const char* kNotKnownColour = "#e3e3e3";

/// Colours of lines (Okabe & Ito 2008, yellow left out: it cannot be seen on white). Begins again after 7.
[[nodiscard]] std::string line_colour(std::size_t k);
/// A colour "#rrggbb" as a fifth of it looks on white.
[[nodiscard]] std::string tint(const std::string& colour);
/// Dashes of lines, the first none. Begins again after 4.
[[nodiscard]] std::string line_dash(std::size_t k);

}  // namespace yanzhen::tools::plot
