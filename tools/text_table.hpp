#pragma once
//! \file  Tables for a terminal of 100 columns, whose cells may be Chinese.
#include <string>
#include <vector>

namespace yanzhen::tools {

inline constexpr std::size_t kPage = 100;  ///< columns

/// Cells padded to what a terminal shows: the first of a line to the left, and cut where the page is full,
/// the others to the right. Every line begins with two spaces and ends without.
[[nodiscard]] std::string aligned(const std::vector<std::vector<std::string>>& lines);

/// Without what moves a terminal's cursor: titles and values come from files.
[[nodiscard]] std::string printable(std::string text);

/// Lines of at most a page, each after `indent` spaces.
[[nodiscard]] std::string paragraph(const std::string& text, std::size_t indent);

}  // namespace yanzhen::tools
