#pragma once
//! \file  Four facts about a plant that are not the same: where it stands, who controls it, who is credited
//! with it in the statistics, and who gets the cash.
#include "models/industry_migration/economy.hpp"

namespace yanzhen::industry_migration {

struct PlantFacts {
  NodeNumber stands;  ///< node where it produces and where its tax is collected
  NodeNumber
      controlled_by;   ///< node where it is registered: founder's city, or the parent's if it is a branch
  NodeNumber partner;  ///< node that shares in credit and cash: the origin of its park, else its home
  double credited;     ///< part of output and tax that statistics book for the partner
  double cash;         ///< part of local tax that the partner gets, what is not delivered taken off
};

/// \param now  months since the start of the run
[[nodiscard]] PlantFacts facts_of(const World& world, const StepFields& fields, const FirmPopulation& firms,
                                  Row row, std::int32_t now);

/// Part of a cell's mass, and so of its output and tax, that stands in a park, 0 to 1.
[[nodiscard]] double parked_part(const World& world, const Census& census, std::size_t park,
                                 std::size_t industry);

/// Moves the credited part of what parks produce or pay from the host to the origin. \param value  of each
/// cell as it is where plants stand (n_node, n_industry) \returns as the statistics book it, the same sum
[[nodiscard]] Eigen::ArrayXXd as_booked(const World& world, const StepFields& fields, const Census& census,
                                        Eigen::ArrayXXd value);

/// Value of each cell by the node that controls the plants. \returns (n_node), the same sum over cities
[[nodiscard]] Eigen::ArrayXd as_controlled(const World& world, const Economy& economy,
                                           const Eigen::ArrayXXd& value);

}  // namespace yanzhen::industry_migration
