#pragma once
//! \file  What a sweep file says: a base scenario, the factors that vary, the design that combines them, how
//! often each combination is run, what is kept of a run, and the limits that a run must stay within.
//!
//! Plain data. The reader is io/sweep_reader, designs are made of it in models/experiment, tools/sweep runs
//! it.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/diagnostic.hpp"
#include "engine/lock_in_settings.hpp"

namespace yanzhen {

/// One of the values that a factor may take, where it takes a few and no range.
struct FactorLevel {
  std::string name;                   ///< as tables show it: "0.5", "imitate"; unique in its factor
  std::vector<std::string> settings;  ///< "path.to.key=value" each, as --set takes them; may be none
  double number = 0;                  ///< the value where it is a number, otherwise its position from 0
  Place where;
};

/// Something of the scenario that varies from point to point of the design: a number from a range, or one of
/// some levels.
struct FactorSettings {
  std::string name;  ///< letters of ASCII, digits and '_', at most 64, beginning with a letter; unique
  std::string meaning;
  std::string unit;
  std::vector<std::string>
      paths;  ///< what gets the number, as in --set; at least one unless levels say settings
  std::vector<FactorLevel> levels;  ///< at least one; empty for a range
  bool named_levels = false;        ///< a level is a name, and FactorLevel::number its position
  double from = 0;                  ///< of a range, from < to; unused with levels
  double to = 0;
  std::uint32_t steps = 0;   ///< values of the range in a grid, both ends included, >= 2; 0 = not said
  bool logarithmic = false;  ///< even on a logarithmic scale; then from > 0
  bool whole = false;        ///< whole numbers alone; then both ends are whole
  Place where;
};

/// How points are chosen from the factors' values. See models/experiment/design.hpp.
enum class DesignKind { grid, list, latin_hypercube, sobol, saltelli, morris };

struct DesignSettings {
  DesignKind kind = DesignKind::grid;
  std::uint32_t points = 0;        ///< latin_hypercube, sobol: points; saltelli: rows of each base sample
  std::uint32_t trajectories = 0;  ///< morris
  std::uint32_t levels = 4;        ///< morris: of its grid, even, 2 to 64
  /// list: one entry for each factor in their order, a number of the range or the position of a level.
  std::vector<std::vector<double>> list;
  Place where;
};

/// What is kept of each run, at every record that the scenario makes.
struct KeepSettings {
  std::vector<std::string> indices;  ///< panels without dimensions; empty: all that the model has
  std::vector<std::string> panels;   ///< further panels, whole; none by default
  /// Further indices: one entry of a panel, a sum of entries or a quotient, by the name that it gets.
  std::map<std::string, WatchSettings> watch;
  std::vector<Place> index_places;  ///< of each of `indices`
  std::vector<Place> panel_places;
};

/// What a run may use, after which it counts as failed.
struct RunLimits {
  double seconds = 0;           ///< wall time of one run; 0 = no limit
  std::uint64_t memory_mb = 0;  ///< MiB of one run; 0 = no limit
  std::uint32_t attempts =
      3;  ///< times that a run may die without a word before it counts as failed, 1 to 100
};

/// The table [slurm]: what an array of tasks asks the cluster for. Empty or 0 is not asked.
struct SlurmSettings {
  std::string partition;
  std::string time;            ///< as sbatch --time takes it, "02:00:00"
  std::string memory;          ///< of a task, as sbatch --mem takes it, "4G"
  std::uint32_t cores = 1;     ///< of a task: so many of its runs go on at once
  std::uint32_t tasks = 0;     ///< tasks of the array; 0 = as many as runs, at most 500
  std::uint32_t throttle = 0;  ///< tasks of the array that run at once; 0 = as many as there is room for
  std::vector<std::string> modules;  ///< loaded by `module load` before a task begins
  std::vector<std::string> options;  ///< further options of sbatch, "--account=delta" each
};

/// A whole sweep file, in range and consistent in itself. Whether the scenario knows the paths, and the model
/// the panels, is not checked here.
struct SweepSettings {
  std::string file;  ///< the sweep file as the user named it
  std::string text;  ///< its text, word for word
  std::string title;
  std::string question;
  std::string scenario;  ///< the base scenario's file, as seen from the working directory
  Place scenario_where;
  std::vector<std::string> settings;  ///< "path=value" each, on top of the base scenario in every run
  std::vector<Place> settings_places;
  std::uint64_t master_seed = 1;
  std::uint32_t replicates = 1;  ///< runs of every point, each with a seed of its own that all points share
  DesignSettings design;
  std::vector<FactorSettings> factors;  ///< at least one, in the order of the file
  KeepSettings keep;
  RunLimits limits;
  SlurmSettings slurm;
};

}  // namespace yanzhen
