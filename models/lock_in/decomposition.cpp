#include "models/lock_in/decomposition.hpp"

#include <cmath>
#include <limits>

#include "models/lock_in/twins.hpp"

namespace yanzhen::lock_in {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

// The mean over seeds look by look; a look that no seed knows is not known.
std::vector<double> mean_of(std::span<const std::vector<double>> by_seed) {
  std::vector<double> mean;
  for (std::size_t look = 0; look < by_seed.front().size(); ++look) {
    std::vector<double> values;
    for (const std::vector<double>& one : by_seed) values.push_back(one[look]);
    mean.push_back(summarize(values).mean);
  }
  return mean;
}

// Fills what follows from the persistence by seed and of the mean; all mechanisms at work come first.
void tell(const std::vector<DecomposeSettings::Switch>& switches, std::vector<MechanismOff>& out) {
  for (std::size_t m = 0; m < out.size(); ++m) {
    if (m > 0) out[m].mechanism = switches[m - 1].mechanism;
    out[m].over_seeds = summarize(out[m].by_seed);
    out[m].explained = m == 0 ? kUnknown : explained(out.front().of_mean, out[m].of_mean);
  }
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

std::vector<MechanismOff> decompose_effect(Runs& runs, const Watch& watch, const Settings& twin,
                                           const std::vector<DecomposeSettings::Switch>& switches,
                                           std::span<const std::uint64_t> seeds) {
  const std::size_t cells = (switches.size() + 1) * seeds.size();
  std::vector<Path> paths(2 * cells);
  runs.for_each_job(paths.size(), [&](std::size_t job) {
    const std::size_t cell = job / 2;
    Settings settings = settings_of(switches, cell / seeds.size());
    if (job % 2 == 1) settings.insert(settings.end(), twin.begin(), twin.end());
    paths[job] = run_path(runs, watch, settings, seeds[cell % seeds.size()]);
  });
  std::vector<std::vector<double>> effects;  // (mechanism, seed)
  for (std::size_t cell = 0; cell < cells; ++cell)
    effects.push_back(compare(paths[2 * cell], paths[2 * cell + 1]).ln_ratio);
  std::vector<MechanismOff> out(switches.size() + 1);
  for (std::size_t m = 0; m < out.size(); ++m) {
    const auto of_mechanism = std::span{effects}.subspan(m * seeds.size(), seeds.size());
    for (const std::vector<double>& effect : of_mechanism)
      out[m].by_seed.push_back(effect_persistence(effect));
    out[m].of_mean = effect_persistence(mean_of(of_mechanism));
  }
  tell(switches, out);
  return out;
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
  std::vector<MechanismOff> out(switches.size() + 1);
  for (std::size_t m = 0; m < out.size(); ++m) {
    const auto of_mechanism = std::span{persistence}.subspan(m * seeds.size(), seeds.size());
    out[m].by_seed.assign(of_mechanism.begin(), of_mechanism.end());
    out[m].of_mean = summarize(of_mechanism).mean;
  }
  tell(switches, out);
  return out;
}

}  // namespace yanzhen::lock_in
