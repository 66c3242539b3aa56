#include "io/sweep_design_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "io/sweep_factor_reader.hpp"
#include "io/text_file.hpp"

namespace yanzhen {
namespace {

struct KindName {
  DesignKind kind;
  const char* name;
};
constexpr std::array<KindName, 6> kKinds{{{DesignKind::grid, "grid"},
                                          {DesignKind::list, "list"},
                                          {DesignKind::latin_hypercube, "latin_hypercube"},
                                          {DesignKind::sobol, "sobol"},
                                          {DesignKind::saltelli, "saltelli"},
                                          {DesignKind::morris, "morris"}}};

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const KindName& one : kKinds) names.emplace_back(one.name);
  return names;
}

std::string name_of(DesignKind kind) {
  for (const KindName& one : kKinds)
    if (one.kind == kind) return one.name;
  return {};
}

bool takes_points(DesignKind kind) {
  return kind == DesignKind::latin_hypercube || kind == DesignKind::sobol || kind == DesignKind::saltelli;
}

std::vector<std::string> factor_names(std::span<const FactorSettings> factors) {
  std::vector<std::string> names;
  for (const FactorSettings& one : factors) names.push_back(one.name);
  return names;
}

// Reads [design].
class DesignReader {
 public:
  DesignReader(const TomlTable& table, const Place& where, Problems& problems)
      : problems_{problems},
        section_{table, "design", {"kind", "points", "trajectories", "levels"}, problems} {
    out_.where = where;
  }

  // Nothing without a kind: then nobody can say what belongs to the design.
  std::optional<DesignSettings> read(std::span<const FactorSettings> factors) {
    if (!read_kind()) return std::nullopt;
    refuse_others_keys();
    if (takes_points(out_.kind)) read_points();
    if (out_.kind == DesignKind::morris) read_trajectories();
    for (const FactorSettings& one : factors)
      if (problems_.count() < Problems::kMost) check(one);
    return out_;
  }

 private:
  void missing(const std::string& key, const std::string& hint) const {
    problems_.add(out_.where, section_.full_name(key) + " is missing", hint);
  }

  bool read_kind() {
    const std::vector<std::string> names = kind_names();
    if (section_.find("kind") == nullptr) {
      missing("kind", hint_for("", names));
      return false;
    }
    const std::optional<std::string> word = section_.text("kind", "text: the name of a design");
    if (!word) return false;
    const auto found = std::find(names.begin(), names.end(), *word);
    if (found == names.end()) {
      problems_.add(section_.find("kind")->where,
                    fmt::format("design.kind is {}, which is not a design", in_quotes(*word)),
                    hint_for(*word, names));
      return false;
    }
    out_.kind = kKinds[static_cast<std::size_t>(found - names.begin())].kind;
    return true;
  }

  void refuse_others_keys() const {
    const bool morris = out_.kind == DesignKind::morris;
    if (!takes_points(out_.kind)) refuse_key("points", "latin_hypercube, sobol and saltelli take it");
    if (!morris) refuse_key("trajectories", "morris takes it");
    if (!morris) refuse_key("levels", "morris takes it");
  }
  void refuse_key(const std::string& key, const std::string& who) const {
    if (const TomlValue* value = section_.find(key))
      problems_.add(value->key_where,
                    fmt::format("{} is said, but a design of kind {} does not take it",
                                section_.full_name(key), name_of(out_.kind)),
                    who);
  }

  void read_points() {
    const std::string meaning =
        out_.kind == DesignKind::saltelli ? "rows of each base sample" : "points of the design";
    const std::int64_t fewest = out_.kind == DesignKind::latin_hypercube ? 2 : 1;
    if (section_.find("points") == nullptr) missing("points", "how many " + meaning);
    const auto points = section_.whole_number("points", fewest, kMostDesignPoints, meaning);
    out_.points = static_cast<std::uint32_t>(points.value_or(0));
  }

