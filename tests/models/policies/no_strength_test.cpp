// A rule at zero strength changes no bit, each rule and all at once; and the order of a scenario file says
// nothing.
#include <doctest/doctest.h>

#include <algorithm>

#include "io/scenario_file.hpp"
#include "models/industry_migration/model.hpp"
#include "models/industry_migration/policies/registry.hpp"
#include "tests/support/model_run.hpp"
#include "tests/support/small_world.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using industry_migration::rule_declarations;

namespace {

constexpr Step kSteps = 6;

/// What must be given, given: the first towns and industries of a small world.
void fill_required(PolicySettings& policy, const RuleDeclaration& rule) {
  std::size_t next = 0;
  const std::vector<std::string> towns{"Town 1", "Town 2", "Town 3"};
  for (const RuleField& field : rule.fields) {
    if (!field.required) continue;
    if (field.unit == "one industry")
      set_field(policy, field.name, WordList{"industry1"});
    else if (field.unit == "one city")
      set_field(policy, field.name, WordList{towns.at(next++)});
    else
      set_field(policy, field.name, WordList{"Town 1", "Town 2"});
  }
}

SmallScenario small() { return SmallScenario{{.cities = 4, .industries = 3, .outside = true, .seed = 6}}; }

void advance(Simulation& run) {
  for (Step step = 0; step < kSteps; ++step) run.step();
}

/// The first panel of the plain run that differs in the other; empty where there is none.
std::string first_difference(const Model& plain, const Model& ruled) {
  for (const Panel& one : plain.panels())
    if (!same_bytes(panel(plain, one.name), panel(ruled, one.name))) return one.name;
  return plain.checksum() == ruled.checksum() ? "" : "checksum";
}

std::string difference_of(const Scenario& plain, const Scenario& ruled) {
  Simulation one = run_of(plain), other = run_of(ruled);
  advance(one);
  advance(other);
  return first_difference(one.model(), other.model());
}

Scenario twenty_rules() {
  Problems problems;
  auto scenario =
      load_scenario(std::filesystem::path{YANZHEN_SOURCE_DIR} / "bench" / "twenty-rules.toml",
                    {industry_migration::declaration()}, {{"scale.people_per_agent=2000"}, 3}, problems);
  problems.throw_if_any();
  return std::move(scenario).value();
}

}  // namespace

TEST_SUITE("industry_migration/policies/no strength") {
  TEST_CASE("each rule at strength zero changes no bit of a run, and at full strength some") {
    const Scenario plain = small().build();
    for (const RuleDeclaration& rule : rule_declarations()) {
      CAPTURE(rule.name);
      SmallScenario scenario = small();
      PolicySettings& policy = scenario.add_policy(rule.name);
      fill_required(policy, rule);
      policy.window.strength = 0;
      CHECK(difference_of(plain, scenario.build()) == "");
      policy.window.strength = 1;
      // Eight percent of cost for a floor nobody is below, and the like, would say nothing: these need
      // numbers.
      if (rule.name == "public_service_equalisation") set_field(policy, "floor_yuan", 1e6);
      if (rule.name == "supply_shock") set_field(policy, "price_rise", 1.0);
      if (rule.name == "industry_fund") set_field(policy, "money_a_year", 1e3);
      CHECK(difference_of(plain, scenario.build()) != "");
    }
  }

  TEST_CASE("all rules at once at strength zero change no bit of a run") {
    SmallScenario scenario = small();
    for (const RuleDeclaration& rule : rule_declarations()) {
      PolicySettings& policy = scenario.add_policy(rule.name);
      fill_required(policy, rule);
      policy.window.strength = 0;
    }
    CHECK(difference_of(small().build(), scenario.build()) == "");
  }

  TEST_CASE("all rules before they start and after they ended change no bit of a run") {
    for (const bool over : {false, true}) {
      SmallScenario scenario = small();
      for (const RuleDeclaration& rule : rule_declarations()) {
        PolicySettings& policy = scenario.add_policy(rule.name);
        fill_required(policy, rule);
        (over ? policy.window.end : policy.window.start) = date_from(over ? "2010-01" : "2019-01");
      }
      CHECK(difference_of(small().build(), scenario.build()) == "");
    }
  }

  TEST_CASE("twenty policies on the Delta at strength zero are the baseline to the last bit") {
    Scenario ruled = twenty_rules();
    REQUIRE(ruled.policies.size() == 20);
    Scenario plain = ruled;
    plain.policies.clear();
    for (PolicySettings& policy : ruled.policies) policy.window.strength = 0;
    CHECK(difference_of(plain, ruled) == "");
  }

  TEST_CASE("twenty policies on the Delta do the same in any order of the file") {
    Scenario one = twenty_rules();
    for (PolicySettings& policy : one.policies)
      policy.window.start = std::nullopt;  // all hold from the first step
    Scenario other = one;
    std::reverse(other.policies.begin(), other.policies.end());
    CHECK(difference_of(one, other) == "");
    std::rotate(other.policies.begin(), other.policies.begin() + 7, other.policies.end());
    CHECK(difference_of(one, other) == "");
  }
}
