#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "engine/random.hpp"
#include "models/experiment/sensitivity.hpp"
#include "tests/experiment/known_functions.hpp"
#include "tests/support/moments.hpp"

namespace yanzhen::experiment {
namespace {

using testing::Ishigami;
using testing::range;
using testing::results_of;
using testing::Shares;
using testing::SobolG;
using Factors = std::vector<FactorSettings>;
using Numbers = std::vector<double>;

Design saltelli(const Factors& factors, std::uint32_t rows, std::uint64_t seed) {
  DesignSettings settings;
  settings.kind = DesignKind::saltelli;
  settings.points = rows;
  return make_design(settings, factors, seed);
}

template <class Function>
SobolIndices indices_of(std::uint32_t rows, std::uint64_t seed, std::uint32_t samples) {
  const Factors factors = Function::factors();
  const Design design = saltelli(factors, rows, seed);
  return sobol_indices(design, results_of(design, factors, Function{}), {.samples = samples, .seed = seed});
}

bool holds(const Estimate& estimate, double truth) { return estimate.low <= truth && truth <= estimate.high; }

// The means over seeds of both indices of every factor lie within four of their standard errors of the truth.
// Quotients of means are off by about the squared error of their denominator, 1 / rows at the most.
template <class Function>
void check_means(std::uint32_t rows, std::uint64_t seeds) {
  const Shares truth = Function::shares();
  for (std::size_t factor = 0; factor < truth.first.size(); ++factor) {
    CAPTURE(factor);
    yanzhen::testing::Moments first, total;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const SobolIndices indices = indices_of<Function>(rows, seed, 0);
      first.add(indices.first[factor].value);
      total.add(indices.total[factor].value);
    }
    CHECK(std::abs(first.mean() - truth.first[factor]) < 4 * first.standard_error() + 1.0 / rows);
    CHECK(std::abs(total.mean() - truth.total[factor]) < 4 * total.standard_error() + 1.0 / rows);
  }
}

// The share of intervals, of all factors and seeds, that hold the truth.
template <class Function>
double share_held(std::uint32_t rows, std::uint64_t seeds) {
  const Shares truth = Function::shares();
  std::size_t held = 0, all = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const SobolIndices indices = indices_of<Function>(rows, seed, 200);
    for (std::size_t factor = 0; factor < truth.first.size(); ++factor, all += 2)
      held += (holds(indices.first[factor], truth.first[factor]) ? 1U : 0U) +
              (holds(indices.total[factor], truth.total[factor]) ? 1U : 0U);
  }
  return static_cast<double>(held) / static_cast<double>(all);
}

// Results of rows that are independent of each other, which those of a sequence are not.
std::vector<double> independent_results(std::uint32_t rows, std::uint64_t seed) {
  const Factors factors = Ishigami::factors();
  const StepDraws draws{seed, 1, 0};
  std::vector<double> results;
  for (std::uint32_t row = 0; row < rows; ++row) {
    Numbers a, b;
    for (std::uint16_t factor = 0; factor < 3; ++factor) {
      const RandomBlock block = draws.block(row, factor);
      a.push_back(sampled_entry(factors[factor], unit_interval(block[0])));
      b.push_back(sampled_entry(factors[factor], unit_interval(block[1])));
    }
    results.push_back(Ishigami{}(a));
    results.push_back(Ishigami{}(b));
    for (std::size_t factor = 0; factor < 3; ++factor) {
      Numbers swapped = a;
      swapped[factor] = b[factor];
      results.push_back(Ishigami{}(swapped));
    }
  }
  return results;
}

double dummy_last(const Numbers& x) { return x[0] * x[1] + 2 * x[1] + 0 * x[2]; }

}  // namespace

