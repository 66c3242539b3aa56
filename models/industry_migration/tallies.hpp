#pragma once
//! \file  Counts of what happened to agents: every birth, death, entry, exit and move, by place and kind.
#include <cstdint>
#include <vector>

namespace yanzhen::industry_migration {

/// Where each count stands in one flat array of whole numbers, so that threads keep and add them alike.
/// Places named origin, destination and owner are nodes (cities, then outside); `city` and `cell` = (city,
/// industry) are not.
class TallyLayout {
 public:
  TallyLayout(std::size_t cities, std::size_t nodes, std::size_t industries, std::size_t tiers,
              std::size_t parks = 0);

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// The counts before this position are there in every run of a world, whatever parks its policies build.
  [[nodiscard]] std::size_t common() const noexcept { return park_moves_; }

  /// Talent that moved, `outside` included. (tier, origin, destination)
  [[nodiscard]] std::size_t talent_moves(std::size_t tier, std::size_t origin,
                                         std::size_t destination) const noexcept {
    return (tier * nodes_ + origin) * nodes_ + destination;
  }
  [[nodiscard]] std::size_t births(std::size_t city, std::size_t tier) const noexcept {
    return births_ + city * tiers_ + tier;
  }
  [[nodiscard]] std::size_t deaths(std::size_t city, std::size_t tier) const noexcept {
    return deaths_ + city * tiers_ + tier;
  }
  /// Residents who considered moving, by age in years.
  [[nodiscard]] std::size_t considered(std::size_t tier, std::size_t age) const noexcept {
    return considered_ + tier * kAges + age;
  }
  static constexpr std::size_t kAges = 110;
  /// Those whose education ended in another tier than their parent's: left `tier`, and came into `tier`.
  [[nodiscard]] std::size_t left_tier(std::size_t city, std::size_t tier) const noexcept {
    return left_tier_ + city * tiers_ + tier;
  }
  [[nodiscard]] std::size_t joined_tier(std::size_t city, std::size_t tier) const noexcept {
    return joined_tier_ + city * tiers_ + tier;
  }
  /// Firms that moved, and firms opened as branches (origin = the parent's city). (industry, origin,
  /// destination)
  [[nodiscard]] std::size_t firm_moves(std::size_t industry, std::size_t origin,
                                       std::size_t destination) const noexcept {
    return firm_moves_ + (industry * nodes_ + origin) * nodes_ + destination;
  }
  [[nodiscard]] std::size_t firm_branches(std::size_t industry, std::size_t origin,
                                          std::size_t destination) const noexcept {
    return firm_branches_ + (industry * nodes_ + origin) * nodes_ + destination;
  }
  /// Firms that moved into a park, and branches opened in it; firm_moves and firm_branches count them too.
  /// (park, industry)
  [[nodiscard]] std::size_t park_moves(std::size_t park, std::size_t industry) const noexcept {
    return park_moves_ + park * industries_ + industry;
  }
  [[nodiscard]] std::size_t park_branches(std::size_t park, std::size_t industry) const noexcept {
    return park_branches_ + park * industries_ + industry;
  }
  [[nodiscard]] std::size_t firm_exits(std::size_t cell) const noexcept { return firm_exits_ + cell; }
  [[nodiscard]] std::size_t firm_spinoffs(std::size_t cell) const noexcept { return firm_spinoffs_ + cell; }
  [[nodiscard]] std::size_t firm_founded(std::size_t cell) const noexcept { return firm_founded_ + cell; }
  /// Capital units that changed place when they matured (origin, destination), and new ones by their owner
  /// (owner, destination).
  [[nodiscard]] std::size_t capital_moves(std::size_t origin, std::size_t destination) const noexcept {
    return capital_moves_ + origin * nodes_ + destination;
  }
  [[nodiscard]] std::size_t capital_invested(std::size_t owner, std::size_t destination) const noexcept {
    return capital_invested_ + owner * nodes_ + destination;
  }
  /// Units that came into a cell and that left it, by moving or by a change of industry; new and worn-out
  /// ones.
  [[nodiscard]] std::size_t capital_in(std::size_t cell) const noexcept { return capital_in_ + cell; }
  [[nodiscard]] std::size_t capital_out(std::size_t cell) const noexcept { return capital_out_ + cell; }
  [[nodiscard]] std::size_t capital_new(std::size_t cell) const noexcept { return capital_new_ + cell; }
  [[nodiscard]] std::size_t capital_retired(std::size_t cell) const noexcept {
    return capital_retired_ + cell;
  }

 private:
  std::size_t nodes_, tiers_, industries_;
  std::size_t births_, deaths_, considered_, left_tier_, joined_tier_;
  std::size_t firm_moves_, firm_branches_, firm_exits_, firm_spinoffs_, firm_founded_;
  std::size_t capital_moves_, capital_invested_, capital_in_, capital_out_, capital_new_, capital_retired_;
  std::size_t park_moves_, park_branches_;  // last, so that all others stand where they stand without parks
  std::size_t size_;
};

using Tally = std::vector<std::int64_t>;

}  // namespace yanzhen::industry_migration
