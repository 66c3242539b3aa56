#pragma once
//! \file  The agents: talent 8 bytes, firms 15, capital 8. Columns inside, one row an agent; a row is its id
//! for life.
//!
//! Dates are months since the start of the run (negative before it), so that a century fits 16 bits at any
//! step length.
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/slots.hpp"

namespace yanzhen::industry_migration {

/// Where an agent stands: index of a node; `kNowhere` marks a row that nobody uses.
using NodeNumber = std::uint16_t;
inline constexpr NodeNumber kNowhere = std::numeric_limits<NodeNumber>::max();
using Month = std::int16_t;

/// One resident of a city. Children carry their parent's tier and industry until they come of age.
struct NewTalent {
  NodeNumber city, hukou;
  Month born;
  std::uint8_t tier, industry;
};

/// Residents; `industry` is the industry of experience. Shape of a column: (slots.size(),).
struct TalentPopulation {
  Slots slots;
  std::vector<NodeNumber> city, hukou;
  std::vector<Month> born;
  std::vector<std::uint8_t> tier, industry;

  Row open(const NewTalent& person);
  void close(Row row);
  void visit_state(StateVisitor& visitor);
};

/// A tier that nobody has: rows that nobody uses carry it, so that a hazard looked up for them is zero.
inline constexpr std::uint8_t kVacantTier = 4;

/// Position of a park in the world's list; `kNoPark` marks a firm that stands in none.
using ParkNumber = std::uint16_t;
inline constexpr ParkNumber kNoPark = std::numeric_limits<ParkNumber>::max();

struct NewFirm {
  NodeNumber city, home;
  std::uint8_t industry;
  float log_productivity;
  Month founded, settled;
  ParkNumber park = kNoPark;
};

/// Firms; `city` is where a firm stands, `home` where it is registered and controlled from: the city of its
/// founder, or of its parent if it is a branch. `park` is the park that it stands in, or kNoPark.
/// log_productivity is relative to the industry's frontier  [ln].
struct FirmPopulation {
  Slots slots;
  std::vector<NodeNumber> city, home;
  std::vector<std::uint8_t> industry;
  std::vector<float> log_productivity;
  std::vector<Month> founded, settled;
  std::vector<ParkNumber> park;

  Row open(const NewFirm& firm);
  void close(Row row);
  void visit_state(StateVisitor& visitor);
};

/// Whose money a unit of capital is, and where it may go.
enum class CapitalKind : std::uint8_t {
  free,  ///< private, or public and freed by its rule: anywhere
  bound  ///< public: stays with the government that owns it
};

struct NewCapital {
  NodeNumber city, owner;
  std::uint8_t industry;
  Month matures;
  CapitalKind kind = CapitalKind::free;
};

/// Units of capital of equal value; `owner` is the node whose savings they are; free to move when they
/// mature.
struct CapitalPopulation {
  Slots slots;
  std::vector<NodeNumber> city, owner;
  std::vector<std::uint8_t> industry, kind;
  std::vector<Month> matures;

  Row open(const NewCapital& unit);
  void close(Row row);
  void visit_state(StateVisitor& visitor);
};

}  // namespace yanzhen::industry_migration
