#pragma once
//! \file  What never changes in a run: cities, industries, network, technology and parameters, as a scenario
//! gave them.
#include <Eigen/Core>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/city_graph.hpp"
#include "engine/city_names.hpp"
#include "engine/model.hpp"
#include "models/industry_migration/market.hpp"
#include "models/industry_migration/parameters.hpp"
#include "models/industry_migration/step_fields.hpp"

namespace yanzhen::industry_migration {

/// A city at the start. Money in the scenario's unit (100 million yuan) a year.
struct City {
  CityName name;
  std::string province;
  double area_km2;               ///< > 0
  double residents;              ///< > 0  [persons]
  double hukou_residents;        ///< registered here, >= 0  [persons]
  double value_added;            ///< > 0
  std::array<double, 3> sector;  ///< share of primary, secondary, tertiary, sum 1 to 1 %
  double college_share;          ///< of residents, at the start, in (0, 1)
  double net_migration;          ///< per resident and year at the start
};

struct Industry {
  std::string key, name_zh, name_en;
  int sector;                 ///< 0 primary, 1 secondary, 2 tertiary, -1 none (a rest)
  double iceberg;             ///< kappa, cost per ln(1 + minutes / time scale)
  double final_demand;        ///< >= 0, any unit
  double sales_per_firm;      ///< > 0  [scenario's money unit a year]
  double energy_per_sales;    ///< >= 0
  double research_per_sales;  ///< >= 0
};

/// The rest of the country as one node. Its stocks are numbers, not agents.
struct Outside {
  std::string name_zh, name_en;
  double residents, value_added, area_km2;
  double minutes_to_cities, minutes_within;
  double growth;  ///< of residents beyond what the cities' own births and deaths give, per year
};

/// A park in one city for firms of another (产业飞地).
struct Park {
  std::string name;
  CityIndex origin, host;
  std::vector<bool> industries;  ///< that it takes  (n_industry)
};

class PolicyRule;

/// A rule of the scenario, ready to act.
struct Policy {
  std::string name, rule;
  PolicyWindow window;
  std::shared_ptr<const PolicyRule> acts;
};

struct AgeGroup {
  int from, to;  ///< years, both included
  double residents;
};

/// One const object; many runs may share it. Nodes are the cities in file order, then `outside` if there is
/// one.
struct World {
  Parameters parameters;
  Clock clock;
  std::uint64_t seed = 1;
  double weight = 100;  ///< residents an agent stands for
  /// Firms of each industry, and units of capital, that an agent stands for: at most `weight`, and fewer
  /// where a kind would have so few agents that single ones move a city (stratified sampling). One when
  /// weight is one.
  std::vector<double> firm_weight;
  double capital_weight = 100;

  std::vector<City> cities;
  CityNames names;
  std::vector<std::string> provinces;
  std::vector<int> province;     ///< of each node; `outside` has one of its own
  std::vector<Outside> outside;  ///< empty or one
  std::vector<Industry> industries;
  Technology technology;           ///< factors: four tiers of labour, capital, land
  Eigen::ArrayXXd relatedness;     ///< (n_industry, n_industry) in [0, 1], diagonal 0
  Eigen::ArrayXXd specialisation;  ///< weight of a city's known strengths, >= 1  (n_city, n_industry)
  Eigen::MatrixXd adjacency;       ///< 0/1, (n_city, n_city), for Moran's I
  std::vector<AgeGroup> ages;
  std::unique_ptr<CityGraph> graph;    ///< cities only, every link: how people travel
  std::unique_ptr<CityGraph> freight;  ///< the links that carry goods: all but those of mode `hsr`
  /// Both with the links that policies build, if any does; the start is fitted without them.
  std::unique_ptr<CityGraph> reform_graph, reform_freight;
  std::vector<Link> planned_links,
      planned_freight;             ///< that policies build; freight are those that carry goods
  std::vector<Policy> policies;    ///< in the order in which they act
  std::vector<Park> parks;         ///< built by policies
  std::vector<std::string> notes;  ///< fill rules used, values clipped

  [[nodiscard]] std::size_t n_city() const noexcept { return cities.size(); }
  [[nodiscard]] std::size_t n_node() const noexcept { return cities.size() + outside.size(); }
  [[nodiscard]] std::size_t n_industry() const noexcept { return industries.size(); }
  [[nodiscard]] std::size_t n_cell() const noexcept { return n_city() * n_industry(); }
  [[nodiscard]] std::size_t n_park() const noexcept { return parks.size(); }
  [[nodiscard]] bool has_outside() const noexcept { return !outside.empty(); }
};

/// Positions of the factors in Technology::factor_share and MarketState::stock: the tiers come first.
inline constexpr Eigen::Index kCapitalFactor = static_cast<Eigen::Index>(kTiers);
inline constexpr Eigen::Index kLandFactor = kCapitalFactor + 1;
inline constexpr Eigen::Index kFactors = kLandFactor + 1;

/// The tables that this model reads, with columns, units, ranges and meanings.
[[nodiscard]] std::vector<TableSpec> table_specs();

/// Builds the world of a scenario. Adds every problem to `problems`; the world is usable only if there was
/// none.
[[nodiscard]] std::shared_ptr<const World> read_world(const Scenario& scenario, Problems& problems);

/// Travel time between all nodes over a graph at a date, the time within a node on the diagonal. (n_node,
/// n_node) [min]
[[nodiscard]] Eigen::ArrayXXd node_minutes(const World& world, const CityGraph& graph, double decimal_year);

}  // namespace yanzhen::industry_migration
