#pragma once
//! \file  What writing and reading a sweep file have in common: see SWEEP-RESULT.md. For sources of io/ only.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/sweep_file.hpp"

namespace yanzhen::sweep_layout {

/// Raised whenever a reader of the layout before would misread a file of the new one.
inline constexpr std::int64_t kVersion = 1;
inline constexpr const char* kVersionKey = "sweep_layout_version";

inline constexpr std::size_t kMostPanelAxes = 6;                       ///< run and time not counted
inline constexpr std::uint64_t kMostValues = std::uint64_t{1} << 27U;  ///< held at once: 1 GiB
inline constexpr std::uint64_t kMostRuns = std::uint64_t{1} << 40U;
inline constexpr std::size_t kMostReasonBytes = 1000;
inline constexpr std::size_t kMostReasons =
    1000;  ///< different ones; a further one is kept as kFurtherReason
inline constexpr const char* kFurtherReason = "another reason: the file keeps the first 1000 different ones";

/// What a head goes into a file as: texts that terminals show on one line, units and meanings not too long,
/// and no dimension that no panel has.
[[nodiscard]] SweepHead plain_head(SweepHead head);

/// A reason as it goes into a file: on one line, UTF-8, at most kMostReasonBytes.
[[nodiscard]] std::string plain_reason(std::string reason);

/// What is wrong with a head; empty when nothing is.
[[nodiscard]] std::string fault_of(const SweepHead& head);

/// How the arrays are called of what a model names: by its own name where that is free, otherwise with
/// "panel_" before it.
struct ArrayNames {
  std::vector<std::string> dimensions;            ///< by dimension
  std::vector<std::vector<std::string>> aliases;  ///< by dimension and alias
  std::vector<std::string> panels;                ///< by panel
};
[[nodiscard]] ArrayNames array_names(const SweepHead& head);

/// Position of a dimension in the head. \pre it is there
[[nodiscard]] std::size_t dimension_at(const SweepHead& head, const std::string& name);

/// Shape of a panel's array: (runs, times, its dimensions...)
[[nodiscard]] std::vector<std::uint64_t> panel_lengths(const SweepHead& head, const Panel& panel);

/// Lists that are attributes of the root, one entry a line.
[[nodiscard]] std::string list_dimensions(const SweepHead& head);  ///< a dimension, then its further names
[[nodiscard]] std::string list_panels(const SweepHead& head);      ///< name, group, values, dimensions
[[nodiscard]] std::string list_levels(const SweepHead& head);  ///< a factor, then its levels, between tabs

/// Splits at every `between`; unlike hdf5::split_names it keeps what is empty.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char between);

/// Over all that a head and the table of reasons say: HDF5 keeps no checksum of texts of variable length and
/// of long attributes.
[[nodiscard]] std::uint64_t checksum_of(const SweepHead& head, const std::vector<std::string>& reasons);

}  // namespace yanzhen::sweep_layout
