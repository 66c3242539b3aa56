#include "tools/listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "tools/display.hpp"

namespace yanzhen::tools {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kLeastLast = 24;  // a last column narrower than this is not worth wrapping

std::string cell_text(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  const double number = std::get<double>(cell);
  return std::isfinite(number) ? fmt::format("{}", number) : "";
}

std::vector<std::size_t> column_widths(const Listing& listing) {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < listing.columns.size(); ++column) {
    std::size_t width = display_width(listing.columns[column]);
    for (const auto& row : listing.rows) width = std::max(width, display_width(cell_text(row[column])));
    widths.push_back(width);
  }
  return widths;
}

std::string without_trailing_spaces(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

std::string to_text(const Listing& listing, std::size_t width) {
  const std::vector<std::size_t> widths = column_widths(listing);
  std::size_t indent = 0;
  for (std::size_t column = 0; column + 1 < widths.size(); ++column) indent += widths[column] + kGap;
  const std::size_t last_width = width >= indent + kLeastLast ? width - indent : 0;

  std::string text;
  for (std::size_t column = 0; column < widths.size(); ++column) {
    text += pad_right(listing.columns[column], widths[column] + kGap);
  }
  text = without_trailing_spaces(std::move(text));
  for (const auto& row : listing.rows) {
    std::string line;
    for (std::size_t column = 0; column + 1 < row.size(); ++column) {
      const bool number = std::holds_alternative<double>(row[column]);
      const std::string cell = cell_text(row[column]);
      line += (number ? pad_left(cell, widths[column]) : pad_right(cell, widths[column])) +
              std::string(kGap, ' ');
    }
    const std::vector<std::string> last = wrapped(cell_text(row.back()), last_width);
    text += without_trailing_spaces(line + last.front());
    for (std::size_t i = 1; i < last.size(); ++i) {
      text += without_trailing_spaces(std::string(indent, ' ') + last[i]);
    }
  }
  return text;
}

std::string to_json(const Listing& listing) {
  auto array = nlohmann::ordered_json::array();
  for (const auto& row : listing.rows) {
    nlohmann::ordered_json object;
    for (std::size_t column = 0; column < row.size(); ++column) {
      std::visit([&](const auto& value) { object[listing.columns[column]] = value; }, row[column]);
    }
    array.push_back(std::move(object));
  }
  // Names may come from a file: what is no UTF-8 is replaced instead of ending the command.
  return array.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace yanzhen::tools
