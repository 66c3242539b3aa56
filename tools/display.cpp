#include "tools/display.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace yanzhen::tools {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Blocks whose letters have East Asian Width W or F; Unicode Standard Annex 11. Blocks, not single letters:
// an unassigned letter within one is wide too, as the annex asks for the ideograph planes.
constexpr std::array kWide{
    Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0xA4CF},   Range{0xA960, 0xA97F},
    Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE10, 0xFE19},   Range{0xFE30, 0xFE6F},
    Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x16FE0, 0x18DFF}, Range{0x1B000, 0x1B2FF},
    Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD}};
constexpr std::array kNoWidth{Range{0x00, 0x1F},     Range{0x7F, 0x9F},     Range{0x300, 0x36F},
                              Range{0x200B, 0x200F}, Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F},
                              Range{0xFE20, 0xFE2F}};

template <class Ranges>
bool within(const Ranges& ranges, char32_t letter) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [letter](Range range) { return letter >= range.first && letter <= range.last; });
}

struct Letter {
  std::size_t bytes;
  std::size_t columns;
};

std::size_t expected_bytes(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

// The letter that begins at `at`; a byte that begins none is one byte of one column.
Letter letter_at(std::string_view text, std::size_t at) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t bytes = expected_bytes(byte(at));
  if (bytes == 0 || at + bytes > text.size()) return {1, 1};
  constexpr std::array<unsigned char, 5> kLeadBits{0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t letter = byte(at) & kLeadBits[bytes];
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {1, 1};
    letter = (letter << 6) | (byte(at + i) & 0x3FU);
  }
  if (within(kNoWidth, letter)) return {bytes, 0};
  return {bytes, within(kWide, letter) ? std::size_t{2} : std::size_t{1}};
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Letter letter = letter_at(text, at);
    width += letter.columns;
    at += letter.bytes;
  }
  return width;
}

std::string cut_to_width(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string{text};
  if (width == 0) return {};
  std::size_t used = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const Letter letter = letter_at(text, at);
    if (used + letter.columns > width - 1) break;
    used += letter.columns;
    at += letter.bytes;
  }
  return std::string{text.substr(0, at)} + "…";
}

std::string pad_right(std::string_view text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string{text} + std::string(used < width ? width - used : 0, ' ');
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string(used < width ? width - used : 0, ' ') + std::string{text};
}

std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  if (width == 0 || display_width(text) <= width) return {text};
  std::vector<std::string> lines;
  std::string line;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t space = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, space - at);
    if (!line.empty() && display_width(line) + 1 + display_width(word) > width) {
      lines.push_back(std::move(line));
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
    at = space + 1;
  }
  lines.push_back(std::move(line));
  return lines;
}

std::string with_commas(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

std::string with_commas(double number) {
  if (std::isnan(number)) return "not known";
  const double size = std::abs(number);
  if (size >= 1e18)
    return fmt::format("{:.3e}", number);  // beyond what fits 64 bits, and a reader's patience
  if (size < 999.5) return fmt::format("{:.4g}", number);
  return (number < 0 ? "-" : "") + with_commas(static_cast<std::uint64_t>(std::llround(size)));
}

std::string duration(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::llround(std::clamp(seconds, 0.0, 1e12)));
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::size_t terminal_columns(int descriptor, std::size_t otherwise) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return otherwise;
  return size.ws_col;
}

}  // namespace yanzhen::tools
