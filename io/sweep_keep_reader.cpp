#include "io/sweep_keep_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/sweep_names.hpp"
#include "io/text_file.hpp"
#include "io/watch_reader.hpp"

namespace yanzhen {
namespace {

// The names of a list and their places. What is wrong is left out.
void read_names(const TomlSection& section, const std::string& key, std::vector<std::string>& names,
                std::vector<Place>& places, Problems& problems) {
  const TomlValue* value = section.find(key);
  if (value == nullptr) return;
  const auto* array = std::get_if<TomlArray>(&value->value);
  if (array == nullptr || array->size() > kMostKept)
    return section.refuse(key, fmt::format("an array of at most {} names of panels", kMostKept));
  for (std::size_t k = 0; k < array->size() && problems.count() < Problems::kMost; ++k) {
    const TomlValue& one = (*array)[k];
    const std::string name = fmt::format("entry {} of {}", k + 1, section.full_name(key));
    if (!check_sweep_name(one, name, problems)) continue;
    const auto& text = std::get<std::string>(one.value);
    if (std::find(names.begin(), names.end(), text) != names.end())
      problems.add(one.where, fmt::format("{} is {}, which stands there before", name, in_quotes(text)),
                   "leave it out");
    names.push_back(text);
    places.push_back(one.where);
  }
}

void read_watches(const TomlTable& table, const Place& where, KeepSettings& out, Problems& problems) {
  if (table.size() > kMostKept)
    return problems.add(where,
                        fmt::format("keep.watch has {} entries, allowed are {}", table.size(), kMostKept));
  for (const auto& [key, value] : table) {
    if (problems.count() >= Problems::kMost) return;
    const std::string name = "keep.watch." + shown_key(key);
    check_sweep_name({key, value.key_where, value.key_where}, "the name of a watch", problems);
    if (std::find(out.indices.begin(), out.indices.end(), key) != out.indices.end())
      problems.add(value.key_where, fmt::format("{} has the name of one of keep.indices", name),
                   "give it another name");
    if (const auto* watch = std::get_if<TomlTable>(&value.value))
      out.watch.emplace(key, read_watch(*watch, value.where, name, true, problems));
    else
      problems.add(value.where, fmt::format("{} is {}, allowed is a table", name, describe(value)),
                   fmt::format("for example [{}] with panel = \"residents\"", name));
  }
}

}  // namespace

KeepSettings read_keep(const TomlTable& table, Problems& problems) {
  const TomlSection section{table, "keep", {"indices", "panels", "watch"}, problems};
  KeepSettings out;
  read_names(section, "indices", out.indices, out.index_places, problems);
  read_names(section, "panels", out.panels, out.panel_places, problems);
  if (const TomlValue* value = section.find("indices"))
    if (const auto* array = std::get_if<TomlArray>(&value->value); array != nullptr && array->empty())
      problems.add(value->where, "keep.indices has no entries", "leave it out to keep all indices");
  if (const TomlTable* watches = section.table("watch"))
    read_watches(*watches, section.find("watch")->where, out, problems);
  return out;
}

}  // namespace yanzhen
