#include "models/experiment/sobol_sequence.hpp"

#include <bit>

#include "models/experiment/design.hpp"
#include "models/experiment/draws.hpp"
#include "models/experiment/unit_samples.hpp"

namespace yanzhen::experiment {

static_assert(boost::random::default_sobol_table::max_dimension == kMostSobolDimensions);

SobolSequence::SobolSequence(std::size_t dimensions, std::uint64_t seed)
    : engine_{dimensions}, scrambles_(dimensions) {
  for (std::uint32_t dimension = 0; dimension < dimensions; ++dimension) {
    const PhiloxInput input = draws_of(seed, Purpose::sobol_scramble, dimension);
    Scramble& scramble = scrambles_[dimension];
    scramble.shift = long_word(philox_block(kBits, input));
    for (std::uint32_t bit = 0; bit < kBits; ++bit) {
      const std::uint64_t own = std::uint64_t{1} << (63 - bit);
      scramble.columns[bit] = own | (long_word(philox_block(bit, input)) & (own - 1));
    }
  }
}

std::uint64_t SobolSequence::Scramble::of(std::uint64_t bits) const {
  std::uint64_t scrambled = shift;
  while (bits != 0) {
    const int first = std::countl_zero(bits);
    scrambled ^= columns[static_cast<std::size_t>(first)];
    bits ^= std::uint64_t{1} << (63 - first);
  }
  return scrambled;
}

void SobolSequence::next(std::span<double> point) {
  for (std::size_t dimension = 0; dimension < point.size(); ++dimension) {
    const std::uint64_t bits = scrambles_[dimension].of(at_first_ ? 0 : engine_());
    point[dimension] = (static_cast<double>(bits >> 12) + .5) * 0x1p-52;
  }
  at_first_ = false;
}

std::vector<double> sobol_points(std::size_t points, std::size_t dimensions, std::uint64_t seed) {
  std::vector<double> out(points * dimensions);
  SobolSequence sequence{dimensions, seed};
  for (std::size_t point = 0; point < points; ++point)
    sequence.next(std::span{out}.subspan(point * dimensions, dimensions));
  return out;
}

}  // namespace yanzhen::experiment
