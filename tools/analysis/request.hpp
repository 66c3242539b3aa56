#pragma once
//! \file  What `yanzhen analyze` is asked, checked against what a sweep holds.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/analysis/sweep_results.hpp"

namespace yanzhen::tools {

enum class AnalysisKind { means, effects, sobol, morris, pareto, regions, seeds };

[[nodiscard]] std::string_view to_word(AnalysisKind kind);

/// "grid", "latin_hypercube", ..., as the sweep file says it.
[[nodiscard]] std::string_view to_word(DesignKind kind);

/// The command line as it was written.
struct AnalysisWords {
  std::vector<std::string> what;     ///< of each --what, words apart by commas
  std::vector<std::string> indices;  ///< of each --index, likewise
  std::string at;                    ///< a date, or empty
  std::vector<std::string> best;     ///< "NAME:most", "NAME:least", apart by commas
  std::vector<std::string> where;    ///< "NAME>0.4"; all must hold
};

/// An index that is to be large or small.
struct Goal {
  std::size_t index = 0;
  bool large = true;
};

/// An index that is to lie above or below a number.
struct Condition {
  std::size_t index = 0;
  bool above = true;
  bool or_equal = false;
  double threshold = 0;

  [[nodiscard]] bool holds(double value) const {
    if (or_equal && value == threshold) return true;
    return above ? value > threshold : value < threshold;
  }
};

struct AnalysisRequest {
  std::vector<AnalysisKind> what;  ///< in the order of AnalysisKind
  std::vector<std::size_t> indices;
  std::size_t record = 0;
  std::vector<Goal> best;
  std::vector<Condition> where;
  std::uint32_t bootstrap = 1000;  ///< samples
  double confidence = .95;

  [[nodiscard]] bool asks(AnalysisKind kind) const;
};

/// Finds indices, record and what the design can tell; bootstrap and confidence are left as they are.
/// \throws UsageError that says what was found, what is allowed, and the nearest name
[[nodiscard]] AnalysisRequest analysis_request(const AnalysisWords& words, const SweepResults& results);

/// "theil > 0.4 and gini <= 0.2".
[[nodiscard]] std::string to_text(const std::vector<Condition>& conditions, const SweepResults& results);

}  // namespace yanzhen::tools
