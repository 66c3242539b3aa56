#pragma once
//! \file  The door for scenarios: a TOML file, what it extends, the tables it names and `--set`, read and
//! checked at once.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model.hpp"

namespace yanzhen {

/// What the command line says on top of a scenario.
struct LoadOptions {
  std::vector<std::string>
      set;  ///< "path.to.key=value" each; a bare parameter name will do; the last one wins
  std::optional<std::uint64_t> seed;  ///< in place of the scenario's seed
};

/// Reads a scenario with everything it extends and every table it names.
///
/// Files are named in problems as seen from the working directory. Paths in a scenario begin at the folder of
/// the file that says them, paths in `--set` at the working directory. Scenario::resolved has its paths from
/// the folder of `file`: saved there it loads to the same Scenario again.
///
/// \returns nothing when there was a problem; every problem of every file is added to `problems`.
/// \throws std::runtime_error naming the file when the disk fails.
[[nodiscard]] std::optional<Scenario> load_scenario(const std::filesystem::path& file,
                                                    const std::vector<ModelDeclaration>& models,
                                                    const LoadOptions& options, Problems& problems);

/// As load_scenario, of a text in memory that stands for `file` (which need not exist): a resolved scenario
/// taken out of a run file, say.
[[nodiscard]] std::optional<Scenario> parse_scenario(std::string_view text, const std::filesystem::path& file,
                                                     const std::vector<ModelDeclaration>& models,
                                                     const LoadOptions& options, Problems& problems);

}  // namespace yanzhen
