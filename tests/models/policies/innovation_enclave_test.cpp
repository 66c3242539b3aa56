// Innovation enclave: knowledge and hands of a core city for the firms of a lagging one.
#include <doctest/doctest.h>

#include "tests/models/policies/rule_runs.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

constexpr SmallWorld kWorld{.cities = 4, .industries = 2, .outside = true, .seed = 5};
constexpr Index kCollege = 2;

PolicySettings& add_house(SmallScenario& scenario, const char* home, const char* core, double staff,
                          const char* name = "") {
  PolicySettings& policy = scenario.add_policy("innovation_enclave", name);
  set_field(policy, "home", home);
  set_field(policy, "core", core);
  set_field(policy, "staff", staff);
  return policy;
}

SmallScenario with_house(double staff = 300) {
  SmallScenario scenario{kWorld};
  add_house(scenario, "Town 2", "Town 1", staff);
  return scenario;
}

}  // namespace

TEST_SUITE("industry_migration/policies/innovation_enclave") {
  TEST_CASE("only the home learns of the core, and only knowledge is eased") {
    const ReachFields fields = reach_written(*with_house().world(), .5);
    for (const Flow flow : {Flow::goods, Flow::firms, Flow::talent, Flow::capital, Flow::knowledge})
      for (Index i = 0; i < 5; ++i)
        for (Index j = 0; j < 5; ++j)
          CHECK(fields.of(flow).easing(i, j) == (flow == Flow::knowledge && i == 1 && j == 0 ? .6 * .5 : 0));
  }

  TEST_CASE("a house and a consortium on one pair ease it by the larger part") {
    for (const double easing : {.4, .8}) {
      SmallScenario scenario = with_house();
      PolicySettings& consortium = scenario.add_policy("innovation_consortium");
      set_field(consortium, "cities", WordList{"Town 1", "Town 2"});
      set_field(consortium, "easing", easing);
      const Eigen::ArrayXXd eased = reach_written(*scenario.world(), 1).of(Flow::knowledge).easing;
      CHECK(eased(1, 0) == std::max(.6, easing));
      CHECK(eased(0, 1) == easing);
    }
  }

  TEST_CASE("what the staff give to the home they take from the core, and no worker is made or lost") {
    Simulation run = run_for(with_house().build(), 1), twin = run_for(SmallScenario{kWorld}.build(), 1);
    const Eigen::ArrayXXd &stock = model_of(run).economy().market.stock,
                          &before = model_of(twin).economy().market.stock;
    CHECK(stock(1, kCollege) == before(1, kCollege) + 300);
    CHECK(stock(0, kCollege) == before(0, kCollege) - 300);
    CHECK(stock.col(kCollege).sum() == doctest::Approx(before.col(kCollege).sum()).epsilon(1e-15));
    for (Index factor = 0; factor < kFactors; ++factor)
      for (Index i = 0; i < 5; ++i)
        if (factor != kCollege || i > 1) CHECK(stock(i, factor) == before(i, factor));
  }

  TEST_CASE("a city lends half of its workers at most, to all houses together, and none is lost") {
    SmallScenario scenario{kWorld};
    add_house(scenario, "Town 2", "Town 1", 1e6, "a");
    add_house(scenario, "Town 3", "Town 1", 1e6, "b");
    Simulation run = run_for(scenario.build(), 1), twin = run_for(SmallScenario{kWorld}.build(), 1);
    const Eigen::ArrayXXd &stock = model_of(run).economy().market.stock,
                          &before = model_of(twin).economy().market.stock;
    CHECK(stock(0, kCollege) == .5 * before(0, kCollege));
    CHECK(stock(1, kCollege) == before(1, kCollege) + .5 * before(0, kCollege));
    CHECK(stock(2, kCollege) == before(2, kCollege));
    CHECK(stock.col(kCollege).sum() == doctest::Approx(before.col(kCollege).sum()).epsilon(1e-15));
  }

  TEST_CASE("rent goes from government to government, to the fen, and only in the window") {
    SmallScenario scenario{kWorld};
    PolicySettings& policy = add_house(scenario, "Town 2", "Town 1", 300);
    set_field(policy, "rent", .013);
    set_window(policy, "2010-04", "2010-10", 0, .5);
    Simulation run = run_of(scenario.build());
    const auto line = static_cast<LineNumber>(Line::innovation_house);
    const Accounts accounts{5};
    for (Step step = 0; step < 4; ++step) {
      run.step();
      const Ledger& ledger = model_of(run).economy().money.ledger;
      const Fen due = step == 1 || step == 2 ? 16'250'000 : 0;  // .013 * .5 / 4 of 10^10 fen
      CHECK(ledger.paid(line, accounts.government(1)) == due);
      CHECK(ledger.received(line, accounts.government(0)) == due);
      for (AccountNumber account = 0; account < accounts.pot(0); ++account) {
        if (account != accounts.government(1)) CHECK(ledger.paid(line, account) == 0);
        if (account != accounts.government(0)) CHECK(ledger.received(line, account) == 0);
      }
    }
  }

  TEST_CASE("firms at home learn more, college wages fall at home and rise in the core") {
    SmallScenario scenario = with_house(), without{kWorld};
    scenario.set("firms.knowledge_growth", .05);
    without.set("firms.knowledge_growth", .05);
    Simulation run = run_for(scenario.build(), 1), twin = run_for(without.build(), 1);
    const MigrationModel &model = model_of(run), &before = model_of(twin);
    for (std::size_t s = 0; s < 2; ++s) {
      CHECK(model.firm_choice().growth(2 + s) > before.firm_choice().growth(2 + s));
      for (const std::size_t city : {0U, 2U, 3U})  // they learn as before, and the mean has risen
        CHECK(model.firm_choice().growth(city * 2 + s) < before.firm_choice().growth(city * 2 + s));
    }
    const auto wage = [](const MigrationModel& one, Index city) {
      return one.economy().market.price(city, kCollege);
    };
    CHECK(wage(model, 1) < wage(before, 1));
    CHECK(wage(model, 0) > wage(before, 0));
    CHECK(model.economy().market.unit_cost(1, 0) < before.economy().market.unit_cost(1, 0));
  }

  TEST_CASE("in six years the home's share of production rises, on the same random numbers") {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      SmallScenario scenario = with_house(), without{kWorld};
      std::vector<double> share;
      for (SmallScenario* one : {&scenario, &without}) {
        one->seed = seed;
        one->set("firms.knowledge_growth", .05);
        Simulation run = run_for(one->build(), 24);
        const std::vector<double> value = panel(run.model(), "value_added");
        share.push_back(value[1] / (value[0] + value[1] + value[2] + value[3]));
      }
      CAPTURE(seed);
      CHECK(share[0] > share[1]);
    }
  }

  TEST_CASE("a house at home is refused in plain words") {
    SmallScenario scenario{kWorld};
    add_house(scenario, "Town 2", "第2市", 300);
    const std::vector<Diagnostic> problems = scenario.problems();
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].problem == "policy.innovation_enclave.core is \"第2市\", the home itself");
    CHECK(problems[0].hint == "an innovation enclave stands in another city");
  }

  TEST_CASE("no easing, no staff and no rent, or a strength of zero, change no bit") {
    SmallScenario without{kWorld}, weak{kWorld};
    PolicySettings& empty = add_house(weak, "Town 2", "Town 1", 0);
    set_field(empty, "easing", 0.0);
    set_field(empty, "rent", 0.0);
    CHECK(same_runs(weak.build(), without.build(), 4));
    weak.drop_policies();
    add_house(weak, "Town 2", "Town 1", 300).window.strength = 0;
    CHECK(same_runs(weak.build(), without.build(), 4));
    CHECK_FALSE(same_runs(with_house().build(), without.build(), 4));
  }
}
