#pragma once
//! \file  What a page shows of several runs: each scenario, and each less the first, with means and intervals
//! over seeds. Functions of numbers; no file is touched.
#include <cstddef>
#include <string>
#include <vector>

#include "tools/run_pairing.hpp"

namespace yanzhen::tools {

/// A scenario, or the difference of two.
struct ReportView {
  std::string name;               ///< of the scenario
  std::string base;               ///< of the scenario that it is less of; empty for a scenario itself
  std::vector<std::size_t> runs;  ///< that a scenario itself is made of, each of another seed
  std::vector<SeedPair> pairs;    ///< that a difference is made of
  [[nodiscard]] bool is_difference() const { return !pairs.empty(); }
  [[nodiscard]] std::size_t seeds() const { return is_difference() ? pairs.size() : runs.size(); }
};

/// First a view of each scenario, in the order of the runs, then each but the first less the first. Runs that
/// were given twice count once, which is noted.
/// \throws UsageError when two scenarios have no seed in common
[[nodiscard]] std::vector<ReportView> plan_views(const std::vector<GivenRun>& runs,
                                                 std::vector<std::string>& notes);

/// Means, and where there are several seeds the 95 % interval of each by Student's t.
struct ViewNumbers {
  std::vector<double> values;
  std::vector<double> low;  ///< empty for one seed
  std::vector<double> high;
};

/// \param by_run  numbers of every run, all as many; those of runs that the view is not made of may be empty.
///                A number that one of the runs does not know is not known (NaN).
[[nodiscard]] ViewNumbers numbers_of(const ReportView& view, const std::vector<std::vector<double>>& by_run);

}  // namespace yanzhen::tools
