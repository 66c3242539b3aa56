#include "io/sweep_factor_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "io/sweep_names.hpp"
#include "io/sweep_setting.hpp"
#include "io/text_file.hpp"
#include "io/toml_section.hpp"

namespace yanzhen {
namespace {

constexpr const char* kHowToName = "as --set takes it, for example \"policy.park.tax_split\"";
constexpr const char* kHowToVary =
    "say values = [...], or from and to, or named levels in [factor.NAME.levels]";
constexpr double kMostWhole = 9007199254740992.0;  // 2^53: above it a double leaves whole numbers out

// A path that a factor sets, and where it is said.
struct SaidPath {
  std::string path;
  Place where;
};

// Reads one factor.
class FactorReader {
 public:
  FactorReader(const std::string& name, const TomlTable& table, const Place& where,
               std::size_t& settings_left, Problems& problems)
      : settings_left_{settings_left},
        problems_{problems},
        section_{
            table,
            "factor." + shown_key(name),
            {"path", "paths", "values", "from", "to", "steps", "scale", "whole", "levels", "meaning", "unit"},
            problems} {
    out_.name = name;
    out_.where = where;
  }

  FactorSettings read() {
    const std::size_t problems_before = problems_.count();
    if (!is_factor_name(out_.name))
      problems_.add(out_.where,
                    fmt::format("{} is no name of a factor, allowed are 1 to 64 letters, digits and \"_\", "
                                "the first a letter",
                                in_quotes(out_.name)),
                    "it heads a column in tables; `meaning` can say more");
    out_.meaning = sweep_line(section_, "meaning", problems_);
    out_.unit = sweep_line(section_, "unit", problems_);
    if (says_one_way()) {
      read_paths();
      if (section_.find("values") != nullptr) read_values();
      if (section_.find("levels") != nullptr) read_levels();
      if (is_range()) read_range();
    }
    if (problems_.count() > problems_before) forget_values();
    return std::move(out_);
  }

  // That the factor sets, once each.
  [[nodiscard]] const std::vector<SaidPath>& said_paths() const { return said_; }

 private:
  [[nodiscard]] bool has(const char* key) const { return section_.find(key) != nullptr; }
  [[nodiscard]] bool is_range() const { return has("from") || has("to"); }

  // What is wrong in part would only raise further problems in the design.
  void forget_values() {
    out_.levels.clear();
    out_.from = out_.to = 0;
  }

  void missing(const std::string& key, const std::string& hint) const {
    problems_.add(out_.where, section_.full_name(key) + " is missing", hint);
  }
  void refuse(const TomlValue& value, const std::string& name, const std::string& allowed,
              const std::string& hint = {}) const {
    problems_.add(value.where, fmt::format("{} is {}, allowed is {}", name, describe(value), allowed), hint);
  }

  bool is_count(std::size_t entries, const Place& where, const std::string& name, std::size_t most) const {
    if (entries > 0 && entries <= most) return true;
    problems_.add(where, fmt::format("{} has {} entries, allowed are 1 to {}", name, entries, most));
    return false;
  }

  // Takes so many of the settings that all factors together may have.
  bool take_settings(std::size_t count, const Place& where) {
    if (count <= settings_left_) {
      settings_left_ -= count;
      return true;
    }
    problems_.add(where, fmt::format("the values of all factors, each for all paths of its factor, are more "
                                     "than {} settings",
                                     kMostFactorSettings));
    return false;
  }

  // Whether exactly one of the ways to vary is said. Keys of another way become problems.
  bool says_one_way() const {
    std::vector<std::string> ways;
    if (has("values")) ways.emplace_back("values");
    if (is_range()) ways.emplace_back("from and to");
    if (has("levels")) ways.emplace_back("levels");
    const std::string name = section_.full_name("values");
    const std::string factor = name.substr(0, name.rfind('.'));
    if (ways.empty()) problems_.add(out_.where, factor + " does not say what values it takes", kHowToVary);
    if (ways.size() > 1)
      problems_.add(out_.where,
                    fmt::format("{} has {}, allowed is one of them", factor, fmt::join(ways, " and ")),
                    kHowToVary);
    if (ways.size() != 1) return false;
    for (const char* key : {"steps", "scale", "whole"})
      if (has(key) && !is_range())
        problems_.add(
            section_.find(key)->key_where,
            fmt::format("{} is said, but only a range (from and to) takes it", section_.full_name(key)),
            "leave it out");
    return true;
  }

  void read_paths() {
    if (has("levels")) {
      for (const char* key : {"path", "paths"})
        if (has(key))
          problems_.add(section_.find(key)->key_where,
                        fmt::format("{} is said, but every one of the levels says its own paths",
                                    section_.full_name(key)),
                        "leave it out, or say values = [...]");
      return;
    }
    if (has("path") && has("paths"))
      problems_.add(section_.find("paths")->key_where,
                    fmt::format("{} is said beside path", section_.full_name("paths")), "say one of them");
    else if (has("path"))
      read_path(*section_.find("path"), section_.full_name("path"));
    else if (has("paths"))
      read_path_list(*section_.find("paths"));
    else
      missing("path", kHowToName);
  }

