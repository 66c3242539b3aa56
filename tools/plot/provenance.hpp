#pragma once
//! \file  Where a figure comes from, in the file itself: for readers (title, desc) and for programs (RDF with
//! Dublin Core).
#include <string>
#include <vector>

#include "tools/plot/plotted_runs.hpp"
#include "tools/plot/words.hpp"

namespace yanzhen::tools::plot {

/// What a figure shows, in words.
struct FigureFacts {
  std::string what;   ///< map, timeline or flows
  std::string title;  ///< one line in the language of the figure
  std::string description;
  std::string panel;
  std::string unit;     ///< as the run file has it, or of what was made of it
  std::string by;       ///< city, province ...
  std::string from;     ///< date of the first record that counts
  std::string to;       ///< and of the last
  std::string measure;  ///< level, sum, change, percent or difference
};

/// The elements title, desc and metadata, escaped. Files are named without their folders, so that equal runs
/// give equal figures wherever they lie.
[[nodiscard]] std::string head_elements(const FigureFacts& facts, const PlottedFiles& files,
                                        Language language);

}  // namespace yanzhen::tools::plot
