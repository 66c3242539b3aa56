#pragma once
//! \file  Philox4x32-10 for many counters side by side (Salmon, Moraes, Dror & Shaw 2011; constants from
//! Random123).
#include <array>
#include <cstdint>
#include <span>

namespace yanzhen {

/// Four independent words, each uniform on 0 .. 2^32 - 1.
using RandomBlock = std::array<std::uint32_t, 4>;

/// What the blocks of one call share: words 1 to 3 of their counters, and the key.
struct PhiloxInput {
  std::uint32_t counter1, counter2, counter3;
  std::uint32_t key0, key1;
};

/// One block, by the Random123 library: what the two below must equal.
[[nodiscard]] RandomBlock philox_block(std::uint32_t counter0, PhiloxInput input) noexcept;

/// Block k of `out` is that of counter (counter0[k], counter1, counter2, counter3).
/// \pre out.size() == counter0.size()
void philox_blocks(std::span<const std::uint32_t> counter0, PhiloxInput input,
                   std::span<RandomBlock> out) noexcept;

/// The same by the path that every processor can take, for tests: philox_blocks chooses by what the processor
/// can do.
void philox_blocks_portable(std::span<const std::uint32_t> counter0, PhiloxInput input,
                            std::span<RandomBlock> out) noexcept;

}  // namespace yanzhen
