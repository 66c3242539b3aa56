#include "models/experiment/sobol_sequence.hpp"
#include "models/experiment/unit_samples.hpp"

namespace yanzhen::experiment {

std::vector<double> saltelli_sample(std::size_t rows, std::size_t dimensions, std::uint64_t seed) {
  std::vector<double> out;
  out.reserve(rows * (dimensions + 2) * dimensions);
  SobolSequence sequence{2 * dimensions, seed};
  std::vector<double> both(2 * dimensions), a(dimensions), b(dimensions);
  for (std::size_t row = 0; row < rows; ++row) {
    sequence.next(both);
    for (std::size_t dimension = 0; dimension < dimensions; ++dimension) {
      a[dimension] = both[2 * dimension];
      b[dimension] = both[2 * dimension + 1];
    }
    out.insert(out.end(), a.begin(), a.end());
    out.insert(out.end(), b.begin(), b.end());
    for (std::size_t swapped = 0; swapped < dimensions; ++swapped) {
      out.insert(out.end(), a.begin(), a.end());
      out[out.size() - dimensions + swapped] = b[swapped];
    }
  }
  return out;
}

}  // namespace yanzhen::experiment
