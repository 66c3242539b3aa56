#pragma once
//! \file  The section [lockin] as TOML.
#include <string>

#include "engine/lock_in_settings.hpp"

namespace yanzhen {

/// The section as text that reads as the same settings again. It says every number, and leaves out the tables
/// of experiments that the scenario does not have.
[[nodiscard]] std::string to_toml(const LockInSettings& lock_in);

}  // namespace yanzhen
