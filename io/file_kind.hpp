#pragma once
//! \file  Which of the two kinds of TOML file somebody gave, when it was the wrong one.
#include <string>

#include "engine/diagnostic.hpp"
#include "io/toml_reader.hpp"

namespace yanzhen {

/// A sweep file where a scenario was asked for: has a design or factors, which no scenario has. Becomes one
/// problem that names the right command, in place of one for every key. \returns whether it is one
bool refuse_sweep(const TomlTable& keys, const std::string& file, Problems& problems);

/// A scenario where a sweep file was asked for: says a model, or what it extends.
bool refuse_scenario(const TomlTable& keys, const std::string& file, Problems& problems);

}  // namespace yanzhen
