#pragma once
//! \file  The tables [factor.NAME] of a sweep file: what varies, and over which values.
#include <vector>

#include "engine/sweep_settings.hpp"
#include "io/toml_reader.hpp"

namespace yanzhen {

inline constexpr std::size_t kMostFactors = 1000;
inline constexpr std::size_t kMostFactorLevels = 1000;
inline constexpr std::size_t kMostFactorPaths = 100;
inline constexpr std::size_t kMostFactorSettings = 1'000'000;  ///< of all values of all factors
inline constexpr std::uint32_t kMostFactorSteps = 10'000'000;

/// Reads what stands under `factor`, in the order of the file. Every problem is added to `problems`.
[[nodiscard]] std::vector<FactorSettings> read_factors(const TomlTable& table, Problems& problems);

/// Whether the factor was read: one with a problem has neither levels nor a range.
[[nodiscard]] bool has_values(const FactorSettings& factor);

/// What a factor may be called: 1 to 64 letters of ASCII, digits and '_', the first of them a letter.
[[nodiscard]] bool is_factor_name(const std::string& name);

}  // namespace yanzhen
