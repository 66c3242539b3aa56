// Industry fund: whole units for whole money, where they go, and that they stay.
#include <doctest/doctest.h>

#include <cmath>

#include "models/industry_migration/treasury.hpp"
#include "tests/models/policies/rule_runs.hpp"
#include "tests/support/books.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;

namespace {

constexpr std::size_t kIndustries = 3;

/// Nothing wears out, so that every unit that was bought is still there; terms are short.
SmallScenario lasting() {
  SmallScenario scenario{{.cities = 4, .industries = kIndustries, .outside = true, .seed = 5}};
  scenario.people_per_agent = 300;
  scenario.set("firms.least_agents", 2000);
  scenario.set("capital.least_agents", 2000);
  scenario.set("capital.depreciation", 0);
  scenario.set("capital.turnover", 2);
  return scenario;
}

PolicySettings& add_fund(SmallScenario& scenario, double money, const std::string& name = {}) {
  PolicySettings& policy = scenario.add_policy("industry_fund", name);
  set_field(policy, "money_a_year", money);
  set_field(policy, "cities", WordList{"Town 2", "Town 4"});
  set_field(policy, "industries", WordList{"industry1", "industry3"});
  return policy;
}

/// Units of public capital that may not leave, by cell.
Tally bound_units(const MigrationModel& model) {
  const CapitalPopulation& capital = model.economy().capital;
  Tally units(model.world().n_cell(), 0);
  for (std::size_t row = 0; row < capital.city.size(); ++row)
    if (capital.city[row] != kNowhere && capital.kind[row] == static_cast<std::uint8_t>(CapitalKind::bound))
      ++units[capital.city[row] * kIndustries + capital.industry[row]];
  return units;
}

std::int64_t all_of(const Tally& units) {
  std::int64_t sum = 0;
  for (const std::int64_t one : units) sum += one;
  return sum;
}

Fen unit_price(const MigrationModel& model) { return fen_of(agent_capital(model.world())); }

}  // namespace

