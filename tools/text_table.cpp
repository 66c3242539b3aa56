#include "tools/text_table.hpp"

#include <algorithm>

#include "tools/display.hpp"

namespace yanzhen::tools {
namespace {

std::string without_trailing_spaces(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

std::string aligned(const std::vector<std::vector<std::string>>& lines) {
  constexpr std::size_t kLeastNameWidth = 16;
  constexpr std::size_t kGap = 2;
  std::vector<std::size_t> widths;
  for (const std::vector<std::string>& line : lines) {
    widths.resize(std::max(widths.size(), line.size()), 0);
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], display_width(line[i]));
  }
  std::size_t rest = 0;
  for (std::size_t i = 0; i < widths.size(); ++i) rest += kGap + (i > 0 ? widths[i] : 0);
  if (rest + kLeastNameWidth < kPage) widths[0] = std::min(widths[0], kPage - rest);
  std::string text;
  for (const std::vector<std::string>& line : lines) {
    std::string row = "  " + pad_right(cut_to_width(line[0], widths[0]), widths[0]);
    for (std::size_t i = 1; i < line.size(); ++i) row += "  " + pad_left(line[i], widths[i]);
    text += without_trailing_spaces(std::move(row));
  }
  return text;
}

std::string printable(std::string text) {
  for (char& letter : text)
    if (const auto byte = static_cast<unsigned char>(letter); byte < 0x20 || byte == 0x7F) letter = ' ';
  return text;
}

std::string paragraph(const std::string& text, std::size_t indent) {
  std::string out;
  for (const std::string& line : wrapped(text, kPage - indent))
    out += std::string(indent, ' ') + cut_to_width(line, kPage - indent) + "\n";
  return out;
}

}  // namespace yanzhen::tools
