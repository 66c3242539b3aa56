// Footloose capital (Martin & Rogers 1995) in the market of the industry-migration model.
#include <fmt/format.h>

#include <algorithm>

#include "engine/elementary.hpp"
#include "models/industry_migration/firms.hpp"
#include "models/known_answers/bisection.hpp"
#include "models/known_answers/families.hpp"

namespace yanzhen::known_answers {
namespace {

using namespace industry_migration;
using Eigen::ArrayXXd;

/// What the theory takes as given.
struct TwoMarkets {
  double freeness;
  double spending;                       // s_E, share of the first region
  double tax_first = 0, tax_second = 0;  // on operating profit
};

constexpr double kSigma = 5;  // the answer does not depend on it

Technology one_industry() {
  Technology technology;
  technology.factor_share = ArrayXXd::Ones(1, 1);
  technology.input = Eigen::MatrixXd::Zero(1, 1);
  technology.value_added = technology.household = Eigen::ArrayXd::Ones(1);
  technology.elasticity = Eigen::ArrayXd::Constant(1, kSigma);
  return technology;
}

/// A profit tax is a levy of t / sigma on sales, since operating profit is 1 / sigma of them.
StepFields levies(const TwoMarkets& given) {
  StepFields fields;
  for (ArrayXXd* none : {&fields.subsidy, &fields.national_subsidy, &fields.emission_fee})
    none->setZero(2, 1);
  fields.land_surcharge.resize(2, 1);
  fields.land_surcharge << given.tax_first / kSigma, given.tax_second / kSigma;
  return fields;
}

/// Two regions at one cost, spending fixed: the model's market and profit, with firms where one puts them.
class TwoRegions {
 public:
  explicit TwoRegions(const TwoMarkets& given) : market_{one_industry()}, fields_{levies(given)} {
    ArrayXXd barrier = ArrayXXd::Zero(2, 2);
    barrier(0, 1) = barrier(1, 0) = natural_log(given.freeness) / (1 - kSigma);
    market_.set_trade_costs(ArrayXXd::Zero(2, 2), barrier, Eigen::ArrayXd::Ones(1));
    set_neutral(market_.technology(), 2, state_);
    for (ArrayXXd* one : {&state_.stock, &state_.price, &state_.mass, &state_.firms, &state_.productivity,
                          &state_.price_index, &state_.unit_cost, &state_.spending, &state_.sales,
                          &state_.market_access, &state_.own_share, &state_.profit})
      one->setOnes(2, 1);
    state_.overhead = ArrayXXd::Zero(2, 1);
    state_.pay.resize(2, 1);
    state_.pay << given.spending, 1 - given.spending;
  }

  /// ln of profit after tax in the first region over the second, with this share of firms in the first.
  double gap(double share) {
    state_.mass << share, 1 - share;
    market_.update_costs(state_, 1);
    market_.update_sales(state_);
    const ArrayXXd profit = profit_per_mass(market_.technology(), state_, fields_);
    return natural_log(profit(0, 0) / profit(1, 0));
  }

 private:
  Market market_;
  StepFields fields_;
  MarketState state_;
};

double share_by_market(const TwoMarkets& given) {
  TwoRegions regions{given};
  return bisect(1e-9, 1 - 1e-9, [&](double share) { return -regions.gap(share); });
}

/// With a = 1 - t, where after-tax profits are equal:
///     s_E (a1 - phi a2) (1 - (1 - phi) s) = (1 - s_E) (a2 - phi a1) (phi + (1 - phi) s)
/// Without taxes that is 1/2 + (1 + phi) / (1 - phi) (s_E - 1/2).
double share_by_theory(const TwoMarkets& given) {
  const double phi = given.freeness, a1 = 1 - given.tax_first, a2 = 1 - given.tax_second;
  const double first = given.spending * (a1 - phi * a2), second = (1 - given.spending) * (a2 - phi * a1);
  return std::clamp((first - second * phi) / ((first + second) * (1 - phi)), 0.0, 1.0);
}

KnownAnswer answer(const char* name, std::string statement, const TwoMarkets& given) {
  return {std::string{"footloose-capital/"} + name, std::move(statement), "Martin & Rogers 1995",
          [given](const Effort&) {
            return within_relative(share_by_theory(given), share_by_market(given), kClosed);
          }};
}

}  // namespace

std::vector<KnownAnswer> footloose_capital_answers() {
  return {answer("home-market", "share of firms in the larger market (phi 0.2, s_E 0.6)", {.2, .6}),
          answer("equal-taxes", "the same with equal taxes on profit (phi 0.3, s_E 0.55)", {.3, .55, .2, .2}),
          answer("unequal-taxes", "taxes of 0.25 and 0.15 draw firms away (phi 0.3, s_E 0.55)",
                 {.3, .55, .25, .15})};
}

}  // namespace yanzhen::known_answers