TEST_SUITE("industry_migration/policies/industry_fund") {
  TEST_CASE("a fund buys as many whole units as its money makes, and keeps the rest for the next step") {
    SmallScenario scenario = lasting();
    add_fund(scenario, 1.7);
    Simulation run = run_of(scenario.build());
    const MigrationModel& model = model_of(run);
    const Accounts accounts{model.world().n_node()};
    const Fen a_step = fen_of(1.7 / 4);
    CHECK(a_step % unit_price(model) != 0);
    for (Fen steps = 1; steps <= 12; ++steps) {
      run.step();
      CHECK(all_of(bound_units(model)) == steps * a_step / unit_price(model));
      CHECK(model.economy().money.ledger.balance(accounts.pot(0)) == steps * a_step % unit_price(model));
    }
  }

  TEST_CASE("units of a bound fund never leave its cities, however often they mature") {
    SmallScenario scenario = lasting();
    set_window(add_fund(scenario, 1.5), "2010", "2012");
    Simulation run = run_for(scenario.build(), 8);
    const Tally bought = bound_units(model_of(run));
    while (run.now() < 24) run.step();  // terms are half a year on average: some eight of them
    const Tally units = bound_units(model_of(run));
    CHECK(all_of(units) == all_of(bought));
    CHECK(units != bought);  // they do change the industry
    for (std::size_t i : {0U, 2U})
      for (std::size_t s = 0; s < kIndustries; ++s) CHECK(units[i * kIndustries + s] == 0);
    for (std::size_t i : {1U, 3U}) {
      std::int64_t before = 0, after = 0;
      for (std::size_t s = 0; s < kIndustries; ++s) {
        before += bought[i * kIndustries + s];
        after += units[i * kIndustries + s];
      }
      CHECK(after == before);
    }
  }

  TEST_CASE("units of a free fund are capital like any other") {
    SmallScenario scenario = lasting();
    set_flag(add_fund(scenario, 1.5), "free", true);
    Simulation run = run_for(scenario.build(), 4);
    CHECK(all_of(bound_units(model_of(run))) == 0);
    const Books books{model_of(run).world(), model_of(run).economy()};
    CHECK(books.all(Line::investment) > 0);
  }

  TEST_CASE("new units go to the cities and industries of the fund, to each as likely") {
    SmallScenario scenario = lasting();
    scenario.set("capital.turnover", .004);
    scenario.set("capital.unit_value", 1);
    scenario.set("capital.least_agents", 1e5);
    set_field(add_fund(scenario, 20), "paid_by", "nation");
    Simulation run = run_for(scenario.build(), 1);
    const Tally units = bound_units(model_of(run));
    const auto all = static_cast<double>(all_of(units));
    CHECK(all > 300);
    // Binomial with a quarter: four standard deviations.
    for (std::size_t cell : {3U, 5U, 9U, 11U})
      CHECK(std::abs(static_cast<double>(units[cell]) - all / 4) < 4 * std::sqrt(all * 3 / 16));
    for (std::size_t cell : {0U, 1U, 2U, 4U, 6U, 7U, 8U, 10U}) CHECK(units[cell] == 0);
  }

  TEST_CASE("cities pay equal parts, or the nation all, and firms of the cities get what units cost") {
    for (const bool nation : {false, true}) {
      SmallScenario scenario = lasting();
      set_field(add_fund(scenario, 1.5), "paid_by", nation ? "nation" : "city");
      Simulation run = run_for(scenario.build(), 3);
      const MigrationModel& model = model_of(run);
      const Books books{model.world(), model.economy()};
      const Fen a_step = fen_of(1.5 / 4);
      const auto paid = [&](AccountNumber account) { return books.paid(Line::industry_fund, account); };
      CHECK(paid(books.accounts().nation()) == (nation ? a_step : 0));
      for (const std::size_t i : {1U, 3U})
        CHECK(paid(books.accounts().government(i)) == (nation ? 0 : a_step / 2));
      CHECK(books.received(Line::industry_fund, books.accounts().pot(0)) == a_step);
      CHECK(books.received(Line::investment, books.accounts().firms(1)) +
                books.received(Line::investment, books.accounts().firms(3)) ==
            books.paid(Line::investment, books.accounts().pot(0)));
    }
  }

  TEST_CASE("a city that cannot pay its part pays what it has") {
    SmallScenario scenario = lasting();
    add_fund(scenario, 1e4);
    Simulation run = run_for(scenario.build(), 2);
    const MigrationModel& model = model_of(run);
    const Books books{model.world(), model.economy()};
    for (const std::size_t i : {1U, 3U})
      CHECK(books.paid(Line::industry_fund, books.accounts().government(i)) ==
            model.economy().money.disposable[i]);
  }

  TEST_CASE("funds add up whatever their order in the file, and strength is a part of the money") {
    SmallScenario one = lasting(), other = lasting();
    add_fund(one, 2, "a");
    set_field(add_fund(one, 1, "b"), "paid_by", "nation");
    set_field(add_fund(other, 1, "b"), "paid_by", "nation");
    add_fund(other, 2, "a");
    CHECK(same_runs(one.build(), other.build(), 6));

    SmallScenario half = lasting(), less = lasting();
    add_fund(half, 4).window.strength = .5;
    add_fund(less, 2);
    CHECK(same_runs(half.build(), less.build(), 4));
  }

  TEST_CASE("no money and a strength of zero leave every bit as it is") {
    SmallScenario scenario = lasting();
    const Scenario plain = scenario.build();
    add_fund(scenario, 0);
    CHECK(same_runs(plain, scenario.build(), 4));
    scenario.drop_policies();
    add_fund(scenario, 10).window.strength = 0;
    CHECK(same_runs(plain, scenario.build(), 4));
  }

  TEST_CASE("funded industries have more capital, and less return on it") {
    SmallScenario scenario = lasting();
    scenario.set("capital.turnover", .08);
    const Simulation without = run_for(scenario.build(), 20);
    add_fund(scenario, 6);
    const Simulation with = run_for(scenario.build(), 20);
    for (const std::size_t cell : {3U, 5U, 9U, 11U}) {
      const double more = panel(with.model(), "capital_by_industry")[cell] /
                          panel(without.model(), "capital_by_industry")[cell];
      const double made = panel(with.model(), "value_added_by_industry")[cell] /
                          panel(without.model(), "value_added_by_industry")[cell];
      CHECK(more > 1.05);
      CHECK(made < more);
    }
  }
}
