#include <algorithm>
#include <numeric>

#include "models/experiment/draws.hpp"
#include "models/experiment/unit_samples.hpp"

namespace yanzhen::experiment {
namespace {

// Inside (0, 1) with so few bits that a stratum of kMostPoints and the place in it fit a double: no rounding
// sends a point into the next stratum.
double place_in_stratum(std::uint32_t word) { return (static_cast<double>(word >> 4) + .5) * 0x1p-28; }

struct Draw {
  std::uint64_t rank;  // the points in the order of their ranks have strata 0, 1, 2, ...
  std::uint32_t point;
  std::uint32_t place;
};

std::vector<Draw> shuffled(std::size_t points, std::uint32_t dimension, std::uint64_t seed) {
  std::vector<Draw> draws(points);
  const PhiloxInput input = draws_of(seed, Purpose::latin_hypercube, dimension);
  for (std::uint32_t point = 0; point < points; ++point) {
    const RandomBlock block = philox_block(point, input);
    draws[point] = {long_word(block), point, block[2]};
  }
  std::sort(draws.begin(), draws.end(), [](const Draw& a, const Draw& b) {
    return a.rank != b.rank ? a.rank < b.rank : a.point < b.point;
  });
  return draws;
}

}  // namespace

std::vector<double> latin_hypercube(std::size_t points, std::size_t dimensions, std::uint64_t seed) {
  std::vector<double> out(points * dimensions);
  for (std::uint32_t dimension = 0; dimension < dimensions; ++dimension) {
    const std::vector<Draw> draws = shuffled(points, dimension, seed);
    for (std::size_t stratum = 0; stratum < points; ++stratum)
      out[draws[stratum].point * dimensions + dimension] =
          (static_cast<double>(stratum) + place_in_stratum(draws[stratum].place)) /
          static_cast<double>(points);
  }
  return out;
}

}  // namespace yanzhen::experiment
