#include "io/lock_in_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "io/text_file.hpp"
#include "io/toml_section.hpp"
#include "io/watch_reader.hpp"

namespace yanzhen {
namespace {

constexpr const char* kHowToSet = "as --set takes it, for example \"policy.support.enabled=false\"";
constexpr const char* kHowToName = "as --set takes it, for example \"policy.support.rate\"";

const std::vector<std::string> kTables{"watch", "hysteresis", "escape", "twins", "decompose"};

// Reads the section, one table of it after the other.
class LockInReader {
 public:
  LockInReader(const TomlTable& table, const Place& where, const MergedScenario& merged, Problems& problems)
      : where_{where},
        merged_{merged},
        problems_{problems},
        section_{
            table, "lockin", {"watch", "seeds", "hysteresis", "escape", "twins", "decompose"}, problems} {}

  LockInSettings read() {
    LockInSettings out;
    if (section_.find("watch") == nullptr)
      missing(section_, "watch", where_, "the panel that the experiments watch: watch = { panel = \"...\" }");
    if (const TomlTable* table = section_.table("watch"))
      out.watch = read_watch(*table, section_.find("watch")->where, "lockin.watch", merged_.whole, problems_);
    read_whole(section_, "seeds", 1, 10'000, "runs of every setting", out.seeds);
    if (const TomlTable* table = section_.table("hysteresis"))
      read_hysteresis(*table, out.hysteresis.emplace());
    if (const TomlTable* table = section_.table("escape")) read_escape(*table, out.escape.emplace());
    if (const TomlTable* table = section_.table("twins")) read_twins(*table, out.twins.emplace());
    if (const TomlTable* table = section_.table("decompose")) read_decompose(*table, out.decompose.emplace());
    return out;
  }

 private:
  [[nodiscard]] const Place& place_of(const std::string& key) const { return section_.find(key)->where; }
  [[nodiscard]] bool enough_told() const { return problems_.count() >= Problems::kMost; }

  // Nothing is called missing while a file of the scenario could not be read: it may stand there.
  void missing(const TomlSection& section, const std::string& key, const Place& where,
               const std::string& hint) const {
    if (merged_.whole) problems_.add(where, section.full_name(key) + " is missing", hint);
  }

  void refuse(const TomlValue& value, const std::string& name, const std::string& allowed,
              const std::string& hint = {}) const {
    problems_.add(value.where, fmt::format("{} is {}, allowed is {}", name, describe(value), allowed), hint);
  }

  static void read_whole(const TomlSection& section, const std::string& key, std::int64_t min,
                         std::int64_t max, const std::string& meaning, std::uint32_t& out) {
    out = static_cast<std::uint32_t>(section.whole_number(key, min, max, meaning).value_or(out));
  }

  // A finite number above `bound`.
  static void read_above(const TomlSection& section, const std::string& key, double bound,
                         const std::string& meaning, double& out) {
    const TomlValue* value = section.find(key);
    if (value == nullptr) return;
    const std::optional<double> number = number_in(*value);
    if (number && std::isfinite(*number) && *number > bound)
      out = *number;
    else
      section.refuse(key, fmt::format("a finite number above {} ({})", bound, meaning));
  }

  [[nodiscard]] std::optional<std::string> text(const TomlValue& value, const std::string& name,
                                                const std::string& allowed, const std::string& hint) const {
    return readable_text(value, name, allowed, hint, problems_);
  }

  void read_swept(const TomlSection& section, const Place& where, SweptPath& out) const {
    out.where = where;
    if (const TomlValue* path = section.find("path")) {
      out.where = path->where;
      out.path = text(*path, section.full_name("path"), "text: a path", kHowToName).value_or("");
      if (out.path.find('=') != std::string::npos)
        refuse(*path, section.full_name("path"), "a path without a value", kHowToName);
    } else {
      missing(section, "path", where, kHowToName);
    }
    const std::optional<double> from = end_of(section, "from", where, out.from);
    const std::optional<double> to = end_of(section, "to", where, out.to);
    if (from && to && *from == *to)
      section.refuse("to",
                     fmt::format("another number than {}, which is {}", section.full_name("from"), *from));
  }

  // One end of what is swept; nothing when it is missing or wrong.
  std::optional<double> end_of(const TomlSection& section, const std::string& key, const Place& where,
                               double& out) const {
    const TomlValue* value = section.find(key);
    if (value == nullptr) {
      missing(section, key, where, "a number that the path may have");
      return std::nullopt;
    }
    const std::optional<double> number = number_in(*value);
    if (!number || !std::isfinite(*number)) {
      section.refuse(key, "a finite number");
      return std::nullopt;
    }
    out = *number;
    return number;
  }

  void read_hysteresis(const TomlTable& table, HysteresisSettings& out) const {
    const TomlSection section{
        table, "lockin.hysteresis", {"path", "from", "to", "points", "years"}, problems_};
    read_swept(section, place_of("hysteresis"), out.swept);
    read_whole(section, "points", 2, 1000, "values of a branch, both ends included", out.points);
    read_above(section, "years", 0, "years that each value holds", out.years);
  }

  void read_escape(const TomlTable& table, EscapeSettings& out) const {
    const TomlSection section{table, "lockin.escape", {"path", "from", "to", "tolerance", "kept"}, problems_};
    read_swept(section, place_of("escape"), out.swept);
    read_above(section, "tolerance", 0, "how near the threshold is to be found, in units of the path",
               out.tolerance);
    read_above(section, "kept", 1, "times the twin's number that count as escaped", out.kept);
  }

  void read_twins(const TomlTable& table, TwinSettings& out) const {
    const TomlSection section{table, "lockin.twins", {"settings"}, problems_};
    out.where = place_of("twins");
    const TomlValue* value = section.find("settings");
    if (value == nullptr)
      return missing(section, "settings", out.where, "what the twin has otherwise, a list of settings");
    out.where = value->where;
    out.settings = settings(*value, "lockin.twins.settings");
  }

  void read_decompose(const TomlTable& table, DecomposeSettings& out) const {
    const TomlSection section{table, "lockin.decompose", {"switches"}, problems_};
    out.where = place_of("decompose");
    if (section.find("switches") == nullptr)
      return missing(section, "switches", out.where, "{ NAME = [settings that switch it off], ... }");
    const TomlTable* switches = section.table("switches");
    if (switches == nullptr) return;
    out.where = section.find("switches")->where;
    if (switches->empty()) problems_.add(out.where, "lockin.decompose.switches has no entries");
    if (switches->size() > kMostLockInEntries)
      return refuse_many("lockin.decompose.switches", switches->size(), out.where);
    for (const auto* one : in_file_order(*switches)) {
      const std::string name = "lockin.decompose.switches." + shown_key(one->first);
      const TomlValue key{one->first, one->second.key_where, one->second.key_where};
      static_cast<void>(text(key, "the name of a switch", "a name", ""));
      out.switches.push_back({one->first, settings(one->second, name)});
    }
  }

  using Entry = TomlTable::value_type;
  [[nodiscard]] std::vector<const Entry*> in_file_order(const TomlTable& table) const {
    std::vector<const Entry*> entries;
    for (const Entry& one : table) entries.push_back(&one);
    const auto place = [&](const Entry* one) {
      const Place& where = one->second.key_where;
      return std::tuple{rank_of(where.file), where.line, where.column};
    };
    std::stable_sort(entries.begin(), entries.end(),
                     [&](const Entry* a, const Entry* b) { return place(a) < place(b); });
    return entries;
  }

  // What is extended comes first; what is in no file, last.
  [[nodiscard]] std::ptrdiff_t rank_of(const std::string& file) const {
    const auto found = std::find(merged_.files.rbegin(), merged_.files.rend(), file);
    return found - merged_.files.rbegin();
  }

  [[nodiscard]] std::vector<std::string> settings(const TomlValue& value, const std::string& name) const {
    std::vector<std::string> out;
    const auto* array = std::get_if<TomlArray>(&value.value);
    if (array == nullptr) {
      refuse(value, name, "a list of settings", kHowToSet);
      return out;
    }
    if (array->empty())
      problems_.add(value.where, name + " has no entries, allowed is a list of settings", kHowToSet);
    if (array->size() > kMostLockInEntries) {
      refuse_many(name, array->size(), value.where);
      return out;
    }
    for (std::size_t k = 0; k < array->size() && !enough_told(); ++k)
      out.push_back(setting((*array)[k], fmt::format("entry {} of {}", k + 1, name)));
    return out;
  }

  [[nodiscard]] std::string setting(const TomlValue& value, const std::string& name) const {
    const auto* text = std::get_if<std::string>(&value.value);
    const std::size_t equals = text == nullptr ? std::string::npos : text->find('=');
    if (equals != std::string::npos && equals > 0 && text->size() <= kMostSettingBytes &&
        first_bad_byte(*text) == std::string::npos)
      return *text;
    refuse(value, name,
           fmt::format("text of the form path.to.key=value, at most {} bytes", kMostSettingBytes), kHowToSet);
    return {};
  }

  void refuse_many(const std::string& name, std::size_t entries, const Place& where) const {
    problems_.add(where, fmt::format("{} has {} entries, allowed are {}", name, entries, kMostLockInEntries));
  }

  static constexpr std::size_t kMostSettingBytes = 4096;  // a whole policy fits

  const Place& where_;
  const MergedScenario& merged_;
  Problems& problems_;
  TomlSection section_;
};

// The table of a key, made if it is not there.
TomlTable& table_in(TomlTable& keys, const std::string& key, const Place& where) {
  TomlValue& value = keys.try_emplace(key, TomlValue{TomlTable{}, where, where}).first->second;
  if (!std::holds_alternative<TomlTable>(value.value)) value = {TomlTable{}, where, where};
  return std::get<TomlTable>(value.value);
}

}  // namespace

LockInSettings read_lock_in(const TomlValue& section, const MergedScenario& merged, Problems& problems) {
  if (const auto* table = std::get_if<TomlTable>(&section.value))
    return LockInReader{*table, section.where, merged, problems}.read();
  problems.add(section.where, fmt::format("lockin is {}, allowed is a table", describe(section)));
  return {};
}

const std::vector<std::string>& lock_in_paths() {
  static const std::vector<std::string> paths{"lockin.seeds",
                                              "lockin.watch.panel",
                                              "lockin.watch.over",
                                              "lockin.hysteresis.path",
                                              "lockin.hysteresis.from",
                                              "lockin.hysteresis.to",
                                              "lockin.hysteresis.points",
                                              "lockin.hysteresis.years",
                                              "lockin.escape.path",
                                              "lockin.escape.from",
                                              "lockin.escape.to",
                                              "lockin.escape.tolerance",
                                              "lockin.escape.kept",
                                              "lockin.twins.settings",
                                              "lockin.decompose.switches"};
  return paths;
}

bool set_lock_in(const std::string& path, const TomlValue& value, TomlTable& keys) {
  constexpr std::string_view kSwitches = "switches.";
  const std::size_t dot = path.find('.');
  const std::string table = path.substr(0, dot);
  if (dot != std::string::npos && std::find(kTables.begin(), kTables.end(), table) == kTables.end())
    return false;
  TomlTable& lock_in = table_in(keys, "lockin", value.where);
  if (dot == std::string::npos) {
    lock_in.insert_or_assign(path, value);
    return true;
  }
  const std::string key = path.substr(dot + 1);
  TomlTable& inner = table_in(lock_in, table, value.where);
  if (table == "decompose" && key.compare(0, kSwitches.size(), kSwitches) == 0)
    table_in(inner, "switches", value.where).insert_or_assign(key.substr(kSwitches.size()), value);
  else
    inner.insert_or_assign(key, value);
  return true;
}

}  // namespace yanzhen
