#pragma once
//! \file  The table [keep] of a sweep file: what is kept of each run.
#include "engine/sweep_settings.hpp"
#include "io/toml_reader.hpp"

namespace yanzhen {

inline constexpr std::size_t kMostKept = 1000;  ///< indices, panels and watches, of each

/// Whether panels, dimensions and labels exist is for those to say who know the model. Every problem is added
/// to `problems`.
[[nodiscard]] KeepSettings read_keep(const TomlTable& table, Problems& problems);

}  // namespace yanzhen
