// Footloose capital (Martin & Rogers 1995): where mobile capital stands that spends nothing where it stands,
// found by the model's own market and profit, and reached by the model's own firms.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "models/industry_migration/firms.hpp"
#include "models/industry_migration/park_choice.hpp"
#include "tests/support/model_run.hpp"
#include "tests/support/moments.hpp"
#include "tests/support/small_world.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::ArrayXXd;
using Eigen::Index;

namespace {

// The market's exp and log have errors of a few units in the last place, and a gap of ln profit moves the
// share by less than itself.
constexpr double kSolved = 1e-9;

/// What the theory takes as given.
struct TwoMarkets {
  double phi;                            // freeness of trade
  double spending;                       // s_E, share of the first node
  double tax_first = 0, tax_second = 0;  // on operating profit
  double sigma = 5;
};

Technology one_industry(double sigma, Index factors) {
  Technology technology;
  technology.factor_share = ArrayXXd::Constant(1, factors, 1.0 / static_cast<double>(factors));
  technology.input = Eigen::MatrixXd::Zero(1, 1);
  technology.value_added = technology.household = Eigen::ArrayXd::Ones(1);
  technology.elasticity = Eigen::ArrayXd::Constant(1, sigma);
  return technology;
}

/// Costs of trade between two nodes at which freeness is phi.
void set_freeness(Market& market, const TwoMarkets& given) {
  ArrayXXd barrier(2, 2);
  const double log_tau = std::log(given.phi) / (1 - given.sigma);
  barrier << 0, log_tau, log_tau, 0;
  market.set_trade_costs(ArrayXXd::Zero(2, 2), barrier, Eigen::ArrayXd::Ones(1));
}

/// A profit tax is a levy of t/sigma on sales, since operating profit is 1/sigma of them.
StepFields levies(const TwoMarkets& given) {
  StepFields fields;
  for (ArrayXXd* none : {&fields.subsidy, &fields.national_subsidy, &fields.emission_fee})
    none->setZero(2, 1);
  fields.land_surcharge.resize(2, 1);
  fields.land_surcharge << given.tax_first / given.sigma, given.tax_second / given.sigma;
  return fields;
}

/// Two nodes of one industry without inputs, at one cost, spending fixed.
class TwoNodes {
 public:
  explicit TwoNodes(const TwoMarkets& given) : market_{one_industry(given.sigma, 1)}, fields_{levies(given)} {
    set_freeness(market_, given);
    set_neutral(market_.technology(), 2, state_);
    state_.stock = state_.price = state_.mass = state_.firms = state_.productivity = ArrayXXd::Ones(2, 1);
    state_.price_index = state_.unit_cost = state_.spending = state_.sales = ArrayXXd::Ones(2, 1);
    state_.market_access = state_.own_share = state_.profit = state_.sales;
    state_.overhead = ArrayXXd::Zero(2, 1);
    state_.pay.resize(2, 1);
    state_.pay << given.spending, 1 - given.spending;  // paid out and never changed: spending stays
  }

  /// ln of profit after tax in the first node over that in the second, when this share of the mass is there.
  double gap(double share) {
    state_.mass << share, 1 - share;
    market_.update_costs(state_, 1);
    market_.update_sales(state_);
    const ArrayXXd profit = profit_per_mass(market_.technology(), state_, fields_);
    return std::log(profit(0, 0) / profit(1, 0));
  }

