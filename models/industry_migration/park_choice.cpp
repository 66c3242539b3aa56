#include "models/industry_migration/park_choice.hpp"

#include <algorithm>

#include "engine/elementary.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

constexpr std::size_t kNoSlot = static_cast<std::size_t>(-1);

std::size_t most_parks(const std::vector<std::vector<ParkNumber>>& parks_of_slot) {
  std::size_t most = 1;
  for (const auto& parks : parks_of_slot) most = std::max(most, parks.size());
  return most;
}

}  // namespace

double sales_per_mass(const Technology& technology, const MarketState& market, std::size_t node,
                      std::size_t industry) {
  const auto i = static_cast<Index>(node), s = static_cast<Index>(industry);
  const double sigma = technology.elasticity(s), markup = sigma / (sigma - 1.0);
  return exponential((1.0 - sigma) * natural_log(markup * market.unit_cost(i, s))) *
         market.market_access(i, s);
}

double land_per_mass(const World& world, const MarketState& market, std::size_t node, std::size_t industry) {
  const auto i = static_cast<Index>(node), s = static_cast<Index>(industry);
  return sales_per_mass(world.technology, market, node, industry) * world.technology.value_added(s) *
         world.technology.factor_share(s, kLandFactor) / market.price(i, kLandFactor);
}

double used_land(const World& world, const Economy& economy, std::size_t park) {
  double land = 0;
  for (std::size_t s = 0; s < world.n_industry(); ++s) {
    const MassUnits mass = economy.census.park_mass[park * world.n_industry() + s];
    if (mass == 0) continue;
    land += static_cast<double>(mass) / kMassUnit * world.firm_weight[s] *
            land_per_mass(world, economy.market, world.parks[park].host, s);
  }
  return land;
}

ParkChoice::ParkChoice(const World& world)
    : nodes_{world.n_node()},
      industries_{world.n_industry()},
      slot_of_city_(nodes_, kNoSlot),
      weight_(industries_ * nodes_, 0.0),
      stay_(world.n_park(), 1.0),
      free_land_(world.n_park(), 0.0),
      branch_share_(world.n_park(), 0.0),
      growth_(world.n_park() * industries_, 0.0),
      land_per_mass_(world.n_park() * industries_, 0.0) {
  for (std::size_t k = 0; k < world.n_park(); ++k) {
    std::size_t& slot = slot_of_city_[world.parks[k].origin];
    if (slot == kNoSlot) {
      slot = parks_of_slot_.size();
      parks_of_slot_.emplace_back();
    }
    parks_of_slot_[slot].push_back(static_cast<ParkNumber>(k));
  }
  if (!parks_of_slot_.empty())
    table_ = ChoiceTable{parks_of_slot_.size() * industries_, most_parks(parks_of_slot_)};
}

void ParkChoice::update_land(const World& world, const Economy& economy, const StepFields& fields) {
  for (std::size_t k = 0; k < world.n_park(); ++k) {
    const double open = std::min(fields.parks[k].capacity_km2, built_land(economy, fields, k));
    free_land_[k] = std::max(0.0, open - used_land(world, economy, k));
    branch_share_[k] = fields.parks[k].branch_share;
    for (std::size_t s = 0; s < industries_; ++s)
      land_per_mass_[k * industries_ + s] =
          yanzhen::industry_migration::land_per_mass(world, economy.market, world.parks[k].host, s);
  }
}

void ParkChoice::update(const World& world, const Calibration& calibration, const Economy& economy,
                        const StepFields& fields, const FirmChoice& choice, const Eigen::ArrayXXd& decay) {
  if (world.n_park() == 0) return;
  update_land(world, economy, fields);
  const double sensitivity = world.parameters.relocation_sensitivity;
  any_ = false;
  std::vector<double> weights(table_.alternatives());
  for (std::size_t k = 0; k < world.n_park(); ++k) {
    stay_[k] = exponential(sensitivity * fields.parks[k].bonus);
    const Park& park = world.parks[k];
    for (std::size_t s = 0; s < industries_; ++s)
      growth_[k * industries_ + s] = choice.kept_learning(world, calibration, fields, park.origin, park.host,
                                                          s, fields.parks[k].knowledge);
  }
  for (std::size_t city = 0; city < nodes_; ++city) {
    const std::size_t slot = slot_of_city_[city];
    if (slot == kNoSlot) continue;
    for (std::size_t s = 0; s < industries_; ++s) {
      double all = 0;
      std::fill(weights.begin(), weights.end(), 0.0);
      for (std::size_t k = 0; k < parks_of_slot_[slot].size(); ++k) {
        const ParkNumber number = parks_of_slot_[slot][k];
        const Park& park = world.parks[number];
        if (!park.industries[s] || !(free_land_[number] > 0)) continue;
        const ParkTerms& terms = fields.parks[number];
        const double friction = natural_log(decay(static_cast<Index>(city), static_cast<Index>(park.host)));
        weights[k] = choice.offer(s, park.host) *
                     exponential((1.0 - terms.easing) * friction +
                                 sensitivity * (terms.bonus - fields.park_obstruction[number]));
        all += weights[k];
      }
      weight_[s * nodes_ + city] = all;
      any_ = any_ || all > 0;
      if (all > 0) table_.set_weights(slot * industries_ + s, weights);
    }
  }
}

}  // namespace yanzhen::industry_migration
