// Innovation consortium: members learn of each other, and nothing is counted twice.
#include <doctest/doctest.h>

#include "tests/models/policies/rule_runs.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

constexpr SmallWorld kWorld{.cities = 5, .industries = 2, .outside = true, .seed = 4};

void add_consortium(SmallScenario& scenario, WordList members, double easing, const char* name = "") {
  PolicySettings& policy = scenario.add_policy("innovation_consortium", name);
  set_field(policy, "cities", std::move(members));
  set_field(policy, "easing", easing);
}

SmallScenario with_consortium(double easing = .4) {
  SmallScenario scenario{kWorld};
  add_consortium(scenario, {"Town 1", "Town 2", "Town 3"}, easing);
  return scenario;
}

}  // namespace

TEST_SUITE("industry_migration/policies/innovation_consortium") {
  TEST_CASE("knowledge is eased between two different members, and nothing else is") {
    const ReachFields fields = reach_written(*with_consortium().world(), .5);
    for (const Flow flow : {Flow::goods, Flow::firms, Flow::talent, Flow::capital, Flow::knowledge})
      for (Index i = 0; i < 6; ++i)
        for (Index j = 0; j < 6; ++j) {
          const bool eased = flow == Flow::knowledge && i < 3 && j < 3 && i != j;
          CHECK(fields.of(flow).easing(i, j) == (eased ? .4 * .5 : 0));
          CHECK(fields.of(flow).distance(i, j) == 1);
        }
  }

  TEST_CASE("a pair in two consortia is eased once, by the one that eases more, whatever their names") {
    for (const char* name : {"a", "z"}) {
      SmallScenario scenario = with_consortium();
      add_consortium(scenario, {"Town 2", "Town 3", "Town 4"}, .25, name);
      const Eigen::ArrayXXd easing = reach_written(*scenario.world(), 1).of(Flow::knowledge).easing;
      CHECK(easing(1, 2) == .4);
      CHECK(easing(2, 1) == .4);
      CHECK(easing(0, 1) == .4);
      CHECK(easing(1, 3) == .25);
      CHECK(easing(0, 3) == 0);
    }
  }

  TEST_CASE("research is counted once: members of two consortia reach what members of one do, to the bit") {
    SmallScenario one = with_consortium(1), two = with_consortium(1);
    add_consortium(two, {"Town 1", "Town 2", "Town 3"}, 1, "again");
    Simulation run = run_for(one.build(), 1), twin = run_for(two.build(), 1);
    const Eigen::ArrayXXd &reach = model_of(run).reach().knowledge, &again = model_of(twin).reach().knowledge;
    CHECK((reach == again).all());
    CHECK(reach(0, 1) == 1);  // without any friction a member has all of another's research, and no more
    CHECK(reach.maxCoeff() == 1);
  }

  TEST_CASE("firms of members learn more than without it, and all others fall behind their mean") {
    SmallScenario scenario = with_consortium(), without{kWorld};
    scenario.set("firms.knowledge_growth", .05);
    without.set("firms.knowledge_growth", .05);
    Simulation run = run_for(scenario.build(), 1), twin = run_for(without.build(), 1);
    const FirmChoice &choice = model_of(run).firm_choice(), &before = model_of(twin).firm_choice();
    for (std::size_t cell = 0; cell < 5 * 2; ++cell) {
      CAPTURE(cell);
      if (cell / 2 < 3)
        CHECK(choice.growth(cell) > before.growth(cell));
      else
        CHECK(choice.growth(cell) < before.growth(cell));
    }
  }

  TEST_CASE("in six years the corridor outgrows its neighbours, on the same random numbers") {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      SmallScenario scenario = with_consortium(.8), without{kWorld};
      std::vector<double> relative;
      for (SmallScenario* one : {&scenario, &without}) {
        one->seed = seed;
        one->set("firms.knowledge_growth", .05);
        Simulation run = run_for(one->build(), 24);
        const std::vector<double> cells = panel(run.model(), "mass");
        double members = 0, others = 0;
        for (std::size_t cell = 0; cell < cells.size(); ++cell)
          (cell / 2 < 3 ? members : others) += cells[cell];
        relative.push_back(members / others);
      }
      CAPTURE(seed);
      CHECK(relative[0] > relative[1]);
    }
  }

  TEST_CASE("a consortium of one city is refused in plain words") {
    SmallScenario scenario{kWorld};
    add_consortium(scenario, {"Town 1", "101"}, .4);  // twice the same city
    const std::vector<Diagnostic> problems = scenario.problems();
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].problem ==
          "policy.innovation_consortium.cities names 1 of the cities, a consortium has at least two");
    CHECK(problems[0].hint == "name the members, or a province");
  }

  TEST_CASE("an easing of zero, and a strength of zero, change no bit") {
    SmallScenario without{kWorld}, weak = with_consortium(0);
    CHECK(same_runs(weak.build(), without.build(), 4));
    weak.drop_policies();
    add_consortium(weak, {"all"}, .4);
    CHECK_FALSE(same_runs(weak.build(), without.build(), 4));
    weak.drop_policies();
    PolicySettings& policy = weak.add_policy("innovation_consortium");
    set_field(policy, "cities", "all");
    policy.window.strength = 0;
    CHECK(same_runs(weak.build(), without.build(), 4));
  }
}
