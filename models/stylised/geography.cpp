#include "models/stylised/geography.hpp"

#include <fmt/format.h>

#include <limits>
#include <map>

#include "engine/column.hpp"
#include "engine/elementary.hpp"
#include "engine/rule_field.hpp"

namespace yanzhen::stylised {
namespace {

using Index = Eigen::Index;

constexpr std::size_t kMostCities = 4000;
constexpr double kAlways = std::numeric_limits<double>::infinity();
constexpr const char* kPassengers = "hsr";

void refuse_double_names(const Table& table, const char* column, Problems& problems) {
  std::map<std::string, std::size_t> seen;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto [first, fresh] = seen.emplace(table.text(column, row), row);
    if (!fresh)
      problems.add(table.place(column, row),
                   fmt::format("{} \"{}\" stands twice, first in line {}", column, first->first,
                               table.place(column, first->second).line),
                   "it must name one row only");
  }
}

/// Every two cities one unit apart.
std::vector<Link> complete_graph(std::size_t cities, double unit) {
  std::vector<Link> links;
  for (CityIndex i = 0; i < cities; ++i)
    for (CityIndex j = i + 1; j < cities; ++j) links.push_back({i, j, unit, -kAlways});
  return links;
}

}  // namespace

std::shared_ptr<const Geography> Geography::read(const Scenario& scenario, Problems& problems) {
  const std::size_t before = problems.count();
  std::shared_ptr<Geography> geography{new Geography};
  geography->unit_ = scenario.parameters["distance.unit"];
  geography->border_ = scenario.parameters["distance.border.province"];
  geography->concave_ = scenario.parameters["distance.concave"] > .5;
  geography->run_start_ = scenario.clock.decimal_year(0);
  const auto cities = scenario.tables.find("cities");
  if (cities == scenario.tables.end()) return nullptr;  // the loader has said that it is missing
  geography->read_cities(cities->second, problems);
  if (problems.count() > before) return nullptr;
  geography->read_links(scenario, problems);
  if (problems.count() > before) return nullptr;
  geography->read_rules(scenario, problems);
  if (problems.count() > before) return nullptr;
  return geography;
}

void Geography::read_cities(const Table& table, Problems& problems) {
  if (table.rows() == 0) {
    problems.add({table.file(), 1, 0}, "there is no city", "one row a city");
    return;
  }
  refuse_double_names(table, "code", problems);
  refuse_double_names(table, "name_zh", problems);
  std::vector<CityName> names;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    names.push_back({table.text("code", row), table.text("name_zh", row), table.text("name_en", row)});
    province_.push_back(table.text("province", row));
  }
  names_ = CityNames{std::move(names)};
}

void Geography::read_links(const Scenario& scenario, Problems& problems) {
  const std::vector<double> within(cities(), 0.0);
  const auto found = scenario.tables.find("links");
  if (found == scenario.tables.end()) {
    as_found_ = std::make_unique<CityGraph>(within, complete_graph(cities(), unit_));
    return;
  }
  const Table& table = found->second;
  const std::size_t before = problems.count();
  std::vector<Link> links;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto from = names_.find(table.text("from", row), "from", table.place("from", row), problems),
               to = names_.find(table.text("to", row), "to", table.place("to", row), problems);
    if (!from || !to) continue;
    if (*from == *to)
      problems.add(table.place("to", row),
                   fmt::format("to is \"{}\", where the link comes from", table.text("to", row)),
                   "a link joins two cities");
    else if (table.text("mode", row) != kPassengers)
      links.push_back({*from, *to, table.number("minutes", row).value_or(1),
                       table.number("open_year", row).value_or(-kAlways)});
  }
  if (problems.count() > before) return;  // a way may lead over a link that was mistyped
  as_found_ = std::make_unique<CityGraph>(within, std::move(links));
  const std::vector<int> parts = as_found_->parts(run_start_);
  for (std::size_t city = 0; city < parts.size(); ++city)
    if (parts[city] != parts[0]) {
      problems.add({table.file(), 0, 0},
                   fmt::format("no way leads from {} to {} at the start", names_.all()[0].name_zh,
                               names_.all()[city].name_zh),
                   "links of mode `hsr` carry no goods and do not count");
      return;
    }
}

