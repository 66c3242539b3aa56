#include "models/industry_migration/market.hpp"

#include <algorithm>

#include "engine/elementary.hpp"

namespace yanzhen::industry_migration {
namespace {

Eigen::ArrayXXd log_of(const Eigen::ArrayXXd& x) {
  return x.unaryExpr([](double v) { return natural_log(v); });
}
Eigen::ArrayXXd exp_of(const Eigen::ArrayXXd& x) {
  return x.unaryExpr([](double v) { return exponential(v); });
}

double markup(double sigma) { return sigma / (sigma - 1.0); }

Eigen::Map<const Eigen::ArrayXd> household(const MarketState& state) {
  return {state.household.data(), static_cast<Eigen::Index>(state.household.size())};
}

}  // namespace

Market::Market(Technology technology) : technology_{std::move(technology)} {}

void Market::set_trade_costs(const Eigen::ArrayXXd& log_distance, const Eigen::ArrayXXd& border,
                             const Eigen::ArrayXd& kappa) {
  freeness_.resize(static_cast<std::size_t>(technology_.industries()));
  for (Eigen::Index s = 0; s < technology_.industries(); ++s)
    freeness_[static_cast<std::size_t>(s)] =
        exp_of((1.0 - technology_.elasticity(s)) * (kappa(s) * log_distance + border)).matrix();
}

Eigen::ArrayXXd Market::factor_demand(const MarketState& state) const {
  return (value_added(technology_, state).matrix() * technology_.factor_share.matrix()).array();
}

void Market::adjust_prices(MarketState& state, double eta) const {
  // Floor: a city that lost all its firms has no demand, and its prices fall by a finite factor a step.
  const Eigen::ArrayXXd clearing = (factor_demand(state) / state.stock).max(1e-6 * state.price);
  state.price *= exp_of(eta * log_of(clearing / state.price));
}

void Market::update_costs(MarketState& state, int rounds) const {
  const Eigen::ArrayXXd primary =
      log_of(state.price).matrix() * technology_.factor_share.matrix().transpose();
  const Eigen::ArrayXXd log_z = log_of(state.productivity);
  for (int round = 0; round < rounds; ++round) {
    const Eigen::ArrayXXd inputs = (log_of(state.price_index).matrix() * technology_.input).array();
    state.unit_cost =
        exp_of((primary.rowwise() * technology_.value_added.transpose()) + inputs - log_z + state.log_cost);
    for (Eigen::Index s = 0; s < technology_.industries(); ++s) {
      const double sigma = technology_.elasticity(s);
      const Eigen::ArrayXd price = markup(sigma) * state.unit_cost.col(s);
      const Eigen::VectorXd offer = (state.mass.col(s) * exp_of((1.0 - sigma) * log_of(price))).matrix();
      const Eigen::ArrayXd index = (freeness(s).transpose() * offer).array();
      state.price_index.col(s) = exp_of(log_of(index) / (1.0 - sigma));
    }
  }
}

void Market::update_sales(MarketState& state) const {
  const Eigen::ArrayXd income = value_added(technology_, state).rowwise().sum();
  state.spending = (income.matrix() * household(state).matrix().transpose()).array() +
                   (state.pay.matrix() * technology_.input.transpose()).array();
  for (Eigen::Index s = 0; s < technology_.industries(); ++s) {
    const double sigma = technology_.elasticity(s);
    const Eigen::ArrayXd price = markup(sigma) * state.unit_cost.col(s);
    const Eigen::ArrayXd offer = state.mass.col(s) * exp_of((1.0 - sigma) * log_of(price));
    const Eigen::ArrayXd competition = (freeness(s).transpose() * offer.matrix()).array();
    const Eigen::VectorXd demand = (state.spending.col(s) / competition).matrix();
    const Eigen::ArrayXd access = (freeness(s) * demand).array();
    state.market_access.col(s) = access;
    state.sales.col(s) = offer * access;
    state.own_share.col(s) = offer * freeness(s).diagonal().array() / competition;
  }
}

void Market::pay_out(MarketState& state) const {
  const Eigen::ArrayXd variable = 1.0 - 1.0 / technology_.elasticity;
  const Eigen::ArrayXXd cost =
      (state.sales.rowwise() * variable.transpose()) + state.overhead * state.firms * state.unit_cost;
  state.profit = state.sales - cost;
  state.pay = state.sales;  // cost and profit together, without the rounding of their sum
}

Eigen::ArrayXXd value_added(const Technology& technology, const MarketState& state) {
  return state.pay.rowwise() * technology.value_added.transpose();
}

Eigen::ArrayXd log_price_level(const MarketState& state) {
  return (log_of(state.price_index).matrix() * household(state).matrix()).array();
}

void set_neutral(const Technology& technology, Eigen::Index nodes, MarketState& state) {
  state.log_cost.setZero(nodes, technology.industries());
  state.household.assign(technology.household.begin(), technology.household.end());
}

Eigen::ArrayXXd external_economies(const Eigen::ArrayXXd& quotient, double benefit, double crowding,
                                   double mass) {
  return quotient.unaryExpr([=](double q) {
    const double x = std::max(q, kLeastQuotient);
    return benefit * x * x / (x * x + mass * mass) - crowding * natural_log(x);
  });
}

}  // namespace yanzhen::industry_migration
