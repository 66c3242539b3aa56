#pragma once
//! \file  To whom an event of small probability happens in a step, without asking every agent at full price.
//!
//! An agent's event word is 32 bits: the high eight from a block that sixteen agents share, the rest from a
//! block of its own. Nearly always the high eight alone say "no", so only those of whom they do not get their
//! own block computed.
#include <array>
#include <cstdint>
#include <vector>

#include "engine/random.hpp"
#include "engine/slots.hpp"

namespace yanzhen {

/// An agent to whom the event may happen, and the words that are its own in this step.
struct EventDraw {
  Row row;
  std::uint32_t word;  ///< uniform; the event happens where word < threshold(probability)
  std::array<std::uint32_t, 2>
      choices;  ///< uniform, independent of `word` and of each other: for what happens then

  friend bool operator==(const EventDraw&, const EventDraw&) = default;
};

/// The agents among rows first, first + 1, ... first + count - 1 whose event word lies below `limit`, in
/// order of rows. Where the probability differs between agents, `limit` is the threshold of the largest, and
/// the caller compares `word` with the agent's own. \param draws  of a stream that serves this event only
/// \pre first % 16 == 0
[[nodiscard]] std::vector<EventDraw> event_draws(const StepDraws& draws, Row first, Row count,
                                                 std::uint32_t limit);

/// The draw of one agent, whatever its word.
[[nodiscard]] EventDraw event_draw(const StepDraws& draws, Row row);

}  // namespace yanzhen
