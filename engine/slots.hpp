#pragma once
//! \file  Which rows of a population are in use. A row is an agent's id for life; the row of one that left is
//! used again.
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/state.hpp"

namespace yanzhen {

/// Row of an agent in its population.
using Row = std::uint32_t;

/// Hands out rows for newcomers and takes back those of agents that left. Not for parallel use: newcomers are
/// settled in a fixed order, so that ids do not depend on threads.
class Slots {
 public:
  Slots() = default;
  explicit Slots(Row used) : size_{used}, alive_{used} {}

  [[nodiscard]] Row size() const noexcept { return size_; }  ///< rows ever used; columns are this long
  [[nodiscard]] Row alive() const noexcept { return alive_; }

  /// A row for a newcomer: the one freed last, or a new one at the end (then size() grows by one).
  [[nodiscard]] Row open();
  /// \pre row is in use
  void close(Row row);

  void visit_state(const std::string& name, StateVisitor& visitor);

 private:
  Row size_ = 0;
  Row alive_ = 0;
  std::vector<Row> free_;
};

}  // namespace yanzhen
