#include "models/industry_migration/market.hpp"

#include <doctest/doctest.h>

#include <Eigen/LU>
#include <cmath>
#include <random>

#include "models/industry_migration/firms.hpp"

namespace yanzhen::industry_migration {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;

// exp and log have errors of 2 units in the last place, an elasticity of 9 raises those of a log to 8 times,
// sums have at most some dozen terms of one sign: a hundred units in the last place cover it, this is a
// thousand.
constexpr double kRounding = 2e-13;
constexpr std::uint32_t kSeeds = 200;

bool same(const ArrayXXd& found, const ArrayXXd& expected, double relative = kRounding) {
  return found.rows() == expected.rows() && found.cols() == expected.cols() &&
         ((found - expected).abs() <= relative * expected.abs()).all();
}

class Random {
 public:
  explicit Random(std::uint32_t seed) : bits_{seed} {}
  double uniform(double least, double most) {
    return least + (most - least) * (static_cast<double>(bits_()) + .5) * 0x1p-32;
  }
  ArrayXXd table(Index rows, Index columns, double least, double most) {
    return ArrayXXd::NullaryExpr(rows, columns, [&](Index, Index) { return uniform(least, most); });
  }

 private:
  std::mt19937 bits_;
};

/// Industries that buy nothing and need every factor alike.
Technology plain(Index industries, Index factors, double sigma) {
  Technology technology;
  technology.factor_share = ArrayXXd::Constant(industries, factors, 1.0 / static_cast<double>(factors));
  technology.input = Eigen::MatrixXd::Zero(industries, industries);
  technology.value_added = ArrayXd::Ones(industries);
  technology.elasticity = ArrayXd::Constant(industries, sigma);
  technology.household = ArrayXd::Constant(industries, 1.0 / static_cast<double>(industries));
  return technology;
}

Technology random_technology(Random& random, Index industries, Index factors) {
  Technology technology = plain(industries, factors, 5);
  technology.factor_share = random.table(industries, factors, .1, 1);
  technology.factor_share.colwise() /= technology.factor_share.rowwise().sum().eval();
  technology.input = (random.table(industries, industries, 0, .9 / static_cast<double>(industries))).matrix();
  technology.value_added = (1.0 - technology.input.colwise().sum().array()).transpose();
  technology.elasticity = random.table(industries, 1, 2, 9).col(0);
  technology.household = random.table(industries, 1, .1, 1).col(0);
  technology.household /= technology.household.sum();
  return technology;
}

/// Every number one, no rule.
MarketState even_state(const Technology& technology, Index nodes) {
  const Index industries = technology.industries(), factors = technology.factors();
  MarketState state;
  set_neutral(technology, nodes, state);
  state.stock = state.price = ArrayXXd::Ones(nodes, factors);
  state.mass = state.firms = state.productivity = ArrayXXd::Ones(nodes, industries);
  state.overhead = ArrayXXd::Zero(nodes, industries);
  state.price_index = state.unit_cost = state.spending = state.sales = state.pay =
      ArrayXXd::Ones(nodes, industries);
  state.market_access = state.own_share = state.profit = state.pay;
  return state;
}

/// A market whose trade costs are all one function of whether a border lies between.
Market two_nodes(Technology technology, double log_tau) {
  const Index industries = technology.industries();
  Market market{std::move(technology)};
  ArrayXXd barrier(2, 2);
  barrier << 0, log_tau, log_tau, 0;
  market.set_trade_costs(ArrayXXd::Zero(2, 2), barrier, ArrayXd::Ones(industries));
  return market;
}

/// Markets of four nodes, three industries and three factors, all different.
struct RandomMarket {
  explicit RandomMarket(std::uint32_t seed) : random{seed}, market{random_technology(random, 3, 3)} {
    const ArrayXXd way = random.table(4, 4, 0, 3);
    market.set_trade_costs(way + way.transpose(), random.table(4, 4, 0, .2),
                           random.table(3, 1, .05, .5).col(0));
    state = even_state(market.technology(), 4);
    state.stock = random.table(4, 3, .2, 5);
    state.price = random.table(4, 3, .2, 5);
    state.mass = random.table(4, 3, .1, 9);
    state.firms = random.table(4, 3, .1, 9);
    state.productivity = random.table(4, 3, .3, 3);
    state.overhead = random.table(4, 3, 0, .3);
    state.price_index = random.table(4, 3, .5, 2);
    state.pay = random.table(4, 3, .5, 20);
  }
  Random random;
  Market market;
  MarketState state;
};

}  // namespace

