#include "models/experiment/regions.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

namespace yanzhen::experiment {
namespace {

FactorSettings range(const std::string& name) {
  FactorSettings factor;
  factor.name = name;
  factor.from = 0;
  factor.to = 1;
  return factor;
}

FactorSettings named(const std::string& name, const std::vector<std::string>& levels) {
  FactorSettings factor;
  factor.name = name;
  factor.named_levels = true;
  for (const std::string& level : levels)
    factor.levels.push_back({level, {}, static_cast<double>(factor.levels.size()), {}});
  return factor;
}

// Points at random: numbers of a range, positions of a level.
Design random_points(std::span<const FactorSettings> factors, std::size_t points) {
  Design design;
  design.kind = DesignKind::latin_hypercube;
  design.points = points;
  design.factors = factors.size();
  std::mt19937_64 draws{5};
  std::uniform_real_distribution<double> unit;
  for (std::size_t k = 0; k < points; ++k)
    for (const FactorSettings& factor : factors) {
      const double u = unit(draws);
      design.entries.push_back(factor.levels.empty()
                                   ? factor.from + u * (factor.to - factor.from)
                                   : std::floor(u * static_cast<double>(factor.levels.size())));
    }
  return design;
}

template <class Rule>
std::vector<double> passing(const Design& design, const Rule& rule) {
  std::vector<double> values;
  for (std::size_t point = 0; point < design.points; ++point)
    values.push_back(rule(design.entries_of(point)) ? 1 : 0);
  return values;
}

}  // namespace

TEST_SUITE("experiment/regions") {
  TEST_CASE("a planted box is found, with the factors that make it and no other") {
    const std::vector<FactorSettings> factors{range("a"), range("b"), range("noise"), range("more noise")};
    const Design design = random_points(factors, 2000);
    const Region region = passing_region(
        design, factors, passing(design, [](auto x) { return x[0] > .6 && x[1] > .2 && x[1] < .7; }));
    CHECK(region.share == doctest::Approx(.4 * .5).epsilon(.15));  // three standard errors of .009
    REQUIRE(region.limits.size() == 2);
    CHECK(region.limits[0].factor == 0);
    CHECK(std::isnan(region.limits[0].to));
    CHECK(region.limits[1].factor == 1);
    // A peel is a twentieth of what is left, so that a limit may lie a twentieth of a side off.
    CHECK(region.limits[0].from == doctest::Approx(.6).epsilon(.05 / .6));
    CHECK(region.limits[1].from == doctest::Approx(.2).epsilon(.05 / .2));
    CHECK(region.limits[1].to == doctest::Approx(.7).epsilon(.05 / .7));
    CHECK(region.box.coverage > .9);
    CHECK(region.box.density > .9);
    CHECK(region.box.mass == doctest::Approx(.2).epsilon(.15));
    CHECK(region.limits[0].without.density < .6);
  }
  TEST_CASE("named levels are peeled one by one") {
    const std::vector<FactorSettings> factors{named("strategy", {"imitate", "smart", "none", "wait"}),
                                              range("tax")};
    const Design design = random_points(factors, 800);
    const Region region = passing_region(
        design, factors, passing(design, [](auto x) { return (x[0] == 1 || x[0] == 3) && x[1] < .5; }));
    REQUIRE(region.limits.size() == 2);
    CHECK(region.limits[0].levels == std::vector<std::size_t>{1, 3});
    CHECK(std::isnan(region.limits[0].from));
    CHECK(region.limits[1].to == doctest::Approx(.5).epsilon(.1));
    CHECK(region.box.density > .9);
  }
  TEST_CASE("values that do not stand in their order are peeled in their order") {
    FactorSettings factor = named("split", {"0.5", "0", "1", "0.25"});
    factor.named_levels = false;
    for (FactorLevel& level : factor.levels) level.number = std::stod(level.name);
    const std::vector<FactorSettings> factors{factor};
    Design design;
    design.points = 4;
    design.factors = 1;
    design.entries = {0, 1, 2, 3};
    const Region region = passing_region(design, factors, std::vector<double>{1, 0, 1, 0});
    REQUIRE(region.limits.size() == 1);
    CHECK(region.limits[0].from == .5);
    CHECK(std::isnan(region.limits[0].to));
    CHECK(region.box.points == 2);
    CHECK(region.box.density == 1);
    CHECK(region.box.coverage == 1);
  }
  TEST_CASE("the trajectory begins with all points, shrinks, and never below the least mass") {
    const std::vector<FactorSettings> factors{range("a"), range("b")};
    const Design design = random_points(factors, 500);
    std::vector<double> shares;
    for (std::size_t point = 0; point < 500; ++point) shares.push_back(design.entries_of(point)[0] * .8);
    const Region region = passing_region(design, factors, shares, {.1, .2});
    CHECK(region.trajectory.front().points == 500);
    CHECK(region.trajectory.front().coverage == 1);
    CHECK(region.trajectory.front().density == doctest::Approx(region.share).epsilon(1e-12));
    for (std::size_t k = 1; k < region.trajectory.size(); ++k)
      CHECK(region.trajectory[k].points < region.trajectory[k - 1].points);
    CHECK(region.trajectory.back().points >= 100);
    CHECK(region.trajectory.size() > 5);
  }
  TEST_CASE("where nothing passes, everything does, or nothing has a result there is no box") {
    const std::vector<FactorSettings> factors{range("a")};
    const Design design = random_points(factors, 50);
    CHECK(passing_region(design, factors, std::vector<double>(50, 0.0)).limits.empty());
    const Region all = passing_region(design, factors, std::vector<double>(50, 1.0));
    CHECK(all.limits.empty());
    CHECK(all.box.density == 1);
    CHECK(all.box.coverage == 1);
    const Region none = passing_region(design, factors, std::vector<double>(50, kUnknown));
    CHECK(none.points == 0);
    CHECK(std::isnan(none.share));
  }
  TEST_CASE("points without a result are no part of mass, density and coverage") {
    const std::vector<FactorSettings> factors{range("a")};
    Design design;
    design.points = 6;
    design.factors = 1;
    design.entries = {0, .2, .4, .6, .8, 1};
    const Region region =
        passing_region(design, factors, std::vector<double>{0, kUnknown, 0, 1, kUnknown, 1});
    CHECK(region.points == 4);
    CHECK(region.share == .5);
    CHECK(region.box.mass == .5);
    CHECK(region.limits[0].from == .6);
  }
  TEST_CASE("a share of passing replicates has the score interval") {
    const std::vector<PassingShare> shares = passing_shares(
        std::vector<double>{1, 1, 0, 1, 0, 0, kUnknown, 0, kUnknown, kUnknown, kUnknown, kUnknown}, 4, .95);
    CHECK(shares[0].share == .75);
    // R: prop.test(3, 4, correct = FALSE)$conf.int and prop.test(0, 3, correct = FALSE)$conf.int
    CHECK(shares[0].low == doctest::Approx(.3006418).epsilon(1e-6));
    CHECK(shares[0].high == doctest::Approx(.9544127).epsilon(1e-6));
    CHECK(shares[1].n == 3);
    CHECK(shares[1].low == doctest::Approx(0).epsilon(1e-12));
    CHECK(shares[1].high == doctest::Approx(.5614970).epsilon(1e-6));
    CHECK(std::isnan(shares[2].share));
  }
}

}  // namespace yanzhen::experiment
