#include <algorithm>
#include <cmath>

#include "models/experiment/sensitivity.hpp"

namespace yanzhen::experiment {
namespace {

// The complete rows of a saltelli design, less the mean of their A and B.
struct CentredRows {
  std::size_t factors = 0;
  std::size_t rows = 0;
  bool vary = false;                // A and B do
  std::vector<double> values = {};  // rows x (2 + factors): A, B, A with factor i from B
};

bool complete(std::span<const double> row) {
  return std::all_of(row.begin(), row.end(), [](double one) { return std::isfinite(one); });
}

CentredRows centred_rows(const Design& design, std::span<const double> results) {
  const std::size_t width = design.factors + 2;
  CentredRows out{.factors = design.factors};
  double sum = 0, least = INFINITY, most = -INFINITY;
  for (std::size_t begin = 0; begin + width <= results.size(); begin += width) {
    const std::span<const double> row = results.subspan(begin, width);
    if (!complete(row)) continue;
    out.values.insert(out.values.end(), row.begin(), row.end());
    sum += row[0] + row[1];
    least = std::min({least, row[0], row[1]});
    most = std::max({most, row[0], row[1]});
    ++out.rows;
  }
  const double mean = sum / static_cast<double>(2 * out.rows);
  for (double& value : out.values) value -= mean;
  out.vary = least < most;
  return out;
}

// Sums over some rows; by factor for the last three.
struct Sums {
  double values = 0, squares = 0;  // of A and B
  std::vector<double> swaps, products, squared_swaps;

  explicit Sums(std::size_t factors) : swaps(factors), products(factors), squared_swaps(factors) {}

  void add(std::span<const double> row) {
    const double a = row[0], b = row[1];
    values += a + b;
    squares += a * a + b * b;
    for (std::size_t factor = 0; factor < swaps.size(); ++factor) {
      const double swap = row[2 + factor] - a;
      swaps[factor] += swap;
      products[factor] += b * swap;
      squared_swaps[factor] += swap * swap;
    }
  }
};

// Variance, first-order indices, total indices.
std::vector<double> indices_of(const CentredRows& data, std::span<const std::uint32_t> rows) {
  const std::size_t width = data.factors + 2;
  std::vector<double> out(1 + 2 * data.factors, kUnknown);
  if (rows.size() < 2) return out;
  Sums sums{data.factors};
  for (const std::uint32_t row : rows) sums.add(std::span{data.values}.subspan(row * width, width));

  const auto n = static_cast<double>(rows.size());
  const double mean = sums.values / (2 * n), mean_square = sums.squares / (2 * n);
  const double variance = mean_square - mean * mean;
  // The same number drawn over and over has a variance of rounding, and quotients of that are noise.
  constexpr double kRounding = 1e-12;
  out[0] = data.vary ? variance : 0;
  if (!data.vary || variance <= kRounding * mean_square) return out;
  for (std::size_t factor = 0; factor < data.factors; ++factor) {
    out[1 + factor] = (sums.products[factor] - mean * sums.swaps[factor]) / n / variance;
    out[1 + data.factors + factor] = sums.squared_swaps[factor] / (2 * n) / variance;
  }
  return out;
}

}  // namespace

SobolIndices sobol_indices(const Design& design, std::span<const double> results,
                           const Bootstrap& bootstrap) {
  const CentredRows data = centred_rows(design, results);
  const std::vector<Estimate> estimates = bootstrap_estimates(
      data.rows, bootstrap, [&](std::span<const std::uint32_t> rows) { return indices_of(data, rows); });
  const auto after = [&](std::size_t begin) {
    return std::vector<Estimate>(estimates.begin() + static_cast<std::ptrdiff_t>(begin),
                                 estimates.begin() + static_cast<std::ptrdiff_t>(begin + design.factors));
  };
  return {data.rows, estimates[0].value, after(1), after(1 + design.factors)};
}

}  // namespace yanzhen::experiment
