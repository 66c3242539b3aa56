#pragma once
//! \file  The record of a run as one HDF5 file, laid out as RUN-FILE.md says.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/simulation.hpp"
#include "io/run_file_error.hpp"

namespace yanzhen {

/// Who made a run file: the command line, and the program's version and commit.
struct RunIdentity {
  std::string command;
  std::string version;
  std::string commit;
};

/// The panels that a scenario asks to be recorded, as places in Model::panels(), in that order. Panels that
/// are asked for by name are recorded even where `flows` is false. \throws ScenarioError naming every name
/// that is no panel of the model
[[nodiscard]] std::vector<std::size_t> recorded_panels(const Scenario& scenario, const Model& model);

/// A run being recorded. While it is open, other programs may read along (SWMR), none may write.
///
/// Rows are kept in memory until a chunk of their array is full. What flush() or finish() returned from stays
/// readable whatever happens to the program. All of it throws RunFileError when the disk fails; then the file
/// is to be abandoned, and what was flushed before remains readable.
class RunFile {
 public:
  /// Creates the file with everything but its rows. An existing file is replaced only if `overwrite` says so,
  /// and only once the new one is in order. \throws RunFileError when the file exists or is in use, or when
  /// the disk fails; ScenarioError as recorded_panels.
  [[nodiscard]] static RunFile create(const std::filesystem::path& path, const Scenario& scenario,
                                      const Model& model, const RunIdentity& identity, bool overwrite);

  /// Opens the file of a run that was interrupted or killed, whatever state it is in, cuts it back to `rows`
  /// records and goes on after them. Works on a copy that then takes the file's place, so it may be killed
  /// too. \throws RunFileError when the file is of another scenario, seed or layout, has fewer rows, or is in
  /// use.
  [[nodiscard]] static RunFile reopen(const std::filesystem::path& path, const Scenario& scenario,
                                      const Model& model, std::uint64_t rows);

  RunFile(RunFile&& other) noexcept;
  RunFile& operator=(RunFile&& other) noexcept;
  /// Closes the file without the rows that were not flushed, unless finish() was called.
  ~RunFile();

  /// Adds a record of the run as it stands: every recorded panel is measured. Looking changes nothing; the
  /// caller starts the next flow interval (Model::start_flow_interval).
  void record(const Simulation& simulation);

  /// Puts every row so far on the disk, where a kill or a power cut no longer matters.
  void flush();

  [[nodiscard]] std::uint64_t rows() const;  ///< records made, flushed or not

  /// Writes what is left: rows, the agents (if the scenario asks for them and the run is complete), checksum
  /// and the `complete` flag; then closes. Afterwards the file is an ordinary one that every tool opens.
  /// \post nothing but destruction and assignment is allowed
  void finish(const Simulation& simulation, bool complete);

 private:
  struct Open;
  explicit RunFile(std::unique_ptr<Open> open);
  std::unique_ptr<Open> open_;
};

/// What the root of a run file says, and how far its records go.
struct RunSummary {
  std::int64_t layout_version = 0;
  std::string title;
  std::string question;
  std::string model;
  std::string scenario;  ///< the whole resolved scenario, TOML
  std::string scenario_file;
  std::uint64_t seed = 0;
  double people_per_agent = 0;
  std::string start;  ///< dates as YYYY-MM-DD
  std::string end;
  std::string step;   ///< day, month, quarter or year
  std::string notes;  ///< one a line
  std::string command;
  std::string version;
  std::string commit;
  bool closed =
      false;  ///< false: being written now, or its program was killed; recover_run_file() mends the latter
  bool complete = false;       ///< the run reached its end
  std::uint64_t checksum = 0;  ///< of the model when the file was finished; 0 before
  std::uint64_t rows = 0;      ///< records that every array has
  Step last_step = 0;          ///< steps done at the last record; 0 without records
  std::string last_date;       ///< date of the last record; empty without records
};

/// Reads the summary of a finished, interrupted or killed run, or of one that is being written.
/// \throws RunFileError when it is not a run file or is damaged
[[nodiscard]] RunSummary read_run_summary(const std::filesystem::path& path);

/// Makes a killed file one that every tool opens: clears the mark of a file in use and cuts all arrays to the
/// rows that every one of them has. Does what `h5clear -s --increment=0` does, on a copy that then takes the
/// file's place. A file that needs nothing is left as it is. \throws RunFileError when it is in use, not a
/// run file, or damaged
void recover_run_file(const std::filesystem::path& path);

}  // namespace yanzhen
