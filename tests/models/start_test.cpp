#include "models/industry_migration/start.hpp"

#include <doctest/doctest.h>

#include <Eigen/LU>
#include <cmath>
#include <numeric>
#include <random>

#include "io/scenario_file.hpp"
#include "models/industry_migration/migration_model.hpp"
#include "models/industry_migration/model.hpp"
#include "models/industry_migration/synthesis.hpp"
#include "tests/support/small_world.hpp"

namespace yanzhen::industry_migration {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;
using testing::SmallScenario;
using testing::SmallWorld;

bool same(const ArrayXXd& found, const ArrayXXd& expected, double relative) {
  return found.rows() == expected.rows() && found.cols() == expected.cols() &&
         ((found - expected).abs() <= relative * expected.abs()).all();
}

SmallWorld varied(std::uint32_t seed) {
  return {.cities = 5, .industries = 4, .outside = seed % 2 == 0, .seed = seed};
}

ArrayXd income_of(const World& world) {
  ArrayXd income(static_cast<Index>(world.n_node()));
  for (std::size_t i = 0; i < world.n_city(); ++i)
    income(static_cast<Index>(i)) = world.cities[i].value_added;
  if (world.has_outside()) income(income.size() - 1) = world.outside.front().value_added;
  return income;
}

/// National value added by industry, by a direct solution of Leontief's equations.
ArrayXd leontief(const World& world) {
  const Technology& technology = world.technology;
  const Eigen::MatrixXd open =
      Eigen::MatrixXd::Identity(technology.industries(), technology.industries()) - technology.input;
  const Eigen::VectorXd demand = (technology.household * income_of(world).sum()).matrix();
  return technology.value_added * open.fullPivLu().solve(demand).array();
}

std::shared_ptr<const World> delta(double people_per_agent) {
  Problems problems;
  const auto scenario = load_scenario(
      std::string{YANZHEN_SOURCE_DIR} + "/scenarios/yangtze-delta/baseline.toml", {declaration()},
      {{"scale.people_per_agent=" + std::to_string(people_per_agent)}, std::nullopt}, problems);
  problems.throw_if_any();
  auto world = read_world(*scenario, problems);
  problems.throw_if_any();
  return world;
}

/// Where the movers of a logit go: `heads` stand at each place, and place j weighs attraction_j / distance_ij
/// to those at i.
Arrivals logit(const ArrayXd& heads, const ArrayXXd& nearness, const ArrayXd& attraction) {
  Arrivals sum{ArrayXd::Zero(heads.size()), ArrayXd::Zero(heads.size())};
  for (Index i = 0; i < heads.size(); ++i) {
    const ArrayXd weight = nearness.row(i).transpose() * attraction;
    const ArrayXd probability = weight / weight.sum();
    sum.expected += heads(i) * probability;
    sum.squared += heads(i) * probability.square();
  }
  return sum;
}

ArrayXd list(std::initializer_list<double> values) {
  return Eigen::Map<const ArrayXd>{values.begin(), static_cast<Index>(values.size())};
}

}  // namespace

TEST_SUITE("industry_migration/start: value added") {
  // The fitting runs until both margins hold to rounding, or two thousand rounds; what the issue asks for is
  // 1e-12.
  constexpr double kMargins = 1e-12;

  TEST_CASE("value added meets every city's total and every industry's, whatever the world") {
    for (std::uint32_t seed = 0; seed <= 50; ++seed) {
      CAPTURE(seed);
      const auto world = SmallScenario{varied(seed)}.world();
      const ArrayXXd value = start_value_added(*world);
      CHECK((value > 0).all());
      CHECK(same(value.rowwise().sum(), income_of(*world), kMargins));
      CHECK(same(value.colwise().sum().transpose(), leontief(*world), kMargins));
    }
  }

  TEST_CASE("cities that are alike in all but size have the same structure") {
    SmallScenario scenario;
    scenario.cell("cities", 1, "gdp") = "240";
    const ArrayXXd value = start_value_added(*scenario.world());
    CHECK(same(value.row(1) / value.row(1).sum(), value.row(0) / value.row(0).sum(), 1e-13));
  }

  TEST_CASE(
      "a known strength and a larger share of the sector give a city more of an industry, relative to "
      "another") {
    SmallScenario scenario{{.cities = 3, .industries = 3}};
    scenario.cell("industries", 2, "sector") = "tertiary";
    const auto odds = [](const ArrayXXd& value, Index s) {
      return value(0, s) / value(0, 1) / (value(2, s) / value(2, 1));
    };
    const ArrayXXd even = start_value_added(*scenario.world());
    CHECK(odds(even, 0) == doctest::Approx(1).epsilon(1e-12));
    scenario.add_row("specialisation", {"101", "industry1", "3"});
    scenario.cell("cities", 0, "share_secondary") = "30";
    scenario.cell("cities", 0, "share_tertiary") = "60";
    const ArrayXXd value = start_value_added(*scenario.world());
    CHECK(odds(value, 0) == doctest::Approx(2.6).epsilon(1e-11));  // proportional fitting keeps odds ratios
    CHECK(odds(value, 2) == doctest::Approx(60.0 / 45 * 45 / 30).epsilon(1e-11));
  }

  TEST_CASE("a sector that a city does not have leaves it next to nothing of its industries") {
    SmallScenario scenario;
    scenario.cell("industries", 0, "sector") = "primary";
    scenario.cell("cities", 0, "share_primary") = "0";
    scenario.cell("cities", 0, "share_tertiary") = "55";
    const ArrayXXd value = start_value_added(*scenario.world());
    CHECK(value(0, 0) > 0);
    CHECK(value(0, 0) < 1e-4 * value(0, 1));
    CHECK(same(value.rowwise().sum(), income_of(*scenario.world()), 1e-9));
  }
}

