#include "models/known_answers/market_at_rest.hpp"

#include <fmt/format.h>

#include <Eigen/LU>
#include <algorithm>

#include "engine/elementary.hpp"
#include "engine/invariant.hpp"
#include "models/known_answers/full_model_limit.hpp"

namespace yanzhen::known_answers {
namespace {

using namespace industry_migration;
using Eigen::Index;

constexpr double kAtRest = 1e-13;      // largest gap of ln wages and of margins: a hundred roundings
constexpr double kDifference = 1e-7;   // of numeric derivatives: the root of a rounding, and some
constexpr double kLongestStep = .5;    // of Newton's method, in any unknown
constexpr double kLongestStride = .1;  // of the share of talent from one state of rest to the next

}  // namespace

MarketAtRest::MarketAtRest(const MigrationModel& model)
    : model_{model},
      state_{model.economy().market},
      mass_per_firm_{state_.mass / state_.firms},
      farms_{state_.firms.col(kAgriculture)},
      talent_{state_.stock.col(kCollege).sum()} {
  for (Index i = 0; i < 2; ++i) {
    found_(i) = natural_log(state_.price(i, kGeneral));
    found_(2 + i) = natural_log(state_.price(i, kCollege));
    found_(4 + i) = natural_log(state_.firms(i, kManufacturing));
    found_(6 + i) = 1;
  }
}

void MarketAtRest::put(const Unknowns& unknowns) {
  for (Index i = 0; i < 2; ++i) {
    state_.price(i, kGeneral) = exponential(unknowns(i));
    state_.price(i, kCollege) = exponential(unknowns(2 + i));
    state_.firms(i, kManufacturing) = exponential(unknowns(4 + i));
    state_.firms(i, kAgriculture) = unknowns(6 + i) * farms_(i);
  }
  state_.mass = state_.firms * mass_per_firm_;
  const Market& market = model_.market();
  market.update_costs(state_, 1);
  // Income and spending follow each other; what one city spends in the other falls by a factor in each round.
  for (int round = 0; round < 1000; ++round) {
    const Eigen::ArrayXXd before = state_.pay;
    market.update_sales(state_);
    market.pay_out(state_);
    if ((state_.pay - before).abs().maxCoeff() <= 1e-16 * state_.pay.sum()) break;
  }
}

MarketAtRest::Unknowns MarketAtRest::misses(const Unknowns& unknowns) {
  put(unknowns);
  const Technology& technology = model_.world().technology;
  const Eigen::ArrayXXd demand = model_.market().factor_demand(state_);
  const Eigen::ArrayXXd burden =
      overhead_burden(state_, profit_per_mass(technology, state_, model_.fields()));
  Unknowns gaps;
  for (Index i = 0; i < 2; ++i) {
    gaps(i) = natural_log(demand(i, kGeneral) / state_.stock(i, kGeneral) / state_.price(i, kGeneral));
    gaps(2 + i) = natural_log(demand(i, kCollege) / state_.stock(i, kCollege) / state_.price(i, kCollege));
    gaps(4 + i) = 1 - burden(i, kManufacturing);
    gaps(6 + i) = 1 - burden(i, kAgriculture);
  }
  return gaps;
}

void MarketAtRest::approach(double share) {
  state_.stock(0, kCollege) = share * talent_;
  state_.stock(1, kCollege) = (1 - share) * talent_;
  // Firms go with the talent.
  found_(4) += natural_log(share / share_);
  found_(5) += natural_log((1 - share) / (1 - share_));
  share_ = share;
  Unknowns gaps = misses(found_);
  for (int round = 0; round < 100 && !(gaps.cwiseAbs().maxCoeff() < kAtRest); ++round) {
    Eigen::Matrix<double, kUnknowns, kUnknowns> slopes;
    for (int k = 0; k < kUnknowns; ++k) {
      Unknowns moved = found_;
      moved(k) += kDifference;
      slopes.col(k) = (misses(moved) - gaps) / kDifference;
    }
    const Unknowns step = slopes.fullPivLu().solve(gaps);
    found_ -= step * std::min(1.0, kLongestStep / step.cwiseAbs().maxCoeff());
    gaps = misses(found_);
  }
  if (!(gaps.cwiseAbs().maxCoeff() < kAtRest))
    throw InvariantError{fmt::format("no rest of the market is found at share {}: a gap of {:.1e} is left",
                                     share, gaps.cwiseAbs().maxCoeff())};
}

void MarketAtRest::settle(double share) {
  while (share - share_ > kLongestStride) approach(share_ + kLongestStride);
  while (share_ - share > kLongestStride) approach(share_ - kLongestStride);
  approach(share);
}

double MarketAtRest::real_wage_gap() const {
  const World& world = model_.world();
  const Eigen::ArrayXXd offer = talent_offer(world, model_.market(), state_, model_.fields(),
                                             model_.services(), static_cast<std::size_t>(kCollege));
  return natural_log(offer(0, 0) / offer(0, 1)) / world.parameters.income_weight[kCollege];
}

double MarketAtRest::freeness() const {
  const Eigen::MatrixXd& freeness = model_.market().freeness(kManufacturing);
  return freeness(0, 1) / freeness(0, 0);
}

}  // namespace yanzhen::known_answers
