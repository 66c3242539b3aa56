#pragma once
//! \file  Quantiles of Student's t distribution and of the normal one.
#include <cstdint>

namespace yanzhen::experiment {

/// Where Student's t distribution has `probability` below it.
/// \param probability  above 0 and below 1
/// \param degrees      of freedom, at least 1
[[nodiscard]] double student_t_quantile(double probability, std::uint64_t degrees);

/// How much of the standard normal distribution lies below `x`.
[[nodiscard]] double normal_below(double x);

/// Where the standard normal distribution has `probability`, above 0 and below 1, below it.
[[nodiscard]] double normal_quantile(double probability);

}  // namespace yanzhen::experiment
