#include "models/experiment/sobol_sequence.hpp"

#include "models/experiment/design.hpp"
#include "models/experiment/draws.hpp"
#include "models/experiment/unit_samples.hpp"

namespace yanzhen::experiment {

static_assert(boost::random::default_sobol_table::max_dimension == kMostSobolDimensions);

SobolSequence::SobolSequence(std::size_t dimensions, std::uint64_t seed) : engine_{dimensions} {
  for (std::uint32_t dimension = 0; dimension < dimensions; ++dimension)
    shift_.push_back(long_word(philox_block(dimension, draws_of(seed, Purpose::sobol_shift))));
}

void SobolSequence::next(std::span<double> point) {
  for (std::size_t dimension = 0; dimension < point.size(); ++dimension) {
    const std::uint64_t bits = (at_first_ ? 0 : engine_()) ^ shift_[dimension];
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
