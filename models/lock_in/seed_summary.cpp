#include "models/lock_in/seed_summary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace yanzhen::lock_in {

SeedSummary summarize(std::span<const double> by_seed) {
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> known;
  for (const double one : by_seed)
    if (!std::isnan(one)) known.push_back(one);
  std::sort(known.begin(), known.end());
  const std::size_t n = known.size();
  if (n == 0) return {0, kUnknown, kUnknown, kUnknown, kUnknown, kUnknown};
  const double count = static_cast<double>(n);
  const double mean = std::accumulate(known.begin(), known.end(), 0.0) / count;
  double squares = 0;
  for (const double one : known) squares += (one - mean) * (one - mean);
  const double error = n < 2 ? kUnknown : std::sqrt(squares / (count - 1) / count);
  const double upper = known[n / 2];
  const double lower = known[(n - 1) / 2];
  const double median = lower == upper ? lower : (lower + upper) / 2;  // of infinities too
  return {n, mean, error, median, known.front(), known.back()};
}

}  // namespace yanzhen::lock_in
