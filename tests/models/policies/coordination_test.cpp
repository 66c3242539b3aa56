// Coordination: who pursues what, that few pursue the same, and that a plan takes the place of a race.
#include <doctest/doctest.h>

#include "models/industry_migration/government.hpp"
#include "tests/models/policies/rule_runs.hpp"
#include "tests/support/moments.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

SmallScenario six_by_six(std::uint32_t seed = 3) {
  SmallScenario scenario{{.cities = 6, .industries = 6, .outside = true, .seed = seed}};
  scenario.seed = seed;
  scenario.people_per_agent = 300;
  scenario.set("firms.least_agents", 2000);
  scenario.set("capital.least_agents", 2000);
  scenario.set("government.most_support", 1);
  return scenario;
}

PolicySettings& add_plan(SmallScenario& scenario, double cities_per_industry, const std::string& name = {}) {
  PolicySettings& policy = scenario.add_policy("coordination", name);
  set_field(policy, "cities_per_industry", cities_per_industry);
  set_field(policy, "rate", .01);
  return policy;
}

PolicySettings& add_race(SmallScenario& scenario, const std::string& name = {}) {
  PolicySettings& policy = scenario.add_policy("subsidy_race", name);
  set_field(policy, "behaviour", "none");
  set_field(policy, "rate", .02);
  return policy;
}

/// Similarity of the cities after ten years, with steps of a year.
double similarity(SmallScenario scenario) {
  scenario.clock = Clock{scenario.clock.date(0), *date_from("2020"), StepLength::year};
  Simulation run = run_of(scenario.build());
  while (run.now() < run.end()) run.step();
  return panel(run.model(), "structural_similarity")[0];
}

}  // namespace

TEST_SUITE("industry_migration/policies/coordination") {
  TEST_CASE("in every year no city pursues more than its number, and no industry has more cities than its") {
    SmallScenario scenario = six_by_six();
    add_plan(scenario, 3);
    Simulation run = run_of(scenario.build());
    while (run.now() < 20) {
      run.step();
      const StepFields& fields = model_of(run).fields();
      const Eigen::ArrayXXd pursued = (fields.target.topRows(6) > 0).cast<double>();
      CHECK(pursued.rowwise().sum().maxCoeff() == 2);
      CHECK(pursued.colwise().sum().maxCoeff() == 3);
      CHECK(pursued.sum() == 12);  // there are 18 places, so every city finds its two
      CHECK((fields.target.topRows(6) == 1.0 * pursued).all());
      CHECK((fields.subsidy.topRows(6) == .01 * pursued).all());
      CHECK((fields.target.row(6) == 0).all());
    }
  }

  TEST_CASE("the plan is made in January by location quotient times density, and holds for the year") {
    SmallScenario scenario = six_by_six();
    add_plan(scenario, 3);
    Simulation run = run_for(scenario.build(), 4);
    const World& world = model_of(run).world();
    const Tally expected =
        choose_targets(world, advantage_scores(world, model_of(run).economy().market, world.relatedness),
                       {0, 1, 2, 3, 4, 5}, 2, 3);
    for (int quarter = 0; quarter < 4; ++quarter) {
      run.step();
      for (std::size_t cell = 0; cell < expected.size(); ++cell)
        CHECK(model_of(run).fields().target(static_cast<Index>(cell / 6), static_cast<Index>(cell % 6)) ==
              static_cast<double>(expected[cell]));
    }
  }

  TEST_CASE("a plan takes the place of the race of its cities, in whatever order the file has them") {
    SmallScenario plan = six_by_six(), both = six_by_six(), turned = six_by_six();
    set_field(add_plan(plan, 2), "cities", WordList{"Town 1", "Town 2"});
    set_field(add_race(plan), "cities", WordList{"Town 3", "Town 4", "Town 5", "Town 6"});
    set_field(add_plan(both, 2), "cities", WordList{"Town 1", "Town 2"});
    add_race(both);
    add_race(turned);
    set_field(add_plan(turned, 2), "cities", WordList{"Town 1", "Town 2"});
    CHECK(same_runs(both.build(), turned.build(), 6));
    // In the first year nobody has climbed yet, so the others race as if the two had never been members.
    CHECK(same_runs(both.build(), plan.build(), 4));
  }

  TEST_CASE("a plan of half strength leaves half of the race") {
    SmallScenario scenario = six_by_six();
    add_race(scenario);
    PolicySettings& plan = add_plan(scenario, 1);
    set_field(plan, "targets", 0.0);
    plan.window.strength = .5;
    Simulation run = run_for(scenario.build(), 1);
    CHECK((model_of(run).fields().subsidy.topRows(6) == .5 * .02).all());
  }

  TEST_CASE("plans add up in what they give; of what they replace the largest part holds") {
    SmallScenario scenario = six_by_six();
    add_race(scenario);
    add_plan(scenario, 6, "a").window.strength = .25;
    add_plan(scenario, 6, "b").window.strength = .75;
    Simulation run = run_for(scenario.build(), 1);
    const StepFields& fields = model_of(run).fields();
    CHECK((fields.planned.head(6) == .75).all());
    for (Index i = 0; i < 6; ++i)
      for (Index s = 0; s < 6; ++s) {
        const bool pursued = fields.target(i, s) > 0;
        CHECK(fields.target(i, s) == (pursued ? 1.0 : 0.0));
        CHECK(fields.subsidy(i, s) == doctest::Approx(pursued ? .015 : .005).epsilon(1e-14));
      }
  }

  TEST_CASE("an empty plan and a strength of zero leave every bit as it is") {
    SmallScenario scenario = six_by_six();
    const Scenario plain = scenario.build();
    PolicySettings& policy = add_plan(scenario, 2);
    set_field(policy, "rate", 0.0);
    set_field(policy, "pull", 0.0);
    CHECK(same_runs(plain, scenario.build(), 5));
    scenario.drop_policies();
    add_plan(scenario, 2).window.strength = 0;
    CHECK(same_runs(plain, scenario.build(), 5));
  }

  TEST_CASE("half an industry cannot be pursued") {
    SmallScenario scenario = six_by_six();
    set_field(add_plan(scenario, 2), "targets", 1.5);
    const std::vector<Diagnostic> problems = scenario.problems();
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].problem == "policy.coordination.targets is 1.5, allowed are whole numbers");
  }

  TEST_CASE("a plan that gives each city its own makes cities less alike") {
    Moments change;
    for (std::uint32_t seed = 1; seed <= 12; ++seed) {
      SmallScenario scenario = six_by_six(seed);
      scenario.set("firms.subsidy_effort_loss", 0);
      const double without = similarity(scenario);
      PolicySettings& policy = add_plan(scenario, 1);
      set_field(policy, "targets", 1.0);
      set_field(policy, "rate", .2);
      change.add(similarity(scenario) - without);
    }
    CHECK(change.mean() < -3 * change.standard_error());
  }
}
