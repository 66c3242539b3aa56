#pragma once
//! \file  The table [slurm] of a sweep file: what an array of tasks asks the cluster for.
#include "engine/sweep_settings.hpp"
#include "io/toml_reader.hpp"

namespace yanzhen {

/// Its texts go into a batch script, so they are checked letter by letter. Every problem is added to
/// `problems`.
[[nodiscard]] SlurmSettings read_slurm(const TomlTable& table, Problems& problems);

/// Whether sbatch --time takes it: minutes, MM:SS, HH:MM:SS, D-HH, D-HH:MM or D-HH:MM:SS.
[[nodiscard]] bool is_slurm_time(std::string_view text);

/// Whether sbatch --mem takes it: digits, and K, M, G or T behind them or nothing (then M).
[[nodiscard]] bool is_slurm_memory(std::string_view text);

}  // namespace yanzhen
