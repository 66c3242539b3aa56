// Industrial enclave: what the rule writes, and what each of its terms does to the two cities and their
// firms.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "models/industry_migration/park_choice.hpp"
#include "models/industry_migration/plant_facts.hpp"
#include "models/industry_migration/treasury.hpp"
#include "tests/support/books.hpp"
#include "tests/support/model_run.hpp"
#include "tests/support/small_world.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

constexpr double kForEver = std::numeric_limits<double>::infinity();
constexpr int kSeeds = 4;

/// Four cities that differ, and an outside. The first does four times as much research a sale as the others
/// make of it, so that its firms know more.
SmallScenario varied() {
  SmallScenario small{{.cities = 4, .industries = 2, .outside = true, .seed = 5}};
  small.people_per_agent = 200;
  small.set("firms.relocation.hazard", .4);
  return small;
}

PolicySettings& add_enclave(SmallScenario& small, const std::string& name = {}) {
  PolicySettings& park = small.add_policy("industrial_enclave", name);
  set_field(park, "origin", "Town 1");
  set_field(park, "host", "Town 2");
  set_field(park, "capacity_km2", 30);
  set_field(park, "cost_per_km2", 0.0);
  return park;
}

double sum_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Plants that came into all parks over two years, over several seeds on the same draws.
template <class Terms>
double arrivals(const Terms& set_terms) {
  double all = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SmallScenario small = varied();
    small.seed = seed;
    set_terms(small, add_enclave(small));
    Simulation run = run_of(small.build());
    while (run.now() < 8) run.step();
    all += sum_of(panel(run.model(), "park_moves")) + sum_of(panel(run.model(), "park_branches"));
  }
  return all;
}

const ParkTerms& terms_in(Simulation& run, std::size_t park = 0) {
  return static_cast<const MigrationModel&>(model_of(run)).fields().parks.at(park);
}

const std::vector<double>& column(const std::vector<AgentColumn>& agents, const char* name) {
  for (const AgentColumn& one : agents)
    if (one.population == "firms" && one.name == name) return one.values;
  throw std::out_of_range{name};
}

}  // namespace

