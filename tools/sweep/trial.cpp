#include "tools/sweep/trial.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "engine/parallel.hpp"
#include "engine/simulation.hpp"
#include "models/experiment/factor_values.hpp"
#include "tools/models.hpp"
#include "tools/sweep/forked_work.hpp"
#include "tools/sweep/machine.hpp"

namespace yanzhen::tools {
namespace {

using WallClock = std::chrono::steady_clock;

constexpr double kTrialSeconds = 2;
constexpr double kMemoryShare = .9;     // of what is free
constexpr double kMemoryReserve = 1.2;  // a later run may take more than the first

double seconds_since(WallClock::time_point began) {
  return std::chrono::duration<double>(WallClock::now() - began).count();
}

// Seconds that the whole run would take, as text.
std::string begin_a_run(const SweepPlan& plan) {
  const WallClock::time_point began = WallClock::now();
  const PlannedRun run = plan.run(0);
  const Scenario scenario = plan.scenario_of(run.settings, run.seed);
  double seconds = 0;
  Workers alone{1};
  alone.run([&] {
    Simulation simulation{scenario, make_model(scenario)};
    const double building = seconds_since(began);
    while (simulation.now() < simulation.end() && seconds_since(began) < building + kTrialSeconds)
      simulation.step();
    const double stepping = seconds_since(began) - building;
    seconds = building + stepping * simulation.end() / simulation.now();
  });
  return fmt::format("{}", seconds);
}

// What one record of a run holds.
std::uint64_t numbers_of_a_record(const SweepPlan& plan) {
  std::uint64_t numbers = plan.head().indices.size();
  for (const Panel& panel : plan.head().panels) {
    std::uint64_t entries = 1;
    for (const std::string& name : panel.dimensions)
      for (const Dimension& dimension : plan.head().dimensions)
        if (dimension.name == name) entries *= dimension.labels.size();
    numbers += entries;
  }
  return numbers;
}

// What the scenario and its model say against settings; nothing when they take them.
std::vector<Diagnostic> refusals(const SweepPlan& plan, const std::vector<std::string>& settings) {
  Workers alone{1};
  try {
    const Scenario scenario = plan.scenario_of(settings, plan.run(0).seed);
    alone.run([&] { static_cast<void>(make_model(scenario)); });
    return {};
  } catch (const ScenarioError& error) {
    return error.diagnostics();
  }
}

// The first point of the design that has this entry of a factor, or its first point with the entry put in.
std::vector<double> point_with(const SweepPlan& plan, std::size_t factor, double entry) {
  const experiment::Design& design = plan.design();
  const auto entries_of = [&](std::size_t point) {
    const std::span<const double> entries = design.entries_of(point);
    return std::vector<double>{entries.begin(), entries.end()};
  };
  if (design.kind == DesignKind::list || design.kind == DesignKind::grid)
    for (std::size_t point = 0; point < design.points; ++point)
      if (design.entries_of(point)[factor] == entry) return entries_of(point);
  std::vector<double> entries = entries_of(0);
  entries[factor] = entry;
  return entries;
}

// A value is wrong when it is refused both alone and in company: a combination that is refused is a run that
// fails.
void try_entry(const SweepPlan& plan, std::size_t factor, double entry, const Place& where,
               Problems& problems) {
  const FactorSettings& tried = plan.settings().factors[factor];
  const std::vector<Diagnostic> alone = refusals(plan, experiment::settings_of(tried, entry));
  if (alone.empty() || refusals(plan, plan.settings_at(point_with(plan, factor, entry))).empty()) return;
  for (const Diagnostic& one : alone)
    problems.add(where,
                 fmt::format("with {} at {}: {}", tried.name, experiment::text_of(tried, entry), one.problem),
                 one.hint);
}

}  // namespace

std::optional<RunCost> try_a_run(const SweepPlan& plan, const std::function<bool()>& asked_to_stop) {
  ForkedWork work{"trial", [&plan] { return begin_a_run(plan); }, 0};
  pollfd polled{work.descriptor(), POLLIN, 0};
  while (::poll(&polled, 1, 50) == 0)
    if (asked_to_stop && asked_to_stop()) return std::nullopt;
  const WorkEnd end = work.wait();
  RunCost cost;
  if (end.signal != 0 || end.threw || std::sscanf(end.said.c_str(), "%lf", &cost.seconds) != 1)
    return std::nullopt;
  cost.peak_bytes = end.peak_bytes;
  return cost;
}

std::size_t jobs_for(std::size_t runs, const std::optional<RunCost>& cost) {
  std::size_t jobs = std::max<std::size_t>(1, std::min(usable_cores(), runs));
  if (!cost || cost->peak_bytes == 0) return jobs;
  const double room = kMemoryShare * static_cast<double>(usable_bytes());
  const double fitting = room / (kMemoryReserve * static_cast<double>(cost->peak_bytes));
  return std::clamp<std::size_t>(static_cast<std::size_t>(std::min(fitting, 1e6)), 1, jobs);
}

std::uint64_t folder_bytes(const SweepPlan& plan) {
  constexpr std::uint64_t kHeader = 256;
  constexpr std::uint64_t kBlock = 4096;  // of most file systems
  const std::uint64_t record =
      kHeader + plan.run(0).identity.size() + sizeof(double) * plan.records() * numbers_of_a_record(plan);
  return plan.runs() * ((record + kBlock - 1) / kBlock) * kBlock;
}

std::uint64_t file_bytes(const SweepPlan& plan) {
  constexpr std::uint64_t kOthers = 8;         // point, replicate, seed, status ...
  constexpr std::uint64_t kFrame = 1U << 16U;  // names, units and HDF5's own
  return kFrame + plan.base().resolved.size() + plan.settings().text.size() +
         plan.runs() * sizeof(double) *
             (kOthers + plan.settings().factors.size() + plan.head().indices.size() +
              plan.records() * numbers_of_a_record(plan));
}

void check_values(const SweepPlan& plan) {
  Problems problems;
  const std::vector<FactorSettings>& factors = plan.settings().factors;
  for (std::size_t k = 0; k < factors.size(); ++k) {
    const FactorSettings& factor = factors[k];
    for (std::size_t level = 0; level < factor.levels.size(); ++level)
      try_entry(plan, k, static_cast<double>(level), factor.levels[level].where, problems);
    if (!factor.levels.empty()) continue;
    for (const double end : {factor.from, factor.to}) try_entry(plan, k, end, factor.where, problems);
  }
  problems.throw_if_any();
}

}  // namespace yanzhen::tools
