#pragma once
//! \file  Mean and scatter of repeated measurements, and how far a mean lies from what theory says.
#include <cmath>
#include <cstddef>

namespace yanzhen::testing {

/// Welford's running mean and variance (Welford 1962).
class Moments {
 public:
  void add(double value) {
    ++count_;
    const double off = value - mean_;
    mean_ += off / static_cast<double>(count_);
    squares_ += off * (value - mean_);
  }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] double mean() const { return mean_; }
  /// Sample variance. \pre count() >= 2
  [[nodiscard]] double variance() const { return squares_ / static_cast<double>(count_ - 1); }
  [[nodiscard]] double standard_error() const { return std::sqrt(variance() / static_cast<double>(count_)); }
  /// Distance of the mean from `expected` in standard errors.
  [[nodiscard]] double errors_from(double expected) const {
    return std::abs(mean_ - expected) / standard_error();
  }

 private:
  std::size_t count_ = 0;
  double mean_ = 0, squares_ = 0;
};

}  // namespace yanzhen::testing