TEST_SUITE("industry_migration/market: prices and costs") {
  TEST_CASE("trade costs are the iceberg weight times log distance plus the border, raised to 1 - sigma") {
    Market market{plain(2, 1, 5)};
    ArrayXd kappa(2);
    kappa << .5, .2;
    market.set_trade_costs(ArrayXXd::Constant(1, 1, std::log(2.0)), ArrayXXd::Constant(1, 1, .1), kappa);
    CHECK(market.freeness(0)(0, 0) ==
          doctest::Approx(std::exp(-4 * (.5 * std::log(2.0) + .1))).epsilon(kRounding));
    CHECK(market.freeness(1)(0, 0) ==
          doctest::Approx(std::exp(-4 * (.2 * std::log(2.0) + .1))).epsilon(kRounding));
  }

  TEST_CASE("the price index of two equal cities is (M (m c)^(1-sigma) (1 + phi))^(1/(1-sigma))") {
    for (const double sigma : {1.5, 4.0, 9.0})
      for (const double log_tau : {0.0, .1, 1.0, 5.0}) {
        CAPTURE(sigma);
        CAPTURE(log_tau);
        const Market market = two_nodes(plain(1, 2, sigma), log_tau);
        MarketState state = even_state(market.technology(), 2);
        state.mass.setConstant(7);
        state.price.col(0).setConstant(3);
        state.price.col(1).setConstant(12);
        state.productivity.setConstant(2);
        market.update_costs(state, 1);
        const double cost = 6.0 / 2.0;  // sqrt(3 * 12) over productivity
        const double phi = std::exp((1 - sigma) * log_tau);
        const double offer = 7 * std::pow(sigma / (sigma - 1) * cost, 1 - sigma);
        CHECK(same(state.unit_cost, ArrayXXd::Constant(2, 1, cost)));
        CHECK(
            same(state.price_index, ArrayXXd::Constant(2, 1, std::pow(offer * (1 + phi), 1 / (1 - sigma)))));
      }
  }

  TEST_CASE("with an industry that buys its own good, costs settle where cost and price index agree") {
    // c = va^gamma P^(1-gamma) / z and P = m c (M (1 + phi))^(1/(1-sigma)), so
    // gamma ln P = gamma ln va - ln z + ln m + ln(M (1 + phi)) / (1 - sigma).
    constexpr double kSigma = 5, kInput = .5, kLogTau = .3;
    Technology technology = plain(1, 1, kSigma);
    technology.input(0, 0) = kInput;
    technology.value_added(0) = 1 - kInput;
    const Market market = two_nodes(technology, kLogTau);
    MarketState state = even_state(market.technology(), 2);
    state.mass.setConstant(3);
    state.price.setConstant(2);
    state.productivity.setConstant(1.5);
    market.update_costs(state, 60);  // a round halves what is missing: 2^-60 is below rounding
    const double variety = std::log(3 * (1 + std::exp((1 - kSigma) * kLogTau))) / (1 - kSigma);
    const double log_index = std::log(2.0) + (std::log(1.25) - std::log(1.5) + variety) / (1 - kInput);
    CHECK(same(state.price_index, ArrayXXd::Constant(2, 1, std::exp(log_index))));
    CHECK(
        same(state.unit_cost, ArrayXXd::Constant(2, 1, std::exp(.5 * std::log(2.0) + .5 * log_index) / 1.5)));
  }

  TEST_CASE("without trade costs every node pays the same price") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      RandomMarket world{seed};
      world.market.set_trade_costs(ArrayXXd::Zero(4, 4), ArrayXXd::Zero(4, 4), ArrayXd::Ones(3));
      world.market.update_costs(world.state, 3);
      CHECK(same(world.state.price_index, world.state.price_index.row(0).replicate(4, 1), 1e-15));
    }
  }

  TEST_CASE("a cheaper way or a further firm never makes a good dearer, at given wages") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      RandomMarket world{seed};
      MarketState more = world.state;
      more.mass(seed % 4, seed % 3) *= 2;
      world.market.update_costs(world.state, 5);
      world.market.update_costs(more, 5);
      CHECK((more.price_index <= world.state.price_index * (1 + kRounding)).all());
      MarketState nearer = world.state;
      world.market.set_trade_costs(ArrayXXd::Zero(4, 4), ArrayXXd::Zero(4, 4), ArrayXd::Ones(3));
      world.market.update_costs(nearer, 5);
      CHECK((nearer.price_index <= world.state.price_index * (1 + kRounding)).all());
    }
  }

  TEST_CASE("the price level is the mean log price by what households buy") {
    const RandomMarket world{1};
    MarketState state = world.state;
    state.price_index.setConstant(std::exp(.75));
    CHECK(same(log_price_level(state), ArrayXd::Constant(4, .75)));
    state.price_index.col(1) *= 2;
    const double share = world.market.technology().household(1);
    CHECK(same(log_price_level(state), ArrayXd::Constant(4, .75 + share * std::log(2.0))));
  }
}

