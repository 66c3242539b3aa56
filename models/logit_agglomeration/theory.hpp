#pragma once
//! \file  Where logit movers come to rest, and for which pull of others that is more than one place: solved,
//! not run.
//!
//! A mover in city i who considers goes to j with
//!
//!     P_ij = exp(u_j - k_ij) / sum_l exp(u_l - k_il),   u_j = amenity_j + theta x_j
//!
//! where x are shares and k costs of moving, symmetric and zero on the diagonal. How many consider in a step
//! changes how fast shares move and not where they rest.
#include <Eigen/Core>

#include <cstdint>

namespace yanzhen::logit_agglomeration {

/// P for given utilities. \param utility (n);  \param cost  (n, n);  \returns (n, n), rows sum to one
[[nodiscard]] Eigen::ArrayXXd move_chances(const Eigen::ArrayXd& utility, const Eigen::ArrayXXd& cost);

/// Shares that P keeps: pi_i ~ exp(u_i) sum_l exp(u_l - k_il). As many go from i to j as from j to i, on
/// every pair (detailed balance). \pre cost is symmetric
[[nodiscard]] Eigen::ArrayXd stationary_shares(const Eigen::ArrayXd& utility, const Eigen::ArrayXXd& cost);

/// Shares that rest where utilities follow from them, x = stationary_shares(amenity + theta x), reached from
/// `start` by going there again and again, to 1e-14.
[[nodiscard]] Eigen::ArrayXd resting_shares(const Eigen::ArrayXd& amenity, double theta,
                                            const Eigen::ArrayXXd& cost, Eigen::ArrayXd start);

/// theta above which equal shares do not last, of cities with equal amenity that see the same costs:
///
///     theta = K / (1 + lambda),  lambda the second largest eigenvalue of P at equal shares
///
/// A deviation d of shares becomes P d + theta (1 - P^2) d / K. Without costs lambda is zero: theta = K.
/// \pre row sums of exp(-cost) are equal, cost is symmetric
[[nodiscard]] double breaking_theta(const Eigen::ArrayXXd& cost);

/// theta at which a city with share x and K - 1 others with equal shares of the rest are at rest, without
/// costs:  theta = ln(x (K - 1) / (1 - x)) / (x - (1 - x) / (K - 1)).
/// \param x  in (0, 1), not 1 / K
[[nodiscard]] double theta_at_rest(std::uint32_t cities, double x);

/// The smallest theta for which one city can be larger than the others, which are alike, and its share there:
/// the minimum of theta_at_rest over shares above 1 / K. For two cities that is theta = 2 at one half.
struct SustainPoint {
  double theta, share;
};
[[nodiscard]] SustainPoint sustain_point(std::uint32_t cities);

/// Share of the large city in the stable state, theta above that of sustain_point().
[[nodiscard]] double large_share(std::uint32_t cities, double theta);

}  // namespace yanzhen::logit_agglomeration
