#include "models/industry_migration/tallies.hpp"

namespace yanzhen::industry_migration {

TallyLayout::TallyLayout(std::size_t cities, std::size_t nodes, std::size_t industries, std::size_t tiers,
                         std::size_t parks)
    : nodes_{nodes}, tiers_{tiers}, industries_{industries}, size_{tiers * nodes * nodes} {
  const auto next = [this](std::size_t count) {
    const std::size_t begin = size_;
    size_ += count;
    return begin;
  };
  const std::size_t city_tiers = cities * tiers, cells = cities * industries, pairs = nodes * nodes;
  births_ = next(city_tiers);
  deaths_ = next(city_tiers);
  considered_ = next(tiers * kAges);
  left_tier_ = next(city_tiers);
  joined_tier_ = next(city_tiers);
  firm_moves_ = next(industries * pairs);
  firm_branches_ = next(industries * pairs);
  firm_exits_ = next(cells);
  firm_spinoffs_ = next(cells);
  firm_founded_ = next(cells);
  capital_moves_ = next(pairs);
  capital_invested_ = next(pairs);
  capital_in_ = next(cells);
  capital_out_ = next(cells);
  capital_new_ = next(cells);
  capital_retired_ = next(cells);
  park_moves_ = next(parks * industries);
  park_branches_ = next(parks * industries);
}

}  // namespace yanzhen::industry_migration
