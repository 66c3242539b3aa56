#pragma once
//! \file  A sweep as it will be run: every run's settings, seed and identity, worked out before anything
//! runs.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/model.hpp"
#include "engine/sweep_settings.hpp"
#include "io/sweep_file.hpp"
#include "models/experiment/design.hpp"

namespace yanzhen::tools {

/// One run of a sweep. Runs are numbered point by point: run = point * replicates + replicate.
struct PlannedRun {
  std::size_t number = 0;
  std::size_t point = 0;
  std::uint32_t replicate = 0;
  std::uint64_t seed = 0;
  std::vector<std::string> settings;  ///< "path=value" each, that the factors set
  std::string identity;               ///< everything that the result depends on, as one text
  std::string key;                    ///< a hash of the identity, 32 hexadecimal digits
};

/// Who runs: two programs may give different numbers, so results are kept apart by them.
struct ProgramIdentity {
  std::string version;
  std::string commit;
};

/// The whole plan. What it holds does not grow with the number of replicates, and by a few numbers with a
/// point.
class SweepPlan {
 public:
  /// Loads the base scenario, builds its model and makes the design. \throws ScenarioError with every problem
  /// that was found
  SweepPlan(SweepSettings settings, const ProgramIdentity& program);
  /// The same of a plan that was collected earlier: `scenario` is the text that stood for settings.scenario
  /// then.
  SweepPlan(SweepSettings settings, const ProgramIdentity& program, const std::string& scenario);

  [[nodiscard]] const SweepSettings& settings() const noexcept { return settings_; }
  [[nodiscard]] const Scenario& base() const noexcept { return base_; }  ///< with the sweep's own settings
  [[nodiscard]] const experiment::Design& design() const noexcept { return design_; }
  [[nodiscard]] std::size_t runs() const noexcept { return design_.points * settings_.replicates; }
  [[nodiscard]] PlannedRun run(std::size_t number) const;
  /// What the factors set at entries of the design, "path=value" each.
  [[nodiscard]] std::vector<std::string> settings_at(std::span<const double> entries) const;
  /// The numbers that stand for a point's entries in tables, by factor.
  [[nodiscard]] std::vector<double> numbers_of(std::size_t point) const;
  /// The base scenario with settings on top. \throws ScenarioError when it refuses them
  [[nodiscard]] Scenario scenario_of(std::span<const std::string> settings, std::uint64_t seed) const;
  /// Of the sweep file, the scenario with its tables, and the program: 16 hexadecimal digits.
  [[nodiscard]] const std::string& checksum() const noexcept { return checksum_; }
  /// What the collected file says of the sweep as a whole.
  [[nodiscard]] const SweepHead& head() const noexcept { return head_; }
  /// Whether the scenario's tables say what they said when the plan was made.
  [[nodiscard]] bool has_same_tables(const Scenario& scenario) const;
  /// A number that differs when a run has other dates, cities or industries than the sweep's arrays.
  [[nodiscard]] std::uint64_t shape_of(const Scenario& scenario, const Model& model) const;
  [[nodiscard]] std::uint64_t shape() const noexcept { return shape_; }

  /// Panels of the model that are kept as indices; those of [keep.watch] follow them in a record.
  [[nodiscard]] const std::vector<std::size_t>& index_panels() const noexcept { return index_panels_; }
  [[nodiscard]] const std::vector<std::size_t>& kept_panels() const noexcept { return kept_panels_; }
  [[nodiscard]] std::size_t records() const noexcept { return head_.times.size(); }

 private:
  void build(const ProgramIdentity& program);
  void describe(const ProgramIdentity& program);

  SweepSettings settings_;
  Scenario base_;
  experiment::Design design_;
  std::vector<std::uint64_t> seeds_;  // by replicate
  std::vector<std::size_t> index_panels_;
  std::vector<std::size_t> kept_panels_;
  SweepHead head_;
  std::uint64_t shape_ = 0;
  std::uint64_t tables_ = 0;
  std::string context_;  // the part of every identity that all runs share
  std::string checksum_;
};

}  // namespace yanzhen::tools