 private:
  Market market_;
  StepFields fields_;
  MarketState state_;
};

/// The share at which a falling function is zero, or the end at which it still pays to come.
double bisect(const std::function<double(double)>& falling) {
  double low = 1e-12, high = 1 - 1e-12;  // a market needs a firm
  if (falling(low) <= 0) return 0;
  if (falling(high) >= 0) return 1;
  while (high - low > 1e-15) (falling((low + high) / 2) > 0 ? low : high) = (low + high) / 2;
  return (low + high) / 2;
}

double engine_share(const TwoMarkets& given) {
  TwoNodes nodes{given};
  return bisect([&](double share) { return nodes.gap(share); });
}

/// Martin & Rogers: s_n = 1/2 + (1+phi)/(1-phi) (s_E - 1/2). With a = 1 - t, where after-tax profits are
/// equal
///     s_E (a1 - phi a2) (1 - (1-phi) s) = (1 - s_E) (a2 - phi a1) (phi + (1-phi) s)
double theory_share(const TwoMarkets& given) {
  const double phi = given.phi, a1 = 1 - given.tax_first, a2 = 1 - given.tax_second;
  const double first = given.spending * (a1 - phi * a2), second = (1 - given.spending) * (a2 - phi * a1);
  return std::clamp((first - second * phi) / ((first + second) * (1 - phi)), 0.0, 1.0);
}

}  // namespace

TEST_SUITE("industry_migration/footloose capital") {
  TEST_CASE("the larger market gets more than its share of firms: 0.65 at phi 0.2 and 0.6 of spending") {
    CHECK(std::abs(engine_share({.phi = .2, .spending = .6}) - .65) < kSolved);
    for (const double phi : {.05, .2, .5, .8})
      for (const double spending : {.3, .45, .5, .55, .6}) {
        CAPTURE(phi);
        CAPTURE(spending);
        const double known = .5 + (1 + phi) / (1 - phi) * (spending - .5);
        CHECK(std::abs(engine_share({.phi = phi, .spending = spending}) - std::clamp(known, 0.0, 1.0)) <
              kSolved);
      }
  }

  TEST_CASE("where trade is free enough one node has all") {
    CHECK(engine_share({.phi = .8, .spending = .6}) == 1.0);
    CHECK(engine_share({.phi = .8, .spending = .4}) == 0.0);
  }

  TEST_CASE("a lower tax on profit draws firms against the home market: 0.592857 becomes 0.484901") {
    const TwoMarkets equal{.phi = .3, .spending = .55, .tax_first = .2, .tax_second = .2};
    CHECK(std::abs(engine_share(equal) - .592857) < 5e-7);  // six figures are known
    CHECK(std::abs(engine_share(equal) - theory_share(equal)) < kSolved);
    const TwoMarkets apart{.phi = .3, .spending = .55, .tax_first = .25, .tax_second = .15};
    CHECK(std::abs(engine_share(apart) - .484901) < 5e-7);
    for (const double sigma : {2.5, 5.0, 9.0})
      for (const double first : {0.0, .1, .25, .4})
        for (const double second : {0.0, .15, .3}) {
          const TwoMarkets given{
              .phi = .3, .spending = .55, .tax_first = first, .tax_second = second, .sigma = sigma};
          CAPTURE(sigma);
          CAPTURE(first);
          CAPTURE(second);
          CHECK(std::abs(engine_share(given) - theory_share(given)) < kSolved);
        }
  }
}

namespace {

constexpr double kHazard = .4;  // a year, of considering a move

/// Two cities of one industry whose firms do nothing but move, without any friction, sunk cost or
/// obstruction.
Scenario movers_alone(double sensitivity) {
  SmallScenario scenario{{.cities = 2, .industries = 1, .outside = false, .seed = 0}};
  for (const char* name :
       {"firms.noise", "firms.exit.base", "firms.exit.span", "firms.entry_response", "firms.founder_share",
        "firms.knowledge_growth", "firms.size_spread", "firms.relocation.age_decay",
        "firms.relocation.sunk_cost", "firms.relocation.local_inputs", "firms.branch.share",
        "government.obstruction", "market.external.benefit", "market.external.crowding"})
    scenario.set(name, 0);
  scenario.set("firms.relocation.hazard", kHazard);
  scenario.set("firms.relocation.sensitivity", sensitivity);
  scenario.set("firms.least_agents", 1e7);  // an agent is a firm
  scenario.cell("industries", 0, "sales_per_firm") = ".5";
  return scenario.build();
}

/// The model's firms in the market of the theory: prices and spending are held, everything else is theirs.
class DriftingFirms {
 public:
  DriftingFirms(const TwoMarkets& given, double sensitivity)
      : run_{run_of(movers_alone(sensitivity))},
        model_{model_of(run_)},
        world_{model_.world()},
        market_{one_industry(given.sigma, kFactors)},
        fields_{StepFields::none(world_)},
        economy_{model_.economy()},
        calibration_{model_.calibration()},
        choice_{world_},
        parks_{world_},
        step_{world_},
        counts_{model_.layout().size()} {
    set_freeness(market_, given);
    fields_.land_surcharge = levies(given).land_surcharge;
    calibration_.firm_site.setZero();
    MarketState& state = economy_.market;
    state.price.setOnes();
    state.productivity.setOnes();
    state.pay << given.spending, 1 - given.spending;
  }

