#pragma once
//! \file  The folder that a sweep works in: a record a run, named by what the run is; marks of attempts;
//! locks.
//!
//!     NAME.sweep/
//!       results/3f/3f9c....run     a record; its name is PlannedRun::key
//!       attempts/3f9c....2         the second attempt at a run that has no record yet
//!       sweep.lock                 held by the one `yanzhen sweep` that works here
//!       tasks.lock                 shared by `yanzhen sweep-task`s, held alone by a local sweep
//!       slurm/                     batch scripts and what their tasks said
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "io/file_guard.hpp"
#include "io/run_record.hpp"
#include "tools/sweep/plan.hpp"

namespace yanzhen::tools {

/// A run that failed.
struct FailedRun {
  std::size_t run = 0;
  std::string reason;
};

/// Where the runs of a plan stand.
struct SweepStatus {
  std::size_t done = 0;
  std::size_t failed = 0;
  std::vector<FailedRun> failures;   ///< by number of the run, as many as `failed`
  std::vector<std::size_t> missing;  ///< numbers of runs, ascending
};

class SweepFolder {
 public:
  /// Names the folder; changes nothing.
  explicit SweepFolder(std::filesystem::path path);
  /// Makes the folder where it is not there. \throws RunFileError
  void make() const;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  [[nodiscard]] std::filesystem::path slurm() const { return path_ / "slurm"; }
  [[nodiscard]] std::filesystem::path record_of(const PlannedRun& run) const;

  /// The record of a run, if there is a whole one and it is of this run. \throws RunFileError
  [[nodiscard]] std::optional<RunRecord> read(const PlannedRun& run) const;
  /// Writes the record and takes the marks of attempts away. \throws RunFileError
  void write(const PlannedRun& run, const RunRecord& record) const;
  /// Takes a record away, so that the run is missing again.
  void forget(const PlannedRun& run) const;

  /// Reads every record of the plan. \throws RunFileError
  [[nodiscard]] SweepStatus status(const SweepPlan& plan) const;
  /// Records in the folder, of this plan or not, without reading them.
  [[nodiscard]] std::size_t count_records() const;
  [[nodiscard]] std::uint64_t bytes() const;  ///< of all files

  /// Attempts that began and left no record. \throws RunFileError
  [[nodiscard]] std::uint32_t attempts(const PlannedRun& run) const;
  /// Marks the next attempt, before it begins. \throws RunFileError
  void begin_attempt(const PlannedRun& run) const;
  /// Takes the last mark away: what ended the attempt had nothing to do with the run.
  void excuse_attempt(const PlannedRun& run) const;
  /// Takes all marks away.
  void forgive_attempts(const PlannedRun& run) const;

  /// Keeps any other `yanzhen sweep` out. \throws UsageError when one is at work here
  [[nodiscard]] FileLock lock_sweep() const;
  /// A local sweep (exclusive) or one of many tasks (shared). \throws UsageError when others are at work
  [[nodiscard]] FileLock lock_tasks(FileLock::Kind kind) const;

  /// Deletes what a kill left half-written. \pre nobody else works here
  void sweep_out() const;
  /// Deletes all records and attempts. \pre nobody else works here
  void clear() const;

 private:
  [[nodiscard]] std::filesystem::path attempt_of(const PlannedRun& run, std::uint32_t attempt) const;

  std::filesystem::path path_;
};

}  // namespace yanzhen::tools
