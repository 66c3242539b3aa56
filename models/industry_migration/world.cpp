#include "models/industry_migration/world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "engine/elementary.hpp"
#include "models/industry_migration/policies/registry.hpp"
#include "models/industry_migration/start.hpp"

namespace yanzhen::industry_migration {
namespace {

constexpr double kMillionPerUnit = 100.0;  // million yuan in the scenario's money unit of 100 million
constexpr double kWithinSpeed = 40.0;      // km/h inside a city; distance 0.4 sqrt(area), MODEL.md section 2

/// What the readers of the tables share.
struct Reading {
  const Scenario& scenario;
  Problems& problems;
  World& world;

  [[nodiscard]] const Table* table(const std::string& name) const {
    const auto found = scenario.tables.find(name);
    return found == scenario.tables.end() ? nullptr : &found->second;
  }
  void note(std::string text) const { world.notes.push_back(std::move(text)); }
};

// ---- cities
// ---------------------------------------------------------------------------------------------------------

void refuse_double_names(const Reading& in, const Table& table, const char* column) {
  std::map<std::string, std::size_t> seen;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto [first, fresh] = seen.emplace(table.text(column, row), row);
    if (!fresh)
      in.problems.add(table.place(column, row),
                      fmt::format("{} \"{}\" stands twice, first in line {}", column, first->first,
                                  table.place(column, first->second).line),
                      "it must name one row only");
  }
}

/// Sector shares of a city, or none where one of them is not known. Reports shares that do not sum to 100.
std::optional<std::array<double, 3>> sector_shares(const Reading& in, const Table& table, std::size_t row) {
  std::array<double, 3> share{};
  constexpr std::array<const char*, 3> kColumns{"share_primary", "share_secondary", "share_tertiary"};
  for (std::size_t k = 0; k < 3; ++k) {
    const auto value = table.number(kColumns[k], row);
    if (!value) return std::nullopt;
    share[k] = *value / 100.0;
  }
  const double sum = share[0] + share[1] + share[2];
  if (std::abs(sum - 1.0) > .01) {
    in.problems.add(
        table.place("share_primary", row),
        fmt::format(
            "share_primary, share_secondary and share_tertiary sum to {:g}, allowed is 99 to 101 percent",
            100 * sum));
    return std::nullopt;
  }
  return share;
}

City read_city(const Table& table, std::size_t row) {
  City city{};
  city.name = {table.text("code", row), table.text("name_zh", row), table.text("name_en", row)};
  city.province = table.text("province", row);
  city.area_km2 = table.number("area_km2", row).value_or(1);
  city.residents = table.number("residents", row).value_or(1);
  city.value_added = table.number("gdp", row).value_or(1);
  return city;
}

/// Fill rule `national_sector_shares`: the mean of the cities that are known, weighted by value added.
void fill_sector_shares(const Reading& in, const Table& table) {
  std::array<double, 3> mean{};
  double weight = 0;
  std::vector<std::size_t> unknown;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    City& city = in.world.cities[row];
    const auto known = sector_shares(in, table, row);
    if (!known) {
      unknown.push_back(row);
      continue;
    }
    city.sector = *known;
    for (std::size_t k = 0; k < 3; ++k) mean[k] += city.value_added * city.sector[k];
    weight += city.value_added;
  }
  for (double& one : mean) one = weight > 0 ? one / weight : 1.0 / 3;
  for (const std::size_t row : unknown) in.world.cities[row].sector = mean;
  if (!unknown.empty())
    in.note(
        fmt::format("national_sector_shares: sector shares of {} cities are not known and taken as the mean "
                    "of the others",
                    unknown.size()));
}

