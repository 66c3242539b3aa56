#include "models/experiment/design.hpp"

#include <algorithm>

#include "models/experiment/draws.hpp"
#include "models/experiment/unit_samples.hpp"

namespace yanzhen::experiment {
namespace {

using Factors = std::span<const FactorSettings>;

std::size_t count_combinations(Factors factors) {
  std::size_t points = 1;
  for (const FactorSettings& factor : factors) points = std::min(points * grid_size(factor), kMostPoints + 1);
  return points;
}

std::vector<double> grid_entries(std::size_t points, Factors factors) {
  std::vector<double> entries(points * factors.size());
  for (std::size_t point = 0; point < points; ++point) {
    std::size_t rest = point;
    for (std::size_t factor = factors.size(); factor-- > 0;) {  // the last runs fastest
      const std::size_t size = grid_size(factors[factor]);
      entries[point * factors.size() + factor] = grid_entry(factors[factor], rest % size);
      rest /= size;
    }
  }
  return entries;
}

std::vector<double> list_entries(const std::vector<std::vector<double>>& list) {
  std::vector<double> entries;
  for (const std::vector<double>& point : list) entries.insert(entries.end(), point.begin(), point.end());
  return entries;
}

// meaning(factor, number) of every number, points x factors.
template <class Meaning>
std::vector<double> by_factor(const std::vector<double>& numbers, Factors factors, Meaning meaning) {
  std::vector<double> out(numbers.size());
  for (std::size_t k = 0; k < numbers.size(); ++k) out[k] = meaning(factors[k % factors.size()], numbers[k]);
  return out;
}

std::vector<double> sample(const DesignSettings& design, std::size_t factors, std::uint64_t seed) {
  if (design.kind == DesignKind::latin_hypercube) return latin_hypercube(design.points, factors, seed);
  if (design.kind == DesignKind::saltelli) return saltelli_sample(design.points, factors, seed);
  return sobol_points(design.points, factors, seed);
}

}  // namespace

std::size_t count_points(const DesignSettings& design, Factors factors) {
  std::size_t points = design.points;
  if (design.kind == DesignKind::grid) points = count_combinations(factors);
  if (design.kind == DesignKind::list) points = design.list.size();
  if (design.kind == DesignKind::saltelli) points *= factors.size() + 2;
  if (design.kind == DesignKind::morris) points = design.trajectories * (factors.size() + 1);
  return std::min(points, kMostPoints + 1);
}

Design make_design(const DesignSettings& design, Factors factors, std::uint64_t master_seed) {
  Design out{.kind = design.kind,
             .points = count_points(design, factors),
             .factors = factors.size(),
             .unit = {},
             .entries = {}};
  switch (design.kind) {
    case DesignKind::grid:
      out.entries = grid_entries(out.points, factors);
      break;
    case DesignKind::list:
      out.entries = list_entries(design.list);
      break;
    case DesignKind::morris:
      out.entries =
          by_factor(morris_trajectories(design.trajectories, factors.size(), design.levels, master_seed),
                    factors, nearest_entry);
      break;
    case DesignKind::latin_hypercube:
    case DesignKind::sobol:
    case DesignKind::saltelli:
      out.unit = sample(design, factors.size(), master_seed);
      out.entries = by_factor(out.unit, factors, sampled_entry);
      return out;
  }
  out.unit = by_factor(out.entries, factors, place_in_range);
  return out;
}

std::uint64_t replicate_seed(std::uint64_t master_seed, std::uint32_t replicate) {
  return long_word(philox_block(replicate, draws_of(master_seed, Purpose::replicate_seed))) >> 11;
}

}  // namespace yanzhen::experiment
