#include "models/lock_in/persistence.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/random.hpp"
#include "tests/lock_in/bistable.hpp"

namespace yanzhen::lock_in {
namespace {

// One place, leaders as given.
std::vector<SamePairs> same(const std::vector<std::int32_t>& leaders) { return same_leader(leaders, 1); }

TEST_CASE("the leader is the kind with the largest number, the first of equals, none where all are zero") {
  const CellSeries series{2, 2, 3, {1, 3, 2, 0, 0, 0, /* later */ 5, 5, 2, 0, 0, 0.5}};
  CHECK(leaders(series) == std::vector<std::int32_t>{1, kNoLeader, 0, 2});
}

TEST_CASE("persistence counts pairs of a place and a start, and leaves out those without a leader") {
  const auto pairs = same({0, 0, 1, 0, kNoLeader});
  REQUIRE(pairs.size() == 4);
  CHECK(pairs[0].pairs == 3);
  CHECK(pairs[0].same == 1);
  CHECK(pairs[1].pairs == 2);  // 0 -> 1, 0 -> 0
  CHECK(pairs[1].same == 1);
  CHECK(pairs[2].probability() == 1);
  CHECK(std::isnan(pairs[3].probability()));
}

TEST_CASE("a spell is known to have ended only where another look followed") {
  const std::vector<std::int32_t> leading{0, 0, 1, 1, 1};
  const auto spells = leadership_spells(leading, 1);
  REQUIRE(spells.size() == 2);
  CHECK(spells[0].looks == 2);
  CHECK(spells[0].ended);
  CHECK(spells[0].intervals() == 2);
  CHECK_FALSE(spells[1].ended);
  CHECK(spells[1].intervals() == 2);
}

TEST_CASE("expected lives of four spells, two of them censored, are those computed by hand") {
  // Lives 1 and 3 ended; 2 and 3 seen without an end. At risk: 4, 3, 2; ended: 1, 0, 1.
  const std::vector<Spell> spells{
      {0, 0, 0, 1, true}, {0, 1, 0, 3, true}, {0, 2, 0, 3, false}, {0, 3, 0, 4, false}};
  const SpellLife life = expected_life(spells);
  CHECK(life.spells == 4);
  CHECK(life.ended == 2);
  CHECK(life.window == 3);
  CHECK(life.constant_hazard_mean == (1.0 + 3 + 2 + 3) / 2);
  CHECK(life.restricted_mean == doctest::Approx(1 + 0.75 + 0.75).epsilon(1e-15));  // S(0) + S(1) + S(2)
}

TEST_CASE("where nothing ends there is no mean life, and the restricted mean is the window") {
  const std::vector<Spell> spells{{0, 0, 0, 11, false}};
  CHECK(std::isnan(expected_life(spells).constant_hazard_mean));
  CHECK(expected_life(spells).restricted_mean == 10);
  CHECK(std::isnan(expected_life({}).restricted_mean));
}

TEST_CASE("specialisation is a location quotient above one; a place that is like all others has none") {
  // Quotients of KNOWN-ANSWERS.md's kind: place 0 is specialised in kind 0, place 1 in kind 1, place 2 in
  // nothing.
  const CellSeries one{1, 3, 2, {30, 10, 10, 30, 20, 20}};
  const auto spells = specialisation_spells(one, false);
  REQUIRE(spells.size() == 2);
  CHECK(spells[0].place == 0);
  CHECK(spells[0].kind == 0);
  CHECK(spells[1].place == 1);
  CHECK(spells[1].kind == 1);
  const CellSeries quotients{1, 1, 3, {1.0, 0.5, 1.01}};
  REQUIRE(specialisation_spells(quotients, true).size() == 1);
  CHECK(specialisation_spells(quotients, true)[0].kind == 2);
}

// Leaders of many places that each keep theirs with this probability a year and else take one of the others.
std::vector<std::int32_t> markov_leaders(std::size_t times, std::size_t places, std::uint32_t kinds,
                                         double stay) {
  std::vector<std::int32_t> leading(times * places, 0);
  for (std::size_t time = 0; time < times; ++time)
    for (std::size_t i = 0; i < places; ++i) {
      const auto block = StepDraws{7, 1, static_cast<Step>(time)}.block(static_cast<std::uint32_t>(i));
      const auto other = static_cast<std::int32_t>(block[1] % (kinds - 1));
      std::int32_t& now = leading[time * places + i];
      if (time == 0) {
        now = static_cast<std::int32_t>(block[1] % kinds);
        continue;
      }
      const std::int32_t before = leading[(time - 1) * places + i];
      now = unit_interval(block[0]) < stay ? before : (other < before ? other : other + 1);
    }
  return leading;
}

TEST_CASE("of a symmetric Markov chain persistence is 1/K + (1 - 1/K) l^n and life 1/(1 - stay)") {
  constexpr std::size_t kTimes = 21, kPlaces = 20'000;
  constexpr double kStay = 0.9;
  constexpr std::uint32_t kKinds = 4;
  const auto leading = markov_leaders(kTimes, kPlaces, kKinds, kStay);
  const auto pairs = same_leader(leading, kPlaces);
  const double second = (kStay * kKinds - 1) / (kKinds - 1);  // the chain's second eigenvalue
  for (std::size_t n = 1; n < kTimes; ++n) {
    CAPTURE(n);
    const double expected = 1.0 / kKinds + (1 - 1.0 / kKinds) * std::pow(second, n);
    // Places are independent and pairs of one place are not: 4 standard errors of one pair a place are an
    // upper bound.
    const double error = std::sqrt(expected * (1 - expected) / kPlaces);
    CHECK(std::abs(pairs[n - 1].probability() - expected) < 4 * error);
  }
  const SpellLife life = expected_life(leadership_spells(leading, kPlaces));
  // intervals / ended is 1 / (share of years with an end), a binomial share of kPlaces x 20 years; delta
  // method.
  const double years = static_cast<double>(life.intervals);
  CHECK(years == kPlaces * (kTimes - 1.0));
  const double error = std::sqrt(kStay / (1 - kStay) / years) / (1 - kStay);
  CHECK(std::abs(life.constant_hazard_mean - 1 / (1 - kStay)) < 4 * error);
  // The mean life up to the window is (1 - stay^W) / (1 - stay); its error is that of Kaplan and Meier's S,
  // below the one of the spells seen from the start alone: sd of min(life, W) < W / 2 over kPlaces spells.
  const double restricted = (1 - std::pow(kStay, life.window)) / (1 - kStay);
  CHECK(life.window == kTimes - 1);
  CHECK(std::abs(life.restricted_mean - restricted) < 4 * (life.window / 2.0) / std::sqrt(double(kPlaces)));
}

TEST_CASE("a run is looked at every whole year, and leadership changes in the year in which it does") {
  // The pushed cell escapes; it was the first of equals, so push the other one down instead: start at equal
  // sizes.
  Runs runs{testing::bistable_maker({"push=1.5", "push_from=0", "push_years=5", "years=12"}), {}};
  const Simulation run = testing::bistable_run({}, 1);
  Problems problems;
  const auto panel = find_cells(testing::first_cell(), run.model(), problems);
  REQUIRE(panel);
  const CellSeries series = run_cells(runs, *panel, {}, 1);
  CHECK(series.times == 13);
  CHECK(series.places == 2);
  CHECK(series.kinds == 2);
  CHECK(series.at(0, 0, 0) == 1);
  CHECK(series.at(12, 0, 0) == doctest::Approx(3).epsilon(1e-3));  // 7 years after the push: e^-14 of it left
  CHECK(series.at(12, 1, 1) == doctest::Approx(1).epsilon(1e-9));
  const Persistence all = persistence_of(series, panel->quotients);
  CHECK(all.by_years.size() == 12);
  CHECK(all.by_years[11].probability() == 1);
}

TEST_CASE("a panel without places and kinds cannot be asked for leaders, and those that can are named") {
  const Simulation run = testing::bistable_run({}, 1);
  Problems problems;
  CHECK_FALSE(find_cells({"total", {}, "", {}}, run.model(), problems));
  REQUIRE(problems.count() == 1);
  CHECK(problems.list()[0].hint == "persistence can be asked of size");
}

TEST_CASE("pooling adds counts and spells") {
  const CellSeries series{3, 1, 2, {1, 2, 2, 1, 2, 1}};
  const Persistence one = persistence_of(series, false);
  const std::vector<Persistence> two{one, one};
  const Persistence both = pooled(two);
  CHECK(both.by_years[0].pairs == 2 * one.by_years[0].pairs);
  CHECK(both.by_years[0].probability() == one.by_years[0].probability());
  CHECK(both.leadership.size() == 2 * one.leadership.size());
}

}  // namespace
}  // namespace yanzhen::lock_in
