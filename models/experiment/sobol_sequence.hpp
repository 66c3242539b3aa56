#pragma once
//! \file  The low-discrepancy sequence of Sobol' (1967), digitally shifted.
#include <boost/random/sobol.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yanzhen::experiment {

/// Points one after another. Direction numbers of Joe & Kuo (2008), as Boost.Random has them, each dimension
/// under a random linear scramble and a digital shift (Matousek 1998): with bits counted from the highest,
/// bit i becomes itself plus a random choice of the bits before it plus a random bit, modulo 2. That keeps
/// which intervals of length 2^-m points share, and so the equidistribution, and makes every point by itself
/// uniform.
///
/// A shift alone is not enough: it leaves the correlations of a poor pair of dimensions as they are, of one
/// size whatever the seed. In 256 rows of the function of Saltelli & Sobol' (1995) they put the first-order
/// index of the third factor .05 off, three standard errors of independent rows, and outside of its bootstrap
/// interval in each of 200 seeds.
///
/// The first point, zero before the scramble, is not left out as Boost does it: the first 2^m points would
/// then be no net, and no better than Monte Carlo where nets are best (Owen 2020, "On dropping the first
/// Sobol' point").
class SobolSequence {
 public:
  /// \pre 1 <= dimensions <= kMostSobolDimensions (design.hpp)
  SobolSequence(std::size_t dimensions, std::uint64_t seed);

  /// Writes the next point: odd multiples of 2^-53, so never 0 and never 1.  \pre as many as dimensions
  void next(std::span<double> point);

 private:
  boost::random::sobol engine_;
  // Of 2^32 points, more than a design may have, no bit after the 32nd is set before the scramble.
  static constexpr std::uint32_t kBits = 32;
  struct Scramble {
    std::array<std::uint64_t, kBits> columns;  // what each bit of the sequence, from the highest, adds
    std::uint64_t shift;
    [[nodiscard]] std::uint64_t of(std::uint64_t bits) const;
  };

  std::vector<Scramble> scrambles_;
  bool at_first_ = true;
};

}  // namespace yanzhen::experiment
