#include "models/industry_migration/enclave_note.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "models/industry_migration/treasury.hpp"
#include "tests/support/model_run.hpp"
#include "tests/support/small_world.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

constexpr double kForEver = std::numeric_limits<double>::infinity();

/// Four cities that differ, with an enclave of the first in the third.
SmallScenario with_enclave(PolicySettings** enclave) {
  SmallScenario scenario{{.cities = 4, .industries = 3, .outside = true, .seed = 3}};
  *enclave = &scenario.add_policy("industrial_enclave", "flying");
  set_field(**enclave, "origin", "Town 1");
  set_field(**enclave, "host", "Town 3");
  return scenario;
}

/// The notes of a run that begin with a policy's name.
std::vector<std::string> notes_of(const SmallScenario& scenario, const std::string& policy) {
  Simulation run = run_of(scenario.build());
  std::vector<std::string> found;
  for (const std::string& note : run.model().notes())
    if (note.rfind(policy + ": ", 0) == 0) found.push_back(note);
  return found;
}

/// Local tax a year of a unit of mass in a cell, by what the treasury assesses in a step.
double assessed(const World& world, const Economy& economy, std::size_t node, std::size_t industry) {
  const Fen local = assess_taxes(world, economy).local[node * world.n_industry() + industry];
  return money_of(local) / world.clock.years_per_step() /
         economy.market.mass(static_cast<Index>(node), static_cast<Index>(industry));
}

struct Texts {
  Texts() {
    world.cities.resize(2), world.cities[0].name.name_zh = "上海市", world.cities[1].name.name_zh = "嘉兴市";
  }
  [[nodiscard]] std::string note(EnclaveStakes stakes, double tax_share, double default_rate = 0) const {
    ParkTerms terms;
    terms.tax_share = tax_share;
    terms.default_rate = default_rate;
    return enclave_note(world, {"enclave", 0, 1, {}}, terms, stakes);
  }
  World world;
};

}  // namespace

