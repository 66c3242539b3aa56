#pragma once
//! \file  Where results (stdout) and messages (stderr) go.
#include <string>
#include <string_view>
#include <vector>

#include "engine/diagnostic.hpp"

namespace yanzhen::tools {

/// Messages go to stderr as "info: ...", "warning: ...", "error: ..."; coloured on a terminal.
void set_up_messages();

/// Writes a result to stdout. A reader that has gone away is no failure.
/// \throws std::runtime_error when stdout is a full disk or fails otherwise
void print_result(std::string_view text);

/// Every problem on a line of its own (and its hint on the next), then "2 errors; nothing was run."
void print_problems(const std::vector<Diagnostic>& problems);

}  // namespace yanzhen::tools