/// Fill rule `college_by_income`: ln college share on ln value added per head, least squares over the cities
/// that are known.
void fill_college_shares(const Reading& in, const Table& table) {
  const double scale = 1.0 / in.world.parameters.college_growth_to_2020 / 1e5;
  double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
  std::vector<std::size_t> unknown;
  const auto log_income = [](const City& city) { return natural_log(city.value_added / city.residents); };
  for (std::size_t row = 0; row < table.rows(); ++row) {
    City& city = in.world.cities[row];
    const auto known = table.number("college_per_100k", row);
    if (!known) {
      unknown.push_back(row);
      continue;
    }
    city.college_share = *known * scale;
    const double x = log_income(city), y = natural_log(city.college_share);
    n += 1, sx += x, sy += y, sxx += x * x, sxy += x * y;
  }
  if (unknown.empty()) return;
  const double spread = n * sxx - sx * sx;
  const double national = in.world.parameters.adult_share[2] + in.world.parameters.adult_share[3];
  const double slope = n >= 3 && spread > 1e-12 ? std::clamp((n * sxy - sx * sy) / spread, 0.0, 3.0) : 0.0;
  for (const std::size_t row : unknown) {
    City& city = in.world.cities[row];
    const double fitted = n > 0 ? exponential((sy - slope * sx) / n + slope * log_income(city)) : national;
    city.college_share = std::clamp(fitted, .005, .6);
  }
  in.note(
      fmt::format("college_by_income: college share of {} cities is not known and fitted on value added per "
                  "head over the "
                  "other {} (elasticity {:.2f})",
                  unknown.size(), static_cast<int>(n), slope));
}

/// Fill rules `everyone_registered` and `no_net_migration`.
void fill_registration_and_migration(const Reading& in, const Table& table) {
  std::size_t registered = 0, migration = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    City& city = in.world.cities[row];
    const auto hukou = table.number("hukou_residents", row);
    const auto net = table.number("net_migration_per_1000", row);
    city.hukou_residents = hukou.value_or(city.residents);
    city.net_migration = net.value_or(0.0) / 1000.0;
    registered += hukou ? 0 : 1;
    migration += net ? 0 : 1;
  }
  if (registered > 0)
    in.note(fmt::format("everyone_registered: in {} cities all residents are taken as registered there",
                        registered));
  if (migration > 0)
    in.note(
        fmt::format("no_net_migration: net migration of {} cities is taken as zero at the start", migration));
}

void read_cities(const Reading& in) {
  const Table& table = *in.table("cities");
  refuse_double_names(in, table, "code");
  refuse_double_names(in, table, "name_zh");
  std::vector<CityName> names;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    in.world.cities.push_back(read_city(table, row));
    names.push_back(in.world.cities.back().name);
    const double agents = in.world.cities.back().residents / in.world.weight;
    if (agents < 20)
      in.problems.add(
          table.place("residents", row),
          fmt::format("{} has {:g} residents, which is {:.1f} agents at scale.people_per_agent = {:g}; at "
                      "least 20 are needed",
                      names.back().name_zh, in.world.cities.back().residents, agents, in.world.weight),
          "make scale.people_per_agent smaller");
  }
  in.world.names = CityNames{std::move(names)};
  for (const City& city : in.world.cities) {
    const auto found = std::find(in.world.provinces.begin(), in.world.provinces.end(), city.province);
    in.world.province.push_back(static_cast<int>(found - in.world.provinces.begin()));
    if (found == in.world.provinces.end()) in.world.provinces.push_back(city.province);
  }
  fill_sector_shares(in, table);
  fill_college_shares(in, table);
  fill_registration_and_migration(in, table);
}

void read_outside(const Reading& in) {
  const Table* table = in.table("outside");
  if (table == nullptr || table->rows() == 0) return;
  Outside outside{};
  outside.name_zh = table->text("name_zh", 0);
  outside.name_en = table->text("name_en", 0);
  outside.residents = table->number("residents", 0).value_or(1);
  outside.value_added = table->number("gdp", 0).value_or(1);
  outside.area_km2 = table->number("area_km2", 0).value_or(1);
  outside.minutes_to_cities = table->number("minutes_to_cities", 0).value_or(1);
  outside.minutes_within = table->number("minutes_within", 0).value_or(0);
  outside.growth = table->number("growth_per_year", 0).value_or(0);
  in.world.outside.push_back(std::move(outside));
  in.world.province.push_back(static_cast<int>(in.world.provinces.size()));
}

