#pragma once
//! \file  The low-discrepancy sequence of Sobol' (1967), digitally shifted.
#include <boost/random/sobol.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yanzhen::experiment {

/// Points one after another. Direction numbers of Joe & Kuo (2008), as Boost.Random has them; to that one
/// digital shift a dimension, 64 random bits, which keeps the equidistribution and makes every point by
/// itself uniform (Owen 2003).
///
/// The first point, zero without the shift, is not left out as Boost does it: the first 2^m points would then
/// be no net, and no better than Monte Carlo where nets are best (Owen 2020, "On dropping the first Sobol'
/// point").
class SobolSequence {
 public:
  /// \pre 1 <= dimensions <= kMostSobolDimensions (design.hpp)
  SobolSequence(std::size_t dimensions, std::uint64_t seed);

  /// Writes the next point: odd multiples of 2^-53, so never 0 and never 1.  \pre as many as dimensions
  void next(std::span<double> point);

 private:
  boost::random::sobol engine_;
  std::vector<std::uint64_t> shift_;
  bool at_first_ = true;
};

}  // namespace yanzhen::experiment
