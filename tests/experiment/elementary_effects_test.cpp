#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "models/experiment/sensitivity.hpp"
#include "tests/experiment/factors.hpp"

namespace yanzhen::experiment {
namespace {

using testing::log_range;
using testing::named;
using testing::range;
using testing::results_of;
using testing::whole;
using Factors = std::vector<FactorSettings>;
using Numbers = std::vector<double>;

constexpr Bootstrap kNone{.samples = 0};

Design morris(const Factors& factors, std::uint32_t trajectories, std::uint64_t seed,
              std::uint32_t levels = 4) {
  DesignSettings settings;
  settings.kind = DesignKind::morris;
  settings.trajectories = trajectories;
  settings.levels = levels;
  return make_design(settings, factors, seed);
}

double with_interaction(const Numbers& x) { return x[0] + x[1] * x[2] + 0 * x[3]; }

}  // namespace

TEST_SUITE("experiment/elementary_effects") {
  TEST_CASE("of a linear function mean and mean size are coefficient times range, deviation is rounding") {
    const Factors factors{range(0, 1), range(-3, 7), range(100, 200), whole(range(1, 8)), range(0, 1)};
    const double coefficients[] = {2, -.5, .01, 3, 0};
    for (const std::uint32_t levels : {2U, 4U, 10U, 64U}) {
      CAPTURE(levels);
      const Design design = morris(factors, 20, 3, levels);
      const auto results = results_of(design, factors, [&](const Numbers& x) {
        double sum = 5;
        for (std::size_t k = 0; k < x.size(); ++k) sum += coefficients[k] * x[k];
        return sum;
      });
      const ElementaryEffects effects = elementary_effects(design, results, {.samples = 50});
      CHECK(effects.trajectories == 20);
      for (std::size_t k = 0; k < factors.size(); ++k) {
        CAPTURE(k);
        const double expected = coefficients[k] * (factors[k].to - factors[k].from);
        // Rounding of results of at most 40, twice, over a step of at least half of the range.
        CHECK(std::abs(effects.mean[k].value - expected) < 1e-13);
        CHECK(std::abs(effects.mean_size[k].value - std::abs(expected)) < 1e-13);
        CHECK(effects.deviation[k].value < 1e-13);
        CHECK(effects.mean[k].high - effects.mean[k].low < 1e-13);
      }
    }
  }

  TEST_CASE("a factor on a logarithmic scale has the effect of crossing it, in logarithms") {
    const Factors factors{log_range(.01, 100), range(0, 1)};
    const Design design = morris(factors, 10, 1);
    const auto results =
        results_of(design, factors, [](const Numbers& x) { return std::log10(x[0]) + x[1]; });
    const ElementaryEffects effects = elementary_effects(design, results, kNone);
    CHECK(effects.mean[0].value == doctest::Approx(4).epsilon(1e-13));
    CHECK(effects.deviation[0].value < 1e-13);  // rounding of exp and log
  }

  TEST_CASE("levels have the effect of going from the first to the last, however many there are") {
    for (const auto& names :
         {std::vector<std::string>{"no", "yes"}, {"a", "b", "c"}, {"a", "b", "c", "d", "e"}})
      for (const std::uint32_t levels : {2U, 4U, 8U}) {
        CAPTURE(names.size());
        CAPTURE(levels);
        const Factors factors{named(names), range(0, 1)};
        const auto last = static_cast<double>(names.size() - 1);
        const Design design = morris(factors, 10, 1, levels);
        const auto results =
            results_of(design, factors, [&](const Numbers& x) { return 6 * x[0] / last + x[1]; });
        const ElementaryEffects effects = elementary_effects(design, results, kNone);
        CHECK(effects.mean[0].value == doctest::Approx(6).epsilon(1e-14));
        CHECK(effects.deviation[0].value < 1e-13);
      }
  }

  TEST_CASE("deviation marks the factors that interact and no others; a dummy has nothing at all") {
    const Factors factors(4, range(0, 1));
    const Design design = morris(factors, 50, 4);
    const ElementaryEffects effects =
        elementary_effects(design, results_of(design, factors, with_interaction), {.samples = 200});
    CHECK(effects.deviation[0].value < 1e-14);
    CHECK(effects.deviation[1].value > .2);
    CHECK(effects.deviation[2].value > .2);
    for (const Estimate& one : {effects.mean[3], effects.mean_size[3], effects.deviation[3]}) {
      CHECK(one.value == 0);
      CHECK(one.low == 0);
      CHECK(one.high == 0);
    }
  }

  TEST_CASE("effects of both signs cancel in the mean and not in the mean size") {
    // x0 (x1 - 1/2): the effect of x0 is x1 - 1/2, one of -1/2, -1/6, 1/6, 1/2, of mean size 1/3.
    const Factors factors(2, range(0, 1));
    const Design design = morris(factors, 4000, 4);
    const auto results = results_of(design, factors, [](const Numbers& x) { return x[0] * (x[1] - .5); });
    const ElementaryEffects effects = elementary_effects(design, results, kNone);
    // Four standard errors: deviations .373 and 1/6 over sqrt(4000).
    CHECK(std::abs(effects.mean[0].value) < .024);
    CHECK(std::abs(effects.mean_size[0].value - 1.0 / 3) < .011);
    CHECK(effects.deviation[0].value == doctest::Approx(std::sqrt(5.0 / 36)).epsilon(.03));
  }

  TEST_CASE("intervals hold the truth about as often as they say") {
    // The effect of x1 in x0 + x1 x2 is x2, one of 0, 1/3, 2/3, 1: mean 1/2.
    const Factors factors(4, range(0, 1));
    constexpr int kSeeds = 500;
    int mean = 0, mean_size = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      const Design design = morris(factors, 50, seed);
      const ElementaryEffects effects = elementary_effects(
          design, results_of(design, factors, with_interaction), {.samples = 400, .seed = seed});
      mean += effects.mean[1].low <= .5 && .5 <= effects.mean[1].high ? 1 : 0;
      mean_size += effects.mean_size[2].low <= .5 && .5 <= effects.mean_size[2].high ? 1 : 0;
    }
    // Four standard deviations of a binomial share are .039; percentile intervals of 50 are 2% narrow
    // (sqrt(49 / 50) of the deviation and normal for Student quantiles), which costs half a percent.
    CHECK(std::abs(mean / double{kSeeds} - .945) < .039);
    CHECK(std::abs(mean_size / double{kSeeds} - .945) < .039);
  }

