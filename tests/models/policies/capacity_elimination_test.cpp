// Elimination of backward capacity: small firms upgrade, move or close.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/elementary.hpp"
#include "tests/models/policies/rule_runs.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

constexpr SmallWorld kWorld{.cities = 3, .industries = 2, .outside = true, .seed = 6};

/// What is done with the firms of industry 1 that are called to account in cities 1 and 2.
struct Fates {
  double hazard = 50;  // in a quarter all but 4 in a million are called
  double upgrade = .3;
  double move = .2;
};

PolicySettings& add_elimination(SmallScenario& scenario, Fates fates, const char* name = "") {
  PolicySettings& policy = scenario.add_policy("capacity_elimination", name);
  set_field(policy, "cities", WordList{"Town 1", "Town 2"});
  set_field(policy, "industries", "industry1");
  set_field(policy, "hazard", fates.hazard);
  set_field(policy, "upgrade", fates.upgrade);
  set_field(policy, "move", fates.move);
  return policy;
}

/// Nobody enters, leaves, grows or moves but by the rule; an agent is a firm.
SmallScenario nothing_but_the_rule() {
  SmallScenario scenario{kWorld};
  for (const char* name : {"firms.noise", "firms.exit.base", "firms.exit.span", "firms.entry_response",
                           "firms.founder_share", "firms.knowledge_growth", "firms.relocation.hazard"})
    scenario.set(name, 0);
  for (std::size_t s = 0; s < kWorld.industries; ++s) scenario.cell("industries", s, "sales_per_firm") = ".3";
  scenario.set("firms.least_agents", 1e7);
  return scenario;
}

double log_mass(const MigrationModel& model, std::size_t row) {
  const FirmPopulation& firms = model.economy().firms;
  return (model.world().technology.elasticity(firms.industry[row]) - 1.0) *
         static_cast<double>(firms.log_productivity[row]);
}

/// Rows of the firms of a cell below a fifth of its mean firm.
std::vector<std::size_t> backward(const MigrationModel& model, std::size_t city, std::size_t industry) {
  const Economy& economy = model.economy();
  const std::size_t cell = city * kWorld.industries + industry;
  const double mean = std::log(static_cast<double>(economy.census.mass[cell]) / kMassUnit /
                               static_cast<double>(economy.census.firms[cell]));
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < economy.firms.city.size(); ++row)
    if (economy.firms.city[row] == city && economy.firms.industry[row] == industry &&
        log_mass(model, row) < mean + std::log(.2))
      rows.push_back(row);
  return rows;
}

}  // namespace

