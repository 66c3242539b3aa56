#pragma once
//! \file  How much each factor matters: Sobol indices and elementary effects, read off a design's results.
//!
//! Results are one number a point; NaN or an infinite one is a point without a result, and takes its whole
//! row or trajectory out.
#include <cstddef>
#include <span>
#include <vector>

#include "models/experiment/bootstrap.hpp"  // Estimate, Bootstrap, kUnknown
#include "models/experiment/design.hpp"

namespace yanzhen::experiment {

struct SobolIndices {
  std::size_t rows = 0;         ///< base rows with all their results
  double variance = kUnknown;   ///< of the result over A and B; 0 where results do not vary
  std::vector<Estimate> first;  ///< by factor: share of the variance that the factor explains alone
  std::vector<Estimate> total;  ///< by factor: with all its interactions
};

/// First-order indices by Saltelli et al. (2010, table 2 (b)), total ones by Jansen (1999), of the saltelli
/// design. Results are centred first, which changes no expected value but the noise. NaN where the results do
/// not vary or fewer than two rows are complete. \param results  one a point of the design  \pre design.kind
/// == DesignKind::saltelli
[[nodiscard]] SobolIndices sobol_indices(const Design& design, std::span<const double> results,
                                         const Bootstrap& bootstrap);

struct ElementaryEffects {
  std::size_t trajectories = 0;     ///< with all their results
  std::vector<Estimate> mean;       ///< mu: mean effect of crossing the whole range, by factor
  std::vector<Estimate> mean_size;  ///< mu*: mean of its absolute value (Campolongo et al. 2007)
  std::vector<Estimate> deviation;  ///< sigma: standard deviation over trajectories; curvature or interaction
};

/// Elementary effects of the morris design, for a change of the factor from one end of its range to the
/// other: for whole numbers and levels, which a step may move by more or less than it says, it is divided by
/// what they did move. Means of one trajectory have no interval, and no deviation; a factor with a single
/// level has no effect. \param results  one a point of the design  \pre design.kind == DesignKind::morris
[[nodiscard]] ElementaryEffects elementary_effects(const Design& design, std::span<const double> results,
                                                   const Bootstrap& bootstrap);

}  // namespace yanzhen::experiment
