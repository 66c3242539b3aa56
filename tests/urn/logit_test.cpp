// Logit movers as the engine runs them, against theory. Thresholds are sought by bisection of runs.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <vector>

#include "models/logit_agglomeration/model.hpp"
#include "models/logit_agglomeration/theory.hpp"
#include "models/stylised/scenario_builder.hpp"
#include "tests/support/moments.hpp"
#include "tests/urn/three_costs.hpp"

using namespace yanzhen;
using namespace yanzhen::logit_agglomeration;
using stylised::panel_of;
using stylised::ScenarioText;
using yanzhen::testing::three_costs;

namespace {

constexpr double kAll = 1000;  // a hazard of which everybody decides in every step

/// People at these shares at the start.
ScenarioText people(std::vector<double> shares, double theta, double count, double hazard = kAll) {
  ScenarioText text;
  text.cities = shares.size();
  text.columns["mobile"] = std::move(shares);
  text.parameters = {{"agglomeration.theta", theta}, {"moves.people", count}, {"moves.hazard", hazard}};
  return text;
}

double share_of_first(const Simulation& run) { return panel_of(run.model(), "share")[0]; }

/// Whether two runs of the same random numbers that start a little apart, `one` above and `other` below a
/// state between them, go farther apart: by half before they come nearer by a third, or by the end of forty
/// steps. What chance does to both alike does not count.
bool part(const ScenarioText& one, const ScenarioText& other,
          const std::function<double(const Simulation&)>& number) {
  Simulation high = stylised::run_of(declaration(), one), low = stylised::run_of(declaration(), other);
  const double start = number(high) - number(low);
  double now = start;
  while (high.now() < 40 && now > start / 1.5 && now < start * 1.5) {
    high.step();
    low.step();
    now = number(high) - number(low);
  }
  return now > start;
}

/// Where a test that fails at `low` and holds at `high` begins to hold, to a thousandth.
double threshold_of(const std::function<bool(double)>& holds, double low, double high) {
  CHECK_FALSE(holds(low));
  CHECK(holds(high));
  while (high - low > 1e-3 * low) {
    const double middle = .5 * (low + high);
    (holds(middle) ? high : low) = middle;
  }
  return .5 * (low + high);
}

/// Utilities 0, 1/2, 1; links that make ways of 1, 2 and 1.5.
ScenarioText three_cities(std::vector<double> shares, double count, double hazard) {
  ScenarioText text = people(std::move(shares), 0, count, hazard);
  text.links = {{0, 1, 60}, {0, 2, 120}, {1, 2, 90}};
  text.columns["amenity"] = {0, .5, 1};
  text.parameters["moves.cost_per_distance"] = 1;
  return text;
}

}  // namespace

