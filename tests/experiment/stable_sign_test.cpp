#include "models/experiment/stable_sign.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "models/experiment/student_t.hpp"

namespace yanzhen::experiment {
namespace {

// How often Student's interval of n normal differences excludes zero.
double simulated_power(double size, std::size_t n, int times) {
  std::mt19937_64 draws{n};
  std::normal_distribution<double> normal{size, 1};
  const double t = student_t_quantile(.975, n - 1);
  int excluded = 0;
  std::vector<double> values(n);
  for (int k = 0; k < times; ++k) {
    for (double& value : values) value = normal(draws);
    const MeanEstimate mean = mean_estimate(values, .5);
    excluded += std::abs(mean.mean) > t * mean.deviation / std::sqrt(static_cast<double>(n)) ? 1 : 0;
  }
  return excluded / static_cast<double>(times);
}

Design grid(std::vector<std::size_t> counts) {
  Design design;
  design.kind = DesignKind::grid;
  design.factors = counts.size();
  design.points = 1;
  for (const std::size_t count : counts) design.points *= count;
  for (std::size_t point = 0; point < design.points; ++point) {
    std::size_t stride = design.points;
    for (const std::size_t count : counts) {
      stride /= count;
      design.entries.push_back(static_cast<double>(point / stride % count));
    }
  }
  return design;
}

}  // namespace

TEST_SUITE("experiment/stable_sign") {
  TEST_CASE("the power is what simulation finds") {
    // 40,000 trials have a standard error below .0025; the approximation is good to .025 for three and more
    // seeds where the power is not small (see the header).
    for (const auto& [size, n] : std::vector<std::pair<double, std::size_t>>{
             {0.3, 90}, {0.5, 34}, {0.8, 15}, {1.0, 10}, {1.5, 6}, {2.0, 5}, {3.0, 3}, {0.0, 8}}) {
      const double expected = simulated_power(size, n, 40'000);
      const double found = sign_power(size, n, .95);
      CAPTURE(n);
      CHECK(std::abs(found - expected) < .0325);
    }
  }
  TEST_CASE("the number of seeds is that of the tables of power") {
    // Exact for a two-sided t test at .05 with power .8 (Cohen 1988, or R: power.t.test(type =
    // "one.sample")).
    CHECK(seeds_for_power(0.2, .95, .8) == 199);
    CHECK(seeds_for_power(0.5, .95, .8) == 34);
    CHECK(seeds_for_power(0.8, .95, .8) == 15);
    CHECK(seeds_for_power(100, .95, .8) == 2);
  }
  TEST_CASE("so many seeds reach the power, and one less does not") {
    for (const double size : {0.2, 0.45, 0.9, 1.7, 4.0}) {
      CAPTURE(size);
      const std::size_t n = seeds_for_power(size, .99, .9);
      CHECK(sign_power(size, n, .99) >= .9);
      if (n > 2) CHECK(sign_power(size, n - 1, .99) < .9);
    }
  }
  TEST_CASE("a difference beyond chance has a number of seeds, one within chance has none") {
    std::mt19937_64 draws{7};
    std::normal_distribution<double> normal;
    std::vector<double> base(30), far(30), near(30);
    for (std::size_t r = 0; r < 30; ++r) {
      base[r] = 50 * normal(draws);  // what the seed does to both: pairing takes it out
      far[r] = base[r] + 1 + normal(draws);
      near[r] = base[r] + (r % 2 == 0 ? 1 : -1);
    }
    const SignStudy study{30, {}};
    const StableSign sure = study(base, far);
    CHECK(sure.clear());
    // The sample's size is within .5 of 1, its standard error being about .2: table values of .5 and 1.5.
    CHECK(sure.seeds >= 6);
    CHECK(sure.seeds <= 34);
    const StableSign unsure = study(base, near);
    CHECK_FALSE(unsure.clear());
    CHECK(unsure.seeds == 0);
  }
  TEST_CASE("subsets show the sign of all as often as their number in all subsets says") {
    // Of five differences four are 1 and one is -9: the mean is -1. A subset has its sign where it holds the
    // -9, n of 5; the pairs (1, -9) and so on included.
    const std::vector<double> base(5, 0.0);
    const std::vector<double> other{1, 1, -9, 1, 1};
    SignRequest request;
    request.subsets = 20'000;
    const StableSign result = SignStudy{5, request}(base, other);
    REQUIRE(result.right_sign.size() == 5);
    // Standard error of a share of 20,000: below .0036; four of them.
    for (std::size_t n = 1; n <= 5; ++n)
      CHECK(std::abs(result.right_sign[n - 1] - static_cast<double>(n) / 5) < .0145);
    CHECK(result.steady == 0);
  }
  TEST_CASE("differences of one sign are steady from the first seed on") {
    const std::vector<double> base{1, 2, 3, 4};
    const std::vector<double> other{2, 3, 4, 5};
    const StableSign result = SignStudy{4, {}}(base, other);
    CHECK(result.seeds == 2);
    CHECK(result.steady == 1);
  }
  TEST_CASE("replicates that one of the points lacks are left out, and no difference has no sign") {
    const std::vector<double> base{1, 2, kUnknown, 4};
    const std::vector<double> other{kUnknown, 3, 4, 5.5};
    const StableSign result = SignStudy{4, {}}(base, other);
    CHECK(result.difference.n == 2);
    CHECK(result.right_sign.size() == 2);
    CHECK(SignStudy{4, {}}(base, base).right_sign.empty());
    const std::vector<double> none(4, kUnknown);
    CHECK(SignStudy{4, {}}(base, none).difference.n == 0);
  }
  TEST_CASE("pairs of a grid differ in one factor's first and last value alone") {
    const Design design = grid({2, 3, 1});
    const std::vector<PointPair> pairs = sign_pairs(design);
    REQUIRE(pairs.size() == 3 + 2);
    for (const PointPair& pair : pairs)
      for (std::size_t f = 0; f < 3; ++f) {
        const double from = design.entries_of(pair.base)[f];
        const double to = design.entries_of(pair.other)[f];
        CHECK(to - from == (f == pair.factor ? (f == 0 ? 1 : 2) : 0));
      }
  }
  TEST_CASE("a list is told against its first point, other designs have no pairs") {
    Design design = grid({3});
    design.kind = DesignKind::list;
    CHECK(sign_pairs(design).size() == 2);
    CHECK(sign_pairs(design)[1].other == 2);
    design.kind = DesignKind::sobol;
    CHECK(sign_pairs(design).empty());
  }
}

}  // namespace yanzhen::experiment
