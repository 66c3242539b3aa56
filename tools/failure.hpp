#pragma once
//! \file  From what went wrong to a message on stderr and an exit code.
#include <functional>
#include <string>

#include "tools/command.hpp"

namespace yanzhen::tools {

/// Calls `work` and gives back its exit code. Whatever it throws is told on stderr: bad input (the command
/// line or a scenario) gives ExitCode::bad_input, a world that failed or a mistake of ours ExitCode::failed.
/// \param line  the whole command line, for a report of a mistake of ours
[[nodiscard]] ExitCode report_failures(const std::string& line, const std::function<ExitCode()>& work);

}  // namespace yanzhen::tools
