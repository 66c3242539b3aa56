#pragma once
//! \file  How hard it is to cross from one city to another.
#include <Eigen/Core>

#include <vector>

#include "models/industry_migration/parameters.hpp"
#include "models/industry_migration/step_fields.hpp"

namespace yanzhen::industry_migration {

///     B(i,j) = b_city [i != j] + b_province [province(i) != province(j)]             MODEL.md, section 2
///
/// \param province  number of each node's province, shape (n_node,); `outside` has one of its own
/// \returns         shape (n_node, n_node)  [log-utility]
[[nodiscard]] Eigen::ArrayXXd border(const std::vector<int>& province, double b_city, double b_province);

///     friction(i,j) = zeta ln(1 + T(i,j) / T0) + B(i,j)                              MODEL.md, section 2
///
/// \param minutes   T, travel time, the time within a node on the diagonal, shape (n_node, n_node), >= 0
/// [min] \returns         shape (n_node, n_node), finite  [log-utility]
[[nodiscard]] Eigen::ArrayXXd friction(const Eigen::ArrayXXd& minutes, const std::vector<int>& province,
                                       const DistanceDecay& decay);

/// The same as rules have changed it: see FlowFields. Neutral fields change no bit.
[[nodiscard]] Eigen::ArrayXXd friction(const Eigen::ArrayXXd& minutes, const std::vector<int>& province,
                                       const DistanceDecay& decay, const FlowFields& fields);

/// border() as rules have changed it, without easing.
[[nodiscard]] Eigen::ArrayXXd border(const std::vector<int>& province, double b_city, double b_province,
                                     const FlowFields& fields);

}  // namespace yanzhen::industry_migration
