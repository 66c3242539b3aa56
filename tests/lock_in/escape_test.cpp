#include "models/lock_in/escape.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "models/lock_in/seed_summary.hpp"
#include "tests/lock_in/bistable.hpp"

namespace yanzhen::lock_in {
namespace {

EscapeSettings sweep(double from, double to, double tolerance, double kept = 2) {
  return {{"push", from, to, {}}, tolerance, kept};
}

TEST_CASE("bisection finds a step to the tolerance, with the value below it that does not escape") {
  for (const double step : {0.013, 0.5, 0.77, 0.999}) {
    const auto found = find_escape(sweep(0, 1, 1e-3), [&](double v) { return v >= step ? 3.0 : 1.0; });
    CHECK(found.verdict == EscapeVerdict::found);
    CHECK(found.threshold >= step);
    CHECK(found.below < step);
    CHECK(found.threshold - found.below <= 1e-3);
    CHECK(found.ordered);
    CHECK(found.twin == 1);
    CHECK(found.trials.size() == most_trials(sweep(0, 1, 1e-3)));
  }
}

TEST_CASE("a path may go down, and what is exactly kept times the twin's has escaped") {
  const auto found = find_escape(sweep(1, 0, 0.01), [](double v) { return v <= 0.3 ? 2.0 : 1.0; });
  CHECK(found.threshold <= 0.3);
  CHECK(found.below > 0.3);
}

TEST_CASE("where not even the last value escapes the threshold is infinite, after two runs") {
  const auto found = find_escape(sweep(0, 1, 0.01), [](double) { return 1.0; });
  CHECK(found.verdict == EscapeVerdict::never);
  CHECK(std::isinf(found.threshold));
  CHECK(found.trials.size() == 2);
}

TEST_CASE("a twin that has nothing is no measure, and is told after one run") {
  for (const double twin : {0.0, -1.0, std::nan("")}) {
    const auto found = find_escape(sweep(0, 1, 0.01), [&](double) { return twin; });
    CHECK(found.verdict == EscapeVerdict::trivial);
    CHECK(std::isnan(found.threshold));
    CHECK(found.trials.size() == 1);
  }
}

TEST_CASE("a second threshold below the one that was found is noticed") {
  // Escapes in [0.2, 0.4] and from 0.7 on: bisection goes to 0.7 by 0.5, and half of 0.7 escapes.
  const auto found = find_escape(sweep(0, 1, 0.001),
                                 [](double v) { return (v >= 0.2 && v <= 0.4) || v >= 0.7 ? 3.0 : 1.0; });
  CHECK(found.threshold == doctest::Approx(0.7).epsilon(0.002));
  CHECK_FALSE(found.ordered);
}

TEST_CASE("a tolerance finer than numbers ends at neighbouring numbers") {
  const auto found = find_escape(sweep(0, 1, 1e-300), [](double v) { return v >= 0.3 ? 3.0 : 1.0; });
  CHECK(found.threshold == 0.3);
  CHECK(found.below == std::nextafter(0.3, 0));
}

// Years that x' = x - x^3 + push takes from -1 to 0, the unstable state after the push: the integral of 1/x'
// by Simpson's rule.
double years_to_the_middle(double push) {
  constexpr int kParts = 200'000;
  const auto rate = [push](double x) { return 1 / (x - x * x * x + push); };
  double sum = rate(-1) + rate(0);
  for (int k = 1; k < kParts; ++k) sum += (k % 2 == 1 ? 4 : 2) * rate(-1 + double(k) / kParts);
  return sum / (3.0 * kParts);
}

TEST_CASE("the threshold of a double well is the push that carries it just past the middle in its time") {
  constexpr double kYears = 2;
  double below = 0.39, above = 5;  // at 2/(3 sqrt 3) = 0.385 the push never gets there
  while (above - below > 1e-9) {
    const double middle = (below + above) / 2;
    (years_to_the_middle(middle) > kYears ? below : above) = middle;
  }
  Runs runs{testing::bistable_maker(), {}};
  const Simulation run = testing::bistable_run({}, 1);
  Problems problems;
  const Watch watch = Watch::resolve(testing::first_cell(), run.model(), problems).value();
  const std::vector<std::uint64_t> seeds{1};
  constexpr double kTolerance = 1e-5;
  const auto found = run_escape(runs, watch, sweep(0, 3, kTolerance), seeds);
  CHECK(found[0].verdict == EscapeVerdict::found);
  CHECK(found[0].ordered);
  CHECK(found[0].below < above);
  CHECK(found[0].threshold > below);
  CHECK(found[0].twin == doctest::Approx(1).epsilon(1e-9));
}

TEST_CASE("several seeds are told by median and range; what is not known is left out") {
  const std::vector<double> by_seed{3, std::nan(""), 1, INFINITY, 2};
  const SeedSummary summary = summarize(by_seed);
  CHECK(summary.seeds == 4);
  CHECK(summary.median == 2.5);
  CHECK(summary.least == 1);
  CHECK(std::isinf(summary.most));
  const SeedSummary two = summarize(std::vector<double>{1, 3});
  CHECK(two.mean == 2);
  CHECK(two.standard_error == 1);  // sqrt(2) / sqrt(2)
  CHECK(std::isnan(summarize(std::vector<double>{5}).standard_error));
  CHECK(std::isnan(summarize({}).median));
}

}  // namespace
}  // namespace yanzhen::lock_in
