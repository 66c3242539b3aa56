// Hukou reform: what it opens, for whom, and what people make of it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/models/policies/rule_runs.hpp"
#include "tests/support/moments.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

constexpr Index kCities = 4;

SmallScenario varied() {
  SmallScenario scenario{{.cities = kCities, .industries = 2, .outside = true, .seed = 6}};
  scenario.people_per_agent = 200;
  scenario.set("firms.least_agents", 1000);
  scenario.set("capital.least_agents", 1000);
  return scenario;
}

/// A big city with a third of its people registered elsewhere, and two small ones.
SmallScenario big_city(std::uint64_t seed) {
  SmallScenario scenario{{.cities = 3, .industries = 2}};
  scenario.seed = seed;
  scenario.people_per_agent = 40;
  scenario.set("firms.least_agents", 500);
  scenario.set("capital.least_agents", 500);
  scenario.cell("cities", 0, "residents") = "180000";
  scenario.cell("cities", 0, "hukou_residents") = "120000";
  scenario.cell("cities", 0, "gdp") = "72";
  for (const std::size_t small : {1U, 2U}) scenario.cell("cities", small, "hukou_residents") = "90000";
  return scenario;
}

PolicySettings& add_reform(SmallScenario& scenario, double portability, double barrier_removed,
                           double registration_rate, const std::string& name = {}) {
  PolicySettings& policy = scenario.add_policy("hukou_reform", name);
  set_field(policy, "portability", portability);
  set_field(policy, "barrier_removed", barrier_removed);
  set_field(policy, "registration_rate", registration_rate);
  return policy;
}

}  // namespace

TEST_SUITE("industry_migration/policies/hukou_reform") {
  TEST_CASE("a reform opens services, lowers the barrier of its tiers and registers, in its cities alone") {
    SmallScenario scenario = varied();
    scenario.set("talent.access_away", .4);
    PolicySettings& policy = add_reform(scenario, .5, .8, .1);
    set_field(policy, "cities", WordList{"Town 2", "Town 3"});
    set_field(policy, "tiers", WordList{"general", "college"});
    policy.window.strength = .5;
    Simulation run = run_for(scenario.build(), 1);
    const StepFields& fields = model_of(run).fields();
    const Parameters& p = model_of(run).world().parameters;
    for (Index i = 0; i < 5; ++i) {
      const bool opens = i == 1 || i == 2;
      CHECK(fields.access(i) == (opens ? .4 + .6 * .5 * .5 : .4));
      CHECK(fields.registration(i) == (opens ? .05 : 0.0));
      for (Index q = 0; q < 4; ++q) {
        const double barrier = p.hukou_barrier[static_cast<std::size_t>(q)];
        CHECK(fields.hukou_barrier(i, q) == (opens && q % 2 == 0 ? barrier * (1 - .8 * .5) : barrier));
      }
    }
  }

  TEST_CASE("full portability gives everybody the same access, never more") {
    SmallScenario scenario = varied();
    for (const double away : {.001, .1, .3, .7, .9, 1.0}) {
      scenario.set("talent.access_away", away);
      scenario.drop_policies();
      add_reform(scenario, 1, 0, 0);
      Simulation run = run_for(scenario.build(), 1);
      CHECK((model_of(run).fields().access.head(kCities) <= 1).all());
      CHECK((model_of(run).fields().access.head(kCities) > 1 - 1e-15).all());
    }
  }

  TEST_CASE("only cities with fewer residents than the largest of the moment open") {
    SmallScenario scenario = varied();
    const std::vector<double> residents = panel(run_for(scenario.build(), 0).model(), "residents");
    std::vector<double> by_size = residents;
    std::sort(by_size.begin(), by_size.end());
    // As many as the third city has: it is not smaller than itself.
    set_field(add_reform(scenario, .5, .5, .05), "largest_residents", by_size[2]);
    Simulation run = run_for(scenario.build(), 1);
    for (std::size_t i = 0; i < residents.size(); ++i)
      CHECK((model_of(run).fields().registration(static_cast<Index>(i)) > 0) == (residents[i] < by_size[2]));
  }

  TEST_CASE("of two reforms the widest access and the fastest registration hold, and barriers fall by both") {
    SmallScenario one = varied(), other = varied();
    add_reform(one, .2, .5, .1, "a");
    add_reform(one, .6, .5, .02, "b");
    add_reform(other, .6, .5, .02, "b");
    add_reform(other, .2, .5, .1, "a");
    CHECK(same_runs(one.build(), other.build(), 4));
    Simulation run = run_for(one.build(), 1);
    const StepFields& fields = model_of(run).fields();
    CHECK(fields.access(0) == .5 + .5 * .6);
    CHECK(fields.registration(0) == .1);
    CHECK(fields.hukou_barrier(0, 0) == model_of(run).world().parameters.hukou_barrier[0] * .25);
  }

  TEST_CASE("a reform of nothing and a strength of zero leave every bit as it is") {
    SmallScenario scenario = varied();
    const Scenario plain = scenario.build();
    add_reform(scenario, 0, 0, 0);
    CHECK(same_runs(plain, scenario.build(), 5));
    scenario.drop_policies();
    add_reform(scenario, 1, 1, 1).window.strength = 0;
    CHECK(same_runs(plain, scenario.build(), 5));
  }

  TEST_CASE("registration alone moves nobody's choice but raises the registered share at its hazard") {
    SmallScenario scenario = big_city(1);
    for (const char* tier : kTierNames) scenario.set(std::string{"talent."} + tier + ".move_rate", 0);
    scenario.set("talent.registration_rate", 0);
    scenario.set("talent.fertility", 0);
    set_field(add_reform(scenario, 0, 0, .2), "cities", "Town 1");
    Simulation run = run_of(scenario.build());
    const double away = 1 - panel(run.model(), "hukou_share")[0];
    const auto heads = panel(run.model(), "residents")[0] / 40;
    while (run.now() < 12) run.step();
    // Three years at 0.2: exp(-0.6) are left; binomial, four standard deviations. Death takes both alike.
    const double left = std::exp(-.6), error = std::sqrt(away * left * (1 - left) / heads);
    CHECK(std::abs(1 - panel(run.model(), "hukou_share")[0] - away * left) < 4 * error);
  }

  TEST_CASE("an open big city draws people, and a larger share of them is registered there") {
    Moments residents, registered;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      SmallScenario scenario = big_city(seed);
      const Simulation without = run_for(scenario.build(), 20);
      set_field(add_reform(scenario, .8, .8, .1), "cities", "Town 1");
      const Simulation with = run_for(scenario.build(), 20);
      const auto more = [&](const char* name) {
        return panel(with.model(), name)[0] / panel(without.model(), name)[0] - 1;
      };
      residents.add(more("residents"));
      registered.add(more("hukou_share"));
    }
    CHECK(residents.mean() > 4 * residents.standard_error());
    CHECK(registered.mean() > 4 * registered.standard_error());
  }
}
