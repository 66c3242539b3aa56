#pragma once
//! \file  A 64-bit checksum over whole numbers, the same on every host.
#include <cstdint>
#include <span>

namespace yanzhen {

/// FNV-1a over 64-bit words with a final mix (constants of Fowler, Noll & Vo; mix of SplitMix64, Steele et
/// al. 2014).
class Checksum {
 public:
  template <class T>
  void add(std::span<const T> values) noexcept {
    for (const T value : values) add(static_cast<std::uint64_t>(value));
  }
  void add(std::uint64_t value) noexcept { state_ = (state_ ^ value) * 0x100000001B3ULL ^ (state_ >> 29); }

  [[nodiscard]] std::uint64_t value() const noexcept {
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

 private:
  std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

}  // namespace yanzhen
