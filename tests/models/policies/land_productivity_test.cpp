// Output per mu: industries that need much land, and small firms, must do better or go.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/models/policies/rule_runs.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

constexpr SmallWorld kWorld{.cities = 3, .industries = 3, .outside = true, .seed = 7};
constexpr std::array<double, 3> kLand{.02, .04, .3};  // land's share of value added, by industry

/// A world where the third industry needs much land.
SmallScenario small_world() {
  SmallScenario scenario{kWorld};
  for (std::size_t s = 0; s < 3; ++s) {
    scenario.cell("industries", s, "land_share") = std::to_string(kLand[s]);
    scenario.cell("industries", s, "labour_share") = ".35";
    scenario.cell("industries", s, "talent_share") = ".15";
    scenario.cell("industries", s, "capital_share") = std::to_string(1 - .35 - .15 - kLand[s]);
  }
  return scenario;
}

PolicySettings& add_grades(SmallScenario& scenario, double threshold = .5, const char* name = "") {
  PolicySettings& policy = scenario.add_policy("land_productivity", name);
  set_field(policy, "cities", WordList{"Town 1", "Town 2"});
  set_field(policy, "threshold", threshold);
  return policy;
}

/// Value added of the start over the land it takes, cell by cell and for the city, from the panels of a run.
/// Rents are the same within a city and drop out.
double relative_productivity(const std::vector<double>& value, std::size_t city, std::size_t industry) {
  double all = 0, land = 0;
  for (std::size_t s = 0; s < 3; ++s) {
    all += value[city * 3 + s];
    land += kLand[s] * value[city * 3 + s];
  }
  return 1 / kLand[industry] / (all / land);
}

/// Mass and number of firms of the industry that needs land, in the scope and elsewhere, and the mass of the
/// one that needs least.
struct Outcome {
  double inside, elsewhere, firms, thrifty;
};
Outcome after_eight_years(SmallScenario& scenario, std::uint64_t seed) {
  scenario.seed = seed;
  scenario.set("firms.least_agents", 4000);
  const Simulation run = run_for(scenario.build(), 32);
  const std::vector<double> mass = panel(run.model(), "mass");
  return {sum_over(mass, 3, {0, 1}, 2), sum_over(mass, 3, {2}, 2),
          sum_over(panel(run.model(), "firms_by_industry"), 3, {0, 1}, 2), sum_over(mass, 3, {0, 1}, 0)};
}

}  // namespace

