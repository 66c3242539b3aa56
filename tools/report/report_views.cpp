#include "tools/report/report_views.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/experiment/student_t.hpp"

namespace yanzhen::tools {
namespace {

constexpr double kConfidence = .95;

// Runs of one scenario, each of another seed.
struct SeedRuns {
  std::string text;  // of the scenario, without the seed
  std::vector<std::size_t> runs;
  std::vector<std::size_t> repeated;
};

std::vector<SeedRuns> scenarios_of(const std::vector<GivenRun>& runs) {
  std::vector<SeedRuns> scenarios;
  for (std::size_t run = 0; run < runs.size(); ++run) {
    const std::string text = without_seed(runs[run].scenario);
    auto scenario = std::find_if(scenarios.begin(), scenarios.end(),
                                 [&](const SeedRuns& one) { return one.text == text; });
    if (scenario == scenarios.end()) scenario = scenarios.insert(scenarios.end(), {text, {}, {}});
    const bool repeats = std::any_of(scenario->runs.begin(), scenario->runs.end(),
                                     [&](std::size_t known) { return runs[known].seed == runs[run].seed; });
    (repeats ? scenario->repeated : scenario->runs).push_back(run);
  }
  return scenarios;
}

// One sample of a view: numbers of a run, or of a policy's run less its base's.
double sample(const ReportView& view, const std::vector<std::vector<double>>& by_run, std::size_t seed,
              std::size_t k) {
  if (!view.is_difference()) return by_run[view.runs[seed]][k];
  return by_run[view.pairs[seed].policy][k] - by_run[view.pairs[seed].base][k];
}

}  // namespace

std::vector<ReportView> plan_views(const std::vector<GivenRun>& runs, std::vector<std::string>& notes) {
  const std::vector<SeedRuns> scenarios = scenarios_of(runs);
  if (scenarios.size() == 1) {
    for (const std::size_t run : scenarios[0].repeated)
      notes.push_back(fmt::format("{} is left out: its scenario and seed were given before", runs[run].file));
    return {{runs[0].title, "", scenarios[0].runs, {}}};
  }
  const Pairing pairing = pair_runs(runs);
  notes.insert(notes.end(), pairing.notes.begin(), pairing.notes.end());
  std::vector<ReportView> views{{pairing.base_name, "", scenarios[0].runs, {}}};
  for (std::size_t k = 0; k < pairing.policies.size(); ++k)
    views.push_back({pairing.policies[k].name, "", scenarios[k + 1].runs, {}});
  for (const PairedPolicy& policy : pairing.policies)
    views.push_back({policy.name, pairing.base_name, {}, policy.pairs});
  return views;
}

ViewNumbers numbers_of(const ReportView& view, const std::vector<std::vector<double>>& by_run) {
  const std::size_t seeds = view.seeds();
  const std::size_t length = by_run[view.is_difference() ? view.pairs[0].base : view.runs[0]].size();
  ViewNumbers numbers;
  numbers.values.resize(length);
  if (seeds > 1) {
    numbers.low.resize(length);
    numbers.high.resize(length);
  }
  const auto n = static_cast<double>(seeds);
  const double quantile =
      seeds > 1 ? experiment::student_t_quantile((1 + kConfidence) / 2, seeds - 1) / std::sqrt(n) : 0;
  for (std::size_t k = 0; k < length; ++k) {
    double sum = 0;
    for (std::size_t seed = 0; seed < seeds; ++seed) sum += sample(view, by_run, seed, k);
    const double mean = seeds > 1 ? sum / n : sum;
    numbers.values[k] = mean;
    if (seeds == 1) continue;
    double squares = 0;
    for (std::size_t seed = 0; seed < seeds; ++seed) {
      const double off = sample(view, by_run, seed, k) - mean;
      squares += off * off;
    }
    const double half = quantile * std::sqrt(squares / (n - 1));
    numbers.low[k] = mean - half;
    numbers.high[k] = mean + half;
  }
  return numbers;
}

}  // namespace yanzhen::tools
