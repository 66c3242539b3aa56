#pragma once
//! \file  Counter-based random numbers: a draw is a function of (seed, stream, agent, step, index) and of
//! nothing else.
//!
//! Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"), by the
//! Random123 library. No state is kept, so threads, order, recording and checkpoints cannot change a draw,
//! and two runs that differ in one policy use the same numbers everywhere else (common random numbers).
#include <array>
#include <cstdint>
#include <span>

#include "engine/clock.hpp"
#include "engine/philox.hpp"

namespace yanzhen {

/// Which question of a model a draw answers; a model numbers its own.
using StreamNumber = std::uint16_t;

/// The draws of one stream in one step.
class StepDraws {
 public:
  StepDraws(std::uint64_t seed, StreamNumber stream, Step step) noexcept
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
        stream_{stream},
        step_{step} {}

  /// The `index`-th block of an agent.
  [[nodiscard]] RandomBlock block(std::uint32_t agent, std::uint16_t index = 0) const noexcept {
    return philox_block(agent, input(index, Use::own));
  }
  /// The `index`-th blocks of many agents, about three times as fast as one by one.
  /// \pre out.size() == agents.size()
  void blocks(std::span<const std::uint32_t> agents, std::uint16_t index,
              std::span<RandomBlock> out) const noexcept {
    philox_blocks(agents, input(index, Use::own), out);
  }

  /// The `index`-th blocks of agents first, first + 1, ... first + out.size() - 1.
  void consecutive_blocks(std::uint32_t first, std::uint16_t index,
                          std::span<RandomBlock> out) const noexcept;

  /// One word an agent at a quarter of the price: agent 4k + l gets word l of a block that four agents share.
  /// Independent of every block() of the same stream. Writes the words of agents first, first + 1, ... first
  /// + out.size() - 1. \pre first % 4 == 0
  void shared_words(std::uint32_t first, std::span<std::uint32_t> out) const noexcept;
  /// The same word for a single agent.
  [[nodiscard]] std::uint32_t shared_word(std::uint32_t agent) const noexcept {
    return philox_block(agent / 4, input(0, Use::shared))[agent % 4];
  }

 private:
  enum class Use : std::uint32_t {
    own,
    shared
  };  // the last counter word: keeps the two kinds of blocks apart
  [[nodiscard]] PhiloxInput input(std::uint16_t index, Use use) const noexcept {
    const auto question = static_cast<std::uint32_t>(stream_) | (static_cast<std::uint32_t>(index) << 16);
    return {step_, question, static_cast<std::uint32_t>(use), key_[0], key_[1]};
  }

  std::array<std::uint32_t, 2> key_;
  StreamNumber stream_;
  Step step_;
};

/// Uniform on (0, 1) with 32 bits: never 0, never 1.
[[nodiscard]] constexpr double unit_interval(std::uint32_t word) noexcept { return (word + 0.5) * 0x1p-32; }

/// The word below which an event of this probability happens: P(word < threshold) = probability to 2^-32.
/// \pre 0 <= probability <= 1; a probability of 1 falls short by 2^-32
[[nodiscard]] constexpr std::uint32_t threshold(double probability) noexcept {
  const double scaled = probability * 0x1p32;
  return scaled >= 4294967295.0 ? 0xFFFFFFFFU : (scaled <= 0.0 ? 0U : static_cast<std::uint32_t>(scaled));
}

}  // namespace yanzhen
