#include "io/result_layout.hpp"

#include <algorithm>
#include <bit>

#include "engine/checksum.hpp"
#include "io/text_file.hpp"

namespace yanzhen::result_layout {

bool is_name(const std::string& name) {
  constexpr std::size_t kLongestName = 64;
  const auto is_letter = [](char one) { return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z'); };
  const auto may_follow = [&](char one) {
    return is_letter(one) || (one >= '0' && one <= '9') || one == '_';
  };
  return !name.empty() && name.size() <= kLongestName && is_letter(name.front()) &&
         std::all_of(name.begin(), name.end(), may_follow);
}

bool is_text(const std::string& text) { return first_bad_byte(text) == std::string::npos; }

const ResultDimension* find_dimension(const ResultFile& result, const std::string& name) {
  for (const ResultDimension& one : result.dimensions)
    if (one.name == name) return &one;
  return nullptr;
}

std::uint64_t checksum_of(const ResultFile& result) {
  Checksum checksum;
  const auto add_numbers = [&](const std::vector<double>& numbers) {
    checksum.add(numbers.size());
    for (const double number : numbers) checksum.add(std::bit_cast<std::uint64_t>(number));
  };
  for (const ResultDimension& dimension : result.dimensions) {
    checksum.add(dimension.labels.size());
    for (const std::string& label : dimension.labels) {
      checksum.add(label.size());
      for (const char one : label) checksum.add(static_cast<unsigned char>(one));
    }
    add_numbers(dimension.coordinates);
  }
  for (const ResultArray& array : result.arrays) add_numbers(array.values);
  return checksum.value();
}

}  // namespace yanzhen::result_layout