TEST_SUITE("industry_migration/policies/capacity_elimination") {
  TEST_CASE("it presses the cells of its scope alone, and strength is how often it calls") {
    SmallScenario scenario{kWorld};
    add_elimination(scenario, {.hazard = .3}).window.strength = .5;
    Simulation run = run_for(scenario.build(), 1);
    for (std::size_t cell = 0; cell < 3 * 2; ++cell) {
      const Pressure& pressure = model_of(run).fields().pressure[cell];
      CAPTURE(cell);
      if (cell == 0 || cell == 2) {
        CHECK(pressure.hazard == .3 * .5);
        CHECK(pressure.bar == natural_log(.2));
        CHECK(pressure.upgrade == .3);
        CHECK(pressure.move == .2);
      } else {
        CHECK(pressure.hazard == 0);
        CHECK(pressure.bar == Pressure{}.bar);
      }
    }
  }

  TEST_CASE("of two rules on a cell the one with the larger hazard holds, whatever their names") {
    for (const char* name : {"a", "z"}) {
      SmallScenario scenario{kWorld};
      add_elimination(scenario, {.hazard = .3, .upgrade = .1});
      set_field(add_elimination(scenario, {.hazard = .4, .upgrade = .6}, name), "bar", .1);
      Simulation run = run_for(scenario.build(), 1);
      CHECK(model_of(run).fields().pressure[0].hazard == .4);
      CHECK(model_of(run).fields().pressure[0].bar == natural_log(.1));
      CHECK(model_of(run).fields().pressure[0].upgrade == .6);
    }
    for (const char* name : {"a", "z"}) {  // as often and as high: the one that spares fewer
      SmallScenario scenario{kWorld};
      add_elimination(scenario, {.hazard = .3, .upgrade = .1});
      add_elimination(scenario, {.hazard = .3, .upgrade = .6}, name);
      Simulation run = run_for(scenario.build(), 1);
      CHECK(model_of(run).fields().pressure[0].upgrade == .1);
    }
  }

  TEST_CASE("who upgrades rises to the bar and no further, and nobody else changes") {
    SmallScenario scenario = nothing_but_the_rule();
    add_elimination(scenario, {.upgrade = 1, .move = 0});
    Simulation run = run_of(scenario.build());
    const MigrationModel& model = model_of(run);
    const FirmPopulation before = model.economy().firms;
    const std::vector<std::size_t> rows = backward(model, 0, 0);
    REQUIRE(rows.size() > 500);
    run.step();
    const double bar = model.firm_choice().mean_log_size(0) + natural_log(.2);
    const double power = model.world().technology.elasticity(0) - 1;
    for (const std::size_t row : rows)
      // Productivity is kept in 24 bits.
      CHECK(log_mass(model, row) == doctest::Approx(bar).epsilon(2 * power * 0x1p-24));
    for (std::size_t row = 0; row < before.city.size(); ++row) {
      CHECK(model.economy().firms.city[row] == before.city[row]);
      if (before.industry[row] != 0 || before.city[row] == 2)
        CHECK(model.economy().firms.log_productivity[row] == before.log_productivity[row]);
    }
  }

  TEST_CASE("of those called a part upgrades, a part moves and the rest closes, as often as the shares say") {
    SmallScenario scenario = nothing_but_the_rule();
    add_elimination(scenario, {.hazard = 2, .upgrade = .3, .move = .2});
    Simulation run = run_of(scenario.build());
    const MigrationModel& model = model_of(run);
    const auto below = static_cast<double>(backward(model, 0, 0).size());
    REQUIRE(below > 500);
    run.step();
    double moved = 0;
    for (std::size_t j = 0; j < 4; ++j)
      moved += static_cast<double>(model.economy().step[model.layout().firm_moves(0, 0, j)]);
    const auto closed = static_cast<double>(model.economy().step[model.layout().firm_exits(0)]);
    const double called = 1 - std::exp(-2.0 / 4);
    // Within four standard deviations of a binomial count.
    const auto as_expected = [&](double count, double share) {
      return std::abs(count - below * share) < 4 * std::sqrt(below * share * (1 - share));
    };
    CHECK(as_expected(moved, called * .2));
    CHECK(as_expected(closed, called * .5));
    CHECK(model.economy().step[model.layout().firm_exits(4)] == 0);  // city 3 is not in the scope
    CHECK(model.economy().step[model.layout().firm_exits(1)] == 0);  // nor is industry 2
  }

  TEST_CASE("small firms leave faster and the mean firm grows, on the same random numbers") {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      SmallScenario scenario{kWorld}, without{kWorld};
      add_elimination(scenario, {.hazard = .3});
      std::vector<double> firms, size, exits;
      for (SmallScenario* one : {&scenario, &without}) {
        one->seed = seed;
        one->set("firms.least_agents", 4000);
        Simulation run = run_of(one->build());
        run.model().start_flow_interval();
        while (run.now() < 20) run.step();
        firms.push_back(sum_over(panel(run.model(), "firms_by_industry"), 2, {0, 1}, 0));
        size.push_back(sum_over(panel(run.model(), "mass"), 2, {0, 1}, 0) / firms.back());
        exits.push_back(sum_over(panel(run.model(), "firm_exits"), 2, {0, 1}, 0));
      }
      CAPTURE(seed);
      CHECK(exits[0] > exits[1]);
      CHECK(firms[0] < firms[1]);
      CHECK(size[0] > size[1]);
    }
  }

  TEST_CASE("it stops when its window closes") {
    SmallScenario scenario = nothing_but_the_rule();
    set_window(add_elimination(scenario, {.upgrade = 0, .move = 0}), "2010-04", "2010-07");
    Simulation run = run_of(scenario.build());
    std::vector<std::int64_t> closed;
    for (Step step = 0; step < 3; ++step) {
      run.step();
      closed.push_back(model_of(run).economy().step[model_of(run).layout().firm_exits(0)]);
    }
    CHECK(closed[0] == 0);
    CHECK(closed[1] > 500);
    CHECK(closed[2] == 0);
  }

  TEST_CASE("shares that add up to more than one are refused in plain words, just one is allowed") {
    SmallScenario scenario{kWorld};
    add_elimination(scenario, {.upgrade = .7, .move = .3});
    CHECK(scenario.problems().empty());
    add_elimination(scenario, {.upgrade = .75, .move = .5}, "steel");
    const std::vector<Diagnostic> problems = scenario.problems();
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].problem ==
          "policy.steel.move is 0.5, 1.25 together with `upgrade`, which is 0.75, allowed is at most 1");
    CHECK(problems[0].hint == "they are shares of the firms called to account; the rest closes");
  }

  TEST_CASE("a bar of zero, a hazard of zero, and a strength of zero, change no bit") {
    SmallScenario without{kWorld}, weak{kWorld};
    add_elimination(weak, {.hazard = 0});
    set_field(add_elimination(weak, {}, "no_bar"), "bar", 0.0);
    add_elimination(weak, {}, "never").window.strength = 0;
    CHECK(same_runs(weak.build(), without.build(), 4));
    add_elimination(weak, {}, "real");
    CHECK_FALSE(same_runs(weak.build(), without.build(), 4));
  }
}