TEST_SUITE("industry_migration/enclave note") {
  TEST_CASE(
      "stakes are what the treasury would assess on the same firm on either side, and the land it takes") {
    PolicySettings* enclave = nullptr;
    const SmallScenario scenario = with_enclave(&enclave);
    Simulation run = run_of(scenario.build());
    const MigrationModel& model = model_of(run);
    const World& world = model.world();
    const Economy& economy = model.economy();
    const MarketState& market = economy.market;
    Park park = world.parks[0];
    park.industries[1] = false;
    ParkTerms terms;
    terms.cost_per_km2 = 4;
    terms.origin_cost_share = .25;
    const Eigen::ArrayXXd value = value_added(world.technology, market);
    double lost = 0, collected = 0, cost = 0;
    for (const std::size_t industry : {0U, 2U}) {
      const auto s = static_cast<Index>(industry);
      const double mean_mass = market.mass(0, s) / market.firms(0, s);
      const double weight = value(0, s) / (value(0, 0) + value(0, 2));
      lost += weight * mean_mass * assessed(world, economy, 0, industry) *
              would_have_stayed(world, model.firm_choice(), industry, 0);
      collected += weight * mean_mass * assessed(world, economy, 2, industry);
      const double land =
          value(2, s) * world.technology.factor_share(s, kLandFactor) / market.price(2, kLandFactor);
      cost += weight * mean_mass * land / market.mass(2, s) * 4 * .75 * world.parameters.depreciation;
    }
    const EnclaveStakes stakes = enclave_stakes(world, economy, model.firm_choice(), park, terms);
    // The start meets observed sales to 1e-10, and taxes of a step are rounded to fen of some 1e9.
    CHECK(stakes.lost_by_origin == doctest::Approx(lost).epsilon(1e-8));
    CHECK(stakes.collected_by_host == doctest::Approx(collected).epsilon(1e-8));
    CHECK(stakes.cost_of_host == doctest::Approx(cost).epsilon(1e-8));
    CHECK(lost < .99 * collected);
  }

  TEST_CASE("those who would have stayed are what the choice says of firms with and without a small park") {
    PolicySettings* enclave = nullptr;
    const SmallScenario scenario = with_enclave(&enclave);
    Simulation run = run_of(scenario.build());
    const World& world = model_of(run).world();
    const FirmChoice& choice = model_of(run).firm_choice();
    const Parameters& p = world.parameters;
    constexpr double kSmall = 1e-9;  // weight of the park beside some hundredths of all other places
    for (std::size_t s = 0; s < world.n_industry(); ++s) {
      double came = 0, would_stay = 0;
      for (int k = 0; k < 16; ++k) {
        const double age = considering_age(p, (k + .5) / 16);
        const double stay = std::exp(p.relocation_sensitivity * p.sunk_cost * std::exp(-age / p.sunk_years));
        const FirmChoice::Leaving with = choice.leaving(s, 0, stay, kSmall);
        came += with.park - with.place;
        would_stay += (with.park - with.place) * (1 - choice.leaving(s, 0, stay, 0).place);
      }
      const double found = would_have_stayed(world, choice, s, 0);
      CHECK(found == doctest::Approx(would_stay / came).epsilon(1e-6));  // 1e-16 over what 1e-9 draws
      CHECK(found > 0);
      CHECK(found < 1);
    }
  }

  TEST_CASE("a park that takes nothing of the origin has no stakes") {
    PolicySettings* enclave = nullptr;
    const SmallScenario scenario = with_enclave(&enclave);
    Simulation run = run_of(scenario.build());
    const World& world = model_of(run).world();
    Park park = world.parks[0];
    park.industries.assign(world.n_industry(), false);
    const EnclaveStakes stakes =
        enclave_stakes(world, model_of(run).economy(), model_of(run).firm_choice(), park, {});
    CHECK(stakes.lost_by_origin == 0.0);
    CHECK(stakes.collected_by_host == 0.0);
    CHECK(stakes.cost_of_host == 0.0);
  }

  TEST_CASE("the sentence says which shares suit both, and whether the contract's is one of them") {
    const Texts texts;
    const std::string both =
        "enclave: a share of 0.67 to 0.80 of the park's local tax suits both 上海市 and 嘉兴市 "
        "at the start; the contract ";
    CHECK(texts.note({10, 15, 3}, .5) == both + "gives 0.50, less than 上海市 loses");
    CHECK(texts.note({10, 15, 3}, .7) == both + "gives 0.70, which is one of them");
    CHECK(texts.note({10, 15, 3}, .9) ==
          both + "gives 0.90, which leaves 嘉兴市 less than the land costs it");
    CHECK(texts.note({10, 15, 3}, .9, .2) == both + "delivers 0.72, which is one of them");
    CHECK(texts.note({10, 11, 3}, .9) ==
          "enclave: no share of the park's local tax suits both 上海市 and 嘉兴市 at the start: for every "
          "yuan that "
          "上海市 loses, 嘉兴市 collects 1.10 and pays 0.30 for the land");
    CHECK(texts.note({0, 0, 0}, .5) == "enclave: 上海市 has no local tax to lose to 嘉兴市 at the start");
  }

  TEST_CASE("a run has one note for each enclave that will hold, by the first share of its contract") {
    PolicySettings* enclave = nullptr;
    SmallScenario scenario = with_enclave(&enclave);
    enclave->window.start = date_from("2014-01");
    // From Town 1 at a share of one the host is left without its cost; at none the origin gets nothing.
    enclave->fields.at("tax_split").value = Schedule{{2016, 1.0}, {kForEver, 0.0}};
    Simulation run = run_of(scenario.build());
    const MigrationModel& model = model_of(run);
    REQUIRE(notes_of(scenario, "flying").size() == 1);
    ParkTerms terms;
    terms.cost_per_km2 = 3;
    terms.origin_cost_share = .5;
    terms.tax_share = 1;
    const Park& park = model.world().parks[0];
    CHECK(notes_of(scenario, "flying")[0] ==
          enclave_note(model.world(), park, terms,
                       enclave_stakes(model.world(), model.economy(), model.firm_choice(), park, terms)));
    CHECK(notes_of(scenario, "flying")[0].find("第1市 and 第3市") != std::string::npos);
  }

  TEST_CASE("an enclave that never holds in the run has no note") {
    PolicySettings* enclave = nullptr;
    SmallScenario scenario = with_enclave(&enclave);
    CHECK(notes_of(scenario, "flying").size() == 1);
    enclave->window.strength = 0;
    CHECK(notes_of(scenario, "flying").empty());
    enclave->window.strength = 1;
    enclave->window.start = date_from("2020-01");
    CHECK(notes_of(scenario, "flying").empty());
    enclave->window.start = date_from("2000-01");
    enclave->window.end = date_from("2010-01");
    CHECK(notes_of(scenario, "flying").empty());
    enclave->window.end = date_from("2010-02");
    CHECK(notes_of(scenario, "flying").size() == 1);
  }

  TEST_CASE("land for nothing suits both at any share from what the origin loses on, dear land at none") {
    PolicySettings* enclave = nullptr;
    SmallScenario scenario = with_enclave(&enclave);
    set_field(*enclave, "tax_split", 1.0);
    set_field(*enclave, "cost_per_km2", 0.0);
    CHECK(notes_of(scenario, "flying")[0].find("to 1.00 of the park's local tax suits both") !=
          std::string::npos);
    CHECK(notes_of(scenario, "flying")[0].find("gives 1.00, which is one of them") != std::string::npos);
    set_field(*enclave, "tax_split", 0.0);
    CHECK(notes_of(scenario, "flying")[0].find("gives 0.00, less than 第1市 loses") != std::string::npos);
    set_field(*enclave, "cost_per_km2", 1e4);
    CHECK(notes_of(scenario, "flying")[0].find("no share of the park's local tax suits both") !=
          std::string::npos);
  }
}
