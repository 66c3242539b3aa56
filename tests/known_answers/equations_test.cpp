// The expected sides of known answers are solved from equations; here they meet figures that others have
// computed (KNOWN-ANSWERS.md), to the digits that are printed there.
#include <doctest/doctest.h>

#include <cmath>

#include "models/known_answers/footloose_equations.hpp"
#include "models/known_answers/graph_theory.hpp"
#include "models/known_answers/two_regions.hpp"

using namespace yanzhen::known_answers;

namespace {

constexpr double kSixDigits = 5e-7;

}  // namespace

TEST_SUITE("known_answers/equations") {
  TEST_CASE("Krugman's two regions break and sustain where the textbook's equations say") {
    CHECK(break_iceberg({5, .4}) == doctest::Approx(std::pow(7, .25)).epsilon(1e-14));
    CHECK(std::abs(sustain_iceberg({5, .4}) - 1.807313) < kSixDigits);
    CHECK(std::abs(break_iceberg({5, .3}) - 1.421730) < kSixDigits);
    CHECK(std::abs(sustain_iceberg({5, .3}) - 1.473861) < kSixDigits);
  }

  TEST_CASE("between both thresholds there is a share from which agglomeration wins") {
    CHECK(std::abs(unstable_share({5, .4}, 1.65) - .692623) < kSixDigits);
    CHECK(std::abs(unstable_share({5, .4}, 1.70) - .834887) < kSixDigits);
    CHECK(std::abs(unstable_share({5, .4}, 1.75) - .924906) < kSixDigits);
  }

  TEST_CASE("the real wage gap is zero at one half, and turns with the regions") {
    CHECK(std::abs(real_wage_gap(KrugmanTrade{5, .4}, 1.7, .5)) < 1e-14);
    CHECK(real_wage_gap(KrugmanTrade{5, .4}, 1.7, .3) ==
          doctest::Approx(-real_wage_gap(KrugmanTrade{5, .4}, 1.7, .7)).epsilon(1e-12));
    // a full core is sustained where the second region's first worker would gain nothing
    CHECK(std::abs(real_wage_gap(KrugmanTrade{5, .4}, sustain_iceberg({5, .4}), 1)) < 1e-12);
  }

  TEST_CASE("footloose entrepreneurs break and sustain where their equations say") {
    CHECK(std::abs(break_point({3, .6}) - .358974) < kSixDigits);
    CHECK(std::abs(sustain_point({3, .6}) - .338979) < kSixDigits);
    CHECK(std::abs(break_point({5, .4}) - .696970) < kSixDigits);
    CHECK(std::abs(sustain_point({5, .4}) - .695442) < kSixDigits);
  }

  TEST_CASE("graphs break and sustain where eigenvalues and the sustain test say") {
    const double critical = krugman_critical(5, .4);
    CHECK(critical == doctest::Approx(.75).epsilon(1e-14));
    CHECK(ring_break_freeness(3, critical) == doctest::Approx(.1).epsilon(1e-12));
    CHECK(std::abs(ring_break_freeness(6, critical) - .07198229) < 5e-9);
    CHECK(std::abs(complete_break_freeness(10, critical) - .03225806) < 5e-9);
    CHECK(complete_break_freeness(3, critical) ==
          doctest::Approx(ring_break_freeness(3, critical)).epsilon(1e-12));
    CHECK(std::abs(path_sustain_freeness(3, 1, .4, .5) - .04052731) < 5e-9);
    CHECK(std::abs(path_sustain_freeness(3, 0, .4, .5) - .20998533) < 5e-9);
  }

  TEST_CASE("two cities on a graph are the two regions of the textbook") {
    const double phi = std::pow(break_iceberg({5, .4}), -4);
    CHECK(complete_break_freeness(2, krugman_critical(5, .4)) == doctest::Approx(phi).epsilon(1e-12));
    CHECK(complete_break_freeness(2, footloose_critical(3, .6)) ==
          doctest::Approx(break_point({3, .6})).epsilon(1e-12));
  }
}
