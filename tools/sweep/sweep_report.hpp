#pragma once
//! \file  What `yanzhen sweep` prints at its end, for --status and for --dry-run: as text and as JSON.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/sweep/folder.hpp"
#include "tools/sweep/trial.hpp"

namespace yanzhen::tools {

/// How far a sweep is.
struct SweepReport {
  std::string title;
  std::string file;  ///< empty when nothing was collected
  std::string folder;
  std::size_t runs = 0;
  std::size_t done = 0;
  std::size_t failed = 0;
  std::size_t missing = 0;
  std::size_t jobs = 0;                ///< runs at once; 0 where none ran here
  double seconds = 0;                  ///< of this sitting
  double run_seconds = 0;              ///< of the runs of this sitting, added up
  std::vector<FailedRun> failures;     ///< every failed run
  std::optional<std::string> slurm;    ///< tasks in the queue, for --status
  std::optional<std::uint64_t> bytes;  ///< of the folder, for --status
};

[[nodiscard]] std::string to_text(const SweepReport& report);
[[nodiscard]] std::string to_json(const SweepReport& report);

/// What a sweep would cost.
struct SweepForecast {
  std::string title;
  std::size_t runs = 0;
  std::size_t points = 0;
  std::size_t replicates = 0;
  std::size_t recorded = 0;  ///< runs that have a record already
  std::size_t jobs = 1;
  std::optional<RunCost> cost;  ///< nothing when the first run fails
  double seconds = 0;           ///< of what is left
  std::uint64_t folder_bytes = 0;
  std::uint64_t file_bytes = 0;
};

[[nodiscard]] std::string to_text(const SweepForecast& forecast);
[[nodiscard]] std::string to_json(const SweepForecast& forecast);

/// "12 of 240 runs failed: 10 (run 3 first): took longer than 60 s; ...", one line a reason, the most
/// frequent first. Empty when none failed.
[[nodiscard]] std::vector<std::string> failure_lines(const std::vector<FailedRun>& failures);

/// "1.5 GiB", "20 KiB".
[[nodiscard]] std::string size_text(std::uint64_t bytes);

}  // namespace yanzhen::tools
