// Thresholds of footloose entrepreneurs in whole runs of the full model at its limit.
#include <doctest/doctest.h>

#include <cmath>

#include "models/known_answers/limit_run.hpp"

using namespace yanzhen::known_answers;

namespace {

constexpr FootlooseTrade kTrade{3, .6};
constexpr double kShare = .6;        // of talent, at the start
constexpr double kTolerance = .005;  // asked of thresholds found by an engine's own dynamics

}  // namespace

TEST_SUITE("footloose entrepreneurs as a limit of the full model") {
  TEST_CASE("runs of talent and firms break symmetry where the theory says") {
    const LimitSize size = keen_movers();
    const double expected = logit_break_point(kTrade, size.sensitivity, kShare).value();
    CHECK(std::abs(run_break_point(kTrade, .3, .45, size, kShare) / expected - 1) < kTolerance);
  }

  TEST_CASE("the noise of choice moves the threshold of runs as far as the theory says") {
    const LimitSize size = noisy_movers();
    const double expected = logit_break_point(kTrade, size.sensitivity, kShare).value();
    CHECK(expected > 1.3 * break_point(kTrade));
    CHECK(std::abs(run_break_point(kTrade, .4, .6, size, kShare) / expected - 1) < kTolerance);
  }
}
