// Firms: exit, entry, growth, moving and branching, each by its law.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/support/model_run.hpp"
#include "tests/support/moments.hpp"
#include "tests/support/small_world.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

/// A start, the tables that firms read in the first step, and that step for firms alone, as often as wanted.
struct FirmBench {
  explicit FirmBench(const Scenario& scenario)
      : run{run_of(scenario)},
        model{model_of(run)},
        world{model.world()},
        choice{world},
        parks{world},
        step{world},
        counts{model.layout().size()} {
    update(static_cast<const MigrationModel&>(model).fields());
  }
  void update(const StepFields& fields) {
    choice.update(world, model.calibration(), model.economy(), fields, model.reach().firms,
                  model.reach().knowledge);
    parks.update(world, model.calibration(), model.economy(), fields, choice, model.reach().firms);
  }
  /// The economy after a first step of firms with the draws of step `k`; the bench stays at the start.
  [[nodiscard]] Economy after(Step k = 0) { return after(k, step); }
  [[nodiscard]] Economy after(Step k, FirmStep& firm_step) {
    Economy economy = model.economy();
    std::fill(economy.step.begin(), economy.step.end(), 0);
    for (std::vector<Month>* dates : {&economy.firms.founded, &economy.firms.settled})
      for (Month& date : *dates) date = static_cast<Month>(date + world.clock.months(k));  // as old as before
    firm_step.run(economy, {choice, parks, model.fields()}, model.layout(), counts, k, {});
    return economy;
  }
  [[nodiscard]] double log_mass(const FirmPopulation& firms, std::size_t row) const {
    return (world.technology.elasticity(firms.industry[row]) - 1.0) *
           static_cast<double>(firms.log_productivity[row]);
  }

  Simulation run;
  MigrationModel& model;
  const World& world;
  FirmChoice choice;
  ParkChoice parks;
  FirmStep step;
  ThreadCounts<std::int64_t> counts;
};

/// Nobody enters, leaves or grows: what is left are moves, until a test sets something again.
SmallScenario nothing_but_moves(SmallWorld size = {
                                    .cities = 3, .industries = 2, .outside = false, .seed = 4}) {
  SmallScenario scenario{size};
  for (const char* name : {"firms.noise", "firms.exit.base", "firms.exit.span", "firms.entry_response",
                           "firms.founder_share", "firms.knowledge_growth"})
    scenario.set(name, 0);
  for (std::size_t s = 0; s < size.industries; ++s) scenario.cell("industries", s, "sales_per_firm") = ".3";
  scenario.set("firms.least_agents", 1e7);  // an agent is a firm
  return scenario;
}

/// Firms' mass in all nodes, as real firms.
double total_mass(const World& world, const Economy& economy) {
  const Census census = take_census(world, economy, 0);
  double mass = 0;
  for (std::size_t cell = 0; cell < world.n_cell(); ++cell)
    mass += static_cast<double>(census.mass[cell]) / kMassUnit * world.firm_weight[cell % world.n_industry()];
  if (world.has_outside()) mass += economy.market.mass.row(static_cast<Index>(world.n_city())).sum();
  return mass;
}
double total_firms(const World& world, const Economy& economy) {
  const Census census = take_census(world, economy, 0);
  double firms = 0;
  for (std::size_t cell = 0; cell < world.n_cell(); ++cell)
    firms += static_cast<double>(census.firms[cell]) * world.firm_weight[cell % world.n_industry()];
  if (world.has_outside()) firms += economy.market.firms.row(static_cast<Index>(world.n_city())).sum();
  return firms;
}

/// Rows that stand in another city than before.
std::vector<bool> movers(const FirmPopulation& before, const FirmPopulation& after) {
  std::vector<bool> moved(before.city.size());
  for (std::size_t row = 0; row < moved.size(); ++row) moved[row] = before.city[row] != after.city[row];
  return moved;
}

/// Two shares of independent events differ by this many standard errors.
double errors_between(double hits, double of, double other_hits, double of_others) {
  const double share = hits / of, other = other_hits / of_others;
  return (share - other) / std::sqrt(share * (1 - share) / of + other * (1 - other) / of_others);
}

}  // namespace

