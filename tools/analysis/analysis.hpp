#pragma once
//! \file  What is read off a sweep: one index at a time, and what takes several together.
#include <optional>
#include <string>
#include <vector>

#include "models/experiment/main_effects.hpp"
#include "models/experiment/regions.hpp"
#include "models/experiment/replicate_means.hpp"
#include "models/experiment/sensitivity.hpp"
#include "models/experiment/stable_sign.hpp"
#include "tools/analysis/request.hpp"

namespace yanzhen::tools {

/// One index at the record asked for. What was not asked is empty.
struct IndexAnalysis {
  std::size_t index = 0;
  std::vector<experiment::MeanEstimate> means;  ///< by point
  std::vector<experiment::MainEffect> effects;  ///< by factor
  std::optional<experiment::SobolIndices> sobol;
  std::optional<experiment::ElementaryEffects> morris;
  std::vector<experiment::PointPair> pairs;
  std::vector<experiment::StableSign> signs;  ///< by pair
};

/// Points that none beats in what --best names.
struct FrontAnalysis {
  std::vector<std::size_t> points;
  std::size_t known = 0;                                     ///< points with all results
  std::vector<std::vector<experiment::MeanEstimate>> means;  ///< goals x points of the front
};

/// Where what --where says holds.
struct RegionAnalysis {
  std::vector<experiment::PassingShare> shares;  ///< by point
  experiment::Region region;
};

/// What is asked of single indices. \pre the request was made for these results
[[nodiscard]] IndexAnalysis analyse_index(const SweepResults& results, const AnalysisRequest& request,
                                          std::size_t index);

/// \pre request.best is not empty
[[nodiscard]] FrontAnalysis analyse_front(const SweepResults& results, const AnalysisRequest& request);

/// \pre request.where is not empty
[[nodiscard]] RegionAnalysis analyse_region(const SweepResults& results, const AnalysisRequest& request);

}  // namespace yanzhen::tools
