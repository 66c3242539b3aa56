#include "io/watch_reader.hpp"

#include <fmt/format.h>

#include <vector>

#include "io/text_file.hpp"
#include "io/toml_section.hpp"

namespace yanzhen {
namespace {

bool is_nothing(const TomlValue& value) {
  const auto* text = std::get_if<std::string>(&value.value);
  return text != nullptr && text->empty();
}

std::string hint_for_panel(const TomlTable& table) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : table)
    if (key != "over" && keys.size() < kMostWatchEntries) keys.push_back(key);
  const std::string near = nearest_name("panel", keys);
  return near.empty() ? "the panel whose number is watched"
                      : fmt::format("is that what \"{}\" stands for?", near);
}

std::string panel_name(const TomlValue& value, const std::string& name, Problems& problems) {
  return readable_text(value, name, "text: the name of a panel", "", problems).value_or("");
}

// Whole numbers are codes, as in policies.
std::string label(const TomlValue& value, const std::string& name, Problems& problems) {
  if (const auto* code = std::get_if<std::int64_t>(&value.value)) return std::to_string(*code);
  return readable_text(value, name, "text: a label of the dimension",
                       "a dimension that is not named is summed over", problems)
      .value_or("");
}

}  // namespace

WatchSettings read_watch(const TomlTable& table, const Place& where, const std::string& name, bool whole,
                         Problems& problems) {
  const TomlSection section{table, name, {}, problems};  // its keys are for the model to know
  WatchSettings out;
  out.where = where;
  out.name = name;
  if (section.find("panel") == nullptr && whole)
    problems.add(where, section.full_name("panel") + " is missing", hint_for_panel(table));
  if (table.size() > kMostWatchEntries) {
    problems.add(where,
                 fmt::format("{} has {} entries, allowed are {}", name, table.size(), kMostWatchEntries));
    return out;
  }
  for (const auto& [key, value] : table) {
    if (problems.count() >= Problems::kMost) break;
    if (key == "panel")
      out.panel = panel_name(value, section.full_name(key), problems);
    else if (key == "over")
      out.over = is_nothing(value) ? "" : panel_name(value, section.full_name(key), problems);
    else if (!is_nothing(value))
      out.at.emplace(key, label(value, section.full_name(key), problems));
  }
  return out;
}

}  // namespace yanzhen
