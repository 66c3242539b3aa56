#pragma once
//! \file  Everything that changes in a run, kept in a file so that the run can go on after an interruption.
#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/simulation.hpp"
#include "io/run_file.hpp"

namespace yanzhen {

/// What a checkpoint is of. Enough to open the run file beside it (RunFile::reopen) and to build the model
/// again.
struct CheckpointInfo {
  Step step = 0;           ///< steps done
  std::uint64_t rows = 0;  ///< records made by then
  std::string scenario;    ///< the whole resolved scenario, TOML
  std::uint64_t seed = 0;
  std::string version;  ///< of the program that wrote it
};

/// Keeps the state of a run. At any moment, power cuts included, `path` holds the checkpoint before or the
/// new one, whole. Needs as much free space as the checkpoint takes, beside the one before. \param rows
/// records made so far; flush the run file first \throws RunFileError when the disk fails; then the
/// checkpoint before is as it was
void save_checkpoint(const std::filesystem::path& path, Simulation& simulation, const Scenario& scenario,
                     std::uint64_t rows, const RunIdentity& identity);

/// \throws RunFileError when `path` is not a checkpoint or is damaged
[[nodiscard]] CheckpointInfo read_checkpoint_info(const std::filesystem::path& path);

/// Brings a simulation of the same scenario to where the checkpoint was made.
/// \param version  of this program; a checkpoint of another one is refused. Empty: any version is taken.
/// \throws RunFileError when the checkpoint is of another scenario, seed or version (the text says what
/// differs), does not
///         fit the model, or is damaged. Then the simulation may be half changed and is to be thrown away.
void load_checkpoint(const std::filesystem::path& path, Simulation& simulation, const Scenario& scenario,
                     const std::string& version = {});

}  // namespace yanzhen
