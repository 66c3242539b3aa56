#pragma once
//! \file  A scenario as one TOML text: everything that is in force, also what nobody said.
#include <string>

#include "engine/model.hpp"

namespace yanzhen {

/// `extends` and `--set` applied, every parameter of the model and every field of a policy at its value in
/// force. Paths of data are
/// relative to the folder of Scenario::file, so the text loads to the same Scenario again when it is saved in
/// that folder, and it is the same text wherever that folder lies. Depends on nothing but the scenario.
/// Ignores Scenario::resolved.
/// \param rules  of the scenario's model \pre the rule of every policy is one of them
[[nodiscard]] std::string to_toml(const Scenario& scenario, const std::vector<RuleDeclaration>& rules);

/// As the scenario file says it.
[[nodiscard]] std::string to_word(RecordOptions::Every every);

}  // namespace yanzhen
