#include "models/increasing_returns_urn/theory.hpp"

#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "engine/elementary.hpp"

namespace yanzhen::increasing_returns_urn {
namespace {

using Complex = std::complex<double>;

/// sum_{k >= first} k^-s, s > 1, by Euler and Maclaurin; good where `first` is not small against s.
double power_tail(double first, double s) {
  const double one = power(first, -s), inverse = 1.0 / first;
  return one * (first / (s - 1.0) + .5 + s * inverse / 12.0 -
                s * (s + 1) * (s + 2) * inverse * inverse * inverse / 720.0);
}

/// sum_{k >= first} ln(1 + t^2 k^-2gamma): term by term as long as t k^-gamma is not small, then by its
/// series.
double log_of_common_factors(double first, double t, double gamma) {
  const double direct = std::max({first, 64.0, 4.0 * power(t, 1.0 / gamma)});
  double sum = 0, k = first;
  for (; k < direct; k += 1.0) {
    const double part = t * power(k, -gamma);
    sum += natural_log(1.0 + part * part);
  }
  double sign = 1, t_power = 1;
  for (int m = 1; m <= 16; ++m, sign = -sign) {
    t_power *= t * power(k, -gamma);  // scaled by k^-gamma a factor, so that no power overflows
    t_power *= t * power(k, -gamma);
    const double s = 2.0 * gamma * m;
    sum += sign * t_power / m * power_tail(k, s) * power(k, s);
  }
  return sum;
}

/// phi(t) of the header.
Complex difference_of_times(std::uint32_t leader, std::uint32_t other, double gamma, double t) {
  Complex product = exponential(-log_of_common_factors(leader, t, gamma));
  for (std::uint32_t k = other; k < leader; ++k) product /= Complex{1.0, t * power(k, -gamma)};
  return product;
}

}  // namespace

double limit_share_below(double x, std::uint32_t own, std::uint32_t others) {
  if (x <= 0 || x >= 1) return x <= 0 ? 0.0 : 1.0;
  const std::uint32_t tosses = own + others - 1;
  const double odds = natural_log(x) - natural_log(1.0 - x);
  double log_term = tosses * natural_log(1.0 - x), sum = 0;  // ln P(Binomial = j)
  for (std::uint32_t j = 0; j <= tosses; ++j) {
    if (j >= own) sum += exponential(log_term);
    if (j < tosses) log_term += odds + natural_log(static_cast<double>(tosses - j)) - natural_log(j + 1.0);
  }
  return sum;
}

double expected_herfindahl(const std::vector<double>& seeds, double arrivals) {
  double all = 0, sum = 0;
  for (const double one : seeds) all += one;
  const double spread = 1.0 / (all + 1.0) / (1.0 + all / arrivals);
  for (const double one : seeds) {
    const double p = one / all;
    sum += p * p + p * (1.0 - p) * spread;
  }
  return sum;
}

double expected_largest_share(std::uint32_t cities) {
  double harmonic = 0;
  for (std::uint32_t k = 1; k <= cities; ++k) harmonic += 1.0 / k;
  return harmonic / cities;
}

double leader_wins(std::uint32_t leader, std::uint32_t other, double exponent) {
  constexpr double kStep = .125, kNothing = 1e-18;
  if (leader == other) return .5;
  double integral = 0;
  for (double log_t = -45;; log_t += kStep) {
    const Complex phi = difference_of_times(leader, other, exponent, exponential(log_t));
    integral += phi.imag() * kStep;
    if (log_t > 0 && std::abs(phi) < kNothing) break;
  }
  return .5 - integral / std::numbers::pi;
}

Absorption absorption(double p, std::uint32_t down, std::uint32_t up) {
  const double m = down, k = up;
  if (p == .5) return {m / (m + k), m * k};
  // P = (1 - r^m) / (1 - r^(m+k)), r = (1 - p) / p, in powers that do not overflow
  const double ratio = natural_log((1.0 - p) / p), shrink = -std::abs(ratio);
  const double many = 1.0 - exponential((m + k) * shrink);
  const double above = (ratio < 0 ? 1.0 - exponential(m * shrink)
                                  : exponential(k * shrink) * (1.0 - exponential(m * shrink))) /
                       many;
  return {above, ((m + k) * above - m) / (2.0 * p - 1.0)};
}

Eigen::VectorXd expected_firms(const Eigen::VectorXd& seeds, const Eigen::MatrixXd& chances,
                               std::uint64_t arrivals) {
  Eigen::VectorXd firms = seeds;
  double all = seeds.sum();
  for (std::uint64_t k = 0; k < arrivals; ++k, all += 1.0)
    firms += (chances.transpose() * firms / all).eval();
  return firms;
}

Eigen::VectorXd limit_shares(const Eigen::MatrixXd& chances) {
  const Eigen::Index n = chances.rows();
  Eigen::MatrixXd system = chances.transpose() - Eigen::MatrixXd::Identity(n, n);
  system.row(n - 1).setOnes();  // one of the equations follows from the others: shares sum to one instead
  Eigen::VectorXd right = Eigen::VectorXd::Zero(n);
  right(n - 1) = 1;
  return system.partialPivLu().solve(right);
}

}  // namespace yanzhen::increasing_returns_urn