  void read_path_list(const TomlValue& value) {
    const std::string name = section_.full_name("paths");
    const auto* array = std::get_if<TomlArray>(&value.value);
    if (array == nullptr) return refuse(value, name, "an array of paths", kHowToName);
    if (!is_count(array->size(), value.where, name, kMostFactorPaths)) return;
    for (std::size_t k = 0; k < array->size() && problems_.count() < Problems::kMost; ++k)
      read_path((*array)[k], fmt::format("entry {} of {}", k + 1, name));
  }

  void read_path(const TomlValue& value, const std::string& name) {
    const auto* path = std::get_if<std::string>(&value.value);
    if (path == nullptr) return refuse(value, name, "text: a path", kHowToName);
    if (!check_sweep_path(*path, value.where, name, PathUse::vary, problems_)) return;
    if (!say(plain_sweep_path(*path), value.where))
      problems_.add(value.where,
                    fmt::format("{} is {}, which the factor says before", name, in_quotes(*path)),
                    "leave it out");
    out_.paths.push_back(unquoted_path(*path));
  }

  // Notes that the factor sets the path; false when it has been said before.
  bool say(const std::string& path, const Place& where) {
    if (!said_names_.insert(path).second) return false;
    said_.push_back({path, where});
    return true;
  }

  // One of some values, each given to every path.
  void read_values() {
    const TomlValue& value = *section_.find("values");
    const auto* array = std::get_if<TomlArray>(&value.value);
    if (array == nullptr) return section_.refuse("values", "an array of numbers, texts or flags");
    if (!is_count(array->size(), value.where, section_.full_name("values"), kMostFactorLevels)) return;
    if (!take_settings(array->size() * out_.paths.size(), value.where)) return;
    out_.named_levels = !number_in(array->front()).has_value();
    const std::size_t kind = kind_of(array->front());
    std::set<double> numbers;
    std::set<std::string> names;
    for (std::size_t k = 0; k < array->size() && problems_.count() < Problems::kMost; ++k) {
      const TomlValue& one = (*array)[k];
      const std::string name = fmt::format("entry {} of {}", k + 1, section_.full_name("values"));
      if (!is_value(one, name)) continue;
      if (kind_of(one) != kind) {
        refuse(one, name, "of the kind of the first: all numbers, all texts or all true or false");
        continue;
      }
      add_value(one);
      const FactorLevel& level = out_.levels.back();
      if (!names.insert(level.name).second || (!out_.named_levels && !numbers.insert(level.number).second))
        problems_.add(one.where, fmt::format("{} is {}, which stands there before", name, describe(one)),
                      "leave it out");
    }
  }

  // Whole numbers and others are one kind.
  static std::size_t kind_of(const TomlValue& value) {
    return number_in(value) ? std::size_t{1} : std::size_t{2} + value.value.index();
  }

  [[nodiscard]] bool is_value(const TomlValue& value, const std::string& name) const {
    if (std::holds_alternative<std::string>(value.value)) return check_sweep_name(value, name, problems_);
    const std::optional<double> number = number_in(value);
    const bool right = number ? std::isfinite(*number) : std::holds_alternative<bool>(value.value);
    if (!right) refuse(value, name, "a finite number, a text, true or false");
    return right;
  }

  void add_value(const TomlValue& value) {
    FactorLevel level;
    level.name = name_of(value);
    level.number = number_in(value).value_or(static_cast<double>(out_.levels.size()));
    level.where = value.where;
    for (const std::string& path : out_.paths) level.settings.push_back(path + "=" + sweep_value(value));
    out_.levels.push_back(std::move(level));
  }

  static std::string name_of(const TomlValue& value) {
    if (const auto* text = std::get_if<std::string>(&value.value)) return *text;
    if (const auto* number = std::get_if<double>(&value.value)) return fmt::format("{}", *number + 0.0);
    return sweep_value(value);
  }

  // Named levels, each with settings of its own.
  void read_levels() {
    const TomlTable* table = section_.table("levels");
    if (table == nullptr) return;
    out_.named_levels = true;
    const Place& where = section_.find("levels")->key_where;
    const std::string all = section_.full_name("levels");
    if (!is_count(table->size(), where, all, kMostFactorLevels)) return;
    const std::size_t problems_before = problems_.count();
    for (const auto* entry : in_file_order(*table))
      if (problems_.count() < Problems::kMost) read_level(entry->first, entry->second, all);
    if (said_.empty() && problems_.count() == problems_before)
      problems_.add(where, all + " set nothing, so that they are all alike",
                    "for example imitate = { \"policy.support.enabled\" = true }");
  }

