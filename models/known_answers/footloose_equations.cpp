#include "models/known_answers/footloose_equations.hpp"

#include "engine/elementary.hpp"
#include "models/known_answers/bisection.hpp"

namespace yanzhen::known_answers {

double real_wage_gap(const FootlooseTrade& trade, double freeness, double share) {
  const double b = trade.manufacturing_share / trade.elasticity;
  const double first = share + freeness * (1 - share), second = freeness * share + (1 - share);
  // w = p + q w by Cramer's rule; q_ij = b Phi_ij lambda_j / Delta_j, p_i = 1/2 sum_j b Phi_ij / Delta_j.
  const double p1 = b / 2 * (1 / first + freeness / second), p2 = b / 2 * (freeness / first + 1 / second);
  const double q11 = b * share / first, q12 = b * freeness * (1 - share) / second;
  const double q21 = b * freeness * share / first, q22 = b * (1 - share) / second;
  const double w1 = p1 * (1 - q22) + q12 * p2, w2 = p2 * (1 - q11) + q21 * p1;
  return natural_log(w1 / w2) +
         trade.manufacturing_share / (trade.elasticity - 1) * natural_log(first / second);
}

double break_point(const FootlooseTrade& trade) {
  const double a = trade.manufacturing_share / (trade.elasticity - 1);
  const double b = trade.manufacturing_share / trade.elasticity;
  return (1 - a) * (1 - b) / ((1 + a) * (1 + b));
}

double sustain_point(const FootlooseTrade& trade) {
  return bisect(1e-9, break_point(trade),
                [&](double freeness) { return real_wage_gap(trade, freeness, 1.0); });
}

std::optional<double> logit_break_point(const FootlooseTrade& trade, double sensitivity, double share) {
  constexpr int kSteps =
      1000;  // the band of instability is one interval; one that is narrower counts as none
  const double kept = natural_log(share / (1 - share));
  const auto pull = [&](double freeness) {
    return sensitivity * real_wage_gap(trade, freeness, share) - kept;
  };
  for (int k = 1; k < kSteps; ++k)
    if (pull(static_cast<double>(k) / kSteps) > 0)
      return bisect(static_cast<double>(k - 1) / kSteps + 1e-12, static_cast<double>(k) / kSteps, pull);
  return std::nullopt;
}

}  // namespace yanzhen::known_answers
