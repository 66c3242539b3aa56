#include "models/lock_in/decomposition.hpp"

#include <cmath>
#include <limits>

#include "models/lock_in/twins.hpp"

namespace yanzhen::lock_in {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

// All mechanisms at work first, then each switch; persistence (mechanism, seed).
std::vector<MechanismOff> tell(const std::vector<DecomposeSettings::Switch>& switches,
                               const std::vector<double>& persistence, std::size_t seeds) {
  std::vector<MechanismOff> out;
  for (std::size_t m = 0; m <= switches.size(); ++m) {
    MechanismOff one;
    if (m > 0) one.mechanism = switches[m - 1].mechanism;
    for (std::size_t k = 0; k < seeds; ++k) one.by_seed.push_back(persistence[m * seeds + k]);
    one.over_seeds = summarize(one.by_seed);
    one.explained = m == 0 ? kUnknown : explained(out.front().over_seeds.mean, one.over_seeds.mean);
    out.push_back(std::move(one));
  }
  return out;
}

// Settings of mechanism m: none for the first.
Settings settings_of(const std::vector<DecomposeSettings::Switch>& switches, std::size_t m) {
  return m == 0 ? Settings{} : switches[m - 1].settings;
}

}  // namespace

double effect_persistence(std::span<const double> effect) {
  double peak = 0;
  for (const double one : effect)
    if (std::abs(one) > std::abs(peak)) peak = one;  // never true of NaN
  return effect.empty() || peak == 0 ? kUnknown : effect.back() / peak;
}

double explained(double all, double without) { return all == 0 ? kUnknown : 1 - without / all; }

std::vector<MechanismOff> decompose_effect(Runs& runs, const Watch& watch, const Settings& event,
                                           const std::vector<DecomposeSettings::Switch>& switches,
                                           std::span<const std::uint64_t> seeds) {
  const std::size_t cells = (switches.size() + 1) * seeds.size();
  std::vector<Path> paths(2 * cells);
  runs.for_each_job(paths.size(), [&](std::size_t job) {
    const std::size_t cell = job / 2;
    Settings settings = settings_of(switches, cell / seeds.size());
    if (job % 2 == 1) settings.insert(settings.end(), event.begin(), event.end());
    paths[job] = run_path(runs, watch, settings, seeds[cell % seeds.size()]);
  });
  std::vector<double> persistence;
  for (std::size_t cell = 0; cell < cells; ++cell)
    persistence.push_back(effect_persistence(compare(paths[2 * cell + 1], paths[2 * cell]).ln_ratio));
  return tell(switches, persistence, seeds.size());
}

std::vector<MechanismOff> decompose_leadership(Runs& runs, const CellPanel& panel, std::size_t years,
                                               const std::vector<DecomposeSettings::Switch>& switches,
                                               std::span<const std::uint64_t> seeds) {
  std::vector<double> persistence((switches.size() + 1) * seeds.size(), kUnknown);
  runs.for_each_job(persistence.size(), [&](std::size_t job) {
    const Settings settings = settings_of(switches, job / seeds.size());
    const CellSeries series = run_cells(runs, panel, settings, seeds[job % seeds.size()]);
    const std::vector<SamePairs> same = same_leader(leaders(series), series.places);
    if (years >= 1 && years <= same.size()) persistence[job] = same[years - 1].probability();
  });
  return tell(switches, persistence, seeds.size());
}

}  // namespace yanzhen::lock_in
