#include "models/footloose_entrepreneur/short_run.hpp"

#include <Eigen/LU>

#include "engine/elementary.hpp"

namespace yanzhen::footloose_entrepreneur {

stylised::ShortRun solve_short_run(const stylised::TradeParameters& trade, const Eigen::ArrayXXd& freeness,
                                   const Eigen::ArrayXd& mobile, const Eigen::ArrayXd& immobile,
                                   const stylised::ShortRun&) {
  const double mu = trade.spending, sigma = trade.substitution, b = mu / sigma;
  const Eigen::ArrayXd supply = (freeness.matrix().transpose() * mobile.matrix()).array();
  const Eigen::MatrixXd reach = (freeness.rowwise() / supply.transpose()).matrix();  // Phi_ij / Delta_j
  const Eigen::MatrixXd system =
      Eigen::MatrixXd::Identity(mobile.size(), mobile.size()) - b * reach * mobile.matrix().asDiagonal();
  const Eigen::VectorXd others = b * (1.0 - b) * (reach * immobile.matrix());
  const Eigen::ArrayXd wage = system.partialPivLu().solve(others).array();
  const Eigen::ArrayXd log_index = supply.unaryExpr([&](double x) { return natural_log(x) / (1.0 - sigma); });
  return {wage, log_index.unaryExpr([](double x) { return exponential(x); }),
          wage.unaryExpr([](double w) { return natural_log(w); }) - mu * log_index};
}

stylised::AgglomerationForces forces(const stylised::TradeParameters& trade) {
  const double a = trade.spending / (trade.substitution - 1.0), b = trade.spending / trade.substitution;
  return {a, b, b, a, 1};
}

}  // namespace yanzhen::footloose_entrepreneur
