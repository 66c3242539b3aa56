#pragma once
//! \file  Hysteresis: a parameter goes up in steps and down again, and the state remembers which way it came.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/lock_in/runs.hpp"
#include "models/lock_in/watch.hpp"

namespace yanzhen::lock_in {

/// `points` values from one end to the other, equally far apart. \pre points >= 2
[[nodiscard]] std::vector<double> grid(double from, double to, std::size_t points);

/// The watched number at every value of the grid, on the way up and on the way down. Both branches share the
/// last value, where they turn.
struct Loop {
  std::vector<double> up;    ///< (point)
  std::vector<double> down;  ///< (point), in the order of the grid too
};

/// The largest change of a branch between two neighbouring values.
struct Jump {
  double left = 0;    ///< the value nearer to `from`
  double right = 0;   ///< its neighbour
  double change = 0;  ///< of the number, from left to right
  double share =
      0;  ///< its size relative to the branch's range, 0 to 1: 1 / (points - 1) for a straight line
  /// A branch that does more than half of its way between two values is said to jump there.
  [[nodiscard]] bool sudden() const noexcept { return share > 0.5; }
};

/// A state that ends within this part of the loop's range of where it began has returned.
inline constexpr double kReturnTolerance = 0.05;

struct LoopMeasures {
  double area = 0;   ///< integral of |down - up| over the values, by trapezoids; same unit as value x number
  double share = 0;  ///< area relative to the box around the loop, 0 to 1; 0 where nothing moved
  double gap = 0;    ///< down less up at the first value
  bool returns = false;  ///< |gap| <= tolerance x range of the loop
  Jump up;
  Jump down;
};
/// \pre values.size() >= 2 and both branches are as long
[[nodiscard]] LoopMeasures measure(std::span<const double> values, const Loop& loop,
                                   double return_tolerance = kReturnTolerance);

/// How long a loop takes: every value but the last holds twice, the last once.
struct LoopTime {
  Step hold = 0;   ///< steps that a value holds, at least 1
  Step steps = 0;  ///< of the whole loop
};
/// \returns nothing where the loop ends after the year 2999, the last that a clock knows
[[nodiscard]] std::optional<LoopTime> loop_time(const Clock& clock, const HysteresisSettings& settings);

/// The setting that lets a run last that long: time.end="2210-01-01".
[[nodiscard]] std::string end_setting(const Clock& clock, Step steps);

/// One loop a seed. The run of a value takes up the state in which the run of the value before ended, by a
/// checkpoint in memory; time goes on, so draws do not repeat. The number is measured at the end of a value's
/// time, flows over all of it.
/// \param common  settings of every run, end_setting among them
[[nodiscard]] std::vector<Loop> run_loops(Runs& runs, const Watch& watch, const HysteresisSettings& settings,
                                          Step hold, const Settings& common,
                                          std::span<const std::uint64_t> seeds);

/// The mean over seeds, point by point.
[[nodiscard]] Loop mean_loop(std::span<const Loop> by_seed);

}  // namespace yanzhen::lock_in