TEST_SUITE("industry_migration/policies/industrial_enclave") {
  TEST_CASE("the rule writes the terms that the scenario says, for its park alone") {
    SmallScenario small = varied();
    small.set("firms.branch.share", .35);
    PolicySettings& park = add_enclave(small, "b park");
    set_field(park, "capacity_km2", 12);
    set_field(park, "tax_split", .45);
    set_field(park, "default_rate", .15);
    set_field(park, "credit_share", .6);
    set_field(park, "easing", .7);
    set_field(park, "bonus", -.2);
    set_field(park, "knowledge", .9);
    set_field(park, "cost_per_km2", .03);
    set_field(park, "origin_cost_share", .8);
    park.window.start = date_from("2010-04");
    PolicySettings& other = add_enclave(small, "a park");
    set_field(other, "origin", "Town 3");
    set_field(other, "mode", "branch");
    Simulation run = run_of(small.build());
    const World& world = model_of(run).world();
    REQUIRE(world.n_park() == 2);
    CHECK(world.parks[0].name == "a park");  // as they act: by name
    CHECK(world.parks[1].origin == 0);
    CHECK(world.parks[1].host == 1);
    run.step();
    CHECK(terms_in(run, 1).capacity_km2 == 0);  // not open yet: neutral
    CHECK(terms_in(run, 1).tax_share == 0);
    CHECK(terms_in(run, 0).branch_share == 1);
    run.step();
    const ParkTerms& terms = terms_in(run, 1);
    CHECK(terms.capacity_km2 == 12);
    CHECK(terms.tax_share == .45);
    CHECK(terms.default_rate == .15);
    CHECK(terms.credit_share == .6);
    CHECK(terms.easing == .7);
    CHECK(terms.bonus == -.2);
    CHECK(terms.knowledge == .9);
    CHECK(terms.cost_per_km2 == .03);
    CHECK(terms.origin_cost_share == .8);
    CHECK(terms.branch_share == .35);
  }

  TEST_CASE("an enclave at home is refused, and so is a city that there is not, where they are written") {
    SmallScenario home = varied();
    set_field(add_enclave(home, "silk"), "host", "Town 1");
    const auto at_home = home.problems();
    REQUIRE(at_home.size() == 1);
    CHECK(at_home[0].problem.find("policy.silk.host is \"Town 1\", the origin itself") != std::string::npos);
    SmallScenario nowhere = varied();
    PolicySettings& park = add_enclave(nowhere);
    set_field(park, "origin", "Atlantis");
    set_field(park, "industries", "silk");
    CHECK(nowhere.problems().size() == 2);
  }

  TEST_CASE("the tax split follows its dates, and what is passed on follows the split") {
    SmallScenario small = varied();
    PolicySettings& park = add_enclave(small);
    set_field(park, "bonus", 1);
    park.fields.at("tax_split").value = Schedule{{2011, .5}, {2012, .2}, {kForEver, 0}};
    Simulation run = run_of(small.build());
    const MigrationModel& model = model_of(run);
    for (int step = 0; step < 12; ++step) {
      const Tally parked = model.economy().census.park_mass, all = model.economy().census.mass;
      run.step();
      const double split = step < 4 ? .5 : (step < 8 ? .2 : 0);
      CHECK(terms_in(run).tax_share == split);
      CHECK(model.fields().park_obstruction[0] ==
            doctest::Approx(model.world().parameters.obstruction * (1 - split)).epsilon(1e-15));
      const Books books{model.world(), model.economy()};
      const Taxes taxes = assess_taxes(model.world(), model.economy());
      double wanted = 0;
      for (std::size_t s = 0; s < 2; ++s)
        wanted += split * static_cast<double>(taxes.local[2 + s]) * static_cast<double>(parked[s]) /
                  static_cast<double>(all[2 + s]);
      // Each cell is cut to the fen, and the sum once more.
      CHECK(std::abs(static_cast<double>(books.net(Line::enclave_sharing, 0)) - wanted) <= 2);
      CHECK(books.net(Line::enclave_sharing, 1) == -books.net(Line::enclave_sharing, 0));
      CHECK((books.net(Line::enclave_sharing, 0) > 0) == (step > 0 && step < 8));
    }
  }

  TEST_CASE("an origin that shares the park's tax obstructs less, and more plants come") {
    const auto with_split = [](double split, double default_rate) {
      return arrivals([=](SmallScenario& small, PolicySettings& park) {
        small.set("government.obstruction", 1.5);
        set_field(park, "tax_split", split);
        set_field(park, "default_rate", default_rate);
      });
    };
    const double none = with_split(0, 0), half = with_split(.5, 0), most = with_split(.8, 0);
    CHECK(none > 20);
    // Weights of the park rise by exp(1.5 * 1.5 * split): 3 and 6 times, for few of all alternatives.
    CHECK(half > 1.5 * none);
    CHECK(most > 1.2 * half);
    // A promise that is not kept is no promise.
    CHECK(with_split(.8, 1) == none);
  }

  TEST_CASE("sharing moves obstruction against the park and against nothing else") {
    const auto barriers = [](double split) {
      SmallScenario small = varied();
      set_field(add_enclave(small), "tax_split", split);
      Simulation run = run_of(small.build());
      run.step();
      return std::pair{panel(run.model(), "park_obstruction"), panel(run.model(), "obstruction")};
    };
    const auto none = barriers(0), half = barriers(.5);
    CHECK(half.first[0] < none.first[0]);
    CHECK(half.second == none.second);
  }

  TEST_CASE("easing and a bonus raise arrivals, and so does more land where there is little") {
    const auto with = [](const char* field, double value) {
      return arrivals([=](SmallScenario&, PolicySettings& park) { set_field(park, field, value); });
    };
    CHECK(with("easing", 0.0) < with("easing", .5));
    CHECK(with("easing", .5) < with("easing", 1));
    CHECK(with("bonus", -1) < with("bonus", 0.0));
    CHECK(with("bonus", 0.0) < with("bonus", 1));
    CHECK(with("capacity_km2", .02) < with("capacity_km2", 30));
  }

  TEST_CASE("a park that is twice as strong has twice the land and the same contract") {
    SmallScenario small = varied();
    PolicySettings& park = add_enclave(small);
    park.window.strength = .5;
    Simulation run = run_of(small.build());
    run.step();
    CHECK(terms_in(run).capacity_km2 == 15);
    CHECK(terms_in(run).tax_share == .5);
    CHECK(panel(run.model(), "park_land")[0] == 15);
  }

  TEST_CASE("knowledge kept of the origin's lead makes parked firms grow, in proportion and never backward") {
    const auto growth = [](const char* origin, const char* host, double kept) {
      SmallScenario small = varied();
      small.set("firms.knowledge_growth", .2);
      PolicySettings& park = add_enclave(small);
      set_field(park, "origin", origin);
      set_field(park, "host", host);
      set_field(park, "knowledge", kept);
      Simulation run = run_of(small.build());
      run.step();
      return std::pair{model_of(run).park_choice().growth(0, 0), model_of(run).park_choice().growth(0, 1)};
    };
    CHECK(growth("Town 1", "Town 2", 0) == std::pair{0.0, 0.0});
    CHECK(growth("Town 2", "Town 1", 0) == std::pair{0.0, 0.0});
    const auto one_way = growth("Town 1", "Town 2", 1), other_way = growth("Town 2", "Town 1", 1);
    for (const auto& [there, back] :
         {std::pair{one_way.first, other_way.first}, {one_way.second, other_way.second}}) {
      // One of two cities leads; the one behind has nothing to bring.
      CHECK(std::max(there, back) > 0);
      CHECK(std::min(there, back) == 0);
    }
    const auto half = growth("Town 1", "Town 2", .5), half_back = growth("Town 2", "Town 1", .5);
    CHECK(half.first == doctest::Approx(one_way.first / 2).epsilon(1e-12));
    CHECK(half_back.second == doctest::Approx(other_way.second / 2).epsilon(1e-12));
  }

  TEST_CASE("firms that keep their origin's knowledge are larger after some years") {
    const auto mean_mass = [](const char* origin, const char* host, double kept) {
      double mass = 0, firms = 0;
      for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        SmallScenario small = varied();
        small.seed = seed;
        small.set("firms.knowledge_growth", .2);
        PolicySettings& park = add_enclave(small);
        set_field(park, "origin", origin);
        set_field(park, "host", host);
        set_field(park, "bonus", 1);
        set_field(park, "knowledge", kept);
        Simulation run = run_of(small.build());
        while (run.now() < 16) run.step();
        const Census& census = model_of(run).economy().census;
        for (std::size_t s = 0; s < 2; ++s) {
          mass += static_cast<double>(census.park_mass[s]) / kMassUnit;
          firms += static_cast<double>(census.park_firms[s]);
        }
      }
      return mass / firms;
    };
    double largest = 0;  // of the way in which there is a lead to keep
    for (const auto& [origin, host] : {std::pair{"Town 1", "Town 2"}, {"Town 2", "Town 1"}})
      largest = std::max(largest, mean_mass(origin, host, 1) / mean_mass(origin, host, 0));
    CHECK(largest > 1.01);
  }

  TEST_CASE("what is credited, controlled and paid to the origin are three different parts of a plant") {
    SmallScenario small = varied();
    PolicySettings& park = add_enclave(small);
    set_field(park, "bonus", 1);
    set_field(park, "mode", "branch");  // controlled from the origin
    set_field(park, "credit_share", .7);
    set_field(park, "tax_split", .4);
    set_field(park, "default_rate", .25);
    Simulation run = run_of(small.build());
    while (run.now() < 8) run.step();
    const MigrationModel& model = model_of(run);
    const auto agents = model.copy_agents();
    std::size_t parked = 0;
    for (std::size_t k = 0; k < column(agents, "park").size(); ++k) {
      const bool here = column(agents, "park")[k] == 0;
      parked += here ? 1 : 0;
      CHECK(column(agents, "credited")[k] == (here ? .7 : 0));
      CHECK(column(agents, "cash")[k] == (here ? .4 * .75 : 0));
      if (here) CHECK(column(agents, "city")[k] == 1);
      if (here) CHECK(column(agents, "home")[k] == 0);
    }
    CHECK(parked > 20);

    const auto value = panel(model, "value_added"), booked = panel(model, "value_added_booked"),
               by_industry = panel(model, "value_added_by_industry");
    const Census& census = model.economy().census;
    double moved = 0;
    for (std::size_t s = 0; s < 2; ++s)
      moved += .7 * by_industry[2 + s] * static_cast<double>(census.park_mass[s]) /
               static_cast<double>(census.mass[2 + s]);
    CHECK(moved > 0);
    CHECK(booked[0] == doctest::Approx(value[0] + moved).epsilon(1e-12));
    CHECK(booked[1] == doctest::Approx(value[1] - moved).epsilon(1e-12));
    for (const std::size_t other : {2U, 3U}) CHECK(booked[other] == value[other]);
    const auto tax = panel(model, "tax_booked"), stands = panel(model, "tax");
    double all_tax = 0, all_stands = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      all_tax += tax[i];
      all_stands += stands[i] / 1e10 * 4;  // fen a quarter
    }
    CHECK(all_tax == doctest::Approx(all_stands).epsilon(1e-7));
    CHECK(tax[1] < stands[1] / 1e10 * 4);
    const auto controlled = panel(model, "value_added_controlled");
    CHECK(sum_of(controlled) == doctest::Approx(sum_of(value)).epsilon(1e-12));
  }

  TEST_CASE("who is controlled from where: moved firms keep their home, and their value counts for it") {
    SmallScenario small = varied();
    PolicySettings& park = add_enclave(small);
    set_field(park, "bonus", 1);
    set_field(park, "mode", "move");
    Simulation run = run_of(small.build());
    while (run.now() < 8) run.step();
    const MigrationModel& model = model_of(run);
    const World& world = model.world();
    const FirmPopulation& firms = model.economy().firms;
    std::vector<double> controlled(world.n_node(), 0.0);
    const auto value = panel(model, "value_added_by_industry");
    for (std::size_t row = 0; row < firms.city.size(); ++row) {
      if (firms.city[row] == kNowhere) continue;
      const std::size_t cell = firms.city[row] * world.n_industry() + firms.industry[row];
      const double power = world.technology.elasticity(firms.industry[row]) - 1.0;
      controlled[firms.home[row]] +=
          value[cell] *
          static_cast<double>(FirmSize{}.units(power * static_cast<double>(firms.log_productivity[row]))) /
          static_cast<double>(model.economy().census.mass[cell]);
    }
    const auto shown = panel(model, "value_added_controlled");
    for (std::size_t i = 0; i < controlled.size(); ++i)
      CHECK(shown[i] == doctest::Approx(controlled[i]).epsilon(1e-9));
    CHECK(shown.back() == 0);  // the nation's
  }

  TEST_CASE("credit in the statistics moves no firm, no person and no fen") {
    const auto end_of = [](double credit) {
      SmallScenario small = varied();
      PolicySettings& park = add_enclave(small);
      set_field(park, "bonus", 1);
      set_field(park, "credit_share", credit);
      Simulation run = run_of(small.build());
      while (run.now() < 6) run.step();
      return run.model().checksum();
    };
    CHECK(end_of(0) == end_of(1));
  }

  TEST_CASE("parks may be told in any order, and each keeps to its own terms") {
    const auto end_of = [](bool turned) {
      SmallScenario small = varied();
      for (const int k : turned ? std::array{2, 0, 1} : std::array{0, 1, 2}) {
        PolicySettings& park = add_enclave(small, "park " + std::to_string(k));
        set_field(park, "bonus", .5 * k);
        set_field(park, "tax_split", .3 * k);
        set_field(park, "capacity_km2", .2 + k);
        if (k == 2) set_field(park, "origin", "Town 3");
      }
      Simulation run = run_of(small.build());
      while (run.now() < 6) run.step();
      return std::pair{run.model().checksum(), all_panels(run.model())};
    };
    CHECK(end_of(false) == end_of(true));
  }

  TEST_CASE("two parks of one host are paid each for its own firms, and its host keeps the rest") {
    SmallScenario small = varied();
    PolicySettings& one = add_enclave(small, "a");
    set_field(one, "tax_split", 1);
    set_field(one, "bonus", 1);
    PolicySettings& other = add_enclave(small, "b");
    set_field(other, "origin", "Town 3");
    set_field(other, "tax_split", 1);
    set_field(other, "bonus", 1);
    Simulation run = run_of(small.build());
    const MigrationModel& model = model_of(run);
    while (run.now() < 6) run.step();
    const Tally parked = model.economy().census.park_mass, all = model.economy().census.mass;
    run.step();
    const Books books{model.world(), model.economy()};
    const Taxes taxes = assess_taxes(model.world(), model.economy());
    for (const auto& [k, origin] : {std::pair{0U, 0U}, {1U, 2U}}) {
      double wanted = 0;
      for (std::size_t s = 0; s < 2; ++s)
        wanted += static_cast<double>(taxes.local[2 + s]) * static_cast<double>(parked[2 * k + s]) /
                  static_cast<double>(all[2 + s]);
      CHECK(wanted > 1e6);
      CHECK(std::abs(static_cast<double>(books.net(Line::enclave_sharing, origin)) - wanted) <= 2);
    }
    CHECK(books.paid(Line::enclave_sharing, books.accounts().government(1)) <= books.local_tax(1));
  }

  TEST_CASE("once a park is over its contract is: nothing is passed on, credited or paid for") {
    SmallScenario small = varied();
    PolicySettings& park = add_enclave(small);
    set_field(park, "bonus", 1);
    set_field(park, "cost_per_km2", .001);
    set_field(park, "credit_share", .5);
    park.window.end = date_from("2011-01");
    Simulation run = run_of(small.build());
    while (run.now() < 4) run.step();
    CHECK(Books{model_of(run).world(), model_of(run).economy()}.all(Line::enclave_sharing) > 0);
    for (int step = 0; step < 3; ++step) {
      run.step();
      const Books books{model_of(run).world(), model_of(run).economy()};
      CHECK(books.all(Line::enclave_sharing) == 0);
      CHECK(books.all(Line::park_building) == 0);
      CHECK(panel(run.model(), "value_added_booked") == panel(run.model(), "value_added"));
      CHECK(sum_of(panel(run.model(), "park_firms")) > 0);
    }
  }
}
