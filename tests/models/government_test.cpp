// What governments aim at: complexity of industries, choice of targets, relocations, and the race of rates.
#include <doctest/doctest.h>

#include <numeric>

#include "models/industry_migration/government.hpp"
#include "tests/support/model_run.hpp"
#include "tests/support/small_world.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

/// A row of scores a city.
Eigen::ArrayXXd scores(const std::vector<std::vector<double>>& rows) {
  Eigen::ArrayXXd all(static_cast<Index>(rows.size()), static_cast<Index>(rows.front().size()));
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t s = 0; s < rows[i].size(); ++s)
      all(static_cast<Index>(i), static_cast<Index>(s)) = rows[i][s];
  return all;
}

std::shared_ptr<const World> three_by_three() {
  return SmallScenario{{.cities = 3, .industries = 3}}.world();
}

const std::vector<CityIndex> kAllThree{0, 1, 2};

}  // namespace

TEST_SUITE("industry_migration/government") {
  TEST_CASE("industries rank by the mean complexity of the cities that have them") {
    Presence presence(4, 4);
    presence << true, true, true, false,  //
        true, true, false, false,         //
        false, true, true, false,         //
        false, false, true, true;
    // Complexity of the cities is (.486, 1.023, .134, -1.643): means of .754, .548, -.341 and -1.643.
    const Eigen::ArrayXd complexity = industry_complexity(presence);
    CHECK(complexity(0) == .875);
    CHECK(complexity(1) == .625);
    CHECK(complexity(2) == .375);
    CHECK(complexity(3) == .125);
  }

  TEST_CASE("where nothing tells cities apart all industries are as complex") {
    CHECK((industry_complexity(Presence::Constant(3, 5, true)) == .5).all());
    CHECK((industry_complexity(Presence::Constant(3, 5, false)) == .5).all());
  }

  TEST_CASE("growth is judged alike in every city, and what was not there has none") {
    const Eigen::ArrayXXd score = growth_scores(Eigen::Array3d{2, 0, 5}, Eigen::Array3d{3, 1, 4}, 2);
    CHECK((score == scores({{1.5, 0, .8}, {1.5, 0, .8}})).all());
  }

  TEST_CASE("at the start output at constant prices is spending over the price index, node by node") {
    Simulation run =
        run_of(SmallScenario{{.cities = 3, .industries = 2, .outside = true, .seed = 4}}.build());
    const MarketState& market = model_of(run).economy().market;
    const Eigen::ArrayXd output = real_output(market);
    for (Index s = 0; s < 2; ++s) {
      double sum = 0;
      for (Index i = 0; i < 4; ++i) sum += market.spending(i, s) / market.price_index(i, s);
      CHECK(output(s) == doctest::Approx(sum).epsilon(1e-14));  // another order of four terms
    }
  }

  TEST_CASE("each city gets its best industries where nobody stands in its way") {
    const auto world = three_by_three();
    const Eigen::ArrayXXd score = scores({{3, 2, 1}, {3, 1, 2}, {0, 0, 1}});
    // A score of zero is no target: the last city gets one only.
    CHECK(choose_targets(*world, score, kAllThree, 2, 3) == Tally{1, 1, 0, 1, 0, 1, 0, 0, 1});
    CHECK(choose_targets(*world, score, {1}, 1, 3) == Tally{0, 0, 0, 1, 0, 0, 0, 0, 0});
    CHECK(choose_targets(*world, score, kAllThree, 0, 3) == Tally(9, 0));
  }

  TEST_CASE("a plan serves the highest scores first and lets few cities pursue one industry") {
    const auto world = three_by_three();
    const Eigen::ArrayXXd score = scores({{9, 8, 1}, {7, 3, 2}, {6, 5, 4}});
    // One city an industry: 9 takes the first industry, 8 the second (two a city), 4 the third.
    CHECK(choose_targets(*world, score, kAllThree, 2, 1) == Tally{1, 1, 0, 0, 0, 0, 0, 0, 1});
    // One industry a city: 9; then 7 and 6 are barred by 9, 5 takes the second, and 2 what is left.
    CHECK(choose_targets(*world, score, kAllThree, 1, 1) == Tally{1, 0, 0, 0, 0, 1, 0, 1, 0});
  }

  TEST_CASE("equal scores are served by number of city, then of industry") {
    const auto world = three_by_three();
    const Eigen::ArrayXXd same = Eigen::ArrayXXd::Ones(3, 3);
    CHECK(choose_targets(*world, same, kAllThree, 1, 1) == Tally{1, 0, 0, 0, 1, 0, 0, 0, 1});
    CHECK(choose_targets(*world, same, kAllThree, 2, 3) == Tally{1, 1, 0, 1, 1, 0, 1, 1, 0});
  }

  TEST_CASE("an industry without a sector is never a target") {
    SmallScenario scenario{{.cities = 3, .industries = 3}};
    scenario.cell("industries", 0, "sector") = "";
    const Eigen::ArrayXXd score = scores({{9, 1, 2}, {9, 2, 1}, {9, 1, 1}});
    CHECK(choose_targets(*scenario.world(), score, kAllThree, 1, 3) == Tally{0, 0, 1, 0, 1, 0, 0, 1, 0});
  }

  TEST_CASE("net relocations are what flows say: arrivals less departures, branches included") {
    SmallScenario scenario{{.cities = 3, .industries = 2, .outside = true, .seed = 2}};
    scenario.set("firms.relocation.hazard", 1);
    Simulation run = run_of(scenario.build());
    run.step();
    run.model().start_flow_interval();
    run.step();
    const Eigen::ArrayXd net = net_relocations(model_of(run).world(), model_of(run).economy());
    const std::vector<double> moves = panel(run.model(), "firm_flows"),
                              branches = panel(run.model(), "branch_flows");
    constexpr std::size_t kNodes = 4;
    double moved = 0;
    for (std::size_t city = 0; city < 3; ++city) {
      double expected = 0;
      for (std::size_t s = 0; s < 2; ++s)
        for (std::size_t other = 0; other < kNodes; ++other) {
          const std::size_t in = (s * kNodes + other) * kNodes + city,
                            out = (s * kNodes + city) * kNodes + other;
          expected += moves[in] + branches[in] - moves[out] - branches[out];
          moved += moves[in];
        }
      // Weights are not whole: other orders of a few sums of at most some thousand firms.
      CHECK(net(static_cast<Index>(city)) == doctest::Approx(expected).epsilon(1e-12));
    }
    CHECK(moved > 0);
  }

  TEST_CASE("who loses firms climbs by its part of the gap to the highest of the others and a step more") {
    const RaceTerms terms{.climb = .5, .step = .01, .most = .2};
    const Eigen::Array4d rate{.03, .05, .08, .5}, net{-1, 0, -3, -1}, own{1, 1, 1, 1};
    const Eigen::ArrayXd raced = raced_rates(terms, rate, net, own, kAllThree);  // the fourth is no member
    CHECK(raced(0) == doctest::Approx(.03 + .5 * (.09 - .03)).epsilon(1e-14));
    CHECK(raced(1) == .05);  // loses nothing
    CHECK(raced(2) == .08);  // the highest already: 0.06 is no reason to climb, nor to come down
    CHECK(raced(3) == .5);
  }

  TEST_CASE("two losers drive each other up to the most that is allowed, and never beyond") {
    const RaceTerms terms{.climb = 1, .step = .01, .most = .1};
    Eigen::ArrayXd rate = Eigen::Array2d{.03, .03};
    const Eigen::Array2d net{-1, -1}, own{1, 1};
    rate = raced_rates(terms, rate, net, own, {0, 1});
    CHECK(rate(0) == doctest::Approx(.04).epsilon(1e-14));
    for (int year = 0; year < 20; ++year) rate = raced_rates(terms, rate, net, own, {0, 1});
    CHECK(rate(0) == .1);
    CHECK(rate(1) == .1);
  }

  TEST_CASE("where a plan decides nobody climbs, and nobody looks at what is not given") {
    const RaceTerms terms{.climb = 1, .step = .01, .most = .2};
    const Eigen::Array3d rate{.03, .15, .02}, net{-1, -1, -1}, own{1, 0, .5};
    const Eigen::ArrayXd raced = raced_rates(terms, rate, net, own, kAllThree);
    CHECK(raced(0) == .03);  // 0.15 is not given, 0.02 by half: aims at 0.02
    CHECK(raced(1) == .15);
    CHECK(raced(2) == doctest::Approx(.02 + .5 * (.04 - .02)).epsilon(1e-14));
  }
}