TEST_SUITE("industry_migration/market: sales") {
  TEST_CASE("what is sold is what is spent, industry by industry, in every world") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      RandomMarket world{seed};
      world.market.update_costs(world.state, 2);
      world.market.update_sales(world.state);
      const ArrayXd sold = world.state.sales.colwise().sum(), spent = world.state.spending.colwise().sum();
      CHECK(same(sold, spent, 1e-12));  // MODEL.md, section 3: to rounding
      // Households spend what they earn, firms what they need: all of it comes back as sales.
      CHECK(sold.sum() == doctest::Approx(world.state.pay.sum()).epsilon(kRounding));
      CHECK((world.state.own_share > 0).all());
      CHECK((world.state.own_share <= 1 + kRounding).all());
    }
  }

  TEST_CASE("spending is income by household shares and what the industries buy") {
    RandomMarket world{3};
    world.market.update_costs(world.state, 1);
    world.market.update_sales(world.state);
    const Technology& technology = world.market.technology();
    for (Index j = 0; j < 4; ++j)
      for (Index s = 0; s < 3; ++s) {
        double expected = 0;
        for (Index r = 0; r < 3; ++r)
          expected += world.state.pay(j, r) *
                      (technology.value_added(r) * technology.household(s) + technology.input(s, r));
        CHECK(world.state.spending(j, s) == doctest::Approx(expected).epsilon(kRounding));
      }
  }

  TEST_CASE("behind trade costs that nobody pays, every node sells to itself alone") {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
      CAPTURE(seed);
      RandomMarket world{seed};
      const ArrayXXd wall =
          ArrayXXd::Constant(4, 4, 100) * (1 - ArrayXXd(Eigen::MatrixXd::Identity(4, 4).array()));
      world.market.set_trade_costs(ArrayXXd::Zero(4, 4), wall, ArrayXd::Ones(3));
      world.market.update_costs(world.state, 1);
      world.market.update_sales(world.state);
      CHECK(same(world.state.sales, world.state.spending));
      CHECK(same(world.state.own_share, ArrayXXd::Ones(4, 3)));
    }
  }

  TEST_CASE("without trade costs nodes share sales as they share what is offered") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      RandomMarket world{seed};
      world.market.set_trade_costs(ArrayXXd::Zero(4, 4), ArrayXXd::Zero(4, 4), ArrayXd::Ones(3));
      world.market.update_costs(world.state, 1);
      world.market.update_sales(world.state);
      for (Index s = 0; s < 3; ++s) {
        const ArrayXd offer = world.state.mass.col(s) *
                              world.state.unit_cost.col(s).pow(1 - world.market.technology().elasticity(s));
        CHECK(same(world.state.sales.col(s) / world.state.sales.col(s).sum(), offer / offer.sum()));
        CHECK(same(world.state.own_share.col(s), offer / offer.sum()));
      }
    }
  }

  TEST_CASE("all prices and all money times two change no quantity") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      RandomMarket world{seed};
      MarketState twice = world.state;
      twice.price *= 2;
      twice.price_index *= 2;
      twice.pay *= 2;
      for (MarketState* state : {&world.state, &twice})
        for (int quarter = 0; quarter < 5; ++quarter) {
          world.market.adjust_prices(*state, .08);
          world.market.update_costs(*state, 1);
          world.market.update_sales(*state);
          world.market.pay_out(*state);
        }
      constexpr double kFiveQuarters = 5 * kRounding;
      CHECK(same(twice.price, 2 * world.state.price, kFiveQuarters));
      CHECK(same(twice.price_index, 2 * world.state.price_index, kFiveQuarters));
      CHECK(same(twice.sales, 2 * world.state.sales, kFiveQuarters));
      CHECK(same(twice.own_share, world.state.own_share, kFiveQuarters));
      CHECK(same(world.market.factor_demand(twice) / twice.price,
                 world.market.factor_demand(world.state) / world.state.price, kFiveQuarters));
    }
  }

  TEST_CASE("two equal cities stay equal, whatever trade costs and whatever they start from together") {
    for (const double log_tau : {0.0, .2, 2.0}) {
      CAPTURE(log_tau);
      Random random{7};
      const Market market = two_nodes(random_technology(random, 3, 2), log_tau);
      MarketState state = even_state(market.technology(), 2);
      state.pay = random.table(1, 3, 1, 5).replicate(2, 1);
      state.mass = random.table(1, 3, 1, 5).replicate(2, 1);
      for (int quarter = 0; quarter < 40; ++quarter) {
        market.adjust_prices(state, .08);
        market.update_costs(state, 1);
        market.update_sales(state);
        market.pay_out(state);
      }
      constexpr double kFortyQuarters = 40 * kRounding;
      CHECK(same(state.price.row(0), state.price.row(1), kFortyQuarters));
      CHECK(same(state.price_index.row(0), state.price_index.row(1), kFortyQuarters));
      CHECK(same(state.sales.row(0), state.sales.row(1), kFortyQuarters));
    }
  }
}

