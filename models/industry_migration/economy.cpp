#include "models/industry_migration/economy.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "engine/parallel.hpp"
#include "models/industry_migration/age_schedule.hpp"
#include "models/industry_migration/visit_array.hpp"

namespace yanzhen::industry_migration {
namespace {

constexpr std::size_t kGrain = 16384;
constexpr double kLeastStock =
    .5;  // agents: a tier or capital that has left a city altogether still has a price

void visit_market(StateVisitor& visitor, MarketState& market) {
  visit_array(visitor, "market/stock", market.stock);
  visit_array(visitor, "market/price", market.price);
  visit_array(visitor, "market/mass", market.mass);
  visit_array(visitor, "market/firms", market.firms);
  visit_array(visitor, "market/productivity", market.productivity);
  visit_array(visitor, "market/overhead", market.overhead);
  visit_array(visitor, "market/price_index", market.price_index);
  visit_array(visitor, "market/unit_cost", market.unit_cost);
  visit_array(visitor, "market/spending", market.spending);
  visit_array(visitor, "market/sales", market.sales);
  visit_array(visitor, "market/profit", market.profit);
  visit_array(visitor, "market/pay", market.pay);
  visit_array(visitor, "market/market_access", market.market_access);
  visit_array(visitor, "market/own_share", market.own_share);
  visit_array(visitor, "market/log_cost", market.log_cost);
  visitor.array("market/household", market.household);
}

void count_talent(const World& world, const TalentPopulation& talent, std::int32_t now, Census& census) {
  const std::size_t city_tiers = world.n_city() * kTiers;
  ThreadCounts<std::int64_t> counts{2 * city_tiers + world.n_city()};
  for_each_block(talent.slots.size(), kGrain, [&](std::size_t, std::size_t begin, std::size_t end) {
    auto& mine = counts.mine();
    for (std::size_t row = begin; row < end; ++row) {
      const NodeNumber city = talent.city[row];
      if (city == kNowhere) continue;
      const std::size_t place = city * kTiers + talent.tier[row];
      ++mine[place];
      mine[city_tiers + place] += is_working_age(now, talent.born[row]) ? 1 : 0;
      mine[2 * city_tiers + city] += talent.hukou[row] == city ? 1 : 0;
    }
  });
  Tally all(2 * city_tiers + world.n_city(), 0);
  counts.collect(all);
  const auto cut = all.begin() + static_cast<std::ptrdiff_t>(city_tiers);
  census.residents.assign(all.begin(), cut);
  census.workers.assign(cut, cut + static_cast<std::ptrdiff_t>(city_tiers));
  census.local.assign(cut + static_cast<std::ptrdiff_t>(city_tiers), all.end());
}

void count_firms(const World& world, const FirmPopulation& firms, Census& census) {
  const FirmSize size;
  const std::size_t park_cells = world.n_park() * world.n_industry();
  ThreadCounts<std::int64_t> counts{2 * world.n_cell() + 2 * park_cells};
  for_each_block(firms.slots.size(), kGrain, [&](std::size_t, std::size_t begin, std::size_t end) {
    auto& mine = counts.mine();
    for (std::size_t row = begin; row < end; ++row) {
      if (firms.city[row] == kNowhere) continue;
      const std::size_t industry = firms.industry[row];
      const std::size_t cell = firms.city[row] * world.n_industry() + industry;
      const double sigma = world.technology.elasticity(static_cast<Eigen::Index>(industry));
      const MassUnits mass = size.units((sigma - 1.0) * static_cast<double>(firms.log_productivity[row]));
      ++mine[cell];
      mine[world.n_cell() + cell] += mass;
      if (firms.park[row] == kNoPark) continue;
      const std::size_t parked = 2 * world.n_cell() + firms.park[row] * world.n_industry() + industry;
      ++mine[parked];
      mine[park_cells + parked] += mass;
    }
  });
  Tally all(2 * world.n_cell() + 2 * park_cells, 0);
  counts.collect(all);
  const auto cut = [&](std::size_t at) { return all.begin() + static_cast<std::ptrdiff_t>(at); };
  census.firms.assign(all.begin(), cut(world.n_cell()));
  census.mass.assign(cut(world.n_cell()), cut(2 * world.n_cell()));
  census.park_firms.assign(cut(2 * world.n_cell()), cut(2 * world.n_cell() + park_cells));
  census.park_mass.assign(cut(2 * world.n_cell() + park_cells), all.end());
}

void count_capital(const World& world, const CapitalPopulation& capital, Census& census) {
  ThreadCounts<std::int64_t> counts{world.n_cell()};
  for_each_block(capital.slots.size(), kGrain, [&](std::size_t, std::size_t begin, std::size_t end) {
    auto& mine = counts.mine();
    for (std::size_t row = begin; row < end; ++row)
      if (capital.city[row] != kNowhere)
        ++mine[capital.city[row] * world.n_industry() + capital.industry[row]];
  });
  census.capital.assign(world.n_cell(), 0);
  counts.collect(census.capital);
}

/// Workers of each node by tier; outside works as much as the cities together do.
void fill_labour(const World& world, Economy& economy, const StepFields& fields) {
  const double heads = world.weight * world.parameters.participation;
  for (std::size_t q = 0; q < kTiers; ++q) {
    std::int64_t residents = 0, workers = 0;
    const auto tier = static_cast<Eigen::Index>(q);
    for (std::size_t i = 0; i < world.n_city(); ++i) {
      const std::int64_t at_work = economy.census.workers[i * kTiers + q];
      residents += economy.census.residents[i * kTiers + q];
      workers += at_work;
      economy.market.stock(static_cast<Eigen::Index>(i), tier) =
          std::max(kLeastStock, static_cast<double>(at_work)) * heads;
    }
    if (!world.has_outside()) continue;
    const double active = residents > 0 ? static_cast<double>(workers) / static_cast<double>(residents) : .6;
    economy.market.stock(static_cast<Eigen::Index>(world.n_city()), tier) =
        std::max(kLeastStock, static_cast<double>(economy.outside_people[q]) * active) * heads;
  }
  // Who works for another city from afar; a city never lends more than half of its workers.
  auto labour = economy.market.stock.leftCols(static_cast<Eigen::Index>(kTiers));
  const Eigen::ArrayXXd here = labour;
  labour = (here + fields.labour).max(.5 * here);
}

}  // namespace

void Economy::visit_state(StateVisitor& visitor) {
  talent.visit_state(visitor);
  firms.visit_state(visitor);
  capital.visit_state(visitor);
  visit_market(visitor, market);
  visitor.array("census/residents", census.residents);
  visitor.array("census/workers", census.workers);
  visitor.array("census/local", census.local);
  visitor.array("census/firms", census.firms);
  visitor.array("census/mass", census.mass);
  visitor.array("census/capital", census.capital);
  visitor.array("census/park_firms", census.park_firms);
  visitor.array("census/park_mass", census.park_mass);
  visitor.array("outside/people", outside_people);
  visitor.array("outside/capital", outside_capital);
  visitor.array("neutral/exits", neutral_exits);
  visitor.array("neutral/exit_mass", neutral_exit_mass);
  money.visit_state(visitor);
  for (std::size_t k = 0; k < memory.size(); ++k) {
    visitor.array("policy/" + std::to_string(k) + "/numbers", memory[k].numbers);
    visitor.array("policy/" + std::to_string(k) + "/counts", memory[k].counts);
  }
  visitor.array("tally/step", step);
  visitor.array("tally/interval", interval);
}

Census take_census(const World& world, const Economy& economy, std::int32_t now) {
  Census census;
  count_talent(world, economy.talent, now, census);
  count_firms(world, economy.firms, census);
  count_capital(world, economy.capital, census);
  return census;
}

void fill_market_stocks(const World& world, Economy& economy, const StepFields& fields) {
  fill_labour(world, economy, fields);
  const auto nodes = static_cast<Eigen::Index>(world.n_node());
  const auto cities = static_cast<Eigen::Index>(world.n_city());
  for (Eigen::Index i = 0; i < nodes; ++i) {
    double capital = static_cast<double>(outside_units(economy));
    const bool outside = i >= cities;
    if (!outside) {
      const auto first = economy.census.capital.begin() + i * static_cast<Eigen::Index>(world.n_industry());
      capital = 0;
      for (auto unit = first; unit != first + static_cast<std::ptrdiff_t>(world.n_industry()); ++unit)
        capital += static_cast<double>(*unit);
    }
    const double area =
        outside ? world.outside.front().area_km2 : world.cities[static_cast<std::size_t>(i)].area_km2;
    economy.market.stock(i, kCapitalFactor) = std::max(kLeastStock, capital) * agent_capital(world);
    economy.market.stock(i, kLandFactor) = area * world.parameters.built_land_share;
  }
  for (std::size_t k = 0; k < world.n_park(); ++k)
    economy.market.stock(world.parks[k].host, kLandFactor) += built_land(economy, fields, k);
  for (std::size_t cell = 0; cell < world.n_cell(); ++cell) {
    const auto i = static_cast<Eigen::Index>(cell / world.n_industry());
    const auto s = static_cast<Eigen::Index>(cell % world.n_industry());
    const double weight = world.firm_weight[cell % world.n_industry()];
    economy.market.firms(i, s) = static_cast<double>(economy.census.firms[cell]) * weight;
    economy.market.mass(i, s) = static_cast<double>(economy.census.mass[cell]) / kMassUnit * weight;
  }
}

std::int64_t outside_units(const Economy& economy) {
  return std::accumulate(economy.outside_capital.begin(), economy.outside_capital.end(), std::int64_t{0});
}

Eigen::MatrixXd with_self(const Eigen::ArrayXXd& relatedness) {
  Eigen::MatrixXd related = relatedness.matrix();
  related.diagonal().setOnes();
  return related;
}

double built_land(const Economy& economy, const StepFields& fields, std::size_t park) {
  const ParkTerms& terms = fields.parks[park];
  const double paid_for = terms.cost_per_km2 > 0
                              ? money_of(economy.money.park_paid[park]) / terms.cost_per_km2
                              : terms.capacity_km2;
  return std::max(economy.money.park_land[park], std::min(terms.capacity_km2, paid_for));
}

Eigen::ArrayXXd job_shares(const Technology& technology, const MarketState& market) {
  const Eigen::ArrayXd labour =
      technology.factor_share.leftCols(static_cast<Eigen::Index>(kTiers)).rowwise().sum();
  Eigen::ArrayXXd jobs = value_added(technology, market).rowwise() * labour.transpose();
  const Eigen::ArrayXd all = jobs.rowwise().sum();
  jobs.colwise() /= all;
  return jobs;
}

}  // namespace yanzhen::industry_migration
