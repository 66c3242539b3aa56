// The big model contains the small one: with its mechanisms switched down to two cities, no land, no inputs
// and one mobile factor, the industry-migration model is Forslid & Ottaviano's model of footloose
// entrepreneurs.
#include <doctest/doctest.h>

#include <cmath>

#include "models/known_answers/full_model_thresholds.hpp"
#include "models/known_answers/limit_run.hpp"
#include "models/known_answers/market_at_rest.hpp"

using namespace yanzhen;
using namespace yanzhen::known_answers;
using industry_migration::MigrationModel;

namespace {

constexpr FootlooseTrade kWide{3, .6}, kNarrow{5, .4};

}  // namespace

TEST_SUITE("footloose entrepreneurs as a limit of the full model") {
  TEST_CASE("at rest the model's real earnings are those of the theory, wherever the talent lives") {
    // Wages and margins are at rest to 1e-13; the gap is a few hundred times as exact as the least of them.
    constexpr double kSolved = 1e-10;
    for (const FootlooseTrade& trade : {kWide, kNarrow})
      for (const double freeness : {.2, .4, .7, .9}) {
        const MigrationModel model{limit_world(limit_scenario(trade, freeness, {}))};
        MarketAtRest market{model};
        CHECK(market.freeness() == doctest::Approx(freeness).epsilon(1e-14));
        for (const double share : {.501, .6, .75, .9, .999, .2}) {
          CAPTURE(trade.elasticity);
          CAPTURE(freeness);
          CAPTURE(share);
          market.settle(share);
          CHECK(std::abs(market.real_wage_gap() - real_wage_gap(trade, freeness, share)) < kSolved);
        }
      }
  }

  TEST_CASE("symmetry breaks where the theory says") {
    // The gap is taken a ten-thousandth from symmetry, where it bends by the square of that.
    for (const FootlooseTrade& trade : {kWide, kNarrow})
      CHECK(std::abs(model_break_point(trade) - break_point(trade)) < 1e-8);
  }

  TEST_CASE("a full core is sustained from where the theory says") {
    // A part of 1e-9 of the talent is outside; the bisection ends at a width of 1e-9.
    for (const FootlooseTrade& trade : {kWide, kNarrow})
      CHECK(std::abs(model_sustain_point(trade) - sustain_point(trade)) < 1e-8);
  }

  TEST_CASE("the theory that this is held to has its known thresholds") {
    // Known to six digits (Forslid & Ottaviano 2003; logit: sensitivity times slope is 4).
    constexpr double kDigits = 5e-7;
    CHECK(std::abs(break_point(kWide) - .358974) < kDigits);
    CHECK(std::abs(sustain_point(kWide) - .338979) < kDigits);
    CHECK(std::abs(break_point(kNarrow) - .696970) < kDigits);
    CHECK(std::abs(sustain_point(kNarrow) - .695442) < kDigits);
    CHECK(std::abs(logit_break_point(kNarrow, 200, .5 + 1e-6).value() - .7472) < 5e-5);
    CHECK_FALSE(logit_break_point(kNarrow, 50, .5 + 1e-6).has_value());
  }

  TEST_CASE("agents disperse 3 % below the threshold and gather 3 % above it") {
    // One standard error of the threshold of such a run is 0.3 %: half the agents of `keen_movers`.
    LimitSize size = keen_movers();
    size.residents /= 5;
    size.firms /= 5;
    const double threshold = logit_break_point(kWide, size.sensitivity, .6).value();
    CHECK_FALSE(deviation_grows(kWide, .97 * threshold, size, .6));
    CHECK(deviation_grows(kWide, 1.03 * threshold, size, .6));
  }
}
