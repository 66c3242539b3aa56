#pragma once
//! \file  What changes in a run (Economy), and what was found at its start (Calibration).
#include <Eigen/Core>

#include <cstdint>
#include <vector>

#include "engine/random.hpp"
#include "models/industry_migration/firm_size.hpp"
#include "models/industry_migration/market.hpp"
#include "models/industry_migration/populations.hpp"
#include "models/industry_migration/public_money.hpp"
#include "models/industry_migration/step_fields.hpp"
#include "models/industry_migration/tallies.hpp"
#include "models/industry_migration/world.hpp"

namespace yanzhen::industry_migration {

/// Streams of random draws: one a question that an agent is asked.
enum class Stream : StreamNumber {
  start_talent = 1,
  start_firms,
  start_capital,
  talent_events,
  talent_choice,
  talent_from_outside,
  firm_events,
  firm_relocation,
  firm_entry,
  firm_from_outside,
  founding,
  founded_size,
  capital_events,
  capital_new,
  capital_from_outside,
  outside_counts,
  firm_pressure,
  public_capital,
  reform_registration,
};

[[nodiscard]] inline StepDraws draws(const World& world, Stream stream, Step step) noexcept {
  return {world.seed, static_cast<StreamNumber>(stream), step};
}

/// `expected` rounded to a whole number, up or down by chance, so that its mean is `expected`. \pre expected
/// >= 0
[[nodiscard]] inline std::int64_t whole_number(double expected, std::uint32_t word) noexcept {
  const auto floor = static_cast<std::int64_t>(expected);
  return floor + (unit_interval(word) < expected - static_cast<double>(floor) ? 1 : 0);
}

/// What one policy rule remembers from step to step.
struct PolicyMemory {
  std::vector<double> numbers;
  Tally counts;
};

/// Numbers found once, so that the start is an equilibrium that gives back what was observed. Never changes
/// in a run.
struct Calibration {
  Eigen::ArrayXXd value_added;     ///< of the start  (n_node, n_industry)
  Eigen::ArrayXXd external;        ///< external economies at the start  (n_node, n_industry)
  Eigen::ArrayXXd knowledge;       ///< ln(1 + relative knowledge) at the start  (n_node, n_industry)
  Eigen::ArrayXXd amenity;         ///< (n_node, tier)  [log-utility]
  Eigen::ArrayXXd firm_site;       ///< log attraction to firms beyond profit  (n_node, n_industry)
  Eigen::ArrayXd capital_site;     ///< log attraction to capital beyond return and size  (n_node)
  Eigen::ArrayXXd founding_taste;  ///< log weight of an industry for a city's founders  (n_city, n_industry)
  Eigen::ArrayXd founding_rate;    ///< foundings per college or leading worker and step  (n_city)
};

/// Whole-number stocks counted from the agents' own records.
struct Census {
  Tally residents;   ///< (city, tier)
  Tally workers;     ///< of working age, (city, tier)
  Tally local;       ///< registered where they live, (city)
  Tally firms;       ///< (city, industry)
  Tally mass;        ///< MassUnits, (city, industry)
  Tally capital;     ///< units, (city, industry)
  Tally park_firms;  ///< firms in parks, (park, industry)
  Tally park_mass;   ///< MassUnits in parks, (park, industry)
};

/// Units of the whole-number sums of expected exits: fine enough for a step of a day, wide enough for 15
/// million firms.
inline constexpr double kNeutralExit = 0x1p-24;
inline constexpr double kNeutralExitMass = 0x1p-24 * 0x1p-12;

/// Everything that changes in a run. Recorded, saved and loaded from here.
struct Economy {
  TalentPopulation talent;
  FirmPopulation firms;
  CapitalPopulation capital;
  MarketState market;
  Census census;          ///< as the step ended
  Tally outside_people;   ///< agents' worth of people outside, by tier
  Tally outside_capital;  ///< units outside, by the node that owns them
  Tally neutral_exits;  ///< firms expected to leave at no profit and no loss, in kNeutralExit a step  (city,
                        ///< industry)
  Tally neutral_exit_mass;  ///< and their mass, in kNeutralExitMass  (city, industry)
  PublicMoney money;
  std::vector<PolicyMemory> memory;  ///< of each policy
  Tally step;                        ///< what happened in the last step
  Tally interval;                    ///< what happened since the last record

  void visit_state(StateVisitor& visitor);
};

/// Counts every stock anew from the records, in parallel. \param now  months since the start
[[nodiscard]] Census take_census(const World& world, const Economy& economy, std::int32_t now);

/// Stocks, masses and firms of the market's nodes from a census, with the land that parks have built and
/// those who work from afar; `outside` keeps its own firms and masses.
void fill_market_stocks(const World& world, Economy& economy, const StepFields& fields);

/// Land of a park that is developed: as much as was paid for, within its capacity. It stays when the contract
/// ends.  [km2]
[[nodiscard]] double built_land(const Economy& economy, const StepFields& fields, std::size_t park);

/// Relatedness with every industry fully related to itself.
[[nodiscard]] Eigen::MatrixXd with_self(const Eigen::ArrayXXd& relatedness);

/// Share of a node's jobs by industry, from labour's part of value added. (n_node, n_industry), rows sum to
/// one
[[nodiscard]] Eigen::ArrayXXd job_shares(const Technology& technology, const MarketState& market);

/// Units of capital outside, whoever owns them.
[[nodiscard]] std::int64_t outside_units(const Economy& economy);

/// Value of one capital unit of an agent in the scenario's money: unit value times the units that it stands
/// for.
[[nodiscard]] inline double agent_capital(const World& world) noexcept {
  return world.parameters.unit_value / 100.0 * world.capital_weight;
}

}  // namespace yanzhen::industry_migration
