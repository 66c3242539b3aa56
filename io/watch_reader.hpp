#pragma once
//! \file  The number that is watched, as a scenario's [lockin] and a sweep's [keep.watch] say it.
#include <string>

#include "engine/lock_in_settings.hpp"
#include "io/toml_reader.hpp"

namespace yanzhen {

inline constexpr std::size_t kMostWatchEntries = 100;  ///< keys of one watch

/// Reads { panel = "...", over = "...", DIMENSION = "LABEL", ... }. Whether panels, dimensions and labels
/// exist is for those to say who know the model. A label or an `over` that is "" is as if it were not there;
/// a whole number is the label that its digits are. Every problem is added to `problems`.
/// \param where  of the watch
/// \param name   the table in messages: "lockin.watch"
/// \param whole  false when a file could not be read: a panel that is not there may stand in it
[[nodiscard]] WatchSettings read_watch(const TomlTable& table, const Place& where, const std::string& name,
                                       bool whole, Problems& problems);

}  // namespace yanzhen
