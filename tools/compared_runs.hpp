#pragma once
//! \file  Reads from run files what a comparison needs, one panel of one file at a time.
#include <string>
#include <vector>

#include "tools/run_comparison.hpp"

namespace yanzhen::tools {

/// What is compared with what, and how it is told.
struct ComparisonRequest {
  std::vector<std::string> files;   ///< the first is of the base
  std::vector<By> by;               ///< empty: index and gains, or what fits the panels
  std::vector<std::string> panels;  ///< empty: a few that most readers ask for
  std::string at;                   ///< a date; empty: the last record that all files have
};

/// \throws UsageError when the files cannot be compared, or have no such panel or date; RunFileError when a
/// file cannot be read
[[nodiscard]] Comparison compare_files(const ComparisonRequest& request);

}  // namespace yanzhen::tools
