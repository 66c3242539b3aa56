#pragma once
//! \file  What a collected sweep holds, apart from the file that it lies in.
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "engine/sweep_settings.hpp"
#include "io/sweep_file.hpp"
#include "models/experiment/design.hpp"

namespace yanzhen::tools {

/// The design, and for each of its runs how it ended. Runs are numbered point by point.
struct SweepResults {
  std::string file;
  std::string title;
  std::string question;
  std::vector<FactorSettings> factors;
  experiment::Design design;
  std::size_t replicates = 1;
  std::vector<SweepIndex> indices;
  std::vector<std::string> dates;    ///< of the records, YYYY-MM-DD, ascending; at least one
  std::vector<RunStatus> status;     ///< by run
  std::vector<std::string> reasons;  ///< by run, why it failed
  /// Reads an index at a record, by run; what is no finite number is NaN.
  std::function<std::vector<double>(std::size_t index, std::size_t record)> read;
};

/// Makes the design again of the plan that the file holds.
/// \param sweep  must outlive the results
/// \param file   names it in messages
/// \throws RunFileError when the plan in the file does not make the runs in the file
[[nodiscard]] SweepResults sweep_results(const SweepFile& sweep, const std::filesystem::path& file);

/// How many runs ended in a way.
[[nodiscard]] std::size_t count_runs(const SweepResults& results, RunStatus status);

/// "8 of 500 runs failed and are left out: ..." and the like, one line each; none where all are done.
[[nodiscard]] std::vector<std::string> left_out_lines(const SweepResults& results);

}  // namespace yanzhen::tools
