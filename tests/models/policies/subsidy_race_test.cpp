// Subsidy race: who aims at what, how rates climb, and what a race that all can match is worth.
#include <doctest/doctest.h>

#include <cmath>

#include "models/industry_migration/government.hpp"
#include "tests/models/policies/rule_runs.hpp"
#include "tests/support/moments.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

SmallScenario six_by_six(std::uint32_t seed = 3) {
  SmallScenario scenario{{.cities = 6, .industries = 6, .outside = true, .seed = seed}};
  scenario.seed = seed;
  scenario.people_per_agent = 300;
  scenario.set("firms.least_agents", 2000);
  scenario.set("capital.least_agents", 2000);
  scenario.set("government.most_support", 1);
  return scenario;
}

PolicySettings& add_race(SmallScenario& scenario, const char* behaviour, double climb = 0) {
  PolicySettings& policy = scenario.add_policy("subsidy_race");
  set_field(policy, "behaviour", behaviour);
  set_field(policy, "rate", .01);
  set_field(policy, "climb", climb);
  return policy;
}

/// Which cells are pursued in the last step. (city, industry)
Presence pursued(Simulation& run) { return model_of(run).fields().subsidy.topRows(6) > 0; }

/// Rates of the cities, read off an industry that all of them subsidise.
Eigen::ArrayXd rates(Simulation& run) { return model_of(run).fields().subsidy.col(0); }

/// A world from whose first city the nation draws firms by its gifts to the second.
SmallScenario losing() {
  SmallScenario scenario{{.cities = 3, .industries = 2}};
  scenario.people_per_agent = 300;
  scenario.set("firms.relocation.hazard", 1);
  scenario.set("firms.relocation.sunk_cost", 0);
  scenario.set("government.most_support", 1);
  PolicySettings& gift = scenario.add_policy("subsidy");
  set_field(gift, "cities", "Town 2");
  set_field(gift, "rate", .2);
  set_field(gift, "paid_by", "nation");
  return scenario;
}

double similarity(const SmallScenario& scenario) {
  Simulation run = run_of(scenario.build());
  while (run.now() < run.end()) run.step();
  return panel(run.model(), "structural_similarity")[0];
}

}  // namespace

