#pragma once
//! \file  The paths and values of a sweep file, made into settings as `--set` takes them.
#include <string>
#include <vector>

#include "io/toml_reader.hpp"

namespace yanzhen {

inline constexpr std::size_t kMostSweepSettingBytes = 4096;  ///< of "path=value"

/// What a path of a sweep file is for: the same in every run, or different from point to point.
enum class PathUse { set, vary };

/// One "path=value", the path that it is of, and where the value stands.
struct SweepSetting {
  std::string path;  ///< as plain_sweep_path() gives it
  std::string text;
  Place where;
};

/// A path without the quotes that `--set` takes out of it.
[[nodiscard]] std::string unquoted_path(std::string path);

/// A path as `--set` reads it: without quotes, and without "parameters.", so that two spellings of one path
/// are equal.
[[nodiscard]] std::string plain_sweep_path(std::string path);

/// Whether the path can be one, and a sweep may set or vary it; what is wrong becomes a problem.
/// \param name  what says the path, in messages: "factor.tax.path"
bool check_sweep_path(const std::string& path, const Place& where, const std::string& name, PathUse use,
                      Problems& problems);

/// The value so that `--set path=value` reads it as exactly the same: numbers with all their digits, texts
/// between quotes ("true" stays a text), arrays and tables inline.
[[nodiscard]] std::string sweep_value(const TomlValue& value);

/// "path=value" of every entry, in the order of the file. Tables in the table are longer paths, as in a
/// scenario's [parameters]. A path that is said twice, or may not be said, becomes a problem.
[[nodiscard]] std::vector<SweepSetting> read_sweep_settings(const TomlTable& table, const std::string& name,
                                                            PathUse use, Problems& problems);

/// The entries of a table in the order in which the file says them.
[[nodiscard]] std::vector<const TomlTable::value_type*> in_file_order(const TomlTable& table);

}  // namespace yanzhen
