#pragma once
//! \file  Capital as agents: each is what one group of people owns, stands in one city, and goes where it
//! earns more after tax.
#include "engine/choice_table.hpp"
#include "models/stylised/movers.hpp"
#include "models/tax_game/capital_game.hpp"
#include "models/tax_game/mobile_base.hpp"

namespace yanzhen::tax_game {

/// An agent compares the net return A - B k - t of places as they are, in units of B kbar: what a head's
/// own capital more would cost it. See stylised::MoveRule.
class MobileCapital final : public MobileBase {
 public:
  /// \param game  heads are the agents that belong to each region  \param start  shares of capital at the
  /// start \param probability  that an agent considers in a step
  MobileCapital(CapitalTaxGame game, std::vector<std::int64_t> home, const Eigen::ArrayXd& start,
                stylised::MoveRule rule, double probability, std::uint64_t seed);

  /// Capital a head as it stands. (n_city)
  [[nodiscard]] std::vector<double> capital_per_head() const;

  [[nodiscard]] const std::vector<std::uint16_t>& city() const override { return movers_.city(); }
  [[nodiscard]] const std::vector<std::int64_t>& count() const override { return movers_.count(); }
  [[nodiscard]] const std::vector<std::int64_t>& flows() const override { return movers_.flows(); }
  [[nodiscard]] std::uint64_t moved_last_step() const override { return movers_.moved_last_step(); }
  [[nodiscard]] double units_per_person() const override { return game_.capital; }
  [[nodiscard]] TaxRange range() const override { return {-game_.first_product, game_.first_product}; }
  [[nodiscard]] double worth(std::span<const double> taxes, std::size_t city) const override;
  [[nodiscard]] std::vector<double> private_income(std::span<const double> taxes) const override;

  void open_links(const Eigen::ArrayXXd&) override {}  // capital goes anywhere
  void decide(Step step, std::span<const double> taxes) override;
  void start_interval() override { movers_.start_interval(); }
  void audit() const override { movers_.audit(); }
  void visit_state(StateVisitor& visitor) override { movers_.visit_state(visitor); }
  [[nodiscard]] std::uint64_t checksum() const override { return movers_.checksum(); }

 private:
  CapitalTaxGame game_;
  stylised::MoveRule rule_;
  double probability_;
  std::uint64_t seed_;
  stylised::Movers movers_;
  ChoiceTable table_;
};

}  // namespace yanzhen::tax_game