  void read_level(const std::string& key, const TomlValue& value, const std::string& all) {
    const std::string name = all + "." + shown_key(key);
    check_sweep_name({key, value.key_where, value.key_where}, "the name of a level of " + all, problems_);
    const auto* table = std::get_if<TomlTable>(&value.value);
    if (table == nullptr)
      return refuse(value, name, "a table of settings: { \"path.to.key\" = value, ... }",
                    "{} changes nothing");
    FactorLevel level{key, {}, static_cast<double>(out_.levels.size()), value.key_where};
    for (const SweepSetting& one : read_sweep_settings(*table, name, PathUse::vary, problems_)) {
      level.settings.push_back(one.text);
      say(one.path, one.where);
    }
    out_.levels.push_back(std::move(level));
  }

  // Any number from one end to the other.
  void read_range() {
    const std::string word = section_.text("scale", "\"linear\" or \"log\"").value_or("linear");
    if (word != "linear" && word != "log") section_.refuse("scale", "\"linear\" or \"log\"");
    out_.logarithmic = word == "log";
    out_.whole = section_.flag("whole").value_or(false);
    const bool from = read_end("from", out_.from);
    const bool to = read_end("to", out_.to);
    const std::optional<std::int64_t> steps = section_.whole_number(
        "steps", 2, kMostFactorSteps, "values of the range in a grid, both ends included");
    out_.steps = static_cast<std::uint32_t>(steps.value_or(0));
    if (from && out_.logarithmic && out_.from <= 0)
      section_.refuse("from",
                      fmt::format("a number above 0, since {} is \"log\"", section_.full_name("scale")));
    if (from && to) check_ends();
  }

  bool read_end(const char* key, double& out) const {
    if (!has(key)) {
      missing(key, "an end of the range");
      return false;
    }
    const std::optional<double> number = number_in(*section_.find(key));
    const bool finite = number && std::isfinite(*number);
    const bool whole = finite && std::floor(*number) == *number && std::abs(*number) <= kMostWhole;
    if (!finite)
      section_.refuse(key, "a finite number");
    else if (out_.whole && !whole)
      section_.refuse(key, fmt::format("a whole number, since {} is true", section_.full_name("whole")));
    else
      out = *number;
    return finite && (whole || !out_.whole);
  }

  void check_ends() const {
    const std::string from = fmt::format("{}, which is {}", section_.full_name("from"), out_.from);
    if (!(out_.from < out_.to)) return section_.refuse("to", "a number above " + from);
    if (!std::isfinite(out_.to - out_.from))
      return section_.refuse("to", "a number whose distance is finite from " + from);
    if (out_.whole && out_.steps > out_.to - out_.from + 1)
      section_.refuse("steps", fmt::format("2 to {}, as many whole numbers as there are from {} to {}",
                                           out_.to - out_.from + 1, out_.from, out_.to));
  }

  std::size_t& settings_left_;
  Problems& problems_;
  TomlSection section_;
  FactorSettings out_;
  std::vector<SaidPath> said_;
  std::set<std::string> said_names_;
};

// What two factors set would be what the later of them says.
void refuse_paths_of_two(const std::vector<SaidPath>& paths, const std::string& factor,
                         std::map<std::string, std::string>& owners, Problems& problems) {
  for (const SaidPath& one : paths) {
    const auto [owner, is_new] = owners.emplace(one.path, factor);
    if (!is_new)
      problems.add(one.where,
                   fmt::format("factor.{} sets {}, which factor.{} sets before", shown_key(factor),
                               in_quotes(one.path), shown_key(owner->second)),
                   "make one factor of them, with levels of several settings");
  }
}

}  // namespace

bool has_values(const FactorSettings& factor) { return !factor.levels.empty() || factor.from < factor.to; }

std::vector<FactorSettings> read_factors(const TomlTable& table, Problems& problems) {
  std::vector<FactorSettings> out;
  std::map<std::string, std::string> owners;
  std::size_t settings_left = kMostFactorSettings;
  const std::vector<const TomlTable::value_type*> entries = in_file_order(table);
  if (entries.size() > kMostFactors) {
    problems.add(entries[kMostFactors]->second.key_where,
                 fmt::format("there are {} factors, allowed are {}", entries.size(), kMostFactors));
    return out;
  }
  for (const auto* entry : entries) {
    if (problems.count() >= Problems::kMost) break;
    const auto& [name, value] = *entry;
    const auto* factor = std::get_if<TomlTable>(&value.value);
    if (factor == nullptr) {
      problems.add(value.where,
                   fmt::format("factor.{} is {}, allowed is a table", shown_key(name), describe(value)),
                   "for example [factor.tax_split] with path and values");
      continue;
    }
    FactorReader reader{name, *factor, value.key_where, settings_left, problems};
    out.push_back(reader.read());
    refuse_paths_of_two(reader.said_paths(), name, owners, problems);
  }
  return out;
}

bool is_factor_name(const std::string& name) {
  constexpr std::size_t kLongest = 64;
  const auto is_letter = [](char one) { return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z'); };
  return !name.empty() && name.size() <= kLongest && is_letter(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char one) { return is_letter(one) || (one >= '0' && one <= '9') || one == '_'; });
}

}  // namespace yanzhen
