// Green standard: what emissions cost, where the dirty industry goes, and a cap that is kept.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/models/policies/rule_runs.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

constexpr SmallWorld kWorld{.cities = 4, .industries = 2, .outside = true, .seed = 8};
constexpr std::array<double, 2> kEnergy{.1, .01};  // per sales, of the dirty and the clean industry

SmallScenario small_world() {
  SmallScenario scenario{kWorld};
  for (std::size_t s = 0; s < 2; ++s) scenario.cell("industries", s, "energy_input") = s == 0 ? ".1" : ".01";
  scenario.set("firms.least_agents", 4000);
  return scenario;
}

PolicySettings& add_standard(SmallScenario& scenario, const char* form, const char* name = "") {
  PolicySettings& policy = scenario.add_policy("green_standard", name);
  set_field(policy, "form", form);
  set_field(policy, "cities", WordList{"Town 1", "Town 2"});
  return policy;
}

/// Thirty years under a cap on the dirty industry of two cities; firms are nearly alike, so that single ones
/// do not move the sum.
SmallScenario capped(double cap, double adjust, StepLength length) {
  SmallScenario scenario = small_world();
  scenario.clock = Clock{scenario.clock.date(0), *date_from("2040"), length};
  scenario.set("firms.size_spread", .5);
  scenario.set("firms.noise", .05);
  scenario.set("firms.entrant_spread", .3);
  PolicySettings& policy = add_standard(scenario, "cap");
  set_field(policy, "industries", "industry1");
  set_field(policy, "cap", cap);
  set_field(policy, "adjust", adjust);
  return scenario;
}

double dirty_emissions(const Simulation& run) {
  const std::vector<double> value = panel(run.model(), "value_added_by_industry");
  return sum_over(value, 2, {0, 1}, 0);  // in proportion to sales and energy
}

}  // namespace

