#pragma once
//! \file  Shoppers as agents: each lives in one city, has a cost of going abroad of its own, and buys where
//! tax and way cost it least.
#include "models/stylised/flow_counts.hpp"
#include "models/tax_game/cross_border.hpp"
#include "models/tax_game/mobile_base.hpp"

namespace yanzhen::tax_game {

/// All decide anew in every step; the cost is drawn once, for life.
class Shoppers final : public MobileBase {
 public:
  /// \param game  heads are the agents that live in each city; distances may follow by open_links()
  Shoppers(CrossBorderGame game, std::vector<std::int64_t> home, std::uint64_t seed);

  [[nodiscard]] const std::vector<std::uint16_t>& city() const override { return city_; }
  [[nodiscard]] const std::vector<std::int64_t>& count() const override { return moves_.count(); }
  [[nodiscard]] const std::vector<std::int64_t>& flows() const override { return moves_.flows(); }
  [[nodiscard]] std::uint64_t moved_last_step() const override { return moves_.moved_last_step(); }
  [[nodiscard]] double units_per_person() const override { return 1; }
  [[nodiscard]] TaxRange range() const override { return range_of(game_); }
  [[nodiscard]] double worth(std::span<const double> taxes, std::size_t city) const override;
  /// Less than nothing: what people pay in tax, wherever, and for the way.
  [[nodiscard]] std::vector<double> private_income(std::span<const double> taxes) const override;

  void open_links(const Eigen::ArrayXXd& distance) override { game_.distance = distance; }
  void decide(Step step, std::span<const double> taxes) override;
  void start_interval() override { moves_.start_interval(); }
  void audit() const override { moves_.audit("shoppers", city_); }
  void visit_state(StateVisitor& visitor) override;
  [[nodiscard]] std::uint64_t checksum() const override;

 private:
  void go(const std::vector<Shops>& shops);

  CrossBorderGame game_;
  std::vector<std::uint32_t> cost_;  // c of each agent, in 2^-32: see unit_interval
  std::vector<std::uint16_t> city_;
  stylised::FlowCounts moves_;
};

}  // namespace yanzhen::tax_game
