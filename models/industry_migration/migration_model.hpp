#pragma once
//! \file  One run of the industry-migration model: the world it shares, the economy it changes, the tables of
//! a step.
#include <memory>
#include <vector>

#include "engine/model.hpp"
#include "models/industry_migration/capital.hpp"
#include "models/industry_migration/economy.hpp"
#include "models/industry_migration/firms.hpp"
#include "models/industry_migration/park_choice.hpp"
#include "models/industry_migration/reach.hpp"
#include "models/industry_migration/treasury.hpp"

namespace yanzhen::industry_migration {

class MigrationModel final : public Model {
 public:
  explicit MigrationModel(std::shared_ptr<const World> world);

  [[nodiscard]] const std::vector<Dimension>& dimensions() const override { return dimensions_; }
  [[nodiscard]] const std::vector<Panel>& panels() const override { return panels_; }
  [[nodiscard]] const std::vector<Phase>& phases() const override { return phases_; }
  void measure(std::size_t panel, std::span<double> out) const override { measures_.at(panel)(*this, out); }
  void start_flow_interval() override;
  void visit_state(StateVisitor& visitor) override;
  [[nodiscard]] std::uint64_t agents() const override;
  [[nodiscard]] std::uint64_t moves() const override;
  [[nodiscard]] std::uint64_t checksum() const override;
  [[nodiscard]] std::vector<AgentColumn> copy_agents() const override;
  [[nodiscard]] const std::vector<std::string>& notes() const override { return notes_; }

  // For tests and for the panels: what the run stands on and where it stands.
  [[nodiscard]] const World& world() const noexcept { return *world_; }
  [[nodiscard]] const Market& market() const noexcept { return market_; }
  [[nodiscard]] const Economy& economy() const noexcept { return economy_; }
  [[nodiscard]] Economy& economy() noexcept { return economy_; }
  [[nodiscard]] const Calibration& calibration() const noexcept { return calibration_; }
  [[nodiscard]] const TallyLayout& layout() const noexcept { return layout_; }
  [[nodiscard]] const Reach& reach() const noexcept { return reach_; }
  [[nodiscard]] const TalentChoice& talent_choice() const noexcept { return talent_choice_; }
  [[nodiscard]] const AgeSchedule& age_schedule() const noexcept { return talent_step_.schedule(); }
  /// What the step's rules wrote; a test of single phases may write it as a policy would.
  [[nodiscard]] StepFields& fields() noexcept { return fields_; }

  [[nodiscard]] const StepFields& fields() const noexcept { return fields_; }
  /// Months since the start of the run, as the last step ended.
  [[nodiscard]] std::int32_t months_done() const noexcept { return months_done_; }
  [[nodiscard]] const FirmChoice& firm_choice() const noexcept { return firm_choice_; }
  [[nodiscard]] const ParkChoice& park_choice() const noexcept { return park_choice_; }
  /// Public money spent per resident and year, by node, at least one  [yuan]
  [[nodiscard]] Eigen::ArrayXd services() const;

 private:
  using Measure = void (*)(const MigrationModel&, std::span<double>);

  void declare_dimensions();
  void declare_panels();  // in panels.cpp
  void declare_phases();
  void start();
  void calibrate();
  void rehearse_public_money();
  void write_fields(Step step);
  void update_reach(Step step);
  [[nodiscard]] double strength_of(std::size_t policy, Step step) const;
  [[nodiscard]] std::size_t networks_changes(double year) const;
  void clear_market();
  void update_choices();
  void settle_and_audit(Step step);

  std::shared_ptr<const World> world_;
  Market market_;
  Economy economy_;
  Calibration calibration_;
  TallyLayout layout_;
  ThreadCounts<std::int64_t> counts_;
  Travel travel_;
  Reach reach_;
  std::int32_t months_done_ = 0;
  std::vector<double> reach_version_;  // changes of the networks, and the strengths of rules that reach here
  StepFields fields_;
  ReachFields reach_fields_;
  TalentChoice talent_choice_;
  FirmChoice firm_choice_;
  ParkChoice park_choice_;
  CapitalChoice capital_choice_;
  TalentStep talent_step_;
  FirmStep firm_step_;
  CapitalStep capital_step_;
  std::vector<NodeNumber> founders_;
  std::vector<Placement> placements_;

  std::vector<Dimension> dimensions_;
  std::vector<Panel> panels_;
  std::vector<Measure> measures_;
  std::vector<Phase> phases_;
  std::vector<std::string> notes_;
};

/// Compares what the records say with what the step's counts say must be there. \throws InvariantError naming
/// the stock, the city and the kind where they differ.
void audit_stocks(const World& world, const TallyLayout& layout, const Census& before, const Census& after,
                  const Tally& step);
/// \throws InvariantError where a park holds firms of an industry that it does not take, or more mass than
/// its city
void audit_parks(const World& world, const Census& census);
/// \throws InvariantError where total sales of an industry differ from total spending by more than 1e-12 of
/// it
void audit_market(const World& world, const MarketState& market);

}  // namespace yanzhen::industry_migration
