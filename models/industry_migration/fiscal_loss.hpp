#pragma once
//! \file  What a government would lose if a firm left, and the barrier it raises: an outcome of the fiscal
//! rules.
//!
//!     obstruction_i(j) = omega (1 - kept_ij)                                               MODEL.md
//!     section 5.3 kept_ij = share promised to the home, less default, over the horizon
//!             + theta (base equalisation) or alpha (revenue pool), wholly where j is a member too, and but
//!             for
//!               i's own part of the pot where it is not
#include "models/industry_migration/economy.hpp"
#include "models/industry_migration/step_fields.hpp"

namespace yanzhen::industry_migration {

/// Part of the local tax of a firm that leaves i for j which i goes on getting, 0 to 1. (origin, destination)
[[nodiscard]] Eigen::ArrayXXd kept_tax(const World& world, const Economy& economy, const StepFields& fields);

/// Sets `obstruction` and `park_obstruction`, once all rules have written.
void set_obstruction(const World& world, const Economy& economy, StepFields& fields);

/// Cuts what cities give to firms, industry by industry alike, to the part of their last budget that may go
/// to subsidies.
void keep_subsidies_affordable(const World& world, const Economy& economy, StepFields& fields);

}  // namespace yanzhen::industry_migration
