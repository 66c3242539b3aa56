// Mobile agents: where they start, how they decide, and that none is lost.
#include "models/stylised/movers.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "engine/elementary.hpp"
#include "engine/invariant.hpp"

using namespace yanzhen;
using namespace yanzhen::stylised;

namespace {

Eigen::ArrayXd shares(std::initializer_list<double> values) {
  Eigen::ArrayXd array(static_cast<Eigen::Index>(values.size()));
  std::copy(values.begin(), values.end(), array.data());
  return array;
}

}  // namespace

TEST_SUITE("stylised/movers") {
  TEST_CASE("agents are placed by largest remainders") {
    CHECK(Movers{10, shares({1.0 / 3, 1.0 / 3, 1.0 / 3})}.count() == std::vector<std::int64_t>{4, 3, 3});
    CHECK(Movers{7, shares({.5, .29, .21})}.count() == std::vector<std::int64_t>{4, 2, 1});
    CHECK(Movers{3, shares({0, 1})}.count() == std::vector<std::int64_t>{0, 3});
  }

  TEST_CASE("comparison moves only up, in proportion to the gain") {
    ChoiceTable table{3, 3};
    const MoveRule rule{.logit = false, .hazard = 1, .sensitivity = 1, .gain_speed = 2, .mistakes = 0};
    rule.fill(shares({0, .1, .9}), {}, table);
    CHECK(table.probability(0, 1) == doctest::Approx(.1).epsilon(1e-8));
    CHECK(table.probability(0, 2) == doctest::Approx(.5).epsilon(1e-8));  // at most one, of two others
    CHECK(table.probability(1, 0) == 0.0);
    CHECK(table.probability(2, 2) == 1.0);
  }

  TEST_CASE("mistakes move whatever the gain") {
    ChoiceTable table{2, 2};
    const MoveRule rule{.logit = false, .hazard = 1, .sensitivity = 1, .gain_speed = 2, .mistakes = .1};
    rule.fill(shares({0, .25}), {}, table);
    CHECK(table.probability(0, 1) == doctest::Approx(.1 + .9 * .5).epsilon(1e-8));
    CHECK(table.probability(1, 0) == doctest::Approx(.1).epsilon(1e-8));
  }

  TEST_CASE("logit chooses by utility times sensitivity less the cost of moving") {
    ChoiceTable table{2, 2};
    const MoveRule rule{.logit = true, .hazard = 1, .sensitivity = 3, .gain_speed = 0, .mistakes = 0};
    const Eigen::ArrayXXd cost = (Eigen::ArrayXXd(2, 2) << 0, 1, 1, 0).finished();
    rule.fill(shares({.2, .7}), cost, table);
    CHECK(table.probability(0, 1) == doctest::Approx(1 / (1 + std::exp(.6 - 2.1 + 1))).epsilon(1e-8));
    CHECK(table.probability(1, 0) == doctest::Approx(1 / (1 + std::exp(2.1 - .6 + 1))).epsilon(1e-8));
  }

  TEST_CASE("flows say who went, nobody is lost, and how many go is as probable") {
    Movers movers{100'000, shares({.5, .5})};
    ChoiceTable table{2, 2};
    table.set_weights(0, std::vector{.7, .3});
    table.set_weights(1, std::vector{0.0, 1.0});
    movers.decide(StepDraws{1, 1, 0}, .4, table);
    movers.audit();
    const auto& flows = movers.flows();
    CHECK(flows[0] == 0);
    CHECK(flows[2] == 0);
    CHECK(movers.count()[0] + flows[1] == 50'000);
    CHECK(movers.count()[0] + movers.count()[1] == 100'000);
    // binomial(50,000, 0.12): four standard errors
    CHECK(std::abs(static_cast<double>(flows[1]) - 6000) < 4 * std::sqrt(50'000 * .12 * .88));
    CHECK(movers.moved_last_step() == static_cast<std::uint64_t>(flows[1]));
    movers.start_interval();
    CHECK(movers.flows()[1] == 0);
  }

  TEST_CASE("more agents than fit, or none, are refused with what was asked") {
    Problems problems;
    CHECK(agents_asked(1000, 10, {}, problems) == 100);
    CHECK_FALSE(problems.any());
    static_cast<void>(agents_asked(1, 100, {}, problems));
    static_cast<void>(agents_asked(1e12, 1, {}, problems));
    CHECK(problems.count() == 2);
    CHECK(problems.list()[0].problem ==
          "1 people at 100 an agent are 0.01 agents, allowed is 1 to 2.14748e+09");
  }

  TEST_CASE("counts that are not those of the agents' records stop the run") {
    FlowCounts counts{{2, 1}};
    CHECK_NOTHROW(counts.audit("agents", {0, 1, 0}));
    CHECK_THROWS_WITH_AS(counts.audit("agents", {0, 1, 1}),
                         "agents: city 0 holds 1 by their records and 2 by its count", InvariantError);
    counts.mine()[1] = 1;  // one goes from 0 to 1
    counts.end_step();
    CHECK_NOTHROW(counts.audit("agents", {0, 1, 1}));
    CHECK(counts.flows() == std::vector<std::int64_t>{0, 1, 0, 0});
    CHECK(counts.moved_last_step() == 1);
  }
}
