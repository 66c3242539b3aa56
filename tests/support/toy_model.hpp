#pragma once
//! \file  A tiny model for tests of what surrounds models: whole and real state, flows, indices, agents,
//! Chinese labels.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/simulation.hpp"

namespace yanzhen::testing {

struct ToySize {
  std::size_t cities = 4;
  std::size_t industries = 3;
  std::size_t agents = 50;
};

/// Agents that hop between cities and firms that grow, by a recurrence of whole numbers that open_run_file.py
/// repeats:
///
///     firms(c,i)  <- (5 * firms(c,i) + 3 * c + i + 1) mod 10007, starting from 100 c + 10 i
///     output(c)   <- output(c) / 2 + firms(c,0) / 8, starting from c
///     agent k of city c goes to (c + k + step) mod n_city whenever (k + step) mod 3 = 0
///
/// Panels: firms, output (state), moves, capital_moved (flow), all_firms, mean_output (index).
class ToyModel final : public Model {
 public:
  explicit ToyModel(ToySize size = {});

  [[nodiscard]] const std::vector<Dimension>& dimensions() const override { return dimensions_; }
  [[nodiscard]] const std::vector<Panel>& panels() const override { return panels_; }
  [[nodiscard]] const std::vector<Phase>& phases() const override { return phases_; }
  void measure(std::size_t panel, std::span<double> out) const override;
  void start_flow_interval() override;
  void visit_state(StateVisitor& visitor) override;
  [[nodiscard]] std::uint64_t agents() const override { return city_of_agent_.size(); }
  [[nodiscard]] std::uint64_t moves() const override { return moves_last_step_; }
  [[nodiscard]] std::uint64_t checksum() const override;
  [[nodiscard]] std::vector<AgentColumn> copy_agents() const override;
  [[nodiscard]] const std::vector<std::string>& notes() const override { return notes_; }

 private:
  void grow(Step now);
  void move(Step now);

  ToySize size_;
  std::vector<Dimension> dimensions_;
  std::vector<Panel> panels_;
  std::vector<Phase> phases_;
  std::vector<std::string> notes_;

  std::vector<std::int64_t> firms_;           // (n_city, n_industry)
  std::vector<double> output_;                // (n_city,)
  std::vector<std::int32_t> moved_;           // (n_city, n_city) since the last flow interval began
  std::vector<std::uint16_t> city_of_agent_;  // (n_agent,)
  std::vector<float> skill_;                  // (n_agent,)
  std::vector<std::uint8_t> closed_;          // always empty: state of no elements must survive too
  std::uint64_t moves_last_step_ = 0;
};

/// Scenario of the toy: from 2010-01-15 on, `steps` steps, a record a step.
[[nodiscard]] Scenario toy_scenario(Step steps, StepLength length = StepLength::month);

/// A run of the toy at its start.
[[nodiscard]] Simulation toy_simulation(const Scenario& scenario, ToySize size = {});

}  // namespace yanzhen::testing
