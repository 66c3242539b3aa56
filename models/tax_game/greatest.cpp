#include "models/tax_game/greatest.hpp"

#include <algorithm>
#include <cmath>

namespace yanzhen::tax_game {

double argument_of_greatest(const std::function<double(double)>& value, double least, double most) {
  constexpr int kGrid = 64;
  const double cell = (most - least) / kGrid;
  int best = 0;
  double greatest = value(least);
  for (int k = 1; k <= kGrid; ++k)
    if (const double here = value(least + k * cell); here > greatest) greatest = here, best = k;
  double low = least + std::max(0, best - 1) * cell, high = least + std::min(kGrid, best + 1) * cell;
  const double golden = (std::sqrt(5.0) - 1) / 2;
  double left = high - golden * (high - low), right = low + golden * (high - low);
  double at_left = value(left), at_right = value(right);
  while (high - low > 1e-9 * (most - least)) {
    if (at_left >= at_right) {
      high = right, right = left, at_right = at_left;
      left = high - golden * (high - low), at_left = value(left);
    } else {
      low = left, left = right, at_left = at_right;
      right = low + golden * (high - low), at_right = value(right);
    }
  }
  return (low + high) / 2;
}

}  // namespace yanzhen::tax_game
