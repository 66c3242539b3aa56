#pragma once
//! \file  Twins: a scenario and its twin without one early event, on the same random numbers, and how far
//! they come apart.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "models/lock_in/runs.hpp"
#include "models/lock_in/seed_summary.hpp"
#include "models/lock_in/watch.hpp"

namespace yanzhen::lock_in {

/// What was seen of one run: the watched number at the start, every whole year and the end, and the checksum
/// of the state after every step.
struct Path {
  std::vector<Step> steps;    ///< of the looks
  std::vector<double> years;  ///< of the looks, as decimal dates
  std::vector<double> values;
  std::vector<std::uint64_t> checksums;  ///< (step), the start first
};

[[nodiscard]] Path run_path(Runs& runs, const Watch& watch, std::span<const std::string> settings,
                            std::uint64_t seed);

/// One seed's twins.
struct TwinPair {
  std::vector<double> ln_ratio;    ///< ln(scenario / twin) at every look; NaN where either is not above zero
  std::vector<double> difference;  ///< scenario less twin
  std::optional<Step> parted;      ///< the first step after which they are not the same, if there is one
};
/// \pre both were looked at in the same steps
[[nodiscard]] TwinPair compare(const Path& scenario, const Path& twin);

struct Twins {
  std::vector<double> years;   ///< of the looks
  std::vector<Path> scenario;  ///< by seed
  std::vector<Path> twin;
  std::vector<TwinPair> pairs;
  std::vector<SeedSummary> ln_ratio;  ///< over seeds, at every look
  std::vector<SeedSummary> difference;
};

/// Runs the scenario and its twin, which has these settings on top, with every seed.
[[nodiscard]] Twins run_twins(Runs& runs, const Watch& watch, const Settings& settings,
                              std::span<const std::uint64_t> seeds);

/// Puts twins together from their paths. \pre both have one path a seed, at least one
[[nodiscard]] Twins join(std::vector<Path> scenario, std::vector<Path> twin);

}  // namespace yanzhen::lock_in