  void read_trajectories() {
    const std::string meaning = "walks through the factors, each of a point more than there are factors";
    if (section_.find("trajectories") == nullptr) missing("trajectories", "how many " + meaning);
    const auto trajectories = section_.whole_number("trajectories", 1, kMostDesignPoints, meaning);
    out_.trajectories = static_cast<std::uint32_t>(trajectories.value_or(0));
    const std::string levels = "of the grid that the walks are on, an even number";
    const auto found = section_.whole_number("levels", 2, 64, levels);
    if (found && *found % 2 == 1)
      section_.refuse("levels", fmt::format("a whole number, 2 to 64 ({})", levels));
    else if (found)
      out_.levels = static_cast<std::uint32_t>(*found);
  }

  void check(const FactorSettings& factor) const {
    const bool is_range = factor.levels.empty() && has_values(factor);
    if (out_.kind == DesignKind::grid && is_range && factor.steps == 0)
      problems_.add(factor.where, fmt::format("factor.{}.steps is missing", shown_key(factor.name)),
                    "how many values of the range a grid takes, both ends included");
    if ((out_.kind == DesignKind::saltelli || out_.kind == DesignKind::morris) && factor.levels.size() == 1)
      problems_.add(factor.where,
                    fmt::format("factor.{} has a single level, a design of kind {} needs two or more",
                                shown_key(factor.name), name_of(out_.kind)),
                    "what does not vary belongs under [set]");
  }

  Problems& problems_;
  TomlSection section_;
  DesignSettings out_;
};

// Reads the tables [[point]], a value for every factor each.
class PointReader {
 public:
  PointReader(std::span<const FactorSettings> factors, Problems& problems)
      : factors_{factors}, names_{factor_names(factors)}, problems_{problems} {}

  std::vector<double> read(const TomlValue& value) const {
    std::vector<double> out;
    const auto* table = std::get_if<TomlTable>(&value.value);
    if (table == nullptr) {
      problems_.add(value.where, fmt::format("point is {}, allowed is a table", describe(value)),
                    "one [[point]] for each point, with a value for every factor");
      return out;
    }
    const TomlSection section{*table, "point", names_, problems_, "a [[point]], which has the factors"};
    for (const FactorSettings& factor : factors_) {
      if (problems_.count() >= Problems::kMost) break;
      if (const TomlValue* said = section.find(factor.name))
        out.push_back(entry_of(factor, *said));
      else
        problems_.add(value.where, section.full_name(factor.name) + " is missing",
                      has_values(factor) ? allowed_of(factor) : "");
    }
    return out;
  }

 private:
  [[nodiscard]] double entry_of(const FactorSettings& factor, const TomlValue& value) const {
    if (!has_values(factor)) return 0.0;  // it is wrong itself
    const std::optional<double> entry =
        factor.levels.empty() ? number_of_range(factor, value) : position_of_level(factor, value);
    if (entry) return *entry;
    const auto* text = std::get_if<std::string>(&value.value);
    const std::string near = text == nullptr ? "" : nearest_name(*text, level_names(factor));
    problems_.add(value.where,
                  fmt::format("point.{} is {}, allowed is {}", shown_key(factor.name), describe(value),
                              allowed_of(factor)),
                  near.empty() ? "" : fmt::format("did you mean \"{}\"?", near));
    return 0.0;
  }

  static std::optional<double> number_of_range(const FactorSettings& factor, const TomlValue& value) {
    const std::optional<double> number = number_in(value);
    const bool right = number && *number >= factor.from && *number <= factor.to &&  // NaN fails both
                       (!factor.whole || std::floor(*number) == *number);
    return right ? number : std::nullopt;
  }

  static std::optional<double> position_of_level(const FactorSettings& factor, const TomlValue& value) {
    const std::optional<double> number = number_in(value);
    const auto* text = std::get_if<std::string>(&value.value);
    const auto* flag = std::get_if<bool>(&value.value);
    for (std::size_t k = 0; k < factor.levels.size(); ++k) {
      const FactorLevel& level = factor.levels[k];
      const bool same = factor.named_levels
                            ? (text != nullptr && *text == level.name) ||
                                  (flag != nullptr && level.name == (*flag ? "true" : "false"))
                            : number && *number == level.number;
      if (same) return static_cast<double>(k);
    }
    return std::nullopt;
  }

