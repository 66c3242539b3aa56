// Sizes and numbers that nobody tuned: whatever a scenario may say, a run neither crashes nor shows what is
// no number, and the audit holds.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tests/support/model_run.hpp"
#include "tests/support/small_world.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;

namespace {

/// What goes wrong in so many steps, the start included; empty where nothing does.
std::string failure_of(const Scenario& scenario, Step steps) {
  try {
    Simulation run = run_of(scenario);
    for (Step k = 0;; ++k) {
      const std::string name = panel_not_finite(run.model());
      if (!name.empty()) return fmt::format("{} is not finite after {} steps", name, k);
      if (k == steps) return {};
      run.step();
    }
  } catch (const std::exception& error) {
    return error.what();
  }
}
std::string failure_of(const SmallScenario& scenario, Step steps) {
  return failure_of(scenario.build(), steps);
}

Clock clock(const char* start, const char* end, StepLength length) {
  return {date_from(start).value(), date_from(end).value(), length};
}

/// Two towns and two trades of some hundred agents; the second town has four residents for three of the
/// first.
SmallScenario smallest(double residents = 60'000) {
  SmallScenario scenario{{.cities = 2, .industries = 2, .outside = true, .seed = 9}};
  for (std::size_t i = 0; i < 2; ++i) {
    scenario.cell("cities", i, "residents") =
        fmt::format("{}", residents * (3.0 + static_cast<double>(i)) / 3);
    scenario.cell("cities", i, "hukou_residents") = fmt::format("{}", residents);
    scenario.cell("cities", i, "gdp") = fmt::format("{}", 1 + i);
  }
  scenario.cell("outside", 0, "residents") = fmt::format("{}", 7 * residents);
  scenario.cell("outside", 0, "gdp") = "6";
  return scenario;
}

/// Cities on a grid, each linked to its right and lower neighbour.
SmallScenario grid(std::size_t cities, std::size_t columns) {
  SmallScenario scenario{{.cities = cities, .industries = 1, .outside = true, .seed = 21}};
  scenario.drop_rows("links");
  const auto link = [&](std::size_t from, std::size_t to) {
    if (to < cities)
      scenario.add_row("links", {fmt::format("{}", 101 + from), fmt::format("{}", 101 + to), "rail",
                                 fmt::format("{}", 30 + (from * 7 + to) % 60), ""});
  };
  for (std::size_t k = 0; k < cities; ++k) {
    if (k % columns + 1 < columns) link(k, k + 1);
    link(k, k + columns);
  }
  scenario.people_per_agent = 1000;       // some tiers have nobody in some cities
  scenario.set("firms.least_agents", 1);  // no more firms and units than this weight asks for
  scenario.set("capital.least_agents", 1);
  return scenario;
}

double sum_of(const Model& model, const char* name) {
  double sum = 0;
  for (const double one : panel(model, name)) sum += one;
  return sum;
}

}  // namespace

