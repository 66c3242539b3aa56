// Subsidy: what is written and paid, the two caps, and what firms make of it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/models/policies/rule_runs.hpp"
#include "tests/support/books.hpp"
#include "tests/support/moments.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

constexpr std::size_t kIndustries = 3;

/// Four cities that differ, with few agents. Half of a city's money is more than any rule here asks for,
/// unless a test says otherwise.
SmallScenario varied() {
  SmallScenario scenario{{.cities = 4, .industries = kIndustries, .outside = true, .seed = 5}};
  scenario.people_per_agent = 300;
  scenario.set("firms.least_agents", 2000);
  scenario.set("capital.least_agents", 2000);
  return scenario;
}

PolicySettings& add_subsidy(SmallScenario& scenario, double rate, WordList cities, WordList industries,
                            const std::string& name = {}) {
  PolicySettings& policy = scenario.add_policy("subsidy", name);
  set_field(policy, "rate", rate);
  set_field(policy, "cities", std::move(cities));
  set_field(policy, "industries", std::move(industries));
  return policy;
}

/// What a rate of a cell's sales comes to in a step, as whole fen.
Fen cash(const MigrationModel& model, const Eigen::ArrayXXd& rate, const Eigen::ArrayXXd& sales, Index i) {
  Fen sum = 0;
  for (Index s = 0; s < rate.cols(); ++s)
    sum += fen_of(rate(i, s) * sales(i, s) * model.world().clock.years_per_step());
  return sum;
}

/// Three cities and two industries, all alike; the nation pays for a subsidy to one cell. Firms are nearly
/// alike too, so that single ones do not move the mean.
SmallScenario one_cell(double rate, std::uint64_t seed, double effort_loss) {
  SmallScenario scenario{{.cities = 3, .industries = 2}};
  scenario.seed = seed;
  scenario.people_per_agent = 300;
  scenario.set("firms.least_agents", 6000);
  scenario.set("firms.size_spread", .5);
  scenario.set("firms.noise", .05);
  scenario.set("firms.entrant_spread", .3);
  scenario.set("firms.subsidy_effort_loss", effort_loss);
  set_field(add_subsidy(scenario, rate, {"Town 1"}, {"industry1"}), "paid_by", "nation");
  return scenario;
}

/// What became of the subsidised cell in ten years.
struct Cell {
  double spinoffs, share, incumbents, growth;
};

/// Mean log productivity of the firms of the start that are in the cell.
double log_productivity_of_incumbents(const FirmPopulation& firms) {
  double sum = 0, count = 0;
  for (std::size_t row = 0; row < firms.city.size(); ++row) {
    if (firms.city[row] != 0 || firms.industry[row] != 0 || firms.founded[row] >= 0) continue;
    sum += static_cast<double>(firms.log_productivity[row]);
    ++count;
  }
  return sum / count;
}

Cell after_ten_years(double rate, std::uint64_t seed, double effort_loss) {
  Simulation run = run_of(one_cell(rate, seed, effort_loss).build());
  const double before = log_productivity_of_incumbents(model_of(run).economy().firms);
  while (run.now() < run.end()) run.step();
  const MigrationModel& model = model_of(run);
  const std::vector<double> value = panel(model, "value_added_by_industry");
  return {panel(model, "firm_spinoffs")[0], value[0] / sum_over(value, 2, {0, 1, 2}, 0),
          log_productivity_of_incumbents(model.economy().firms) - before,
          model.firm_choice().growth(0) / (model.world().technology.elasticity(0) - 1)};
}

}  // namespace