// ---- industries
// -----------------------------------------------------------------------------------------------------

std::optional<std::size_t> find_industry(const Reading& in, const Table& table, const std::string& column,
                                         std::size_t row) {
  const std::string& key = table.text(column, row);
  std::vector<std::string> keys;
  for (std::size_t s = 0; s < in.world.industries.size(); ++s) {
    if (in.world.industries[s].key == key) return s;
    keys.push_back(in.world.industries[s].key);
  }
  const std::string near = nearest_name(key, keys);
  in.problems.add(table.place(column, row),
                  fmt::format("{} is \"{}\", which is not an industry of this scenario", column, key),
                  near.empty() ? "" : fmt::format("did you mean \"{}\"?", near));
  return std::nullopt;
}

int read_sector(const Reading& in, const Table& table, std::size_t row) {
  const std::string& word = table.text("sector", row);
  constexpr std::array<const char*, 3> kSectors{"primary", "secondary", "tertiary"};
  for (int k = 0; k < 3; ++k)
    if (word == kSectors[static_cast<std::size_t>(k)]) return k;
  if (!word.empty())
    in.problems.add(
        table.place("sector", row),
        fmt::format("sector is \"{}\", allowed is primary, secondary, tertiary or nothing", word));
  return -1;
}

double read_iceberg(const Reading& in, const Table& table, std::size_t row) {
  const std::string& word = table.text("transport_class", row);
  for (std::size_t k = 0; k < kTransportClasses.size(); ++k)
    if (word == kTransportClasses[k]) return in.world.parameters.iceberg[k];
  in.problems.add(
      table.place("transport_class", row),
      fmt::format("transport_class is \"{}\", allowed is low, medium, high, digital or proximity", word));
  return 0;
}

/// Factor shares of an industry, each split of labour by tier included; reports shares that do not sum to
/// one.
void read_factor_shares(const Reading& in, const Table& table, std::size_t row) {
  const Parameters& p = in.world.parameters;
  const double labour = table.number("labour_share", row).value_or(0),
               talent = table.number("talent_share", row).value_or(0);
  const double capital = table.number("capital_share", row).value_or(0),
               land = table.number("land_share", row).value_or(0);
  const double sum = labour + talent + capital + land;
  if (std::abs(sum - 1.0) > 1e-3)
    in.problems.add(table.place("labour_share", row),
                    fmt::format("labour_share, talent_share, capital_share and land_share of {} sum to {:g}, "
                                "allowed is 0.999 to 1.001",
                                table.text("key", row), sum));
  // Wage bills at the start: heads times relative wage.
  const double general = p.adult_share[0], skilled = p.adult_share[1] * p.skilled_premium;
  const double college = p.adult_share[2], leading = p.adult_share[3] * p.leading_premium;
  const double of_labour = general + skilled > 0 ? general / (general + skilled) : .5;
  const double of_talent = college + leading > 0 ? college / (college + leading) : .5;
  const std::array<double, kFactors> share{labour * of_labour,
                                           labour * (1 - of_labour),
                                           talent * of_talent,
                                           talent * (1 - of_talent),
                                           capital,
                                           land};
  for (std::size_t k = 0; k < share.size(); ++k)
    in.world.technology.factor_share(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(k)) =
        share[k] / sum;
}

/// Fill rule `default_elasticity`, and the bounds that keep a market-size model stable.
double read_elasticity(const Reading& in, const Table& table, std::size_t row) {
  const Parameters& p = in.world.parameters;
  const auto known = table.number("elasticity_of_substitution", row);
  const double kept =
      std::max(p.least_elasticity, std::min(known.value_or(p.default_elasticity), p.greatest_elasticity));
  if (!known)
    in.note(fmt::format("default_elasticity: {} has no known elasticity of substitution, {:g} is taken",
                        table.text("key", row), kept));
  else if (kept != *known)
    in.note(fmt::format("elasticity of substitution of {} is {:g}, kept within {:g} to {:g}",
                        table.text("key", row), *known, p.least_elasticity, p.greatest_elasticity));
  return kept;
}

