#include "models/experiment/bootstrap.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "engine/random.hpp"

namespace yanzhen::experiment {
namespace {

std::vector<double> uniform_numbers(std::size_t count, std::uint64_t seed) {
  std::vector<double> numbers(count);
  const StepDraws draws{seed, 1, 0};
  for (std::uint32_t k = 0; k < count; ++k) numbers[k] = unit_interval(draws.block(k)[0]);
  return numbers;
}

Statistics mean_of(const std::vector<double>& numbers) {
  return [&numbers](std::span<const std::uint32_t> rows) {
    double sum = 0;
    for (const std::uint32_t row : rows) sum += numbers[row];
    return std::vector<double>{sum / static_cast<double>(rows.size())};
  };
}

}  // namespace

TEST_SUITE("experiment/bootstrap") {
  TEST_CASE(
      "the value is that of all rows, and the interval of a mean is as wide as its standard error says") {
    const std::vector<double> numbers = uniform_numbers(1000, 1);
    const Estimate mean = bootstrap_estimates(1000, {.samples = 4000}, mean_of(numbers))[0];
    CHECK(mean.value == doctest::Approx(std::accumulate(numbers.begin(), numbers.end(), 0.0) / 1000));
    // 2 x 1.96 sqrt(1 / 12 / 1000). A quantile of 4000 draws is off by 2%, the deviation of 1000 numbers by
    // 2%.
    CHECK(mean.high - mean.low == doctest::Approx(2 * 1.96 * std::sqrt(1 / 12e3)).epsilon(.1));
    CHECK(mean.low < mean.value);
    CHECK(mean.value < mean.high);
  }

  TEST_CASE("intervals of a mean hold the truth as often as they say, at two confidences") {
    constexpr int kSeeds = 1000;
    int held95 = 0, held80 = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      const std::vector<double> numbers = uniform_numbers(100, seed);
      const Estimate wide = bootstrap_estimates(100, {400, .95, seed}, mean_of(numbers))[0];
      const Estimate narrow = bootstrap_estimates(100, {400, .8, seed}, mean_of(numbers))[0];
      held95 += wide.low <= .5 && .5 <= wide.high ? 1 : 0;
      held80 += narrow.low <= .5 && .5 <= narrow.high ? 1 : 0;
    }
    // Four standard deviations of a binomial share: .028 and .051.
    CHECK(std::abs(held95 / 1000.0 - .95) < .028);
    CHECK(std::abs(held80 / 1000.0 - .80) < .051);
  }

  TEST_CASE("intervals depend on the seed alone") {
    const std::vector<double> numbers = uniform_numbers(50, 1);
    const auto low = [&](std::uint64_t seed) {
      return bootstrap_estimates(50, {.samples = 100, .seed = seed}, mean_of(numbers))[0].low;
    };
    CHECK(low(1) == low(1));
    CHECK(low(1) != low(2));
  }

  TEST_CASE("without samples or with one row there is a value and no interval") {
    const std::vector<double> numbers{3, 4};
    for (const Estimate& one : {bootstrap_estimates(2, {.samples = 0}, mean_of(numbers))[0],
                                bootstrap_estimates(1, {.samples = 10}, mean_of(numbers))[0]}) {
      CHECK(one.value >= 3);
      CHECK(std::isnan(one.low));
      CHECK(std::isnan(one.high));
    }
    CHECK(std::isnan(bootstrap_estimates(0, {}, mean_of(numbers))[0].value));
  }

  TEST_CASE("choices of rows for which a statistic cannot be told are left out of its interval alone") {
    const std::vector<double> numbers{1, 2};
    const Statistics statistics = [&](std::span<const std::uint32_t> rows) {
      const double mean = mean_of(numbers)(rows)[0];
      return std::vector<double>{mean == 1 ? kUnknown : mean, mean};
    };
    const std::vector<Estimate> both = bootstrap_estimates(2, {.samples = 200, .confidence = 1}, statistics);
    CHECK(both[0].low == 1.5);
    CHECK(both[0].high == 2);
    CHECK(both[1].low == 1);
    CHECK(both[1].high == 2);
  }
}

}  // namespace yanzhen::experiment
