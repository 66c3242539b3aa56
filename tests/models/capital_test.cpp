// Capital: what wears out is saved anew, and what is free to move goes where it earns, near its owner.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "tests/support/model_run.hpp"
#include "tests/support/moments.hpp"
#include "tests/support/small_world.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

SmallScenario varied(bool outside) {
  return SmallScenario{{.cities = 4, .industries = 3, .outside = outside, .seed = 12}};
}

/// A start, the table of its first step, and that step for capital alone, as often as wanted.
struct CapitalBench {
  explicit CapitalBench(const SmallScenario& scenario)
      : run{run_of(scenario.build())},
        model{model_of(run)},
        world{model.world()},
        choice{world},
        step{world},
        counts{model.layout().size()} {
    update();
  }
  void update() {
    choice.update(world, model.calibration(), model.economy(),
                  capital_decay(world, model.reach().minutes, ReachFields::none(world)));
  }
  /// The economy after a first step of capital with the draws of step `k`; the bench stays at the start.
  [[nodiscard]] Economy after(Step k = 0) {
    Economy economy = model.economy();
    std::fill(economy.step.begin(), economy.step.end(), 0);
    for (Month& month : economy.capital.matures) month = static_cast<Month>(month + world.clock.months(k));
    step.run(economy, choice, model.layout(), counts, k);
    return economy;
  }
  /// How many of 100,000 units of an owner would go to each node.
  [[nodiscard]] std::vector<double> destinations(std::size_t owner) const {
    std::vector<double> units(world.n_node(), 0.0);
    const StepDraws draw{5, 77, 0};  // the same draws for every owner and table
    for (std::uint32_t k = 0; k < 100'000; ++k) {
      const RandomBlock words = draw.block(k);
      units[choice.draw(static_cast<NodeNumber>(owner), words[0], words[1]).node] += 1;
    }
    return units;
  }

  Simulation run;
  MigrationModel& model;
  const World& world;
  CapitalChoice choice;
  CapitalStep step;
  ThreadCounts<std::int64_t> counts;
};

double all_units(const Economy& economy) {
  return static_cast<double>(economy.capital.slots.alive()) + static_cast<double>(outside_units(economy));
}

double sum_of(const MigrationModel& model, const std::string& name) {
  double sum = 0;
  for (const double one : panel(model, name)) sum += one;
  return sum;
}

/// Sum of a part of a step's counts.
double count(const Economy& economy, std::size_t first, std::size_t length) {
  double sum = 0;
  for (std::size_t k = first; k < first + length; ++k) sum += static_cast<double>(economy.step[k]);
  return sum;
}

}  // namespace

