#pragma once
//! \file  A run of the industry-migration model under test: made from a scenario.
#include <memory>
#include <string>

#include "models/industry_migration/migration_model.hpp"
#include "tests/support/run_look.hpp"

namespace yanzhen::testing {

/// The scenario of this name among those that come with the program, e.g. "tiny/tiny.toml".
[[nodiscard]] Scenario shipped_scenario(const std::string& file);

/// \throws ScenarioError where the model finds a problem
[[nodiscard]] std::shared_ptr<const industry_migration::World> world_of(const Scenario& scenario);

/// A run at its start. \throws ScenarioError where the model finds a problem
[[nodiscard]] Simulation run_of(const Scenario& scenario);
[[nodiscard]] Simulation run_of(const Scenario& scenario,
                                std::shared_ptr<const industry_migration::World> world);
[[nodiscard]] industry_migration::MigrationModel& model_of(Simulation& run);

}  // namespace yanzhen::testing
