#include "tools/report/packed_numbers.hpp"

#include <bit>
#include <cstdint>

namespace yanzhen::tools {
namespace {

constexpr const char* kHead = "f64:";
constexpr std::size_t kHeadLength = 4;
constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Takes bytes and gives letters, six bits each.
class Base64Writer {
 public:
  explicit Base64Writer(std::string& text) : text_{text} {}

  void add(std::uint8_t byte) {
    bits_ = bits_ << 8U | byte;
    if (++bytes_ < 3) return;
    for (unsigned shift = 24; shift > 0; shift -= 6) text_ += kLetters[bits_ >> (shift - 6) & 63U];
    bits_ = 0;
    bytes_ = 0;
  }

  void finish() {
    if (bytes_ == 0) return;
    const unsigned letters = bytes_ + 1;
    bits_ <<= 8U * (3 - bytes_);
    for (unsigned k = 0; k < 4; ++k) text_ += k < letters ? kLetters[bits_ >> (18 - 6 * k) & 63U] : '=';
  }

 private:
  std::string& text_;
  std::uint32_t bits_ = 0;
  unsigned bytes_ = 0;
};

}  // namespace

std::string pack_numbers(std::span<const double> numbers) {
  std::string text = kHead;
  text.reserve(packed_size(numbers.size()));
  Base64Writer writer{text};
  for (const double number : numbers) {
    const auto bits = std::bit_cast<std::uint64_t>(number);
    for (unsigned k = 0; k < 8; ++k) writer.add(static_cast<std::uint8_t>(bits >> (8 * k) & 255U));
  }
  writer.finish();
  return text;
}

std::size_t packed_size(std::size_t numbers) { return kHeadLength + (numbers * 8 + 2) / 3 * 4; }

}  // namespace yanzhen::tools