  TEST_CASE("a point without a result takes its trajectory out and no other") {
    const Factors factors(4, range(0, 1));
    const Design all = morris(factors, 6, 4), fewer = morris(factors, 5, 4);
    for (const double none : {kUnknown, HUGE_VAL}) {
      auto results = results_of(all, factors, with_interaction);
      const ElementaryEffects expected =
          elementary_effects(fewer, std::span{results}.first(fewer.points), {.samples = 20});
      results[5 * 5 + 2] = none;
      const ElementaryEffects effects = elementary_effects(all, results, {.samples = 20});
      CHECK(effects.trajectories == 5);
      for (std::size_t k = 0; k < 4; ++k) {
        CHECK(effects.mean[k].value == expected.mean[k].value);
        CHECK(effects.mean[k].low == expected.mean[k].low);
        CHECK(effects.deviation[k].high == expected.deviation[k].high);
      }
    }
  }

  TEST_CASE("constant results have no effects") {
    const Factors factors(3, range(0, 1));
    const Design design = morris(factors, 5, 4);
    const ElementaryEffects effects =
        elementary_effects(design, std::vector<double>(design.points, .1), {.samples = 20});
    for (std::size_t k = 0; k < 3; ++k) {
      CHECK(effects.mean[k].value == 0);
      CHECK(effects.mean_size[k].high == 0);
      CHECK(effects.deviation[k].value == 0);
    }
  }

  TEST_CASE("one trajectory has means and neither deviation nor intervals; none has nothing") {
    const Factors factors(3, range(0, 1));
    const Design one = morris(factors, 1, 4), none = morris(factors, 0, 4);
    const ElementaryEffects effects =
        elementary_effects(one, results_of(one, factors, [](const Numbers& x) { return x[0]; }), {});
    CHECK(effects.trajectories == 1);
    CHECK(effects.mean[0].value == doctest::Approx(1));
    CHECK(std::isnan(effects.mean[0].low));
    CHECK(std::isnan(effects.deviation[0].value));
    const ElementaryEffects nothing = elementary_effects(none, {}, {});
    CHECK(nothing.trajectories == 0);
    REQUIRE(nothing.mean.size() == 3);
    CHECK(std::isnan(nothing.mean[2].value));
  }

  TEST_CASE("one factor, and one with a single level, are told") {
    const Factors one{range(0, 2)}, with_single{named({"only"}), range(0, 2)};
    const Design small = morris(one, 5, 1), single = morris(with_single, 5, 1);
    const ElementaryEffects of_one =
        elementary_effects(small, results_of(small, one, [](const Numbers& x) { return x[0]; }), kNone);
    CHECK(of_one.mean[0].value == doctest::Approx(2));
    const ElementaryEffects of_two = elementary_effects(
        single, results_of(single, with_single, [](const Numbers& x) { return x[1]; }), kNone);
    CHECK(of_two.mean[0].value == 0);
    CHECK(of_two.mean[1].value == doctest::Approx(2));
  }
}

}  // namespace yanzhen::experiment
