#pragma once
//! \file  Points that no other point beats: the trade-off between several results.
#include <cstddef>
#include <span>
#include <vector>

namespace yanzhen::experiment {

/// One result that is to be large or small.
struct Objective {
  std::span<const double> values;  ///< one a point, NaN where it is not known
  bool large = true;               ///< the larger the better; otherwise the smaller
};

/// The points that no other point beats, ascending. One point beats another where it is at least as good in
/// every objective and better in one (Pareto 1906), so that equal points stay together. A point without one
/// of its results is left out and beats none. \pre at least one objective; all have a value for each point
[[nodiscard]] std::vector<std::size_t> pareto_front(std::span<const Objective> objectives);

}  // namespace yanzhen::experiment