/// Fill rule `mean_research`: unknown intensities are the mean of the known.
void fill_research(const Reading& in, const Table& table) {
  double sum = 0, count = 0;
  for (std::size_t row = 0; row < table.rows(); ++row)
    if (const auto known = table.number("rd_intensity", row)) sum += *known, count += 1;
  const double mean = count > 0 ? sum / count : 1.0;
  for (std::size_t row = 0; row < table.rows(); ++row)
    in.world.industries[row].research_per_sales = table.number("rd_intensity", row).value_or(mean) / 100.0;
  if (count < static_cast<double>(table.rows()))
    in.note(fmt::format(
        "mean_research: {} industries have no known research intensity, {:.2f} % of sales is taken",
        table.rows() - static_cast<std::size_t>(count), mean));
}

void read_industries(const Reading& in) {
  const Table& table = *in.table("industries");
  refuse_double_names(in, table, "key");
  const auto n = static_cast<Eigen::Index>(table.rows());
  Technology& technology = in.world.technology;
  technology.factor_share.resize(n, kFactors);
  technology.elasticity.resize(n);
  technology.household.resize(n);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Industry industry{};
    industry.key = table.text("key", row);
    industry.name_zh = table.text("name_zh", row);
    industry.name_en = table.text("name_en", row);
    industry.sector = read_sector(in, table, row);
    industry.iceberg = read_iceberg(in, table, row);
    industry.final_demand = std::max(table.number("final_demand", row).value_or(0), 1e-6);
    industry.sales_per_firm =
        table.number("sales_per_firm", row).value_or(in.world.parameters.sales_per_firm) / kMillionPerUnit;
    industry.energy_per_sales = table.number("energy_input", row).value_or(0);
    if (!table.number("energy_input", row))
      in.note(fmt::format("no_energy: energy input of {} is not known and taken as zero", industry.key));
    in.world.industries.push_back(std::move(industry));
    read_factor_shares(in, table, row);
    const auto s = static_cast<Eigen::Index>(row);
    technology.elasticity(s) = read_elasticity(in, table, row);
    technology.household(s) = in.world.industries.back().final_demand;
  }
  technology.household /= technology.household.sum();
  fill_research(in, table);
}

void read_input_output(const Reading& in) {
  const Table& table = *in.table("input_output");
  const auto n = static_cast<Eigen::Index>(in.world.n_industry());
  Technology& technology = in.world.technology;
  technology.input = Eigen::MatrixXd::Zero(n, n);
  refuse_double_names(in, table, "input");
  std::vector<bool> sells(in.world.n_industry(), false);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto seller = find_industry(in, table, "input", row);
    if (!seller) {
      sells.assign(sells.size(), true);  // the row that is missing may be the one that was mistyped
      continue;
    }
    sells[*seller] = true;
    for (std::size_t s = 0; s < in.world.n_industry(); ++s) {
      const Table::Column* column = table.find(in.world.industries[s].key);
      if (column != nullptr && !column->numbers.empty())
        technology.input(static_cast<Eigen::Index>(*seller), static_cast<Eigen::Index>(s)) =
            std::max(0.0, column->numbers[row]);
    }
  }
  for (std::size_t s = 0; s < in.world.n_industry(); ++s)
    if (!sells[s])
      in.problems.add({table.file(), 0, 0},
                      fmt::format("there is no row for industry {}", in.world.industries[s].key),
                      "one row for every key of the industries table; zeros where it sells nothing");
  for (std::size_t s = 0; s < in.world.n_industry(); ++s)
    if (table.find(in.world.industries[s].key) == nullptr)
      in.problems.add({table.file(), 1, 0},
                      fmt::format("there is no column for industry {}", in.world.industries[s].key),
                      "one column for every key of the industries table");
  technology.value_added = (1.0 - technology.input.colwise().sum().array()).transpose();
  for (Eigen::Index s = 0; s < n; ++s)
    if (!(technology.value_added(s) > 1e-6))
      in.problems.add(
          {table.file(), 1, 0},
          fmt::format("inputs of {} sum to {:g} per unit of output, allowed is below 1",
                      in.world.industries[static_cast<std::size_t>(s)].key, 1.0 - technology.value_added(s)));
}

