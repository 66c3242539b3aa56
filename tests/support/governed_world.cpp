#include "tests/support/governed_world.hpp"

#include <limits>

#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::testing {
namespace {

void add_enclaves(SmallScenario& world) {
  PolicySettings& lasting = world.add_policy("industrial_enclave", "lasting park");
  set_field(lasting, "origin", "Town 1");
  set_field(lasting, "host", "Town 2");
  set_field(lasting, "capacity_km2", 3);
  set_field(lasting, "cost_per_km2", .1);
  set_field(lasting, "default_rate", .1);
  set_field(lasting, "credit_share", .4);
  set_field(lasting, "easing", .8);
  set_field(lasting, "bonus", 1);
  lasting.fields.at("tax_split").value = Schedule{{2012, .6}, {std::numeric_limits<double>::infinity(), .3}};

  PolicySettings& passing = world.add_policy("industrial_enclave", "passing park");
  set_field(passing, "origin", "Town 3");
  set_field(passing, "host", "Town 2");
  set_field(passing, "capacity_km2", 2);
  set_field(passing, "cost_per_km2", 0.0);
  set_field(passing, "bonus", 1.5);
  set_field(passing, "mode", "move");
  set_field(passing, "industries", WordList{"industry1", "industry3"});
  passing.window.start = date_from("2010-07");
  passing.window.end = date_from("2013-04");
}

void add_tax_sharing(SmallScenario& world) {
  PolicySettings& home = world.add_policy("tax_sharing", "to homes");
  set_field(home, "share", .4);
  set_field(home, "years", 2);
  set_field(home, "default_rate", .2);

  PolicySettings& base = world.add_policy("tax_sharing", "of base");
  set_field(base, "form", "base");
  set_field(base, "share", .3);
  set_field(base, "cities", WordList{"Town 1", "Town 2", "Town 3"});
  base.window.end = date_from("2013-07");

  PolicySettings& pool = world.add_policy("tax_sharing", "of revenue");
  set_field(pool, "form", "pool");
  set_field(pool, "share", .2);
  set_field(pool, "cities", WordList{"Town 2", "Town 3", "Town 4", "Town 5"});
  pool.window.start = date_from("2010-10");
  pool.window.ramp_years = 1;
}

void add_ways(SmallScenario& world) {
  PolicySettings& barrier = world.add_policy("administrative_barrier", "borders");
  set_field(barrier, "border", "city");
  set_field(barrier, "removed", .7);
  barrier.window.start = date_from("2011-01");
  barrier.window.ramp_years = 1.5;

  PolicySettings& link = world.add_policy("transport_link", "bridge");
  set_field(link, "from", "Town 1");
  set_field(link, "to", "Town 5");
  set_field(link, "minutes", 5);
  set_field(link, "mode", "bridge");
  link.window.start = date_from("2012-01");
}

SmallScenario restless_world() {
  SmallScenario world{{.cities = 5, .industries = 3, .outside = true, .seed = 11}};
  world.people_per_agent = 25;
  world.set("firms.relocation.hazard", .5);
  return world;
}

/// Names for the fields that a rule cannot do without: cities one after another, or the first industry.
void fill_required(const RuleDeclaration& rule, PolicySettings& policy) {
  std::size_t towns = 0;
  for (const RuleField& field : rule.fields) {
    if (!field.required) continue;
    if (field.unit == "one city")
      set_field(policy, field.name, WordList{"Town " + std::to_string(++towns)});
    else if (field.unit == "one industry")
      set_field(policy, field.name, "industry1");
    else
      set_field(policy, field.name, WordList{"Town 1", "Town 2", "Town 4"});
  }
}

}  // namespace

SmallScenario world_under_every_rule() {
  SmallScenario world = restless_world();
  for (const RuleDeclaration& rule : industry_migration::rule_declarations()) {
    PolicySettings& policy = world.add_policy(rule.name);
    fill_required(rule, policy);
    policy.window.start = date_from("2010-04");
    policy.window.end = date_from("2013-04");
    policy.window.ramp_years = rule.ramps ? .5 : 0;
    if (rule.name == "technology_wave") set_field(policy, "demand", 1.5);  // three industries share demand
    if (rule.name == "industrial_enclave") set_field(policy, "cost_per_km2", .05);  // as small cities can pay
    if (rule.name == "industry_fund") set_field(policy, "money_a_year", .5);
    if (rule.name == "land_productivity") set_field(policy, "threshold", 1);
  }
  return world;
}

SmallScenario governed_world() {
  SmallScenario world = restless_world();
  add_enclaves(world);
  add_tax_sharing(world);
  add_ways(world);
  return world;
}

}  // namespace yanzhen::testing
