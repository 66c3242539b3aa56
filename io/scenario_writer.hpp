#pragma once
//! \file  A scenario as one TOML text: everything that is in force, also what nobody said.
#include <string>

#include "engine/model.hpp"

namespace yanzhen {

/// `extends` and `--set` applied, every parameter of the model at its value in force. Paths of data are
/// relative to the folder of Scenario::file, so the text loads to the same Scenario again when it is saved in
/// that folder, and it is the same text wherever that folder lies. Depends on nothing but the scenario.
/// Ignores Scenario::resolved.
[[nodiscard]] std::string to_toml(const Scenario& scenario);

/// As the scenario file says it.
[[nodiscard]] std::string to_word(RecordOptions::Every every);

}  // namespace yanzhen
