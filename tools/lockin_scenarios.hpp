#pragma once
//! \file  The variants of one scenario that a lock-in experiment runs.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "io/scenario_file.hpp"
#include "models/lock_in/runs.hpp"

namespace yanzhen::tools {

/// The scenario as it was when the experiment began, with whatever settings on top: a file that is changed
/// meanwhile does not matter (its tables are read again, though).
class ScenarioVariants {
 public:
  explicit ScenarioVariants(Scenario base) : base_{std::move(base)} {}

  [[nodiscard]] const Scenario& base() const noexcept { return base_; }

  /// A run at its start. May be called from many threads. \throws ScenarioError when the scenario or its
  /// model refuses the settings
  [[nodiscard]] Simulation make(std::span<const std::string> settings, std::uint64_t seed) const;

  /// Makes every variant once, so that what is wrong with one is told before anything runs.
  /// \param where  of the section of the scenario that says these settings
  /// \throws ScenarioError with the problems of the first that is refused, told at `where`
  void check(const std::vector<lock_in::Settings>& variants, const Place& where,
             const lock_in::Conduct& conduct) const;

 private:
  Scenario base_;
};

/// The scenario's own seed and those after it. \throws UsageError when there are not as many
[[nodiscard]] std::vector<std::uint64_t> seeds_from(std::uint64_t first, std::uint64_t count);

}  // namespace yanzhen::tools