/// Mean of what is known of a pair: input and sales similarity, and product-space relatedness x mapped to x /
/// (1 + x). Fill rule `mean_relatedness`: pairs without a row get the mean of all rows.
void read_relatedness(const Reading& in) {
  const auto n = static_cast<Eigen::Index>(in.world.n_industry());
  in.world.relatedness = Eigen::ArrayXXd::Constant(n, n, -1.0);
  double sum = 0, count = 0;
  std::set<std::pair<std::size_t, std::size_t>> seen;
  if (const Table* table = in.table("relatedness")) {
    for (std::size_t row = 0; row < table->rows(); ++row) {
      const auto a = find_industry(in, *table, "a", row), b = find_industry(in, *table, "b", row);
      if (!a || !b) continue;
      if (*a == *b || !seen.insert(std::minmax(*a, *b)).second) {
        in.problems.add(
            table->place("a", row),
            *a == *b ? fmt::format("{} stands beside itself", table->text("a", row))
                     : fmt::format("{} and {} stand twice", table->text("a", row), table->text("b", row)),
            "each pair of two industries once");
        continue;
      }
      double total = 0, parts = 0;
      if (const auto x = table->number("product_space", row)) total += *x / (1 + *x), parts += 1;
      if (const auto x = table->number("input_similarity", row)) total += *x, parts += 1;
      if (const auto x = table->number("output_similarity", row)) total += *x, parts += 1;
      if (parts == 0) continue;
      const auto i = static_cast<Eigen::Index>(*a), j = static_cast<Eigen::Index>(*b);
      in.world.relatedness(i, j) = in.world.relatedness(j, i) = total / parts;
      sum += total / parts, count += 1;
    }
  }
  const double mean = count > 0 ? sum / count : .3;
  Eigen::Index filled = 0;
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < n; ++j) {
      double& value = in.world.relatedness(i, j);
      if (i == j)
        value = 0;
      else if (value < 0)
        value = mean, ++filled;
    }
  if (filled > 0)
    in.note(fmt::format("mean_relatedness: {} pairs of industries are not known, {:.3f} is taken", filled / 2,
                        mean));
}

/// A city's known strengths multiply its share of an industry before proportional fitting (unknown pairs: 1).
void read_specialisation(const Reading& in) {
  constexpr std::array<double, 3> kFactor{1.3, 1.8,
                                          2.6};  // score 1 notable, 2 strong, 3 dominant: a judgement
  in.world.specialisation = Eigen::ArrayXXd::Ones(static_cast<Eigen::Index>(in.world.n_city()),
                                                  static_cast<Eigen::Index>(in.world.n_industry()));
  const Table* table = in.table("specialisation");
  if (table == nullptr) return;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const auto city =
        in.world.names.find(table->text("city", row), "city", table->place("city", row), in.problems);
    const auto industry = find_industry(in, *table, "industry", row);
    const auto score = static_cast<std::size_t>(table->number("score", row).value_or(1));
    if (city && industry)
      in.world.specialisation(static_cast<Eigen::Index>(*city), static_cast<Eigen::Index>(*industry)) =
          kFactor[score - 1];
  }
}

// ---- network and people
// ---------------------------------------------------------------------------------------------

void refuse_parted_graph(const Reading& in, const std::string& file) {
  const double start = in.world.clock.decimal_year(0);
  const std::vector<int> part = in.world.freight->parts(start);
  std::string alone;
  std::size_t count = 0;
  for (std::size_t city = 0; city < part.size(); ++city)
    if (part[city] != part[0] && ++count <= 5)
      alone += (alone.empty() ? "" : ", ") + in.world.cities[city].name.name_zh;
  if (count > 0)
    in.problems.add({file, 0, 0},
                    fmt::format("no way for goods leads from {} to {}{} over the links open at the start "
                                "(links of mode hsr carry people only)",
                                in.world.cities[0].name.name_zh, alone,
                                count > 5 ? fmt::format(" and {} more", count - 5) : ""),
                    "add a link, or give it an open_year that is not after the start");
}

