#pragma once
//! \file  Who is near to whom: travel times and what they and borders do to every kind of flow.
#include <Eigen/Core>

#include "models/industry_migration/talent.hpp"

namespace yanzhen::industry_migration {

/// Travel times over the links that are open at a date: of people, and of goods. (n_node, n_node)  [min]
struct Travel {
  Eigen::ArrayXXd people, goods;
};
[[nodiscard]] Travel travel_at(const World& world, const CityGraph& people, const CityGraph& freight,
                               double decimal_year);

/// exp(-friction) of each kind of flow, and travel times. Changes only when a link opens or closes, or when a
/// rule that changes distance or borders changes its strength.
struct Reach {
  Eigen::ArrayXXd minutes, firms, capital, knowledge;  ///< (n_node, n_node)
  TalentDecay talent;
};

/// \param fields  what rules do to distance and borders
[[nodiscard]] Reach reach_at(const World& world, const Travel& travel, const ReachFields& fields);

/// Iceberg costs over the links that carry goods.
void set_trade_costs(const World& world, const Travel& travel, const ReachFields& fields, Market& market);

}  // namespace yanzhen::industry_migration
