#include "models/industry_migration/enclave_note.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/elementary.hpp"
#include "models/industry_migration/park_choice.hpp"
#include "models/industry_migration/policies/rule.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

constexpr int kAgeClasses = 16;  // of firms that weigh their place, as where sites are calibrated

bool ever_holds(const World& world, const PolicyWindow& window) {
  const double first = world.clock.decimal_year(0), last = world.clock.decimal_year(world.clock.steps());
  return window.strength > 0 && !(window.start && decimal_year(*window.start) >= last) &&
         !(window.end && decimal_year(*window.end) <= first);
}

/// What a rule would write on the day on which it begins to hold, or at the start if it holds already.
std::vector<ParkTerms> first_terms(const World& world, const Economy& economy, std::size_t policy) {
  const PolicyWindow& window = world.policies[policy].window;
  const double first = world.clock.decimal_year(0);
  const double year = window.start ? std::max(first, decimal_year(*window.start)) : first;
  StepFields fields = StepFields::none(world);
  PolicyMemory memory = world.policies[policy].acts->memory(world);
  const Moment then{0, year, world.clock.years_per_step(), 1.0, false};
  world.policies[policy].acts->write(fields, memory, {world, economy, policy, then});
  return fields.parks;
}

std::string contract_clause(double share, const ShareRange& range, const std::string& origin,
                            const std::string& host) {
  if (share < range.least) return fmt::format("{:.2f}, less than {} loses", share, origin);
  if (share > range.most)
    return fmt::format("{:.2f}, which leaves {} less than the land costs it", share, host);
  return fmt::format("{:.2f}, which is one of them", share);
}

}  // namespace

double local_tax_of_value_added(const Parameters& p, const Technology& technology, std::size_t industry) {
  const auto s = static_cast<Index>(industry);
  return p.value_added_tax * (1.0 - p.national_value_added_tax) +
         p.profit_tax * (1.0 - p.national_profit_tax) * technology.factor_share(s, kCapitalFactor) +
         p.land_fee * (1.0 - p.national_land_fee) * technology.factor_share(s, kLandFactor);
}

double would_have_stayed(const World& world, const FirmChoice& choice, std::size_t industry,
                         std::size_t city) {
  const Parameters& p = world.parameters;
  double leave = 0, leave_and_stay = 0;
  for (int k = 0; k < kAgeClasses; ++k) {
    const double age = considering_age(p, (k + .5) / kAgeClasses);
    const double stay =
        exponential(p.relocation_sensitivity * p.sunk_cost * exponential(-age / p.sunk_years));
    const double left = choice.leave_probability(industry, city, stay);
    leave += left;
    leave_and_stay += left * (1.0 - left);
  }
  return leave > 0 ? leave_and_stay / leave : 1.0;
}

EnclaveStakes enclave_stakes(const World& world, const Economy& economy, const FirmChoice& choice,
                             const Park& park, const ParkTerms& terms) {
  const MarketState& market = economy.market;
  const Eigen::ArrayXXd value = value_added(world.technology, market);
  const double yearly_cost =
      terms.cost_per_km2 * (1.0 - terms.origin_cost_share) * world.parameters.depreciation;
  EnclaveStakes stakes{0, 0, 0};
  double all = 0;
  for (std::size_t industry = 0; industry < world.n_industry(); ++industry) {
    const auto o = static_cast<Index>(park.origin), s = static_cast<Index>(industry);
    if (!park.industries[industry] || !(market.firms(o, s) > 0)) continue;
    const double weight = value(o, s), mass = market.mass(o, s) / market.firms(o, s);
    const double tax_of_sales = world.technology.value_added(s) *
                                local_tax_of_value_added(world.parameters, world.technology, industry);
    stakes.lost_by_origin += weight * mass * sales_per_mass(world.technology, market, park.origin, industry) *
                             tax_of_sales * would_have_stayed(world, choice, industry, park.origin);
    stakes.collected_by_host +=
        weight * mass * sales_per_mass(world.technology, market, park.host, industry) * tax_of_sales;
    stakes.cost_of_host += weight * mass * land_per_mass(world, market, park.host, industry) * yearly_cost;
    all += weight;
  }
  if (!(all > 0)) return {0, 0, 0};
  return {stakes.lost_by_origin / all, stakes.collected_by_host / all, stakes.cost_of_host / all};
}

std::string enclave_note(const World& world, const Park& park, const ParkTerms& terms,
                         const EnclaveStakes& stakes) {
  const std::string& origin = world.cities[park.origin].name.name_zh;
  const std::string& host = world.cities[park.host].name.name_zh;
  if (!(stakes.lost_by_origin > 0) || !(stakes.collected_by_host > 0))
    return fmt::format("{}: {} has no local tax to lose to {} at the start", park.name, origin, host);
  const auto range = enclave_deal(stakes.lost_by_origin, stakes.collected_by_host, stakes.cost_of_host);
  if (!range)
    return fmt::format(
        "{}: no share of the park's local tax suits both {} and {} at the start: for every yuan that {} "
        "loses, {} "
        "collects {:.2f} and pays {:.2f} for the land",
        park.name, origin, host, origin, host, stakes.collected_by_host / stakes.lost_by_origin,
        stakes.cost_of_host / stakes.lost_by_origin);
  const double delivered = terms.tax_share * (1.0 - terms.default_rate);
  return fmt::format(
      "{}: a share of {:.2f} to {:.2f} of the park's local tax suits both {} and {} at the start; the "
      "contract "
      "{} {}",
      park.name, range->least, range->most, origin, host, terms.default_rate > 0 ? "delivers" : "gives",
      contract_clause(delivered, *range, origin, host));
}

std::vector<std::string> enclave_notes(const World& world, const Economy& economy, const FirmChoice& choice) {
  std::vector<std::string> notes;
  for (std::size_t policy = 0; policy < world.policies.size(); ++policy) {
    const Policy& one = world.policies[policy];
    if (one.rule != "industrial_enclave" || !ever_holds(world, one.window)) continue;
    const std::vector<ParkTerms> terms = first_terms(world, economy, policy);
    for (std::size_t k = 0; k < world.n_park(); ++k)
      if (world.parks[k].name == one.name)
        notes.push_back(enclave_note(world, world.parks[k], terms[k],
                                     enclave_stakes(world, economy, choice, world.parks[k], terms[k])));
  }
  return notes;
}

}  // namespace yanzhen::industry_migration
