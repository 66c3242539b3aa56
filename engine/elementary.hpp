#pragma once
//! \file  exp and log in plain IEEE arithmetic, so that every host gives the same last bit.
//!
//! The C library picks another exp and log on processors with fused multiply-add, and their last bits differ;
//! a choice table built from them could then send one agent in a million elsewhere on another machine. These
//! two use only +, -,
//! *, / and integer shifts (contraction is off for the whole build), have no branch on the data and
//! vectorise.
#include <bit>
#include <cstdint>

namespace yanzhen {

/// e^x. Largest error 2 units in the last place for |x| <= 700; x is clamped to [-700, 700] (1e-304 to
/// 1e304).
///
///     e^x = 2^k e^r,  k = round(x / ln 2),  |r| <= ln 2 / 2;  e^r by its Taylor series to r^13 (remainder
///     4e-18)
[[nodiscard]] inline double exponential(double x) noexcept {
  constexpr double kMost = 700.0;
  constexpr double kInverseLn2 = 1.4426950408889634074;
  constexpr double kLn2High = 6.93147180369123816490e-01;  // 33 bits: k * kLn2High is exact
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  constexpr double kRound =
      6755399441055744.0;  // 1.5 * 2^52: adding it rounds to a whole number, kept in the low bits
  x = x < -kMost ? -kMost : (x > kMost ? kMost : x);
  const double shifted = x * kInverseLn2 + kRound;
  const double k = shifted - kRound;
  const double r = (x - k * kLn2High) - k * kLn2Low;
  double sum = 1.0 / 6227020800.0;
  sum = sum * r + 1.0 / 479001600.0;
  sum = sum * r + 1.0 / 39916800.0;
  sum = sum * r + 1.0 / 3628800.0;
  sum = sum * r + 1.0 / 362880.0;
  sum = sum * r + 1.0 / 40320.0;
  sum = sum * r + 1.0 / 5040.0;
  sum = sum * r + 1.0 / 720.0;
  sum = sum * r + 1.0 / 120.0;
  sum = sum * r + 1.0 / 24.0;
  sum = sum * r + 1.0 / 6.0;
  sum = sum * r + 0.5;
  const double e_r = 1.0 + (r + r * r * sum);
  const auto exponent = std::bit_cast<std::uint64_t>(shifted) << 52;  // the low bits of `shifted` are k
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(e_r) + exponent);
}

/// Natural logarithm of a positive, normal number. Largest error 2 units in the last place.
///
///     x = 2^k m,  sqrt(1/2) <= m < sqrt 2;  ln m = 2 atanh(s),  s = (m - 1) / (m + 1), by its series to s^23
/// \pre x is finite and >= 2.3e-308
[[nodiscard]] inline double natural_log(double x) noexcept {
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  constexpr std::uint64_t kHalfRoot = 0x3FE6A09E667F3BCDULL;  // sqrt(1/2)
  constexpr std::uint64_t kFraction = 0x000FFFFFFFFFFFFFULL;
  const std::uint64_t offset = std::bit_cast<std::uint64_t>(x) - kHalfRoot;
  const auto exponent = static_cast<std::int64_t>(offset) >> 52;
  const double m = std::bit_cast<double>((offset & kFraction) + kHalfRoot);
  const auto k = static_cast<double>(static_cast<std::int32_t>(exponent));
  const double f = m - 1.0;
  const double s = f / (m + 1.0);
  const double s2 = s * s;
  double sum = 1.0 / 23.0;
  sum = sum * s2 + 1.0 / 21.0;
  sum = sum * s2 + 1.0 / 19.0;
  sum = sum * s2 + 1.0 / 17.0;
  sum = sum * s2 + 1.0 / 15.0;
  sum = sum * s2 + 1.0 / 13.0;
  sum = sum * s2 + 1.0 / 11.0;
  sum = sum * s2 + 1.0 / 9.0;
  sum = sum * s2 + 1.0 / 7.0;
  sum = sum * s2 + 1.0 / 5.0;
  sum = sum * s2 + 1.0 / 3.0;
  // 2 atanh(s) = f - s (f - 2 s^2 sum): f is exact, so the leading term carries no rounding
  return k * kLn2High - ((s * (f - 2.0 * s2 * sum) - k * kLn2Low) - f);
}

/// x^y for x > 0, with the errors of the two above.
[[nodiscard]] inline double power(double x, double y) noexcept { return exponential(y * natural_log(x)); }

}  // namespace yanzhen
