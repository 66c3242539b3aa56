#pragma once
//! \file  What each factor does by itself: the mean of the results along its values, and the share of their
//! variance that it explains alone.
#include <cstddef>
#include <span>
#include <vector>

#include "models/experiment/design.hpp"
#include "models/experiment/replicate_means.hpp"

namespace yanzhen::experiment {

/// Bins of a range whose values are not told one by one, and how many values are.
inline constexpr std::size_t kBins = 10;
inline constexpr std::size_t kMostValues = 20;

/// Results at one value of a factor, or in one bin of its range.
struct EffectLevel {
  double from = 0;         ///< the entry (see Design::entries), or where the bin begins
  double to = 0;           ///< the same entry, or where the bin ends
  std::size_t points = 0;  ///< that have a result
  MeanEstimate mean;       ///< its `n` counts what the interval is over, see below
};

struct MainEffect {
  std::vector<EffectLevel> levels;  ///< ascending; those without a point are left out
  double share = kUnknown;          ///< eta^2; NaN where the results do not vary
  double corrected = kUnknown;      ///< for the number of levels and chance; may fall below 0
};

/// Main effects of every factor.
///
/// Levels are the values of the factor where it has levels, where the design is a grid, and where a design of
/// any kind but the random ones has at most kMostValues of them, or the range as many whole numbers;
/// otherwise kBins equal bins of the range, on a logarithmic scale where it is one.
///
/// A result is the mean over a point's replicates. Of the saltelli design only the rows A and B are used,
/// whose points are independent. Intervals are Student's
/// - over replicates, each the mean of the level's points, in grid and list with more than one replicate: the
///   points are given and chance is what differs;
/// - over trajectories in the morris design;
/// - over points otherwise: chance is which points were drawn.
///
///     eta^2      = SS_between / SS_total                                  the correlation ratio, Pearson
///     1905 epsilon^2  = (SS_between - (k - 1) MS_within) / SS_total            k levels; Kelley 1935
///
/// `corrected` is epsilon^2. In a grid other factors are balanced over the levels of each, so that what lies
/// within levels is no error; there MS_within is replaced by the variance of a point's mean that chance
/// makes, from what is left of the results without point and replicate means (two-way layout). With one
/// replicate it is not known, and taken as 0.
///
/// \param results  points x replicates, NaN where a run has none
[[nodiscard]] std::vector<MainEffect> main_effects(const Design& design,
                                                   std::span<const FactorSettings> factors,
                                                   std::span<const double> results, std::size_t replicates,
                                                   double confidence);

}  // namespace yanzhen::experiment
