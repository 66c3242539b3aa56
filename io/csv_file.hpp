#pragma once
//! \file  Tables of a scenario, read from CSV and checked cell by cell against what a model asked for.
#include <filesystem>
#include <istream>
#include <optional>
#include <string>

#include "engine/table.hpp"

namespace yanzhen {

/// A CSV file is at most this long.
inline constexpr std::uint64_t kMostCsvBytes = std::uint64_t{256} << 20U;

/// Reads a CSV file: a header row, then one row a line; UTF-8; fields and quotes as in RFC 4180. Columns are
/// found by name, in any order. A column that is not in `spec` is a problem, unless it is a remark: its name
/// begins with '#' or is note, source, grade or line. In a matrix every such column becomes one of required,
/// finite numbers. Adds every problem to `problems`, with its line and its column in letters, both counted
/// from 1. \returns nothing when there was a problem. \throws std::runtime_error naming the file when the
/// disk fails.
[[nodiscard]] std::optional<Table> read_csv(const std::filesystem::path& file, const TableSpec& spec,
                                            Problems& problems);

/// As read_csv, of text in memory or of any stream. `file` is what places say.
[[nodiscard]] std::optional<Table> parse_csv(std::istream& text, const std::string& file,
                                             const TableSpec& spec, Problems& problems);

}  // namespace yanzhen
