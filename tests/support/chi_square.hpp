#pragma once
//! \file  Pearson's chi-square: how far counts lie from what a law expects.
#include <cmath>
#include <cstddef>
#include <vector>

namespace yanzhen::testing {

/// Sum over cells of (observed - expected)^2 / expected.
template <class Count>
[[nodiscard]] double chi_square(const std::vector<Count>& observed, const std::vector<double>& expected) {
  double sum = 0.0;
  for (std::size_t k = 0; k < expected.size(); ++k) {
    const double off = static_cast<double>(observed[k]) - expected[k];
    sum += off * off / expected[k];
  }
  return sum;
}

/// What a chi-square with so many degrees of freedom exceeds as seldom as a normal variable exceeds four
/// standard deviations, 3 in 100,000 (Wilson & Hilferty 1931). The seeds of the tests are fixed: what passes
/// once passes always.
[[nodiscard]] inline double four_deviations(double degrees) {
  const double part = 2.0 / (9.0 * degrees);
  const double root = 1.0 - part + 4.0 * std::sqrt(part);
  return degrees * root * root * root;
}

}  // namespace yanzhen::testing