TEST_SUITE("industry_migration/market: pay and factor prices") {
  TEST_CASE("profit is a sigma-th of sales less overhead, and paid out, so that pay is sales") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      RandomMarket world{seed};
      world.market.update_costs(world.state, 1);
      world.market.update_sales(world.state);
      world.market.pay_out(world.state);
      const MarketState& state = world.state;
      const ArrayXXd operating = state.sales.rowwise() / world.market.technology().elasticity.transpose();
      const ArrayXXd overhead = state.overhead * state.firms * state.unit_cost;
      const ArrayXXd rounding = kRounding * (state.sales + overhead);
      CHECK(((state.profit - (operating - overhead)).abs() <= rounding).all());
      CHECK(((state.pay - state.sales).abs() <= rounding).all());
    }
  }

  TEST_CASE(
      "operating profit per unit of mass is sales over sigma and mass, and moves by what is given and taken "
      "of sales") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      RandomMarket world{seed};
      world.market.update_costs(world.state, 1);
      world.market.update_sales(world.state);
      const Technology& technology = world.market.technology();
      StepFields fields;
      fields.subsidy = fields.national_subsidy = fields.emission_fee = fields.land_surcharge =
          ArrayXXd::Zero(4, 3);
      const ArrayXXd operating = world.state.sales.rowwise() / technology.elasticity.transpose();
      CHECK(same(profit_per_mass(technology, world.state, fields), operating / world.state.mass));
      fields.subsidy.setConstant(.03);
      CHECK(same(profit_per_mass(technology, world.state, fields),
                 (operating + .03 * world.state.sales) / world.state.mass));
      fields.national_subsidy.setConstant(.02);
      fields.emission_fee.setConstant(.04);
      fields.land_surcharge.setConstant(.005);
      CHECK(same(profit_per_mass(technology, world.state, fields),
                 (operating + .005 * world.state.sales) / world.state.mass));
    }
  }

  TEST_CASE("factors earn all of value added, by their shares") {
    RandomMarket world{11};
    const ArrayXXd demand = world.market.factor_demand(world.state);
    CHECK(same(demand.rowwise().sum(), value_added(world.market.technology(), world.state).rowwise().sum()));
    CHECK(demand.sum() ==
          doctest::Approx((world.state.pay.matrix() * world.market.technology().value_added.matrix()).sum()));
  }

  TEST_CASE(
      "factor prices close a part eta of their log gap to clearing a quarter when demand stands still") {
    for (const double eta : {.01, .08, .5, 1.0}) {
      CAPTURE(eta);
      RandomMarket world{5};
      const ArrayXXd clearing = world.market.factor_demand(world.state) / world.state.stock;
      const ArrayXXd gap = (world.state.price / clearing).log();
      for (int quarter = 1; quarter <= 40; ++quarter) {
        world.market.adjust_prices(world.state, eta);
        const ArrayXXd left = (world.state.price / clearing).log();
        REQUIRE((left - gap * std::pow(1 - eta, quarter)).abs().maxCoeff() < 40 * kRounding);
      }
    }
  }

  TEST_CASE("prices that move slowly come to rest where wages clear: Krugman's wage equation") {
    // One industry, one factor, no inputs: w_i^sigma L_i = M_i m^(1-sigma) sum_j tau_ij^(1-sigma)
    // P_j^(sigma-1) w_j L_j.
    constexpr double kSigma = 4;
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
      CAPTURE(seed);
      Random random{seed};
      Market market{plain(1, 1, kSigma)};
      const ArrayXXd way = random.table(3, 3, 0, .4), tau = (way + way.transpose()).exp();
      market.set_trade_costs(ArrayXXd::Zero(3, 3), tau.log(), ArrayXd::Ones(1));
      MarketState state = even_state(market.technology(), 3);
      state.stock = random.table(3, 1, .5, 4);
      state.mass = random.table(3, 1, .5, 4);
      state.pay = state.stock / state.stock.sum();
      for (int quarter = 0; quarter < 3000; ++quarter) {
        market.adjust_prices(state, .08);
        market.update_costs(state, 1);
        market.update_sales(state);
        market.pay_out(state);
      }
      ArrayXd wage = ArrayXd::Ones(3);
      for (int round = 0; round < 3000; ++round) {
        const ArrayXd offer = state.mass.col(0) * (wage * kSigma / (kSigma - 1)).pow(1 - kSigma);
        const ArrayXXd freeness = tau.pow(1 - kSigma);
        const ArrayXd competition = (freeness.matrix().transpose() * offer.matrix()).array();
        const ArrayXd demand = wage * state.stock.col(0) / competition;
        const ArrayXd sales = offer * (freeness.matrix() * demand.matrix()).array();
        wage *= (sales / (wage * state.stock.col(0))).pow(.2);
        wage /= (wage * state.stock.col(0)).sum();
      }
      // Both stop where a step changes nothing any more; what is left is rounding over 1 - (the slowest rate
      // of approach).
      CHECK(same(state.price, wage, 1e-11));
      CHECK(same(state.sales.col(0), wage * state.stock.col(0), 1e-11));
    }
  }
}

