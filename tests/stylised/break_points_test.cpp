// Break and sustain points on graphs, against the published two-region equations and closed eigenvalues.
#include "models/stylised/break_points.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "models/core_periphery/short_run.hpp"
#include "models/footloose_entrepreneur/short_run.hpp"

using namespace yanzhen;
using namespace yanzhen::stylised;

namespace {

using Distances = Eigen::ArrayXXd;

Distances ring_of(Eigen::Index n) {
  Distances d(n, n);
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < n; ++j) {
      const Eigen::Index steps = std::abs(i - j);
      d(i, j) = static_cast<double>(std::min(steps, n - steps));
    }
  return d;
}
Distances complete(Eigen::Index n) {
  Distances d = Distances::Ones(n, n);
  d.matrix().diagonal().setZero();
  return d;
}
Distances path_of(Eigen::Index n) {
  Distances d(n, n);
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < n; ++j) d(i, j) = static_cast<double>(std::abs(i - j));
  return d;
}
Eigen::ArrayXd equal(Eigen::Index n) { return Eigen::ArrayXd::Constant(n, 1.0 / static_cast<double>(n)); }

TradeParameters trade(double mu, double sigma) { return {mu, sigma, 2}; }

/// The root of a function that has one sign at `low` and another at `high`.
double root(const std::function<double(double)>& f, double low, double high) {
  const bool sign = f(low) > 0;
  for (int round = 0; round < 200; ++round) {
    const double middle = .5 * (low + high);
    ((f(middle) > 0) == sign ? low : high) = middle;
  }
  return low;
}

/// Fujita, Krugman & Venables 1999, eq. 5.17: freeness at which a core of two regions ceases to last.
double krugman_sustain(double mu, double sigma) {
  const auto gap = [&](double t) {
    return (1 + mu) / 2 * std::pow(t, 1 - sigma - mu * sigma) +
           (1 - mu) / 2 * std::pow(t, sigma - 1 - mu * sigma) - 1;
  };
  return std::pow(root(gap, 1.05, 20), 1 - sigma);  // at T = 1 there is another root
}

/// Smallest eigenvalue of a ring's freeness over its row sum, by the discrete Fourier transform.
double ring_eigenvalue(int n, double r) {
  double least = 1, sum = 0;
  for (int k = 0; k < n; ++k) sum += std::pow(r, std::min(k, n - k));
  for (int wave = 1; wave < n; ++wave) {
    double value = 0;
    for (int k = 0; k < n; ++k) value += std::pow(r, std::min(k, n - k)) * std::cos(2 * M_PI * wave * k / n);
    least = std::min(least, value / sum);
  }
  return least;
}

}  // namespace

