#pragma once
//! \file  The short run of footloose entrepreneurs: their earnings and price indices for given places, in
//! closed form.
//!
//! Forslid & Ottaviano 2003. A firm needs one entrepreneur, who is mobile, and immobile workers (the
//! numeraire: wage one) for every unit made. Income of all is one, so entrepreneurs earn mu / sigma of it.
//!
//!     Delta_j = sum_k lambda_k Phi_kj                            supply that reaches j
//!     Y_j = lambda_j w_j + (1 - b) s_j,   b = mu / sigma         income
//!     w_i = b sum_j Phi_ij Y_j / Delta_j                         earnings: a linear system
//!     omega_i = w_i Delta_i^(mu / (sigma - 1))                   real earnings
#include "models/stylised/break_points.hpp"
#include "models/stylised/mobile_labour.hpp"

namespace yanzhen::footloose_entrepreneur {

/// Solves the linear system; `start` is not looked at.
[[nodiscard]] stylised::ShortRun solve_short_run(const stylised::TradeParameters& trade,
                                                 const Eigen::ArrayXXd& freeness,
                                                 const Eigen::ArrayXd& mobile, const Eigen::ArrayXd& immobile,
                                                 const stylised::ShortRun& start);

/// A = mu / (sigma - 1), B = mu / sigma, b = mu / sigma, e = mu / (sigma - 1).
[[nodiscard]] stylised::AgglomerationForces forces(const stylised::TradeParameters& trade);

}  // namespace yanzhen::footloose_entrepreneur
