#include "models/known_answers/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace yanzhen::known_answers {

bool Finding::holds() const { return std::abs(found - expected) <= tolerance; }  // never for NaN

Finding within_relative(double expected, double found, double part) {
  return {expected, found, part * std::abs(expected), fmt::format("relative {:g}", part)};
}

Finding within_absolute(double expected, double found, double size) {
  return {expected, found, size, fmt::format("absolute {:g}", size)};
}

Finding within_standard_errors(double expected, double found, double standard_error) {
  return {expected, found, 4 * standard_error, fmt::format("4 standard errors of {:.2g}", standard_error)};
}

Finding exactly(double expected, double found) { return {expected, found, 0, "exact"}; }

namespace {

/// Difference over tolerance; infinite where nothing may differ and something does, or where it is not a
/// number.
double distance(const Finding& finding) {
  const double difference = std::abs(finding.found - finding.expected);
  if (difference == 0) return 0;
  return std::isfinite(difference) && finding.tolerance > 0 ? difference / finding.tolerance : HUGE_VAL;
}

}  // namespace

Finding worst_of(const std::vector<Finding>& findings) {
  return *std::max_element(findings.begin(), findings.end(), [](const Finding& one, const Finding& other) {
    return distance(one) < distance(other);
  });
}

Finding worst_relative(const std::vector<double>& expected, const std::vector<double>& found, double part) {
  if (expected.size() != found.size() || expected.empty())
    throw std::logic_error{"numbers to compare are not as many on both sides"};
  std::vector<Finding> findings;
  for (std::size_t k = 0; k < expected.size(); ++k)
    findings.push_back(within_relative(expected[k], found[k], part));
  return worst_of(findings);
}

}  // namespace yanzhen::known_answers
