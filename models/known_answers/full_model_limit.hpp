#pragma once
//! \file  The industry-migration model with its mechanisms switched down to footloose entrepreneurs.
//!
//! Two cities alike. Manufacturing takes a share 1/sigma of its cost from college talent, which moves, and
//! the rest from general labour, which does not; agriculture takes general labour alone and is traded freely.
//! Firms enter until nothing is left, n = R / (sigma f c), so n c^(1-sigma) is proportional to w H
//! c^(-sigma), that is to the talent H: the price indices and earnings are those of
//! `footloose_equations.hpp`. No land, capital or inputs, no frictions but the cost of goods, no government,
//! nobody born or dying, firms all alike.
#include "engine/model.hpp"
#include "models/industry_migration/world.hpp"
#include "models/known_answers/footloose_equations.hpp"

namespace yanzhen::known_answers {

/// How much of the limit there is: agents, and how fast they act. None of it moves a threshold.
struct LimitSize {
  double residents = 100;        ///< of a city, each an agent; four fifths are talent
  double firms = 100;            ///< of a city and industry, each an agent
  double sensitivity = 1;        ///< of talent to ln real earnings
  double move_rate = 1;          ///< how often one considers moving  [1/year]
  double price_adjustment = .2;  ///< of the gap a quarter; below 1 / (sigma - 1)
  double entry_response = 1;     ///< [1/year]
  double exit_rate = .02;        ///< of firms, replaced at no profit and no loss  [1/year]
  int years = 1;                 ///< of the run, at most 41: everybody is 18 at the start and retires at 60
  std::uint64_t seed = 1;
};

/// Where manufacturing, agriculture and the two who work stand in the model's arrays.
inline constexpr Eigen::Index kManufacturing = 0, kAgriculture = 1;
inline constexpr Eigen::Index kGeneral = 0, kCollege = 2;

/// \param freeness  of manufactures between the cities, in (0, 1), relative to that within a city
[[nodiscard]] Scenario limit_scenario(const FootlooseTrade& trade, double freeness, const LimitSize& size);

/// \throws ScenarioError where the model finds a problem: our own mistake
[[nodiscard]] std::shared_ptr<const industry_migration::World> limit_world(const Scenario& scenario);

}  // namespace yanzhen::known_answers
