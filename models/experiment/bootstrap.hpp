#pragma once
//! \file  The percentile bootstrap (Efron 1979): how far an estimate would move had other rows been drawn.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

namespace yanzhen::experiment {

inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// An estimate with a bootstrap interval; NaN where it cannot be told.
struct Estimate {
  double value = kUnknown;
  double low = kUnknown;
  double high = kUnknown;
};

/// How intervals are made: the percentile bootstrap (Efron 1979) over rows or trajectories. The draws depend
/// on the seed alone.
struct Bootstrap {
  std::uint32_t samples = 1000;  ///< 0 = no intervals
  double confidence = .95;
  std::uint64_t seed = 1;
};

/// Numbers that are told from some rows, as many numbers for every choice of rows; NaN where one cannot be
/// told. A row may come several times.
using Statistics = std::function<std::vector<double>(std::span<const std::uint32_t> rows)>;

/// The statistics of rows 0 .. count - 1, each between the quantiles (1 -+ confidence) / 2 of what it is for
/// `samples` choices of `count` rows with replacement. Choices for which it is NaN are left out; one row
/// gives no interval.
[[nodiscard]] std::vector<Estimate> bootstrap_estimates(std::size_t count, const Bootstrap& bootstrap,
                                                        const Statistics& statistics);

}  // namespace yanzhen::experiment