TEST_SUITE("industry_migration/market: local external economies") {
  TEST_CASE(
      "an industry as common as elsewhere gains a tenth of the benefit, at critical mass half less "
      "crowding") {
    ArrayXXd quotient(1, 3);
    quotient << 1, 3, 6;
    ArrayXXd expected(1, 3);
    expected << 1.2 / 10, .6 - .5 * std::log(3.0), 1.2 * 36 / 45 - .5 * std::log(6.0);
    CHECK(same(external_economies(quotient, 1.2, .5, 3), expected));
  }

  TEST_CASE("an industry that is nearly absent counts as a thousandth of the usual") {
    const ArrayXXd none = external_economies(ArrayXXd::Zero(1, 1), 1.2, .5, 3);
    CHECK(std::isfinite(none(0, 0)));
    CHECK(none(0, 0) == external_economies(ArrayXXd::Constant(1, 1, kLeastQuotient), 1.2, .5, 3)(0, 0));
    CHECK(none(0, 0) == doctest::Approx(.5 * std::log(1000.0)).epsilon(1e-6));
  }

  TEST_CASE("small nudges fade, between the thresholds a larger one pulls itself up") {
    // d external / d ln x = 2 benefit x^2 mass^2 / (x^2 + mass^2)^2 - crowding: negative at one, positive
    // near critical mass.
    const auto slope = [](double x) {
      const double high = external_economies(ArrayXXd::Constant(1, 1, x * 1.001), 1.2, .5, 3)(0, 0);
      const double low = external_economies(ArrayXXd::Constant(1, 1, x / 1.001), 1.2, .5, 3)(0, 0);
      return (high - low) / (2 * std::log(1.001));
    };
    CHECK(
        slope(1) ==
        doctest::Approx(2 * 1.2 * 9 / 100 - .5).epsilon(1e-5));  // a central difference of one in a thousand
    CHECK(slope(3) == doctest::Approx(.6 - .5).epsilon(1e-4));
    CHECK(slope(9) < 0);
  }
}

}  // namespace yanzhen::industry_migration
