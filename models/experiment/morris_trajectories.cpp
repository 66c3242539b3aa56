#include <algorithm>

#include "models/experiment/draws.hpp"
#include "models/experiment/unit_samples.hpp"

namespace yanzhen::experiment {
namespace {

// What one coordinate does in a trajectory, in positions of the lattice.
struct Move {
  std::uint64_t rank;  // coordinates move in the order of their ranks
  std::uint32_t dimension;
  std::uint32_t begin;
  std::uint32_t end;
};

std::vector<Move> moves_of(std::uint32_t trajectory, std::size_t dimensions, std::uint32_t levels,
                           std::uint64_t seed) {
  std::vector<Move> moves(dimensions);
  for (std::uint32_t dimension = 0; dimension < dimensions; ++dimension) {
    const RandomBlock block = philox_block(trajectory, draws_of(seed, Purpose::morris_trajectory, dimension));
    const std::uint32_t low = below(levels / 2, block[2]);
    const bool up = block[3] >> 31 != 0;
    moves[dimension] = {long_word(block), dimension, up ? low : low + levels / 2,
                        up ? low + levels / 2 : low};
  }
  return moves;
}

void sort_by_rank(std::vector<Move>& moves) {
  std::sort(moves.begin(), moves.end(), [](const Move& a, const Move& b) {
    return a.rank != b.rank ? a.rank < b.rank : a.dimension < b.dimension;
  });
}

}  // namespace

std::vector<double> morris_trajectories(std::size_t trajectories, std::size_t dimensions,
                                        std::uint32_t levels, std::uint64_t seed) {
  const auto unit = [&](std::uint32_t position) {
    return static_cast<double>(position) / static_cast<double>(levels - 1);
  };
  std::vector<double> out;
  out.reserve(trajectories * (dimensions + 1) * dimensions);
  std::vector<double> point(dimensions);
  for (std::uint32_t trajectory = 0; trajectory < trajectories; ++trajectory) {
    std::vector<Move> moves = moves_of(trajectory, dimensions, levels, seed);
    sort_by_rank(moves);
    for (const Move& move : moves) point[move.dimension] = unit(move.begin);
    out.insert(out.end(), point.begin(), point.end());
    for (const Move& move : moves) {
      point[move.dimension] = unit(move.end);
      out.insert(out.end(), point.begin(), point.end());
    }
  }
  return out;
}

}  // namespace yanzhen::experiment
