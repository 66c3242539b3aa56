// Technology wave: demand, nearness and a lost lead.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/models/policies/rule_runs.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

constexpr SmallWorld kWorld{.cities = 4, .industries = 3, .outside = true, .seed = 11};

PolicySettings& add_wave(SmallScenario& scenario, const char* industry, double demand, double leap,
                         const char* name = "") {
  PolicySettings& policy = scenario.add_policy("technology_wave", name);
  set_field(policy, "industry", industry);
  set_field(policy, "demand", demand);
  set_field(policy, "leap", leap);
  return policy;
}
void set_relatedness(PolicySettings& policy, NumberTable table) {
  policy.fields.at("relatedness").value = std::move(table);
}

/// The first industry is a niche of one part in twenty.
SmallScenario small_world() {
  SmallScenario scenario{kWorld};
  scenario.cell("industries", 0, "final_demand") = "5";
  scenario.cell("industries", 1, "final_demand") = "35";
  scenario.cell("industries", 2, "final_demand") = "60";
  return scenario;
}

}  // namespace

TEST_SUITE("industry_migration/policies/technology_wave") {
  TEST_CASE(
      "households buy so many times as much of it, and of the others in the same proportions as before") {
    for (const auto& [strength, share] : {std::pair{1.0, .15}, {.5, .1}, {.25, .075}}) {
      SmallScenario scenario = small_world();
      add_wave(scenario, "industry1", 3, 0).window.strength = strength;
      Simulation run = run_for(scenario.build(), 1);
      const std::vector<double>& household = model_of(run).economy().market.household;
      // A handful of products and one sum.
      CHECK(household[0] == doctest::Approx(share).epsilon(1e-14));
      CHECK(household[1] == doctest::Approx((1 - share) * 35 / 95).epsilon(1e-14));
      CHECK(household[2] == doctest::Approx((1 - share) * 60 / 95).epsilon(1e-14));
    }
  }

  TEST_CASE("two waves share the purse alike whatever their names, each below what it had alone") {
    std::vector<std::vector<double>> found;
    for (const char* name : {"a", "z"}) {
      SmallScenario scenario = small_world();
      add_wave(scenario, "industry1", 3, .5);
      add_wave(scenario, "industry2", 1.5, .5, name);
      Simulation run = run_for(scenario.build(), 1);
      found.push_back(model_of(run).economy().market.household);
    }
    for (std::size_t s = 0; s < 3; ++s) CHECK(found[0][s] == doctest::Approx(found[1][s]).epsilon(1e-14));
    // Odds: 3 (1 - .05) / (1 - .15) and 1.5 (1 - .35) / (1 - .525), against one.
    const double first = .05 * 3 * .95 / .85, second = .35 * 1.5 * .65 / .475, sum = first + second + .6;
    CHECK(found[0][0] == doctest::Approx(first / sum).epsilon(1e-14));
    CHECK(found[0][1] == doctest::Approx(second / sum).epsilon(1e-14));
    CHECK(found[0][0] < .15);
    CHECK(found[0][1] < .525);
  }

  TEST_CASE(
      "it is as near to others as is said from then on, in both directions, and no nearer to the rest") {
    SmallScenario scenario = small_world();
    PolicySettings& policy = add_wave(scenario, "industry1", 1, 0);
    set_relatedness(policy, {{"industry3", .9}});
    policy.window.strength = .5;
    Simulation run = run_for(scenario.build(), 1);
    const Eigen::ArrayXXd &before = model_of(run).world().relatedness,
                          &now = model_of(run).fields().relatedness;
    CHECK(now(0, 2) == doctest::Approx((before(0, 2) + .9) / 2).epsilon(1e-15));
    CHECK(now(2, 0) == now(0, 2));
    CHECK(now(0, 1) == before(0, 1));
    CHECK(now(1, 2) == before(1, 2));
    CHECK((now.matrix().diagonal().array() == 0).all());
  }

  TEST_CASE("founders turn to it in cities that are specialised in what is near to it now") {
    SmallScenario scenario = small_world(), without = small_world();
    set_relatedness(add_wave(scenario, "industry1", 1, 0), {{"industry2", 1}, {"industry3", 0}});
    Simulation run = run_for(scenario.build(), 1), twin = run_for(without.build(), 1);
    const std::vector<double> density = panel(run.model(), "relatedness_density"),
                              before = panel(twin.model(), "relatedness_density"),
                              quotient = panel(twin.model(), "location_quotient");
    int specialised = 0;
    for (std::size_t city = 0; city < 4; ++city) {
      const bool second = quotient[city * 3 + 1] > 1, third = quotient[city * 3 + 2] > 1;
      CHECK(density[city * 3] == (second ? 1 : 0));
      if (second && !third) CHECK(density[city * 3] > before[city * 3]);
      specialised += second && !third ? 1 : 0;
    }
    CHECK(specialised > 0);
  }

  TEST_CASE("a leap adds what productivity had taken off: at one all places make it alike") {
    for (const double leap : {1.0, .5}) {
      SmallScenario scenario = small_world(), without = small_world();
      add_wave(scenario, "industry1", 1, leap);
      Simulation run = run_for(scenario.build(), 1), twin = run_for(without.build(), 1);
      const MarketState &market = model_of(run).economy().market, &before = model_of(twin).economy().market;
      const Eigen::ArrayXd log_z = market.productivity.col(0).log();
      const Eigen::ArrayXd gap = (market.unit_cost.col(0) / before.unit_cost.col(0)).log();
      REQUIRE(log_z.maxCoeff() - log_z.minCoeff() > .1);
      for (Index i = 0; i < 5; ++i)  // exponentials and logs of a few units in the last place
        CHECK(std::abs(gap(i) - leap * (log_z(i) - log_z.mean())) < 1e-14);
      CHECK((market.unit_cost.col(1) == before.unit_cost.col(1)).all());
    }
  }

  TEST_CASE("with a leap late-comers gain on the old leader, on the same random numbers") {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      SmallScenario leaping = small_world(), staying = small_world();
      add_wave(leaping, "industry1", 3, 1);
      add_wave(staying, "industry1", 3, 0);
      std::vector<double> lead;
      for (SmallScenario* one : {&leaping, &staying}) {
        one->seed = seed;
        const Simulation run = run_for(one->build(), 24);
        Eigen::Index best = 0, worst = 0;
        const Eigen::ArrayXd z =
            dynamic_cast<const MigrationModel&>(run.model()).economy().market.productivity.col(0).head(4);
        z.maxCoeff(&best);
        z.minCoeff(&worst);
        const std::vector<double> value = panel(run.model(), "value_added_by_industry");
        lead.push_back(value[static_cast<std::size_t>(best) * 3] /
                       value[static_cast<std::size_t>(worst) * 3]);
      }
      CAPTURE(seed);
      CHECK(lead[0] < lead[1]);
    }
  }

  TEST_CASE("it grows over its ramp, and nothing comes before its time") {
    SmallScenario scenario = small_world();
    set_window(add_wave(scenario, "industry1", 3, 0), "2010-07", "", 1);
    Simulation run = run_of(scenario.build());
    for (const double share : {.05, .05, .05, .075, .1, .125, .15, .15}) {
      run.step();
      CHECK(model_of(run).economy().market.household[0] == doctest::Approx(share).epsilon(1e-14));
    }
  }

  TEST_CASE("what cannot be is refused in plain words") {
    const auto only_problem = [](const SmallScenario& scenario) {
      const std::vector<Diagnostic> problems = scenario.problems();
      REQUIRE(problems.size() == 1);
      return problems[0].problem + " | " + problems[0].hint;
    };
    SmallScenario twice = small_world();
    add_wave(twice, "industry1", 3, 0, "first");
    add_wave(twice, "industry1", 2, 0, "second");
    CHECK(only_problem(twice) ==
          "policy.second.industry is \"industry1\", which has a wave already: policy \"first\" | let one "
          "policy say all: `ramp_years` and `strength` "
          "make a wave slower or smaller");
    SmallScenario mutual = small_world();
    set_relatedness(add_wave(mutual, "industry1", 1, 0, "first"), {{"industry2", .5}});
    set_relatedness(add_wave(mutual, "industry2", 1, 0, "second"), {{"industry1", .6}});
    CHECK(only_problem(mutual) ==
          "policy.second.relatedness says how near its industry is to that of \"first\", which says so too | "
          "nearness "
          "holds in both directions: let one of the two waves say it");
    SmallScenario own = small_world();
    set_relatedness(add_wave(own, "industry1", 1, 0), {{"industry1", .5}});
    CHECK(only_problem(own) ==
          "policy.technology_wave.relatedness names the industry of the wave itself | name the others");
    SmallScenario greedy = small_world();
    add_wave(greedy, "industry1", 20, 0);
    CHECK(only_problem(greedy) ==
          "policy.technology_wave.demand is 20, but 0.05 of what households buy comes from this industry "
          "already | "
          "allowed is below 20");
  }

  TEST_CASE("no demand, no nearness and no leap, or a strength of zero, change no bit") {
    SmallScenario without = small_world(), weak = small_world();
    add_wave(weak, "industry1", 1, 0);
    set_relatedness(add_wave(weak, "industry2", 2, .5, "never"), {{"industry3", 1}});
    SmallScenario real = weak;
    add_wave(real, "industry3", 1.2, 0, "real");
    CHECK(real.problems().empty());
    weak.drop_policies();
    add_wave(weak, "industry1", 1, 0);
    add_wave(weak, "industry2", 2, .5, "never").window.strength = 0;
    CHECK(same_runs(weak.build(), without.build(), 4));
    CHECK_FALSE(same_runs(real.build(), without.build(), 4));
  }
}
