#pragma once
//! \file  The tables [design] and [[point]] of a sweep file: which combinations of the factors' values are
//! run.
#include <span>

#include "engine/sweep_settings.hpp"
#include "io/toml_section.hpp"

namespace yanzhen {

inline constexpr std::uint32_t kMostDesignPoints = 10'000'000;
inline constexpr double kMostSweepRuns = 10'000'000;

/// Reads `design` and `point` of the sweep file's own keys. Every problem is added to `problems`, among them
/// a factor that the design cannot use: a range without steps in a grid, a single level where effects of a
/// change are asked for.
/// \param file  the sweep file, for what is missing as a whole
[[nodiscard]] DesignSettings read_design(const TomlSection& top, const std::string& file,
                                         std::span<const FactorSettings> factors, Problems& problems);

/// Says it when the design and its replicates ask for more than kMostSweepRuns runs. \pre all of them are in
/// range
void check_run_count(const DesignSettings& design, std::span<const FactorSettings> factors,
                     std::uint32_t replicates, Problems& problems);

}  // namespace yanzhen
