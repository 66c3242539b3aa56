#pragma once
//! \file  Points of the unit cube: what the sampling designs choose before factors give them a meaning.
//!
//! All return points x dimensions numbers, row after row, that depend on the arguments alone. What a number
//! of the first arguments chooses, a larger one begins with, except for the latin hypercube.
#include <cstddef>
#include <cstdint>
#include <vector>

namespace yanzhen::experiment {

/// A sobol sequence (sobol_sequence.hpp).
[[nodiscard]] std::vector<double> sobol_points(std::size_t points, std::size_t dimensions,
                                               std::uint64_t seed);

/// One point in each of `points` strata of every dimension, at random within it and paired at random (McKay,
/// Beckman & Conover 1979). Inside (0, 1).
[[nodiscard]] std::vector<double> latin_hypercube(std::size_t points, std::size_t dimensions,
                                                  std::uint64_t seed);

/// Rows of dimensions + 2 points: A, B, then A with one coordinate from B, for each (Saltelli et al. 2010). A
/// and B are the even and the odd dimensions of one sequence, so that what a factor has in common with itself
/// lies in neighbours. With A first and B after it, a poor pair of dimensions put an index of the function of
/// Saltelli & Sobol' (1995) outside of its interval in each of 200 seeds, in 256 rows.
[[nodiscard]] std::vector<double> saltelli_sample(std::size_t rows, std::size_t dimensions,
                                                  std::uint64_t seed);

/// Trajectories of dimensions + 1 points on a lattice of `levels` a dimension, ends included: from a random
/// point, in a random order, each coordinate takes one step of levels / (2 (levels - 1)), up or down with
/// even chances (Morris 1991).  \pre levels is even
[[nodiscard]] std::vector<double> morris_trajectories(std::size_t trajectories, std::size_t dimensions,
                                                      std::uint32_t levels, std::uint64_t seed);

}  // namespace yanzhen::experiment
