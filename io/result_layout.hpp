#pragma once
//! \file  What writing and reading a result file have in common: see RESULT-FILE.md. For sources of io/ only.
#include <cstddef>
#include <cstdint>
#include <string>

#include "io/result_file.hpp"

namespace yanzhen::result_layout {

/// Raised whenever a reader of the layout before would misread a file of the new one.
inline constexpr std::int64_t kVersion = 1;
inline constexpr const char* kVersionKey = "result_layout_version";

inline constexpr std::size_t kMostAxes = 8;
inline constexpr std::uint64_t kMostValues = std::uint64_t{1} << 27U;      ///< of all arrays: 1 GiB
inline constexpr std::uint64_t kMostLabelSpace = std::uint64_t{1} << 25U;  ///< half of what HeapReader keeps
inline constexpr std::uint64_t kLabelOverhead =
    24;  ///< bytes of a label's header in the heap, and filling up

/// A name that HDF5, netCDF and every language take: [A-Za-z][A-Za-z0-9_]*, at most 64.
[[nodiscard]] bool is_name(const std::string& name);

/// UTF-8 without NUL.
[[nodiscard]] bool is_text(const std::string& text);

/// Null when the result has no dimension of that name.
[[nodiscard]] const ResultDimension* find_dimension(const ResultFile& result, const std::string& name);

/// Over what HDF5 keeps no checksum of: labels, coordinates and values, bit by bit.
[[nodiscard]] std::uint64_t checksum_of(const ResultFile& result);

}  // namespace yanzhen::result_layout
