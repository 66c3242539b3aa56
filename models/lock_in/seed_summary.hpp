#pragma once
//! \file  What several seeds say together. Numbers that are not known (NaN) are left out.
#include <cstddef>
#include <span>

namespace yanzhen::lock_in {

/// Every field is NaN where there is nothing to tell it from.
struct SeedSummary {
  std::size_t seeds = 0;  ///< with a number
  double mean = 0;
  double standard_error = 0;  ///< of the mean, over seeds; NaN for one seed
  double median = 0;          ///< of an even number: the mean of the middle two
  double least = 0;
  double most = 0;
};

[[nodiscard]] SeedSummary summarize(std::span<const double> by_seed);

}  // namespace yanzhen::lock_in
