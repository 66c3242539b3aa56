#pragma once
//! \file  The start of a run: an economy that gives back what was observed (MODEL.md, section 12).
#include <Eigen/Core>

#include <functional>

#include "models/industry_migration/market.hpp"
#include "models/industry_migration/world.hpp"

namespace yanzhen::industry_migration {

/// City x industry value added that meets city totals and national industry totals, from sector shares and
/// known strengths by iterative proportional fitting (Deming & Stephan 1940). Shape (n_node, n_industry), in
/// the scenario's money a year.
[[nodiscard]] Eigen::ArrayXXd start_value_added(const World& world);

struct Inversion {
  int sweeps;
  double miss;  ///< largest |ln(wanted / found)| of a sale
};
/// Finds the productivity z at which the market gives exactly the sales that are wanted (Redding &
/// Rossi-Hansberg 2017), without any rule. Sets productivity, price index, unit cost, sales and spending; z
/// has a geometric mean of one over the nodes of an industry. \pre state holds stock, price, mass > 0
/// wherever `wanted` > 0, and pay = wanted
Inversion invert_productivity(const Market& market, MarketState& state, const Eigen::ArrayXXd& wanted);

/// What would arrive at each place under given attractions, and how much of it comes from itself in a row's
/// own share: sum_i C_i p_ij and sum_i C_i p_ij^2.
struct Arrivals {
  Eigen::ArrayXd expected;
  Eigen::ArrayXd squared;
};
struct Balance {
  Eigen::ArrayXd log_attraction;  ///< mean zero over the places that are wanted
  int rounds;
  double miss;  ///< largest |ln(wanted / expected)|
};
/// The log attractions at which a logit choice sends to each place what is wanted there (Berry 1994's
/// contraction, with a diagonal Newton step). Places with wanted = 0 get the smallest attraction of the
/// others. \param wanted    (n_place,), >= 0, its sum equal to the number of those who choose \param arrivals
/// of attractions exp(log_attraction)
[[nodiscard]] Balance balance_attractions(
    const Eigen::ArrayXd& wanted, const std::function<Arrivals(const Eigen::ArrayXd& attraction)>& arrivals);

}  // namespace yanzhen::industry_migration
