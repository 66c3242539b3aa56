#pragma once
//! \file  A run of either game: governments reply once a year, agents decide in every step, and money is
//! settled to the fen.
#include <memory>
#include <vector>

#include "models/stylised/geography.hpp"
#include "models/stylised/stylised_model.hpp"
#include "models/tax_game/mobile_base.hpp"
#include "models/tax_game/public_money.hpp"

namespace yanzhen::tax_game {

/// What the two games have in common.
struct Governments {
  std::vector<double> taxes;  ///< at the start  (n_city)  [yuan/unit/year]
  ReplyHabits habits;
  Sharing sharing;
  double public_weight = 1;  ///< of what a government has a head, in welfare
};

class TaxModel final : public stylised::StylisedModel {
 public:
  TaxModel(const Scenario& scenario, std::shared_ptr<const stylised::Geography> geography,
           Governments governments, std::unique_ptr<MobileBase> base);

  void start_flow_interval() override { base_->start_interval(); }
  void visit_state(StateVisitor& visitor) override;
  [[nodiscard]] std::uint64_t agents() const override;
  [[nodiscard]] std::uint64_t moves() const override { return base_->moved_last_step(); }
  [[nodiscard]] std::uint64_t checksum() const override;
  [[nodiscard]] std::vector<AgentColumn> copy_agents() const override;

 private:
  void declare_phases();
  void declare_panels();
  void declare_money_panels();
  void declare_indices();
  void open_links(Step step);
  void reply(Step step);
  void assess();
  [[nodiscard]] std::vector<double> units(const std::vector<std::int64_t>& agents) const;
  [[nodiscard]] std::vector<double> welfare() const;
  [[nodiscard]] double mean_tax() const;
  [[nodiscard]] double part_away() const;

  std::shared_ptr<const stylised::Geography> geography_;
  Clock clock_;
  double people_per_agent_;
  Governments governments_;
  std::unique_ptr<MobileBase> base_;
  PublicMoney money_;
  std::vector<double> version_;  // of the distances that base_ has
  double change_ = 0;            // largest of a tax in the last round of replies
  Step step_ = 0;
};

}  // namespace yanzhen::tax_game
