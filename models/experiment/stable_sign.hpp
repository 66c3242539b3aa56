#pragma once
//! \file  How many seeds it takes until the sign of a difference between two points is no longer chance.
//!
//! Points share the seeds of their replicates (common random numbers), so that differences are taken
//! replicate by replicate.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/experiment/design.hpp"
#include "models/experiment/replicate_means.hpp"

namespace yanzhen::experiment {

struct SignRequest {
  double confidence = .95;      ///< of Student's interval
  double power = .8;            ///< probability with which it is to exclude zero
  std::uint32_t subsets = 400;  ///< that are drawn for the share of right signs
  std::uint64_t seed = 1;       ///< of those draws, on which alone they depend
};

struct StableSign {
  MeanEstimate difference;  ///< other less base, over the replicates that both have
  /// The smallest number of seeds with which the interval of the mean difference excludes zero with the
  /// probability asked for; 0 where the interval of all holds zero, so that no sign is known.
  std::size_t seeds = 0;
  /// Element n - 1: of subsets of n replicates, the share whose mean difference has the sign of all. Empty
  /// where that is zero. The last is 1 whatever the differences are.
  std::vector<double> right_sign;
  /// From so many replicates on the share stays at `confidence` or above; 0 where that needs more than half
  /// of the replicates: larger subsets have too much in common with all.
  std::size_t steady = 0;

  [[nodiscard]] bool clear() const { return difference.low > 0 || difference.high < 0; }
};

/// The probability that Student's interval of the mean of n normal differences excludes zero: of the
/// noncentral t distribution with noncentrality size sqrt(n), by the normal approximation of Abramowitz &
/// Stegun (1964), 26.7.10. Against the exact one at .95: where the power is above one half, within .04 of it
/// for n = 2, .025 for 3 and .008 from 5 on; where it is small, too large by up to .24, .06 and .013. \param
/// size  |mean| / standard deviation of the differences, >= 0  \pre n > 1
[[nodiscard]] double sign_power(double size, std::size_t n, double confidence);

/// The smallest n whose sign_power reaches `power`, at least 2. \pre size > 0
[[nodiscard]] std::size_t seeds_for_power(double size, double confidence, double power);

/// Answers for pairs of points of one sweep: the subsets are drawn once.
class SignStudy {
 public:
  SignStudy(std::size_t replicates, const SignRequest& request);
  /// \param base, other  one result a replicate, NaN where there is none
  [[nodiscard]] StableSign operator()(std::span<const double> base, std::span<const double> other) const;

 private:
  SignRequest request_;
  std::vector<std::vector<std::uint32_t>> orders_;  // of replicates, each random
};

/// Two points whose difference is asked for.
struct PointPair {
  std::size_t factor = 0;  ///< that differs between them; the number of factors where several may
  std::size_t base = 0;
  std::size_t other = 0;
};

/// Of a grid: for each factor, all pairs of points that differ in its first and last value alone. Of a list:
/// the first point and each other. None of other designs.
[[nodiscard]] std::vector<PointPair> sign_pairs(const Design& design);

}  // namespace yanzhen::experiment
