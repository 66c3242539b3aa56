#pragma once
//! \file  Parks (产业飞地) as places that firms of their origin may choose: terms, room, and what origins
//! keep of their knowledge.
//!
//!     V_park = ln v_host + bonus - (1 - easing) friction_firms(origin, host) - obstruction(park) section 5.3
#include <vector>

#include "models/industry_migration/firms.hpp"

namespace yanzhen::industry_migration {

/// Tables of a step over all parks.
class ParkChoice {
 public:
  explicit ParkChoice(const World& world);
  /// \param choice  the firms' own tables, updated already  \param decay  exp(-sensitivity friction_firms)
  void update(const World& world, const Calibration& calibration, const Economy& economy,
              const StepFields& fields, const FirmChoice& choice, const Eigen::ArrayXXd& decay);

  /// Weight of all parks that are open to firms of an industry in a city, beside that of the places.
  [[nodiscard]] double weight(std::size_t industry, std::size_t origin) const noexcept {
    return any_ ? weight_[industry * nodes_ + origin] : 0.0;
  }
  /// One of these parks. \pre weight(industry, origin) > 0
  [[nodiscard]] ParkNumber draw(std::size_t industry, std::size_t origin, std::uint32_t word0,
                                std::uint32_t word1) const noexcept {
    const std::size_t slot = slot_of_city_[origin];
    return parks_of_slot_[slot][table_.draw(slot * industries_ + industry, word0, word1)];
  }
  /// Factor on the weight of staying, for firms in the park.
  [[nodiscard]] double stay(ParkNumber park) const noexcept { return stay_[park]; }
  /// Growth of log mass in a step beyond that of the host's other firms, by what firms keep of their origin's
  /// knowledge.
  [[nodiscard]] double growth(ParkNumber park, std::size_t industry) const noexcept {
    return growth_[park * industries_ + industry];
  }
  /// Land that a unit of mass of an industry takes at the host  [km2]
  [[nodiscard]] double land_per_mass(ParkNumber park, std::size_t industry) const noexcept {
    return land_per_mass_[park * industries_ + industry];
  }
  /// Land that is built and free as the step begins  [km2]  (n_park)
  [[nodiscard]] const std::vector<double>& free_land() const noexcept { return free_land_; }
  [[nodiscard]] double branch_share(ParkNumber park) const noexcept { return branch_share_[park]; }

 private:
  void update_land(const World& world, const Economy& economy, const StepFields& fields);

  std::size_t nodes_, industries_;
  bool any_ = false;                                    // a park is open to somebody
  std::vector<std::size_t> slot_of_city_;               // cities that are an origin are numbered
  std::vector<std::vector<ParkNumber>> parks_of_slot_;  // their parks
  std::vector<double> weight_;                          // (industry, node)
  std::vector<double> stay_, free_land_, branch_share_;
  std::vector<double> growth_, land_per_mass_;  // (park, industry)
  ChoiceTable table_;                           // a row (slot, industry), an alternative a park of the slot
};

/// Land that the firms of a park take as the step begins  [km2]
[[nodiscard]] double used_land(const World& world, const Economy& economy, std::size_t park);

/// Sales of a unit of mass, whether there are firms in the cell or not: (markup c)^(1-sigma) market access.
/// [100 million yuan a year]
[[nodiscard]] double sales_per_mass(const Technology& technology, const MarketState& market, std::size_t node,
                                    std::size_t industry);

/// Land that a unit of mass takes: its sales' land bill over the rent. Whether there are firms in the cell or
/// not.  [km2]
[[nodiscard]] double land_per_mass(const World& world, const MarketState& market, std::size_t node,
                                   std::size_t industry);

}  // namespace yanzhen::industry_migration
