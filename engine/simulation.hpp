#pragma once
//! \file  Runs a model's phases step after step; knows nothing of what they do.
#include <array>
#include <functional>
#include <memory>
#include <vector>

#include "engine/model.hpp"

namespace yanzhen {

/// True at the start, at the end, and wherever `every` says a record is due once `step` steps are done.
[[nodiscard]] bool record_due(const Clock& clock, Step step, RecordOptions::Every every);

/// One run: a model, its clock and how far it has come.
class Simulation {
 public:
  Simulation(const Scenario& scenario, std::unique_ptr<Model> model);

  [[nodiscard]] Step now() const noexcept { return now_; }  ///< steps done
  [[nodiscard]] Step end() const noexcept { return clock_.steps(); }
  [[nodiscard]] const Clock& clock() const noexcept { return clock_; }
  [[nodiscard]] Model& model() noexcept { return *model_; }
  [[nodiscard]] const Model& model() const noexcept { return *model_; }

  /// Runs every phase once. \pre now() < end()
  void step();

  /// The same of this run as it stands.
  [[nodiscard]] bool record_due(RecordOptions::Every every) const {
    return yanzhen::record_due(clock_, now_, every);
  }

  /// Everything that changes in the run, its step number included: for checkpoints.
  void visit_state(StateVisitor& visitor);

  /// Seconds spent in each phase so far, in the order of Model::phases().
  [[nodiscard]] const std::vector<double>& phase_seconds() const noexcept { return phase_seconds_; }

 private:
  Clock clock_;
  std::unique_ptr<Model> model_;
  Step now_ = 0;
  std::vector<double> phase_seconds_;
};

}  // namespace yanzhen
