#include "models/experiment/replicate_means.hpp"

#include <cmath>

#include "models/experiment/student_t.hpp"

namespace yanzhen::experiment {
namespace {

// Everything but the interval.
MeanEstimate mean_and_deviation(std::span<const double> values) {
  MeanEstimate result;
  double sum = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    sum += value;
    ++result.n;
  }
  if (result.n == 0) return result;
  result.mean = sum / static_cast<double>(result.n);
  if (result.n == 1) return result;
  double squares = 0;
  for (const double value : values)
    if (!std::isnan(value)) squares += (value - result.mean) * (value - result.mean);
  result.deviation = std::sqrt(squares / static_cast<double>(result.n - 1));
  return result;
}

void add_interval(MeanEstimate& estimate, double quantile) {
  const double half = quantile * estimate.deviation / std::sqrt(static_cast<double>(estimate.n));
  estimate.low = estimate.mean - half;
  estimate.high = estimate.mean + half;
}

}  // namespace

MeanEstimate mean_estimate(std::span<const double> values, double confidence) {
  MeanEstimate result = mean_and_deviation(values);
  if (result.n > 1) add_interval(result, student_t_quantile((1 + confidence) / 2, result.n - 1));
  return result;
}

std::vector<MeanEstimate> replicate_means(std::span<const double> results, std::size_t replicates,
                                          double confidence) {
  std::vector<double> quantiles(replicates + 1, kUnknown);  // by n: most points have all their replicates
  std::vector<MeanEstimate> estimates;
  estimates.reserve(results.size() / replicates);
  for (std::size_t first = 0; first < results.size(); first += replicates) {
    estimates.push_back(mean_and_deviation(results.subspan(first, replicates)));
    MeanEstimate& estimate = estimates.back();
    if (estimate.n < 2) continue;
    double& quantile = quantiles[estimate.n];
    if (std::isnan(quantile)) quantile = student_t_quantile((1 + confidence) / 2, estimate.n - 1);
    add_interval(estimate, quantile);
  }
  return estimates;
}

std::vector<double> means_of(std::span<const MeanEstimate> estimates) {
  std::vector<double> means;
  means.reserve(estimates.size());
  for (const MeanEstimate& estimate : estimates) means.push_back(estimate.mean);
  return means;
}

}  // namespace yanzhen::experiment
