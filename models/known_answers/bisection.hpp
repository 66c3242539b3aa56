#pragma once
//! \file  Where a function changes its sign.
#include <stdexcept>

namespace yanzhen::known_answers {

/// The number between `low` and `high` at which f turns from negative to positive, by halving until the two
/// ends are neighbours to `width` times the upper one. \throws std::invalid_argument where f does not turn
/// there
template <class F>
[[nodiscard]] double bisect(double low, double high, F&& f, double width = 1e-14) {
  if (!(f(low) < 0) || !(f(high) > 0)) throw std::invalid_argument{"no change of sign to be found"};
  while (high - low > width * high) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (f(middle) > 0 ? high : low) = middle;
  }
  return low + (high - low) / 2;
}

}  // namespace yanzhen::known_answers
