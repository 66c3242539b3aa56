#pragma once
//! \file  What a sweep keeps of one run until all are collected: a small file of its own, whole or not there.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "io/run_file_error.hpp"

namespace yanzhen {

/// One run of a sweep: what it was, how it ended, what it gave.
struct RunRecord {
  std::string identity;  ///< everything that the result depends on, as one text; tells whose record this is
  bool failed = false;
  std::string reason;          ///< why it failed; empty otherwise. Says nothing that differs from try to try
  std::uint64_t checksum = 0;  ///< of the model at the end, as `yanzhen run` prints it
  double seconds = 0;          ///< wall time. Never collected: it differs from try to try
  std::uint64_t peak_bytes = 0;
  std::vector<double> series;               ///< records x indices
  std::vector<std::vector<double>> panels;  ///< of each kept panel: records x entries
};

/// Writes it beside its place first, then moves it there in one stroke. It is not forced to the disk: a
/// record that a power cut tore does not fit its checksum, and is not there for read_run_record. \throws
/// RunFileError when the disk fails
void write_run_record(const std::filesystem::path& path, const RunRecord& record);

/// \returns nothing when there is no record, or none that is whole (cut short, damaged, of another layout);
/// nothing
///          that it says of sizes is believed before it was checked
/// \throws RunFileError when the disk fails
[[nodiscard]] std::optional<RunRecord> read_run_record(const std::filesystem::path& path);

}  // namespace yanzhen