  void step(Step now) {
    const ArrayXXd free = ArrayXXd::Ones(2, 2);
    fill_market_stocks(world_, economy_, fields_);
    market_.update_costs(economy_.market, 1);
    market_.update_sales(economy_.market);
    choice_.update(world_, calibration_, economy_, fields_, free, free);
    std::fill(economy_.step.begin(), economy_.step.end(), 0);
    step_.run(economy_, {choice_, parks_, fields_}, model_.layout(), counts_, now, {});
    economy_.census = take_census(world_, economy_, world_.clock.months(now + 1));
  }
  [[nodiscard]] double share() const {
    const Tally& firms = economy_.census.firms;
    return static_cast<double>(firms[0]) / static_cast<double>(firms[0] + firms[1]);
  }
  [[nodiscard]] double firms() const {
    return static_cast<double>(economy_.census.firms[0] + economy_.census.firms[1]);
  }
  [[nodiscard]] double sigma() const { return world_.technology.elasticity(0); }

 private:
  Simulation run_;
  MigrationModel& model_;
  const World& world_;
  Market market_;
  StepFields fields_;
  Economy economy_;
  Calibration calibration_;
  FirmChoice choice_;
  ParkChoice parks_;
  FirmStep step_;
  ThreadCounts<std::int64_t> counts_;
};

}  // namespace

TEST_SUITE("industry_migration/footloose capital") {
  TEST_CASE(
      "firms of the model drift to where their logit choice is at rest, nearer to theory the keener they "
      "are") {
    // Those who consider choose a node by its profit to the power beta, whatever node they are in, so they
    // rest where s/(1-s) is that: beta gap(s) = ln s/(1-s). Of N firms a part q chooses anew in a step, so
    // the share is off by sqrt(q s (1-s) / N) more and by a factor 1 - q (1 - slope of the choice) less.
    const TwoMarkets given{.phi = .3, .spending = .6, .tax_first = .25, .tax_second = .15, .sigma = 5.5};
    double farther = 1;
    for (const double beta : {4.0, 12.0}) {
      CAPTURE(beta);
      DriftingFirms firms{given, beta};
      REQUIRE(firms.sigma() == given.sigma);
      TwoNodes nodes{given};
      const double rest = bisect([&](double s) { return beta * nodes.gap(s) - std::log(s / (1 - s)); });
      for (Step now = 0; now < 30; ++now) firms.step(now);
      Moments shares;
      for (Step now = 30; now < 38; ++now) {
        firms.step(now);
        shares.add(firms.share());
      }
      const double slope =
          beta * rest * (1 - rest) * (nodes.gap(rest + 1e-4) - nodes.gap(rest - 1e-4)) / 2e-4;
      const double considering = 1 - std::exp(-kHazard / 4), kept = 1 - considering * (1 - slope);
      const double error =
          std::sqrt(considering * rest * (1 - rest) / firms.firms() / (1 - kept * kept));  // of one step
      CHECK(std::abs(shares.mean() - rest) < 4 * error);
      CHECK(std::abs(rest - theory_share(given)) < farther);
      farther = std::abs(rest - theory_share(given)) / 2;
    }
  }
}
