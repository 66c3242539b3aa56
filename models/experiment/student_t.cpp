#include "models/experiment/student_t.hpp"

#include <cmath>
#include <numbers>

namespace yanzhen::experiment {
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

// Where a rising function of what lies above 0 reaches `wanted`. Halves until no number lies between: as
// exact as the function is, and never astray.
template <class Rising>
double inverse(const Rising& rising, double wanted) {
  double low = 0;
  double high = 1;
  while (rising(high) < wanted) high *= 2;
  for (double middle = high / 2; middle > low && middle < high; middle = low + (high - low) / 2)
    (rising(middle) < wanted ? low : high) = middle;
  return high;
}

}  // namespace

double student_t_quantile(double probability, std::uint64_t degrees) {
  if (probability < 0.5) return -student_t_quantile(1 - probability, degrees);
  return inverse([degrees](double t) { return share_within(t, degrees); }, 2 * probability - 1);
}

double normal_below(double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; }

double normal_quantile(double probability) {
  if (probability < 0.5) return -normal_quantile(1 - probability);
  return inverse(normal_below, probability);
}

}  // namespace yanzhen::experiment
