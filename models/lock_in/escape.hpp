#pragma once
//! \file  Escape threshold: the smallest temporary support after which what was supported stays large.
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "models/lock_in/runs.hpp"
#include "models/lock_in/watch.hpp"

namespace yanzhen::lock_in {

/// One value that was tried: the watched number at the end of the run, and whether that is an escape.
struct Trial {
  double value = 0;
  double number = 0;
  bool escaped = false;
};

enum class EscapeVerdict {
  found,    ///< between two values that are at most the tolerance apart
  never,    ///< not even the last value escapes
  trivial,  ///< the twin's number is not above zero, so that "kept times the twin's" says nothing
};

/// One seed's threshold.
struct Escape {
  EscapeVerdict verdict = EscapeVerdict::found;
  double twin = 0;       ///< the number at the end without support (value `from`)
  double threshold = 0;  ///< smallest value tried that escapes; infinite for `never`, NaN for `trivial`
  double below = 0;      ///< the value next to it that does not; NaN unless found
  /// Support at half the threshold does not escape and support at one and a half times the threshold (at most
  /// `to`) does: bisection takes that for granted, here it is tried. True unless found, where nothing is.
  bool ordered = true;
  std::vector<Trial> trials;  ///< in the order in which they were run, the twin first
};

/// Bisection, counted from `from`: first both ends, then the middle until the two values are `tolerance`
/// apart, then the check of the order.
/// \param number_at  the watched number at the end of a run with this value
[[nodiscard]] Escape find_escape(const EscapeSettings& settings,
                                 const std::function<double(double)>& number_at);

/// Runs at most so many runs a seed.
[[nodiscard]] std::uint64_t most_trials(const EscapeSettings& settings);

/// One threshold a seed; all runs of a seed draw the same random numbers.
[[nodiscard]] std::vector<Escape> run_escape(Runs& runs, const Watch& watch, const EscapeSettings& settings,
                                             std::span<const std::uint64_t> seeds);

}  // namespace yanzhen::lock_in