  static std::vector<std::string> level_names(const FactorSettings& factor) {
    std::vector<std::string> names;
    for (const FactorLevel& one : factor.levels) names.push_back(one.name);
    return names;
  }

  static std::string allowed_of(const FactorSettings& factor) {
    constexpr std::size_t kMostNames = 12;  // more would hide the answer
    if (factor.levels.empty())
      return fmt::format("{}, {} to {}", factor.whole ? "a whole number" : "a number", factor.from,
                         factor.to);
    std::vector<std::string> names;
    for (const FactorLevel& one : factor.levels)
      if (names.size() < kMostNames) names.push_back(factor.named_levels ? in_quotes(one.name) : one.name);
    return fmt::format("one of its levels: {}{}", fmt::join(names, ", "),
                       factor.levels.size() > kMostNames ? ", ..." : "");
  }

  std::span<const FactorSettings> factors_;
  std::vector<std::string> names_;
  Problems& problems_;
};

void read_points(const TomlSection& top, std::span<const FactorSettings> factors, DesignSettings& design,
                 Problems& problems) {
  const TomlValue* value = top.find("point");
  if (design.kind != DesignKind::list) {
    if (value != nullptr)
      problems.add(value->key_where,
                   fmt::format("[[point]] is said, but design.kind is {}", name_of(design.kind)),
                   "a design of kind list takes it");
    return;
  }
  const auto* array = value == nullptr ? nullptr : std::get_if<TomlArray>(&value->value);
  if (array == nullptr || array->empty()) {
    problems.add(value == nullptr ? design.where : value->where, "a design of kind list has no points",
                 "one [[point]] for each point, with a value for every factor");
    return;
  }
  const PointReader reader{factors, problems};
  for (const TomlValue& one : *array)
    if (problems.count() < Problems::kMost) design.list.push_back(reader.read(one));
}

// As a double: a grid of many factors has more points than a whole number can count.
double count_points(const DesignSettings& design, std::span<const FactorSettings> factors) {
  const auto dimensions = static_cast<double>(factors.size());
  if (design.kind == DesignKind::list) return static_cast<double>(design.list.size());
  if (design.kind == DesignKind::saltelli) return design.points * (dimensions + 2);
  if (design.kind == DesignKind::morris) return design.trajectories * (dimensions + 1);
  if (design.kind != DesignKind::grid) return design.points;
  double points = 1;
  for (const FactorSettings& one : factors)
    points *= one.levels.empty() ? one.steps : static_cast<double>(one.levels.size());
  return points;
}

}  // namespace

DesignSettings read_design(const TomlSection& top, const std::string& file,
                           std::span<const FactorSettings> factors, Problems& problems) {
  const TomlValue* value = top.find("design");
  if (value == nullptr) {
    problems.add({file, 0, 0}, "design is missing", "[design] with kind = \"grid\", say");
    return {};
  }
  const TomlTable* table = top.table("design");
  if (table == nullptr) return {};
  std::optional<DesignSettings> design = DesignReader{*table, value->where, problems}.read(factors);
  if (!design) return {};
  read_points(top, factors, *design, problems);
  return std::move(*design);
}

void check_run_count(const DesignSettings& design, std::span<const FactorSettings> factors,
                     std::uint32_t replicates, Problems& problems) {
  const double points = count_points(design, factors);
  const double runs = points * replicates;
  if (runs <= kMostSweepRuns) return;
  problems.add(
      design.where,
      fmt::format("the sweep has {:.17g} runs ({:.17g} points, {} replicates of each), allowed are {}", runs,
                  points, replicates, kMostSweepRuns));
}

}  // namespace yanzhen
