#include "models/core_periphery/short_run.hpp"

#include <fmt/format.h>

#include "engine/elementary.hpp"
#include "engine/invariant.hpp"

namespace yanzhen::core_periphery {
namespace {

constexpr int kMostRounds = 100'000;
constexpr double kSettled = 1e-13;

/// ln G of every city for given ln wages.
Eigen::ArrayXd log_price_index(double sigma, const Eigen::ArrayXXd& freeness, const Eigen::ArrayXd& mobile,
                               const Eigen::ArrayXd& log_wage) {
  const Eigen::ArrayXd supply =
      mobile * log_wage.unaryExpr([&](double w) { return exponential((1.0 - sigma) * w); });
  const Eigen::ArrayXd sum = (freeness.matrix().transpose() * supply.matrix()).array();
  return sum.unaryExpr([&](double x) { return natural_log(x) / (1.0 - sigma); });
}

}  // namespace

stylised::ShortRun solve_short_run(const stylised::TradeParameters& trade, const Eigen::ArrayXXd& freeness,
                                   const Eigen::ArrayXd& mobile, const Eigen::ArrayXd& immobile,
                                   const stylised::ShortRun& start) {
  const double mu = trade.spending, sigma = trade.substitution;
  Eigen::ArrayXd log_wage = start.wage.size() == mobile.size()
                                ? start.wage.unaryExpr([](double w) { return natural_log(w); }).eval()
                                : Eigen::ArrayXd::Zero(mobile.size()).eval();
  Eigen::ArrayXd log_index;
  double change = 1;
  for (int round = 0; round < kMostRounds && change > kSettled; ++round) {
    log_index = log_price_index(sigma, freeness, mobile, log_wage);
    const Eigen::ArrayXd income =
        mu * mobile * log_wage.unaryExpr([](double w) { return exponential(w); }) + (1.0 - mu) * immobile;
    const Eigen::ArrayXd spending =
        income * log_index.unaryExpr([&](double g) { return exponential((sigma - 1.0) * g); });
    const Eigen::ArrayXd sales = (freeness.matrix() * spending.matrix()).array();
    const Eigen::ArrayXd next = sales.unaryExpr([&](double x) { return natural_log(x) / sigma; });
    change = (next - log_wage).abs().maxCoeff();
    log_wage = next;
  }
  if (!(change <= kSettled))
    throw InvariantError{
        fmt::format("the wage equation has not settled: wages still move by {:.1e}", change)};
  log_index = log_price_index(sigma, freeness, mobile, log_wage);
  const auto plain = [](const Eigen::ArrayXd& logs) {
    return logs.unaryExpr([](double x) { return exponential(x); }).eval();
  };
  return {plain(log_wage), plain(log_index), log_wage - mu * log_index};
}

stylised::AgglomerationForces forces(const stylised::TradeParameters& trade) {
  const double mu = trade.spending, sigma = trade.substitution, rho = (sigma - 1.0) / sigma;
  return {mu / rho, mu, mu, mu * sigma / (sigma - 1.0), sigma};
}

}  // namespace yanzhen::core_periphery
