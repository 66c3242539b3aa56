#pragma once
//! \file  Names and lines of a sweep file that stand in tables afterwards: on one line, and not too long.
#include <string>

#include "io/toml_section.hpp"

namespace yanzhen {

/// Whether a name can be read in a table: text, not empty, at most kLongestName letters, no line ends or
/// other control characters. What is none becomes a problem of `name`.
bool check_sweep_name(const TomlValue& value, const std::string& name, Problems& problems);

/// A line for a reader, at most 1000 letters without control characters; empty where the key is absent or
/// wrong, which becomes a problem.
[[nodiscard]] std::string sweep_line(const TomlSection& section, const std::string& key, Problems& problems);

/// Whether there is a control character: a line end, a tab, NUL.
[[nodiscard]] bool has_control_character(const std::string& text);

}  // namespace yanzhen
