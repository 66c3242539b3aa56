// Supply shock: how deep it goes, whom it reaches, and how it is over.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/models/policies/rule_runs.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

constexpr SmallWorld kWorld{.cities = 3, .industries = 3, .outside = true, .seed = 9};

/// Industry 1 of cities 1 and 2 needs the input for a fifth of its cost; nothing takes its place.
PolicySettings& add_shock(SmallScenario& scenario, double price_rise, double cut, const char* name = "") {
  PolicySettings& policy = scenario.add_policy("supply_shock", name);
  set_field(policy, "cities", WordList{"Town 1", "Town 2"});
  set_field(policy, "industries", "industry1");
  set_field(policy, "input_share", .2);
  set_field(policy, "price_rise", price_rise);
  set_field(policy, "cut", cut);
  set_field(policy, "substitution_years", 0.0);
  return policy;
}

/// Industry 2 buys from industry 1 alone, industry 3 from itself alone; wages, returns and rents hardly move.
SmallScenario chain() {
  SmallScenario scenario{kWorld};
  scenario.set("factors.price_adjustment", 1e-6);
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t s = 0; s < 3; ++s)
      scenario.cell("input_output", r, "industry" + std::to_string(s + 1)) =
          (s == 1 && r == 0) || (s == 2 && r == 2) ? ".4" : "0";
  return scenario;
}

/// ln of the unit cost with the shock over that without, after so many steps. (node, industry)
Eigen::ArrayXXd cost_gap(const SmallScenario& scenario, const SmallScenario& without, Step steps) {
  Simulation run = run_for(scenario.build(), steps), twin = run_for(without.build(), steps);
  return (model_of(run).economy().market.unit_cost / model_of(twin).economy().market.unit_cost).log();
}

}  // namespace

TEST_SUITE("industry_migration/policies/supply_shock") {
  TEST_CASE("in the first step unit cost rises by share times log price rise, in the scope alone") {
    for (const auto& [price_rise, cut] : {std::pair{1.0, 0.0}, {0.0, .3}, {.5, .3}}) {
      SmallScenario scenario{kWorld}, without{kWorld};
      add_shock(scenario, price_rise, cut);
      const double rise = (1 + price_rise) * std::pow(1 - cut, -1 / .5);
      const Eigen::ArrayXXd gap = cost_gap(scenario, without, 1);
      for (Index i = 0; i < 4; ++i)
        for (Index s = 0; s < 3; ++s) {
          const bool hit = i < 2 && s == 0;
          // Prices of inputs are still those of the step before; two exponentials and their arguments round.
          CHECK(std::abs(gap(i, s) - (hit ? .2 * std::log(rise) : 0)) < 1e-14);
        }
    }
  }

  TEST_CASE("half the strength is half the log cost, and two shocks add up, whatever their names") {
    for (const char* name : {"a", "z"}) {
      SmallScenario scenario{kWorld};
      add_shock(scenario, 1, 0).window.strength = .5;
      set_field(add_shock(scenario, 3, 0, name), "cities", "Town 2");
      Simulation run = run_for(scenario.build(), 1);
      const Eigen::ArrayXXd& log_cost = model_of(run).fields().log_cost;
      CHECK(log_cost(0, 0) == doctest::Approx(.5 * .2 * std::log(2)).epsilon(1e-15));
      CHECK(log_cost(1, 0) == doctest::Approx(.2 * (.5 * std::log(2) + std::log(4))).epsilon(1e-15));
    }
  }

  TEST_CASE("the shock fades as home suppliers learn, from the date it began, also before the run") {
    for (const char* start : {"2010-07", "2009-01"}) {
      SmallScenario scenario{kWorld};
      PolicySettings& policy = add_shock(scenario, 1, 0);
      set_field(policy, "substitution_years", 3.0);
      set_window(policy, start);
      Simulation run = run_of(scenario.build());
      for (Step step = 0; step < 8; ++step) {
        run.step();
        const double years = run.clock().decimal_year(step) - decimal_year(*policy.window.start);
        CHECK(model_of(run).fields().log_cost(0, 0) ==
              doctest::Approx(years < 0 ? 0 : .2 * std::log(2) * std::exp(-years / 3)).epsilon(1e-14));
      }
    }
  }

  TEST_CASE("users pay a step later, by their share of inputs, and who buys elsewhere pays nothing") {
    SmallScenario scenario = chain(), without = chain();
    add_shock(scenario, 1, 0);
    const Eigen::ArrayXXd first = cost_gap(scenario, without, 1), second = cost_gap(scenario, without, 2);
    Simulation run = run_for(scenario.build(), 1), twin = run_for(without.build(), 1);
    const Eigen::ArrayXXd price =
        (model_of(run).economy().market.price_index / model_of(twin).economy().market.price_index).log();
    for (Index i = 0; i < 4; ++i) {
      CHECK(std::abs(first(i, 1)) < 1e-14);
      CHECK(price(i, 0) > .001);
      CHECK(price(i, 0) < .2 * std::log(2));
      // Factor prices move by a millionth of a gap in demand, which is of the order of one.
      CHECK(std::abs(second(i, 1) - .4 * price(i, 0)) < 3e-6);
      CHECK(std::abs(second(i, 2)) < 3e-6);
    }
    CHECK(price(0, 0) > price(2, 0));  // the nearer, the more
  }

  TEST_CASE("the industry loses while the window is open, and wins back more than half when it has closed") {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      SmallScenario scenario{kWorld}, without{kWorld};
      set_window(add_shock(scenario, 1, 0), "2010-04", "2011-04");
      scenario.seed = without.seed = seed;
      Simulation run = run_of(scenario.build()), twin = run_of(without.build());
      std::vector<double> loss;
      for (Step step = 0; step < 32; ++step) {
        run.step();
        twin.step();
        loss.push_back(1 - sum_over(panel(run.model(), "value_added_by_industry"), 3, {0, 1}, 0) /
                               sum_over(panel(twin.model(), "value_added_by_industry"), 3, {0, 1}, 0));
      }
      CAPTURE(seed);
      const double deepest = *std::max_element(loss.begin(), loss.end());
      CHECK(loss[0] == 0);
      for (Step step = 1; step < 5; ++step) CHECK(loss[step] > .05);
      CHECK(loss[5] < .5 * deepest);
      CHECK(loss[31] < .5 * deepest);
    }
  }

  TEST_CASE("no share, or neither rise nor cut, or a strength of zero, change no bit") {
    SmallScenario without{kWorld}, weak{kWorld};
    set_field(add_shock(weak, 1, .3), "input_share", 0.0);
    add_shock(weak, 0, 0, "nothing");
    add_shock(weak, 1, 0, "never").window.strength = 0;
    CHECK(same_runs(weak.build(), without.build(), 4));
    add_shock(weak, 0, .3, "real");
    CHECK_FALSE(same_runs(weak.build(), without.build(), 4));
  }
}