TEST_SUITE("industry_migration/policies/green_standard") {
  TEST_CASE("a price takes its share of the cost of energy from the cells of the scope") {
    SmallScenario scenario = small_world();
    PolicySettings& policy = add_standard(scenario, "price");
    set_field(policy, "price", .4);
    policy.window.strength = .5;
    Simulation run = run_for(scenario.build(), 1);
    for (Index i = 0; i < 5; ++i)
      for (Index s = 0; s < 2; ++s)
        CHECK(model_of(run).fields().emission_fee(i, s) ==
              (i < 2 ? .4 * .5 * kEnergy[static_cast<std::size_t>(s)] : 0));
  }

  TEST_CASE("the fee goes from firms to their city, to the fen") {
    SmallScenario scenario = small_world();
    add_standard(scenario, "price");
    Simulation run = run_for(scenario.build(), 3);
    const MigrationModel& model = model_of(run);
    const auto line = static_cast<LineNumber>(Line::emission_fee);
    const Accounts accounts{5};
    for (std::size_t city = 0; city < 5; ++city) {
      Fen due = 0;
      for (std::size_t s = 0; s < 2 && city < 2; ++s)
        due += fen_of(.3 * kEnergy[s] *
                      model.economy().market.sales(static_cast<Index>(city), static_cast<Index>(s)) * .25);
      CHECK(model.economy().money.ledger.paid(line, accounts.firms(city)) == due);
      CHECK(model.economy().money.ledger.received(line, accounts.government(city)) == due);
    }
  }

  TEST_CASE("fees of several rules add up, whatever their names") {
    for (const char* name : {"a", "z"}) {
      SmallScenario scenario = small_world();
      add_standard(scenario, "price");
      PolicySettings& other = add_standard(scenario, "price", name);
      set_field(other, "cities", "Town 2");
      set_field(other, "industries", "industry1");
      set_field(other, "price", 1.0);
      Simulation run = run_for(scenario.build(), 1);
      const Eigen::ArrayXXd& fee = model_of(run).fields().emission_fee;
      CHECK(fee(1, 0) == doctest::Approx((.3 + 1) * .1).epsilon(1e-15));
      CHECK(fee(0, 0) == .3 * .1);
      CHECK(fee(1, 1) == .3 * .01);
    }
  }

  TEST_CASE("the dirty industry leaves the scope and grows outside it, on the same random numbers") {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      SmallScenario scenario = small_world(), without = small_world();
      set_field(add_standard(scenario, "price"), "price", 1.0);
      std::vector<double> inside, elsewhere, clean;
      for (SmallScenario* one : {&scenario, &without}) {
        one->seed = seed;
        const Simulation run = run_for(one->build(), 32);
        const std::vector<double> value = panel(run.model(), "value_added_by_industry");
        inside.push_back(sum_over(value, 2, {0, 1}, 0));
        elsewhere.push_back(sum_over(value, 2, {2, 3}, 0));
        clean.push_back(sum_over(value, 2, {0, 1}, 1));
      }
      CAPTURE(seed);
      CHECK(inside[0] < inside[1]);
      CHECK(elsewhere[0] > elsewhere[1]);
      CHECK(inside[0] / clean[0] < inside[1] / clean[1]);
    }
  }

  TEST_CASE("a cap starts without a fee, finds its price, and is kept for good") {
    struct Case {
      double cap, adjust;
      StepLength length;
    };
    for (const Case& one : {Case{.8, 1, StepLength::quarter}, Case{.6, 1, StepLength::quarter},
                            Case{.6, 2, StepLength::quarter}, Case{.8, 1, StepLength::year}}) {
      CAPTURE(one.cap);
      CAPTURE(one.adjust);
      const SmallScenario scenario = capped(one.cap, one.adjust, one.length);
      Simulation run = run_of(scenario.build());
      const double start = dirty_emissions(run);
      double least = 1, last = 0, most = 0;
      while (run.now() < run.end()) {
        run.step();
        const double now = dirty_emissions(run) / start / one.cap;
        least = std::min(least, now);
        if (run.clock().decimal_year(run.now()) < 2030) continue;
        last = std::max(last, std::abs(now - 1));
        most = std::max(most, model_of(run).fields().emission_fee(0, 0) / kEnergy[0]);
      }
      // The price comes to rest without a swing. What remains are the chance of a few thousand firms, two or
      // three parts in a hundred, and the end of the way down, which is slow.
      CHECK(least > .94);
      CHECK(last < .06);
      CHECK(most > .2);
      CHECK(most < 5);
    }
  }

  TEST_CASE("the price of a cap rises by the gap that is left, in the first step by adjust ln(1/cap) dt") {
    const SmallScenario scenario = capped(.8, 1.5, StepLength::quarter);
    Simulation run = run_for(scenario.build(), 1);
    // Emissions are those of the start: two logs of a few units in the last place.
    CHECK(model_of(run).fields().emission_fee(0, 0) ==
          doctest::Approx(1.5 * std::log(1 / .8) / 4 * kEnergy[0]).epsilon(1e-12));
    CHECK(model_of(run).fields().emission_fee(0, 1) == 0);
    CHECK(model_of(run).fields().emission_fee(2, 0) == 0);
  }

  TEST_CASE("a cap of an industry that buys no energy costs nothing") {
    SmallScenario scenario = small_world();
    scenario.cell("industries", 1, "energy_input") = "0";
    SmallScenario without = scenario;
    set_field(add_standard(scenario, "cap"), "industries", "industry2");
    CHECK(same_runs(scenario.build(), without.build(), 4));
  }

  TEST_CASE("a run that stops under a cap and goes on knows the price and what was emitted before") {
    const Scenario scenario = capped(.7, 1, StepLength::quarter).build();
    Simulation whole = run_for(scenario, 12), stopped = run_for(scenario, 7), resumed = run_of(scenario);
    StateLoader loader{state_of(stopped)};
    resumed.visit_state(loader);
    while (resumed.now() < 12) resumed.step();
    CHECK(same_bytes(all_panels(resumed.model()), all_panels(whole.model())));
    CHECK(model_of(resumed).fields().emission_fee(0, 0) == model_of(whole).fields().emission_fee(0, 0));
    CHECK(model_of(whole).fields().emission_fee(0, 0) > 0);
  }

  TEST_CASE("a price of zero, a cap that binds nobody, and a strength of zero, change no bit") {
    SmallScenario without = small_world(), weak = small_world();
    set_field(add_standard(weak, "price"), "price", 0.0);
    set_field(add_standard(weak, "cap", "wide"), "cap", 10.0);
    set_field(add_standard(weak, "cap", "lazy"), "adjust", 0.0);
    add_standard(weak, "price", "never").window.strength = 0;
    CHECK(same_runs(weak.build(), without.build(), 4));
    add_standard(weak, "price", "real");
    CHECK_FALSE(same_runs(weak.build(), without.build(), 4));
  }
}