TEST_SUITE("experiment/sobol_indices") {
  TEST_CASE("of the Ishigami function both indices and the variance are the closed forms") {
    check_means<Ishigami>(1024, 30);
    const SobolIndices indices = indices_of<Ishigami>(4096, 1, 0);
    CHECK(indices.rows == 4096);
    // Of independent rows 4 sqrt(variance of squares / (2 x 4096)) = 10%; a sequence is nearer.
    CHECK(indices.variance == doctest::Approx(Ishigami::shares().variance).epsilon(.1));
  }

  TEST_CASE("of the G function of Sobol' both indices are the closed forms, of strong and of weak factors") {
    check_means<SobolG>(1024, 30);
  }

  TEST_CASE("intervals hold the truth at least as often as they say, for rows of a sequence are balanced") {
    CHECK(share_held<Ishigami>(1024, 40) >= .95);
    CHECK(share_held<SobolG>(1024, 20) >= .95);
  }

  TEST_CASE("no poor pair of dimensions puts an index outside of its interval whatever the seed") {
    // With A in the first dimensions and B in the others none of these hold; see unit_samples.hpp.
    int held = 0;
    for (std::uint64_t seed = 1; seed <= 50; ++seed)
      held += holds(indices_of<SobolG>(256, seed, 200).first[2], SobolG::shares().first[2]) ? 1 : 0;
    CHECK(held >= 45);  // nine in ten; rows of a sequence make all hold
  }

  TEST_CASE("of independent rows intervals hold the truth about as often as they say") {
    const Shares truth = Ishigami::shares();
    const Design design = saltelli(Ishigami::factors(), 512, 1);
    constexpr int kSeeds = 400;
    std::vector<int> first(3, 0), total(3, 0);
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      const SobolIndices indices =
          sobol_indices(design, independent_results(512, seed), {.samples = 300, .seed = seed});
      for (std::size_t k = 0; k < 3; ++k) {
        first[k] += holds(indices.first[k], truth.first[k]) ? 1 : 0;
        total[k] += holds(indices.total[k], truth.total[k]) ? 1 : 0;
      }
    }
    for (std::size_t k = 0; k < 3; ++k) {
      CAPTURE(k);
      // Percentile intervals of 512 rows are somewhat narrow: .93 to .95 in 2000 seeds. Four standard
      // deviations of a binomial share are .047.
      CHECK(std::abs(first[k] / double{kSeeds} - .94) < .047);
      CHECK(std::abs(total[k] / double{kSeeds} - .94) < .047);
    }
  }

  TEST_CASE("more rows are nearer to the truth") {
    const Shares truth = Ishigami::shares();
    double few = 0, many = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
      for (std::size_t factor = 0; factor < 3; ++factor) {
        few += std::abs(indices_of<Ishigami>(128, seed, 0).first[factor].value - truth.first[factor]);
        many += std::abs(indices_of<Ishigami>(4096, seed, 0).first[factor].value - truth.first[factor]);
      }
    CHECK(many < few / 5.7);  // what 32 times as many independent rows would do
  }

  TEST_CASE("a dummy factor has indices and intervals of zero, whatever the others do") {
    const Factors factors(3, range(0, 1));
    const Design design = saltelli(factors, 64, 2);
    const SobolIndices indices = sobol_indices(design, results_of(design, factors, dummy_last), {});
    for (const Estimate& one : {indices.first[2], indices.total[2]}) {
      CHECK(one.value == 0);
      CHECK(one.low == 0);
      CHECK(one.high == 0);
    }
  }

  TEST_CASE("a level far from zero and another unit change no index") {
    const Factors factors(3, range(0, 1));
    const Design design = saltelli(factors, 64, 2);
    const auto results = results_of(design, factors, dummy_last);
    std::vector<double> other;
    for (const double one : results) other.push_back(1e6 - 1e3 * one);
    const SobolIndices a = sobol_indices(design, results, {}), b = sobol_indices(design, other, {});
    CHECK(b.variance == doctest::Approx(1e6 * a.variance));
    for (std::size_t k = 0; k < 3; ++k) {
      // 1e6 in a double is good to 1e-10, of results that differ by 1e3 to 1e-13, squared and summed.
      CHECK(b.first[k].value == doctest::Approx(a.first[k].value).epsilon(1e-9));
      CHECK(b.total[k].low == doctest::Approx(a.total[k].low).epsilon(1e-9));
    }
  }

  TEST_CASE("a point without a result takes its row out and no other") {
    const Factors factors(3, range(0, 1));
    const Design design = saltelli(factors, 32, 2), fewer = saltelli(factors, 31, 2);
    for (const double none : {kUnknown, -HUGE_VAL})
      for (std::size_t point = 0; point < 5; ++point) {
        CAPTURE(point);
        auto results = results_of(design, factors, dummy_last);
        const SobolIndices expected = sobol_indices(fewer, std::span{results}.first(fewer.points), {});
        results[31 * 5 + point] = none;
        const SobolIndices indices = sobol_indices(design, results, {});
        CHECK(indices.rows == 31);
        CHECK(indices.variance == expected.variance);
        for (std::size_t k = 0; k < 3; ++k) {
          CHECK(indices.first[k].value == expected.first[k].value);
          CHECK(indices.total[k].high == expected.total[k].high);
        }
      }
  }

  TEST_CASE("constant results have no variance and unknown indices, though 0.1 has no exact mean") {
    const Design design = saltelli(Factors(2, range(0, 1)), 7, 1);
    const SobolIndices indices = sobol_indices(design, std::vector<double>(design.points, .1), {});
    CHECK(indices.rows == 7);
    CHECK(indices.variance == 0);
    for (const Estimate& one : {indices.first[0], indices.first[1], indices.total[0], indices.total[1]}) {
      CHECK(std::isnan(one.value));
      CHECK(std::isnan(one.low));
    }
  }

  TEST_CASE("results that seldom differ keep indices in bounds: choices of equal rows are left out") {
    const Factors factors(2, range(0, 1));
    const Design design = saltelli(factors, 16, 1);
    const auto results = results_of(design, factors, [](const Numbers& x) { return x[0] > .9 ? 1.1 : .1; });
    const SobolIndices indices = sobol_indices(design, results, {});
    // Jansen's estimate is at most the mean squared swap, 1 / 2, over the least variance: one of 32 differs.
    CHECK(indices.total[0].high <= .5 / (1.0 / 32 * 31 / 32));
    CHECK(indices.total[0].value > 0);
  }

  TEST_CASE("one row and no rows tell nothing, one factor tells all") {
    const Factors one(1, range(0, 1));
    for (const std::uint32_t rows : {0U, 1U}) {
      const Design design = saltelli(one, rows, 1);
      const SobolIndices indices = sobol_indices(design, std::vector<double>(design.points, 2.0), {});
      CHECK(indices.rows == rows);
      REQUIRE(indices.first.size() == 1);
      CHECK(std::isnan(indices.first[0].value));
      CHECK(std::isnan(indices.total[0].high));
      CHECK(std::isnan(indices.variance));
    }
    const Design design = saltelli(one, 256, 1);
    const SobolIndices indices =
        sobol_indices(design, results_of(design, one, [](const Numbers& x) { return x[0]; }), {});
    CHECK(holds(indices.first[0], 1));
    CHECK(holds(indices.total[0], 1));
  }
}

}  // namespace yanzhen::experiment