TEST_SUITE("industry_migration/sizes") {
  TEST_CASE("one city alone, with and without outside") {
    for (const bool outside : {false, true}) {
      CAPTURE(outside);
      SmallScenario scenario{{.cities = 1, .industries = 3, .outside = outside, .seed = 2}};
      CHECK(failure_of(scenario, 12) == "");
      scenario.drop_table("adjacency");
      scenario.drop_table("links");
      CHECK(failure_of(scenario, 2) == "");
    }
  }

  TEST_CASE("nobody can leave the only city of a closed world") {
    Simulation run =
        run_of(SmallScenario{{.cities = 1, .industries = 2, .outside = false, .seed = 2}}.build());
    for (int k = 0; k < 8; ++k) {
      run.step();
      CHECK(run.model().moves() == 0);
    }
  }

  TEST_CASE("two cities, one industry, and both at once") {
    for (const bool outside : {false, true}) {
      CAPTURE(outside);
      CHECK(failure_of(SmallScenario{{.cities = 2, .industries = 3, .outside = outside, .seed = 3}}, 12) ==
            "");
      CHECK(failure_of(SmallScenario{{.cities = 4, .industries = 1, .outside = outside, .seed = 3}}, 12) ==
            "");
      CHECK(failure_of(SmallScenario{{.cities = 2, .industries = 1, .outside = outside, .seed = 0}}, 12) ==
            "");
    }
  }

  TEST_CASE("as many cities as China has prefectures, on a grid") {
    CHECK(failure_of(grid(337, 19), 2) == "");
  }

  TEST_CASE("one agent for every person, firm and unit") {
    SmallScenario scenario = smallest(3000);
    scenario.people_per_agent = 1;
    const auto world = scenario.world();
    CHECK(world->capital_weight == 1);
    for (const double weight : world->firm_weight) CHECK(weight == 1);
    Simulation run = run_of(scenario.build());
    CHECK(sum_of(run.model(), "residents") == 7000);
    CHECK(failure_of(scenario, 20) == "");
  }

  TEST_CASE("a year of days") {
    SmallScenario scenario = smallest();
    scenario.clock = clock("2010-01", "2011-01-02", StepLength::day);
    scenario.people_per_agent = 20;
    CHECK(failure_of(scenario, 365) == "");
  }

  TEST_CASE("steps of a month and of a year, for thirty years") {
    SmallScenario scenario = smallest();
    scenario.clock = clock("2010-01", "2040-01", StepLength::year);
    CHECK(failure_of(scenario, 30) == "");
    scenario.clock = clock("2010-01", "2040-01", StepLength::month);
    CHECK(failure_of(scenario, 360) == "");
  }

  TEST_CASE("a year of people is about the same in days, months, quarters and one step") {
    // Rates are per year, whatever the step; young people come of age by month in all of them.
    SmallScenario scenario{{.cities = 2, .industries = 1, .outside = false, .seed = 0}};
    scenario.people_per_agent = 5;
    for (const char* tier : kTierNames) {
      const std::string name = std::string{"talent."} + tier;
      scenario.set(name + ".move_rate", .05);
      for (const char* obstacle : {".distance", ".border.city", ".hukou_barrier"})
        scenario.set(name + obstacle, 0);
    }
    std::vector<double> births, deaths, moves;
    for (const StepLength length :
         {StepLength::day, StepLength::month, StepLength::quarter, StepLength::year}) {
      scenario.clock = clock("2010-01", "2011-01", length);
      Simulation run = run_of(scenario.build());
      while (run.now() < run.end()) run.step();
      births.push_back(sum_of(run.model(), "births") / 5);
      deaths.push_back(sum_of(run.model(), "deaths") / 5);
      moves.push_back(sum_of(run.model(), "talent_flows") / 5);
    }
    for (const std::vector<double>* events : {&births, &deaths, &moves})
      for (const double one : *events) {
        const double other = events->back();
        REQUIRE(other > 100);
        // Four standard errors of two counts, and what a year's steps change in the people themselves.
        CHECK(std::abs(one - other) < 4 * std::sqrt(one + other) + 0.04 * other);
      }
  }

  TEST_CASE("a start long ago, a leap day, and a run over two centuries") {
    SmallScenario scenario = smallest();
    scenario.clock = clock("1950-01", "1953-01", StepLength::quarter);
    CHECK(failure_of(scenario, 12) == "");
    scenario.clock = clock("1952-02-29", "1952-03-10", StepLength::day);
    CHECK(failure_of(scenario, 10) == "");
    scenario.clock = clock("1950-01", "2150-01", StepLength::year);
    CHECK(failure_of(scenario, 200) == "");
  }

  TEST_CASE("links that open never, later, or in the middle of a step") {
    for (const std::string year : {"2999", "2011", "2011.1", "1900"}) {
      CAPTURE(year);
      SmallScenario scenario{{.cities = 3, .industries = 2, .outside = true, .seed = 5}};
      scenario.cell("links", 0, "open_year") = year;
      CHECK(failure_of(scenario, 8) == "");
    }
  }

  TEST_CASE("a link that never opens changes nothing") {
    SmallScenario with{{.cities = 3, .industries = 2, .outside = true, .seed = 5}}, without = with;
    with.cell("links", 0, "open_year") = "2999";
    without.drop_row("links", 0);
    Simulation one = run_of(with.build()), other = run_of(without.build());
    for (int k = 0; k < 8; ++k) {
      one.step();
      other.step();
      CHECK(same_bytes(all_panels(one.model()), all_panels(other.model())));
    }
  }

  TEST_CASE("an industry of a sector that no city has") {
    SmallScenario scenario{{.cities = 3, .industries = 3, .outside = true, .seed = 5}};
    scenario.cell("industries", 0, "sector") = "primary";
    for (std::size_t i = 0; i < 3; ++i) {
      scenario.cell("cities", i, "share_primary") = "0";
      scenario.cell("cities", i, "share_secondary") = "40";
      scenario.cell("cities", i, "share_tertiary") = "60";
    }
    for (const std::string demand : {"100", "0", "1e-9"}) {
      CAPTURE(demand);
      scenario.cell("industries", 0, "final_demand") = demand;
      CHECK(failure_of(scenario, 12) == "");
    }
  }

  TEST_CASE("a sector that one city alone has") {
    SmallScenario scenario{{.cities = 3, .industries = 3, .outside = false, .seed = 5}};
    scenario.cell("industries", 2, "sector") = "tertiary";
    for (std::size_t i = 0; i < 3; ++i) {
      scenario.cell("cities", i, "share_primary") = "0";
      scenario.cell("cities", i, "share_secondary") = i == 0 ? "0" : "100";
      scenario.cell("cities", i, "share_tertiary") = i == 0 ? "100" : "0";
    }
    CHECK(failure_of(scenario, 12) == "");
  }

  TEST_CASE("cities a thousand times as large as others") {
    SmallScenario scenario{{.cities = 4, .industries = 2, .outside = true, .seed = 5}};
    scenario.cell("cities", 0, "residents") = "3000000";
    scenario.cell("cities", 0, "hukou_residents") = "1500000";
    scenario.cell("cities", 0, "gdp") = "3000";
    scenario.cell("cities", 1, "residents") = "3000";
    scenario.cell("cities", 1, "hukou_residents") = "9000";
    scenario.cell("cities", 1, "gdp") = "1";
    CHECK(failure_of(scenario, 8) == "");
  }

  TEST_CASE("a tier that a city lacks does not keep the others from their observed migration") {
    SmallScenario scenario = smallest(3000);  // thirty agents in the first town, no leading talent
    Simulation run = run_of(scenario.build());
    const MigrationModel& model = model_of(run);
    const Eigen::ArrayXXd wanted = wanted_net_migration(model.world(), model.economy());
    REQUIRE(wanted(0, 3) == 0);
    const Eigen::ArrayXXd expected = expected_net_migration(
        model.world(), model.market(), model.economy(), model.fields(), model.services(),
        model.reach().talent, model.age_schedule(), model.calibration().amenity);
    for (Eigen::Index q = 0; q < 3; ++q)
      CHECK((wanted.col(q) - expected.col(q)).abs().maxCoeff() < 1e-6 * wanted.col(q).abs().maxCoeff());
    for (const std::string& note : model.notes())
      CHECK(note.find("amenities left a gap") == std::string::npos);
  }

  TEST_CASE("a city that loses people faster than they consider moving") {
    SmallScenario scenario{{.cities = 3, .industries = 2, .outside = true, .seed = 5}};
    scenario.cell("cities", 0, "net_migration_per_1000") = "-150";
    scenario.cell("cities", 1, "net_migration_per_1000") = "150";
    CHECK(failure_of(scenario, 20) == "");
  }

  TEST_CASE("a city that loses its last firm, and an industry that loses its last") {
    for (const bool outside : {false, true})
      for (const std::string gdp : {"1", "300"}) {  // few firms everywhere, or in the first city alone
        CAPTURE(outside);
        CAPTURE(gdp);
        SmallScenario scenario{{.cities = 2, .industries = 1, .outside = outside, .seed = 5}};
        scenario.clock = clock("2010-01", "2020-01", StepLength::year);
        scenario.cell("cities", 0, "gdp") = "1";
        scenario.cell("cities", 1, "gdp") = gdp;
        scenario.set("firms.least_agents", 1);
        scenario.set("firms.exit.base", 1);
        scenario.set("firms.exit.span", 5);
        CHECK(failure_of(scenario, 10) == "");
      }
  }

  TEST_CASE("a least elasticity above the greatest is refused") {
    SmallScenario scenario{{.cities = 2, .industries = 1, .outside = false, .seed = 5}};
    scenario.set("market.elasticity.least", 8);
    scenario.set("market.elasticity.greatest", 7);
    CHECK_FALSE(scenario.problems().empty());
  }

  TEST_CASE("prices that follow as fast as they may") {
    SmallScenario scenario{{.cities = 3, .industries = 2, .outside = true, .seed = 5}};
    const double sigma = scenario.world()->technology.elasticity.maxCoeff();
    scenario.set("factors.price_adjustment", .999 / (sigma - 1));
    CHECK(failure_of(scenario, 40) == "");
  }

  TEST_CASE("a government without tax collects nothing and has nothing to give") {
    SmallScenario scenario{{.cities = 3, .industries = 2, .outside = true, .seed = 5}};
    for (const char* tax : {"value_added", "profit", "land"})
      scenario.set(std::string{"government.tax."} + tax, 0);
    CHECK(failure_of(scenario, 8) == "");
    Simulation run = run_of(scenario.build());
    run.step();
    CHECK(sum_of(run.model(), "tax") == 0);
    CHECK(sum_of(run.model(), "services") == 3);  // a yuan each: a constant that no choice depends on
  }

  TEST_CASE("every parameter at either end of its range is taken or refused by name") {
    for (const Parameter& parameter : declared_parameters())
      for (const double value : {parameter.min, parameter.max}) {
        CAPTURE(parameter.name);
        CAPTURE(value);
        SmallScenario scenario = smallest();
        scenario.set(parameter.name, value);
        const std::vector<Diagnostic> problems = scenario.problems();
        if (problems.empty())
          CHECK(failure_of(scenario, 4) == "");
        else
          CHECK(to_text(problems.front()).find(parameter.name) != std::string::npos);
      }
  }
}