TEST_SUITE("stylised/break_points") {
  TEST_CASE("two regions break where Krugman's and the footloose entrepreneurs' closed formulas say") {
    for (const auto& [mu, sigma] : {std::pair{.4, 5.0}, {.3, 5.0}, {.2, 3.0}}) {
      const double rho = (sigma - 1) / sigma, a = mu / (sigma - 1), b = mu / sigma;
      const auto krugman = uniform_state(core_periphery::forces(trade(mu, sigma)), complete(2), equal(2), .5);
      REQUIRE(krugman.has_value());
      CHECK(*krugman->break_freeness ==
            doctest::Approx((rho - mu) * (1 - mu) / ((rho + mu) * (1 + mu))).epsilon(1e-9));
      const auto footloose =
          uniform_state(footloose_entrepreneur::forces(trade(mu, sigma)), complete(2), equal(2), .5);
      CHECK(*footloose->break_freeness ==
            doctest::Approx((1 - a) * (1 - b) / ((1 + a) * (1 + b))).epsilon(1e-9));
    }
  }

  TEST_CASE("a core of two regions lasts from Krugman's sustain point on") {
    for (const auto& [mu, sigma] : {std::pair{.4, 5.0}, {.3, 5.0}}) {
      const auto cores = core_states(core_periphery::forces(trade(mu, sigma)), complete(2), equal(2), .5);
      for (const CoreState& core : cores) {
        REQUIRE(core.lasts.size() == 1);
        CHECK(core.lasts[0].from == doctest::Approx(krugman_sustain(mu, sigma)).epsilon(1e-9));
        CHECK(core.lasts[0].to == 1.0);
      }
    }
  }

  TEST_CASE("a core of entrepreneurs lasts from where the sustain equation of Forslid and Ottaviano holds") {
    for (const auto& [mu, sigma] : {std::pair{.6, 3.0}, {.4, 5.0}}) {
      const double a = mu / (sigma - 1), b = mu / sigma;
      // phi^a ( (1 + b) phi + (1 - b) / phi ) / 2 = 1, the root below one
      const auto gap = [&](double phi) {
        return std::pow(phi, a) * ((1 + b) / 2 * phi + (1 - b) / 2 / phi) - 1;
      };
      const auto cores =
          core_states(footloose_entrepreneur::forces(trade(mu, sigma)), complete(2), equal(2), .5);
      CHECK(cores[0].lasts.at(0).from == doctest::Approx(root(gap, 1e-3, .9)).epsilon(1e-9));
    }
  }

  TEST_CASE("rings break where their smallest Fourier eigenvalue meets the critical one") {
    const AgglomerationForces forces = core_periphery::forces(trade(.4, 5));
    CHECK(forces.critical_eigenvalue() == doctest::Approx(.75).epsilon(1e-12));
    for (const int n : {3, 4, 5, 6, 12}) {
      CAPTURE(n);
      const double expected = root([&](double r) { return ring_eigenvalue(n, r) - .75; }, 1e-6, .999);
      const auto state = uniform_state(forces, ring_of(n), equal(n), .05);
      REQUIRE(state.has_value());
      CHECK(*state->break_freeness == doctest::Approx(expected).epsilon(1e-9));
      CHECK(state->smallest_eigenvalue == doctest::Approx(ring_eigenvalue(n, .05)).epsilon(1e-9));
      CHECK(state->stable == (.05 < expected));
    }
  }

  TEST_CASE("the complete graph of ten breaks where (1 - r) / (1 + 9 r) meets the critical eigenvalue") {
    const auto state = uniform_state(core_periphery::forces(trade(.4, 5)), complete(10), equal(10), .5);
    CHECK(*state->break_freeness == doctest::Approx(.25 / (1 + 9 * .75)).epsilon(1e-9));
  }

  TEST_CASE("on a path of three the middle holds a core from a lower freeness than the ends") {
    const double mu = .4, sigma = 5, e = mu * sigma / (sigma - 1);
    // middle: leave for an end;  end: leave for the middle, or for the other end
    const auto middle = [&](double r) {
      return ((1 - mu) / 3 * (1 / r + r + r) + mu * r) * std::pow(r, e) -
             1;  // demand of end, middle, other end
    };
    const auto end = [&](double r) {
      const double to_middle = ((1 - mu) / 3 * (r + 1 / r + 1 / r) + mu * r) * std::pow(r, e);
      const double to_end = ((1 - mu) / 3 * (r * r + 1 + 1 / (r * r)) + mu * r * r) * std::pow(r, 2 * e);
      return std::max(to_middle, to_end) - 1;
    };
    const auto cores = core_states(core_periphery::forces(trade(mu, sigma)), path_of(3), equal(3), .1);
    CHECK(cores[0].lasts.at(0).from == doctest::Approx(root(end, 1e-4, .9)).epsilon(1e-9));
    CHECK(cores[1].lasts.at(0).from == doctest::Approx(root(middle, 1e-4, .9)).epsilon(1e-9));
    CHECK(cores[2].lasts.at(0).from == doctest::Approx(cores[0].lasts.at(0).from).epsilon(1e-9));
    CHECK(cores[1].lasts_now);
    CHECK_FALSE(cores[0].lasts_now);
    CHECK_FALSE(
        uniform_state(core_periphery::forces(trade(mu, sigma)), path_of(3), equal(3), .1).has_value());
  }

  TEST_CASE("what the sustain test says of a core is what the short run pays there and elsewhere") {
    const TradeParameters market{.35, 4, 1.5};
    Eigen::ArrayXd immobile(4);
    immobile << .1, .4, .3, .2;
    const Eigen::ArrayXXd distance = path_of(4) * .7;
    const auto check = [&](const AgglomerationForces& forces, const SolveShortRun& solve) {
      const auto cores = core_states(forces, distance, immobile, market.freeness());
      for (std::size_t core = 0; core < 4; ++core) {
        Eigen::ArrayXd mobile = Eigen::ArrayXd::Zero(4);
        mobile(static_cast<Eigen::Index>(core)) = 1;
        Eigen::ArrayXd real =
            solve(market, freeness_of(market, distance), mobile, immobile, {}).log_real_wage;
        real -= real(static_cast<Eigen::Index>(core));
        real(static_cast<Eigen::Index>(core)) = -1e9;
        CHECK(std::log(cores[core].best_elsewhere) == doctest::Approx(real.maxCoeff()).epsilon(1e-9));
      }
    };
    check(core_periphery::forces(market), core_periphery::solve_short_run);
    check(footloose_entrepreneur::forces(market), footloose_entrepreneur::solve_short_run);
  }

  TEST_CASE("a black hole never spreads, and one city is a core for ever") {
    const auto hole = uniform_state(core_periphery::forces(trade(.9, 1.5)), complete(2), equal(2), .1);
    REQUIRE(hole.has_value());
    CHECK_FALSE(hole->break_freeness.has_value());
    CHECK_FALSE(hole->stable);
    const auto cores = core_states(core_periphery::forces(trade(.4, 5)), Distances::Zero(1, 1), equal(1), .5);
    CHECK(cores.at(0).lasts_now);
    CHECK_FALSE(
        uniform_state(core_periphery::forces(trade(.4, 5)), Distances::Zero(1, 1), equal(1), .5).has_value());
  }

  TEST_CASE("unequal demand has no uniform state") {
    Eigen::ArrayXd immobile(2);
    immobile << .6, .4;
    CHECK_FALSE(uniform_state(core_periphery::forces(trade(.4, 5)), complete(2), immobile, .5).has_value());
  }
}
