#pragma once
//! \file  What changes in a run (Economy), what was found at its start (Calibration), and what policies write
//! (StepFields).
#include <Eigen/Core>

#include <cstdint>
#include <vector>

#include "engine/random.hpp"
#include "models/industry_migration/firm_size.hpp"
#include "models/industry_migration/market.hpp"
#include "models/industry_migration/populations.hpp"
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

/// What a step's rules set before anybody acts. Zero everywhere = no rule.
struct StepFields {
  Eigen::ArrayXXd subsidy;  ///< share of sales  (n_node, n_industry)
  Eigen::ArrayXXd target;   ///< added to the utility of founding in an industry  (n_node, n_industry)
  Eigen::ArrayXXd
      obstruction;  ///< barrier a government raises against a firm's leaving  (origin, destination)

  [[nodiscard]] static StepFields none(const World& world);
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
  Tally residents;  ///< (city, tier)
  Tally workers;    ///< of working age, (city, tier)
  Tally local;      ///< registered where they live, (city)
  Tally firms;      ///< (city, industry)
  Tally mass;       ///< MassUnits, (city, industry)
  Tally capital;    ///< units, (city, industry)
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
  Tally tax_fen;            ///< collected and given back in the last step, by city  [fen]
  Tally step;               ///< what happened in the last step
  Tally interval;           ///< what happened since the last record

  void visit_state(StateVisitor& visitor);
};

/// Counts every stock anew from the records, in parallel. \param now  months since the start
[[nodiscard]] Census take_census(const World& world, const Economy& economy, std::int32_t now);

/// Stocks, masses and firms of the market's nodes from a census; `outside` keeps its own firms and masses.
void fill_market_stocks(const World& world, Economy& economy);

/// Relatedness with every industry fully related to itself.
[[nodiscard]] Eigen::MatrixXd relatedness_with_self(const World& world);

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
