// Parks: land as it is paid for, who may come, how many fit, and what a park that is closed does: nothing.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "models/industry_migration/friction.hpp"
#include "models/industry_migration/park_choice.hpp"
#include "tests/support/chi_square.hpp"
#include "tests/support/governed_world.hpp"
#include "tests/support/model_run.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

/// Four cities that differ, closed, with firms that consider moving every year.
SmallScenario restless() {
  SmallScenario small{{.cities = 4, .industries = 3, .outside = false, .seed = 5}};
  small.people_per_agent = 100;
  small.set("firms.relocation.hazard", 1);
  small.set("firms.relocation.sunk_cost", 0);
  return small;
}

/// A park that many want to go to; its land is there from the start unless a test gives it a price.
PolicySettings& add_park(SmallScenario& small, const char* origin, const char* host, double km2,
                         const std::string& name = {}) {
  PolicySettings& park = small.add_policy("industrial_enclave", name);
  set_field(park, "origin", origin);
  set_field(park, "host", host);
  set_field(park, "capacity_km2", km2);
  set_field(park, "cost_per_km2", 0.0);
  set_field(park, "bonus", 1.5);
  return park;
}

const MigrationModel& model_in(Simulation& run) { return model_of(run); }

MassUnits mass_of(const World& world, const FirmPopulation& firms, std::size_t row) {
  const double power = world.technology.elasticity(firms.industry[row]) - 1.0;
  return FirmSize{}.units(power * static_cast<double>(firms.log_productivity[row]));
}

/// Rows that came into a park in the step between two populations.
std::vector<std::size_t> newcomers(const FirmPopulation& before, const FirmPopulation& after,
                                   std::size_t park, std::int32_t now) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < after.city.size(); ++row) {
    if (after.city[row] == kNowhere || after.park[row] != park) continue;
    const bool known = row < before.city.size() && before.city[row] != kNowhere;
    if (!known || before.park[row] != park || after.settled[row] == now) rows.push_back(row);
  }
  return rows;
}

/// Land that a firm takes in a park, at the prices of the last step  [km2]
double land_of(const MigrationModel& model, const FirmPopulation& firms, std::size_t row, std::size_t park) {
  const std::uint8_t industry = firms.industry[row];
  return static_cast<double>(mass_of(model.world(), firms, row)) / kMassUnit *
         model.world().firm_weight[industry] *
         model.park_choice().land_per_mass(static_cast<ParkNumber>(park), industry);
}

/// Land that is left in a park by those who stood in it, and land that the newcomers of a step take.
struct Room {
  double free, taken;
};
Room room_in(Simulation& run, const FirmPopulation& before, std::size_t park) {
  const MigrationModel& model = model_in(run);
  Room room{built_land(model.economy(), model.fields(), park), 0};
  for (std::size_t row = 0; row < before.city.size(); ++row)
    if (before.city[row] != kNowhere && before.park[row] == park)
      room.free -= land_of(model, before, row, park);
  room.free = std::max(room.free, 0.0);
  const FirmPopulation& after = model.economy().firms;
  for (const std::size_t row : newcomers(before, after, park, model.world().clock.months(run.now())))
    room.taken += land_of(model, after, row, park);
  return room;
}

double sum_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Names of the panels of one run that hold other bytes in the other, or are not there.
std::vector<std::string> panels_that_differ(const Simulation& run, const Simulation& other) {
  std::vector<std::string> names;
  for (const Panel& one : run.model().panels()) {
    const auto& there = other.model().panels();
    const bool known =
        std::any_of(there.begin(), there.end(), [&](const Panel& two) { return two.name == one.name; });
    if (!known || !same_bytes(panel(run.model(), one.name), panel(other.model(), one.name)))
      names.push_back(one.name);
  }
  return names;
}

void advance(Simulation& run, Step steps) {
  while (run.now() < steps) run.step();
}

}  // namespace

