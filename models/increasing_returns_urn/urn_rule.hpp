#pragma once
//! \file  The numbers of a scenario that say how newcomers choose, and the chances that follow from them.
#include <Eigen/Core>

#include <vector>

#include "engine/choice_table.hpp"
#include "engine/clock.hpp"
#include "engine/parameter.hpp"

namespace yanzhen::increasing_returns_urn {

struct UrnRule {
  double arrivals = 0;        ///< newcomers  [firms/year], >= 0
  double exponent = 1;        ///< gamma, of firms in a city's weight, >= 0
  double leaves = 0;          ///< chance that a spin-off settles in another city than its parent's
  double distance_decay = 0;  ///< of the choice among other cities  [1/unit], >= 0
  bool adopters = false;      ///< newcomers have a city that they prefer by themselves (Arthur 1989)
  double preference = 0;      ///< what the preferred city is worth more than another, >= 0
  double returns = 0;         ///< what one more firm in a city adds to its worth; may be negative

  [[nodiscard]] static UrnRule from(const ParameterValues& values);

  /// Newcomers up to the beginning of a step: the whole part of arrivals times years.
  [[nodiscard]] std::uint64_t arrived(Step step, double years_per_step) const;

  /// Where a spin-off of city i settles: in i with 1 - leaves, in j with leaves times a share in proportion
  /// to exp(-distance_decay d_ij). Rows sum to one. One city alone keeps all. \param distance  (n_city,
  /// n_city)  [units];  \returns (n_city, n_city), origins in rows
  [[nodiscard]] Eigen::ArrayXXd spin_off_chances(const Eigen::ArrayXXd& distance) const;
};

[[nodiscard]] std::vector<Parameter> urn_parameters();

/// The chances as a table of draws.
[[nodiscard]] ChoiceTable table_of(const Eigen::ArrayXXd& chances);

}  // namespace yanzhen::increasing_returns_urn
