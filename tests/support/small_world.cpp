#include "tests/support/small_world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::testing {
namespace {

using industry_migration::table_specs;
using Cells = std::vector<std::vector<std::string>>;

std::string text(double number) { return fmt::format("{}", number); }

/// Factors around one: exactly one everywhere where the seed is 0.
class Variation {
 public:
  explicit Variation(std::uint32_t seed) : even_{seed == 0}, bits_{seed} {}
  /// Between 1 / most and most, its logarithm uniform.
  double factor(double most) { return even_ ? 1.0 : std::pow(most, 2.0 * uniform() - 1.0); }
  bool happens(double probability) { return !even_ && uniform() < probability; }

 private:
  double uniform() { return (static_cast<double>(bits_()) + 0.5) / 4294967296.0; }
  bool even_;
  std::mt19937 bits_;
};

std::string code_of(std::size_t city) { return fmt::format("{}", 101 + city); }
std::string key_of(std::size_t industry) { return fmt::format("industry{}", industry + 1); }

Cells cities(const SmallWorld& size, Variation& vary) {
  Cells cells{{"code", "name_zh", "name_en", "province", "area_km2", "residents", "hukou_residents", "gdp",
               "share_primary", "share_secondary", "share_tertiary", "college_per_100k",
               "net_migration_per_1000"}};
  for (std::size_t k = 0; k < size.cities; ++k) {
    const double residents = std::round(60'000 * vary.factor(2)), primary = 10 * vary.factor(2);
    const double secondary = 45 * vary.factor(1.3);
    cells.push_back({code_of(k), fmt::format("第{}市", k + 1), fmt::format("Town {}", k + 1),
                     vary.happens(.5) ? "West" : "East", text(1000 * vary.factor(2)), text(residents),
                     text(std::round(residents * vary.factor(1.2))), text(residents * .0004 * vary.factor(2)),
                     text(primary), text(secondary), text(100 - primary - secondary),
                     text(12000 * vary.factor(2)),
                     text(size.seed == 0 ? 0.0 : 20 * std::log(vary.factor(1.5)))});
  }
  return cells;
}

Cells industries(const SmallWorld& size, Variation& vary) {
  Cells cells{{"key", "name_zh", "name_en", "sector", "labour_share", "talent_share", "capital_share",
               "land_share", "elasticity_of_substitution", "transport_class", "final_demand",
               "sales_per_firm", "energy_input", "rd_intensity"}};
  for (std::size_t k = 0; k < size.industries; ++k) {
    const double labour = .4 * vary.factor(1.3), talent = .15 * vary.factor(1.5),
                 land = .05 * vary.factor(1.5);
    cells.push_back({key_of(k), fmt::format("第{}产业", k + 1), fmt::format("Industry {}", k + 1),
                     vary.happens(.3) ? "tertiary" : "secondary", text(labour), text(talent),
                     text(1 - labour - talent - land), text(land), text(5.5 * vary.factor(1.3)),
                     vary.happens(.3) ? "high" : "medium", text(100 * vary.factor(4)),
                     text(1.5 * vary.factor(2)), text(.02 * vary.factor(2)), text(1.5 * vary.factor(2))});
  }
  return cells;
}

Cells input_output(const SmallWorld& size, Variation& vary) {
  Cells cells{{"input"}};
  for (std::size_t s = 0; s < size.industries; ++s) cells.front().push_back(key_of(s));
  for (std::size_t r = 0; r < size.industries; ++r) {
    cells.push_back({key_of(r)});
    for (std::size_t s = 0; s < size.industries; ++s)
      cells.back().push_back(text(.35 / static_cast<double>(size.industries) * vary.factor(2)));
  }
  return cells;
}

Cells links(const SmallWorld& size, Variation& vary) {
  Cells cells{{"from", "to", "mode", "minutes", "open_year"}};
  for (std::size_t i = 0; i < size.cities; ++i)
    for (std::size_t j = i + 1; j < size.cities; ++j)
      cells.push_back({code_of(i), code_of(j), "rail", text(90 * vary.factor(3)), ""});
  return cells;
}

Cells relatedness(const SmallWorld& size, Variation& vary) {
  Cells cells{{"a", "b", "product_space", "input_similarity", "output_similarity"}};
  for (std::size_t a = 0; a < size.industries; ++a)
    for (std::size_t b = a + 1; b < size.industries; ++b)
      cells.push_back(
          {key_of(a), key_of(b), text(vary.factor(4)), text(.4 * vary.factor(2)), text(.4 * vary.factor(2))});
  return cells;
}

Cells specialisation(const SmallWorld& size, Variation& vary) {
  Cells cells{{"city", "industry", "score"}};
  for (std::size_t i = 0; i < size.cities; ++i)
    for (std::size_t s = 0; s < size.industries; ++s)
      if (vary.happens(.3)) cells.push_back({code_of(i), key_of(s), vary.happens(.5) ? "3" : "1"});
  return cells;
}

Cells outside(const SmallWorld& size) {
  const double people = 300'000.0 * static_cast<double>(size.cities);
  return {{"name_zh", "name_en", "residents", "gdp", "area_km2", "minutes_to_cities", "minutes_within",
           "growth_per_year"},
          {"远方", "Far away", text(people), text(people * .0003), text(100'000), "300", "200", "0"}};
}

Cells ages() {
  return {{"age_from", "age_to", "residents"},
          {"0", "14", "1600"},
          {"15", "29", "2300"},
          {"30", "44", "2300"},
          {"45", "59", "2000"},
          {"60", "74", "1200"},
          {"75", "99", "600"}};
}

Table::Column read_column(const ColumnSpec& spec, const Cells& cells, std::size_t position) {
  Table::Column column{spec, true, {}, {}, {}};
  for (std::size_t row = 1; row < cells.size(); ++row) {
    int character = 1;
    for (std::size_t before = 0; before < position; ++before)
      character += static_cast<int>(cells[row][before].size()) + 1;
    const std::string& cell = cells[row][position];
    column.character.push_back(character);
    if (spec.kind == CellKind::text)
      column.texts.push_back(cell);
    else
      column.numbers.push_back(cell.empty() ? std::numeric_limits<double>::quiet_NaN() : std::stod(cell));
  }
  return column;
}

Table read_table(const TableSpec& spec, const Cells& cells) {
  std::vector<Table::Column> columns;
  std::vector<std::string> left = cells.front();
  const auto position = [&](const std::string& name) {
    return static_cast<std::size_t>(std::find(cells.front().begin(), cells.front().end(), name) -
                                    cells.front().begin());
  };
  for (const ColumnSpec& one : spec.columns) {
    if (position(one.name) < cells.front().size())
      columns.push_back(read_column(one, cells, position(one.name)));
    else
      columns.push_back({one, false, {}, {}, {}});
    left.erase(std::remove(left.begin(), left.end(), one.name), left.end());
  }
  for (const std::string& name : left) {
    ColumnSpec further;
    further.name = name;
    columns.push_back(read_column(further, cells, position(name)));
  }
  std::vector<int> lines;
  for (std::size_t row = 1; row < cells.size(); ++row) lines.push_back(static_cast<int>(row) + 1);
  return {spec.name + ".csv", std::move(columns), std::move(lines)};
}

std::chrono::year_month_day january(int year) { return date_from(fmt::format("{}-01", year)).value(); }

}  // namespace

SmallScenario::SmallScenario(SmallWorld size)
    : clock{january(2010), january(2020), StepLength::quarter},
      parameters_{industry_migration::declared_parameters()} {
  Variation vary{size.seed};
  tables_["cities"] = cities(size, vary);
  tables_["industries"] = industries(size, vary);
  tables_["input_output"] = input_output(size, vary);
  tables_["links"] = links(size, vary);
  tables_["relatedness"] = relatedness(size, vary);
  tables_["specialisation"] = specialisation(size, vary);
  tables_["ages"] = ages();
  tables_["adjacency"] = {{"a", "b"}, {code_of(0), code_of(size.cities - 1)}};
  if (size.outside) tables_["outside"] = outside(size);
}

std::string& SmallScenario::cell(const std::string& table, std::size_t row, const std::string& column) {
  Cells& cells = tables_.at(table);
  const auto& names = cells.front();
  const auto found = std::find(names.begin(), names.end(), column);
  if (found == names.end()) throw std::out_of_range{"there is no column " + column + " in " + table};
  return cells.at(row + 1).at(static_cast<std::size_t>(found - names.begin()));
}

void SmallScenario::add_row(const std::string& table, std::vector<std::string> cells) {
  Cells& all = tables_.at(table);
  if (cells.size() != all.front().size())
    throw std::out_of_range{"a row of " + table + " has another number of cells"};
  all.push_back(std::move(cells));
}

void SmallScenario::drop_rows(const std::string& table) { tables_.at(table).resize(1); }

void SmallScenario::drop_row(const std::string& table, std::size_t row) {
  Cells& cells = tables_.at(table);
  cells.at(row + 1);
  cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(row) + 1);
}

void SmallScenario::drop_column(const std::string& table, const std::string& column) {
  Cells& cells = tables_.at(table);
  const auto position = std::find(cells.front().begin(), cells.front().end(), column) - cells.front().begin();
  for (auto& row : cells) row.erase(row.begin() + position);
}

void SmallScenario::drop_table(const std::string& table) { tables_.erase(table); }

void SmallScenario::set(const std::string& parameter, double value) {
  Problems problems;
  parameters_.set(parameter, value, {"scenario.toml", 1, 1}, problems);
  problems.throw_if_any();
}

PolicySettings& SmallScenario::add_policy(const std::string& rule, const std::string& name) {
  for (const RuleDeclaration& one : industry_migration::rule_declarations()) {
    if (one.name != rule) continue;
    policies_.push_back(default_settings(one, {"scenario.toml", 10 + static_cast<int>(policies_.size()), 1}));
    if (!name.empty()) policies_.back().name = name;
    return policies_.back();
  }
  throw std::out_of_range{"there is no rule " + rule};
}

Scenario SmallScenario::build() const {
  Scenario scenario;
  scenario.title = "A small world";
  scenario.model = "industry_migration";
  scenario.file = "scenario.toml";
  scenario.clock = clock;
  scenario.seed = seed;
  scenario.people_per_agent = people_per_agent;
  scenario.parameters = parameters_;
  scenario.policies = policies_;
  for (const TableSpec& spec : table_specs())
    if (const auto found = tables_.find(spec.name); found != tables_.end())
      scenario.tables.emplace(spec.name, read_table(spec, found->second));
  return scenario;
}

std::shared_ptr<const industry_migration::World> SmallScenario::world() const {
  Problems problems;
  auto world = industry_migration::read_world(build(), problems);
  problems.throw_if_any();
  return world;
}

std::vector<Diagnostic> SmallScenario::problems() const {
  Problems problems;
  static_cast<void>(industry_migration::read_world(build(), problems));
  return problems.list();
}

namespace {

FieldValue& field_of(PolicySettings& policy, const std::string& field) {
  FieldValue& value = policy.fields.at(field);
  value.given = true;
  return value;
}

}  // namespace

void set_field(PolicySettings& policy, const std::string& field, double number) {
  FieldValue& value = field_of(policy, field);
  if (std::holds_alternative<Schedule>(value.value))
    value.value = Schedule{{std::numeric_limits<double>::infinity(), number}};
  else
    value.value = number;
}
void set_field(PolicySettings& policy, const std::string& field, WordList words) {
  field_of(policy, field).value = std::move(words);
}
void set_field(PolicySettings& policy, const std::string& field, const char* word) {
  set_field(policy, field, WordList{word});
}
void set_flag(PolicySettings& policy, const std::string& field, bool flag) {
  field_of(policy, field).value = flag;
}

}  // namespace yanzhen::testing
