// What must hold after every step, whatever the scenario: agents, sales and money are neither lost nor made.
#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "models/industry_migration/migration_model.hpp"

namespace yanzhen::industry_migration {
namespace {

void expect(std::int64_t wanted, std::int64_t found, const char* stock, const World& world, std::size_t city,
            const std::string& kind) {
  if (wanted == found) return;
  throw InvariantError{fmt::format("{} of {} ({}): the records hold {}, stock and flows give {}", stock,
                                   world.cities[city].name.name_zh, kind, found, wanted)};
}

}  // namespace

void audit_stocks(const World& world, const TallyLayout& layout, const Census& before, const Census& after,
                  const Tally& step) {
  for (std::size_t i = 0; i < world.n_city(); ++i) {
    for (std::size_t q = 0; q < kTiers; ++q) {
      std::int64_t wanted = before.residents[i * kTiers + q] + step[layout.births(i, q)] -
                            step[layout.deaths(i, q)] + step[layout.joined_tier(i, q)] -
                            step[layout.left_tier(i, q)];
      for (std::size_t j = 0; j < world.n_node(); ++j)
        wanted += step[layout.talent_moves(q, j, i)] - step[layout.talent_moves(q, i, j)];
      expect(wanted, after.residents[i * kTiers + q], "residents", world, i, kTierNames[q]);
    }
    for (std::size_t s = 0; s < world.n_industry(); ++s) {
      const std::size_t cell = i * world.n_industry() + s;
      std::int64_t firms = before.firms[cell] + step[layout.firm_spinoffs(cell)] +
                           step[layout.firm_founded(cell)] - step[layout.firm_exits(cell)];
      for (std::size_t j = 0; j < world.n_node(); ++j)
        firms += step[layout.firm_moves(s, j, i)] + step[layout.firm_branches(s, j, i)] -
                 step[layout.firm_moves(s, i, j)];
      expect(firms, after.firms[cell], "firms", world, i, world.industries[s].key);
      const std::int64_t capital = before.capital[cell] + step[layout.capital_in(cell)] -
                                   step[layout.capital_out(cell)] + step[layout.capital_new(cell)] -
                                   step[layout.capital_retired(cell)];
      expect(capital, after.capital[cell], "capital", world, i, world.industries[s].key);
    }
  }
}

void audit_parks(const World& world, const Census& census) {
  for (std::size_t k = 0; k < world.n_park(); ++k)
    for (std::size_t s = 0; s < world.n_industry(); ++s) {
      const std::size_t parked = k * world.n_industry() + s;
      const Park& park = world.parks[k];
      if (census.park_firms[parked] > 0 && !park.industries[s])
        throw InvariantError{
            fmt::format("{} holds firms of {}, which it does not take", park.name, world.industries[s].key)};
      if (census.park_mass[parked] > census.mass[park.host * world.n_industry() + s])
        throw InvariantError{
            fmt::format("{} holds more of {} than its city", park.name, world.industries[s].key)};
    }
}

void audit_market(const World& world, const MarketState& market) {
  for (const auto& [name, array] : {std::pair{"factor price", &market.price},
                                    {"price index", &market.price_index},
                                    {"unit cost", &market.unit_cost}})
    if (!((*array > 0).all() && array->isFinite().all()))
      throw InvariantError{fmt::format("a {} is not a positive number", name)};
  if (world.has_outside() && !(market.mass.bottomRows(1) > 0).all())
    throw InvariantError{"an industry has no firms outside"};
  for (std::size_t s = 0; s < world.n_industry(); ++s) {
    const double sold = market.sales.col(static_cast<Eigen::Index>(s)).sum(),
                 spent = market.spending.col(static_cast<Eigen::Index>(s)).sum();
    if (!(std::abs(sold - spent) <= 1e-12 * spent))
      throw InvariantError{fmt::format("sales of {} are {:.17g}, spending on it is {:.17g}",
                                       world.industries[s].key, sold, spent)};
  }
}

}  // namespace yanzhen::industry_migration
