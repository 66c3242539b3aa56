#include "io/sweep_setting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "io/sweep_names.hpp"
#include "io/text_file.hpp"

namespace yanzhen {
namespace {

constexpr const char* kHowToName = "as --set takes it, for example \"policy.park.tax_split\"";

constexpr std::size_t kMostPathBytes = 500;

// Why a sweep may not set or vary what it never may.
struct ClosedPath {
  const char* path;
  bool may_be_set;
  const char* why;
};
constexpr ClosedPath kClosedPaths[] = {
    {"seed", false, "the seeds of runs come from master_seed"},
    {"model", false, "all runs are of the model that the scenario says"},
    {"extends", false, "`scenario` at the top of the file says what runs begin with"},
    {"title", true, "it changes nothing in a run"},
    {"question", true, "it changes nothing in a run"},
    {"time.start", true, "all runs have the same dates; [set] may change it for all of them"},
    {"time.end", true, "all runs have the same dates; [set] may change it for all of them"},
    {"record", true, "all runs record the same; [set] may change it for all of them"},
    {"data.outlines", true, "it changes nothing in a run"},
};

bool is_or_is_below(const std::string& path, const std::string& above) {
  return path == above || path.compare(0, above.size() + 1, above + ".") == 0;
}

const ClosedPath* find_closed(const std::string& path, PathUse use) {
  for (const ClosedPath& one : kClosedPaths)
    if (is_or_is_below(path, one.path) && !(use == PathUse::set && one.may_be_set)) return &one;
  return nullptr;
}

// --set takes a value with '#' for a text that is no TOML.
std::string quoted(const std::string& text) {
  std::string out;
  for (const char one : toml_text(text)) out += one == '#' ? std::string{"\\u0023"} : std::string{one};
  return out;
}

std::string inline_array(const TomlArray& array) {
  std::string out;
  for (const TomlValue& one : array) out += (out.empty() ? "" : ", ") + sweep_value(one);
  return "[" + out + "]";
}

// Keys by name, so that one value has one text.
std::string inline_table(const TomlTable& table) {
  std::string out;
  for (const auto& [key, value] : table) {
    const std::string name = toml_key(key) == key ? key : quoted(key);
    out += (out.empty() ? "" : ", ") + name + " = " + sweep_value(value);
  }
  return "{ " + out + " }";
}

// Collects the settings of a table and the tables in it.
class SettingCollector {
 public:
  SettingCollector(std::string name, PathUse use, Problems& problems)
      : name_{std::move(name)}, use_{use}, problems_{problems} {}

  void collect(const TomlTable& table, const std::string& prefix) {
    for (const auto* entry : in_file_order(table)) {
      if (problems_.count() >= Problems::kMost) return;
      const auto& [key, value] = *entry;
      if (const auto* inner = std::get_if<TomlTable>(&value.value); inner != nullptr && !key.empty())
        collect(*inner, prefix + key + ".");
      else
        add(prefix + key, value);
    }
  }
  std::vector<SweepSetting> settings;

 private:
  void add(const std::string& path, const TomlValue& value) {
    if (!check_sweep_path(path, value.key_where, "a path of " + name_, use_, problems_)) return;
    SweepSetting one{plain_sweep_path(path), unquoted_path(path) + "=" + sweep_value(value), value.where};
    if (one.text.size() > kMostSweepSettingBytes)
      problems_.add(value.where, fmt::format("{} of {} has {} bytes, allowed are {}", in_quotes(path), name_,
                                             one.text.size(), kMostSweepSettingBytes));
    const auto [said, is_new] = said_.emplace(one.path, value.key_where.line);
    if (!is_new)
      problems_.add(value.key_where, fmt::format("{} says the path {} twice, the first time in line {}",
                                                 name_, in_quotes(unquoted_path(path)), said->second));
    settings.push_back(std::move(one));
  }

  std::string name_;
  PathUse use_;
  Problems& problems_;
  std::map<std::string, int> said_;
};

}  // namespace

std::string unquoted_path(std::string path) {
  path.erase(std::remove(path.begin(), path.end(), '"'), path.end());
  return path;
}

std::string plain_sweep_path(std::string path) {
  constexpr std::string_view kParameters = "parameters.";
  path = unquoted_path(std::move(path));
  return path.compare(0, kParameters.size(), kParameters) == 0 ? path.substr(kParameters.size()) : path;
}

bool check_sweep_path(const std::string& path, const Place& where, const std::string& name, PathUse use,
                      Problems& problems) {
  const std::string plain = unquoted_path(path);
  const std::string found = fmt::format("{} is {}", name, in_quotes(path));
  if (plain.empty() || plain.find('=') != std::string::npos || has_control_character(plain) ||
      plain.size() > kMostPathBytes || first_bad_byte(plain) != std::string::npos) {
    problems.add(where, found + ", allowed is a path without a value", kHowToName);
    return false;
  }
  const ClosedPath* closed = find_closed(plain, use);
  if (closed == nullptr) return true;
  problems.add(where,
               fmt::format("{}, which a sweep may not {}", found, use == PathUse::set ? "set" : "vary"),
               closed->why);
  return false;
}

std::string sweep_value(const TomlValue& value) {
  struct Words {
    std::string operator()(bool one) const { return one ? "true" : "false"; }
    std::string operator()(std::int64_t one) const { return std::to_string(one); }
    std::string operator()(double one) const { return toml_number(one); }
    std::string operator()(const std::string& one) const { return quoted(one); }
    std::string operator()(const TomlDate& one) const { return one.text; }
    std::string operator()(const TomlArray& one) const { return inline_array(one); }
    std::string operator()(const TomlTable& one) const { return inline_table(one); }
  };
  return std::visit(Words{}, value.value);
}

std::vector<SweepSetting> read_sweep_settings(const TomlTable& table, const std::string& name, PathUse use,
                                              Problems& problems) {
  SettingCollector collector{name, use, problems};
  collector.collect(table, "");
  return std::move(collector.settings);
}

std::vector<const TomlTable::value_type*> in_file_order(const TomlTable& table) {
  std::vector<const TomlTable::value_type*> entries;
  for (const TomlTable::value_type& one : table) entries.push_back(&one);
  const auto place = [](const TomlTable::value_type* one) {
    return std::tuple{one->second.key_where.line, one->second.key_where.column};
  };
  std::stable_sort(entries.begin(), entries.end(),
                   [&](const auto* a, const auto* b) { return place(a) < place(b); });
  return entries;
}

}  // namespace yanzhen
