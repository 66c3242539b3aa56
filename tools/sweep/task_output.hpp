#pragma once
//! \file  What tasks of an array said.
#include <filesystem>
#include <string>

namespace yanzhen::tools {

/// The last lines of the task that spoke last, below the name of the file that they stand in; or that no task
/// said anything. For a message: control characters are left out.
/// \param job  number of the array; empty: of any
[[nodiscard]] std::string last_words(const std::filesystem::path& folder, const std::string& job);

}  // namespace yanzhen::tools
