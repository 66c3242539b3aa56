#include "models/known_answers/full_model_thresholds.hpp"

#include "models/known_answers/bisection.hpp"
#include "models/known_answers/market_at_rest.hpp"

namespace yanzhen::known_answers {
namespace {

using industry_migration::MigrationModel;

constexpr double kLeastFreeness = .05, kGreatestFreeness = .95;
constexpr double kWidth = 1e-9;  // of bisections

/// Real wage gap of the model at a share of talent.
double gap_of_model(const FootlooseTrade& trade, double freeness, double share) {
  const MigrationModel model{limit_world(limit_scenario(trade, freeness, {}))};
  MarketAtRest market{model};
  market.settle(share);
  return market.real_wage_gap();
}

}  // namespace

double model_break_point(const FootlooseTrade& trade) {
  constexpr double kNearSymmetry = .5 + 1e-4;  // the gap bends by the square of this, 1e-8
  return bisect(
      kLeastFreeness, kGreatestFreeness,
      [&](double freeness) { return gap_of_model(trade, freeness, kNearSymmetry); }, kWidth);
}

double model_sustain_point(const FootlooseTrade& trade) {
  constexpr double kNearlyAll = 1 - 1e-9;  // all would leave the other city without a price of talent
  return bisect(
      kLeastFreeness, kGreatestFreeness,
      [&](double freeness) { return gap_of_model(trade, freeness, kNearlyAll); }, kWidth);
}

}  // namespace yanzhen::known_answers
