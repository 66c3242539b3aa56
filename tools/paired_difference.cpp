#include "tools/paired_difference.hpp"

#include <algorithm>
#include <cmath>

#include "models/experiment/student_t.hpp"

namespace yanzhen::tools {
namespace {

double mean(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// Half the width of the 95 % interval of the mean of policy less base.
double half_width(std::span<const double> base, std::span<const double> policy, double difference) {
  const auto n = static_cast<double>(base.size());
  double squares = 0;
  for (std::size_t k = 0; k < base.size(); ++k) {
    const double off = policy[k] - base[k] - difference;
    squares += off * off;
  }
  return experiment::student_t_quantile(0.975, base.size() - 1) * std::sqrt(squares / (n - 1) / n);
}

}  // namespace

double sign_test_p_value(std::uint64_t up, std::uint64_t down) {
  const std::uint64_t n = up + down;
  double term = std::ldexp(1.0, -static_cast<int>(n));  // of k = 0 ups in n
  double sum = 0;
  for (std::uint64_t k = 0; k <= std::min(up, down); ++k) {
    sum += term;
    term *= static_cast<double>(n - k) / static_cast<double>(k + 1);
  }
  return std::min(1.0, 2 * sum);
}

PairedDifference paired_difference(std::span<const double> base, std::span<const double> policy) {
  PairedDifference result;
  result.n = base.size();
  if (base.empty()) return result;
  result.base = mean(base);
  result.policy = mean(policy);
  double sum =
      0;  // of the differences: exact where all are zero, which a difference of two means need not be
  for (std::size_t k = 0; k < base.size(); ++k) {
    const double difference = policy[k] - base[k];
    sum += difference;
    result.up += difference > 0 ? 1 : 0;
    result.down += difference < 0 ? 1 : 0;
  }
  result.difference = sum / static_cast<double>(result.n);
  if (result.base != 0) result.percent = 100 * result.difference / std::abs(result.base);
  if (result.n == 1) return result;
  const double half = half_width(base, policy, result.difference);
  result.low = result.difference - half;
  result.high = result.difference + half;
  result.p_value = sign_test_p_value(result.up, result.down);
  return result;
}

}  // namespace yanzhen::tools
