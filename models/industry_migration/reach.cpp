#include "models/industry_migration/reach.hpp"

#include "engine/elementary.hpp"
#include "models/industry_migration/capital.hpp"
#include "models/industry_migration/firms.hpp"
#include "models/industry_migration/friction.hpp"

namespace yanzhen::industry_migration {

Travel travel_at(const World& world, const CityGraph& people, const CityGraph& freight, double year) {
  return {node_minutes(world, people, year), node_minutes(world, freight, year)};
}

Reach reach_at(const World& world, const Travel& travel, const ReachFields& fields) {
  Reach reach;
  reach.minutes = travel.people;
  reach.talent = talent_decay(world, reach.minutes, fields);
  reach.firms = firm_decay(world, reach.minutes, fields);
  reach.capital = capital_decay(world, reach.minutes, fields);
  reach.knowledge =
      (-friction(reach.minutes, world.province, world.parameters.knowledge, fields.of(Flow::knowledge)))
          .unaryExpr([](double x) { return exponential(x); });
  return reach;
}

void set_trade_costs(const World& world, const Travel& travel, const ReachFields& fields, Market& market) {
  const Parameters& p = world.parameters;
  const FlowFields& goods = fields.of(Flow::goods);
  const Eigen::ArrayXXd kept = 1.0 - goods.easing;
  const Eigen::ArrayXXd log_distance =
      travel.goods.unaryExpr([&](double t) { return natural_log(1.0 + t / p.goods_time_scale); });
  Eigen::ArrayXd kappa(static_cast<Eigen::Index>(world.n_industry()));
  for (std::size_t s = 0; s < world.n_industry(); ++s)
    kappa(static_cast<Eigen::Index>(s)) = world.industries[s].iceberg;
  market.set_trade_costs(log_distance * goods.distance * kept,
                         border(world.province, p.goods_border_city, p.goods_border_province, goods) * kept,
                         kappa);
}

}  // namespace yanzhen::industry_migration
