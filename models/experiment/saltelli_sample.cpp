#include "models/experiment/sobol_sequence.hpp"
#include "models/experiment/unit_samples.hpp"

namespace yanzhen::experiment {

std::vector<double> saltelli_sample(std::size_t rows, std::size_t dimensions, std::uint64_t seed) {
  std::vector<double> out;
  out.reserve(rows * (dimensions + 2) * dimensions);
  SobolSequence sequence{2 * dimensions, seed};
  std::vector<double> both(2 * dimensions);
  const std::span<const double> a = std::span{both}.first(dimensions);
  const std::span<const double> b = std::span{both}.last(dimensions);
  for (std::size_t row = 0; row < rows; ++row) {
    sequence.next(both);
    out.insert(out.end(), both.begin(), both.end());
    for (std::size_t swapped = 0; swapped < dimensions; ++swapped) {
      out.insert(out.end(), a.begin(), a.end());
      out[out.size() - dimensions + swapped] = b[swapped];
    }
  }
  return out;
}

}  // namespace yanzhen::experiment