void Geography::add_link_rule(const PolicySettings& policy, std::vector<Link>& planned,
                              Problems& problems) const {
  const auto end = [&](const std::string& field) {
    return names_.find(policy.word(field), fmt::format("policy.{}.{}", policy.name, field),
                       policy.place(field), problems);
  };
  const auto from = end("from"), to = end("to");
  if (!from || !to || policy.window.strength <= 0) return;
  if (*from == *to) {
    problems.add(
        policy.place("to"),
        fmt::format("policy.{}.to is \"{}\", where the link comes from", policy.name, policy.word("to")),
        "a link joins two cities");
    return;
  }
  const PolicyWindow& window = policy.window;
  planned.push_back({*from, *to, policy.number("minutes") / window.strength,
                     window.start ? decimal_year(*window.start) : -kAlways,
                     window.end ? decimal_year(*window.end) : kAlways});
}

void Geography::read_rules(const Scenario& scenario, Problems& problems) {
  std::vector<Link> planned = as_found_->links();
  for (const PolicySettings& policy : scenario.policies) {
    if (policy.rule == "transport_link") add_link_rule(policy, planned, problems);
    if (policy.rule == "administrative_barrier")
      barriers_.push_back({policy.window, policy.number("removed")});
  }
  planned_ = std::make_unique<CityGraph>(std::vector<double>(cities(), 0.0), std::move(planned));
}

double Geography::border_left(double year) const {
  double left = 1;
  for (const Barrier& barrier : barriers_)
    left *= 1.0 - barrier.removed * barrier.window.strength_at(year, run_start_);
  return left;
}

Eigen::ArrayXXd Geography::distance(double year, Policies policies) const {
  const bool with = policies == Policies::in_force;
  const Eigen::ArrayXXd minutes = (with ? *planned_ : *as_found_).travel_minutes(year);
  const double border = border_ * (with ? border_left(year) : 1.0);
  Eigen::ArrayXXd distance(minutes.rows(), minutes.cols());
  for (Index i = 0; i < minutes.rows(); ++i)
    for (Index j = 0; j < minutes.cols(); ++j) {
      const double way = minutes(i, j) / unit_;
      const bool abroad = province_[static_cast<std::size_t>(i)] != province_[static_cast<std::size_t>(j)];
      distance(i, j) = (concave_ ? natural_log(1.0 + way) / natural_log(2.0) : way) + (abroad ? border : 0.0);
    }
  return distance;
}

std::vector<double> Geography::version(double year) const {
  return {static_cast<double>(planned_->changes(year)), border_left(year)};
}

std::vector<Dimension> Geography::dimensions() const {
  std::vector<std::string> labels, english, codes;
  for (const CityName& name : names_.all()) {
    labels.push_back(name.name_zh);
    english.push_back(name.name_en);
    codes.push_back(name.code);
  }
  return {{"city",
           "city",
           labels,
           {{"city_en", "English name", english},
            {"city_code", "code", codes},
            {"province", "province", province_}}},
          {"origin", "city that is left", labels, {{"origin_en", "English name", english}}},
          {"destination", "city that is reached", labels, {{"destination_en", "English name", english}}}};
}

TableSpec cities_table(std::vector<ColumnSpec> further) {
  TableSpec spec{"cities",   "the cities, in the order in which results list them", {}, true, false,
                 kMostCities};
  spec.columns = {
      text_column("code", "unique code, e.g. GB/T 2260"),
      text_column("name_zh", "unique Chinese name"),
      known_or_not(text_column("name_en", "English name")),
      known_or_not(text_column("province", "the jurisdiction whose border is the administrative barrier")),
      optional_column("lat", "degrees", -90, 90, "latitude of the city's seat, for maps"),
      optional_column("lon", "degrees", -180, 180, "longitude of the city's seat, for maps")};
  const auto has = [&](const std::string& name) {
    for (const ColumnSpec& one : further)
      if (one.name == name) return true;
    return false;
  };
  for (const char* name : {"area_km2", "residents", "hukou_residents", "gdp", "share_primary",
                           "share_secondary", "share_tertiary", "college_per_100k", "net_migration_per_1000"})
    if (!has(name)) spec.columns.push_back(optional_column(name, "-", -1e12, 1e12, "not read by this model"));
  for (ColumnSpec& one : further) spec.columns.push_back(std::move(one));
  return spec;
}

