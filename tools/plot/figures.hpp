#pragma once
//! \file  The figures: a map, lines over time, flows between cities. Each gives a whole SVG.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tools/plot/geography.hpp"
#include "tools/plot/plotted_runs.hpp"
#include "tools/plot/words.hpp"

namespace yanzhen::tools::plot {

/// How a figure looks.
struct FigureStyle {
  Language language = Language::en;
  double width = 85;               ///< mm
  std::optional<std::size_t> top;  ///< how many lines, names or arrows; nothing: as many as fit a page
  std::vector<std::string> pick;   ///< lines or names that are shown instead of the largest
};

/// \throws UsageError where the files hold more than one scenario and no difference is asked for. \param what
/// "a map"
void require_one_scenario(const PlottedFiles& files, const std::string& what);

/// \throws UsageError where neither outlines nor positions of cities are known
void require_places(const Geography& geography, const PlottedFiles& files);

/// What moves.
enum class FlowOf { talent, firms, capital };

/// A panel by city at the last record: its level, or with `since` its change from the first record (in
/// percent where cities may be summed). A flow is summed over the records after the first. Several runs: the
/// mean. \throws UsageError when there is nothing to draw it on, or more than one scenario
[[nodiscard]] std::string draw_map(const PlottedFiles& files, const PlottedPanel& panel,
                                   const Geography& geography, bool change, const FigureStyle& style);

/// A panel from the first record to the last: a line for each of the largest keys at the end, or those
/// picked, and scenario; a band where there are several runs. \throws UsageError for a name to pick that is
/// not there
[[nodiscard]] std::string draw_timeline(const PlottedFiles& files, const PlottedPanel& panel,
                                        const FigureStyle& style);

/// What moved from city to city after the first record and up to the last.
/// `amounts[from][to]`, mean over runs; the diagonal is not looked at.
struct CityFlows {
  FlowOf of = FlowOf::talent;
  std::string panel;
  std::string unit;
  std::vector<std::vector<double>> amounts;
  std::vector<Key> cities;
};

/// \throws UsageError when the files do not record it, or hold more than one scenario
[[nodiscard]] CityFlows read_flows(const PlottedFiles& files, FlowOf of);

/// Arrows for the largest flows, as wide as they are large, and the links of enclaves. \throws UsageError as
/// draw_map
[[nodiscard]] std::string draw_flows(const PlottedFiles& files, const CityFlows& flows,
                                     const Geography& geography, const FigureStyle& style);

}  // namespace yanzhen::tools::plot
