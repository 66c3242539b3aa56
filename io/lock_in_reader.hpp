#pragma once
//! \file  The section [lockin] of a scenario.
#include <string>
#include <vector>

#include "engine/lock_in_settings.hpp"
#include "io/scenario_merge.hpp"

namespace yanzhen {

inline constexpr std::size_t kMostLockInEntries = 100;  ///< of a list of settings, of switches

/// Reads what stands under `lockin` in a scenario. Whether its panels, labels and paths exist is for the
/// experiment to say, which knows the model. Every problem is added to `problems`.
///
/// Switches come in the order in which the files of the scenario say them, what is extended first; then those
/// of `--set`, by name. One that several files say stands where the last of them says it. A label or an
/// `over` that is "" is as if it were not there, so that a file can take back what it extends.
[[nodiscard]] LockInSettings read_lock_in(const TomlValue& section, const MergedScenario& merged,
                                          Problems& problems);

/// The paths of `--set` below lockin whose names are known: "lockin.seeds", "lockin.escape.to" and so on.
[[nodiscard]] const std::vector<std::string>& lock_in_paths();

/// `--set lockin.KEY=value`, `lockin.TABLE.KEY=value` and `lockin.decompose.switches.NAME=value`, where
/// `path` is what comes after "lockin." and `keys` are those of the scenario. Tables that are not there are
/// made. \returns false, and changes nothing, when the path goes through a table that the section does not
/// have
[[nodiscard]] bool set_lock_in(const std::string& path, const TomlValue& value, TomlTable& keys);

}  // namespace yanzhen
