#pragma once
//! \file  The frame that core-periphery models share: mobile workers go where the real wage is higher, on a
//! graph with trade costs. What differs is how real wages follow from where they are.
//!
//! Krugman 1991; Fujita, Krugman & Venables 1999, ch. 4-6; Forslid & Ottaviano 2003.
#include <Eigen/Core>

#include <functional>
#include <memory>

#include "engine/model.hpp"
#include "models/stylised/geography.hpp"
#include "models/stylised/movers.hpp"

namespace yanzhen::stylised {

/// Numbers of the goods market that do not change in a run.
struct TradeParameters {
  double spending;      ///< mu, share of the differentiated good in spending, in (0, 1)
  double substitution;  ///< sigma > 1
  double iceberg;       ///< T >= 1, cost of carrying a good over one unit of distance
  /// r = T^(1 - sigma), freeness of trade over one unit of distance, in (0, 1]
  [[nodiscard]] double freeness() const;
};

/// Prices of a moment. Shapes (n_city).
struct ShortRun {
  Eigen::ArrayXd wage;           ///< of mobile labour; where there is none, what the first one would earn
  Eigen::ArrayXd price_index;    ///< of the differentiated good
  Eigen::ArrayXd log_real_wage;  ///< ln wage - mu ln price index
};

/// Solves a model's prices for given places of mobile labour. `start` is the solution of the step before
/// (empty at first); the solution must not depend on it beyond 1e-12.
using SolveShortRun = std::function<ShortRun(const TradeParameters& trade, const Eigen::ArrayXXd& freeness,
                                             const Eigen::ArrayXd& mobile, const Eigen::ArrayXd& immobile,
                                             const ShortRun& start)>;

/// Freeness between all cities, r^distance; one on the diagonal. (n_city, n_city)
[[nodiscard]] Eigen::ArrayXXd freeness_of(const TradeParameters& trade, const Eigen::ArrayXXd& distance);

[[nodiscard]] std::vector<Parameter> mobile_labour_parameters();
/// Cities with weights of `mobile` and `immobile` people, and links.
[[nodiscard]] std::vector<TableSpec> mobile_labour_tables();
/// Share of each city in the demand of immobile people. (n_city)
[[nodiscard]] Eigen::ArrayXd immobile_shares(const Table& cities, Problems& problems);
[[nodiscard]] TradeParameters trade_from(const ParameterValues& values);

/// Checks a scenario and builds its model. \returns null and adds to `problems` where it is wrong
[[nodiscard]] std::unique_ptr<Model> make_mobile_labour(const Scenario& scenario, SolveShortRun solve,
                                                        Problems& problems);

}  // namespace yanzhen::stylised