TEST_SUITE("industry_migration/start: inversions") {
  struct Start {
    explicit Start(const World& world) : market{world.technology} {
      const auto n = static_cast<Index>(world.n_node()), industries = static_cast<Index>(world.n_industry());
      ArrayXd kappa(industries);
      for (Index s = 0; s < industries; ++s) kappa(s) = world.industries[static_cast<std::size_t>(s)].iceberg;
      market.set_trade_costs((node_minutes(world, *world.freight, 2010) / 60).log1p(), ArrayXXd::Zero(n, n),
                             kappa);
      wanted = start_value_added(world).rowwise() / world.technology.value_added.transpose();
      state.stock = ArrayXXd::Ones(n, kFactors);
      state.mass = state.firms = wanted.sqrt();
      state.pay = wanted;
      state.price = market.factor_demand(state) / state.stock;
      inversion = invert_productivity(market, state, wanted);
    }
    Market market;
    MarketState state;
    ArrayXXd wanted;
    Inversion inversion{};
  };

  TEST_CASE("productivity is found at which the market sells exactly what is wanted, whatever the world") {
    for (std::uint32_t seed = 0; seed <= 25; ++seed) {
      CAPTURE(seed);
      const auto world = SmallScenario{varied(seed)}.world();
      const Start start{*world};
      CHECK(start.inversion.miss < 1e-10);  // where it stops
      CHECK(same(start.state.sales, start.wanted, 1e-9));
      CHECK((start.state.productivity > 0).all());
      CHECK(start.state.productivity.log().colwise().mean().abs().maxCoeff() < 1e-12);
    }
  }

  TEST_CASE("the start is at rest: a quarter later prices, costs and sales are the same") {
    for (std::uint32_t seed = 0; seed <= 10; ++seed) {
      CAPTURE(seed);
      const auto world = SmallScenario{varied(seed)}.world();
      Start start{*world};
      MarketState later = start.state;
      start.market.adjust_prices(later, .08);
      start.market.update_costs(later, 1);
      start.market.update_sales(later);
      // Price indices settle with the sweeps: what is left of either is of the size of the largest miss.
      CHECK(same(later.price, start.state.price, 1e-13));
      CHECK(same(later.price_index, start.state.price_index, 1e-9));
      CHECK(same(later.sales, start.wanted, 1e-9));
    }
  }

  TEST_CASE("cities that are all alike need no difference in productivity") {
    const auto world = SmallScenario{{.cities = 4, .industries = 3}}.world();
    const Start start{*world};
    CHECK((start.state.productivity - 1).abs().maxCoeff() < 1e-12);
    CHECK(start.inversion.sweeps == 0);
  }

  TEST_CASE("a city that sells more than its place explains is the more productive one") {
    SmallScenario scenario;
    scenario.cell("cities", 1, "gdp") = "48";
    const Start start{*scenario.world()};
    CHECK((start.state.productivity.row(1) > start.state.productivity.row(0)).all());
    CHECK((start.state.productivity.row(0) - start.state.productivity.row(2)).abs().maxCoeff() < 1e-9);
  }

  TEST_CASE("with choosers in one place the balance is the log odds of what is wanted") {
    const ArrayXd heads = list({100, 0}), wanted = list({75, 25});
    const Balance balance = balance_attractions(
        wanted, [&](const ArrayXd& attraction) { return logit(heads, ArrayXXd::Ones(2, 2), attraction); });
    CHECK(balance.log_attraction(0) - balance.log_attraction(1) ==
          doctest::Approx(std::log(3.0)).epsilon(1e-11));
    CHECK(balance.log_attraction.sum() == doctest::Approx(0).scale(1).epsilon(1e-14));
    CHECK(balance.miss < 1e-12);
  }

  TEST_CASE("with choosers in two places and a border between, the balance solves its quadratic") {
    // With x the odds of attraction and d the nearness across: C0 x / (x + d) + C1 d x / (d x + 1) = W0, so
    // d (C0 + C1 - W0) x^2 + (C0 + C1 d^2 - W0 (1 + d^2)) x - W0 d = 0.
    constexpr double c0 = 60, c1 = 140, w0 = 90, d = .2;
    constexpr double a = d * (c0 + c1 - w0), b = c0 + c1 * d * d - w0 * (1 + d * d), c = -w0 * d;
    const double odds = (-b + std::sqrt(b * b - 4 * a * c)) / (2 * a);
    ArrayXXd nearness(2, 2);
    nearness << 1, d, d, 1;
    const Balance balance = balance_attractions(list({w0, c0 + c1 - w0}), [&](const ArrayXd& attraction) {
      return logit(list({c0, c1}), nearness, attraction);
    });
    CHECK(balance.log_attraction(0) - balance.log_attraction(1) ==
          doctest::Approx(std::log(odds)).epsilon(1e-10));
  }

  TEST_CASE(
      "where nobody is wanted a place gets the least attraction of the others, and the others are balanced") {
    const ArrayXd heads = list({10, 50, 40}), wanted = list({30, 0, 70});
    const Balance balance = balance_attractions(
        wanted, [&](const ArrayXd& attraction) { return logit(heads, ArrayXXd::Ones(3, 3), attraction); });
    CHECK(balance.miss < 1e-12);
    CHECK(balance.log_attraction(2) - balance.log_attraction(0) ==
          doctest::Approx(std::log(7.0 / 3)).epsilon(1e-11));
    CHECK(balance.log_attraction(1) == balance.log_attraction(0));
  }

  TEST_CASE("attractions are found for places of any number, size and distance") {
    for (std::uint32_t seed = 1; seed <= 50; ++seed) {
      CAPTURE(seed);
      std::mt19937 bits{seed};
      const auto uniform = [&] { return (static_cast<double>(bits()) + .5) * 0x1p-32; };
      constexpr Index kPlaces = 12;
      const ArrayXd heads = ArrayXd::NullaryExpr(kPlaces, [&] { return std::pow(10.0, 4 * uniform()); });
      ArrayXXd nearness = ArrayXXd::NullaryExpr(kPlaces, kPlaces, [&] { return std::exp(-6 * uniform()); });
      nearness.matrix().diagonal().setOnes();
      ArrayXd wanted = heads * ArrayXd::NullaryExpr(kPlaces, [&] { return .9 + .2 * uniform(); });
      wanted *= heads.sum() / wanted.sum();
      const Balance balance = balance_attractions(
          wanted, [&](const ArrayXd& attraction) { return logit(heads, nearness, attraction); });
      CHECK(same(logit(heads, nearness, balance.log_attraction.exp()).expected, wanted, 1e-11));
    }
  }
}

