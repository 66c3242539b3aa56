#include "models/experiment/unit_samples.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

#include "models/experiment/design.hpp"
#include "tests/support/chi_square.hpp"

namespace yanzhen::experiment {
namespace {

using Sample = std::vector<double>;

bool begins_with(const Sample& longer, const Sample& shorter) {
  return longer.size() >= shorter.size() && std::equal(shorter.begin(), shorter.end(), longer.begin());
}

// Points in each of the boxes that cut dimension a into 2^p intervals and dimension b into 2^q.
std::vector<int> box_counts(const Sample& sample, std::size_t dimensions, std::size_t a, std::size_t b, int p,
                            int q) {
  std::vector<int> counts(std::size_t{1} << (p + q), 0);
  for (std::size_t begin = 0; begin < sample.size(); begin += dimensions) {
    const auto row = static_cast<std::size_t>(std::ldexp(sample[begin + a], p));
    const auto column = static_cast<std::size_t>(std::ldexp(sample[begin + b], q));
    ++counts[(row << q) + column];
  }
  return counts;
}

}  // namespace

TEST_SUITE("experiment/unit_samples") {
  TEST_CASE("the sequence without its shift is that of Joe and Kuo, zero included") {
    // The first points in three dimensions, of sobol.cc and new-joe-kuo-6.21201 (Joe & Kuo 2008). Differences
    // by exclusive or are the same with any shift.
    const double published[][3] = {{0, 0, 0},          {.5, .5, .5},       {.75, .25, .25},
                                   {.25, .75, .75},    {.375, .375, .625}, {.875, .875, .125},
                                   {.625, .125, .875}, {.125, .625, .375}};
    const Sample sample = sobol_points(8, 3, 99);
    const auto bits = [](double unit) { return static_cast<std::uint64_t>(unit * 0x1p52); };
    for (std::size_t point = 0; point < 8; ++point)
      for (std::size_t dimension = 0; dimension < 3; ++dimension) {
        CAPTURE(point);
        CAPTURE(dimension);
        CHECK((bits(sample[point * 3 + dimension]) ^ bits(sample[dimension])) ==
              bits(published[point][dimension]));
      }
  }

  TEST_CASE("2^m points of a sobol sequence put one in each of 2^m intervals, in every dimension") {
    constexpr std::size_t kDimensions = 40;
    for (std::size_t points = 1; points <= 256; points *= 2) {
      const Sample sample = sobol_points(points, kDimensions, 7);
      for (std::size_t dimension = 0; dimension < kDimensions; ++dimension) {
        CAPTURE(points);
        CAPTURE(dimension);
        std::set<std::size_t> strata;
        for (std::size_t point = 0; point < points; ++point)
          strata.insert(static_cast<std::size_t>(sample[point * kDimensions + dimension] *
                                                 static_cast<double>(points)));
        CHECK(strata.size() == points);
      }
    }
  }

  TEST_CASE("the first two sobol dimensions are a net: one point in each box of area 2^-m of any shape") {
    const Sample sample = sobol_points(256, 2, 3);
    for (int p = 0; p <= 8; ++p) {
      CAPTURE(p);
      CHECK(box_counts(sample, 2, 0, 1, p, 8 - p) == std::vector<int>(256, 1));
    }
  }

  TEST_CASE("no sobol point lies on an edge, and another seed shifts all dimensions") {
    const Sample one = sobol_points(4096, 10, 1);
    const Sample two = sobol_points(4096, 10, 2);
    CHECK(*std::min_element(one.begin(), one.end()) > 0);
    CHECK(*std::max_element(one.begin(), one.end()) < 1);
    for (std::size_t dimension = 0; dimension < 10; ++dimension) CHECK(one[dimension] != two[dimension]);
    CHECK(sobol_points(4096, 10, 1) == one);
  }

  TEST_CASE("a sobol sequence's first point is uniform over seeds") {
    constexpr std::size_t kCells = 64;
    std::vector<int> seen(kCells, 0);
    for (std::uint64_t seed = 0; seed < 6400; ++seed) {
      const Sample first = sobol_points(1, 2, seed);
      ++seen[static_cast<std::size_t>(first[0] * 8) * 8 + static_cast<std::size_t>(first[1] * 8)];
    }
    CHECK(testing::chi_square(seen, std::vector<double>(kCells, 100.0)) <
          testing::four_deviations(kCells - 1));
  }

  TEST_CASE("as many dimensions as the table has make a sequence") {
    const Sample sample = sobol_points(3, kMostSobolDimensions, 1);
    CHECK(sample.size() == 3 * kMostSobolDimensions);
  }

  TEST_CASE("a latin hypercube has one point in each stratum of each dimension") {
    for (const std::size_t points : {1U, 2U, 7U, 100U, 1000U})
      for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        CAPTURE(points);
        CAPTURE(seed);
        const Sample sample = latin_hypercube(points, 4, seed);
        for (std::size_t dimension = 0; dimension < 4; ++dimension) {
          std::set<std::size_t> strata;
          for (std::size_t point = 0; point < points; ++point) {
            const double unit = sample[point * 4 + dimension];
            REQUIRE((unit > 0 && unit < 1));
            strata.insert(static_cast<std::size_t>(unit * static_cast<double>(points)));
          }
          CHECK(strata.size() == points);
        }
      }
  }

