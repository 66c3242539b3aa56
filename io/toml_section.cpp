#include "io/toml_section.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/clock.hpp"
#include "io/policy_field.hpp"
#include "io/text_file.hpp"

namespace yanzhen {

TomlSection::TomlSection(const TomlTable& table, std::string path, const std::vector<std::string>& known,
                         Problems& problems, const std::string& owner)
    : table_{table}, path_{std::move(path)}, problems_{problems} {
  if (known.empty()) return;
  for (const auto& [key, value] : table_) {
    if (problems_.count() >= Problems::kMost)
      return;  // a million unknown keys take a million searches for the nearest
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string section = path_.empty() ? "a scenario" : "[" + path_ + "]";
    problems_.add(value.key_where,
                  fmt::format("{} is not a key of {}", full_name(key), owner.empty() ? section : owner),
                  hint_for(key, known));
  }
}

const TomlValue* TomlSection::find(const std::string& key) const {
  const auto found = table_.find(key);
  return found == table_.end() ? nullptr : &found->second;
}

std::optional<std::string> TomlSection::text(const std::string& key, const std::string& allowed) const {
  const TomlValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (const auto* text = std::get_if<std::string>(&value->value)) return *text;
  refuse(key, allowed);
  return std::nullopt;
}

std::optional<bool> TomlSection::flag(const std::string& key) const {
  const TomlValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (const auto* flag = std::get_if<bool>(&value->value)) return *flag;
  refuse(key, "true or false");
  return std::nullopt;
}

std::optional<std::int64_t> TomlSection::whole_number(const std::string& key, std::int64_t min,
                                                      const std::string& meaning) const {
  const TomlValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (const auto* number = std::get_if<std::int64_t>(&value->value); number != nullptr && *number >= min)
    return *number;
  refuse(key, fmt::format("a whole number, {} or more ({})", min, meaning));
  return std::nullopt;
}

std::optional<std::int64_t> TomlSection::whole_number(const std::string& key, std::int64_t min,
                                                      std::int64_t max, const std::string& meaning) const {
  const TomlValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  const auto* number = std::get_if<std::int64_t>(&value->value);
  if (number != nullptr && *number >= min && *number <= max) return *number;
  refuse(key, fmt::format("a whole number, {} to {} ({})", min, max, meaning));
  return std::nullopt;
}

std::optional<double> TomlSection::number(const std::string& key, const NumberRange& range) const {
  const TomlValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  const std::optional<double> number = number_in(*value);
  if (number && *number >= range.min && *number <= range.max) return number;  // NaN fails both
  refuse(key, fmt::format("{} to {} ({})", range.min, range.max, range.meaning));
  return std::nullopt;
}

std::optional<std::vector<std::string>> TomlSection::texts(const std::string& key) const {
  const TomlValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  const auto* array = std::get_if<TomlArray>(&value->value);
  std::vector<std::string> out;
  if (array != nullptr)
    for (const TomlValue& one : *array)
      if (const auto* text = std::get_if<std::string>(&one.value)) out.push_back(*text);
  if (array != nullptr && out.size() == array->size()) return out;
  refuse(key, "an array of texts, for example [\"population\"]");
  return std::nullopt;
}

const TomlTable* TomlSection::table(const std::string& key) const {
  const TomlValue* value = find(key);
  if (value == nullptr) return nullptr;
  const auto* table = std::get_if<TomlTable>(&value->value);
  if (table == nullptr) refuse(key, "a table");
  return table;
}

std::optional<std::chrono::year_month_day> TomlSection::date(const std::string& key) const {
  const TomlValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  std::string text;
  if (const auto* year = std::get_if<std::int64_t>(&value->value)) text = std::to_string(*year);
  if (const auto* written = std::get_if<std::string>(&value->value)) text = *written;
  if (const auto* toml_date = std::get_if<TomlDate>(&value->value)) text = toml_date->text;
  const std::optional<std::chrono::year_month_day> found = date_from(text);
  if (!found) refuse(key, kAllowedDate);
  return found;
}

void TomlSection::refuse(const std::string& key, const std::string& allowed, const std::string& hint) const {
  const TomlValue& value = *find(key);
  problems_.add(value.where, fmt::format("{} is {}, allowed is {}", full_name(key), describe(value), allowed),
                hint);
}

std::string TomlSection::full_name(const std::string& key) const {
  const std::string name = shown_key(key);
  return path_.empty() ? name : path_ + "." + name;
}

std::optional<std::string> readable_text(const TomlValue& value, const std::string& name,
                                         const std::string& allowed, const std::string& hint,
                                         Problems& problems) {
  const auto* text = std::get_if<std::string>(&value.value);
  const bool is_text = text != nullptr && !text->empty() && first_bad_byte(*text) == std::string::npos;
  if (is_text && count_letters(*text) <= kLongestName) return *text;
  if (is_text)
    problems.add(value.where, fmt::format("{} is {}, which has {} letters, allowed are {}", name,
                                          in_quotes(*text), count_letters(*text), kLongestName));
  else
    problems.add(value.where, fmt::format("{} is {}, allowed is {}", name, describe(value), allowed), hint);
  return std::nullopt;
}

std::optional<double> number_in(const TomlValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value.value)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value.value)) return *real;
  return std::nullopt;
}

}  // namespace yanzhen