TEST_SUITE("logit_agglomeration") {
  // Twins 0.06 apart, 200,000 people. Their distance scatters by sqrt(0.06 / 200,000) = 0.0005 a step, so
  // that forty steps leave the threshold open to 0.0005 / 0.06 / sqrt(40) = 0.14 % (one standard deviation);
  // that tanh bends at 0.03 adds 0.1 %, where the bisection stops another 0.05 %. Asked: 0.5 %.
  constexpr double kTwins = 2e5;

  TEST_CASE("equal shares of two cities break at theta = 2") {
    const double found = threshold_of(
        [](double theta) {
          return part(people({.53, .47}, theta, kTwins), people({.47, .53}, theta, kTwins), share_of_first);
        },
        1.6, 2.4);
    CHECK(found == doctest::Approx(breaking_theta(Eigen::ArrayXXd::Zero(2, 2))).epsilon(.005));
  }

  TEST_CASE("equal shares of four cities break at theta = 4") {
    // two cities against two: no even powers of the deviation, which would bend growth
    const double found = threshold_of(
        [](double theta) {
          return part(people({.265, .265, .235, .235}, theta, kTwins),
                      people({.235, .235, .265, .265}, theta, kTwins), [](const Simulation& run) {
                        const std::vector<double> share = panel_of(run.model(), "share");
                        return share[0] + share[1];
                      });
        },
        3.2, 4.8);
    CHECK(found == doctest::Approx(breaking_theta(Eigen::ArrayXXd::Zero(4, 4))).epsilon(.005));
  }

  TEST_CASE("costs of moving bring the break of two cities to 1.5 where they halve the weight of the other") {
    Eigen::ArrayXXd cost(2, 2);
    cost << 0, std::log(2), std::log(2), 0;
    const auto with_cost = [](std::vector<double> shares, double theta) {
      ScenarioText text = people(std::move(shares), theta, kTwins);
      text.parameters["moves.cost_per_distance"] = std::log(2);
      return text;
    };
    const double found = threshold_of(
        [&](double theta) {
          return part(with_cost({.53, .47}, theta), with_cost({.47, .53}, theta), share_of_first);
        },
        1.2, 1.8);
    CHECK(breaking_theta(cost) == doctest::Approx(1.5));
    CHECK(found == doctest::Approx(breaking_theta(cost)).epsilon(.005));
  }

  TEST_CASE("a large city among four lasts from theta 3.218741 on") {
    // Below the threshold the state lingers pi / sqrt(a b) steps where shares fall by a + b x^2: at 0.5 %
    // below it that is fewer than 150.
    const double found = threshold_of(
        [](double theta) {
          Simulation run = stylised::run_of(declaration(), people({.85, .05, .05, .05}, theta, 1e5));
          while (run.now() < 150 && share_of_first(run) > .45) run.step();
          return share_of_first(run) > .45;
        },
        2.9, 3.6);
    CHECK(found == doctest::Approx(sustain_point(4).theta).epsilon(.005));
  }

  TEST_CASE("between the two thresholds four cities stay as they began: with one large, or all alike") {
    constexpr double kPeople = 4e5, kTheta = 3.5;
    for (const double x : {large_share(4, kTheta), .25}) {
      CAPTURE(x);
      const double rest = (1.0 - x) / 3.0;
      Simulation run = stylised::run_of(declaration(), people({x, rest, rest, rest}, kTheta, kPeople));
      while (run.now() < 150) run.step();
      // a share comes back by `slope` a step: the scatter of an autoregression
      const double slope = kTheta * 4.0 / 3.0 * x * (1.0 - x);
      const double error = std::sqrt(x * (1.0 - x) / kPeople / (1.0 - slope * slope));
      CHECK(std::abs(share_of_first(run) - x) < 4 * error);
      CHECK(error < .002);
    }
  }

  TEST_CASE("two cities at theta 2.5 rest at 0.855206") {
    constexpr double kPeople = 3e5, kSteps = 150;
    const double x = large_share(2, 2.5), slope = 2.0 * 2.5 * x * (1.0 - x);  // of next share by this share
    Simulation run = stylised::run_of(declaration(), people({x, 1.0 - x}, 2.5, kPeople));
    for (int k = 0; k < 50; ++k) run.step();
    testing::Moments share;
    while (run.now() < 50 + kSteps) {
      run.step();
      share.add(share_of_first(run));
    }
    // a share comes back by `slope` a step: the mean of an autoregression
    const double error = std::sqrt(x * (1.0 - x) / kPeople / kSteps) / (1.0 - slope);
    CHECK(std::abs(share.mean() - x) < 4 * error);
    CHECK(error < 2e-4);
  }

  TEST_CASE("flows of a step are multinomial: E = N_i P_ij on every pair within four standard errors") {
    const Eigen::ArrayXXd chances = move_chances(Eigen::Array3d{0, .5, 1}, three_costs());
    for (const double hazard : {kAll, .2}) {
      CAPTURE(hazard);
      constexpr double kPeople = 1.5e6;
      Simulation run = stylised::run_of(declaration(), three_cities({.5, .3, .2}, kPeople, hazard));
      const std::vector<double> before = panel_of(run.model(), "people");
      run.step();
      const std::vector<double> flows = panel_of(run.model(), "moves");
      for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) {
          if (i == j) continue;
          const double p =
              (1.0 - std::exp(-hazard)) * chances(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
          CHECK(std::abs(flows[3 * i + j] - before[i] * p) < 4 * std::sqrt(before[i] * p * (1.0 - p)));
        }
    }
  }

  TEST_CASE("the migration chain comes to its stationary shares, with no net flow on any pair") {
    constexpr double kPeople = 5e5, kSteps = 100;
    const Eigen::ArrayXd shares = stationary_shares(Eigen::Array3d{0, .5, 1}, three_costs());
    Simulation run = stylised::run_of(declaration(), three_cities({1, 0, 0}, kPeople, kAll));
    for (int k = 0; k < 60; ++k) run.step();  // the second eigenvalue of P, 0.5, to the 60th is 1e-18
    run.model().start_flow_interval();
    const std::vector<double> now = panel_of(run.model(), "share");
    for (Eigen::Index k = 0; k < 3; ++k)  // people are independent of each other: binomial
      CHECK(std::abs(now[static_cast<std::size_t>(k)] - shares(k)) <
            4 * std::sqrt(shares(k) * (1.0 - shares(k)) / kPeople));
    while (run.now() < 60 + kSteps) run.step();
    const std::vector<double> flows = panel_of(run.model(), "moves");
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < i; ++j) {
        const double there = flows[3 * i + j], back = flows[3 * j + i];
        CHECK(there > 1e5);
        // a person who went is likelier to come back next, so the difference scatters less than independent
        // counts would
        CHECK(std::abs(there - back) < 4 * std::sqrt(there + back));
      }
  }

  TEST_CASE("people who avoid each other spread out, and one city holds all") {
    Simulation run = stylised::run_of(declaration(), people({.9, .1}, -3, 2e5, .5));
    while (run.now() < 60) run.step();
    CHECK(share_of_first(run) == doctest::Approx(.5).epsilon(.02));  // 4 sqrt(1/4 / 2e5) and some
    Simulation alone = stylised::run_of(declaration(), people({1}, 2, 1000));
    alone.step();
    CHECK(share_of_first(alone) == 1);
    CHECK(alone.model().moves() == 0);
  }
}
