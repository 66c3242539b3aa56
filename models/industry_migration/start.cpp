#include "models/industry_migration/start.hpp"

#include <algorithm>
#include <cmath>

#include "engine/elementary.hpp"

namespace yanzhen::industry_migration {
namespace {

constexpr int kMostFittingRounds = 2000;
constexpr int kMostSweeps = 5000;
constexpr double kInversionMiss = 1e-10;
constexpr int kMostBalanceRounds = 20000;
constexpr double kBalanceMiss = 1e-12;

/// National value added by industry at which final demand and inputs add up: (I - A) output = demand
/// (Leontief 1936).
Eigen::ArrayXd national_value_added(const World& world, double national_income) {
  const Technology& technology = world.technology;
  const Eigen::Index n = technology.industries();
  Eigen::ArrayXd output = Eigen::ArrayXd::Zero(n);
  const Eigen::ArrayXd demand = technology.household * national_income;
  for (int round = 0; round < 10'000; ++round) {  // converges since the columns of A sum to less than one
    const Eigen::ArrayXd next = demand + (technology.input * output.matrix()).array();
    const double change = (next - output).abs().maxCoeff();
    output = next;
    if (change <= 1e-15 * output.maxCoeff()) break;
  }
  return technology.value_added * output;
}

/// A city's share of a sector over the mean of the cities, dampened for farming, which GDP by sector
/// overstates in a few.
Eigen::ArrayXXd sector_weights(const World& world) {
  constexpr double kPrimaryPower = .6;
  const auto n = static_cast<Eigen::Index>(world.n_city());
  const auto industries = static_cast<Eigen::Index>(world.n_industry());
  std::array<double, 3> mean{};
  double income = 0;
  for (const City& city : world.cities) {
    for (std::size_t k = 0; k < 3; ++k) mean[k] += city.sector[k] * city.value_added;
    income += city.value_added;
  }
  Eigen::ArrayXXd weight = Eigen::ArrayXXd::Ones(n, industries);
  for (Eigen::Index s = 0; s < industries; ++s) {
    const int sector = world.industries[static_cast<std::size_t>(s)].sector;
    if (sector < 0) continue;
    const auto k = static_cast<std::size_t>(sector);
    for (Eigen::Index i = 0; i < n; ++i) {
      const double relative =
          world.cities[static_cast<std::size_t>(i)].sector[k] / std::max(mean[k] / income, 1e-12);
      weight(i, s) = relative > 0 ? power(relative, sector == 0 ? kPrimaryPower : 1.0) : 0.0;
    }
  }
  return weight;
}

}  // namespace

Eigen::ArrayXXd start_value_added(const World& world) {
  const auto n = static_cast<Eigen::Index>(world.n_city());
  const auto nodes = static_cast<Eigen::Index>(world.n_node());
  Eigen::ArrayXd income(nodes);
  for (Eigen::Index i = 0; i < n; ++i) income(i) = world.cities[static_cast<std::size_t>(i)].value_added;
  if (world.has_outside()) income(n) = world.outside.front().value_added;
  const Eigen::ArrayXd industry = national_value_added(world, income.sum());
  Eigen::ArrayXXd value = (income.matrix() * (industry / industry.sum()).matrix().transpose()).array();
  // Floor: an industry absent from every sector share would otherwise have no city to be in.
  value.topRows(n) *= (sector_weights(world) * world.specialisation).max(1e-6);
  for (int round = 0; round < kMostFittingRounds; ++round) {
    const Eigen::ArrayXd by_industry = industry / value.colwise().sum().transpose();
    value.rowwise() *= by_industry.transpose();
    const Eigen::ArrayXd by_city = income / value.rowwise().sum();
    value.colwise() *= by_city;
    if ((by_city - 1).abs().maxCoeff() < 1e-15 && (by_industry - 1).abs().maxCoeff() < 1e-15) break;
  }
  return value;
}

Inversion invert_productivity(const Market& market, MarketState& state, const Eigen::ArrayXXd& wanted) {
  const Technology& technology = market.technology();
  state.price_index = Eigen::ArrayXXd::Ones(wanted.rows(), wanted.cols());
  state.productivity = Eigen::ArrayXXd::Ones(wanted.rows(), wanted.cols());
  for (Eigen::ArrayXXd* array : {&state.unit_cost, &state.sales, &state.market_access, &state.own_share})
    array->setZero(wanted.rows(), wanted.cols());
  set_neutral(technology, wanted.rows(), state);
  Inversion result{0, 0};
  for (; result.sweeps < kMostSweeps; ++result.sweeps) {
    market.update_costs(state, result.sweeps == 0 ? 40 : 6);
    market.update_sales(state);
    Eigen::ArrayXXd ratio = Eigen::ArrayXXd::Ones(wanted.rows(), wanted.cols());
    for (Eigen::Index k = 0; k < wanted.size(); ++k)
      if (wanted(k) > 0) ratio(k) = wanted(k) / state.sales(k);
    result.miss = ratio.unaryExpr([](double r) { return std::abs(natural_log(r)); }).maxCoeff();
    if (result.miss < kInversionMiss) break;
    for (Eigen::Index s = 0; s < wanted.cols(); ++s) {
      double mean = 0;
      for (Eigen::Index i = 0; i < wanted.rows(); ++i) {
        state.productivity(i, s) *= power(ratio(i, s), .5 / (technology.elasticity(s) - 1));
        mean += natural_log(state.productivity(i, s));
      }
      state.productivity.col(s) /= exponential(mean / static_cast<double>(wanted.rows()));
    }
  }
  return result;
}

Balance balance_attractions(const Eigen::ArrayXd& wanted,
                            const std::function<Arrivals(const Eigen::ArrayXd& attraction)>& arrivals) {
  constexpr double kDamping = .7;  // a full diagonal step can swing between two places for ever
  Balance result{Eigen::ArrayXd::Zero(wanted.size()), 0, 0};
  const auto open = [&](Eigen::Index j) { return wanted(j) > 0; };
  for (; result.rounds < kMostBalanceRounds; ++result.rounds) {
    Eigen::ArrayXd attraction = result.log_attraction.unaryExpr([](double a) { return exponential(a); });
    // Places where nobody is wanted are closed meanwhile: what they drew would be missing elsewhere.
    attraction = (wanted > 0).select(attraction, 0.0);
    const Arrivals now = arrivals(attraction);
    result.miss = 0;
    for (Eigen::Index j = 0; j < wanted.size(); ++j) {
      if (!open(j) || !(now.expected(j) > 0)) continue;
      const double gap = natural_log(wanted(j) / now.expected(j));
      const double slope = std::max(1e-4, 1.0 - now.squared(j) / now.expected(j));
      result.log_attraction(j) += std::clamp(kDamping * gap / slope, -1.0, 1.0);
      result.miss = std::max(result.miss, std::abs(gap));
    }
    double mean = 0, count = 0;
    for (Eigen::Index j = 0; j < wanted.size(); ++j)
      if (open(j)) mean += result.log_attraction(j), count += 1;
    for (Eigen::Index j = 0; j < wanted.size(); ++j)
      if (open(j)) result.log_attraction(j) -= mean / std::max(count, 1.0);
    if (result.miss < kBalanceMiss) break;
  }
  double least = 0;
  for (Eigen::Index j = 0; j < wanted.size(); ++j)
    if (open(j)) least = std::min(least, result.log_attraction(j));
  for (Eigen::Index j = 0; j < wanted.size(); ++j)
    if (!open(j)) result.log_attraction(j) = least;
  return result;
}

}  // namespace yanzhen::industry_migration
