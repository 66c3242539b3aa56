#pragma once
//! \file  Footloose entrepreneurs in two regions: what theory says (Forslid & Ottaviano 2003).
//!
//! Entrepreneurs share lambda : 1 - lambda, immobile workers in equal parts, agriculture traded freely. With
//! a = mu / (sigma - 1), b = mu / sigma, Phi = 1 at home and phi between the two:
//!     Delta_j = sum_k lambda_k Phi_kj,   Y_j = 1/2 + w_j lambda_j,   w_i = b sum_j Phi_ij Y_j / Delta_j
//!     omega_i = w_i Delta_i^a                                        real earnings
#include <optional>

namespace yanzhen::known_answers {

struct FootlooseTrade {
  double elasticity = 3;            ///< sigma > 1
  double manufacturing_share = .6;  ///< mu, of spending, in (0, 1), below sigma / (2 sigma - 1) so that both
                                    ///< regions farm in a full core
};

/// ln(omega_1 / omega_2), from the two linear equations. \param freeness  phi in (0, 1]; \param share  lambda
/// in [0, 1]
[[nodiscard]] double real_wage_gap(const FootlooseTrade& trade, double freeness, double share);

/// Freeness from which symmetry is unstable, (1 - a)(1 - b) / ((1 + a)(1 + b)).
[[nodiscard]] double break_point(const FootlooseTrade& trade);

/// Freeness from which a full core is sustained: the gap at lambda = 1 is zero.
[[nodiscard]] double sustain_point(const FootlooseTrade& trade);

/// Least freeness at which movers with this logit sensitivity keep the share as it is,
///     sensitivity * gap = ln(share / (1 - share)):
/// below it the deviation from 1/2 fades, above it grows. Nothing where it fades at every freeness.
/// \param share  in (1/2, 1); close to 1/2 this is where sensitivity times slope is 4
[[nodiscard]] std::optional<double> logit_break_point(const FootlooseTrade& trade, double sensitivity,
                                                      double share);

}  // namespace yanzhen::known_answers
