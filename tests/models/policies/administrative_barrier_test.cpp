// Administrative barrier: the border between provinces or cities falls, or rises, for some kinds of flow.
#include <doctest/doctest.h>

#include <cmath>

#include "models/industry_migration/firms.hpp"
#include "models/industry_migration/friction.hpp"
#include "tests/models/policies/rule_runs.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::ArrayXXd;
using Eigen::Index;

namespace {

constexpr SmallWorld kWorld{.cities = 4, .industries = 2, .outside = true, .seed = 8};
constexpr SmallWorld kClosed{.cities = 4, .industries = 2, .outside = false, .seed = 8};
constexpr std::array<Flow, kFlows> kAllFlows{Flow::goods, Flow::firms, Flow::talent, Flow::capital,
                                             Flow::knowledge};
constexpr std::array<const char*, 8> kBorders{
    "goods.border.province",          "firms.border.province",          "knowledge.border.province",
    "capital.border.province",        "talent.general.border.province", "talent.skilled.border.province",
    "talent.college.border.province", "talent.leading.border.province"};
constexpr double kBorder = .5;

/// Towns 1 and 2 lie in the East, 3 and 4 in the West, and every kind of flow meets the same border between.
SmallScenario two_provinces(const SmallWorld& size = kWorld, double border = kBorder) {
  SmallScenario scenario{size};
  for (std::size_t k = 0; k < size.cities; ++k)
    scenario.cell("cities", k, "province") = k < size.cities / 2 ? "East" : "West";
  for (const char* name : kBorders) scenario.set(name, border);
  return scenario;
}

SmallScenario with_barrier(double removed, const char* border = "province", const SmallWorld& size = kWorld) {
  SmallScenario scenario = two_provinces(size);
  PolicySettings& policy = scenario.add_policy("administrative_barrier");
  set_field(policy, "removed", removed);
  set_field(policy, "border", border);
  return scenario;
}

/// Holds what a run feels of distance and borders against a world of lower parameters and no policy.
void check_borders_are(const MigrationModel& model, double left) {
  Simulation other = run_of(two_provinces(kClosed, kBorder * left).build());
  const Reach &found = model.reach(), &expected = model_of(other).reach();
  // Exponentials of some units, whose argument is rounded in another order.
  const auto near = [](const ArrayXXd& one, const ArrayXXd& another, double relative = 1e-14) {
    return ((one - another).abs() <= relative * another).all();
  };
  CHECK(near(found.firms, expected.firms));
  CHECK(near(found.capital, expected.capital));
  CHECK(near(found.knowledge, expected.knowledge));
  for (std::size_t q = 0; q < kTiers; ++q) CHECK(near(found.talent[q], expected.talent[q]));
  for (Index s = 0; s < 2; ++s)
    CHECK(near(model.market().freeness(s).array(), model_of(other).market().freeness(s).array(), 1e-13));
  CHECK((found.minutes == expected.minutes).all());
}

/// People, firms or units of capital that went from one province to the other in so many steps, by a panel
/// whose last two dimensions are origin and destination.
double moves_across(const Scenario& scenario, const char* flows, Step steps) {
  Simulation run = run_of(scenario);
  run.model().start_flow_interval();
  while (run.now() < steps) run.step();
  const std::vector<double> panel_values = panel(run.model(), flows);
  const std::size_t nodes = model_of(run).world().n_node(), cities = model_of(run).world().n_city();
  double sum = 0;
  for (std::size_t k = 0; k < panel_values.size(); ++k) {
    const std::size_t from = k / nodes % nodes, to = k % nodes;
    if (from < cities && to < cities && (from < cities / 2) != (to < cities / 2)) sum += panel_values[k];
  }
  return sum;
}

double real_wage(const Scenario& scenario, Step steps) {
  const Simulation run = run_for(scenario, steps);
  return panel(run.model(), "log_real_wage").front();
}

}  // namespace

