#pragma once
//! \file  Text as a terminal shows it: Chinese letters are two columns wide, so bytes and letters do not
//! count.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yanzhen::tools {

/// Columns that UTF-8 text takes: 2 for a wide letter (Chinese, Japanese, Korean, full width, emoji), 0 for a
/// combining mark or a control letter, 1 otherwise. Bytes that are no UTF-8 count 1 each.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The longest beginning that fits, ending in "…" when something was cut. Never cuts within a letter.
[[nodiscard]] std::string cut_to_width(std::string_view text, std::size_t width);

/// Fills with spaces to `width` columns; longer text is left as it is.
[[nodiscard]] std::string pad_right(std::string_view text, std::size_t width);
[[nodiscard]] std::string pad_left(std::string_view text, std::size_t width);

/// Lines of at most `width` columns, cut at spaces; a word that is wider has a line of its own. One line for
/// 0.
[[nodiscard]] std::vector<std::string> wrapped(const std::string& text, std::size_t width);

/// "1,234,567": groups of three. Real numbers below 1000 keep four digits; NaN is "not known".
[[nodiscard]] std::string with_commas(std::uint64_t number);
[[nodiscard]] std::string with_commas(double number);

/// "0:07", "12:30", "3:05:00".
[[nodiscard]] std::string duration(double seconds);

/// Columns of the terminal behind a file descriptor, or `otherwise` where it is none.
[[nodiscard]] std::size_t terminal_columns(int descriptor, std::size_t otherwise);

}  // namespace yanzhen::tools