TEST_SUITE("industry_migration/firms") {
  TEST_CASE("exit lies between its two hazards and never rises with the margin") {
    Parameters p = parameters_from(ParameterValues{declared_parameters()});
    for (const double slope : {0.0, 1.0, 3.0, 50.0})
      for (const double years : {1 / 365.2425, .25, 1.0}) {
        p.exit_slope = slope;
        const double least = 1 - std::exp(-p.exit_base * years),
                     most = 1 - std::exp(-(p.exit_base + p.exit_span) * years);
        double before = 1;
        for (double margin = -60; margin <= 60; margin += .25) {
          const double exit = exit_probability(p, margin, years);
          CHECK(exit >= least - 1e-15);
          CHECK(exit <= most + 1e-15);
          CHECK(exit <= before);
          CHECK(exit_probability(p, margin, 2 * years) ==
                doctest::Approx(1 - (1 - exit) * (1 - exit)).epsilon(1e-12));
          before = exit;
        }
        CHECK(exit_probability(p, 0, years) ==
              doctest::Approx(1 - std::exp(-(p.exit_base + p.exit_span / 2) * years)).epsilon(1e-12));
      }
  }

  TEST_CASE("the start has no profit and no loss anywhere, and nothing grows by itself") {
    for (const bool outside : {false, true}) {
      SmallScenario scenario{{.cities = 4, .industries = 3, .outside = outside, .seed = 6}};
      scenario.set("firms.knowledge_growth", .05);
      const FirmBench bench{scenario.build()};
      const Economy& economy = bench.model.economy();
      for (std::size_t cell = 0; cell < bench.world.n_cell(); ++cell) {
        CAPTURE(cell);
        CHECK(std::abs(bench.choice.margin(cell)) < 1e-9);  // the inversion's gap is 1e-10
        // What remains of growth makes those who stay replace the mass of those who leave at no margin.
        const auto count = [&](const Tally& tally) { return static_cast<double>(tally[cell]); };
        const double exits = count(economy.neutral_exits) * kNeutralExit / count(economy.census.firms);
        const double mass =
            count(economy.neutral_exit_mass) * kNeutralExitMass / (count(economy.census.mass) / kMassUnit);
        CHECK(bench.choice.growth(cell) ==
              doctest::Approx(std::log(1 + (mass - exits * bench.world.parameters.entrant_size) / (1 - mass)))
                  .epsilon(1e-9));
      }
    }
  }

  TEST_CASE("entry and exit balance at zero margin: firms and mass keep their expectation for ten years") {
    SmallScenario scenario{{.cities = 2, .industries = 2, .outside = false, .seed = 0}};
    scenario.people_per_agent = 200;
    scenario.drop_rows("ages");
    scenario.add_row("ages", {"20", "29", "1"});  // the labour force stays what it is
    for (const char* name : {"firms.knowledge_growth", "firms.relocation.hazard", "talent.fertility",
                             "talent.mortality.level", "talent.retraining_rate"})
      scenario.set(name, 0);
    Moments firms, mass;
    for (scenario.seed = 1; scenario.seed <= 20; ++scenario.seed) {
      Simulation run = run_of(scenario.build());
      const MigrationModel& model = model_of(run);
      const double firms_before = total_firms(model.world(), model.economy());
      const double mass_before = total_mass(model.world(), model.economy());
      while (run.now() < run.end()) run.step();
      REQUIRE(run.now() == 40);
      firms.add(total_firms(model.world(), model.economy()) / firms_before);
      mass.add(total_mass(model.world(), model.economy()) / mass_before);
    }
    CHECK(firms.errors_from(1) < 4);
    CHECK(mass.errors_from(1) < 4);
    CHECK(firms.standard_error() < .02);  // sharp enough to see a drift
  }

  TEST_CASE("the first step expects as many firms to enter as to leave, and as much mass") {
    for (const StepLength length : {StepLength::quarter, StepLength::year}) {
      SmallScenario scenario{{.cities = 2, .industries = 2, .outside = false, .seed = 0}};
      scenario.clock = Clock{scenario.clock.date(0), scenario.clock.date(scenario.clock.steps()), length};
      scenario.set("firms.knowledge_growth", 0);
      const FirmBench bench{scenario.build()};
      const Economy& economy = bench.model.economy();
      const World& world = bench.world;
      double left = 0, entered = 0, mass_left = 0, mass_gained = 0;
      for (std::size_t row = 0; row < economy.firms.city.size(); ++row) {
        const std::size_t cell = economy.firms.city[row] * world.n_industry() + economy.firms.industry[row];
        const double log_mass = bench.log_mass(economy.firms, row), mass = std::exp(log_mass),
                     entrant = std::exp(bench.choice.mean_log_size(cell)) * world.parameters.entrant_size;
        const std::size_t bin = FirmChoice::size_bin(log_mass - bench.choice.mean_log_size(cell));
        const double exit = bench.choice.exit(cell, bin) * 0x1p-32,
                     spinoff = bench.choice.spinoff(cell) * 0x1p-32;
        left += exit;
        mass_left += exit * mass;
        entered += spinoff;
        mass_gained += (1 - exit) * mass * (std::exp(bench.choice.growth(cell)) - 1) + spinoff * entrant;
      }
      for (std::size_t i = 0; i < world.n_city(); ++i) {
        const auto talent = static_cast<double>(economy.census.workers[i * kTiers + 2] +
                                                economy.census.workers[i * kTiers + 3]);
        const double founded = bench.model.calibration().founding_rate(static_cast<Index>(i)) * talent *
                               world.weight / world.firm_weight[0];
        entered += founded;
        // Both industries are alike here: a firm of either weighs as much.
        mass_gained += founded * std::exp(bench.choice.mean_log_size(i * world.n_industry())) *
                       world.parameters.entrant_size;
      }
      CAPTURE(world.clock.years_per_step());
      // Thresholds of 2^-24 and means of some thousand whole firms.
      CHECK(entered == doctest::Approx(left).epsilon(1e-3));
      CHECK(mass_gained == doctest::Approx(mass_left).epsilon(1e-3));
    }
  }

  TEST_CASE("growth in a step is Laplace and leaves the mean size as it was") {
    SmallScenario scenario = nothing_but_moves();
    scenario.set("firms.noise", .4);
    scenario.set("firms.relocation.hazard", 0);
    FirmBench bench{scenario.build()};
    const FirmPopulation before = bench.model.economy().firms;
    const FirmPopulation after = bench.after().firms;
    const double spread = .4 * std::sqrt(.25);  // a quarter
    const double shift = LaplaceTable{}.log_mean_growth(spread);
    Moments growth, spread_out, fourth, mean_log;
    for (std::size_t row = 0; row < before.city.size(); ++row) {
      const double log_growth = bench.log_mass(after, row) - bench.log_mass(before, row);
      const double z = (log_growth + shift) / spread;
      growth.add(std::exp(log_growth));
      mean_log.add(z);
      spread_out.add(z * z);
      fourth.add(z * z * z * z);
    }
    REQUIRE(growth.count() > 20'000);
    CHECK(growth.errors_from(1) < 4);
    CHECK(mean_log.errors_from(0) < 4);
    CHECK(spread_out.errors_from(1) < 4);
    CHECK(fourth.errors_from(6) < 4);  // kurtosis of Laplace; a normal law has 3
    CHECK(fourth.standard_error() < .5);
  }

  TEST_CASE("a branch takes its part of its parent, and together they weigh as before") {
    SmallScenario scenario = nothing_but_moves();
    scenario.set("firms.relocation.hazard", 5);
    scenario.set("firms.relocation.sunk_cost", 0);
    scenario.set("firms.branch.share", 1);
    scenario.set("firms.branch.size", .3);
    FirmBench bench{scenario.build()};
    const Economy& before = bench.model.economy();
    const Economy after = bench.after();
    const std::size_t old = before.firms.city.size(), opened = after.firms.city.size() - old;
    REQUIRE(opened > 1000);
    std::size_t parents = 0;
    double parents_mass = 0, branch_mass = 0;
    for (std::size_t row = 0; row < after.firms.city.size(); ++row) {
      const double mass = std::exp(bench.log_mass(after.firms, row));
      if (row >= old) {
        branch_mass += mass;
        CHECK(after.firms.home[row] != after.firms.city[row]);
        continue;
      }
      CHECK(after.firms.city[row] == before.firms.city[row]);
      const double ratio = mass / std::exp(bench.log_mass(before.firms, row));
      if (ratio == 1.0) continue;
      CHECK(ratio == doctest::Approx(.7).epsilon(1e-5));  // productivity is kept in 24 bits
      parents_mass += mass;
      ++parents;
    }
    CHECK(parents == opened);
    CHECK(branch_mass == doctest::Approx(parents_mass * .3 / .7).epsilon(1e-5));
    CHECK(total_mass(bench.world, after) == doctest::Approx(total_mass(bench.world, before)).epsilon(1e-6));
  }

  TEST_CASE("moves and branches, outside included, lose no mass and no firm") {
    SmallScenario scenario = nothing_but_moves({.cities = 3, .industries = 2, .outside = true, .seed = 4});
    scenario.set("firms.relocation.hazard", 5);
    scenario.set("firms.relocation.sunk_cost", 0);
    FirmBench bench{scenario.build()};
    const Economy& before = bench.model.economy();
    const Economy after = bench.after();
    double branches = 0, moved = 0, came = 0, went = 0;
    for (std::size_t s = 0; s < 2; ++s)
      for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t j = 0; j < 4; ++j) {
          const auto moves = static_cast<double>(after.step[bench.model.layout().firm_moves(s, i, j)]);
          branches += static_cast<double>(after.step[bench.model.layout().firm_branches(s, i, j)]);
          moved += moves;
          came += i == 3 ? moves : 0;
          went += j == 3 ? moves : 0;
        }
    REQUIRE(branches > 100);
    REQUIRE(moved > 100);
    REQUIRE(came > 10);
    REQUIRE(went > 10);
    CHECK(total_firms(bench.world, after) ==
          doctest::Approx(total_firms(bench.world, before) + branches).epsilon(1e-12));
    CHECK(total_mass(bench.world, after) == doctest::Approx(total_mass(bench.world, before)).epsilon(1e-5));
  }

  TEST_CASE("an older firm considers moving less often, by the factor that is asked for") {
    SmallScenario scenario = nothing_but_moves();
    scenario.set("firms.relocation.hazard", 2);
    scenario.set("firms.relocation.age_decay", .05);
    scenario.set("firms.relocation.sunk_cost", 0);
    scenario.set("firms.branch.share", 0);
    FirmBench bench{scenario.build()};
    FirmPopulation& firms = bench.model.economy().firms;
    for (std::size_t row = 0; row < firms.city.size(); ++row) {
      firms.founded[row] = row % 2 == 0 ? Month{0} : Month{-40 * 12};
      firms.settled[row] = firms.founded[row];
    }
    const std::vector<bool> moved = movers(firms, bench.after().firms);
    double young = 0, old = 0, half = static_cast<double>(moved.size()) / 2;
    for (std::size_t row = 0; row < moved.size(); ++row) (row % 2 == 0 ? young : old) += moved[row] ? 1 : 0;
    REQUIRE(old > 100);
    CHECK(errors_between(young, half, old, half) > 4);
    // As often as they consider it, since both would leave as gladly.
    const double factor = (1 - std::exp(-2 * std::exp(-.05 * 40) * .25)) / (1 - std::exp(-2 * .25));
    CHECK(std::abs(errors_between(young * factor, half, old, half)) < 4);
  }

  TEST_CASE("a firm that has settled lately leaves less, and sunk cost only ever holds firms back") {
    SmallScenario scenario = nothing_but_moves();
    scenario.set("firms.relocation.hazard", 2);
    scenario.set("firms.relocation.age_decay", 0);
    scenario.set("firms.relocation.sunk_cost", 2);
    scenario.set("firms.branch.share", 0);
    FirmBench bench{scenario.build()};
    FirmPopulation& firms = bench.model.economy().firms;
    for (std::size_t row = 0; row < firms.city.size(); ++row)
      firms.settled[row] = row % 2 == 0 ? Month{0} : Month{-40 * 12};
    const std::vector<bool> moved = movers(firms, bench.after().firms);
    double recent = 0, settled = 0, half = static_cast<double>(moved.size()) / 2;
    for (std::size_t row = 0; row < moved.size(); ++row)
      (row % 2 == 0 ? recent : settled) += moved[row] ? 1 : 0;
    CHECK(errors_between(settled, half, recent, half) > 4);

    scenario.set("firms.relocation.sunk_cost", 4);
    const auto dearer = scenario.world();
    FirmStep dearer_step{*dearer};
    const std::vector<bool> still_moved = movers(firms, bench.after(0, dearer_step).firms);
    std::size_t fewer = 0;
    for (std::size_t row = 0; row < moved.size(); ++row) {
      if (still_moved[row]) CHECK(moved[row]);  // the same draws: nobody leaves because leaving is dearer
      fewer += moved[row] && !still_moved[row] ? 1 : 0;
    }
    CHECK(fewer > 0);
    double before = 1;
    for (const double stay : {.5, 1.0, 2.0, 10.0, 1e9}) {
      const double leave = bench.choice.leave_probability(1, 0, stay);
      CHECK(leave < before);
      CHECK(leave > 0);
      before = leave;
    }
  }

  TEST_CASE("spin-offs rise and exits fall with the margin, and a subsidy raises the margin") {
    const SmallScenario scenario{{.cities = 3, .industries = 2, .outside = true, .seed = 8}};
    FirmBench bench{scenario.build()};
    StepFields fields = StepFields::none(bench.world);
    const std::size_t cell = 1 * bench.world.n_industry() + 1, other = 0;
    const double margin_of_other = bench.choice.margin(other);
    double margin = -1e9;
    std::uint32_t spinoff = 0, exit = ~0U;
    for (const double subsidy : {-.1, -.05, 0.0, .05, .1, .2}) {
      CAPTURE(subsidy);
      fields.subsidy(1, 1) = subsidy;
      bench.update(fields);
      CHECK(bench.choice.margin(cell) > margin);
      CHECK(bench.choice.spinoff(cell) >= spinoff);
      CHECK(bench.choice.exit(cell, FirmChoice::kSizeBins / 2) < exit);
      CHECK(bench.choice.margin(other) == margin_of_other);
      margin = bench.choice.margin(cell);
      spinoff = bench.choice.spinoff(cell);
      exit = bench.choice.exit(cell, FirmChoice::kSizeBins / 2);
    }
  }

  TEST_CASE("small firms have thinner margins and leave more often") {
    const FirmBench bench{SmallScenario{{.cities = 3, .industries = 2, .outside = false, .seed = 8}}.build()};
    REQUIRE(bench.world.parameters.overhead_elasticity < 1);
    for (std::size_t cell = 0; cell < bench.world.n_cell(); ++cell)
      for (std::size_t bin = 1; bin < FirmChoice::kSizeBins; ++bin)
        CHECK(bench.choice.exit(cell, bin) <= bench.choice.exit(cell, bin - 1));
  }

  TEST_CASE("relocation nets zero at the start of the Delta") {
    Scenario scenario = shipped_scenario("yangtze-delta/baseline.toml");
    scenario.people_per_agent = 1000;
    FirmBench bench{scenario};
    const World& world = bench.world;
    const std::size_t n = world.n_node();
    Eigen::ArrayXd net = Eigen::ArrayXd::Zero(static_cast<Index>(n)), gross = net;
    for (Step k = 0; k < 12; ++k) {
      const Economy after = bench.after(k);
      for (std::size_t s = 0; s < world.n_industry(); ++s)
        for (std::size_t i = 0; i < n; ++i)
          for (std::size_t j = 0; j < n; ++j) {
            const auto firms = static_cast<double>(after.step[bench.model.layout().firm_moves(s, i, j)] +
                                                   after.step[bench.model.layout().firm_branches(s, i, j)]);
            net(static_cast<Index>(i)) -= firms;
            net(static_cast<Index>(j)) += firms;
            gross(static_cast<Index>(i)) += firms;
            gross(static_cast<Index>(j)) += firms;
          }
    }
    const Eigen::ArrayXd errors = net / gross.max(1.0).sqrt();
    for (std::size_t i = 0; i < n; ++i) {
      const std::string name = i < world.n_city() ? world.cities[i].name.name_en : "outside";
      CAPTURE(name);
      CAPTURE(gross(static_cast<Index>(i)));
      CHECK(std::abs(errors(static_cast<Index>(i))) < 4);
    }
    CHECK(gross.sum() > 1000);
  }
}
