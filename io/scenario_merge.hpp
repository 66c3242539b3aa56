#pragma once
//! \file  One scenario from several: the file itself, what it extends, and `--set` of the command line on
//! top.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/diagnostic.hpp"
#include "io/toml_reader.hpp"

namespace yanzhen {

/// A scenario file is at most this long, and extends at most so many others in a chain.
inline constexpr std::uint64_t kMostScenarioBytes = std::uint64_t{4} << 20U;
inline constexpr int kLongestChain = 16;

/// The merged keys of a scenario. Every value keeps the Place where it was written.
struct MergedScenario {
  /// Sections are tables of depth one: the keys of [parameters] are whole dotted names, however they were
  /// written. Paths in [data] are as seen from the working directory, no longer from the file that said them.
  /// `policy` is an array of tables, if it is there; see policy_merge.hpp for their names. `lockin` has
  /// tables in it, see lock_in_reader.hpp.
  TomlTable keys;
  bool whole = true;               ///< false when a file could not be read: what is missing may stand there
  std::vector<std::string> files;  ///< that were merged: the one the user named, then what each extends
};

/// Reads `file` and what it extends. A table is merged key by key, anything else is replaced. [[policy]]
/// tables are merged by their names: those of the file come after those of what it extends; one whose `name`
/// is that of a policy there is laid on it key by key, in its place; `policy = []` drops all that are there.
[[nodiscard]] MergedScenario read_merged(const std::filesystem::path& file, Problems& problems);

/// As read_merged, of a text in memory that stands for `file`.
[[nodiscard]] MergedScenario parse_merged(std::string_view text, const std::filesystem::path& file,
                                          Problems& problems);

/// Applies one `--set path.to.key=value`. A path that does not begin with a key of a scenario names a
/// parameter; policy.NAME.KEY is a key of the policy of that name; lockin.TABLE.KEY is a key of a table of
/// [lockin].
void apply_set(const std::string& assignment, const std::vector<std::string>& parameters,
               MergedScenario& scenario, Problems& problems);

/// The keys of a scenario file, in the order in which a resolved one is written.
[[nodiscard]] const std::vector<std::string>& scenario_keys();

/// A path as a reader would write it: without "x/../", where that names the same file.
[[nodiscard]] std::filesystem::path plain_path(const std::filesystem::path& path);

}  // namespace yanzhen