TEST_SUITE("industry_migration/start: populations") {
  TEST_CASE("the normal quantile is the inverse of the distribution") {
    CHECK(normal_quantile(.975) == doctest::Approx(1.959963984540054).epsilon(1e-8));
    CHECK(normal_quantile(.5) == doctest::Approx(0).scale(1).epsilon(1e-12));
    CHECK(normal_quantile(.0001) == doctest::Approx(-3.719016485455709).epsilon(1e-8));
    double before = -1e9;
    for (double u = 1e-9; u < 1; u += .00037) {
      const double x = normal_quantile(u);
      REQUIRE(x > before);
      before = x;
      // Its own claim, a relative error of 1.2e-9 in x, moves the distribution by density times x times that.
      REQUIRE(std::abs(.5 * std::erfc(-x / std::sqrt(2.0)) - u) < 1e-8 * u + 1e-9);
      REQUIRE(normal_quantile(1 - u) == doctest::Approx(-x).scale(1).epsilon(1e-8));
    }
  }

  TEST_CASE("tier shares sum to one and keep the nation's split within labour and within talent") {
    const auto world = SmallScenario{}.world();
    City city = world->cities[0];
    const Parameters& p = world->parameters;
    for (const double college : {0.0, .001, .05, .2, .9}) {
      CAPTURE(college);
      city.college_share = college;
      const auto share = tier_shares(*world, city, .75);
      CHECK(std::accumulate(share.begin(), share.end(), 0.0) == doctest::Approx(1).epsilon(1e-14));
      for (const double one : share) CHECK(one > 0);
      CHECK(share[1] / share[0] == doctest::Approx(p.adult_share[1] / p.adult_share[0]).epsilon(1e-13));
      CHECK(share[3] / share[2] == doctest::Approx(p.adult_share[3] / p.adult_share[2]).epsilon(1e-13));
    }
    city.college_share = .15;
    const auto share = tier_shares(*world, city, .75);
    CHECK(share[2] + share[3] == doctest::Approx(.2).epsilon(1e-14));  // children will learn as adults did
  }

  TEST_CASE("every city starts with its residents, its tiers by quota and the ages of the table") {
    SmallScenario scenario{varied(4)};
    scenario.people_per_agent = 10;
    const auto world = scenario.world();
    const ArrayXXd minutes = node_minutes(*world, *world->graph, 2010);
    const TalentPopulation talent = start_talent(*world, start_value_added(*world), minutes);
    const AgeSchedule schedule{world->parameters, world->ages, .25};
    double mean = 0, square = 0;
    for (std::size_t age = 0; age < kAgeMonths; ++age) {
      const auto months = static_cast<double>(age);
      mean += schedule.age_share()[age] * months;
      square += schedule.age_share()[age] * months * months;
    }
    const double deviation = std::sqrt(square - mean * mean);
    for (std::size_t i = 0; i < world->n_city(); ++i) {
      CAPTURE(i);
      std::array<double, kTiers> tier{};
      double heads = 0, months = 0, local = 0;
      for (Row row = 0; row < talent.slots.size(); ++row) {
        if (talent.city[row] != i) continue;
        heads += 1;
        tier[talent.tier[row]] += 1;
        months -= talent.born[row];
        local += talent.hukou[row] == i ? 1 : 0;
        REQUIRE(talent.hukou[row] < world->n_node());
        REQUIRE(talent.industry[row] < world->n_industry());
      }
      CHECK(heads == std::round(world->cities[i].residents / 10));
      const auto share = tier_shares(*world, world->cities[i], schedule.adult_share());
      for (std::size_t q = 0; q < kTiers; ++q) CHECK(std::abs(tier[q] - share[q] * heads) <= 1);  // quota
      CHECK(std::abs(months / heads - mean) < 4 * deviation / std::sqrt(heads));  // four standard errors
      // Who came from elsewhere came from a place that lost people; with no such place all are local.
      const double registered = world->cities[i].hukou_residents / world->cities[i].residents;
      if (registered < .98)
        CHECK(std::abs(local / heads - registered) < 4 * std::sqrt(registered * (1 - registered) / heads));
    }
  }

  TEST_CASE("where everybody is registered nobody came from elsewhere") {
    const auto world = SmallScenario{}.world();
    const TalentPopulation talent =
        start_talent(*world, start_value_added(*world), node_minutes(*world, *world->graph, 2010));
    for (Row row = 0; row < talent.slots.size(); ++row) REQUIRE(talent.hukou[row] == talent.city[row]);
  }

  TEST_CASE("firms are as many as their industry's sales need, and their mass is in proportion to sales") {
    const auto world = SmallScenario{varied(9)}.world();
    const ArrayXXd sales = start_value_added(*world).rowwise() / world->technology.value_added.transpose();
    const FirmPopulation firms = start_firms(*world, sales);
    const FirmSize size;
    std::vector<double> count(world->n_cell()), mass(world->n_cell());
    for (Row row = 0; row < firms.slots.size(); ++row) {
      const std::size_t s = firms.industry[row], cell = firms.city[row] * world->n_industry() + s;
      count[cell] += 1;
      mass[cell] += size.mass((world->technology.elasticity(static_cast<Index>(s)) - 1) *
                              double{firms.log_productivity[row]});
      REQUIRE(firms.home[row] == firms.city[row]);
      REQUIRE(firms.founded[row] <= 0);
      REQUIRE(firms.founded[row] >= -80 * 12);
      REQUIRE(firms.settled[row] == firms.founded[row]);
    }
    for (std::size_t cell = 0; cell < world->n_cell(); ++cell) {
      const std::size_t i = cell / world->n_industry(), s = cell % world->n_industry();
      const double wanted = sales(static_cast<Index>(i), static_cast<Index>(s)) /
                            world->industries[s].sales_per_firm / world->firm_weight[s];
      CHECK(count[cell] == std::max(1.0, std::round(wanted)));
      CHECK(mass[cell] ==
            doctest::Approx(wanted).epsilon(2e-6));  // log productivity is kept in single precision
    }
  }

  TEST_CASE("capital is as many units as output needs, by quota of capital income, owned where it stands") {
    const auto world = SmallScenario{varied(9)}.world();
    const ArrayXXd value = start_value_added(*world);
    const CapitalPopulation capital = start_capital(*world, value);
    ArrayXXd count = ArrayXXd::Zero(5, 4);
    for (Row row = 0; row < capital.slots.size(); ++row) {
      count(capital.city[row], capital.industry[row]) += 1;
      REQUIRE(capital.owner[row] == capital.city[row]);
      REQUIRE(capital.matures[row] >= 0);
      REQUIRE(capital.matures[row] <= 2 * 12 / world->parameters.capital_turnover);
    }
    for (Index i = 0; i < 5; ++i) {
      const double units =
          world->parameters.capital_output_ratio * value.row(i).sum() / agent_capital(*world);
      CHECK(count.row(i).sum() == std::round(units));
      const ArrayXd income = value.row(i).transpose() * world->technology.factor_share.col(kCapitalFactor);
      CHECK((count.row(i).transpose() - income / income.sum() * count.row(i).sum()).abs().maxCoeff() <= 1);
    }
  }
}

