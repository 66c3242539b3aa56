#pragma once
//! \file  A whole sweep as one HDF5 file, laid out as SWEEP-RESULT.md says: run x factor, run x index,
//! run x time x index, run x time x whatever a kept panel has.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/panel.hpp"
#include "io/run_file_error.hpp"

namespace yanzhen {

/// A number that the sweep keeps of every run and record.
struct SweepIndex {
  std::string name;
  std::string unit;
  std::string meaning;
};

struct SweepFactor {
  std::string name;
  std::string unit;
  std::string meaning;
  std::vector<std::string> levels;  ///< names of the levels whose positions are the values; empty for numbers
};

/// Everything but the runs themselves. Names of factors and indices are unique, at most 1024 bytes; line ends
/// in names, labels and meanings become spaces. There are at least one run, factor and record.
struct SweepHead {
  /// What made the file: "plan" (the sweep file's text), "scenario" (the resolved base scenario), "version",
  /// ... Names as in ResultFile; texts UTF-8 without NUL.
  std::map<std::string, std::string> texts;
  std::map<std::string, std::uint64_t> counts;  ///< "master_seed", "replicates", ...
  std::size_t runs = 0;
  std::vector<SweepFactor> factors;
  std::vector<SweepIndex> indices;
  std::vector<double> times;          ///< decimal years of the records
  std::vector<std::string> dates;     ///< the same as YYYY-MM-DD, ascending
  std::vector<Dimension> dimensions;  ///< those that no panel has are left out of the file
  std::vector<Panel> panels;          ///< kept whole; their dimensions are among `dimensions`
};

enum class RunStatus : std::uint8_t { done = 0, failed = 1, missing = 2 };

/// One run as it stands in the file.
struct SweepRun {
  std::uint64_t point = 0;
  std::uint32_t replicate = 0;
  std::uint64_t seed = 0;
  RunStatus status = RunStatus::missing;
  std::string reason;  ///< why it failed; at most 1000 bytes are kept, of the first 1000 different ones
  std::uint64_t checksum = 0;               ///< of the model at its end; 0 unless done
  std::vector<double> factors;              ///< by factor: its number
  std::vector<double> series;               ///< times x indices; empty unless done
  std::vector<std::vector<double>> panels;  ///< of each: times x entries; empty unless done
};

/// Writes a sweep run by run, in little memory. Equal sweeps give equal files, byte for byte. Beside its
/// place first, on the disk, then moved there in one stroke: a kill or a full disk leaves the old file or
/// none.
class SweepFileWriter {
 public:
  /// \throws RunFileError when the file exists and `overwrite` is not said, or when the disk fails;
  /// std::logic_error
  ///         when the head is not what its members' comments say
  SweepFileWriter(const std::filesystem::path& path, const SweepHead& head, bool overwrite);
  SweepFileWriter(SweepFileWriter&&) noexcept;
  ~SweepFileWriter();

  /// The next run, in order. Numbers of a run that is not done are NaN in the file. \throws RunFileError;
  /// std::logic_error when it has other sizes than the head says
  void add(const SweepRun& run);
  /// \pre head.runs runs were added  \throws RunFileError
  void finish();

 private:
  struct Open;
  std::unique_ptr<Open> open_;
};

/// Reads what a SweepFileWriter wrote, one array at a time. Nothing that the file says of sizes is believed
/// before it was checked.
class SweepFile {
 public:
  /// \throws RunFileError when it is no sweep file, of another layout, or damaged
  explicit SweepFile(const std::filesystem::path& path);
  SweepFile(SweepFile&&) noexcept;
  ~SweepFile();

  [[nodiscard]] const SweepHead& head() const;
  [[nodiscard]] std::vector<RunStatus> status() const;         ///< by run
  [[nodiscard]] std::vector<std::string> reasons() const;      ///< by run
  [[nodiscard]] std::vector<std::uint64_t> seeds() const;      ///< by run
  [[nodiscard]] std::vector<std::uint64_t> checksums() const;  ///< by run
  [[nodiscard]] std::vector<std::uint64_t> points() const;     ///< by run
  [[nodiscard]] std::vector<double> factor_values() const;     ///< runs x factors
  /// One index at one record, by run; NaN where a run has none.
  [[nodiscard]] std::vector<double> index_at(std::size_t index, std::size_t time) const;
  /// One index over time: runs x times. \throws RunFileError when that is more than 2^27 numbers
  [[nodiscard]] std::vector<double> index_series(std::size_t index) const;
  /// One run's kept panel: times x entries.
  [[nodiscard]] std::vector<double> panel_of(std::size_t panel, std::size_t run) const;

 private:
  struct Open;
  std::unique_ptr<Open> open_;
};

/// True when the file at `path` says that it is a sweep file; false for anything else, also when there is
/// none.
[[nodiscard]] bool is_sweep_file(const std::filesystem::path& path);

}  // namespace yanzhen
