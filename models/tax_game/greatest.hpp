#pragma once
//! \file  Where a function of one number is greatest: how governments find their best replies.
#include <functional>

namespace yanzhen::tax_game {

/// Where a function is greatest between two ends: the best of a grid, then golden section beside it. Of equal
/// values the leftmost. \pre least < most
[[nodiscard]] double argument_of_greatest(const std::function<double(double)>& value, double least,
                                          double most);

}  // namespace yanzhen::tax_game
