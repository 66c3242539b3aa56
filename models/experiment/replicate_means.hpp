#pragma once
//! \file  The mean of a point's results over its replicates, and how sure it is.
#include <cstddef>
#include <span>
#include <vector>

#include "models/experiment/sensitivity.hpp"

namespace yanzhen::experiment {

/// The mean of some numbers, with Student's interval of the mean. What cannot be told is NaN: all without
/// numbers, deviation and interval with one.
struct MeanEstimate {
  std::size_t n = 0;  ///< numbers that are no NaN
  double mean = kUnknown;
  double deviation = kUnknown;  ///< standard deviation, n - 1 degrees of freedom
  double low = kUnknown;
  double high = kUnknown;
};

/// \param values      NaN is left out
/// \param confidence  of the interval, above 0 and below 1
[[nodiscard]] MeanEstimate mean_estimate(std::span<const double> values, double confidence);

/// One estimate a point. \param results  points x replicates, NaN where a run has none
/// \pre replicates > 0, and results.size() is a multiple of it
[[nodiscard]] std::vector<MeanEstimate> replicate_means(std::span<const double> results,
                                                        std::size_t replicates, double confidence);

/// The means alone: what Sobol indices and elementary effects are made of.
[[nodiscard]] std::vector<double> means_of(std::span<const MeanEstimate> estimates);

}  // namespace yanzhen::experiment
