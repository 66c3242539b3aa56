#pragma once
//! \file  Text of a scenario as a figure may show it: no control letters, cut for display, escaped for XML.
#include <string>
#include <string_view>

namespace yanzhen::tools::plot {

/// Text between tags or in quotes of an attribute: the five letters that XML reserves are written as
/// entities. \pre valid UTF-8 without control letters, as shown() gives it
[[nodiscard]] std::string escaped(std::string_view text);

/// What of a text is drawn: bytes that are no UTF-8, and letters that steer the direction or have no width
/// of their own, become U+FFFD; ends of line and other control letters become spaces; at most `columns`
/// columns (a Chinese letter takes 2), ending in "…" when something was cut.
[[nodiscard]] std::string shown(std::string_view text, std::size_t columns);

/// About how wide text of a sans serif face is, in the unit of `size`. A guess that is rather too wide: the
/// face that a reader has is not known.
[[nodiscard]] double text_width(std::string_view text, double size);

}  // namespace yanzhen::tools::plot
