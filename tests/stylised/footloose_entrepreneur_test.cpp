// Footloose entrepreneurs with agents: thresholds found by runs, against equations.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "models/footloose_entrepreneur/model.hpp"
#include "models/footloose_entrepreneur/short_run.hpp"
#include "models/stylised/scenario_builder.hpp"

using namespace yanzhen;
using namespace yanzhen::stylised;

namespace {

constexpr double kTolerance = .005;  // of thresholds: half a percent

ScenarioText two_regions(double mu, double sigma, double freeness, double first_share) {
  ScenarioText text;
  text.parameters = {{"trade.iceberg", std::pow(freeness, 1 / (1 - sigma))},
                     {"trade.spending", mu},
                     {"trade.substitution", sigma},
                     {"moves.people", 50'000},
                     {"moves.gain_speed", 50}};
  text.columns["mobile"] = {first_share, 1 - first_share};
  text.steps = 1900;
  return text;
}

double share_after(const ScenarioText& text, Step steps) {
  Simulation run = run_of(footloose_entrepreneur::declaration(), text);
  while (run.now() < steps) run.step();
  return panel_of(run.model(), "share").at(0);
}

/// ln omega_1 / omega_2 of two regions, in closed form (Forslid & Ottaviano 2003, eq. 14 and 17).
double gap(double mu, double sigma, double phi, double lambda) {
  const double b = mu / sigma, a = mu / (sigma - 1);
  const double d1 = lambda + phi * (1 - lambda), d2 = phi * lambda + 1 - lambda, l = (1 - b) / 2;
  // w_i = b sum_j phi_ij (lambda_j w_j + l) / d_j: two linear equations
  const double m11 = 1 - b * lambda / d1, m12 = -b * phi * (1 - lambda) / d2, m21 = -b * phi * lambda / d1,
               m22 = 1 - b * (1 - lambda) / d2, r1 = l / d1 + phi * l / d2, r2 = phi * l / d1 + l / d2;
  const double w1 = r1 * m22 - r2 * m12, w2 = m11 * r2 - m21 * r1;
  return std::log(w1 / w2) + a * std::log(d1 / d2);
}

/// d gap / d lambda at one half, by the four-point central difference.
double slope(double mu, double sigma, double phi) {
  constexpr double h = 1e-3;
  const auto f = [&](double x) { return gap(mu, sigma, phi, .5 + x); };
  return (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
}

double root(const std::function<double(double)>& f, double low, double high) {
  const bool sign = f(low) > 0;
  for (int round = 0; round < 100; ++round) {
    const double middle = .5 * (low + high);
    ((f(middle) > 0) == sign ? low : high) = middle;
  }
  return low;
}

}  // namespace

TEST_SUITE("stylised/footloose_entrepreneur") {
  TEST_CASE("the short run is the closed form of two regions, and entrepreneurs earn mu / sigma of income") {
    for (const double lambda : {.1, .4, .5, .9, 1.0})
      for (const double phi : {.2, .7}) {
        const TradeParameters market{.6, 3, std::pow(phi, -.5)};
        Eigen::ArrayXd mobile(2), immobile = Eigen::ArrayXd::Constant(2, .5);
        mobile << lambda, 1 - lambda;
        const Eigen::ArrayXXd distance = (Eigen::ArrayXXd(2, 2) << 0, 1, 1, 0).finished();
        const ShortRun prices = footloose_entrepreneur::solve_short_run(market, freeness_of(market, distance),
                                                                        mobile, immobile, {});
        CHECK(prices.log_real_wage(0) - prices.log_real_wage(1) ==
              doctest::Approx(gap(.6, 3, phi, lambda)).epsilon(1e-9));
        CHECK((mobile * prices.wage).sum() == doctest::Approx(.2).epsilon(1e-12));
      }
  }

  TEST_CASE("the even spread breaks within half a percent of the closed formula") {
    for (const auto& parameters : {std::pair{.6, 3.0}, {.4, 5.0}}) {
      const double mu = parameters.first, sigma = parameters.second;
      CAPTURE(mu);
      const double a = mu / (sigma - 1), b = mu / sigma, phi = (1 - a) * (1 - b) / ((1 + a) * (1 + b));
      CHECK(share_after(two_regions(mu, sigma, phi * (1 - kTolerance), .505), 1500) < .505);
      CHECK(share_after(two_regions(mu, sigma, phi * (1 + kTolerance), .505), 1500) > .505);
    }
  }

  TEST_CASE("a core lasts from within half a percent of the sustain equation's root") {
    const double phi = root([](double x) { return std::pow(x, .3) * (.6 * x + .4 / x) - 1; }, 1e-3, .6);
    CHECK(share_after(two_regions(.6, 3, phi * (1 + kTolerance), .999), 1000) > .999);
    CHECK(share_after(two_regions(.6, 3, phi * (1 - kTolerance), 1), 1900) < .99);
  }

  TEST_CASE("logit movers of sensitivity 200 agglomerate in a band of freeness and spread again above it") {
    const auto excess = [](double phi) { return 200 * slope(.4, 5, phi) - 4; };
    const double low = root(excess, .70, .85), high = root(excess, .85, .999);
    const auto run = [](double phi, double start) {
      ScenarioText text = two_regions(.4, 5, phi, start);
      text.parameters["moves.logit"] = 1;
      text.parameters["moves.sensitivity"] = 200;
      text.parameters["moves.people"] = 400'000;
      return share_after(text, 400);
    };
    // Two percent on either side: closer to a threshold the noise of logit movers, 0.0008 of share a step,
    // moves more than the drift.
    CHECK(std::abs(run(low * .98, .55) - .5) < .02);
    CHECK(std::abs(run(low * 1.02, .52) - .5) > .1);
    CHECK(std::abs(run(high * .98, .52) - .5) > .1);
    CHECK(std::abs(run(high * 1.02, .6) - .5) < .02);
  }

  TEST_CASE("logit movers of sensitivity 50 never agglomerate") {
    for (double phi = .01; phi < 1; phi += .01) CHECK(50 * slope(.4, 5, phi) < 4);
    ScenarioText text = two_regions(.4, 5, .85, .7);  // where the slope is about largest
    text.parameters["moves.logit"] = 1;
    text.parameters["moves.sensitivity"] = 50;
    text.parameters["moves.people"] = 400'000;
    CHECK(share_after(text, 200) == doctest::Approx(.5).epsilon(.02));
  }
}
