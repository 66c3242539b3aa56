#pragma once
//! \file  Decomposition: how much of the persistence is due to each mechanism, by switching one off at a
//! time.
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/lock_in/persistence.hpp"
#include "models/lock_in/runs.hpp"
#include "models/lock_in/seed_summary.hpp"
#include "models/lock_in/watch.hpp"

namespace yanzhen::lock_in {

/// How much of an effect is left: its size at the end relative to its size at its peak.
///
///     persistence = effect_end / effect_peak,   peak where |effect| is largest
///
/// 1 = it stands at its peak, 0 = gone, below 0 = turned round. NaN where there was no effect or it is not
/// known at the end.
[[nodiscard]] double effect_persistence(std::span<const double> effect);

/// Part of the persistence that goes when the mechanism goes: 1 - without / all. Above 1 where it turns
/// round, below 0 where the mechanism worked against persistence. NaN where there is no persistence to
/// explain.
[[nodiscard]] double explained(double all, double without);

/// Persistence with one mechanism switched off.
struct MechanismOff {
  std::string mechanism;        ///< empty for the first one: all mechanisms at work
  std::vector<double> by_seed;  ///< persistence
  SeedSummary over_seeds;
  /// Of the mean effect over seeds: a seed's own peak may be chance, that of the mean is less so. For leaders
  /// the mean of the probabilities.
  double of_mean = 0;
  double explained = 0;  ///< share of the persistence of all, by of_mean; NaN for the first
};

/// Of the effect of an early event, by twins: effect_t = ln(number of the scenario / number
/// of its twin), where the twin has these settings on top.
/// A nudge that fades has persistence 0, one that is locked in keeps its size; the ratio has no unit, so that
/// mechanisms that also change how hard the nudge hits can be compared. A mechanism is switched off in both;
/// the twin's settings come after its own.
[[nodiscard]] std::vector<MechanismOff> decompose_effect(
    Runs& runs, const Watch& watch, const Settings& twin,
    const std::vector<DecomposeSettings::Switch>& switches, std::span<const std::uint64_t> seeds);

/// Of leadership, where no event is named: probability that a place's leading kind is the same after `years`.
/// NaN where the run is shorter.
[[nodiscard]] std::vector<MechanismOff> decompose_leadership(
    Runs& runs, const CellPanel& panel, std::size_t years,
    const std::vector<DecomposeSettings::Switch>& switches, std::span<const std::uint64_t> seeds);

}  // namespace yanzhen::lock_in
