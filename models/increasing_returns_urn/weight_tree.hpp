#pragma once
//! \file  Weights of which one changes at a time, and draws in proportion to them, both in O(log n).
#include <cstddef>
#include <cstdint>
#include <vector>

namespace yanzhen::increasing_returns_urn {

/// A binary tree of sums. Every sum is that of its two halves, so it depends on the weights as they are and
/// not on how they came about: a tree made anew from a saved state holds the same bits.
class WeightTree {
 public:
  /// \param weights  finite, >= 0; not empty
  explicit WeightTree(const std::vector<double>& weights);

  [[nodiscard]] double total() const noexcept { return sums_[1]; }
  void set(std::size_t place, double weight) noexcept;

  /// Place whose part of the total holds x; never one of weight zero.
  /// \param x  in [0, total())  \pre total() > 0
  [[nodiscard]] std::size_t find(double x) const noexcept;

 private:
  std::size_t leaves_;        // a power of two
  std::vector<double> sums_;  // node k has the halves 2k and 2k + 1; node 1 is the whole
};

}  // namespace yanzhen::increasing_returns_urn