TEST_SUITE("industry_migration/parks") {
  TEST_CASE(
      "land is built as it is paid for, an eighth a quarter, and bears firms of the host from then on") {
    SmallScenario small = restless();
    PolicySettings& park = add_park(small, "Town 1", "Town 2", 4);
    set_field(park, "cost_per_km2", .1);
    Simulation run = run_of(small.build());
    const MigrationModel& model = model_in(run);
    const double plain = model.world().cities[1].area_km2 * model.world().parameters.built_land_share;
    for (int step = 0; step < 12; ++step) {
      const double built_before = std::min(4.0, 4 * step / 8.0);
      run.step();
      // Whole fen: 1e-10 of a hundred million yuan, for a tenth of it a km2.
      CHECK(built_land(model.economy(), model.fields(), 0) ==
            doctest::Approx(std::min(4.0, 4 * (step + 1) / 8.0)).epsilon(1e-7));
      CHECK(panel(model, "park_land")[0] == built_land(model.economy(), model.fields(), 0));
      CHECK(model.economy().market.stock(1, kLandFactor) ==
            doctest::Approx(plain + built_before).epsilon(1e-7));
      CHECK(model.economy().market.stock(0, kLandFactor) ==
            model.world().cities[0].area_km2 * model.world().parameters.built_land_share);
    }
    CHECK(built_land(model.economy(), model.fields(), 0) <= 4);
  }

  TEST_CASE("a ramp opens a park's land little by little, and what is paid never falls") {
    SmallScenario small = restless();
    PolicySettings& park = add_park(small, "Town 1", "Town 2", 4);
    set_field(park, "cost_per_km2", .1);
    park.window.ramp_years = 3;
    park.window.strength = .5;
    park.window.end = date_from("2014-01");
    Simulation run = run_of(small.build());
    const MigrationModel& model = model_in(run);
    Fen paid = 0;
    double built = 0;
    for (int step = 0; step < 20; ++step) {
      run.step();
      const double open = step >= 16 ? 0 : 4 * .5 * std::min(1.0, step / 12.0);
      CHECK(model.fields().parks[0].capacity_km2 == doctest::Approx(open).epsilon(1e-15));
      const double land = built_land(model.economy(), model.fields(), 0);
      CHECK(land <= 4 * .5);
      if (step < 16) CHECK(land <= open);
      CHECK(land >= built);  // what was developed stays, also when the contract has ended
      built = land;
      CHECK(model.economy().money.park_paid[0] >= paid);
      paid = model.economy().money.park_paid[0];
    }
    CHECK(paid <= fen_of(2 * .1));
    CHECK(paid > fen_of(1 * .1));
  }

  TEST_CASE("firms of a cell take as much land as there is where rents have cleared") {
    Simulation run = run_of(restless().build());
    const MigrationModel& model = model_in(run);
    const World& world = model.world();
    Economy economy = model.economy();
    // At the start unit costs, sales and rents fit each other.
    for (std::size_t i = 0; i < world.n_city(); ++i) {
      double land = 0;
      for (std::size_t s = 0; s < world.n_industry(); ++s)
        land += economy.market.mass(static_cast<Index>(i), static_cast<Index>(s)) *
                land_per_mass(world, economy.market, i, s);
      CHECK(land == doctest::Approx(economy.market.stock(static_cast<Index>(i), kLandFactor)).epsilon(1e-8));
    }
  }

  TEST_CASE("the pull of a park is V_park: host's offer, bonus, what is left of distance, and obstruction") {
    SmallScenario small = restless();
    small.set("government.obstruction", .8);
    const auto set_terms = [](PolicySettings& park, double easing, double bonus, double split) {
      set_field(park, "easing", easing);
      set_field(park, "bonus", bonus);
      set_field(park, "tax_split", split);
    };
    set_terms(add_park(small, "Town 1", "Town 2", 50, "a"), .25, .3, .5);
    set_terms(add_park(small, "Town 1", "Town 3", 50, "b"), 1, -.2, 0);
    set_terms(add_park(small, "Town 1", "Town 2", 50, "c"), 0, 0, 1);
    set_terms(add_park(small, "Town 4", "Town 1", 50, "d"), .5, .1, .25);
    Simulation run = run_of(small.build());
    run.step();
    const MigrationModel& model = model_in(run);
    const World& world = model.world();
    const Parameters& p = world.parameters;
    const Eigen::ArrayXXd minutes = node_minutes(world, *world.graph, 2010);
    const Eigen::ArrayXXd far = friction(minutes, world.province, p.firms, FlowFields::none(4));
    const auto pull = [&](std::size_t s, Index from, Index to, double easing, double bonus, double split) {
      return model.firm_choice().offer(s, static_cast<std::size_t>(to)) *
             std::exp(p.relocation_sensitivity * (bonus - (1 - easing) * far(from, to) - .8 * (1 - split)));
    };
    for (std::size_t s = 0; s < world.n_industry(); ++s) {
      const std::vector<double> wanted{pull(s, 0, 1, .25, .3, .5), pull(s, 0, 2, 1, -.2, 0),
                                       pull(s, 0, 1, 0, 0, 1)};
      CHECK(model.park_choice().weight(s, 0) == doctest::Approx(sum_of(wanted)).epsilon(1e-12));
      CHECK(model.park_choice().weight(s, 3) == doctest::Approx(pull(s, 3, 0, .5, .1, .25)).epsilon(1e-12));
      for (const std::size_t other : {1U, 2U}) CHECK(model.park_choice().weight(s, other) == 0);
      std::vector<int> drawn(3, 0);
      const StepDraws words = draws(world, Stream::firm_relocation, static_cast<Step>(s));
      constexpr int kDraws = 20'000;
      for (std::uint32_t k = 0; k < kDraws; ++k)
        ++drawn.at(model.park_choice().draw(s, 0, words.block(k)[0], words.block(k)[1]));
      std::vector<double> expected;
      for (const double weight : wanted) expected.push_back(kDraws * weight / sum_of(wanted));
      CHECK(chi_square(drawn, expected) < four_deviations(2));
    }
    // Those in a park stay the gladlier, by its bonus.
    CHECK(model.park_choice().stay(0) ==
          doctest::Approx(std::exp(p.relocation_sensitivity * .3)).epsilon(1e-13));
    CHECK(model.park_choice().stay(2) == 1);
  }

  TEST_CASE("only firms of the origin come, only of the industries taken, and they keep to their host") {
    SmallScenario small = restless();
    set_field(add_park(small, "Town 1", "Town 2", 30, "a"), "industries", WordList{"industry1", "industry3"});
    set_field(add_park(small, "Town 3", "Town 2", 30, "b"), "industries", "industry2");
    add_park(small, "Town 2", "Town 1", 30, "c");
    add_park(small, "Town 1", "Town 2", 30, "d");
    Simulation run = run_of(small.build());
    const MigrationModel& model = model_in(run);
    const World& world = model.world();
    std::vector<std::size_t> came(world.n_park(), 0);
    for (int step = 0; step < 12; ++step) {
      const FirmPopulation before = model.economy().firms;
      run.step();
      const FirmPopulation& after = model.economy().firms;
      const std::int32_t now = world.clock.months(run.now());
      std::size_t wrong = 0;
      for (std::size_t k = 0; k < world.n_park(); ++k) {
        const Park& park = world.parks[k];
        for (std::size_t row = 0; row < after.city.size(); ++row)
          if (after.city[row] != kNowhere && after.park[row] == k)
            wrong += after.city[row] == park.host && park.industries[after.industry[row]] ? 0 : 1;
        for (const std::size_t row : newcomers(before, after, k, now)) {
          ++came[k];
          const bool branch = after.founded[row] == now;
          const std::size_t from = branch ? after.home[row] : before.city[row];
          wrong += from == park.origin ? 0 : 1;
          wrong += after.settled[row] == now ? 0 : 1;
          if (!branch) wrong += after.home[row] == before.home[row] ? 0 : 1;
        }
      }
      CHECK(wrong == 0);
    }
    for (const std::size_t one : came) CHECK(one > 20);
  }

  TEST_CASE("what is counted of parks is what the firms' own records say") {
    Simulation run = run_of(governed_world().build());
    const MigrationModel& model = model_in(run);
    const World& world = model.world();
    const std::size_t industries = world.n_industry();
    double parked = 0;
    while (run.now() < 14) {
      const FirmPopulation before = model.economy().firms;
      run.model().start_flow_interval();
      run.step();
      const Economy& economy = model.economy();
      std::vector<std::int64_t> firms(world.n_park() * industries, 0), moves(firms), branches(firms);
      std::vector<MassUnits> mass(firms.size(), 0);
      for (std::size_t row = 0; row < economy.firms.city.size(); ++row) {
        if (economy.firms.city[row] == kNowhere || economy.firms.park[row] == kNoPark) continue;
        const std::size_t cell = economy.firms.park[row] * industries + economy.firms.industry[row];
        ++firms[cell];
        mass[cell] += mass_of(world, economy.firms, row);
      }
      CHECK(economy.census.park_firms == firms);
      CHECK(economy.census.park_mass == mass);
      const std::int32_t now = world.clock.months(run.now());
      for (std::size_t k = 0; k < world.n_park(); ++k)
        for (const std::size_t row : newcomers(before, economy.firms, k, now))
          ++(economy.firms.founded[row] == now ? branches
                                               : moves)[k * industries + economy.firms.industry[row]];
      for (std::size_t cell = 0; cell < firms.size(); ++cell) {
        const double weight = world.firm_weight[cell % industries];
        CHECK(panel(model, "park_firms")[cell] == static_cast<double>(firms[cell]) * weight);
        CHECK(panel(model, "park_moves")[cell] == static_cast<double>(moves[cell]) * weight);
        CHECK(panel(model, "park_branches")[cell] == static_cast<double>(branches[cell]) * weight);
        parked += static_cast<double>(firms[cell]);
      }
      for (std::size_t k = 0; k < world.n_park(); ++k) {
        double land = 0;
        for (std::size_t s = 0; s < industries; ++s)
          land += static_cast<double>(mass[k * industries + s]) / kMassUnit * world.firm_weight[s] *
                  land_per_mass(world, economy.market, world.parks[k].host, s);
        CHECK(panel(model, "park_land_used")[k] == doctest::Approx(land).epsilon(1e-12));
      }
    }
    CHECK(parked > 100);
  }

  TEST_CASE("newcomers never take more land than was built and free when the step began") {
    for (const std::string mode : {"move", "branch", "either"}) {
      CAPTURE(mode);
      SmallScenario small = restless();
      for (const auto& [name, host, km2] :
           {std::tuple{"a", "Town 2", .02}, {"b", "Town 3", .3}, {"c", "Town 2", .5}})
        set_field(add_park(small, "Town 1", host, km2, name), "mode", WordList{mode});
      set_field(add_park(small, "Town 3", "Town 2", .8, "paid"), "mode", WordList{mode});
      Simulation run = run_of(small.build());
      const MigrationModel& model = model_in(run);
      double came = 0, fullest = 0;
      for (int step = 0; step < 10; ++step) {
        const FirmPopulation before = model.economy().firms;
        run.step();
        for (std::size_t k = 0; k < model.world().n_park(); ++k) {
          const Room room = room_in(run, before, k);
          CHECK(model.park_choice().free_land()[k] == doctest::Approx(room.free).epsilon(1e-9));
          // Productivity is kept in 24 bits, and mass is a table good to 1e-6.
          CHECK(room.taken <= room.free * (1 + 1e-5));
          came += room.taken;
          if (room.free > 0) fullest = std::max(fullest, room.taken / room.free);
        }
      }
      CHECK(came > .5);
      CHECK(fullest > .9);  // and so some were turned away
    }
  }

  TEST_CASE("who gets the last room is the same on 1, 2 and 8 threads") {
    SmallScenario small = restless();
    small.people_per_agent = 20;  // several blocks of firms
    add_park(small, "Town 1", "Town 2", .3, "a");
    add_park(small, "Town 1", "Town 2", .1, "b");
    add_park(small, "Town 3", "Town 4", .2, "c");
    const Scenario scenario = small.build();
    const auto end_of = [&](int threads) {
      Workers workers{threads};
      return workers.run([&] {
        Simulation run = run_of(scenario);
        REQUIRE(model_of(run).economy().firms.slots.size() > 4 * 1024);
        advance(run, 8);
        return state_of(run);
      });
    };
    const SavedArrays alone = end_of(1);
    CHECK(end_of(2) == alone);
    CHECK(end_of(8) == alone);
  }

  TEST_CASE("firms come wholly, with a branch, or as the parameter for branches says") {
    const auto came = [](const char* mode, double share) {
      SmallScenario small = restless();
      small.set("firms.branch.share", share);
      set_field(add_park(small, "Town 1", "Town 2", 30), "mode", mode);
      Simulation run = run_of(small.build());
      advance(run, 4);
      return std::pair{sum_of(panel(run.model(), "park_moves")), sum_of(panel(run.model(), "park_branches"))};
    };
    const auto [moves, no_branches] = came("move", .3);
    CHECK(moves > 100);
    CHECK(no_branches == 0);
    const auto [no_moves, branches] = came("branch", .3);
    CHECK(no_moves == 0);
    CHECK(branches > 100);
    for (const double share : {0.0, .2, .7, 1.0}) {
      CAPTURE(share);
      const auto [some, others] = came("either", share);
      const double all = some + others;
      REQUIRE(all > 100);
      // Four standard errors of a share; weights of firms are near one here.
      CHECK(std::abs(others / all - share) <= 4 * std::sqrt(share * (1 - share) / all * 2));
    }
  }

  TEST_CASE("a branch in a park is its parent's, and weighs with it what the parent weighed") {
    SmallScenario small = restless();
    for (const char* name : {"firms.noise", "firms.exit.base", "firms.exit.span", "firms.entry_response",
                             "firms.founder_share", "firms.knowledge_growth"})
      small.set(name, 0);
    set_field(add_park(small, "Town 1", "Town 2", 30), "mode", "branch");
    Simulation run = run_of(small.build());
    const MigrationModel& model = model_in(run);
    const auto mass = [&](std::size_t city) {
      double all = 0;
      for (std::size_t row = 0; row < model.economy().firms.city.size(); ++row) {
        const FirmPopulation& firms = model.economy().firms;
        if (firms.city[row] == kNowhere) continue;
        if (city == 0 ? firms.park[row] == kNoPark : firms.park[row] != kNoPark)
          all += static_cast<double>(mass_of(model.world(), firms, row)) *
                 model.world().firm_weight[firms.industry[row]];
      }
      return all;
    };
    const double before = mass(0);
    run.step();
    REQUIRE(mass(1) > 0);
    CHECK(mass(0) + mass(1) == doctest::Approx(before).epsilon(1e-5));  // 24 bits, and a table good to 1e-6
    for (std::size_t row = 0; row < model.economy().firms.city.size(); ++row)
      if (model.economy().firms.city[row] != kNowhere && model.economy().firms.park[row] != kNoPark)
        CHECK(model.economy().firms.home[row] == 0);
  }

  TEST_CASE("a firm that leaves a park for another place stands in none") {
    SmallScenario small = restless();
    small.set("firms.relocation.hazard", 4);
    set_field(add_park(small, "Town 1", "Town 2", 30, "a"), "mode", "move");
    set_field(add_park(small, "Town 2", "Town 3", 30, "b"), "mode", "move");
    Simulation run = run_of(small.build());
    const MigrationModel& model = model_in(run);
    std::size_t left = 0, passed_on = 0, elsewhere = 0;
    for (int step = 0; step < 10; ++step) {
      const FirmPopulation before = model.economy().firms;
      run.step();
      const FirmPopulation& after = model.economy().firms;
      for (std::size_t row = 0; row < before.city.size(); ++row) {
        if (before.city[row] == kNowhere || before.park[row] != 0 || after.city[row] == kNowhere) continue;
        if (after.founded[row] != before.founded[row] || after.city[row] == before.city[row]) continue;
        ++left;
        // Into the other park, whose origin is this one's host, or into none.
        if (after.park[row] == 1)
          ++passed_on;
        else if (after.park[row] != kNoPark)
          ++elsewhere;
      }
      CHECK_NOTHROW(audit_parks(model.world(), model.economy().census));
    }
    CHECK(left > 50);
    CHECK(passed_on > 5);
    CHECK(left - passed_on > 5);
    CHECK(elsewhere == 0);
  }

  TEST_CASE("a park that is closed takes nobody and changes no byte of what a run shows") {
    const SmallScenario plain = restless();
    Simulation without = run_of(plain.build());
    advance(without, 6);
    const auto check = [&](const std::string& why, const auto& close) {
      CAPTURE(why);
      SmallScenario small = plain;
      PolicySettings& park = add_park(small, "Town 1", "Town 2", 30);
      set_field(park, "cost_per_km2", .05);
      close(park);
      Simulation run = run_of(small.build());
      advance(run, 6);
      CHECK(sum_of(panel(run.model(), "park_firms")) == 0);
      CHECK(run.model().checksum() == without.model().checksum());
      CHECK(panels_that_differ(without, run) == std::vector<std::string>{});
    };
    check("no land", [](PolicySettings& park) { set_field(park, "capacity_km2", 0.0); });
    check("no strength", [](PolicySettings& park) { park.window.strength = 0; });
    check("over before the run", [](PolicySettings& park) { park.window.end = date_from("2010-01"); });
    check("after the run", [](PolicySettings& park) { park.window.start = date_from("2019-01"); });
  }

  TEST_CASE("a park whose cities have no money is never built and takes nobody") {
    SmallScenario small = restless();
    for (const char* tax : {"government.tax.value_added", "government.tax.profit", "government.tax.land"})
      small.set(tax, 0);
    Simulation without = run_of(small.build());
    set_field(add_park(small, "Town 1", "Town 2", 30), "cost_per_km2", .05);
    Simulation run = run_of(small.build());
    advance(without, 4);
    advance(run, 4);
    CHECK(sum_of(panel(run.model(), "park_land")) == 0);
    CHECK(panels_that_differ(without, run) == std::vector<std::string>{});
  }

  TEST_CASE("a park that ends keeps the firms that it has and gets no more") {
    SmallScenario small = restless();
    set_field(add_park(small, "Town 1", "Town 2", 30), "mode", "move");
    SmallScenario ending = small;
    ending.drop_policies();
    PolicySettings& park = add_park(ending, "Town 1", "Town 2", 30);
    set_field(park, "mode", "move");
    park.window.end = date_from("2011-01");
    Simulation run = run_of(ending.build()), on = run_of(small.build());
    advance(run, 4);
    advance(on, 4);
    CHECK(run.model().checksum() == on.model().checksum());
    const double then = sum_of(panel(run.model(), "park_firms"));
    CHECK(then > 50);
    for (int step = 0; step < 6; ++step) {
      run.model().start_flow_interval();
      run.step();
      on.step();
      CHECK(sum_of(panel(run.model(), "park_moves")) + sum_of(panel(run.model(), "park_branches")) == 0);
      CHECK(sum_of(panel(run.model(), "park_land")) == 30);  // land stays, firms may no longer come
    }
    const double left = sum_of(panel(run.model(), "park_firms"));
    CHECK(left > 0);
    CHECK(left < then);  // some close and some leave
    CHECK(sum_of(panel(on.model(), "park_firms")) > then);
  }

  TEST_CASE("a full park is as good as none to those who are not in it") {
    SmallScenario small = restless();
    set_field(add_park(small, "Town 1", "Town 2", 1e-9), "mode", "move");  // room for no firm
    Simulation run = run_of(small.build());
    const MigrationModel& model = model_in(run);
    double wished = 0;
    for (int step = 0; step < 4; ++step) {
      run.step();
      for (std::size_t s = 0; s < 3; ++s) wished += model.park_choice().weight(s, 0);
      CHECK(sum_of(panel(run.model(), "park_firms")) == 0);
    }
    CHECK(wished > 0);
  }

  TEST_CASE("parks go on from a saved state") {
    SmallScenario small = restless();
    set_field(add_park(small, "Town 1", "Town 2", 2, "a"), "cost_per_km2", .05);
    add_park(small, "Town 3", "Town 2", .4, "b");
    const Scenario scenario = small.build();
    Simulation run = run_of(scenario);
    advance(run, 5);
    const SavedArrays saved = state_of(run);
    advance(run, 10);
    Simulation resumed = run_of(scenario);
    StateLoader loader{saved};
    resumed.visit_state(loader);
    CHECK(model_of(resumed).economy().firms.park.size() >= model_of(resumed).economy().census.firms.size());
    advance(resumed, 10);
    CHECK(state_of(resumed) == state_of(run));
    CHECK(sum_of(panel(resumed.model(), "park_firms")) > 0);
  }

  TEST_CASE("a firm where its park is not, or of an industry that it does not take, stops the run by name") {
    const auto error_of = [](const auto& change) -> std::string {
      SmallScenario small = restless();
      set_field(add_park(small, "Town 1", "Town 2", 30, "silk park"), "industries", "industry1");
      Simulation run = run_of(small.build());
      run.step();
      FirmPopulation& firms = model_of(run).economy().firms;
      change(firms);
      try {
        run.step();
      } catch (const InvariantError& error) {
        return error.what();
      }
      return {};
    };
    CHECK(error_of([](FirmPopulation&) {}) == "");
    const std::string wrong_industry = error_of([](FirmPopulation& firms) {
      for (std::size_t row = 0; row < firms.city.size(); ++row)
        if (firms.city[row] == 1 && firms.industry[row] == 1) firms.park[row] = 0;
    });
    CHECK(wrong_industry.find("silk park holds firms of industry2") != std::string::npos);
    const std::string elsewhere = error_of([](FirmPopulation& firms) {
      for (std::size_t row = 0; row < firms.city.size(); ++row)
        if (firms.city[row] != kNowhere && firms.industry[row] == 0) firms.park[row] = 0;
    });
    CHECK(elsewhere.find("silk park holds more of industry1 than its city") != std::string::npos);
  }
}
