#include "models/industry_migration/plant_facts.hpp"

#include "engine/parallel.hpp"
#include "models/industry_migration/age_schedule.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

constexpr std::size_t kGrain = 16384;

/// Mass of every cell by the node that controls it. (node, city, industry)
Tally controlled_mass(const World& world, const Economy& economy) {
  const FirmSize size;
  const FirmPopulation& firms = economy.firms;
  ThreadCounts<std::int64_t> counts{world.n_node() * world.n_cell()};
  for_each_block(firms.slots.size(), kGrain, [&](std::size_t, std::size_t begin, std::size_t end) {
    auto& mine = counts.mine();
    for (std::size_t row = begin; row < end; ++row) {
      if (firms.city[row] == kNowhere) continue;
      const std::size_t industry = firms.industry[row];
      const double power = world.technology.elasticity(static_cast<Index>(industry)) - 1.0;
      mine[firms.home[row] * world.n_cell() + firms.city[row] * world.n_industry() + industry] +=
          size.units(power * static_cast<double>(firms.log_productivity[row]));
    }
  });
  Tally all(world.n_node() * world.n_cell(), 0);
  counts.collect(all);
  return all;
}

}  // namespace

PlantFacts facts_of(const World& world, const StepFields& fields, const FirmPopulation& firms, Row row,
                    std::int32_t now) {
  const NodeNumber city = firms.city[row], home = firms.home[row];
  if (firms.park[row] != kNoPark) {
    const ParkTerms& terms = fields.parks[firms.park[row]];
    const auto origin = static_cast<NodeNumber>(world.parks[firms.park[row]].origin);
    return {city, home, origin, terms.credit_share, terms.tax_share * (1.0 - terms.default_rate)};
  }
  const OriginShare& share = fields.origin_share[home * world.n_node() + city];
  const bool within = home != city && now - firms.settled[row] < share.years * kMonthsPerYear;
  return {city, home, home, 0.0, within ? share.share * (1.0 - share.default_rate) : 0.0};
}

double parked_part(const World& world, const Census& census, std::size_t park, std::size_t industry) {
  const MassUnits all = census.mass[world.parks[park].host * world.n_industry() + industry];
  return all > 0 ? static_cast<double>(census.park_mass[park * world.n_industry() + industry]) /
                       static_cast<double>(all)
                 : 0.0;
}

Eigen::ArrayXXd as_booked(const World& world, const StepFields& fields, const Census& census,
                          Eigen::ArrayXXd value) {
  const Eigen::ArrayXXd stands = value;
  for (std::size_t k = 0; k < world.n_park(); ++k)
    for (std::size_t s = 0; s < world.n_industry(); ++s) {
      const Park& park = world.parks[k];
      const auto industry = static_cast<Index>(s);
      const double moved =
          stands(park.host, industry) * parked_part(world, census, k, s) * fields.parks[k].credit_share;
      value(park.host, industry) -= moved;
      value(park.origin, industry) += moved;
    }
  return value;
}

Eigen::ArrayXd as_controlled(const World& world, const Economy& economy, const Eigen::ArrayXXd& value) {
  const Tally mass = controlled_mass(world, economy);
  Eigen::ArrayXd controlled = Eigen::ArrayXd::Zero(static_cast<Index>(world.n_node()));
  for (std::size_t cell = 0; cell < world.n_cell(); ++cell) {
    std::int64_t all = 0;
    for (std::size_t home = 0; home < world.n_node(); ++home) all += mass[home * world.n_cell() + cell];
    const auto i = static_cast<Index>(cell / world.n_industry()),
               s = static_cast<Index>(cell % world.n_industry());
    if (all == 0) controlled(i) += value(i, s);  // what is sold without a firm left is the city's own
    for (std::size_t home = 0; all > 0 && home < world.n_node(); ++home)
      controlled(static_cast<Index>(home)) +=
          value(i, s) * static_cast<double>(mass[home * world.n_cell() + cell]) / static_cast<double>(all);
  }
  return controlled;
}

}  // namespace yanzhen::industry_migration
