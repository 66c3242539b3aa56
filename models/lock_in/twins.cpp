#include "models/lock_in/twins.hpp"

#include <bit>
#include <limits>

#include "engine/elementary.hpp"

namespace yanzhen::lock_in {
namespace {

double ln_ratio(double above, double below) {
  constexpr double kLeast = std::numeric_limits<double>::min();  // natural_log wants a normal number
  constexpr double kMost = std::numeric_limits<double>::max();
  const bool known = above >= kLeast && below >= kLeast && above <= kMost && below <= kMost;
  if (!known) return std::numeric_limits<double>::quiet_NaN();
  return natural_log(above) - natural_log(below);
}

// The state's checksum is over whole numbers; what is watched may differ before they do.
std::optional<Step> first_difference(const Path& a, const Path& b) {
  for (std::size_t step = 0, look = 0; step < a.checksums.size(); ++step) {
    if (a.checksums[step] != b.checksums[step]) return static_cast<Step>(step);
    if (look >= a.steps.size() || a.steps[look] != step) continue;
    if (std::bit_cast<std::uint64_t>(a.values[look]) != std::bit_cast<std::uint64_t>(b.values[look]))
      return static_cast<Step>(step);
    ++look;
  }
  return std::nullopt;
}

std::vector<SeedSummary> over_seeds(const std::vector<TwinPair>& pairs,
                                    std::vector<double> TwinPair::*series) {
  std::vector<SeedSummary> out;
  for (std::size_t look = 0; look < (pairs.front().*series).size(); ++look) {
    std::vector<double> by_seed;
    for (const TwinPair& pair : pairs) by_seed.push_back((pair.*series)[look]);
    out.push_back(summarize(by_seed));
  }
  return out;
}

}  // namespace

Path run_path(Runs& runs, const Watch& watch, std::span<const std::string> settings, std::uint64_t seed) {
  return runs.with_run(settings, seed, [&](Simulation& run) {
    Path path;
    const auto look = [&] {
      path.steps.push_back(run.now());
      path.years.push_back(run.clock().decimal_year(run.now()));
      path.values.push_back(watch.measure(run.model()));
      run.model().start_flow_interval();
    };
    path.checksums.push_back(run.model().checksum());
    look();
    while (run.now() < run.end()) {
      runs.step(run);
      path.checksums.push_back(run.model().checksum());
      if (look_due(run.clock(), run.now())) look();
    }
    return path;
  });
}

TwinPair compare(const Path& scenario, const Path& twin) {
  TwinPair pair;
  for (std::size_t look = 0; look < scenario.values.size(); ++look) {
    pair.ln_ratio.push_back(ln_ratio(scenario.values[look], twin.values[look]));
    pair.difference.push_back(scenario.values[look] - twin.values[look]);
  }
  pair.parted = first_difference(scenario, twin);
  return pair;
}

Twins join(std::vector<Path> scenario, std::vector<Path> twin) {
  Twins twins;
  for (std::size_t k = 0; k < twin.size(); ++k) twins.pairs.push_back(compare(scenario[k], twin[k]));
  twins.years = twin.front().years;
  twins.ln_ratio = over_seeds(twins.pairs, &TwinPair::ln_ratio);
  twins.difference = over_seeds(twins.pairs, &TwinPair::difference);
  twins.scenario = std::move(scenario);
  twins.twin = std::move(twin);
  return twins;
}

Twins run_twins(Runs& runs, const Watch& watch, const Settings& settings,
                std::span<const std::uint64_t> seeds) {
  std::vector<Path> scenario(seeds.size()), twin(seeds.size());
  runs.for_each_job(2 * seeds.size(), [&](std::size_t job) {
    const bool other = job % 2 == 1;
    (other ? twin : scenario)[job / 2] = run_path(runs, watch, other ? settings : Settings{}, seeds[job / 2]);
  });
  return join(std::move(scenario), std::move(twin));
}

}  // namespace yanzhen::lock_in