TEST_SUITE("industry_migration/policies/subsidy_race") {
  TEST_CASE("imitators all pursue what grew fastest in the country, and nothing before growth is known") {
    SmallScenario scenario = six_by_six();
    add_race(scenario, "imitate");
    Simulation run = run_of(scenario.build());
    Eigen::ArrayXd output = real_output(model_of(run).economy().market);
    for (int year = 0; year < 4; ++year) {
      const Eigen::ArrayXd now = real_output(model_of(run).economy().market);
      const Eigen::ArrayXd growth = now / output;
      output = now;
      for (int quarter = 0; quarter < 4; ++quarter) {
        run.step();
        const auto targets = pursued(run);
        if (year == 0) {
          CHECK(!targets.any());
          continue;
        }
        for (Index s = 0; s < 6; ++s) {
          const bool fast = (growth > growth(s)).count() < 2;
          CHECK((targets.col(s) == fast).all());
        }
      }
    }
  }

  TEST_CASE(
      "imitators put the same part of what they make into their targets, and pull harder where they lag") {
    SmallScenario scenario = six_by_six();
    PolicySettings& policy = add_race(scenario, "imitate");
    set_field(policy, "most", .02);
    set_field(policy, "pull", 2.0);
    Simulation run = run_for(scenario.build(), 5);
    const MarketState& market = model_of(run).economy().market;
    const Eigen::ArrayXXd quotient =
        location_quotients(value_added(model_of(run).world().technology, market));
    run.step();
    const Presence targets = pursued(run);
    const StepFields& fields = model_of(run).fields();
    for (Index i = 0; i < 6; ++i)
      for (Index s = 0; s < 6; ++s) {
        const double effort = 1 / quotient(i, s);
        const double pull = 2 * std::max(0.0, 1 + std::log(effort));
        CHECK(fields.subsidy(i, s) ==
              doctest::Approx(targets(i, s) ? std::min(.02, .01 * effort) : 0).epsilon(1e-14));
        CHECK(fields.target(i, s) == doctest::Approx(targets(i, s) ? pull : 0).epsilon(1e-14));
      }
  }

  TEST_CASE("smart cities pursue what scores highest in each, which is not the same everywhere") {
    SmallScenario scenario = six_by_six(2);
    add_race(scenario, "smart");
    Simulation run = run_of(scenario.build());
    const Eigen::ArrayXXd score = smart_scores(model_of(run).world(), model_of(run).economy().market,
                                               model_of(run).world().relatedness);
    run.step();
    const auto targets = pursued(run);
    for (Index i = 0; i < 6; ++i) {
      CHECK(targets.row(i).count() == 2);
      for (Index s = 0; s < 6; ++s)
        if (targets(i, s)) CHECK((score.row(i) > score(i, s)).count() < 2);
    }
    CHECK(targets.colwise().any().count() > 2);
  }

  TEST_CASE("without behaviour the whole secondary and tertiary sector gets the rate and nobody is drawn") {
    SmallScenario scenario = six_by_six();
    scenario.cell("industries", 1, "sector") = "primary";
    scenario.cell("industries", 2, "sector") = "";
    add_race(scenario, "none");
    Simulation run = run_for(scenario.build(), 1);
    const StepFields& fields = model_of(run).fields();
    for (Index i = 0; i < 7; ++i)
      for (Index s = 0; s < 6; ++s) CHECK(fields.subsidy(i, s) == (i < 6 && s != 1 && s != 2 ? .01 : 0.0));
    CHECK((fields.target == 0).all());
  }

  TEST_CASE("a race may be for one industry alone") {
    for (const char* behaviour : {"none", "smart", "imitate"}) {
      SmallScenario scenario = six_by_six();
      set_field(add_race(scenario, behaviour), "industries", "industry5");
      Simulation run = run_for(scenario.build(), 5);
      const Presence targets = pursued(run);
      CHECK(!targets.leftCols(4).any());
      CHECK(!targets.col(5).any());
      // No city is sent to a simple industry by smart specialisation.
      if (behaviour[0] != 's') CHECK(targets.col(4).all());
    }
  }

  TEST_CASE("targets get pull and rate times strength; cities out of scope get nothing") {
    SmallScenario scenario = six_by_six();
    PolicySettings& policy = add_race(scenario, "smart");
    set_field(policy, "cities", WordList{"Town 2", "Town 5"});
    set_field(policy, "pull", 2.0);
    policy.window.strength = .5;
    Simulation run = run_for(scenario.build(), 1);
    const StepFields& fields = model_of(run).fields();
    for (Index i = 0; i < 7; ++i) {
      CHECK((fields.target.row(i) == 1.0).count() == (i == 1 || i == 4 ? 2 : 0));
      CHECK((fields.subsidy.row(i) == .005).count() == (i == 1 || i == 4 ? 2 : 0));
      CHECK(((fields.target.row(i) > 0) == (fields.subsidy.row(i) > 0)).all());
    }
  }

  TEST_CASE("rates climb each January by what the year's relocations say, and only then") {
    SmallScenario scenario = losing();
    add_race(scenario, "none", .5);
    Simulation run = run_of(scenario.build());
    const RaceTerms terms{.climb = .5, .step = .005, .most = .15};
    Eigen::ArrayXd expected = Eigen::ArrayXd::Constant(3, .01), net = Eigen::ArrayXd::Zero(3);
    const Eigen::ArrayXd own = Eigen::ArrayXd::Ones(3);
    while (run.now() < 16) {
      if (run.now() > 0 && run.now() % 4 == 0) {
        expected = raced_rates(terms, expected, net, own, {0, 1, 2});
        net.setZero();
      }
      run.step();
      CHECK((rates(run) == expected).all());
      net += net_relocations(model_of(run).world(), model_of(run).economy());
    }
    CHECK(expected(0) > .01);
  }

  TEST_CASE("who loses firms climbs, who gains them does not, and nobody beyond the most") {
    SmallScenario scenario = losing();
    PolicySettings& policy = add_race(scenario, "none", 1);
    set_field(policy, "step", .01);
    set_field(policy, "most", .03);
    Simulation run = run_of(scenario.build());
    std::vector<double> first;
    while (run.now() < 20) {
      run.step();
      CHECK(rates(run)(1) == .01);  // the city that is given
      CHECK(rates(run)(0) <= .03);
      if (run.now() % 4 == 1) first.push_back(rates(run)(0));
    }
    CHECK(first[0] == .01);
    CHECK(first[1] == doctest::Approx(.02).epsilon(1e-14));
    CHECK(first.back() == .03);
  }

  TEST_CASE("when a city stops losing firms it stops climbing, and keeps its rate") {
    SmallScenario scenario = losing();
    scenario.drop_policies();
    PolicySettings& gift = scenario.add_policy("subsidy");
    set_field(gift, "cities", WordList{"Town 2", "Town 3"});
    set_field(gift, "rate", .2);
    set_field(gift, "paid_by", "nation");
    set_window(gift, "2010", "2013");
    PolicySettings& return_gift = scenario.add_policy("subsidy", "return");
    set_field(return_gift, "cities", "Town 1");
    set_field(return_gift, "rate", .3);
    set_field(return_gift, "paid_by", "nation");
    set_window(return_gift, "2013");
    set_field(add_race(scenario, "none", .5), "cities", WordList{"Town 1", "Town 2"});
    Simulation run = run_of(scenario.build());
    std::vector<double> rate;
    while (run.now() < 32) {
      run.step();
      if (run.now() % 4 == 1) rate.push_back(rates(run)(0));
    }
    CHECK(rate[1] > rate[0]);  // lost in 2010
    CHECK(rate[3] > 0);
    for (std::size_t year = 5; year < 8; ++year) CHECK(rate[year] == rate[4]);  // gained from 2013 on
  }

  TEST_CASE("a race that starts in mid-year looks at nothing that happened before") {
    SmallScenario scenario = losing();
    set_window(add_race(scenario, "none", 1), "2010-07");
    Simulation run = run_of(scenario.build());
    Eigen::ArrayXd net = Eigen::ArrayXd::Zero(3);
    while (run.now() < 4) {
      run.step();
      if (run.now() > 2) net += net_relocations(model_of(run).world(), model_of(run).economy());
      CHECK((rates(run) == (run.now() > 2 ? .01 : 0.0)).all());
    }
    run.step();
    const Eigen::ArrayXd expected = raced_rates({1, .005, .15}, Eigen::ArrayXd::Constant(3, .01), net,
                                                Eigen::ArrayXd::Ones(3), {0, 1, 2});
    CHECK((rates(run) == expected).all());
  }

  TEST_CASE("a run that stops in mid-year and goes on races as one that never stopped") {
    SmallScenario scenario = losing();
    add_race(scenario, "imitate", .5);
    Simulation run = run_for(scenario.build(), 6), resumed = run_of(scenario.build());
    StateLoader loader{state_of(run)};
    resumed.visit_state(loader);
    while (run.now() < 14) {
      run.step();
      resumed.step();
      CHECK(same_bytes(all_panels(run.model()), all_panels(resumed.model())));
    }
  }

  TEST_CASE("a race without prizes and a strength of zero leave every bit as it is") {
    SmallScenario scenario = six_by_six();
    const Scenario plain = scenario.build();
    PolicySettings& policy = add_race(scenario, "smart");
    set_field(policy, "rate", 0.0);
    set_field(policy, "pull", 0.0);
    CHECK(same_runs(plain, scenario.build(), 5));
    scenario.drop_policies();
    add_race(scenario, "none").window.strength = 0;
    CHECK(same_runs(plain, scenario.build(), 5));
  }

  TEST_CASE("a most below the rate of the beginning is refused, at the one that the scenario says") {
    SmallScenario scenario = six_by_six();
    set_field(add_race(scenario, "none"), "most", .005);
    const std::vector<Diagnostic> problems = scenario.problems();
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].problem ==
          "policy.subsidy_race.most is 0.005, allowed is at least `rate`, which is 0.01");
    scenario.drop_policies();
    set_field(add_race(scenario, "none"), "rate", .3);
    CHECK(scenario.problems().at(0).problem ==
          "policy.subsidy_race.rate is 0.3, allowed is at most `most`, which is 0.15 by default");
  }

  TEST_CASE("who bids alone gains; a bid that all match moves nothing, and costs all their services") {
    Moments alone, matched;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      SmallScenario scenario{{.cities = 3, .industries = 2}};  // all alike
      scenario.seed = seed;
      scenario.people_per_agent = 300;
      scenario.set("firms.size_spread", .5);
      scenario.set("firms.noise", .05);
      scenario.set("firms.subsidy_effort_loss", 0);
      const Simulation without = run_for(scenario.build(), 20);
      PolicySettings& policy = add_race(scenario, "none");
      set_field(policy, "rate", .03);
      const Simulation all = run_for(scenario.build(), 20);
      set_field(policy, "cities", "Town 1");
      const Simulation one = run_for(scenario.build(), 20);
      const auto change = [&](const Simulation& run, const char* name) {
        return panel(run.model(), name)[0] / panel(without.model(), name)[0] - 1;
      };
      alone.add(change(one, "value_added"));
      matched.add(change(all, "value_added"));
      // 3 % of sales is 4.5 % of value added, about a third of what is spent on residents.
      CHECK(change(all, "services") < -.15);
    }
    CHECK(alone.mean() > 10 * alone.standard_error());
    CHECK(std::abs(matched.mean()) < .2 * alone.mean());  // the twins draw differently once more firms enter
  }

  TEST_CASE("imitation leaves cities more alike than smart specialisation does, which sets them apart") {
    Moments apart, change;
    for (std::uint32_t seed = 1; seed <= 5; ++seed) {
      SmallScenario scenario = six_by_six(seed);
      scenario.clock = Clock{scenario.clock.date(0), *date_from("2020"), StepLength::year};
      scenario.set("firms.subsidy_effort_loss", 0);
      const double without = similarity(scenario);
      const auto with = [&](const char* behaviour) {
        SmallScenario raced = scenario;
        PolicySettings& policy = add_race(raced, behaviour);
        set_field(policy, "targets", 1.0);
        set_field(policy, "most", .5);
        set_field(policy, "rate", .2);
        return similarity(raced);
      };
      const double smart = with("smart");
      apart.add(with("imitate") - smart);
      change.add(smart - without);
    }
    CHECK(apart.mean() > 3 * apart.standard_error());
    CHECK(change.mean() < -2 * change.standard_error());
  }
}
