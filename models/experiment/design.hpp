#pragma once
//! \file  Designs of experiments: which combinations of the factors' values are run.
//!
//! A point is a function of the design's settings, the master seed and its own number; so a design that grows
//! (more points, rows or trajectories) keeps the points it had. The exception is the latin hypercube, whose
//! strata depend on the number of points.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/sweep_settings.hpp"
#include "models/experiment/factor_values.hpp"  // settings_of, number_of, text_of: what entries mean

namespace yanzhen::experiment {

/// The points of a design, row after row.
struct Design {
  DesignKind kind = DesignKind::grid;
  std::size_t points = 0;
  std::size_t factors = 0;
  std::vector<double> unit;     ///< points x factors, where in the unit cube a point lies; see make_design
  std::vector<double> entries;  ///< points x factors: the number for a range, the position for levels

  [[nodiscard]] std::span<const double> unit_of(std::size_t point) const {
    return std::span{unit}.subspan(point * factors, factors);
  }
  [[nodiscard]] std::span<const double> entries_of(std::size_t point) const {
    return std::span{entries}.subspan(point * factors, factors);
  }
};

/// The most points that a design may have.
inline constexpr std::size_t kMostPoints = 10'000'000;

/// The most dimensions that the table of Sobol' sequences has: factors of sobol, twice the factors of
/// saltelli.
inline constexpr std::size_t kMostSobolDimensions = 3667;

/// How many points the settings ask for, without making them; more than kMostPoints is given as kMostPoints
/// + 1.
[[nodiscard]] std::size_t count_points(const DesignSettings& design, std::span<const FactorSettings> factors);

/// Makes the design.
///
/// - grid: every combination, the last factor runs fastest. A range has its `steps` values, ends included.
/// - list: the points as they are said.
/// - latin_hypercube: McKay, Beckman & Conover (1979): every factor's range cut into as many strata as there
///   are points, one point in each.
/// - sobol: the low-discrepancy sequence of Sobol' (1967) with the direction numbers of Joe & Kuo (2008),
/// with
///   a random digital shift, so that no point lies on an edge.
/// - saltelli: rows A and B from a sequence of twice the dimension, by turns; row j has the points A_j, B_j,
/// and for
///   every factor i the point A_j with coordinate i from B_j: point j (k + 2) + 0, 1, 2 + i (Saltelli et al.
///   2010).
/// - morris: trajectories of k + 1 points on a grid of `levels`, each step changes one factor by
///   levels / (2 (levels - 1)) of its range (Morris 1991): point t (k + 1) + s.
///
/// A coordinate u of a sample becomes the number from + u (to - from), on a logarithmic scale where asked;
/// the whole number or the level floor(u n) of n. In morris, whose grid has the ends, it becomes the nearest
/// whole number or level instead. `unit` holds u for latin_hypercube, sobol and saltelli; for grid, list and
/// morris where the entry lies in its range, from 0 to 1: (position / (n - 1)) for levels, 0 for an only
/// level. \pre count_points() <= kMostPoints, the settings are in range, at least one factor
[[nodiscard]] Design make_design(const DesignSettings& design, std::span<const FactorSettings> factors,
                                 std::uint64_t master_seed);

/// The seed of a replicate: a hash of (master seed, replicate) alone, 53 bits, so that every reader of JSON
/// or floating point keeps it. All points share it (common random numbers).
[[nodiscard]] std::uint64_t replicate_seed(std::uint64_t master_seed, std::uint32_t replicate);

}  // namespace yanzhen::experiment
