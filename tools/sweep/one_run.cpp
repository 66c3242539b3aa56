#include "tools/sweep/one_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <stdexcept>

#include "engine/parallel.hpp"
#include "engine/simulation.hpp"
#include "models/lock_in/watch.hpp"
#include "tools/models.hpp"

namespace yanzhen::tools {
namespace {

// Measures what the plan keeps, record after record.
class Keeper {
 public:
  Keeper(const SweepPlan& plan, const Model& model, RunRecord& record) : plan_{plan}, record_{record} {
    record_.series.reserve(plan.records() * plan.head().indices.size());
    record_.panels.resize(plan.kept_panels().size());
    for (const std::size_t panel : plan.kept_panels())
      lengths_.push_back(lock_in::length_of(model, model.panels()[panel]));
    find_watched(model);
  }

  void keep(const Model& model) {
    for (const std::size_t panel : plan_.index_panels()) {
      double value = 0;
      model.measure(panel, std::span{&value, 1});
      record_.series.push_back(value);
    }
    for (const lock_in::Watch& watch : watches_) record_.series.push_back(watch.measure(model));
    for (std::size_t k = 0; k < lengths_.size(); ++k) {
      std::vector<double>& values = record_.panels[k];
      values.resize(values.size() + lengths_[k]);
      model.measure(plan_.kept_panels()[k], std::span{values}.last(lengths_[k]));
    }
  }

 private:
  // In every run anew, by its labels: where a policy is switched off, the parks after its own move up.
  void find_watched(const Model& model) {
    Problems problems;
    for (const auto& [name, watched] : plan_.settings().keep.watch)
      if (auto watch = lock_in::Watch::resolve(watched, model, problems))
        watches_.push_back(std::move(*watch));
    problems.throw_if_any();
  }

  const SweepPlan& plan_;
  RunRecord& record_;
  std::vector<lock_in::Watch> watches_;
  std::vector<std::size_t> lengths_;  // of one record of each kept panel
};

// The run's scenario, if its files are still those that the plan was made from.
Scenario load_as_planned(const SweepPlan& plan, const PlannedRun& run) {
  const std::string& file = plan.base().file;
  std::optional<Scenario> scenario;
  try {
    scenario = plan.scenario_of(run.settings, run.seed);
  } catch (const ScenarioError&) {
    try {
      static_cast<void>(plan.scenario_of({}, run.seed));
    } catch (const ScenarioError& error) {
      throw RunFileError{
          fmt::format("{}: it can no longer be read: {}", file, error.diagnostics().at(0).problem)};
    }
    throw;
  }
  const bool sets_tables = std::any_of(run.settings.begin(), run.settings.end(),
                                       [](const std::string& one) { return one.rfind("data.", 0) == 0; });
  if (!sets_tables && !plan.has_same_tables(*scenario))
    throw RunFileError{fmt::format("{}: its tables have changed since the sweep began", file)};
  return std::move(*scenario);
}

void run_to_the_end(const Scenario& scenario, Simulation& simulation, Keeper& keeper) {
  keeper.keep(simulation.model());
  simulation.model().start_flow_interval();
  while (simulation.now() < simulation.end()) {
    simulation.step();
    if (!simulation.record_due(scenario.record.every)) continue;
    keeper.keep(simulation.model());
    simulation.model().start_flow_interval();
  }
}

}  // namespace

RunRecord perform(const SweepPlan& plan, const PlannedRun& run, int threads) {
  const auto began = std::chrono::steady_clock::now();
  const Scenario scenario = load_as_planned(plan, run);
  RunRecord record;
  record.identity = run.identity;
  Workers workers{threads};
  workers.run([&] {
    Simulation simulation{scenario, make_model(scenario)};
    if (plan.shape_of(scenario, simulation.model()) != plan.shape())
      throw std::runtime_error{"it has other dates, cities or industries than the base scenario"};
    Keeper keeper{plan, simulation.model(), record};
    run_to_the_end(scenario, simulation, keeper);
    record.checksum = simulation.model().checksum();
  });
  record.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return record;
}

}  // namespace yanzhen::tools
