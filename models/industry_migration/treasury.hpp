#pragma once
//! \file  The public money of a step: taxes, sharing, equalisation, budgets. Every fen is a posting.
//!
//! MODEL.md section 8. Four things are kept apart for every plant: where it stands, who controls it, who is
//! credited with its output and tax in the statistics, and who gets the cash.
#include <vector>

#include "models/industry_migration/economy.hpp"

namespace yanzhen::industry_migration {

/// Taxes of a step before anybody shares them, by line and place.
struct Taxes {
  std::vector<Fen> local;    ///< local part of value added tax, profit tax and land fee  (n_node, n_industry)
  std::vector<Fen> by_line;  ///< all of each line, (line, n_node)
  std::vector<Fen> national;  ///< the nation's part, (line, n_node)
};

/// Persons who live in each node.
[[nodiscard]] std::vector<std::int64_t> residents_by_node(const World& world, const Economy& economy);

/// Value added, capital income and rent of every cell times their rates, in whole fen for one step. A cell's
/// tax is split between nation and place by part_of(), so that both are whole and add up.
[[nodiscard]] Taxes assess_taxes(const World& world, const Economy& economy);

/// Local tax of a cell by who has a claim on it: first the parks of the city (in their order), then homes by
/// node. What nobody has a claim on stays with the city and is not listed.
struct Claims {
  std::vector<Fen> park;  ///< local tax of the firms in each park  (n_park)
  std::vector<Fen>
      home;  ///< local tax of moved firms and branches by (home, place), within the years promised
};
/// Shares the tax of a cell out over its firms by mass, exactly.
[[nodiscard]] Claims assess_claims(const World& world, const Economy& economy, const StepFields& fields,
                                   const Taxes& taxes, std::int32_t now);

/// Units of capital that a fund can pay for.
struct Placement {
  FundOrder order;
  std::int64_t units;
};

/// Collects, shares, equalises and spends. Leaves every government's account empty: what is not committed
/// buys services. \param now  months since the start \returns what public funds place in this step;
/// post_investment() pays for each unit once its city is drawn
std::vector<Placement> settle_public_money(const World& world, Economy& economy, const StepFields& fields,
                                           std::int32_t now);

/// A fund pays for a unit of capital in a city.
void post_investment(const World& world, Economy& economy, std::size_t policy, std::size_t city);

}  // namespace yanzhen::industry_migration
