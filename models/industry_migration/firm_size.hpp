#pragma once
//! \file  The size of a firm from its productivity, as whole numbers, so that sums over firms do not depend
//! on their order.
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/elementary.hpp"

namespace yanzhen::industry_migration {

/// Mass of a firm, a^(sigma-1), in units of 2^-24: kMassUnit is the mass of a firm at its industry's
/// frontier.
using MassUnits = std::int64_t;
inline constexpr double kMassUnit = 0x1p24;
/// Coarser units of 2^-6 of mass, so that squares of large firms can be summed; and of 2^-12, for sums of
/// products.
inline constexpr int kSquareShift = 18, kProductShift = 12;
/// Log mass is kept in [-kMostLogMass, kMostLogMass]: a firm between a millionth and a million times the
/// frontier's mass.
inline constexpr double kMostLogMass = 14.0;

/// exp by table and linear interpolation: no transcendental in a loop over firms. Relative error below 1e-6.
class FirmSize {
 public:
  FirmSize() {
    for (std::size_t k = 0; k <= kSteps; ++k)
      octave_[k] = exponential(static_cast<double>(k) / kSteps * 0.69314718055994530942);
  }

  /// \param log_mass  ln a^(sigma-1), any finite number; clamped to +-kMostLogMass
  [[nodiscard]] double mass(double log_mass) const noexcept {
    const double clamped =
        log_mass < -kMostLogMass ? -kMostLogMass : (log_mass > kMostLogMass ? kMostLogMass : log_mass);
    const double octaves = clamped * 1.4426950408889634074 + kOffset;  // > 0
    const auto whole = static_cast<std::int32_t>(octaves);
    const double within = (octaves - whole) * kSteps;
    const auto step = static_cast<std::size_t>(within);
    const double fraction =
        octave_[step] + (within - static_cast<double>(step)) * (octave_[step + 1] - octave_[step]);
    const auto exponent = static_cast<std::uint64_t>(whole - static_cast<std::int32_t>(kOffset) + 1023) << 52;
    return fraction * std::bit_cast<double>(exponent);
  }
  [[nodiscard]] MassUnits units(double log_mass) const noexcept {
    return static_cast<MassUnits>(mass(log_mass) * kMassUnit);
  }

 private:
  static constexpr std::size_t kSteps = 512;
  static constexpr double kOffset = 64.0;
  std::array<double, kSteps + 1> octave_{};
};

/// Yearly growth of firms is tent-shaped: Laplace with standard deviation 1, by its quantiles (Bottazzi &
/// Secchi 2006).
class LaplaceTable {
 public:
  static constexpr std::size_t kQuantiles = 4096;
  LaplaceTable() {
    constexpr double kScale = 0.70710678118654752440;  // standard deviation 1
    for (std::size_t k = 0; k < kQuantiles; ++k) {
      const double u = (static_cast<double>(k) + .5) / kQuantiles;
      quantile_[k] = u < .5 ? kScale * natural_log(2 * u) : -kScale * natural_log(2 * (1 - u));
    }
  }
  [[nodiscard]] double draw(std::uint32_t word) const noexcept { return quantile_[word >> 20]; }
  /// ln of the mean of exp(spread * draw): taken off so that noise leaves the expected size as it was.
  [[nodiscard]] double log_mean_growth(double spread) const {
    double sum = 0;
    for (const double one : quantile_) sum += exponential(spread * one);
    return natural_log(sum / kQuantiles);
  }

 private:
  std::array<double, kQuantiles> quantile_{};
};

}  // namespace yanzhen::industry_migration
