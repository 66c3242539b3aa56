#pragma once
//! \file  From a scenario file to a model that is ready to run.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/model.hpp"
#include "engine/parallel.hpp"
#include "io/scenario_file.hpp"
#include "tools/command.hpp"

namespace yanzhen::tools {

/// A scenario that its model has accepted, and the model as it stands at step 0.
struct Prepared {
  Scenario scenario;
  std::unique_ptr<Model> model;
  std::vector<std::string> notes;  ///< what the loader and the model filled or clipped, one sentence each
};

/// The options `--set` and `--seed`, which say what scenario is meant.
[[nodiscard]] std::vector<OptionSpec> scenario_options();
[[nodiscard]] LoadOptions load_options(const Arguments& arguments);

/// \throws ScenarioError holding every problem of the file, its tables and its model
[[nodiscard]] Scenario load(const std::filesystem::path& file, const LoadOptions& options,
                            std::vector<std::string>& notes);
/// The same, and builds the model. \throws ScenarioError as above
[[nodiscard]] Prepared prepare(const std::filesystem::path& file, const LoadOptions& options,
                               Workers& workers);

}  // namespace yanzhen::tools
