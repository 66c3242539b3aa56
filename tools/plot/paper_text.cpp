#include "tools/plot/paper_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "io/text_file.hpp"
#include "tools/display.hpp"

namespace yanzhen::tools::plot {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr double kEmsAColumn = .53;  // half a Chinese letter; Latin letters are narrower

std::size_t bytes_of(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xE0) return 2;
  return lead < 0xF0 ? 3 : 4;
}

char32_t letter_of(std::string_view bytes) {
  constexpr std::array<unsigned char, 5> kLeadBits{0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t letter = static_cast<unsigned char>(bytes[0]) & kLeadBits[bytes.size()];
  for (std::size_t i = 1; i < bytes.size(); ++i)
    letter = (letter << 6) | (static_cast<unsigned char>(bytes[i]) & 0x3FU);
  return letter;
}

// Marks of direction (UAX 9), letters without width, and what XML 1.0 does not allow.
bool is_invisible(char32_t letter) {
  return (letter >= 0x200B && letter <= 0x200F) || (letter >= 0x202A && letter <= 0x202E) ||
         (letter >= 0x2060 && letter <= 0x206F) || letter == 0x061C || letter == 0xFEFF || letter == 0xFFFE ||
         letter == 0xFFFF;
}

bool is_control(char32_t letter) {
  return letter < 0x20 || (letter >= 0x7F && letter < 0xA0) || letter == 0x2028 || letter == 0x2029;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += letter;
    }
  }
  return result;
}

std::string shown(std::string_view text, std::size_t columns) {
  std::string result;
  std::size_t bad = first_bad_byte(text);
  std::size_t letters = 0;
  // Twice as many letters as columns: marks that take no column must not go on for ever.
  for (std::size_t at = 0; at < text.size() && letters <= 2 * columns; ++letters) {
    if (at == bad) {
      if (text[at] != '\0') result += kReplacement;
      ++at;
      bad = first_bad_byte(text.substr(at));
      if (bad != std::string_view::npos) bad += at;
      continue;
    }
    const std::string_view bytes = text.substr(at, bytes_of(static_cast<unsigned char>(text[at])));
    const char32_t letter = letter_of(bytes);
    if (is_control(letter))
      result += ' ';
    else
      result += is_invisible(letter) ? kReplacement : bytes;
    at += bytes.size();
  }
  return cut_to_width(result, columns);
}

double text_width(std::string_view text, double size) {
  return kEmsAColumn * size * static_cast<double>(display_width(text));
}

}  // namespace yanzhen::tools::plot