TEST_SUITE("industry_migration/policies/administrative_barrier") {
  TEST_CASE("the border falls by the part removed, at full strength and at half") {
    const auto world = with_barrier(.4).world();
    for (const auto& [strength, left] : {std::pair{1.0, 1 - .4}, {.5, 1 - .4 * .5}}) {
      const ReachFields fields = reach_written(*world, strength);
      for (const Flow flow : kAllFlows)
        for (Index i = 0; i < 5; ++i)
          for (Index j = 0; j < 5; ++j) {
            CHECK(fields.of(flow).province_border(i, j) == (i < 4 && j < 4 ? left : 1.0));
            CHECK(fields.of(flow).city_border(i, j) == 1.0);
            CHECK(fields.of(flow).distance(i, j) == 1.0);
            CHECK(fields.of(flow).easing(i, j) == 0.0);
          }
    }
  }

  TEST_CASE("the border named changes: of provinces, of cities or both") {
    for (const char* border : {"province", "city", "both"}) {
      const std::string word = border;
      const auto world = with_barrier(.4, border).world();
      const ReachFields fields = reach_written(*world, 1);
      CHECK(fields.of(Flow::firms).province_border(0, 3) == (word == "city" ? 1.0 : 1 - .4));
      CHECK(fields.of(Flow::firms).city_border(0, 3) == (word == "province" ? 1.0 : 1 - .4));
    }
  }

  TEST_CASE("it reaches the named kinds of flow alone, between the named cities alone") {
    SmallScenario scenario = two_provinces();
    PolicySettings& policy = scenario.add_policy("administrative_barrier");
    set_field(policy, "flows", {"talent", "capital"});
    set_field(policy, "cities", {"Town 1", "West"});
    const auto world = scenario.world();
    const ReachFields fields = reach_written(*world, 1);
    for (const Flow flow : kAllFlows)
      for (Index i = 0; i < 5; ++i)
        for (Index j = 0; j < 5; ++j) {
          const auto member = [](Index city) { return city == 0 || city == 2 || city == 3; };
          const bool gone = (flow == Flow::talent || flow == Flow::capital) && member(i) && member(j);
          CHECK(fields.of(flow).province_border(i, j) == (gone ? 0.0 : 1.0));
        }
  }

  TEST_CASE(
      "a border that is gone altogether leaves distance: friction within and across a province is alike") {
    Simulation run = run_for(with_barrier(1).build(), 1);
    const World& world = model_of(run).world();
    const Reach& reach = model_of(run).reach();
    const DistanceDecay& decay = world.parameters.firms;
    for (Index i = 0; i < 4; ++i)
      for (Index j = 0; j < 4; ++j) {
        const double distance = decay.decay * std::log(1 + reach.minutes(i, j) / decay.time_scale);
        const double expected = distance + (i == j ? 0.0 : decay.city);
        CHECK(reach.firms(i, j) ==
              doctest::Approx(std::exp(-world.parameters.relocation_sensitivity * expected)).epsilon(1e-14));
      }
    const double outside = decay.decay * std::log(1 + reach.minutes(0, 4) / decay.time_scale) + decay.city +
                           decay.province;  // nobody named it
    CHECK(reach.firms(0, 4) ==
          doctest::Approx(std::exp(-world.parameters.relocation_sensitivity * outside)).epsilon(1e-14));
  }

  TEST_CASE(
      "over its ramp the border is as high as parameters that much lower make it, outside its window as "
      "ever") {
    SmallScenario scenario = two_provinces(kClosed);
    PolicySettings& policy = scenario.add_policy("administrative_barrier");
    set_field(policy, "removed", .8);
    set_window(policy, "2010-07", "2011-10", 1, .5);
    Simulation run = run_of(scenario.build());
    constexpr std::array<double, 8> kStrength{0, 0, 0, .125, .25, .375, .5, 0};
    for (const double strength : kStrength) {
      CAPTURE(run.now());
      run.step();
      check_borders_are(model_of(run), 1 - .8 * strength);
    }
  }

  TEST_CASE("what is removed below zero raises the border: minus one doubles it") {
    Simulation run = run_for(with_barrier(-1, "province", kClosed).build(), 1);
    check_borders_are(model_of(run), 2);
    Simulation open = run_for(with_barrier(1, "province", kClosed).build(), 1);
    check_borders_are(model_of(open), 0);
  }

  TEST_CASE("two barriers take away their part of what the other leaves, whatever they are called") {
    const auto both = [](const char* one, const char* other) {
      SmallScenario scenario = two_provinces();
      PolicySettings& first = scenario.add_policy("administrative_barrier", one);
      set_field(first, "removed", .3);
      set_field(first, "cities", {"Town 1", "Town 2", "Town 3"});
      set_window(first, "2010-04", "2012");
      PolicySettings& second = scenario.add_policy("administrative_barrier", other);
      set_field(second, "removed", -.7);
      set_field(second, "flows", {"goods", "talent"});
      return scenario;
    };
    const auto world = both("a", "b").world();
    const ReachFields fields = reach_written(*world, 1);
    CHECK(fields.of(Flow::talent).province_border(0, 2) == (1 - .3) * (1 + .7));
    CHECK(fields.of(Flow::talent).province_border(0, 3) == 1 + .7);
    CHECK(fields.of(Flow::firms).province_border(0, 2) == 1 - .3);
    CHECK(same_runs(both("a", "b").build(), both("b", "a").build(), 6));
  }

  TEST_CASE("with a barrier gone real wages are higher, whatever the seed") {
    for (const std::uint32_t seed : {2U, 8U}) {
      SmallWorld size = kClosed;
      size.seed = seed;
      CAPTURE(seed);
      SmallScenario without = two_provinces(size);
      SmallScenario with = with_barrier(1, "province", size), raised = with_barrier(-1, "province", size);
      const double wage = real_wage(without.build(), 8);
      CHECK(real_wage(with.build(), 8) > wage + .01);
      CHECK(real_wage(raised.build(), 8) < wage - .01);
    }
  }

  TEST_CASE(
      "with the barrier to them gone more firms, people and capital cross the border, and fewer when it "
      "rises") {
    struct Crossing {
      const char *flow, *panel;
    };
    for (const Crossing& crossing :
         {Crossing{"firms", "firm_flows"}, {"talent", "talent_flows"}, {"capital", "investment"}}) {
      CAPTURE(crossing.flow);
      const auto moves = [&](double removed) {
        SmallScenario scenario = two_provinces(kClosed);
        PolicySettings& policy = scenario.add_policy("administrative_barrier");
        set_field(policy, "removed", removed);
        set_field(policy, "flows", WordList{crossing.flow});
        return moves_across(scenario.build(), crossing.panel, 8);
      };
      const double before = moves(0);
      CHECK(moves(1) > 1.1 * before);
      CHECK(moves(-1) < before / 1.1);
    }
  }

  TEST_CASE("nothing removed, or strength zero, changes no bit") {
    const Scenario without = two_provinces().build();
    CHECK(same_runs(with_barrier(0, "both").build(), without, 6));
    SmallScenario idle = two_provinces();
    PolicySettings& policy = idle.add_policy("administrative_barrier");
    set_field(policy, "border", "both");
    policy.window.strength = 0;
    CHECK(same_runs(idle.build(), without, 6));
    CHECK_FALSE(same_runs(with_barrier(.5).build(), without, 2));
  }
}
