#include "models/experiment/main_effects.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

namespace yanzhen::experiment {
namespace {

FactorSettings range(double from, double to) {
  FactorSettings factor;
  factor.from = from;
  factor.to = to;
  return factor;
}

FactorSettings values(std::size_t count) {
  FactorSettings factor;
  for (std::size_t k = 0; k < count; ++k)
    factor.levels.push_back({std::to_string(k), {}, static_cast<double>(k), {}});
  return factor;
}

Design grid(std::size_t first, std::size_t second) {
  Design design;
  design.kind = DesignKind::grid;
  design.factors = 2;
  design.points = first * second;
  for (std::size_t a = 0; a < first; ++a)
    for (std::size_t b = 0; b < second; ++b)
      design.entries.insert(design.entries.end(), {static_cast<double>(a), static_cast<double>(b)});
  return design;
}

Design random_points(std::size_t points, const std::vector<FactorSettings>& factors, DesignKind kind) {
  Design design;
  design.kind = kind;
  design.points = points;
  design.factors = factors.size();
  std::mt19937_64 draws{3};
  std::uniform_real_distribution<double> unit;
  for (std::size_t k = 0; k < points; ++k)
    for (const FactorSettings& factor : factors)
      design.entries.push_back(factor.from + unit(draws) * (factor.to - factor.from));
  return design;
}

}  // namespace

TEST_SUITE("experiment/main_effects") {
  TEST_CASE("in a grid the shares of an additive function are those of its parts") {
    const Design design = grid(3, 2);
    std::vector<double> results;
    for (std::size_t point = 0; point < 6; ++point)
      results.push_back(2 * design.entries_of(point)[0] + 3 * design.entries_of(point)[1]);
    const std::vector<FactorSettings> factors{values(3), values(2)};
    const std::vector<MainEffect> effects = main_effects(design, factors, results, 1, .95);
    // Variances of the parts: 4 * 2 / 3 and 9 / 4.
    const double all = 8.0 / 3 + 9.0 / 4;
    CHECK(effects[0].share == doctest::Approx(8.0 / 3 / all).epsilon(1e-12));
    CHECK(effects[1].share == doctest::Approx(9.0 / 4 / all).epsilon(1e-12));
    CHECK(effects[0].corrected == doctest::Approx(effects[0].share).epsilon(1e-12));
    REQUIRE(effects[0].levels.size() == 3);
    CHECK(effects[0].levels[2].from == 2);
    CHECK(effects[0].levels[2].points == 2);
    CHECK(effects[0].levels[2].mean.mean == 5.5);
  }
  TEST_CASE("in a grid a level's interval is over replicates, each its mean over the points") {
    const Design design = grid(2, 2);
    // The second factor shifts the results, the replicate too.
    const std::vector<double> results{1, 2, 3, 11, 12, 13, 2, 2, 2, 12, 12, 12};
    const std::vector<FactorSettings> factors{values(2), values(2)};
    const MainEffect effect = main_effects(design, factors, results, 3, .95)[0];
    const MeanEstimate expected = mean_estimate(std::vector<double>{6, 7, 8}, .95);
    CHECK(effect.levels[0].mean.mean == doctest::Approx(7).epsilon(1e-14));
    CHECK(effect.levels[0].mean.n == 3);
    CHECK(effect.levels[0].mean.low == doctest::Approx(expected.low).epsilon(1e-12));
    CHECK(effect.levels[1].mean.high == doctest::Approx(7).epsilon(1e-14));
  }
  TEST_CASE("a run that failed moves no level by what its point is") {
    const Design design = grid(2, 2);
    const std::vector<double> results{1, kUnknown, 1, 101, 101, 101, 1, 1, 1, 101, 101, 101};
    const std::vector<FactorSettings> factors{values(2), values(2)};
    const MainEffect effect = main_effects(design, factors, results, 3, .95)[0];
    CHECK(effect.levels[0].mean.low == doctest::Approx(51).epsilon(1e-14));
    CHECK(effect.levels[0].mean.high == doctest::Approx(51).epsilon(1e-14));
  }
  TEST_CASE("chance alone makes no corrected share in a grid, though its share is large") {
    const Design design = grid(10, 1);
    std::mt19937_64 draws{11};
    std::normal_distribution<double> normal;
    double corrected = 0;
    constexpr int kTimes = 400;
    for (int k = 0; k < kTimes; ++k) {
      std::vector<double> results(10 * 5);
      for (double& value : results) value = normal(draws);
      const std::vector<FactorSettings> factors{values(10), values(1)};
      const MainEffect effect = main_effects(design, factors, results, 5, .95)[0];
      CHECK(effect.share == doctest::Approx(1).epsilon(1e-12));
      corrected += effect.corrected / kTimes;
    }
    // 1 - E(1 / F) where F is F(9, 36): 1 - 9 / 7 below zero by the few levels; a standard error of .04.
    CHECK(std::abs(corrected - (1 - 9.0 / 7)) < .12);
  }
  TEST_CASE("over a range the shares are those of the function, and noise has none after correction") {
    const std::vector<FactorSettings> factors{range(0, 1), range(10, 20), range(0, 1)};
    const Design design = random_points(20'000, factors, DesignKind::latin_hypercube);
    std::vector<double> results;
    for (std::size_t point = 0; point < design.points; ++point) {
      const auto x = design.entries_of(point);
      results.push_back(x[0] + .2 * x[1] + (x[0] - .5) * (x[2] - .5));
    }
    const std::vector<MainEffect> effects = main_effects(design, factors, results, 1, .95);
    // Variances 1 / 12, 4 / 12, and (1 / 12)^2 of the interaction. Ten bins lose a hundredth of the variance
    // of a straight line; 20,000 points have a standard error of about .006.
    const double all = 5.0 / 12 + 1.0 / 144;
    CHECK(std::abs(effects[0].corrected - .99 / 12 / all) < .02);
    CHECK(std::abs(effects[1].corrected - .99 * 4 / 12 / all) < .02);
    CHECK(std::abs(effects[2].corrected) < .002);
    REQUIRE(effects[1].levels.size() == kBins);
    CHECK(effects[1].levels[3].from == doctest::Approx(13).epsilon(1e-12));
    CHECK(effects[1].levels[3].to == doctest::Approx(14).epsilon(1e-12));
    CHECK(effects[1].levels[3].mean.mean == doctest::Approx(.5 + .2 * 13.5).epsilon(.01));
  }
  TEST_CASE("few points make a share of noise that the correction takes out") {
    const std::vector<FactorSettings> factors{range(0, 1)};
    const Design design = random_points(60, factors, DesignKind::sobol);
    std::mt19937_64 draws{2};
    std::normal_distribution<double> normal;
    double share = 0;
    double corrected = 0;
    constexpr int kTimes = 500;
    for (int k = 0; k < kTimes; ++k) {
      std::vector<double> results(60);
      for (double& value : results) value = normal(draws);
      const MainEffect effect = main_effects(design, factors, results, 1, .95)[0];
      share += effect.share / kTimes;
      corrected += effect.corrected / kTimes;
    }
    // (k - 1) / (n - 1) of noise falls between k groups; the mean of 500 has a standard error of .003.
    CHECK(std::abs(share - 9.0 / 59) < .01);
    CHECK(std::abs(corrected) < .012);
  }
  TEST_CASE("bins of a logarithmic range are equal on its scale") {
    std::vector<FactorSettings> factors{range(1, 1024)};
    factors[0].logarithmic = true;
    const Design design = random_points(3000, factors, DesignKind::sobol);
    std::vector<double> results(3000);
    for (std::size_t k = 0; k < 3000; ++k) results[k] = design.entries[k];
    const MainEffect effect = main_effects(design, factors, results, 1, .95)[0];
    CHECK(effect.levels.back().from == doctest::Approx(512).epsilon(1e-12));
    for (const EffectLevel& level : effect.levels) CHECK(level.to == doctest::Approx(2 * level.from));
  }
  TEST_CASE("of a saltelli design only the independent rows count") {
    Design design;
    design.kind = DesignKind::saltelli;
    design.factors = 1;
    design.points = 6;
    design.entries = {.05, .15, .05, .25, .35, .05};
    const std::vector<FactorSettings> factors{range(0, 1)};
    const std::vector<double> results{1, 2, 99, 3, 4, 99};
    const MainEffect effect = main_effects(design, factors, results, 1, .95)[0];
    REQUIRE(effect.levels.size() == 4);
    CHECK(effect.levels[0].mean.mean == 1);
    CHECK(effect.share == doctest::Approx(1).epsilon(1e-12));
    CHECK(std::isnan(effect.corrected));  // a point a level
  }
  TEST_CASE("a morris design is told by the values of its grid, with intervals over trajectories") {
    Design design;
    design.kind = DesignKind::morris;
    design.factors = 1;
    design.points = 6;  // three trajectories of two points
    design.entries = {0, 2. / 3, 1. / 3, 1, 0, 2. / 3};
    const std::vector<FactorSettings> factors{range(0, 1)};
    const MainEffect effect = main_effects(design, factors, std::vector<double>{1, 3, 0, 5, 2, 4}, 1, .95)[0];
    REQUIRE(effect.levels.size() == 4);
    CHECK(effect.levels[0].mean.n == 2);
    CHECK(effect.levels[0].mean.mean == 1.5);
  }
  TEST_CASE("whole numbers are told one by one where they are few") {
    std::vector<FactorSettings> factors{range(1, 4)};
    factors[0].whole = true;
    Design design = random_points(100, factors, DesignKind::sobol);
    for (double& entry : design.entries) entry = std::floor(entry);
    const MainEffect effect = main_effects(design, factors, design.entries, 1, .95)[0];
    REQUIRE(effect.levels.size() == 3);
    CHECK(effect.levels[1].from == 2);
    CHECK(effect.levels[1].to == 2);
  }
  TEST_CASE("results that do not vary have no share, and missing ones no level") {
    const Design design = grid(3, 2);
    const std::vector<FactorSettings> factors{values(3), values(2)};
    const std::vector<MainEffect> same = main_effects(design, factors, std::vector<double>(6, .1), 1, .95);
    CHECK(std::isnan(same[0].share));
    CHECK(same[0].levels.size() == 3);
    const std::vector<double> part{kUnknown, kUnknown, 1, 2, 3, 4};
    CHECK(main_effects(design, factors, part, 1, .95)[0].levels.size() == 2);
    const std::vector<double> none(6, kUnknown);
    CHECK(main_effects(design, factors, none, 1, .95)[0].levels.empty());
  }
}

}  // namespace yanzhen::experiment
