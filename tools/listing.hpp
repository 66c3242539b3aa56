#pragma once
//! \file  A table of results: aligned text for a reader, JSON for a program.
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace yanzhen::tools {

/// A number that is infinite or NaN shows as empty text, and as null in JSON.
using Cell = std::variant<std::string, double>;

/// Rows under named columns. Every row is as long as `columns`.
struct Listing {
  std::vector<std::string> columns;  ///< lower_snake_case: heading of the text and key of the JSON
  std::vector<std::vector<Cell>> rows;
};

/// Columns aligned by what a terminal shows; numbers to the right. With `width` > 0 the last column wraps
/// there.
[[nodiscard]] std::string to_text(const Listing& listing, std::size_t width);

/// An array with one object a row.
[[nodiscard]] std::string to_json(const Listing& listing);

}  // namespace yanzhen::tools
