#include "models/known_answers/two_regions.hpp"

#include <algorithm>
#include <cmath>

#include "engine/elementary.hpp"
#include "models/known_answers/bisection.hpp"

namespace yanzhen::known_answers {

double real_wage_gap(const KrugmanTrade& trade, double iceberg, double share) {
  const double mu = trade.spending, sigma = trade.substitution, lambda = share;
  const double phi = power(iceberg, 1 - sigma);
  double w1 = 1, w2 = 1, index1 = 1, index2 = 1;  // indices are G^(1 - sigma)
  for (int round = 0; round < 100'000; ++round) {
    index1 = lambda * power(w1, 1 - sigma) + (1 - lambda) * phi * power(w2, 1 - sigma);
    index2 = lambda * phi * power(w1, 1 - sigma) + (1 - lambda) * power(w2, 1 - sigma);
    const double y1 = mu * lambda * w1 + (1 - mu) / 2, y2 = mu * (1 - lambda) * w2 + (1 - mu) / 2;
    const double next1 = power(y1 / index1 + phi * y2 / index2, 1 / sigma);
    const double next2 = power(phi * y1 / index1 + y2 / index2, 1 / sigma);
    const double change = std::max(std::abs(next1 - w1), std::abs(next2 - w2));
    w1 = next1, w2 = next2;
    if (change < 1e-15) break;
  }
  return natural_log(w1 / w2) + mu / (sigma - 1) * natural_log(index1 / index2);
}

double break_iceberg(const KrugmanTrade& trade) {
  const double mu = trade.spending, sigma = trade.substitution, rho = (sigma - 1) / sigma;
  return power((rho - mu) * (1 - mu) / ((rho + mu) * (1 + mu)), 1 / (1 - sigma));
}

double sustain_iceberg(const KrugmanTrade& trade) {
  const double mu = trade.spending, sigma = trade.substitution;
  // At the break point a core is sustained, at a hundred it is not.
  return bisect(break_iceberg(trade), 100.0, [&](double iceberg) {
    return (1 + mu) / 2 * power(iceberg, 1 - sigma - mu * sigma) +
           (1 - mu) / 2 * power(iceberg, sigma - 1 - mu * sigma) - 1;
  });
}

double unstable_share(const KrugmanTrade& trade, double iceberg) {
  return bisect(.5 + 1e-3, 1 - 1e-9, [&](double share) { return real_wage_gap(trade, iceberg, share); });
}

}  // namespace yanzhen::known_answers
