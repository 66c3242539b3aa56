#pragma once
//! \file  Krugman's short run: wages and price indices for given places of mobile workers.
//!
//! Krugman 1991; Fujita, Krugman & Venables 1999, eq. 4.15 to 4.18 and 5.1 to 5.6. Mobile workers make the
//! differentiated good, immobile ones (the numeraire: wage one) everything else; shares are of mu mobile and
//! 1 - mu immobile workers.
//!
//!     Y_i = mu lambda_i w_i + (1 - mu) s_i                       income
//!     G_i^(1-sigma) = sum_j lambda_j w_j^(1-sigma) Phi_ji        price index
//!     w_i^sigma = sum_j Y_j Phi_ij G_j^(sigma-1)                 wage equation
//!     omega_i = w_i G_i^(-mu)                                    real wage
#include "models/stylised/break_points.hpp"
#include "models/stylised/mobile_labour.hpp"

namespace yanzhen::core_periphery {

/// Solves the three equations to 1e-13 in ln w; `start` only shortens the way. \throws InvariantError where
/// the wage equation does not settle within 100,000 rounds
[[nodiscard]] stylised::ShortRun solve_short_run(const stylised::TradeParameters& trade,
                                                 const Eigen::ArrayXXd& freeness,
                                                 const Eigen::ArrayXd& mobile, const Eigen::ArrayXd& immobile,
                                                 const stylised::ShortRun& start);

/// A = mu / rho, B = mu, b = mu, e = mu sigma / (sigma - 1), with rho = (sigma - 1) / sigma.
[[nodiscard]] stylised::AgglomerationForces forces(const stylised::TradeParameters& trade);

}  // namespace yanzhen::core_periphery