/// High-speed railways carry people, not goods.
bool carries_goods(const std::string& mode) { return mode != "hsr"; }

void read_links(const Reading& in) {
  std::vector<Link> links, freight;
  const Table* table = in.table("links");
  for (std::size_t row = 0; table != nullptr && row < table->rows(); ++row) {
    const auto from =
        in.world.names.find(table->text("from", row), "from", table->place("from", row), in.problems);
    const auto to = in.world.names.find(table->text("to", row), "to", table->place("to", row), in.problems);
    if (!from || !to) continue;
    if (*from == *to) {
      in.problems.add(table->place("to", row),
                      fmt::format("the link leads from {} to itself", table->text("from", row)));
      continue;
    }
    constexpr double kAlways = -std::numeric_limits<double>::infinity();
    links.push_back({*from, *to, table->number("minutes", row).value_or(1),
                     table->number("open_year", row).value_or(kAlways)});
    if (carries_goods(table->text("mode", row))) freight.push_back(links.back());
  }
  std::vector<double> within;
  for (const City& city : in.world.cities)
    within.push_back(.4 * std::sqrt(city.area_km2) / kWithinSpeed * 60.0);
  if (!in.world.planned_links.empty() || !in.world.planned_freight.empty()) {
    const auto with = [](std::vector<Link> there, const std::vector<Link>& planned) {
      there.insert(there.end(), planned.begin(), planned.end());
      return there;
    };
    in.world.reform_graph = std::make_unique<CityGraph>(within, with(links, in.world.planned_links));
    in.world.reform_freight = std::make_unique<CityGraph>(within, with(freight, in.world.planned_freight));
  }
  in.world.graph = std::make_unique<CityGraph>(within, std::move(links));
  in.world.freight = std::make_unique<CityGraph>(std::move(within), std::move(freight));
  const auto named = in.scenario.tables.find("links");
  if (!in.problems.any())  // a link that could not be read may be the one that is missing
    refuse_parted_graph(in, named == in.scenario.tables.end() ? in.scenario.file : named->second.file());
}

void read_adjacency(const Reading& in) {
  const auto n = static_cast<Eigen::Index>(in.world.n_city());
  in.world.adjacency = Eigen::MatrixXd::Zero(n, n);
  const Table* table = in.table("adjacency");
  for (std::size_t row = 0; table != nullptr && row < table->rows(); ++row) {
    const auto a = in.world.names.find(table->text("a", row), "a", table->place("a", row), in.problems);
    const auto b = in.world.names.find(table->text("b", row), "b", table->place("b", row), in.problems);
    if (!a || !b || *a == *b) continue;
    in.world.adjacency(static_cast<Eigen::Index>(*a), static_cast<Eigen::Index>(*b)) = 1;
    in.world.adjacency(static_cast<Eigen::Index>(*b), static_cast<Eigen::Index>(*a)) = 1;
  }
}

/// Fill rule `stationary_ages`: without a table, as many of each age as survive to it under the model's own
/// mortality.
void read_ages(const Reading& in) {
  const Table* table = in.table("ages");
  if (table == nullptr) {
    double alive = 1.0;
    for (int age = 0; age < 100; ++age) {
      in.world.ages.push_back({age, age, alive});
      alive *= exponential(-in.world.parameters.mortality_level *
                           exponential(in.world.parameters.mortality_slope * age));
    }
    in.note("stationary_ages: no table of ages is given, ages follow the mortality of the model");
    return;
  }
  double all = 0;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const AgeGroup group{static_cast<int>(table->number("age_from", row).value_or(0)),
                         static_cast<int>(table->number("age_to", row).value_or(0)),
                         table->number("residents", row).value_or(0)};
    if (group.from > group.to)
      in.problems.add(table->place("age_to", row),
                      fmt::format("age_to is {}, allowed is age_from = {} or more", group.to, group.from));
    for (const AgeGroup& other : in.world.ages)
      if (group.from <= other.to && other.from <= group.to)
        in.problems.add(
            table->place("age_from", row),
            fmt::format("ages {} to {} overlap with {} to {}", group.from, group.to, other.from, other.to));
    all += group.residents;
    in.world.ages.push_back(group);
  }
  if (!(all > 0)) in.problems.add({table->file(), 0, 0}, "no age group has residents");
}

