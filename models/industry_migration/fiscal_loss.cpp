#include "models/industry_migration/fiscal_loss.hpp"

#include <algorithm>

#include "engine/elementary.hpp"
#include "models/industry_migration/treasury.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

double counted(const Parameters& p, const OriginShare& share) {
  if (!(share.share > 0)) return 0.0;
  const double ahead = 1.0 - exponential(-share.years / p.fiscal_horizon);
  return share.share * (1.0 - share.default_rate) * ahead;
}

/// Adds what a pool leaves of a loss.
void add_pool(const World& world, const Economy& economy, const RevenuePool& pool, Eigen::ArrayXXd& kept) {
  const std::vector<std::int64_t> heads = residents_by_node(world, economy);
  std::vector<bool> member(world.n_node(), false);
  double all = 0;
  for (const std::uint32_t city : pool.cities) {
    member[city] = true;
    all += static_cast<double>(heads[city]);
  }
  for (const std::uint32_t i : pool.cities) {
    const double own = all > 0 ? static_cast<double>(heads[i]) / all : 1.0;
    for (std::size_t j = 0; j < world.n_node(); ++j)
      kept(i, static_cast<Index>(j)) += pool.share * (member[j] ? 1.0 : 1.0 - own);
  }
}

/// What all pools leave of a loss: more than one where there are many. (origin, destination)
Eigen::ArrayXXd kept_by_pools(const World& world, const Economy& economy, const StepFields& fields) {
  const auto n = static_cast<Index>(world.n_node());
  Eigen::ArrayXXd kept = Eigen::ArrayXXd::Zero(n, n);
  for (const RevenuePool& pool : fields.pools) add_pool(world, economy, pool, kept);
  return kept;
}

}  // namespace

Eigen::ArrayXXd kept_tax(const World& world, const Economy& economy, const StepFields& fields) {
  Eigen::ArrayXXd kept = kept_by_pools(world, economy, fields);
  const Index n = kept.rows();
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j)
      kept(i, j) += counted(world.parameters, fields.origin_share[static_cast<std::size_t>(i * n + j)]);
  return kept.min(1.0);
}

void keep_subsidies_affordable(const World& world, const Economy& economy, StepFields& fields) {
  const double years = world.clock.years_per_step();
  for (Index i = 0; i < static_cast<Index>(world.n_node()); ++i) {
    const double cost = (fields.subsidy.row(i) * economy.market.sales.row(i)).sum();
    if (!(cost > 0)) continue;
    const double budget = money_of(economy.money.disposable[static_cast<std::size_t>(i)]) / years;
    const double most = world.parameters.most_support * budget;
    if (cost > most) fields.subsidy.row(i) *= most / cost;
  }
}

void set_obstruction(const World& world, const Economy& economy, StepFields& fields) {
  const double omega = world.parameters.obstruction;
  const Eigen::ArrayXXd kept = kept_tax(world, economy, fields),
                        pools = kept_by_pools(world, economy, fields);
  fields.obstruction = omega * (1.0 - kept);
  fields.obstruction.matrix().diagonal().setZero();
  for (std::size_t k = 0; k < world.n_park(); ++k) {
    const Park& park = world.parks[k];
    const ParkTerms& terms = fields.parks[k];
    // The park's own contract takes the place of a general promise; pools hold besides.
    const double contract = terms.tax_share * (1.0 - terms.default_rate);
    fields.park_obstruction[k] = omega * (1.0 - std::min(1.0, contract + pools(park.origin, park.host)));
  }
}

}  // namespace yanzhen::industry_migration
