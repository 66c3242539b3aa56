#include "tools/lockin_experiment.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace yanzhen::tools {
namespace {

using lock_in::Settings;

// One experiment: what all five need, and each in a function of its own.
class Experiment {
 public:
  Experiment(const ScenarioVariants& variants, const LockInRequest& request)
      : variants_{variants},
        request_{request},
        settings_{variants.base().lock_in.value()},
        runs_{[&variants](std::span<const std::string> settings, std::uint64_t seed) {
                return variants.make(settings, seed);
              },
              request.conduct} {}

  LockInReport run() {
    switch (request_.what) {
      case LockInWhat::hysteresis:
        return hysteresis(settings_.hysteresis.value());
      case LockInWhat::escape:
        return escape(settings_.escape.value());
      case LockInWhat::twins:
        return twins(settings_.twins.value());
      case LockInWhat::decompose:
        return settings_.twins ? decompose_effect(settings_.decompose.value(), settings_.twins->settings)
                               : decompose_leadership(settings_.decompose.value());
      case LockInWhat::persistence:
        return persistence();
    }
    throw std::logic_error{"an experiment without a name"};
  }

 private:
  LockInReport hysteresis(const HysteresisSettings& asked) {
    refuse_frame(asked.swept);
    const auto time = lock_in::loop_time(clock(), asked);
    if (!time)
      refuse(asked.swept.where,
             fmt::format("{} values up and down again, {} years each, end after the year 2999", asked.points,
                         asked.years),
             "fewer lockin.hysteresis.points, or fewer years");
    const Settings common{lock_in::end_setting(clock(), time->steps)};
    std::vector<Settings> all;
    for (const double value : lock_in::grid(asked.swept.from, asked.swept.to, asked.points)) {
      all.push_back(common);
      all.back().push_back(lock_in::setting(asked.swept.path, value));
    }
    const lock_in::Watch watch = watched();
    variants_.check(all, asked.swept.where, request_.conduct);
    request_.ready(time->steps * seeds());
    const auto loops = lock_in::run_loops(runs_, watch, asked, time->hold, common, request_.seeds);
    return report(named(watch), asked, loops);
  }

  LockInReport escape(const EscapeSettings& asked) {
    const lock_in::Watch watch = watched();
    const double middle = asked.swept.from + (asked.swept.to - asked.swept.from) / 2;
    std::vector<Settings> all;
    for (const double value : {asked.swept.from, asked.swept.to, middle})
      all.push_back({lock_in::setting(asked.swept.path, value)});
    variants_.check(all, asked.swept.where, request_.conduct);
    request_.ready(clock().steps() * seeds() * lock_in::most_trials(asked));
    return report(named(watch), asked, lock_in::run_escape(runs_, watch, asked, request_.seeds));
  }

  LockInReport twins(const TwinSettings& asked) {
    const lock_in::Watch watch = watched();
    variants_.check({asked.settings}, asked.where, request_.conduct);
    request_.ready(2 * clock().steps() * seeds());
    return report(named(watch), asked.settings,
                  lock_in::run_twins(runs_, watch, asked.settings, request_.seeds));
  }

  LockInReport decompose_effect(const DecomposeSettings& asked, const Settings& twin) {
    const lock_in::Watch watch = watched();
    check_switches(asked, twin);
    request_.ready(2 * clock().steps() * seeds() * (asked.switches.size() + 1));
    return report(named(watch), "the effect on " + watch.text(),
                  lock_in::decompose_effect(runs_, watch, twin, asked.switches, request_.seeds));
  }

  LockInReport decompose_leadership(const DecomposeSettings& asked) {
    const lock_in::CellPanel panel = cells();
    check_switches(asked, {});
    request_.ready(clock().steps() * seeds() * (asked.switches.size() + 1));
    const std::size_t years = whole_years() / 2;  // as many starts as years between start and end
    const std::string what = fmt::format("the leading {} over {} years", panel.kind.name, years);
    return report({panel.name, "1", clock(), request_.seeds}, what,
                  lock_in::decompose_leadership(runs_, panel, years, asked.switches, request_.seeds));
  }

  LockInReport persistence() {
    const lock_in::CellPanel panel = cells();
    request_.ready(clock().steps() * seeds());
    return report({panel.name, "1", clock(), request_.seeds}, panel,
                  lock_in::run_persistence(runs_, panel, {}, request_.seeds));
  }

  void check_switches(const DecomposeSettings& asked, const Settings& twin) const {
    std::vector<Settings> all{twin};
    for (const DecomposeSettings::Switch& one : asked.switches) {
      all.push_back(one.settings);
      if (twin.empty()) continue;
      all.push_back(one.settings);
      all.back().insert(all.back().end(), twin.begin(), twin.end());
    }
    variants_.check(all, asked.where, request_.conduct);
  }

  // The state of a run fits no model with other steps, agents or tables.
  static void refuse_frame(const SweptPath& swept) {
    for (const char* const part : {"time.", "scale.", "data.", "seed", "model", "lockin."})
      if (swept.path.starts_with(part))
        refuse(swept.where,
               fmt::format("lockin.hysteresis.path is \"{}\", which cannot change while a run goes on",
                           swept.path),
               "a parameter or a policy's number can");
  }

  [[noreturn]] static void refuse(const Place& where, std::string problem, std::string hint) {
    Problems problems;
    problems.add(where, std::move(problem), std::move(hint));
    problems.throw_if_any();
    throw std::logic_error{"a problem that is none"};
  }

  lock_in::Watch watched() const {
    const Simulation run = variants_.make({}, variants_.base().seed);
    Problems problems;
    const auto watch = lock_in::Watch::resolve(settings_.watch, run.model(), problems);
    problems.throw_if_any();
    return watch.value();
  }

  lock_in::CellPanel cells() const {
    const Simulation run = variants_.make({}, variants_.base().seed);
    Problems problems;
    const auto panel = lock_in::find_cells(settings_.watch, run.model(), problems);
    problems.throw_if_any();
    if (whole_years() < 2)
      refuse({variants_.base().file, 0, 0},
             "the run is shorter than two years, and leaders are compared by years", "a later time.end");
    return panel.value();
  }

  [[nodiscard]] std::size_t whole_years() const {
    std::size_t years = 0;
    for (Step step = 1; step <= clock().steps(); ++step) years += lock_in::whole_year(clock(), step) ? 1 : 0;
    return years;
  }

  [[nodiscard]] const Clock& clock() const { return variants_.base().clock; }
  [[nodiscard]] std::uint64_t seeds() const { return request_.seeds.size(); }
  [[nodiscard]] Watched named(const lock_in::Watch& watch) const {
    return {watch.text(), watch.unit(), clock(), request_.seeds};
  }

  const ScenarioVariants& variants_;
  const LockInRequest& request_;
  const LockInSettings& settings_;
  lock_in::Runs runs_;
};

}  // namespace

LockInReport run_experiment(const ScenarioVariants& variants, const LockInRequest& request) {
  return Experiment{variants, request}.run();
}

}  // namespace yanzhen::tools
