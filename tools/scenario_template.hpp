#pragma once
//! \file  The text of a new scenario: everything from its base, with its policies and every parameter as
//! comments.
#include <string>
#include <vector>

#include "engine/model.hpp"

namespace yanzhen::tools {

/// TOML that gives exactly what `base` gives until someone edits it.
/// \param base     the scenario that it extends, loaded
/// \param rules    of its model
/// \param extends  path of the base as the new file says it
/// \param name     of the new scenario, for its title
[[nodiscard]] std::string scenario_template(const Scenario& base, const std::vector<RuleDeclaration>& rules,
                                            const std::string& extends, const std::string& name);

}  // namespace yanzhen::tools
