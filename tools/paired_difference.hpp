#pragma once
//! \file  How much something differs between two scenarios whose runs come in pairs with the same seed.
#include <cstdint>
#include <limits>
#include <span>

namespace yanzhen::tools {

inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// How probable it is that, were both signs as likely, the rarer one came as seldom as here or more seldom:
/// the exact two-sided sign test. 1 where there is nothing to tell. \pre up + down <= 1000
[[nodiscard]] double sign_test_p_value(std::uint64_t up, std::uint64_t down);

/// One quantity under two scenarios, and what the pairs say of the difference.
struct PairedDifference {
  std::uint64_t n = 0;           ///< pairs
  double base = kUnknown;        ///< mean over the pairs
  double policy = kUnknown;      ///< mean over the pairs
  double difference = kUnknown;  ///< policy less base
  double percent = kUnknown;     ///< of the size of base; NaN where base is zero
  double low = kUnknown;         ///< 95 % interval of the mean difference by Student's t; NaN for one pair
  double high = kUnknown;
  std::uint64_t up = 0;       ///< pairs whose difference is above zero
  std::uint64_t down = 0;     ///< and below it
  double p_value = kUnknown;  ///< of the sign test, pairs without a difference left out; NaN for one pair

  /// The interval excludes zero. False where there is none.
  [[nodiscard]] bool clear() const { return low > 0 || high < 0; }
};

/// \pre the spans are of one length; element k of both is of the same seed
[[nodiscard]] PairedDifference paired_difference(std::span<const double> base,
                                                 std::span<const double> policy);

}  // namespace yanzhen::tools
