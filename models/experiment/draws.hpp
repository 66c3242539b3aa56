#pragma once
//! \file  Random numbers of designs and bootstraps: each a function of (seed, purpose, two indices) and of
//! nothing else.
#include <cstdint>

#include "engine/philox.hpp"

namespace yanzhen::experiment {

/// What a draw is for. They begin where the last counter word of a run's draws (engine/random.hpp) never is,
/// so that a run whose seed is the master seed shares nothing with the design.
enum class Purpose : std::uint32_t {
  replicate_seed = 0x100,
  sobol_scramble,
  latin_hypercube,
  morris_trajectory,
  bootstrap,
  sign_subset
};

/// What the blocks of one purpose share; the word that is missing is the first index.
[[nodiscard]] constexpr PhiloxInput draws_of(std::uint64_t seed, Purpose purpose,
                                             std::uint32_t second_index = 0) noexcept {
  return {second_index, 0, static_cast<std::uint32_t>(purpose), static_cast<std::uint32_t>(seed),
          static_cast<std::uint32_t>(seed >> 32)};
}

/// Words 0 and 1 of a block as one.
[[nodiscard]] constexpr std::uint64_t long_word(const RandomBlock& block) noexcept {
  return block[0] | (std::uint64_t{block[1]} << 32);
}

/// A whole number 0 .. count - 1; its chance is off by count / 2^32 of itself at most.
[[nodiscard]] constexpr std::uint32_t below(std::uint32_t count, std::uint32_t word) noexcept {
  return static_cast<std::uint32_t>((std::uint64_t{word} * count) >> 32);
}

}  // namespace yanzhen::experiment
