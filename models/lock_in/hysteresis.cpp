#include "models/lock_in/hysteresis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/memory_state.hpp"

namespace yanzhen::lock_in {
namespace {

constexpr int kLastYear = 2999;

double range_of(std::span<const double> numbers) {
  const auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
  return *most - *least;
}

Jump largest_change(std::span<const double> values, std::span<const double> branch) {
  Jump jump;
  for (std::size_t k = 0; k + 1 < branch.size(); ++k) {
    const double change = branch[k + 1] - branch[k];
    if (k > 0 && std::abs(change) <= std::abs(jump.change)) continue;
    jump = {values[k], values[k + 1], change, 0};
  }
  const double range = range_of(branch);
  jump.share = range > 0 ? std::abs(jump.change) / range : 0.0;
  return jump;
}

// Runs one value's time on from `state` (nothing: from the start) and leaves the state there.
double hold_value(Runs& runs, const Watch& watch, const Settings& settings, std::uint64_t seed, Step hold,
                  std::optional<SavedArrays>& state) {
  return runs.with_run(settings, seed, [&](Simulation& run) {
    if (state) {
      StateLoader loader{std::move(*state)};
      run.visit_state(loader);
    }
    run.model().start_flow_interval();
    for (const Step end = run.now() + hold; run.now() < end;) runs.step(run);
    StateSaver saver;
    run.visit_state(saver);
    state = std::move(saver.saved);
    return watch.measure(run.model());
  });
}

Loop run_loop(Runs& runs, const Watch& watch, const HysteresisSettings& settings, Step hold,
              const Settings& common, std::uint64_t seed) {
  const std::vector<double> values = grid(settings.swept.from, settings.swept.to, settings.points);
  std::optional<SavedArrays> state;
  const auto hold_at = [&](std::size_t point) {
    Settings all = common;
    all.push_back(setting(settings.swept.path, values[point]));
    return hold_value(runs, watch, all, seed, hold, state);
  };
  Loop loop{std::vector<double>(values.size()), std::vector<double>(values.size())};
  for (std::size_t k = 0; k < values.size(); ++k) loop.up[k] = hold_at(k);
  loop.down.back() = loop.up.back();
  for (std::size_t k = values.size() - 1; k-- > 0;) loop.down[k] = hold_at(k);
  return loop;
}

}  // namespace

std::vector<double> grid(double from, double to, std::size_t points) {
  std::vector<double> values;
  for (std::size_t k = 0; k < points; ++k) {
    const double part = static_cast<double>(k) / static_cast<double>(points - 1);
    values.push_back(k + 1 == points ? to : from + (to - from) * part);
  }
  return values;
}

LoopMeasures measure(std::span<const double> values, const Loop& loop, double return_tolerance) {
  LoopMeasures out;
  const auto gap = [&](std::size_t k) { return std::abs(loop.down[k] - loop.up[k]); };
  for (std::size_t k = 0; k + 1 < values.size(); ++k)
    out.area += (gap(k) + gap(k + 1)) / 2 * std::abs(values[k + 1] - values[k]);
  std::vector<double> both = loop.up;
  both.insert(both.end(), loop.down.begin(), loop.down.end());
  const double range = range_of(both);
  const double box = range * std::abs(values.back() - values.front());
  out.share = box > 0 ? out.area / box : 0.0;
  out.gap = loop.down.front() - loop.up.front();
  out.returns = std::abs(out.gap) <= return_tolerance * range;
  out.up = largest_change(values, loop.up);
  out.down = largest_change(values, loop.down);
  return out;
}

std::optional<LoopTime> loop_time(const Clock& clock, const HysteresisSettings& settings) {
  const double hold = std::max(1.0, std::round(settings.years / clock.years_per_step()));
  const double steps = hold * (2.0 * settings.points - 1);
  if (clock.decimal_year(0) + steps * clock.years_per_step() >= kLastYear) return std::nullopt;
  return LoopTime{static_cast<Step>(hold), static_cast<Step>(steps)};
}

std::string end_setting(const Clock& clock, Step steps) {
  return fmt::format("time.end=\"{}\"", to_text(clock.date(steps)));
}

std::vector<Loop> run_loops(Runs& runs, const Watch& watch, const HysteresisSettings& settings, Step hold,
                            const Settings& common, std::span<const std::uint64_t> seeds) {
  std::vector<Loop> loops(seeds.size());
  runs.for_each_job(seeds.size(), [&](std::size_t job) {
    loops[job] = run_loop(runs, watch, settings, hold, common, seeds[job]);
  });
  return loops;
}

Loop mean_loop(std::span<const Loop> by_seed) {
  Loop mean{std::vector<double>(by_seed.front().up.size(), 0.0),
            std::vector<double>(by_seed.front().up.size(), 0.0)};
  for (std::size_t k = 0; k < mean.up.size(); ++k) {
    for (const Loop& loop : by_seed) {
      mean.up[k] += loop.up[k];
      mean.down[k] += loop.down[k];
    }
    mean.up[k] /= static_cast<double>(by_seed.size());
    mean.down[k] /= static_cast<double>(by_seed.size());
  }
  return mean;
}

}  // namespace yanzhen::lock_in
