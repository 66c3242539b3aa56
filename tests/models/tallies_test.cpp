#include "models/industry_migration/tallies.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace yanzhen::industry_migration {
namespace {

/// Index of every count of a layout.
std::vector<std::size_t> all_counts(const TallyLayout& layout, std::size_t cities, std::size_t nodes,
                                    std::size_t industries, std::size_t tiers) {
  std::vector<std::size_t> at;
  for (std::size_t city = 0; city < cities; ++city)
    for (std::size_t tier = 0; tier < tiers; ++tier)
      at.insert(at.end(), {layout.births(city, tier), layout.deaths(city, tier), layout.left_tier(city, tier),
                           layout.joined_tier(city, tier)});
  for (std::size_t tier = 0; tier < tiers; ++tier)
    for (std::size_t age = 0; age < TallyLayout::kAges; ++age) at.push_back(layout.considered(tier, age));
  for (std::size_t cell = 0; cell < cities * industries; ++cell)
    at.insert(at.end(), {layout.firm_exits(cell), layout.firm_spinoffs(cell), layout.firm_founded(cell),
                         layout.capital_in(cell), layout.capital_out(cell), layout.capital_new(cell),
                         layout.capital_retired(cell)});
  for (std::size_t i = 0; i < nodes; ++i)
    for (std::size_t j = 0; j < nodes; ++j) {
      for (std::size_t tier = 0; tier < tiers; ++tier) at.push_back(layout.talent_moves(tier, i, j));
      for (std::size_t s = 0; s < industries; ++s)
        at.insert(at.end(), {layout.firm_moves(s, i, j), layout.firm_branches(s, i, j)});
      at.insert(at.end(), {layout.capital_moves(i, j), layout.capital_invested(i, j)});
    }
  return at;
}

}  // namespace

TEST_SUITE("industry_migration/tallies") {
  TEST_CASE("no two counts share a place and no place is left over, whatever the size of the world") {
    for (std::size_t cities = 1; cities <= 5; ++cities)
      for (std::size_t outside = 0; outside <= 1; ++outside)
        for (std::size_t industries = 1; industries <= 4; ++industries)
          for (std::size_t tiers = 1; tiers <= 4; ++tiers) {
            CAPTURE(cities);
            CAPTURE(outside);
            CAPTURE(industries);
            CAPTURE(tiers);
            const TallyLayout layout{cities, cities + outside, industries, tiers};
            std::vector<std::size_t> at = all_counts(layout, cities, cities + outside, industries, tiers);
            std::sort(at.begin(), at.end());
            REQUIRE(at.size() == layout.size());
            for (std::size_t k = 0; k < at.size(); ++k) REQUIRE(at[k] == k);
          }
  }
}

}  // namespace yanzhen::industry_migration
