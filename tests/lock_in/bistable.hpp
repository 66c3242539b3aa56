#pragma once
//! \file  A small model with two stable states whose thresholds follow from equations.
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/simulation.hpp"
#include "models/lock_in/runs.hpp"

namespace yanzhen::testing {

/// What a scenario of it may say, by settings "name=value".
struct BistableSettings {
  double p = 0;           ///< steady force
  double push = 0;        ///< further force on the first cell, for a while
  double push_from = 5;   ///< years after the start
  double push_years = 2;  ///< that it lasts
  double noise = 0;       ///< standard deviation of a year's shocks
  double memory = 1;      ///< 1: two stable states; 0: one
  double years = 40;
  double start = -1;  ///< x of every cell
};

/// Two cities x two industries, each a particle in a double well:
///
///     x' = x - x^3 + p + push(t)       memory = 1: stable at -1 and 1 for p = 0, folds at |p| = 2 / (3 sqrt
///     3) x' = -(x + 1) + p + push(t)      memory = 0: one stable state
///
/// by Runge and Kutta, 40 steps a month, with an error below 1e-9. Panels: size = 2 + x (city,
/// industry), total = sum over industries (city), all (one number), months = steps since the last look
/// (flow).
class Bistable final : public Model {
 public:
  Bistable(const BistableSettings& settings, const Clock& clock, std::uint64_t seed);

  [[nodiscard]] const std::vector<Dimension>& dimensions() const override { return dimensions_; }
  [[nodiscard]] const std::vector<Panel>& panels() const override { return panels_; }
  [[nodiscard]] const std::vector<Phase>& phases() const override { return phases_; }
  void measure(std::size_t panel, std::span<double> out) const override;
  void start_flow_interval() override { months_ = 0; }
  void visit_state(StateVisitor& visitor) override;
  [[nodiscard]] std::uint64_t agents() const override { return x_.size(); }
  [[nodiscard]] std::uint64_t moves() const override { return 0; }
  [[nodiscard]] std::uint64_t checksum() const override;
  [[nodiscard]] std::vector<AgentColumn> copy_agents() const override { return {}; }
  [[nodiscard]] const std::vector<std::string>& notes() const override { return notes_; }

 private:
  void move(Step now);
  BistableSettings settings_;
  std::uint64_t seed_;
  std::vector<Dimension> dimensions_;
  std::vector<Panel> panels_;
  std::vector<Phase> phases_;
  std::vector<std::string> notes_;
  std::vector<double> x_;
  std::int64_t months_ = 0;
};

/// By what its settings say, e.g. {"p=0.3", "time.end=\"2050-01-01\""}; monthly steps from 2000-01 on.
/// \throws ScenarioError for a name that it does not have
[[nodiscard]] Simulation bistable_run(std::span<const std::string> settings, std::uint64_t seed);

/// What every run of an experiment has besides, e.g. {"noise=0.1"}.
[[nodiscard]] lock_in::Maker bistable_maker(std::vector<std::string> common = {});

/// Watches the first cell.
[[nodiscard]] WatchSettings first_cell();

}  // namespace yanzhen::testing
