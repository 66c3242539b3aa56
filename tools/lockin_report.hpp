#pragma once
//! \file  What a lock-in experiment found, as a reader, a program and a file want it.
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/clock.hpp"
#include "io/result_file.hpp"
#include "models/lock_in/decomposition.hpp"
#include "models/lock_in/escape.hpp"
#include "models/lock_in/hysteresis.hpp"
#include "models/lock_in/persistence.hpp"
#include "models/lock_in/twins.hpp"
#include "tools/listing.hpp"

namespace yanzhen::tools {

/// What every experiment has: what was asked, a row a seed, what comes of it, and the arrays of the file.
struct LockInReport {
  std::vector<std::pair<std::string, std::string>> asked;  ///< "watched" and so on, in the order of telling
  Listing by_seed;                                         ///< one row a seed (decompose: a mechanism)
  Listing over_seeds;                  ///< of all seeds together, along values, years; may be empty
  std::vector<std::string> sentences;  ///< the result in words
  std::vector<ResultDimension> dimensions;
  std::vector<ResultArray> arrays;
};

/// What the number is and when a run ends, for the words.
struct Watched {
  std::string text;
  std::string unit;
  Clock clock;  ///< of the runs
  std::vector<std::uint64_t> seeds;
};

[[nodiscard]] LockInReport report(const Watched& watched, const HysteresisSettings& asked,
                                  std::span<const lock_in::Loop> by_seed);
[[nodiscard]] LockInReport report(const Watched& watched, const EscapeSettings& asked,
                                  std::span<const lock_in::Escape> by_seed);
[[nodiscard]] LockInReport report(const Watched& watched, const lock_in::Settings& settings,
                                  const lock_in::Twins& twins);
/// \param persistence  what it is that is explained, e.g. "the effect on size"
[[nodiscard]] LockInReport report(const Watched& watched, const std::string& persistence,
                                  std::span<const lock_in::MechanismOff> mechanisms);
[[nodiscard]] LockInReport report(const Watched& watched, const lock_in::CellPanel& panel,
                                  std::span<const lock_in::Persistence> by_seed);

/// Tables for a terminal, numbers with five digits.
[[nodiscard]] std::string to_text(const LockInReport& report);

}  // namespace yanzhen::tools
