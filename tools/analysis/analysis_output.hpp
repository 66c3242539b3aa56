#pragma once
//! \file  What was read off a sweep as a reader, a spreadsheet or a program wants it.
#include <optional>
#include <string>
#include <vector>

#include "tools/analysis/analysis.hpp"

namespace yanzhen::tools {

/// What was analysed: the sweep, its design, the date, and which runs are left out.
[[nodiscard]] std::string head_text(const SweepResults& results, const AnalysisRequest& request);

/// Tables for a terminal of 100 columns. Of many points the best and worst are shown.
[[nodiscard]] std::string to_text(const SweepResults& results, const AnalysisRequest& request,
                                  const IndexAnalysis& analysis);
[[nodiscard]] std::string to_text(const SweepResults& results, const AnalysisRequest& request,
                                  const FrontAnalysis& analysis);
[[nodiscard]] std::string to_text(const SweepResults& results, const AnalysisRequest& request,
                                  const RegionAnalysis& analysis);

/// What the columns and intervals of the tables mean.
[[nodiscard]] std::string notes_text(const SweepResults& results, const AnalysisRequest& request);

/// The line of headings, and the factors' values at every point.
[[nodiscard]] std::string csv_head(const SweepResults& results);

/// Tidy: one number a line, with its interval where it has one. What is not known is empty.
[[nodiscard]] std::string to_csv(const SweepResults& results, const AnalysisRequest& request,
                                 const IndexAnalysis& analysis);
[[nodiscard]] std::string to_csv(const SweepResults& results, const AnalysisRequest& request,
                                 const FrontAnalysis& analysis);
[[nodiscard]] std::string to_csv(const SweepResults& results, const AnalysisRequest& request,
                                 const RegionAnalysis& analysis);

/// All that was found.
struct Findings {
  std::vector<IndexAnalysis> indices;
  std::optional<FrontAnalysis> front;
  std::optional<RegionAnalysis> region;
};

/// All that the CSV has, nested. What is not known is null.
[[nodiscard]] std::string to_json(const SweepResults& results, const AnalysisRequest& request,
                                  const Findings& findings);

}  // namespace yanzhen::tools