/// Prices that follow too fast in a market with strong substitution overshoot and explode (MODEL.md section
/// 4).
void refuse_unstable_prices(const Reading& in) {
  const Parameters& p = in.world.parameters;
  if (p.least_elasticity > p.greatest_elasticity)
    in.problems.add(
        in.scenario.parameters.place("market.elasticity.least"),
        fmt::format("market.elasticity.least is {:g}, allowed is at most market.elasticity.greatest = {:g}",
                    p.least_elasticity, p.greatest_elasticity));
  const double eta = in.world.parameters.price_adjustment;
  const double sigma =
      in.world.technology.elasticity.size() > 0 ? in.world.technology.elasticity.maxCoeff() : 1.0;
  if (eta * (sigma - 1.0) >= 1.0)
    in.problems.add(
        in.scenario.parameters.place("factors.price_adjustment"),
        fmt::format("factors.price_adjustment is {:g} and the largest elasticity of substitution {:g}: "
                    "{:g} * ({:g} - 1) = {:g}, allowed is below 1, or prices overshoot and explode",
                    eta, sigma, eta, sigma, eta * (sigma - 1)),
        "make factors.price_adjustment or market.elasticity.greatest smaller");
}

/// Agents of small kinds stand for fewer firms or units, so that no city's industry hangs on a handful of
/// agents.
void choose_weights(const Reading& in) {
  World& world = in.world;
  const Eigen::ArrayXXd value = start_value_added(world).topRows(static_cast<Eigen::Index>(world.n_city()));
  const Parameters& p = world.parameters;
  for (std::size_t s = 0; s < world.n_industry(); ++s) {
    const auto industry = static_cast<Eigen::Index>(s);
    const double firms = value.col(industry).sum() / world.technology.value_added(industry) /
                         world.industries[s].sales_per_firm;
    world.firm_weight.push_back(std::clamp(firms / p.least_firm_agents, 1.0, world.weight));
  }
  const double units = p.capital_output_ratio * value.sum() * kMillionPerUnit / p.unit_value;
  world.capital_weight = std::clamp(units / p.least_capital_agents, 1.0, world.weight);
}

}  // namespace

std::shared_ptr<const World> read_world(const Scenario& scenario, Problems& problems) {
  auto world = std::make_shared<World>();
  world->parameters = parameters_from(scenario.parameters);
  world->clock = scenario.clock;
  world->seed = scenario.seed;
  world->weight = scenario.people_per_agent;
  const Reading in{scenario, problems, *world};
  read_cities(in);
  read_outside(in);
  read_industries(in);
  read_input_output(in);
  read_relatedness(in);
  read_specialisation(in);
  read_policies(*world, scenario.policies, problems);
  read_links(in);
  read_adjacency(in);
  read_ages(in);
  refuse_unstable_prices(in);
  if (!problems.any()) choose_weights(in);
  return world;
}

Eigen::ArrayXXd node_minutes(const World& world, const CityGraph& graph, double decimal_year) {
  const auto n = static_cast<Eigen::Index>(world.n_city());
  const auto nodes = static_cast<Eigen::Index>(world.n_node());
  Eigen::ArrayXXd minutes(nodes, nodes);
  minutes.topLeftCorner(n, n) = graph.travel_minutes(decimal_year);
  if (world.has_outside()) {
    minutes.row(n) = world.outside.front().minutes_to_cities;
    minutes.col(n) = world.outside.front().minutes_to_cities;
    minutes(n, n) = world.outside.front().minutes_within;
  }
  return minutes;
}

}  // namespace yanzhen::industry_migration
