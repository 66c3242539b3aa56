#pragma once
//! \file  A known answer: a statement of theory, and how the engine is asked for it again.
//!
//! What is expected is solved from the equations of the source, what is found comes from the engine's own
//! code, wherever possible from its agents. Nothing that is compared is stored.
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace yanzhen::known_answers {

/// Thrown by Effort::breathe() where the caller wants to stop.
class Stopped : public std::runtime_error {
 public:
  Stopped() : std::runtime_error{"stopped"} {}
};

/// How much work may be done.
struct Effort {
  bool full = false;              ///< more agents and replicates
  std::function<bool()> stopped;  ///< asked between steps; empty: never

  /// A number of agents, replicates, ...: `quick`, or `times` as many with full effort.
  [[nodiscard]] double count(double quick, double times) const { return full ? quick * times : quick; }
  void breathe() const {
    if (stopped && stopped()) throw Stopped{};
  }
};

/// What came out. It holds where found and expected differ by no more than `tolerance`.
struct Finding {
  double expected = 0;
  double found = 0;
  double tolerance = 0;  ///< largest difference allowed, in the unit of both
  std::string
      tolerance_kind;  ///< where it comes from: "relative 1e-09", "4 standard errors of 0.0021", "exact"
  [[nodiscard]] bool holds() const;
};

[[nodiscard]] Finding within_relative(double expected, double found, double part);
[[nodiscard]] Finding within_absolute(double expected, double found, double size);
/// \param standard_error  of `found`, > 0
[[nodiscard]] Finding within_standard_errors(double expected, double found, double standard_error);
[[nodiscard]] Finding exactly(double expected, double found);

/// Of several findings the one that is furthest off, measured by its own tolerance. \pre not empty
[[nodiscard]] Finding worst_of(const std::vector<Finding>& findings);
/// Element by element. \throws std::logic_error where the lengths differ
[[nodiscard]] Finding worst_relative(const std::vector<double>& expected, const std::vector<double>& found,
                                     double part);

inline constexpr double kClosed = 1e-9;      // of closed formulas: far above rounding, far below any mistake
inline constexpr double kThreshold = 0.005;  // of thresholds by bisection of the engine's own dynamics

struct KnownAnswer {
  std::string name;       ///< unique; "family/what"
  std::string statement;  ///< one sentence
  std::string source;
  std::function<Finding(const Effort&)> find;
  bool slow = false;  ///< only where full effort is asked for

  [[nodiscard]] std::string family() const { return name.substr(0, name.find('/')); }
};

}  // namespace yanzhen::known_answers