TEST_SUITE("industry_migration/policies/land_productivity") {
  TEST_CASE("the bar of a cell is the threshold over its value added per land, relative to the city's") {
    SmallScenario scenario = small_world();
    add_grades(scenario).window.strength = .5;
    Simulation run = run_of(scenario.build());
    const std::vector<double> value = panel(run.model(), "value_added_by_industry");
    run.step();
    for (std::size_t city = 0; city < 3; ++city)
      for (std::size_t s = 0; s < 3; ++s) {
        CAPTURE(city);
        CAPTURE(s);
        const Pressure& pressure = model_of(run).fields().pressure[city * 3 + s];
        const double relative = relative_productivity(value, city, s);
        const double surcharge =
            model_of(run).fields().land_surcharge(static_cast<Index>(city), static_cast<Index>(s));
        if (city == 2) {
          CHECK(pressure.hazard == 0);
          CHECK(surcharge == 0);
          continue;
        }
        // Value added is a sum of three numbers; logs and divisions add a few units in the last place.
        CHECK(pressure.hazard == .1 * .5);
        CHECK(pressure.bar == doctest::Approx(std::log(.5) - std::log(relative)).epsilon(1e-12));
        CHECK(pressure.upgrade == doctest::Approx(.2 * std::min(1.0, relative / .5)).epsilon(1e-12));
        CHECK(pressure.move == .3);
        const double gamma = model_of(run).world().technology.value_added(static_cast<Index>(s));
        CHECK(surcharge == doctest::Approx(relative < .5 ? .2 * .5 * kLand[s] * gamma : 0).epsilon(1e-12));
      }
    CHECK(model_of(run).fields().land_surcharge(0, 2) > 0);  // the world has a cell of each kind
    CHECK(model_of(run).fields().land_surcharge(0, 0) == 0);
  }

  TEST_CASE("the surcharge of a cell is a part of its rent, paid to its city to the fen") {
    SmallScenario scenario = small_world();
    add_grades(scenario);
    Simulation run = run_for(scenario.build(), 3);
    const MigrationModel& model = model_of(run);
    const auto line = static_cast<LineNumber>(Line::land_surcharge);
    const Accounts accounts{4};
    for (std::size_t city = 0; city < 4; ++city) {
      const auto i = static_cast<Index>(city);
      Fen due = 0;
      for (Index s = 0; s < 3; ++s) {
        due += fen_of(model.fields().land_surcharge(i, s) * model.economy().market.sales(i, s) * .25);
        if (model.fields().land_surcharge(i, s) == 0) continue;
        const double rent = kLand[static_cast<std::size_t>(s)] * model.world().technology.value_added(s) *
                            model.economy().market.pay(i, s);
        CHECK(model.fields().land_surcharge(i, s) * model.economy().market.sales(i, s) ==
              doctest::Approx(.2 * rent).epsilon(1e-14));
      }
      CHECK(model.economy().money.ledger.paid(line, accounts.firms(city)) == due);
      CHECK(model.economy().money.ledger.received(line, accounts.government(city)) == due);
      CHECK((due > 0) == (city < 2));
    }
  }

  TEST_CASE("surcharges of two rules add up, and the pressure of the more frequent one holds") {
    for (const char* name : {"a", "z"}) {
      SmallScenario scenario = small_world();
      add_grades(scenario);
      PolicySettings& other = add_grades(scenario, .4, name);
      set_field(other, "surcharge", .5);
      set_field(other, "hazard", .2);
      Simulation run = run_for(scenario.build(), 1);
      const Technology& technology = model_of(run).world().technology;
      CHECK(model_of(run).fields().land_surcharge(0, 2) ==
            doctest::Approx((.2 + .5) * .3 * technology.value_added(2)).epsilon(1e-14));
      CHECK(model_of(run).fields().pressure[2].hazard == .2);
    }
  }

  TEST_CASE("the industry that needs land shrinks in the scope and grows elsewhere, on the same numbers") {
    double gained = 0;
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      SmallScenario scenario = small_world(), without = small_world();
      add_grades(scenario);
      const Outcome with_rule = after_eight_years(scenario, seed), twin = after_eight_years(without, seed);
      CAPTURE(seed);
      CHECK(with_rule.inside < twin.inside);
      CHECK(with_rule.inside / with_rule.thrifty < twin.inside / twin.thrifty);
      CHECK(with_rule.firms < twin.firms);
      gained += with_rule.elsewhere - twin.elsewhere;
    }
    CHECK(gained > 0);
  }

  TEST_CASE("where nobody upgrades the calls alone shrink it, where most do they make it stronger") {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      SmallScenario closing = small_world(), upgrading = small_world(), without = small_world();
      for (const auto& [scenario, upgrade] : {std::pair{&closing, 0.0}, {&upgrading, .7}}) {
        PolicySettings& policy = add_grades(*scenario);
        set_field(policy, "surcharge", 0.0);
        set_field(policy, "upgrade", upgrade);
      }
      const Outcome closed = after_eight_years(closing, seed), upgraded = after_eight_years(upgrading, seed),
                    twin = after_eight_years(without, seed);
      CAPTURE(seed);
      CHECK(closed.inside < twin.inside);
      CHECK(closed.firms < twin.firms);
      CHECK(upgraded.inside > twin.inside);
    }
  }

  TEST_CASE("shares that add up to more than one are refused in plain words") {
    SmallScenario scenario = small_world();
    set_field(add_grades(scenario), "upgrade", .75);
    const std::vector<Diagnostic> problems = scenario.problems();
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].problem ==
          "policy.land_productivity.upgrade is 0.75, 1.05 together with `move`, which is 0.3 by default, "
          "allowed is at "
          "most 1");
  }

  TEST_CASE("an industry without land is never called, and a threshold of zero changes no bit") {
    SmallScenario scenario = small_world();
    scenario.cell("industries", 0, "land_share") = "0";
    scenario.cell("industries", 0, "capital_share") = ".5";
    SmallScenario without = scenario;
    set_field(add_grades(scenario, 10), "hazard", .2);
    Simulation run = run_for(scenario.build(), 1);
    CHECK(model_of(run).fields().pressure[0].hazard == 0);
    CHECK(model_of(run).fields().pressure[1].hazard == .2);
    scenario.drop_policies();
    add_grades(scenario, 0);
    PolicySettings& idle = add_grades(scenario, .5, "idle");
    set_field(idle, "hazard", 0.0);
    set_field(idle, "surcharge", 0.0);
    add_grades(scenario, .5, "never").window.strength = 0;
    CHECK(same_runs(scenario.build(), without.build(), 4));
    add_grades(scenario, .5, "real");
    CHECK_FALSE(same_runs(scenario.build(), without.build(), 4));
  }
}
