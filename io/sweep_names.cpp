#include "io/sweep_names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/text_file.hpp"

namespace yanzhen {

bool check_sweep_name(const TomlValue& value, const std::string& name, Problems& problems) {
  const std::optional<std::string> text = readable_text(value, name, "a name", "", problems);
  if (!text) return false;
  if (!has_control_character(*text)) return true;
  problems.add(value.where, fmt::format("{} is {}, allowed is a name on one line", name, in_quotes(*text)));
  return false;
}

std::string sweep_line(const TomlSection& section, const std::string& key, Problems& problems) {
  constexpr int kMostLetters = 1000;
  const std::optional<std::string> text = section.text(key, "text");
  if (!text) return {};
  const Place& where = section.find(key)->where;
  if (first_bad_byte(*text) != std::string::npos || has_control_character(*text))
    section.refuse(key, "text on one line");
  else if (count_letters(*text) > kMostLetters)
    problems.add(where, fmt::format("{} has {} letters, allowed are {}", section.full_name(key),
                                    count_letters(*text), kMostLetters));
  else
    return *text;
  return {};
}

bool has_control_character(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char one) {
    const auto byte = static_cast<unsigned char>(one);
    return byte < 0x20 || byte == 0x7F;
  });
}

}  // namespace yanzhen
