#pragma once
//! \file  What a place in the unit interval means for a factor, and what an entry of a design means to the
//! scenario and to the reader of a table.
//!
//! An entry is the number for a range and the position, from 0, for levels.
#include <cstdint>
#include <string>
#include <vector>

#include "engine/sweep_settings.hpp"

namespace yanzhen::experiment {

/// The entry at `unit` of the unit interval, for samples: equal parts of the interval to levels and to whole
/// numbers, so that each is equally likely. Of whole numbers on a logarithmic scale w has the part
/// ln((w + 1) / w) / ln((to + 1) / from).  \pre 0 <= unit <= 1; unit = 1 is the last entry
[[nodiscard]] double sampled_entry(const FactorSettings& factor, double unit);

/// The entry nearest to `unit`, on the factor's own scale, for lattices that include both ends: 0 is the
/// first entry and 1 the last. Places more than 1/2 apart never have the same one.  \pre 0 <= unit <= 1
[[nodiscard]] double nearest_entry(const FactorSettings& factor, double unit);

/// How many values a factor has in a grid: its levels or steps.
[[nodiscard]] std::size_t grid_size(const FactorSettings& factor);

/// The entry at a position of the grid. Both ends of a range are exact; between them numbers have 15
/// significant digits (13 on a logarithmic scale, where exp and log round), 0.3 and not 0.30000000000000004,
/// so that they are the runs of a factor that says 0.3. \pre position < grid_size(factor)
[[nodiscard]] double grid_entry(const FactorSettings& factor, std::size_t position);

/// Where an entry lies between the first (0) and the last (1), on the factor's own scale; 0 for the only
/// level.
[[nodiscard]] double place_in_range(const FactorSettings& factor, double entry);

/// What a point's entry of a factor means to the scenario: "path=value" each, the number with as many digits
/// as it needs to be the same number again. Whole numbers have no point, so that whole-number keys take them.
[[nodiscard]] std::vector<std::string> settings_of(const FactorSettings& factor, double entry);

/// The number that stands for an entry in tables and regressions: the number of a range or level, the
/// position of a named level.
[[nodiscard]] double number_of(const FactorSettings& factor, double entry);

/// "0.5", or the name of the level.
[[nodiscard]] std::string text_of(const FactorSettings& factor, double entry);

}  // namespace yanzhen::experiment
