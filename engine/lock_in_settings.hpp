#pragma once
//! \file  What a scenario says of its lock-in experiments, its section [lockin]: what is watched, and which
//! change is tried.
//!
//! A change is a list of settings as `--set` takes them, "path.to.key=value", so that whatever a scenario may
//! say can be varied. The experiments themselves are in models/lock_in.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/diagnostic.hpp"

namespace yanzhen {

/// The number that an experiment watches: one entry of a panel, or a sum of entries.
struct WatchSettings {
  std::string panel;
  std::map<std::string, std::string>
      at;            ///< label by dimension; a dimension that is not named is summed over
  std::string over;  ///< panel by whose entry of the same place the number is divided; empty = by nothing
  Place where;
  std::string name = "lockin.watch";  ///< what messages call it
};

/// One value of the scenario that goes from one end to another.
struct SweptPath {
  std::string path;  ///< as in --set
  double from = 0;
  double to = 0;
  Place where;
};

/// A parameter goes up in steps and down again, the state goes on from each value to the next.
struct HysteresisSettings {
  SweptPath swept;
  std::uint32_t points = 11;  ///< values of a branch, both ends included; 2 to 1000
  double years = 10;          ///< that each value holds, > 0
};

/// The smallest value of a path after which what is watched stays large.
struct EscapeSettings {
  SweptPath swept;         ///< `from` is the twin without support, `to` the strongest
  double tolerance = .01;  ///< absolute, of the path's value, > 0
  double kept = 2;  ///< escaped where the number at the end is at least this many times the twin's, > 1
};

/// The same random numbers with and without one early event.
struct TwinSettings {
  std::vector<std::string> settings;  ///< what the twin has otherwise
  Place where;
};

/// Mechanisms switched off one at a time.
struct DecomposeSettings {
  struct Switch {
    std::string mechanism;              ///< its name for the reader
    std::vector<std::string> settings;  ///< that switch it off
  };
  std::vector<Switch> switches;
  Place where;
};

struct LockInSettings {
  WatchSettings watch;
  std::uint32_t seeds = 5;  ///< the scenario's seed and those after it; 1 to 10,000
  std::optional<HysteresisSettings> hysteresis;
  std::optional<EscapeSettings> escape;
  std::optional<TwinSettings> twins;
  std::optional<DecomposeSettings> decompose;
};

}  // namespace yanzhen
