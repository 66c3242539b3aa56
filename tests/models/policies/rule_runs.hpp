#pragma once
//! \file  What tests of policy rules share: runs with and without a rule, and what rules write.
#include "models/industry_migration/policies/rule.hpp"
#include "tests/support/model_run.hpp"
#include "tests/support/small_world.hpp"

namespace yanzhen::testing {

/// A run after so many steps.
[[nodiscard]] inline Simulation run_for(const Scenario& scenario, Step steps) {
  Simulation run = run_of(scenario);
  while (run.now() < steps) run.step();
  return run;
}

/// True where both give the same bytes in every panel and the same checksum after each of the first steps.
[[nodiscard]] inline bool same_runs(const Scenario& one, const Scenario& other, Step steps) {
  Simulation run = run_of(one), twin = run_of(other);
  while (run.now() < steps) {
    run.step();
    twin.step();
    if (!same_bytes(all_panels(run.model()), all_panels(twin.model())) ||
        run.model().checksum() != twin.model().checksum())
      return false;
  }
  return true;
}

/// Distance and borders as the rules of a world write them at a strength.
[[nodiscard]] inline industry_migration::ReachFields reach_written(const industry_migration::World& world,
                                                                   double strength) {
  industry_migration::ReachFields fields = industry_migration::ReachFields::none(world);
  for (const industry_migration::Policy& policy : world.policies)
    policy.acts->write_reach(fields, world, strength);
  return fields;
}

/// Sum of a panel by (city, industry) over some cities of an industry.
[[nodiscard]] inline double sum_over(const std::vector<double>& panel, std::size_t industries,
                                     const std::vector<std::size_t>& cities, std::size_t industry) {
  double sum = 0;
  for (const std::size_t city : cities) sum += panel.at(city * industries + industry);
  return sum;
}

/// Sets when and how strongly a policy holds; dates such as "2012" or "2012-07".
inline void set_window(PolicySettings& policy, const char* start, const char* end = "", double ramp_years = 0,
                       double strength = 1) {
  policy.window.start = date_from(start);
  policy.window.end = date_from(end);
  policy.window.ramp_years = ramp_years;
  policy.window.strength = strength;
}

}  // namespace yanzhen::testing
