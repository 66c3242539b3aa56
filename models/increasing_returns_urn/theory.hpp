#pragma once
//! \file  What is known about urns without running one: limits, winners, times to lock-in.
#include <Eigen/Core>

#include <cstdint>
#include <limits>
#include <vector>

namespace yanzhen::increasing_returns_urn {

/// P(limit share of a city <= x) in a linear urn: the limit is Beta(own, others) (Polya; Eggenberger & Polya
/// 1923). For whole numbers it is a binomial sum: P(Binomial(own + others - 1, x) >= own).
/// \param own, others  firms at the start, >= 1;  \param x  in [0, 1]
[[nodiscard]] double limit_share_below(double x, std::uint32_t own, std::uint32_t others);

/// E[sum of squared shares] of a linear urn after so many arrivals; infinity: in the limit, Dirichlet(seeds).
///
///     sum_i p_i^2 + p_i (1 - p_i) / (A + 1) * n / (n + A),  p = seeds / A,  A = sum of seeds
///
/// With one seed each, K cities and n without end: 2 / (K + 1). \param seeds  sum > 0
[[nodiscard]] double expected_herfindahl(const std::vector<double>& seeds,
                                         double arrivals = std::numeric_limits<double>::infinity());

/// E[largest limit share] of a linear urn with one seed in each of K cities: H_K / K, of the largest of K
/// spacings of the unit interval (David & Nagaraja 2003, section 6.4).
[[nodiscard]] double expected_largest_share(std::uint32_t cities);

/// P(the leader gets all but finitely many) of two cities whose weight is firms^gamma, gamma > 1.
///
/// Rubin's embedding (Davis 1990): a city with k firms gets the next one after an exponential time of rate
/// k^gamma, so it wins whose times have the smaller sum. The sums share the law of their later terms, and
/// with phi the characteristic function of their difference (Gil-Pelaez 1951)
///
///     P = 1/2 - 1/pi integral_0^inf Im phi(t) / t dt
///     phi(t) = prod_{k=other}^{leader-1} 1 / (1 + i t k^-gamma)  prod_{k>=leader} 1 / (1 + t^2 k^-2gamma)
///
/// by the trapezoidal rule in ln t, which converges like exp(-pi^2 / step); error below 1e-12.
/// \pre leader >= other >= 1
[[nodiscard]] double leader_wins(std::uint32_t leader, std::uint32_t other, double exponent);

/// A walk from 0 that goes up with chance p and down otherwise until it is at +k or -m (Feller 1968, ch.
/// XIV).
struct Absorption {
  double above;  ///< P(it ends at +k)
  double steps;  ///< expected
};
/// \pre 0 < p < 1, down and up >= 1
[[nodiscard]] Absorption absorption(double p, std::uint32_t down, std::uint32_t up);

/// Expected firms by city of a linear urn with spin-offs, exactly: with N firms, each newcomer adds
/// E[firms] R / N. \param seeds  (n_city);  \param chances  R, rows sum to one  (n_city, n_city)
[[nodiscard]] Eigen::VectorXd expected_firms(const Eigen::VectorXd& seeds, const Eigen::MatrixXd& chances,
                                             std::uint64_t arrivals);

/// Where shares of a linear urn with spin-offs go in the end if every city can be reached from every other:
/// the shares that R keeps, whatever happened first (Athreya & Karlin 1968). (n_city)
[[nodiscard]] Eigen::VectorXd limit_shares(const Eigen::MatrixXd& chances);

}  // namespace yanzhen::increasing_returns_urn
