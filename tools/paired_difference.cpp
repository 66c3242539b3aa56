#include "tools/paired_difference.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace yanzhen::tools {
namespace {

// How much of Student's t lies between -t and t, for whole degrees of freedom:
// Abramowitz & Stegun 1964, 26.7.3 (odd) and 26.7.4 (even).
double share_within(double t, std::uint64_t degrees) {
  const double angle = std::atan(t / std::sqrt(static_cast<double>(degrees)));
  const double sine = std::sin(angle);
  const double cosine = std::cos(angle);
  const bool odd = degrees % 2 == 1;
  double term = odd ? cosine : 1;
  double sum = degrees > 1 ? term : 0;
  for (std::uint64_t k = odd ? 3 : 2; k + 2 <= degrees; k += 2) {
    term *= cosine * cosine * static_cast<double>(k - 1) / static_cast<double>(k);
    sum += term;
  }
  return odd ? 2 / std::numbers::pi * (angle + sine * sum) : sine * sum;
}

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
  return student_t_quantile(0.975, base.size() - 1) * std::sqrt(squares / (n - 1) / n);
}

}  // namespace

double student_t_quantile(double probability, std::uint64_t degrees) {
  if (probability < 0.5) return -student_t_quantile(1 - probability, degrees);
  const double within = 2 * probability - 1;
  double low = 0;
  double high = 1;
  while (share_within(high, degrees) < within) high *= 2;
  // Halving until no number lies between: as exact as share_within is, and never astray.
  for (double middle = high / 2; middle > low && middle < high; middle = low + (high - low) / 2)
    (share_within(middle, degrees) < within ? low : high) = middle;
  return high;
}

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
