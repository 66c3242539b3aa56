#pragma once
//! \file  Three cities whose ways differ.
#include <Eigen/Core>

namespace yanzhen::testing {

/// Costs of moving of 1, 2 and 1.5 between three cities. (3, 3)
[[nodiscard]] inline Eigen::ArrayXXd three_costs() {
  Eigen::ArrayXXd cost(3, 3);
  cost << 0, 1, 2, 1, 0, 1.5, 2, 1.5, 0;
  return cost;
}

}  // namespace yanzhen::testing
