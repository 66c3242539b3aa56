// Transport link: a road, railway or bridge that opens at a date and may close at another.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/models/policies/rule_runs.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::ArrayXXd;
using Eigen::Index;

namespace {

/// Four cities on a line, an hour of rail from each to the next: 1 - 2 - 3 - 4.
SmallScenario line() {
  SmallScenario scenario{{.cities = 4, .industries = 2, .outside = true, .seed = 5}};
  scenario.drop_rows("links");
  for (const auto& [from, to] : {std::pair{"101", "102"}, {"102", "103"}, {"103", "104"}})
    scenario.add_row("links", {from, to, "rail", "60", ""});
  return scenario;
}

PolicySettings& add_link(SmallScenario& scenario, const char* from, const char* to, double minutes,
                         const char* mode = "hsr", const char* name = "") {
  PolicySettings& policy = scenario.add_policy("transport_link", name);
  set_field(policy, "from", from);
  set_field(policy, "to", to);
  set_field(policy, "minutes", minutes);
  set_field(policy, "mode", mode);
  return policy;
}

/// Minutes between the cities (1,2) (1,3) (1,4) (2,3) (2,4) (3,4).
using Ways = std::array<double, 6>;
constexpr Ways kLine{60, 120, 180, 60, 120, 60};
constexpr Ways kClosedToARing{60, 110, 50, 60, 110, 60};  // with 50 minutes from 1 to 4

Ways ways(const ArrayXXd& minutes) {
  return {minutes(0, 1), minutes(0, 2), minutes(0, 3), minutes(1, 2), minutes(1, 3), minutes(2, 3)};
}
Ways ways(const Simulation& run) {
  return ways(dynamic_cast<const MigrationModel&>(run.model()).reach().minutes);
}

/// Ways of people in each of the first steps.
std::vector<Ways> ways_by_step(const Scenario& scenario, Step steps) {
  Simulation run = run_of(scenario);
  std::vector<Ways> all;
  while (run.now() < steps) {
    run.step();
    all.push_back(ways(run));
  }
  return all;
}

/// Freeness of trade between the ends of the line, by minutes.
double freeness(const World& world, Index industry, double minutes) {
  const Parameters& p = world.parameters;
  const double border =
      p.goods_border_city + (world.province[0] != world.province[3] ? p.goods_border_province : 0.0);
  const double kappa = world.industries[static_cast<std::size_t>(industry)].iceberg;
  return std::exp((1 - world.technology.elasticity(industry)) *
                  (kappa * std::log(1 + minutes / p.goods_time_scale) + border));
}

}  // namespace

