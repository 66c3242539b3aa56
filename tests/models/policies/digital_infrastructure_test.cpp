// Digital infrastructure: distance counts for less among the cities of a scope.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/models/policies/rule_runs.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

constexpr SmallWorld kWorld{.cities = 5, .industries = 2, .outside = true, .seed = 3};
const WordList kMembers{"Town 1", "Town 2", "Town 3"};

SmallScenario with_networks(double reduction, const SmallWorld& size = kWorld) {
  SmallScenario scenario{size};
  PolicySettings& policy = scenario.add_policy("digital_infrastructure");
  set_field(policy, "cities", kMembers);
  set_field(policy, "reduction", reduction);
  return scenario;
}

}  // namespace

TEST_SUITE("industry_migration/policies/digital_infrastructure") {
  TEST_CASE("distance counts for less between two cities of the scope, for the named flows alone") {
    const auto world = with_networks(.3).world();
    const ReachFields fields = reach_written(*world, 1);
    for (const Flow flow : {Flow::goods, Flow::firms, Flow::talent, Flow::capital, Flow::knowledge})
      for (Index i = 0; i < 6; ++i)
        for (Index j = 0; j < 6; ++j) {
          const bool eased = (flow == Flow::capital || flow == Flow::knowledge) && i < 3 && j < 3;
          CAPTURE(i);
          CAPTURE(j);
          CHECK(fields.of(flow).distance(i, j) == (eased ? 1.0 - .3 : 1.0));
          CHECK(fields.of(flow).easing(i, j) == 0);
          CHECK(fields.of(flow).city_border(i, j) == 1);
          CHECK(fields.of(flow).province_border(i, j) == 1);
        }
  }

  TEST_CASE("the reach of knowledge is exp(-0.7 zeta ln(1 + T/T0)) times the borders'") {
    Simulation run = run_for(with_networks(.3).build(), 1), twin = run_for(SmallScenario{kWorld}.build(), 1);
    const Reach &reach = model_of(run).reach(), &before = model_of(twin).reach();
    const DistanceDecay& decay = model_of(run).world().parameters.knowledge;
    for (Index i = 0; i < 3; ++i)
      for (Index j = 0; j < 3; ++j) {
        const double spared = .3 * decay.decay * std::log(1 + reach.minutes(i, j) / decay.time_scale);
        // Two exponentials of 2 units in the last place each.
        CHECK(reach.knowledge(i, j) ==
              doctest::Approx(before.knowledge(i, j) * std::exp(spared)).epsilon(1e-14));
        CHECK(reach.firms(i, j) == before.firms(i, j));
      }
    CHECK(reach.knowledge(0, 4) == before.knowledge(0, 4));
  }

  TEST_CASE("two rules multiply, whatever they are called, and half a rule takes half away") {
    for (const bool first_by_name : {false, true}) {
      SmallScenario scenario = with_networks(.3);
      PolicySettings& other = scenario.add_policy("digital_infrastructure", first_by_name ? "a" : "z");
      set_field(other, "reduction", .2);
      const auto world = scenario.world();
      const ReachFields full = reach_written(*world, 1), half = reach_written(*world, .5);
      CHECK(full.of(Flow::knowledge).distance(0, 1) == (1 - .3) * (1 - .2));
      CHECK(full.of(Flow::knowledge).distance(0, 4) == 1 - .2);
      CHECK(half.of(Flow::knowledge).distance(0, 1) == (1 - .3 * .5) * (1 - .2 * .5));
    }
  }

  TEST_CASE("it holds in its window, and grows over its ramp") {
    SmallScenario scenario{kWorld};
    PolicySettings& policy = scenario.add_policy("digital_infrastructure");
    set_field(policy, "cities", kMembers);
    set_window(policy, "2010-04", "2011-01", .5);
    Simulation run = run_of(scenario.build());
    std::vector<double> reach;
    for (Step step = 0; step < 5; ++step) {
      run.step();
      reach.push_back(model_of(run).reach().knowledge(0, 1));
    }
    CHECK(reach[0] == reach[1]);  // the ramp begins with nothing
    CHECK(reach[2] > reach[1]);
    CHECK(reach[3] > reach[2]);
    CHECK(reach[4] == reach[0]);
  }

  TEST_CASE("firms of the scope learn more than without it, and all others fall behind their mean") {
    SmallScenario scenario = with_networks(.3), without{kWorld};
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

  TEST_CASE("in six years industry and capital grow together in the scope, on the same random numbers") {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      SmallScenario scenario = with_networks(.5), without{kWorld};
      std::vector<double> mass, capital;
      for (SmallScenario* one : {&scenario, &without}) {
        one->seed = seed;
        one->set("firms.knowledge_growth", .05);
        Simulation run = run_of(one->build());
        run.model().start_flow_interval();
        while (run.now() < 24) run.step();
        const std::vector<double> cells = panel(run.model(), "mass"),
                                  flows = panel(run.model(), "capital_flows");
        double members = 0, others = 0, between = 0;
        for (std::size_t cell = 0; cell < cells.size(); ++cell)
          (cell / 2 < 3 ? members : others) += cells[cell];
        for (std::size_t i = 0; i < 3; ++i)
          for (std::size_t j = 0; j < 3; ++j) between += i == j ? 0 : flows[i * 6 + j];
        mass.push_back(members / others);
        capital.push_back(between);
      }
      CAPTURE(seed);
      CHECK(mass[0] > mass[1]);
      CHECK(capital[0] > capital[1]);
    }
  }

  TEST_CASE("a reduction of zero, and a strength of zero, change no bit") {
    SmallScenario without{kWorld}, weak{kWorld};
    weak.add_policy("digital_infrastructure").window.strength = 0;
    CHECK(same_runs(with_networks(0).build(), without.build(), 4));
    CHECK(same_runs(weak.build(), without.build(), 4));
    CHECK_FALSE(same_runs(with_networks(.3).build(), without.build(), 4));
  }
}
