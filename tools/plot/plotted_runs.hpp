#pragma once
//! \file  Reads from run files what a figure shows: one panel over all records, gathered by city, province,
//! industry or as an index, of runs that are replicates of one scenario or more.
#include <optional>
#include <string>
#include <vector>

#include "io/run_file.hpp"
#include "tools/compared_quantities.hpp"
#include "tools/paired_difference.hpp"
#include "tools/run_heads.hpp"

namespace yanzhen::tools::plot {

/// What is drawn of which files.
struct PlotRequest {
  std::vector<std::string> files;
  std::string panel;        ///< as `compare` has it, with ":part" where it is told in parts
  std::optional<By> by;     ///< nothing: what fits the panel
  std::string since;        ///< a date; empty: the first record
  std::string at;           ///< a date; empty: the last record that all files have
  bool difference = false;  ///< of every scenario from the first, over pairs with the same seed
};

/// A mean over runs and its 95 % interval by Student's t; both ends NaN for one run.
struct Estimate {
  double mean = kUnknown;
  double low = kUnknown;
  double high = kUnknown;
};

/// A scenario of the figure. Places are those of the files.
struct PlottedScenario {
  std::string name;
  std::vector<std::size_t> runs;
  std::vector<std::size_t>
      bases;  ///< of a difference: the run with the same seed, by place in `runs`; else empty
};

/// The files, and which of their runs are told together.
struct PlottedFiles {
  Heads heads;
  std::vector<RunSummary> summaries;  ///< of each file
  std::vector<PlottedScenario> scenarios;
  std::vector<std::string> notes;
  std::size_t first = 0;  ///< record that `since` means
  std::size_t last = 0;   ///< record that `at` means
};

/// Runs whose scenarios differ in nothing but the seed are replicates; several scenarios are paired by seed
/// as `compare` does it (run_pairing.hpp), and what is in no pair is left out and noted. \throws UsageError,
/// RunFileError
[[nodiscard]] PlottedFiles read_files(const PlotRequest& request);

/// A panel over time.
struct PlottedPanel {
  Quantity quantity;
  /// values[run][record][key]; empty for runs in no scenario. Records are all up to `last`.
  std::vector<std::vector<std::vector<double>>> values;

  [[nodiscard]] Estimate at(const PlottedScenario& scenario, std::size_t record, std::size_t key) const;
};

/// What is shown of the panel. \throws UsageError for a panel that is not there, cannot be told that way, or
/// is told in parts of which none is named
[[nodiscard]] PlottedPanel read_panel(const PlottedFiles& files, const PlotRequest& request);

/// A mean over numbers, one a run.
[[nodiscard]] Estimate estimate(const std::vector<double>& values);

/// The cities of the runs. \throws UsageError where they have none
[[nodiscard]] std::vector<Key> city_keys(const Heads& heads);
[[nodiscard]] const Dimension& city_dimension(const Heads& heads);

/// The places of the keys that are named, in that order. A name may be a label, a Chinese or an English name,
/// and the 市 of a city may be left out. \throws UsageError with the nearest name
[[nodiscard]] std::vector<std::size_t> picked_keys(const std::vector<Key>& keys,
                                                   const std::vector<std::string>& names);

}  // namespace yanzhen::tools::plot