TEST_SUITE("industry_migration/start: a whole model") {
  TEST_CASE(
      "at its start a model of the Delta gives back every city's value added and observed net migration") {
    const auto world = delta(1000);
    const MigrationModel model{world};
    const Economy& economy = model.economy();
    for (const std::string& note : model.notes()) CHECK(note.find("left a gap") == std::string::npos);

    const ArrayXXd sold = economy.market.sales.rowwise() * world->technology.value_added.transpose();
    for (std::size_t i = 0; i < world->n_city(); ++i) {
      CAPTURE(world->cities[i].name.name_zh);
      const auto city = static_cast<Index>(i);
      // The inversion for productivity stops at a miss of 1e-10 of any sale.
      CHECK(value_added(world->technology, economy.market).row(city).sum() ==
            doctest::Approx(world->cities[i].value_added).epsilon(1e-9));
      CHECK(sold.row(city).sum() == doctest::Approx(world->cities[i].value_added).epsilon(1e-9));
    }

    const ArrayXXd wanted = wanted_net_migration(*world, economy);
    const ArrayXXd found =
        expected_net_migration(*world, model.market(), economy, model.fields(), model.services(),
                               model.reach().talent, model.age_schedule(), model.calibration().amenity);
    const Tally considerers = count_considerers(*world, economy, model.age_schedule());
    const std::size_t n = world->n_node(), of_tier = world->n_industry() * n * n;
    for (std::size_t q = 0; q < kTiers; ++q) {
      CAPTURE(q);
      const auto begin = considerers.begin() + static_cast<std::ptrdiff_t>(q * of_tier);
      const auto all = static_cast<double>(
          std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(of_tier), std::int64_t{0}));
      const auto tier = static_cast<Index>(q);
      CHECK(std::abs(wanted.col(tier).sum()) < 1e-9 * all);
      CHECK((found.col(tier) - wanted.col(tier)).abs().maxCoeff() < 1e-9 * all);
    }
  }

  TEST_CASE("cities that are all alike get the same amenity, prices and wages, without and with an outside") {
    for (const bool outside : {false, true}) {
      SmallScenario scenario{{.cities = 4, .industries = 3, .outside = outside}};
      const MigrationModel model{scenario.world()};
      const MarketState& market = model.economy().market;
      for (Index i = 1; i < 4; ++i) {
        CHECK(same(market.sales.row(i), market.sales.row(0), 1e-9));
        CHECK(same(market.price_index.row(i), market.price_index.row(0), 1e-6));
        CHECK((market.profit.row(i) == 0).all());
      }
    }
  }
}

}  // namespace yanzhen::industry_migration
