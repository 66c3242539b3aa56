#include "tests/support/governed_world.hpp"

#include <limits>

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

}  // namespace

SmallScenario governed_world() {
  SmallScenario world{{.cities = 5, .industries = 3, .outside = true, .seed = 11}};
  world.people_per_agent = 25;
  world.set("firms.relocation.hazard", .5);
  add_enclaves(world);
  add_tax_sharing(world);
  add_ways(world);
  return world;
}

}  // namespace yanzhen::testing