TEST_SUITE("industry_migration/policies/transport_link") {
  TEST_CASE(
      "a link is there from the step of its start to that before its end, and shortest ways are as by hand") {
    SmallScenario scenario = line();
    set_window(add_link(scenario, "Town 1", "Town 4", 50), "2010-07", "2011-04");
    const std::vector<Ways> found = ways_by_step(scenario.build(), 6);
    CHECK(found == std::vector<Ways>{kLine, kLine, kClosedToARing, kClosedToARing, kClosedToARing, kLine});
  }

  TEST_CASE("a date within a step counts from the step that follows it") {
    SmallScenario scenario = line();
    set_window(add_link(scenario, "Town 1", "Town 4", 50), "2010-05-17", "2010-10-02");
    const std::vector<Ways> found = ways_by_step(scenario.build(), 5);
    CHECK(found == std::vector<Ways>{kLine, kLine, kClosedToARing, kClosedToARing, kLine});
  }

  TEST_CASE(
      "a link without a start, or with one before the run, is open in the first step; without an end it "
      "stays") {
    for (const char* start : {"", "2001-01", "2010-01"}) {
      CAPTURE(start);
      SmallScenario scenario = line();
      set_window(add_link(scenario, "Town 1", "Town 4", 50), start);
      CHECK(ways_by_step(scenario.build(), 2) == std::vector<Ways>{kClosedToARing, kClosedToARing});
      scenario.drop_policies();
      set_window(add_link(scenario, "Town 1", "Town 4", 50), start, "2010-04");
      CHECK(ways_by_step(scenario.build(), 2) == std::vector<Ways>{kClosedToARing, kLine});
    }
  }

  TEST_CASE("the start is fitted without it, even where it is open from the first day") {
    SmallScenario scenario = line();
    Simulation without = run_of(scenario.build());
    add_link(scenario, "Town 1", "Town 4", 50, "road");
    Simulation with = run_of(scenario.build());
    const Calibration &one = model_of(with).calibration(), &other = model_of(without).calibration();
    CHECK((one.amenity == other.amenity).all());
    CHECK((one.firm_site == other.firm_site).all());
    CHECK((one.capital_site == other.capital_site).all());
    CHECK((one.knowledge == other.knowledge).all());
    CHECK((one.external == other.external).all());
    CHECK((one.founding_taste == other.founding_taste).all());
    CHECK((one.founding_rate == other.founding_rate).all());
    CHECK(with.model().checksum() == without.model().checksum());
    CHECK(same_bytes(all_panels(with.model()), all_panels(without.model())));
    CHECK(ways(with) == kLine);
    with.step();
    without.step();
    CHECK(with.model().checksum() != without.model().checksum());
  }

  TEST_CASE("high-speed rail carries people but no goods; rail, road and bridge carry both") {
    const Simulation plain = run_for(line().build(), 1);
    const Market& before = dynamic_cast<const MigrationModel&>(plain.model()).market();
    for (const char* mode : {"hsr", "rail", "road", "bridge"}) {
      CAPTURE(mode);
      SmallScenario scenario = line();
      add_link(scenario, "Town 1", "Town 4", 50, mode);
      Simulation run = run_for(scenario.build(), 1);
      const MigrationModel& model = model_of(run);
      CHECK(ways(run) == kClosedToARing);
      for (Index s = 0; s < 2; ++s) {
        if (std::string{mode} == "hsr")
          CHECK((model.market().freeness(s).array() == before.freeness(s).array()).all());
        else  // an exponential of some units
          CHECK(model.market().freeness(s)(0, 3) ==
                doctest::Approx(freeness(model.world(), s, 50)).epsilon(1e-13));
        CHECK(before.freeness(s)(0, 3) == doctest::Approx(freeness(model.world(), s, 180)).epsilon(1e-13));
      }
    }
  }

  TEST_CASE("at half strength the link is half as fast") {
    SmallScenario scenario = line();
    set_window(add_link(scenario, "Town 1", "Town 4", 50), "2010-01", "", 0, .5);
    CHECK(ways_by_step(scenario.build(), 1)[0] == Ways{60, 120, 100, 60, 120, 60});
  }

  TEST_CASE("of two links one opens on the day on which the other closes") {
    SmallScenario scenario = line();
    set_window(add_link(scenario, "Town 1", "Town 4", 50, "hsr", "old"), "2010-04", "2010-10");
    set_window(add_link(scenario, "Town 1", "Town 3", 30, "hsr", "new"), "2010-10", "2011-04");
    constexpr Ways kNew{60, 30, 90, 60, 120, 60};
    const std::vector<Ways> found = ways_by_step(scenario.build(), 6);
    CHECK(found == std::vector<Ways>{kLine, kClosedToARing, kClosedToARing, kNew, kNew, kLine});
  }

  TEST_CASE(
      "two links that hold together are one way, and of two between the same cities the faster counts") {
    SmallScenario scenario = line();
    add_link(scenario, "Town 1", "Town 3", 30, "hsr", "one");
    add_link(scenario, "Town 3", "Town 4", 20, "road", "two");
    add_link(scenario, "Town 4", "Town 3", 45, "hsr", "slow");
    CHECK(ways_by_step(scenario.build(), 1)[0] == Ways{60, 30, 50, 60, 80, 20});
  }

  TEST_CASE("links that open in the tables and links of policies do not disturb each other") {
    SmallScenario scenario = line();
    scenario.add_row("links", {"102", "104", "rail", "25", "2011"});
    set_window(add_link(scenario, "Town 1", "Town 4", 50), "2010-07", "2011-01");
    constexpr Ways kTable{60, 120, 85, 60, 25, 60};
    const std::vector<Ways> found = ways_by_step(scenario.build(), 5);
    CHECK(found == std::vector<Ways>{kLine, kLine, kClosedToARing, kClosedToARing, kTable});
  }

  TEST_CASE("a road brings both ends nearer to markets, and people and firms go from one to the other more") {
    const auto result = [](bool with) {
      SmallScenario scenario = line();
      if (with) set_window(add_link(scenario, "Town 1", "Town 4", 20, "road"), "2010-04");
      Simulation run = run_for(scenario.build(), 1);
      run.model().start_flow_interval();
      while (run.now() < 12) run.step();
      const MigrationModel& model = model_of(run);
      const std::size_t nodes = model.world().n_node();
      const std::vector<double> access = panel(model, "market_access"), firms = panel(model, "firm_flows"),
                                people = panel(model, "talent_flows");
      std::array<double, 4> found{access[0], access[3], 0, 0};
      for (std::size_t s = 0; s < 2; ++s)
        found[2] += firms[(s * nodes + 0) * nodes + 3] + firms[(s * nodes + 3) * nodes + 0];
      for (std::size_t q = 0; q < kTiers; ++q)
        found[3] += people[(q * nodes + 0) * nodes + 3] + people[(q * nodes + 3) * nodes + 0];
      return found;
    };
    const std::array<double, 4> with = result(true), without = result(false);
    for (std::size_t k = 0; k < 4; ++k) {
      CAPTURE(k);
      CHECK(with[k] > 1.05 * without[k]);
    }
  }

  TEST_CASE(
      "strength zero, a link slower than what is there, or one that opens after the end change no bit") {
    const Scenario without = line().build();
    SmallScenario idle = line(), slow = line(), late = line();
    set_window(add_link(idle, "Town 1", "Town 4", 50, "road"), "2010-01", "", 0, 0);
    CHECK(same_runs(idle.build(), without, 6));
    add_link(slow, "Town 1", "Town 4", 180, "road");
    CHECK(same_runs(slow.build(), without, 6));
    set_window(add_link(late, "Town 1", "Town 4", 50, "road"), "2020-01");
    CHECK(same_runs(late.build(), without, 6));
  }

  TEST_CASE("a run that was stopped before or after an opening or a closing goes on as one that was not") {
    SmallScenario scenario = line();
    set_window(add_link(scenario, "Town 1", "Town 4", 50, "road"), "2010-07", "2011-04");
    Simulation whole = run_of(scenario.build());
    std::vector<SavedArrays> saved;
    for (Step step = 0; step < 8; ++step) {
      saved.push_back(state_of(whole));
      whole.step();
    }
    for (Step stop = 0; stop < 8; ++stop) {
      CAPTURE(stop);
      Simulation resumed = run_of(scenario.build());
      StateLoader loader{saved[stop]};
      resumed.visit_state(loader);
      while (resumed.now() < 8) resumed.step();
      CHECK(resumed.model().checksum() == whole.model().checksum());
      CHECK(same_bytes(all_panels(resumed.model()), all_panels(whole.model())));
      CHECK(state_of(resumed) == state_of(whole));
    }
  }

  TEST_CASE("a link to where it comes from is refused, with its place") {
    SmallScenario scenario = line();
    add_link(scenario, "Town 2", "第2市", 50);
    const std::vector<Diagnostic> problems = scenario.problems();
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].problem == "policy.transport_link.to is \"第2市\", the city that the link comes from");
    CHECK(problems[0].hint == "a link joins two cities");
    CHECK(problems[0].where.line == 10);
  }
}
