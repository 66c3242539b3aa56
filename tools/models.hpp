#pragma once
//! \file  The one list of what this program can simulate. A new model adds one line to models.cpp.
#include <memory>
#include <string>
#include <vector>

#include "engine/model.hpp"

namespace yanzhen::tools {

[[nodiscard]] const std::vector<ModelDeclaration>& all_models();

/// The declaration of that name, or null.
[[nodiscard]] const ModelDeclaration* find_model(const std::string& name);

/// The model of a scenario at its start. \throws ScenarioError with all that it has against the scenario
[[nodiscard]] std::unique_ptr<Model> make_model(const Scenario& scenario);

}  // namespace yanzhen::tools
