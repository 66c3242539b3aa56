#include "models/increasing_returns_urn/weight_tree.hpp"

#include <algorithm>
#include <bit>

namespace yanzhen::increasing_returns_urn {

WeightTree::WeightTree(const std::vector<double>& weights)
    : leaves_{std::bit_ceil(weights.size())}, sums_(2 * leaves_, 0.0) {
  std::copy(weights.begin(), weights.end(), sums_.begin() + static_cast<std::ptrdiff_t>(leaves_));
  for (std::size_t node = leaves_ - 1; node > 0; --node) sums_[node] = sums_[2 * node] + sums_[2 * node + 1];
}

void WeightTree::set(std::size_t place, double weight) noexcept {
  std::size_t node = leaves_ + place;
  sums_[node] = weight;
  for (node /= 2; node > 0; node /= 2) sums_[node] = sums_[2 * node] + sums_[2 * node + 1];
}

std::size_t WeightTree::find(double x) const noexcept {
  std::size_t node = 1;
  while (node < leaves_) {
    const double first = sums_[2 * node];
    node *= 2;
    // rounding may leave x at the end of a first half whose second half is empty
    if (x < first || sums_[node + 1] <= 0) continue;
    x -= first;
    ++node;
  }
  return node - leaves_;
}

}  // namespace yanzhen::increasing_returns_urn
