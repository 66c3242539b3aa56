#pragma once
//! \file  Who is near to whom: travel times and what they and borders do to every kind of flow.
#include <Eigen/Core>

#include "models/industry_migration/talent.hpp"

namespace yanzhen::industry_migration {

/// exp(-friction) of each kind of flow and travel times. Changes only when a link opens or closes, or when a
/// rule that changes distance or borders changes its strength.
struct Reach {
  Eigen::ArrayXXd minutes, firms, capital, knowledge;  ///< (n_node, n_node)
  TalentDecay talent;
};

/// The networks on which a step's people and goods travel.
struct Networks {
  const CityGraph& people;
  const CityGraph& freight;
};

/// \param fields  what rules do to distance and borders
[[nodiscard]] Reach reach_at(const World& world, const Networks& networks, double decimal_year,
                             const ReachFields& fields);

/// Iceberg costs over the links that carry goods.
void set_trade_costs(const World& world, const Networks& networks, double decimal_year,
                     const ReachFields& fields, Market& market);

}  // namespace yanzhen::industry_migration
