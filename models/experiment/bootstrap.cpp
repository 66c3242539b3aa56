#include "models/experiment/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/experiment/draws.hpp"

namespace yanzhen::experiment {
namespace {

// Draws as many rows as there are in `rows`, with replacement.
class Resampling {
 public:
  explicit Resampling(std::size_t count) : blocks_(count / 4 + 1), counters_(blocks_.size()) {
    std::iota(counters_.begin(), counters_.end(), 0U);
  }

  void draw(std::uint32_t sample, std::uint64_t seed, std::span<std::uint32_t> rows) {
    philox_blocks(counters_, draws_of(seed, Purpose::bootstrap, sample), blocks_);
    const auto count = static_cast<std::uint32_t>(rows.size());
    for (std::size_t k = 0; k < rows.size(); ++k) rows[k] = below(count, blocks_[k / 4][k % 4]);
  }

 private:
  std::vector<RandomBlock> blocks_;
  std::vector<std::uint32_t> counters_;
};

// Between the two numbers around it in proportion (Hyndman & Fan 1996, definition 7).
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - std::floor(place));
}

Estimate with_interval(double value, std::vector<double> resampled, double confidence) {
  std::erase_if(resampled, [](double one) { return std::isnan(one); });
  if (std::isnan(value) || resampled.empty()) return {.value = value};
  std::sort(resampled.begin(), resampled.end());
  return {value, quantile(resampled, (1 - confidence) / 2), quantile(resampled, (1 + confidence) / 2)};
}

}  // namespace

std::vector<Estimate> bootstrap_estimates(std::size_t count, const Bootstrap& bootstrap,
                                          const Statistics& statistics) {
  std::vector<std::uint32_t> rows(count);
  std::iota(rows.begin(), rows.end(), 0U);
  const std::vector<double> values = statistics(rows);
  std::vector<std::vector<double>> resampled(values.size());
  Resampling resampling{count};
  for (std::uint32_t sample = 0; count > 1 && sample < bootstrap.samples; ++sample) {
    resampling.draw(sample, bootstrap.seed, rows);
    const std::vector<double> again = statistics(rows);
    for (std::size_t k = 0; k < values.size(); ++k) resampled[k].push_back(again[k]);
  }
  std::vector<Estimate> estimates;
  for (std::size_t k = 0; k < values.size(); ++k)
    estimates.push_back(with_interval(values[k], std::move(resampled[k]), bootstrap.confidence));
  return estimates;
}

}  // namespace yanzhen::experiment
