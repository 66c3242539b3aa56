#pragma once
//! \file  Discrete choice in O(1): alias tables made once a step, one row a situation, one draw whatever the
//! number of choices.
//!
//! Alias method: Walker 1977; made in linear time as in Vose 1991. Probabilities are those of the weights to
//! 2^-32.
#include <cstdint>
#include <span>
#include <vector>

namespace yanzhen {

/// `rows` independent tables over the same number of alternatives.
class ChoiceTable {
 public:
  static constexpr std::size_t kMostAlternatives = 1U << 24;  // a slot is drawn with 32 bits
  ChoiceTable() = default;
  /// \pre 1 <= alternatives <= kMostAlternatives
  ChoiceTable(std::size_t rows, std::size_t alternatives);

  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::size_t alternatives() const noexcept { return alternatives_; }

  /// Sets one row from weights of any scale; a row whose weights are all zero is uniform. Rows may be set in
  /// parallel. \pre weights.size() == alternatives, every weight finite and >= 0, their sum finite
  void set_weights(std::size_t row, std::span<const double> weights);
  /// Sets one row from utilities: weight = exp(utility - largest). Minus infinity is an alternative that is
  /// not open.
  void set_log_weights(std::size_t row, std::span<const double> utilities);

  /// Draws an alternative of a row from two independent words.
  [[nodiscard]] std::uint32_t draw(std::size_t row, std::uint32_t word0, std::uint32_t word1) const noexcept {
    const auto slot = static_cast<std::uint32_t>((static_cast<std::uint64_t>(word0) * alternatives_) >> 32);
    const Slot entry = slots_[row * alternatives_ + slot];
    // slot or alias by a mask: a branch here is a coin toss that the processor guesses wrong half the time
    const std::uint32_t keeps = 0U - static_cast<std::uint32_t>(word1 < entry.keep);
    return (slot & keeps) | (entry.alias & ~keeps);
  }

  /// The probability with which draw() gives this alternative: what the table holds, for tests.
  [[nodiscard]] double probability(std::size_t row, std::size_t alternative) const;

 private:
  struct Slot {
    std::uint32_t keep;   // word1 below this keeps the slot
    std::uint32_t alias;  // otherwise this alternative
  };
  std::size_t rows_ = 0;
  std::size_t alternatives_ = 0;
  std::vector<Slot> slots_;
};

}  // namespace yanzhen
