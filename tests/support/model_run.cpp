#include "tests/support/model_run.hpp"

#include <filesystem>

#include "io/scenario_file.hpp"
#include "models/industry_migration/model.hpp"

namespace yanzhen::testing {

Scenario shipped_scenario(const std::string& file) {
  const std::filesystem::path path = std::filesystem::path{YANZHEN_SOURCE_DIR} / "scenarios" / file;
  Problems problems;
  auto scenario = load_scenario(path, {industry_migration::declaration()}, {}, problems);
  problems.throw_if_any();
  return std::move(scenario).value();
}

std::shared_ptr<const industry_migration::World> world_of(const Scenario& scenario) {
  Problems problems;
  auto world = industry_migration::read_world(scenario, problems);
  problems.throw_if_any();
  return world;
}

Simulation run_of(const Scenario& scenario) { return run_of(scenario, world_of(scenario)); }

Simulation run_of(const Scenario& scenario, std::shared_ptr<const industry_migration::World> world) {
  return {scenario, industry_migration::make_model(std::move(world))};
}

industry_migration::MigrationModel& model_of(Simulation& run) {
  return dynamic_cast<industry_migration::MigrationModel&>(run.model());
}

}  // namespace yanzhen::testing
