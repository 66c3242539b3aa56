#include "models/logit_agglomeration/theory.hpp"

#include <Eigen/Eigenvalues>

#include <stdexcept>

#include "engine/elementary.hpp"

namespace yanzhen::logit_agglomeration {
namespace {

using Index = Eigen::Index;

constexpr double kAlmostOne = 1.0 - 1e-15;

/// exp(u_j - k_ij) for all pairs; utilities are taken from the largest on, so that nothing overflows.
Eigen::ArrayXXd weights(const Eigen::ArrayXd& utility, const Eigen::ArrayXXd& cost) {
  const double largest = utility.maxCoeff();
  Eigen::ArrayXXd weight(cost.rows(), cost.cols());
  for (Index i = 0; i < cost.rows(); ++i)
    for (Index j = 0; j < cost.cols(); ++j) weight(i, j) = exponential(utility(j) - largest - cost(i, j));
  return weight;
}

}  // namespace

Eigen::ArrayXXd move_chances(const Eigen::ArrayXd& utility, const Eigen::ArrayXXd& cost) {
  Eigen::ArrayXXd chances = weights(utility, cost);
  for (Index i = 0; i < chances.rows(); ++i) chances.row(i) /= chances.row(i).sum();
  return chances;
}

Eigen::ArrayXd stationary_shares(const Eigen::ArrayXd& utility, const Eigen::ArrayXXd& cost) {
  const double largest = utility.maxCoeff();
  const Eigen::ArrayXd own = utility.unaryExpr([&](double u) { return exponential(u - largest); });
  const Eigen::ArrayXd shares = own * weights(utility, cost).rowwise().sum();
  return shares / shares.sum();
}

Eigen::ArrayXd resting_shares(const Eigen::ArrayXd& amenity, double theta, const Eigen::ArrayXXd& cost,
                              Eigen::ArrayXd start) {
  constexpr int kMostRounds = 1'000'000;
  constexpr double kAtRest = 1e-14;
  for (int round = 0; round < kMostRounds; ++round) {
    const Eigen::ArrayXd next = stationary_shares(amenity + theta * start, cost);
    const double change = (next - start).abs().maxCoeff();
    start = next;
    if (change < kAtRest) return start;
  }
  throw std::runtime_error{"the shares have not come to rest"};
}

double breaking_theta(const Eigen::ArrayXXd& cost) {
  const Index n = cost.rows();
  const Eigen::ArrayXXd chances = move_chances(Eigen::ArrayXd::Zero(n), cost);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver{chances.matrix(), Eigen::EigenvaluesOnly};
  return static_cast<double>(n) / (1.0 + solver.eigenvalues()(n - 2));
}

double theta_at_rest(std::uint32_t cities, double x) {
  const double others = cities - 1.0;
  return (natural_log(x * others) - natural_log(1.0 - x)) / (x - (1.0 - x) / others);
}

SustainPoint sustain_point(std::uint32_t cities) {
  if (cities == 2) return {2, .5};
  // theta_at_rest falls from K at 1 / K to its minimum and then rises without end
  constexpr double kGolden = .6180339887498949;
  double low = 1.0 / cities, high = kAlmostOne;
  while (high - low > 1e-9) {
    const double left = high - kGolden * (high - low), right = low + kGolden * (high - low);
    (theta_at_rest(cities, left) < theta_at_rest(cities, right) ? high : low) =
        theta_at_rest(cities, left) < theta_at_rest(cities, right) ? right : left;
  }
  const double share = .5 * (low + high);
  return {theta_at_rest(cities, share), share};
}

double large_share(std::uint32_t cities, double theta) {
  double low = sustain_point(cities).share, high = kAlmostOne;
  for (int round = 0; round < 200; ++round) {
    const double middle = .5 * (low + high);
    (theta_at_rest(cities, middle) < theta ? low : high) = middle;
  }
  return .5 * (low + high);
}

}  // namespace yanzhen::logit_agglomeration