TEST_SUITE("industry_migration/capital") {
  TEST_CASE("saving replaces at the start what wears out") {
    for (const bool outside : {false, true}) {
      CAPTURE(outside);
      SmallScenario scenario = varied(outside);
      scenario.set("capital.depreciation", .3);
      CapitalBench bench{scenario};
      const double units = all_units(bench.model.economy());
      Moments change;
      double worn = 0;
      for (Step k = 0; k < 60; ++k) {
        const Economy after = bench.after(k);
        change.add(all_units(after) - units);
        worn += count(after, bench.model.layout().capital_retired(0), bench.world.n_cell()) / 60;
      }
      // Half a unit a city: starts are whole units, saving is not rounded so.
      const double rounding = .5 * static_cast<double>(bench.world.n_node());
      CHECK(std::abs(change.mean()) < 4 * change.standard_error() + rounding);
      CHECK(change.standard_error() < .1 * worn);  // a start out of balance would be seen
      CHECK(worn == doctest::Approx(static_cast<double>(bench.model.economy().capital.slots.alive()) *
                                    (1 - std::exp(-.3 / 4)))
                        .epsilon(.02));
    }
  }

  TEST_CASE("maturing capital moves nothing on balance at the start") {
    for (const bool outside : {false, true}) {
      CAPTURE(outside);
      SmallScenario scenario = varied(outside);
      scenario.set("capital.depreciation", 0);  // saving too is nothing then
      scenario.set("capital.turnover", 2);
      CapitalBench bench{scenario};
      CapitalPopulation& capital = bench.model.economy().capital;
      const std::size_t n = bench.world.n_node();
      std::vector<double> net(n, 0.0), gross(n, 0.0);
      std::mt19937 bits{1};
      for (Step k = 0; k < 30; ++k) {
        // Others come free each time, in cities as often as outside.
        for (Month& month : capital.matures)
          month = static_cast<double>(bits()) * 0x1p-32 < 1 - std::exp(-2 * .25) ? Month{0} : Month{100};
        const Economy after = bench.after(k);
        for (std::size_t i = 0; i < n; ++i)
          for (std::size_t j = 0; j < n; ++j) {
            const double units = count(after, bench.model.layout().capital_moves(i, j), 1);
            net[i] -= units, net[j] += units, gross[i] += units, gross[j] += units;
          }
      }
      for (std::size_t i = 0; i < n; ++i) {
        CAPTURE(i);
        CAPTURE(gross[i]);
        // Independent draws: the variance of their sum is at most their number.
        CHECK(std::abs(net[i]) < 4 * std::sqrt(gross[i]));
        CHECK(gross[i] > 1000);
      }
    }
  }

  TEST_CASE("as many units come free in the first step as in those that follow") {
    SmallScenario scenario = varied(false);
    scenario.set("capital.unit_value", .5);
    scenario.set("capital.depreciation", 0);
    Simulation run = run_of(scenario.build());
    std::vector<double> freed;
    for (int k = 0; k < 9; ++k) {
      run.model().start_flow_interval();
      run.step();
      freed.push_back(sum_of(model_of(run), "capital_departures") / agent_capital(model_of(run).world()));
    }
    const double later = std::accumulate(freed.begin() + 1, freed.end(), 0.0) / 8;
    CHECK(later > 200);
    CHECK(std::abs(freed[0] - later) < 4 * std::sqrt(later * (1 + 1.0 / 8)));  // independent units
  }

  TEST_CASE(
      "a city that pays more draws more capital from every owner; without weight on return it does not") {
    for (const double weight : {1.0, 3.0, 0.0}) {
      CAPTURE(weight);
      SmallScenario scenario = varied(true);
      scenario.set("capital.return_weight", weight);
      CapitalBench before{scenario}, after{scenario};
      after.model.economy().market.pay.row(2) *= 1.2;
      after.update();
      for (std::size_t owner = 0; owner < before.world.n_node(); ++owner) {
        CAPTURE(owner);
        const double then = before.destinations(owner)[2], now = after.destinations(owner)[2];
        if (weight == 0)
          CHECK(now == then);
        else
          CHECK(now > then + 4 * std::sqrt(then));
      }
    }
  }

  TEST_CASE("capital stays near its owner the more, the more distance weighs") {
    std::vector<double> at_home(4, 0.0);
    for (const double decay : {0.0, .3, 1.0, 3.0}) {
      CAPTURE(decay);
      SmallScenario scenario = varied(false);
      scenario.set("capital.distance", decay);
      scenario.set("capital.border.city", 0);
      scenario.set("capital.border.province", 0);
      const CapitalBench bench{scenario};
      for (std::size_t owner = 0; owner < 4; ++owner) {
        CAPTURE(owner);
        const double home = bench.destinations(owner)[owner];
        CHECK(home > at_home[owner]);
        at_home[owner] = home;
        // To whomever it belongs, where nothing is far.
        if (decay == 0) CHECK(bench.destinations(owner) == bench.destinations(0));
      }
    }
  }

  TEST_CASE("a border keeps capital in its province") {
    SmallScenario open = varied(false), closed = varied(false);
    open.set("capital.border.province", 0);
    closed.set("capital.border.province", 2);
    for (SmallScenario* scenario : {&open, &closed})
      for (std::size_t city = 0; city < 4; ++city)
        scenario->cell("cities", city, "province") = city < 2 ? "East" : "West";
    const CapitalBench before{open}, after{closed};
    for (std::size_t owner = 0; owner < 4; ++owner) {
      const auto then = before.destinations(owner), now = after.destinations(owner);
      const std::size_t first = owner < 2 ? 0 : 2;
      CHECK(now[first] + now[first + 1] > then[first] + then[first + 1]);
    }
  }

  TEST_CASE("terms begin after the month of placing, end within twice their mean and are uniform between") {
    Parameters p = parameters_from(ParameterValues{declared_parameters()});
    const auto& declared = declared_parameters();
    const auto range = std::find_if(declared.begin(), declared.end(),
                                    [](const Parameter& one) { return one.name == "capital.turnover"; });
    for (const double turnover : {range->min, .08, .5, 1.0, range->max})
      for (const std::int32_t now : {0, 1, 360, 1200}) {
        p.capital_turnover = turnover;
        const double longest = std::min(24 / turnover, 6000.0);
        CHECK(maturity(p, now, 0) == now + 1);
        CHECK(maturity(p, now, ~0U) <= now + 1 + longest);
        CHECK(maturity(p, now, ~0U) >= now + longest - 1);
        Moments term;
        for (std::uint64_t k = 0; k < 1000; ++k)
          term.add(maturity(p, now, static_cast<std::uint32_t>(k * 4294967ULL)) - now);
        CHECK(term.mean() == doctest::Approx(.5 + longest / 2).epsilon(.01));
      }
  }

  TEST_CASE("units move when they mature and not before") {
    SmallScenario scenario = varied(false);
    scenario.set("capital.depreciation", 0);
    CapitalBench bench{scenario};
    CapitalPopulation& capital = bench.model.economy().capital;
    for (std::size_t row = 0; row < capital.matures.size(); ++row)
      capital.matures[row] = row % 2 == 0 ? Month{2} : Month{3};  // a quarter holds the months 0, 1 and 2
    const CapitalPopulation after = bench.after().capital;
    std::size_t moved = 0;
    for (std::size_t row = 0; row < capital.matures.size(); ++row) {
      CHECK(after.owner[row] == capital.owner[row]);
      if (row % 2 == 0) {
        CHECK(after.matures[row] > 3);
        moved += after.city[row] != capital.city[row] ? 1 : 0;
      } else {
        CHECK(after.city[row] == capital.city[row]);
        CHECK(after.industry[row] == capital.industry[row]);
        CHECK(after.matures[row] == 3);
      }
    }
    CHECK(moved > 100);
  }

  TEST_CASE("a closed region keeps its capital: what is formed and worn out is all that changes it") {
    Simulation run = run_of(varied(false).build());
    const MigrationModel& model = model_of(run);
    const double unit = agent_capital(model.world());
    double units = sum_of(model, "capital_by_industry") / unit;
    for (int k = 0; k < 8; ++k) {
      run.model().start_flow_interval();
      run.step();
      const double now = sum_of(model, "capital_by_industry") / unit;
      CHECK(now == doctest::Approx(
                       units + (sum_of(model, "capital_formed") - sum_of(model, "capital_worn_out")) / unit)
                       .epsilon(1e-12));
      CHECK(sum_of(model, "capital_arrivals") ==
            doctest::Approx(sum_of(model, "capital_departures")).epsilon(1e-12));
      CHECK(outside_units(model.economy()) == 0);
      units = now;
    }
  }
}