  TEST_CASE("strata of a latin hypercube are paired at random, and places in them are uniform") {
    // All pairings of strata of four points, in cells of (stratum of a, stratum of b); then places in tenths.
    constexpr int kSeeds = 4000;
    std::vector<int> pairs(16, 0), places(10, 0);
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
      const Sample sample = latin_hypercube(4, 2, seed);
      ++pairs[static_cast<std::size_t>(sample[0] * 4) * 4 + static_cast<std::size_t>(sample[1] * 4)];
      ++places[static_cast<std::size_t>((sample[2] * 4 - std::floor(sample[2] * 4)) * 10)];
    }
    CHECK(testing::chi_square(pairs, std::vector<double>(16, kSeeds / 16.0)) < testing::four_deviations(15));
    CHECK(testing::chi_square(places, std::vector<double>(10, kSeeds / 10.0)) < testing::four_deviations(9));
  }

  TEST_CASE(
      "the last stratum of the largest hypercube keeps its point from the edge and from its neighbour") {
    // 24 bits of stratum and 29 of place are the 53 of a double, so the sum before the division is exact.
    const double most = (9'999'999 + (static_cast<double>(0xFFFFFFFFU >> 4) + .5) * 0x1p-28) / 10'000'000;
    CHECK(most < 1);
    const double next = 9'999'998 + (static_cast<double>(0xFFFFFFFFU >> 4) + .5) * 0x1p-28;
    CHECK(next < 9'999'999);
  }

  TEST_CASE("rows of a saltelli sample are A, B, and A with one coordinate of B each") {
    constexpr std::size_t kRows = 16, kDimensions = 3;
    const Sample sample = saltelli_sample(kRows, kDimensions, 5);
    const Sample both = sobol_points(kRows, 2 * kDimensions, 5);
    REQUIRE(sample.size() == kRows * (kDimensions + 2) * kDimensions);
    const auto at = [&](std::size_t row, std::size_t point, std::size_t dimension) {
      return sample[(row * (kDimensions + 2) + point) * kDimensions + dimension];
    };
    for (std::size_t row = 0; row < kRows; ++row)
      for (std::size_t dimension = 0; dimension < kDimensions; ++dimension) {
        CHECK(at(row, 0, dimension) == both[(row * kDimensions + dimension) * 2]);
        CHECK(at(row, 1, dimension) == both[(row * kDimensions + dimension) * 2 + 1]);
        for (std::size_t swapped = 0; swapped < kDimensions; ++swapped)
          CHECK(at(row, 2 + swapped, dimension) == at(row, dimension == swapped ? 1 : 0, dimension));
      }
  }

  TEST_CASE("a trajectory changes each coordinate once, by the same step, and stays on the lattice") {
    constexpr std::size_t kDimensions = 5, kTrajectories = 50;
    for (const std::uint32_t levels : {2U, 4U, 6U, 64U}) {
      const Sample sample = morris_trajectories(kTrajectories, kDimensions, levels, 11);
      const double step = levels / (2.0 * (levels - 1));
      for (const double unit : sample) {
        const double position = unit * (levels - 1);
        CHECK(std::abs(position - std::round(position)) < 1e-12);  // rounding of a quotient of at most 63
        CHECK((unit >= 0 && unit <= 1));
      }
      for (std::size_t trajectory = 0; trajectory < kTrajectories; ++trajectory) {
        std::set<std::size_t> moved;
        for (std::size_t k = 0; k < kDimensions; ++k) {
          const std::size_t begin = (trajectory * (kDimensions + 1) + k) * kDimensions;
          for (std::size_t dimension = 0; dimension < kDimensions; ++dimension) {
            const double change =
                std::abs(sample[begin + kDimensions + dimension] - sample[begin + dimension]);
            if (change == 0) continue;
            CHECK(change == doctest::Approx(step).epsilon(1e-14));
            moved.insert(k * kDimensions + dimension);
          }
        }
        CHECK(moved.size() == kDimensions);
      }
    }
  }

  TEST_CASE("trajectories begin, order and turn at random") {
    constexpr std::uint32_t kTrajectories = 6000;
    const Sample sample = morris_trajectories(kTrajectories, 3, 4, 2);
    std::vector<int> begins(4 * 4, 0), orders(3, 0), ups(2, 0);
    for (std::size_t trajectory = 0; trajectory < kTrajectories; ++trajectory) {
      const double* point = &sample[trajectory * 4 * 3];
      const auto position = [&](std::size_t k) {
        return static_cast<std::size_t>(std::lround(point[k] * 3));
      };
      ++begins[position(0) * 4 + position(1)];
      for (std::size_t k = 0; k < 3; ++k)
        if (point[3 + k] != point[k]) {
          ++orders[k];
          ++ups[point[3 + k] > point[k] ? 1 : 0];
        }
    }
    const auto even = [&](const std::vector<int>& seen) {
      const auto cells = static_cast<double>(seen.size());
      return testing::chi_square(seen, std::vector<double>(seen.size(), kTrajectories / cells)) <
             testing::four_deviations(cells - 1);
    };
    CHECK(even(begins));
    CHECK(even(orders));
    CHECK(even(ups));
  }

  TEST_CASE("more points, rows or trajectories begin with exactly those of fewer") {
    for (const std::size_t fewer : {1U, 2U, 5U, 64U, 100U}) {
      CAPTURE(fewer);
      CHECK(begins_with(sobol_points(150, 6, 4), sobol_points(fewer, 6, 4)));
      CHECK(begins_with(saltelli_sample(150, 6, 4), saltelli_sample(fewer, 6, 4)));
      CHECK(begins_with(morris_trajectories(150, 6, 4, 4), morris_trajectories(fewer, 6, 4, 4)));
    }
    CHECK_FALSE(begins_with(latin_hypercube(150, 6, 4), latin_hypercube(5, 6, 4)));
  }
}

}  // namespace yanzhen::experiment
