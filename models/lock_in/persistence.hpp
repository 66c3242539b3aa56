#pragma once
//! \file  How long a place keeps its leading industry, and how long a specialisation lives.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/lock_in/runs.hpp"
#include "models/lock_in/watch.hpp"

namespace yanzhen::lock_in {

/// Numbers of every place (city) and kind (industry) at times one interval (here a year) apart.
struct CellSeries {
  std::size_t times = 0;
  std::size_t places = 0;
  std::size_t kinds = 0;
  std::vector<double> values;  ///< (time, place, kind)
  [[nodiscard]] double at(std::size_t time, std::size_t place, std::size_t kind) const {
    return values[(time * places + place) * kinds + kind];
  }
};

inline constexpr std::int32_t kNoLeader = -1;

/// The kind with the largest number of each place, shape (time, place); the first of equals. kNoLeader where
/// none is above zero.
[[nodiscard]] std::vector<std::int32_t> leaders(const CellSeries& series);

/// How many pairs (place, start) were looked at, and in how many the leader was the same.
struct SamePairs {
  std::uint64_t same = 0;
  std::uint64_t pairs = 0;
  /// P(leader after n intervals = leader at the start); NaN without pairs.
  [[nodiscard]] double probability() const;
};

/// Element n - 1 is of n intervals, n = 1 .. times - 1. Pairs without a leader at either end are left out.
/// \param leaders  (time, place)
[[nodiscard]] std::vector<SamePairs> same_leader(std::span<const std::int32_t> leaders, std::size_t places);

/// A kind's uninterrupted time at the head of a place, or above a quotient of one.
struct Spell {
  std::uint32_t place = 0;
  std::uint32_t kind = 0;
  std::uint32_t begin = 0;  ///< time of the first look; 0 = it may have begun before, its age is not known
  std::uint32_t looks = 0;  ///< at which it was there, at least 1
  bool ended = false;       ///< false: it was there at the last look (censored)

  /// Intervals over which it could be seen whether it ends: looks when it did, looks - 1 when it did not.
  [[nodiscard]] std::uint32_t intervals() const noexcept { return ended ? looks : looks - 1; }
};

[[nodiscard]] std::vector<Spell> leadership_spells(std::span<const std::int32_t> leaders, std::size_t places);

/// Spells with a location quotient above 1:  LQ_ik = (x_ik / x_i.) / (x_.k / x_..)
/// \param quotients  the numbers are quotients themselves, and are compared with 1 as they are
[[nodiscard]] std::vector<Spell> specialisation_spells(const CellSeries& series, bool quotients);

/// Expected life of a spell, two ways. Both use the spells that had not ended for as long as they were seen;
/// spells that stood at the first look count from there, for their age is not known.
struct SpellLife {
  std::uint64_t spells = 0;
  std::uint64_t ended = 0;
  std::uint64_t intervals = 0;  ///< seen in all, sum of Spell::intervals
  /// Mean life up to `window` by Kaplan & Meier 1958:  sum_{k=0}^{W-1} S(k),  S(k) = prod_{j<=k} (1 -
  /// d_j/r_j), d_j spells that ended after j intervals, r_j seen for j or more. NaN without an interval.
  double restricted_mean = 0;
  std::uint32_t window = 0;  ///< W, the longest that any spell was seen
  /// Mean life if the hazard were the same at every age: intervals / ended, the maximum likelihood estimate
  /// of a geometric life (the exponential's in whole intervals). NaN when none ended.
  double constant_hazard_mean = 0;
};
[[nodiscard]] SpellLife expected_life(std::span<const Spell> spells);

/// A panel read as (place, kind): its dimensions city and industry, or the two that it has. Others are
/// summed.
struct CellPanel {
  std::size_t panel = 0;
  std::size_t length = 0;
  std::string name;
  Dimension place;
  Dimension kind;
  std::vector<std::size_t> cell;  ///< of each entry: place * kinds + kind
  bool quotients = false;         ///< the panel is of quotients (its unit is "index"), not of amounts
};
/// \returns nothing, and a problem, when the watched panel has no places and kinds
[[nodiscard]] std::optional<CellPanel> find_cells(const WatchSettings& settings, const Model& model,
                                                  Problems& problems);

/// One run, looked at every whole year.
[[nodiscard]] CellSeries run_cells(Runs& runs, const CellPanel& panel, std::span<const std::string> settings,
                                   std::uint64_t seed);

/// What one seed's run, or several seeds' runs together, say.
struct Persistence {
  std::vector<SamePairs> by_years;            ///< element n - 1: after n years
  std::vector<SamePairs> by_years_and_place;  ///< (years, place)
  std::vector<Spell> leadership;
  std::vector<Spell> specialisation;
};
[[nodiscard]] Persistence persistence_of(const CellSeries& series, bool quotients);

/// Counts and spells of all together. \pre all have as many years and places
[[nodiscard]] Persistence pooled(std::span<const Persistence> by_seed);

/// One run a seed, in the order of `seeds`.
[[nodiscard]] std::vector<Persistence> run_persistence(Runs& runs, const CellPanel& panel,
                                                       std::span<const std::string> settings,
                                                       std::span<const std::uint64_t> seeds);

}  // namespace yanzhen::lock_in
