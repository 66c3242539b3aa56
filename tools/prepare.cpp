#include "tools/prepare.hpp"

#include <limits>

#include "io/run_file.hpp"
#include "tools/models.hpp"

namespace yanzhen::tools {
namespace {

Scenario load_or_throw(const std::filesystem::path& file, const LoadOptions& options, Problems& problems) {
  std::optional<Scenario> scenario = load_scenario(file, all_models(), options, problems);
  problems.throw_if_any();
  if (!scenario) throw std::logic_error{"the loader gave neither a scenario nor a problem"};
  return std::move(*scenario);
}

}  // namespace

std::vector<OptionSpec> scenario_options() {
  return {{"set", 0, "PATH=VALUE", "change one value of the scenario; may be given many times"},
          {"seed", 0, "N", "seed of the random numbers, instead of the scenario's own"}};
}

LoadOptions load_options(const Arguments& arguments) {
  LoadOptions options;
  options.set = arguments.all("set");
  options.seed = arguments.whole_number("seed", 0, std::numeric_limits<std::uint64_t>::max());
  return options;
}

Scenario load(const std::filesystem::path& file, const LoadOptions& options,
              std::vector<std::string>& notes) {
  Problems problems;
  Scenario scenario = load_or_throw(file, options, problems);
  notes = problems.notes();
  return scenario;
}

Prepared prepare(const std::filesystem::path& file, const LoadOptions& options, Workers& workers) {
  Problems problems;
  Prepared prepared;
  prepared.scenario = load_or_throw(file, options, problems);
  const ModelDeclaration* const declaration = find_model(prepared.scenario.model);
  if (declaration == nullptr) throw std::logic_error{"the loader let an unknown model through"};
  workers.run([&] { prepared.model = declaration->make(prepared.scenario, problems); });
  problems.throw_if_any();
  if (!prepared.model) throw std::logic_error{"the model gave neither itself nor a problem"};
  static_cast<void>(
      recorded_panels(prepared.scenario, *prepared.model));  // throws for a panel that does not exist

  prepared.notes = problems.notes();
  const std::vector<std::string>& filled = prepared.model->notes();
  prepared.notes.insert(prepared.notes.end(), filled.begin(), filled.end());
  return prepared;
}

}  // namespace yanzhen::tools