TableSpec links_table() {
  TableSpec spec{"links", "links between cities; without this table every two cities are one unit apart",
                 {},      false,
                 false,   1'000'000};
  spec.columns = {text_column("from", "a city, by Chinese or English name or code"),
                  text_column("to", "another city"),
                  known_or_not(text_column("mode", "kind of link; `hsr` carries people only, and no goods")),
                  number_column("minutes", "minutes", .01, 1e5, "travel time"),
                  optional_column("open_year", "year", 1000, 3000,
                                  "the year in which it opens; empty = it is there from the start")};
  return spec;
}

std::vector<Parameter> geography_parameters() {
  return {{"distance.unit", 60, 1e-3, 1e6, "minutes", "travel time that counts as one unit of distance"},
          {"distance.concave", 0, 0, 1, "0 or 1",
           "0: distance grows with travel time; 1: with ln(1 + time / unit) / ln 2, as in the "
           "industry-migration model"},
          {"distance.border.province", 0, 0, 100, "units",
           "what a border between two provinces adds to the distance of goods"}};
}

std::vector<RuleDeclaration> geography_rules() {
  RuleDeclaration link;
  link.name = "transport_link";
  link.name_zh = "交通线路";
  link.does =
      "Opens a link between two cities at `start`, and closes it at `end` if there is one. At a strength "
      "below one the link is slower: minutes / strength.";
  link.look_at =
      "share of both ends and of the cities behind them; `yanzhen breakpoints` shows which cities could hold "
      "a core without and with it.";
  link.source = "shortest paths (Dijkstra 1959)";
  link.ramps = false;
  link.fields = {name_field("from", "one city", "one end"), name_field("to", "one city", "the other end"),
                 number_field("minutes", 60, .01, 1e5, "minutes", "travel time from end to end")};
  link.example =
      "[[policy]]\nrule = \"transport_link\"\nfrom = \"上海\"\nto = \"Ningbo\"\nminutes = 60\nstart = "
      "\"2020-01\"\n";
  RuleDeclaration barrier;
  barrier.name = "administrative_barrier";
  barrier.name_zh = "行政壁垒";
  barrier.does =
      "Takes away a part of what a province border adds to the distance of goods "
      "(`distance.border.province`), or raises it.";
  barrier.look_at =
      "share by city; `yanzhen breakpoints` shows which cities could hold a core without and with it.";
  barrier.source = "Poncet 2003, 2005 on borders within China";
  barrier.fields = {
      number_field("removed", 1, -10, 1, "share",
                   "part of the barrier that is taken away: 1 all of it, 0 nothing, -1 doubles it")};
  barrier.example = "[[policy]]\nrule = \"administrative_barrier\"\nremoved = 1.0\nstart = \"2015-01\"\n";
  return {std::move(link), std::move(barrier)};
}

Eigen::ArrayXd shares_of(const Table& cities, const std::string& column, Problems& problems) {
  const auto n = static_cast<Index>(cities.rows());
  if (!cities.column(column).present) return Eigen::ArrayXd::Constant(n, 1.0 / static_cast<double>(n));
  Eigen::ArrayXd weights(n);
  for (Index row = 0; row < n; ++row)
    weights(row) = cities.number(column, static_cast<std::size_t>(row)).value_or(0);
  const double sum = weights.sum();
  if (!(sum > 0)) {
    problems.add({cities.file(), 1, 0}, fmt::format("{} is zero in every row", column),
                 "some city must have more");
    return Eigen::ArrayXd::Constant(n, 1.0 / static_cast<double>(n));
  }
  return weights / sum;
}

}  // namespace yanzhen::stylised