TEST_SUITE("industry_migration/policies/subsidy") {
  TEST_CASE("rate and land discount reach the cells of the scope, times strength, and no other field") {
    SmallScenario scenario = varied();
    PolicySettings& policy = add_subsidy(scenario, .02, {"Town 2", "103"}, {"industry1", "第3产业"});
    set_field(policy, "land_discount", .5);
    policy.window.strength = .25;
    Simulation run = run_for(scenario.build(), 1);
    const MigrationModel& model = model_of(run);
    const Technology& technology = model.world().technology;
    for (Index i = 0; i < 5; ++i)
      for (Index s = 0; s < 3; ++s) {
        const double rent = technology.factor_share(s, kLandFactor) * technology.value_added(s);
        const bool within = (i == 1 || i == 2) && s != 1;
        CHECK(model.fields().subsidy(i, s) == (within ? .25 * (.02 + .5 * rent) : 0.0));
        CHECK(model.fields().national_subsidy(i, s) == 0);
      }
  }

  TEST_CASE("firms get their rate of the sales of the step from their city, to the fen") {
    SmallScenario scenario = varied();
    add_subsidy(scenario, .01, {"Town 2", "Town 3"}, {"all"});
    Simulation run = run_for(scenario.build(), 3);
    const MigrationModel& model = model_of(run);
    const Books books{model.world(), model.economy()};
    for (std::size_t i = 0; i < 5; ++i) {
      const auto node = static_cast<Index>(i);
      const Fen due = cash(model, model.fields().subsidy, model.economy().market.sales, node);
      CHECK((due > 0) == (i == 1 || i == 2));
      CHECK(books.received(Line::subsidy, books.accounts().firms(i)) == due);
      CHECK(books.paid(Line::subsidy, books.accounts().government(i)) == due);
    }
    CHECK(books.paid(Line::subsidy, books.accounts().nation()) == 0);
  }

  TEST_CASE("a subsidy of the nation costs the city nothing") {
    SmallScenario scenario = varied();
    set_field(add_subsidy(scenario, .01, {"Town 2"}, {"all"}), "paid_by", "nation");
    Simulation run = run_for(scenario.build(), 3);
    const MigrationModel& model = model_of(run);
    const Books books{model.world(), model.economy()};
    const Fen due = cash(model, model.fields().national_subsidy, model.economy().market.sales, 1);
    CHECK(due > 0);
    CHECK(books.paid(Line::subsidy, books.accounts().nation()) == due);
    CHECK(books.received(Line::subsidy, books.accounts().firms(1)) == due);
    CHECK(books.paid_by_cities(Line::subsidy) == 0);
    CHECK((model.fields().subsidy == 0).all());
  }

  TEST_CASE("a budget cuts the rates of a city alike, and holds to the fen at the sales of the step before") {
    constexpr double kRate = .02;
    SmallScenario scenario = varied();
    PolicySettings& policy = add_subsidy(scenario, kRate, {"all"}, {"industry1", "industry2"});
    Simulation free = run_for(scenario.build(), 5);
    const Eigen::ArrayXXd sales = model_of(free).economy().market.sales;
    // Between what the cheapest and the dearest city would cost, so that it binds in some only.
    const Eigen::ArrayXd cost = kRate * sales.topRows(4).leftCols(2).rowwise().sum();
    const double budget = .5 * (cost.minCoeff() + cost.maxCoeff());
    set_field(policy, "budget", budget);

    Simulation run = run_for(scenario.build(), 5);
    const MigrationModel& model = model_of(run);
    const Eigen::ArrayXXd before = model.economy().market.sales;
    run.step();
    const Eigen::ArrayXXd& rate = model.fields().subsidy;
    int bound = 0;
    for (Index i = 0; i < 4; ++i) {
      CHECK(rate(i, 0) == rate(i, 1));
      const bool binds = kRate * before.row(i).leftCols(2).sum() > budget;
      bound += binds ? 1 : 0;
      if (!binds) CHECK(rate(i, 0) == kRate);
      // Each of the two cells is rounded by at most half a fen, the budget by half.
      const Fen most = fen_of(budget * model.world().clock.years_per_step());
      if (binds) CHECK(std::abs(cash(model, rate, before, i) - most) <= 2);
    }
    CHECK(bound > 0);
    CHECK(bound < 4);
  }

  TEST_CASE("all that a city gives stays within its part of the last budget, to the fen") {
    SmallScenario scenario = varied();
    scenario.set("government.most_support", .1);
    add_subsidy(scenario, .05, {"Town 1"}, {"industry1"}, "one");
    add_subsidy(scenario, .03, {"Town 1"}, {"all"}, "two");
    Simulation run = run_for(scenario.build(), 4);
    const MigrationModel& model = model_of(run);
    const Eigen::ArrayXXd before = model.economy().market.sales;
    const Fen disposable = model.economy().money.disposable[0];
    run.step();
    const Eigen::ArrayXXd& rate = model.fields().subsidy;
    CHECK(rate(0, 0) < .08);
    CHECK(rate(0, 0) / rate(0, 1) == doctest::Approx(8. / 3).epsilon(1e-12));  // cut alike
    // Three cells and the tenth are rounded by at most half a fen each.
    CHECK(std::abs(cash(model, rate, before, 0) - part_of(disposable, .1)) <= 2);
  }

  TEST_CASE("subsidies add up, whatever their order in the file") {
    SmallScenario one = varied(), other = varied();
    add_subsidy(one, .01, {"Town 1"}, {"all"}, "a");
    set_field(add_subsidy(one, .02, {"all"}, {"industry2"}, "b"), "budget", .2);
    set_field(add_subsidy(other, .02, {"all"}, {"industry2"}, "b"), "budget", .2);
    add_subsidy(other, .01, {"Town 1"}, {"all"}, "a");
    CHECK(same_runs(one.build(), other.build(), 6));

    SmallScenario sum = varied();
    add_subsidy(sum, .01, {"Town 1"}, {"all"}, "a");
    add_subsidy(sum, .02, {"Town 1"}, {"industry2"}, "b");
    Simulation run = run_for(sum.build(), 1);
    CHECK(model_of(run).fields().subsidy(0, 0) == .01);
    CHECK(model_of(run).fields().subsidy(0, 1) == .01 + .02);
  }

  TEST_CASE("a subsidy follows its window, its ramp and the dates of its rate") {
    SmallScenario scenario = varied();
    PolicySettings& policy = add_subsidy(scenario, .01, {"Town 1"}, {"industry1"});
    constexpr double kForEver = std::numeric_limits<double>::infinity();
    policy.fields.at("rate").value = Schedule{{2012.5, .01}, {kForEver, .02}};
    set_window(policy, "2011", "2013", 1);
    Simulation run = run_of(scenario.build());
    std::vector<double> rates;
    while (run.now() < 13) {
      run.step();
      rates.push_back(model_of(run).fields().subsidy(0, 0));
    }
    // 2010: nothing; 2011: a ramp of four quarters; 2012: whole, and dearer from July; 2013: over.
    const std::vector<double> expected{0, 0, 0, 0, 0, .0025, .005, .0075, .01, .01, .02, .02, 0};
    for (std::size_t k = 0; k < expected.size(); ++k)
      CHECK(rates[k] == doctest::Approx(expected[k]).epsilon(1e-12));
  }

  TEST_CASE("a rate of zero and a strength of zero leave every bit as it is") {
    SmallScenario scenario = varied();
    const Scenario plain = scenario.build();
    set_field(add_subsidy(scenario, 0, {"all"}, {"all"}), "budget", 1);
    CHECK(same_runs(plain, scenario.build(), 5));
    scenario.drop_policies();
    add_subsidy(scenario, .1, {"all"}, {"all"}).window.strength = 0;
    CHECK(same_runs(plain, scenario.build(), 5));
  }

  TEST_CASE("a scope without a city or an industry is refused with its place") {
    SmallScenario scenario = varied();
    add_subsidy(scenario, .01, {}, {"industry9"});
    const std::vector<Diagnostic> problems = scenario.problems();
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].problem == "policy.subsidy.cities names no city");
    CHECK(problems[1].problem ==
          "policy.subsidy.industries is \"industry9\", which is not an industry of this scenario");
    CHECK(problems[0].where.line == 10);
  }

  TEST_CASE("a subsidy raises entry and, while firms go on trying, the share of the industry") {
    Moments entry, share;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      const Cell without = after_ten_years(0, seed, 0), with = after_ten_years(.05, seed, 0);
      entry.add(with.spinoffs / without.spinoffs - 1);
      share.add(with.share - without.share);
    }
    // Twins share their draws, so four seeds tell both from nothing by four standard errors.
    CHECK(entry.mean() > 4 * entry.standard_error());
    CHECK(share.mean() > 4 * share.standard_error());
    // Operating profit is 1 + sigma rate = 1.28 of what it was; entry follows the margin that this opens.
    CHECK(entry.mean() > .2);
  }

  TEST_CASE("the more firms are given, the less they try, and the slower their productivity grows") {
    const std::vector<double> rates{0, .01, .05, .2};
    std::vector<double> grown(rates.size(), 0.0), learnt(rates.size(), 0.0);
    constexpr std::uint64_t kSeeds = 3;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed)
      for (std::size_t k = 0; k < rates.size(); ++k) {
        const Cell cell = after_ten_years(rates[k], seed, 2);
        grown[k] += cell.incumbents / kSeeds;
        learnt[k] += cell.growth;
      }
    for (std::size_t k = 1; k < rates.size(); ++k) {
      CHECK(grown[k] < grown[k - 1]);
      CHECK(learnt[k] < learnt[k - 1]);
    }
    // Without any effort a firm forgoes what it knows, ln 2 among equals, times firms.knowledge_growth in
    // each of ten years: 0.069. A fifth of sales leaves exp(-2 0.2 5.5) = 0.11 of it, so 0.061 is lost.
    // Support also keeps weak firms alive, which lowers the mean of those who are left by up to a third of
    // that.
    CHECK(std::abs(grown[0] - grown[3] - .061) < .02);
  }
}
