#include "models/lock_in/twins.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "models/lock_in/decomposition.hpp"
#include "tests/lock_in/bistable.hpp"

namespace yanzhen::lock_in {
namespace {

using Switch = DecomposeSettings::Switch;

const std::vector<std::uint64_t> kSeeds{1, 2, 3};

Watch first_cell() {
  const Simulation run = testing::bistable_run({}, 1);
  Problems problems;
  return Watch::resolve(testing::first_cell(), run.model(), problems).value();
}

TEST_CASE("twins are equal to the last bit until the event, and differ from its first step on") {
  Runs runs{testing::bistable_maker({"noise=0.2", "push=0.1"}), {}};
  const Twins twins = run_twins(runs, first_cell(), {"push=0"}, kSeeds);
  REQUIRE(twins.years.size() == 41);
  for (const TwinPair& pair : twins.pairs) {
    REQUIRE(pair.parted);
    CHECK(*pair.parted == 5 * 12 + 1);  // the push acts in the step that begins after five years
    for (std::size_t look = 0; look <= 5; ++look) CHECK(pair.difference[look] == 0);
    CHECK(pair.difference[6] > 0);
  }
  CHECK(twins.difference[3].mean == 0);
  CHECK(twins.difference[3].standard_error == 0);
  CHECK(twins.twin[0].values[40] != twins.twin[1].values[40]);  // other seeds, other noise
}

TEST_CASE("an event that does nothing parts no twins") {
  Runs runs{testing::bistable_maker({"noise=0.2"}), {}};
  for (const TwinPair& pair : run_twins(runs, first_cell(), {"push=0"}, kSeeds).pairs) {
    CHECK_FALSE(pair.parted);
    CHECK(pair.ln_ratio.back() == 0);
  }
}

TEST_CASE("a large push ends at three times the twin, a small one at the twin") {
  Runs runs{testing::bistable_maker({"push=2"}), {}};
  const Twins large = run_twins(runs, first_cell(), {"push=0"}, kSeeds);
  CHECK(large.ln_ratio.back().mean == doctest::Approx(std::log(3.0)).epsilon(1e-9));
  CHECK(large.difference.back().mean == doctest::Approx(2).epsilon(1e-9));
  CHECK(large.ln_ratio.back().standard_error == 0);  // without noise every seed is the same
  Runs weaker{testing::bistable_maker({"push=0.2"}), {}};
  const Twins small = run_twins(weaker, first_cell(), {"push=0"}, kSeeds);
  CHECK(std::abs(small.ln_ratio.back().mean) < 1e-9);
}

TEST_CASE("a ratio to nothing is not known, and a difference is") {
  const Path nothing{{0, 12}, {2000, 2001}, {1, 0}, {}};
  const Path something{{0, 12}, {2000, 2001}, {1, 2}, {}};
  const TwinPair pair = compare(something, nothing);
  CHECK(pair.ln_ratio[0] == 0);
  CHECK(std::isnan(pair.ln_ratio[1]));
  CHECK(pair.difference[1] == 2);
}

TEST_CASE("twins that differ in what is watched before they differ in whole numbers have parted") {
  const Path one{{0, 1}, {2000, 2001}, {1, 1}, {5, 5}};
  const Path other{{0, 1}, {2000, 2001}, {1, 1.5}, {5, 5}};
  CHECK(compare(one, other).parted == Step{1});
  CHECK_FALSE(compare(one, one).parted);
}

TEST_CASE("persistence of an effect is its end over its peak, whichever way it goes") {
  CHECK(effect_persistence(std::vector<double>{0, 1, 2, 1}) == 0.5);
  CHECK(effect_persistence(std::vector<double>{0, -2, -1}) == 0.5);
  CHECK(effect_persistence(std::vector<double>{0, 2, -1}) == -0.5);
  CHECK(effect_persistence(std::vector<double>{0, 1, 4}) == 1);
  CHECK(std::isnan(effect_persistence(std::vector<double>{0, 0})));
  CHECK(std::isnan(effect_persistence(std::vector<double>{0, 1, std::nan("")})));
  CHECK(std::isnan(effect_persistence({})));
}

TEST_CASE("what a mechanism explains is the part of the persistence that goes with it") {
  CHECK(explained(0.8, 0.2) == doctest::Approx(0.75).epsilon(1e-15));
  CHECK(explained(0.5, 0.5) == 0);
  CHECK(explained(0.5, 1) == -1);
  CHECK(std::isnan(explained(0, 0.5)));
  CHECK(std::isnan(explained(std::nan(""), 0.5)));
}

TEST_CASE("the double well explains all of what a large push leaves, and noise that is not there nothing") {
  constexpr double kPush = 2;
  Runs runs{testing::bistable_maker({"push=2", "push_years=20"}), {}};
  const std::vector<Switch> switches{{"the second well", {"memory=0"}}, {"noise", {"noise=0"}}};
  const auto found = decompose_effect(runs, first_cell(), {"push=0"}, switches, kSeeds);
  REQUIRE(found.size() == 3);
  double pushed = 2;  // the stable state under the push, x - x^3 + push = 0, by Newton's method
  for (int k = 0; k < 100; ++k)
    pushed -= (pushed - pushed * pushed * pushed + kPush) / (1 - 3 * pushed * pushed);
  CHECK(found[0].mechanism.empty());
  CHECK(found[0].of_mean == found[0].over_seeds.mean);  // without noise every seed is the mean
  // The push ends after 25 years, 20 relaxation times in; 15 years later the rest is e^-30.
  CHECK(found[0].over_seeds.mean == doctest::Approx(std::log(3.0) / std::log(2 + pushed)).epsilon(1e-9));
  CHECK(std::isnan(found[0].explained));
  // Alone the cell goes back by e^-15 in the fifteen years after: ln(1 + 2 e^-15) / ln 3 is left.
  const double left = std::log1p(2 * std::exp(-15.0)) / std::log(3.0);
  CHECK(found[1].over_seeds.mean == doctest::Approx(left).epsilon(1e-6));
  CHECK(found[1].explained == doctest::Approx(1 - left / found[0].over_seeds.mean).epsilon(1e-9));
  CHECK(found[2].explained == 0);
  CHECK(found[1].by_seed.size() == kSeeds.size());
}

TEST_CASE("without an effect there is nothing to explain") {
  Runs runs{testing::bistable_maker(), {}};
  const auto found = decompose_effect(runs, first_cell(), {"push=0"}, {{"noise", {"noise=0"}}}, kSeeds);
  CHECK(std::isnan(found[0].of_mean));
  CHECK(std::isnan(found[1].explained));
}

TEST_CASE("without an event the persistence of leaders is decomposed") {
  const Simulation run = testing::bistable_run({}, 1);
  Problems problems;
  const CellPanel panel = find_cells(testing::first_cell(), run.model(), problems).value();
  // Noise alone moves the lead between equal cells; without it the first of equals leads for ever.
  Runs runs{testing::bistable_maker({"noise=0.3", "memory=0"}), {}};
  const auto found = decompose_leadership(runs, panel, 10, {{"noise", {"noise=0"}}}, kSeeds);
  CHECK(found[0].over_seeds.mean < 1);
  CHECK(found[1].over_seeds.mean == 1);
  CHECK(found[1].explained < 0);  // noise works against persistence
  CHECK(std::isnan(decompose_leadership(runs, panel, 99, {}, kSeeds)[0].over_seeds.mean));
}

}  // namespace
}  // namespace yanzhen::lock_in
