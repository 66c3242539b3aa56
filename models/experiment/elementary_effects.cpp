#include <algorithm>
#include <cmath>

#include "models/experiment/sensitivity.hpp"

namespace yanzhen::experiment {
namespace {

// The effects of one trajectory by factor. One that never moves, since it has a single level, has none.
std::vector<double> effects_of(const Design& design, std::size_t first_point,
                               std::span<const double> results) {
  std::vector<double> effects(design.factors, 0.0);
  for (std::size_t step = 0; step < design.factors; ++step) {
    const std::span<const double> before = design.unit_of(first_point + step);
    const std::span<const double> after = design.unit_of(first_point + step + 1);
    for (std::size_t factor = 0; factor < design.factors; ++factor)
      if (after[factor] != before[factor])
        effects[factor] = (results[step + 1] - results[step]) / (after[factor] - before[factor]);
  }
  return effects;
}

// Of every trajectory with all its results.
std::vector<std::vector<double>> all_effects(const Design& design, std::span<const double> results) {
  const std::size_t length = design.factors + 1;
  std::vector<std::vector<double>> out;
  for (std::size_t begin = 0; begin + length <= results.size(); begin += length) {
    const std::span<const double> own = results.subspan(begin, length);
    if (std::all_of(own.begin(), own.end(), [](double one) { return std::isfinite(one); }))
      out.push_back(effects_of(design, begin, own));
  }
  return out;
}

struct Summary {
  double mean = kUnknown, mean_size = kUnknown, deviation = kUnknown;
};

Summary summary_of(const std::vector<std::vector<double>>& effects, std::size_t factor,
                   std::span<const std::uint32_t> trajectories) {
  if (trajectories.empty()) return {};
  const auto n = static_cast<double>(trajectories.size());
  double sum = 0, sizes = 0, squares = 0;
  for (const std::uint32_t trajectory : trajectories) {
    sum += effects[trajectory][factor];
    sizes += std::abs(effects[trajectory][factor]);
  }
  for (const std::uint32_t trajectory : trajectories) {
    const double off = effects[trajectory][factor] - sum / n;
    squares += off * off;
  }
  return {sum / n, sizes / n, trajectories.size() > 1 ? std::sqrt(squares / (n - 1)) : kUnknown};
}

}  // namespace

ElementaryEffects elementary_effects(const Design& design, std::span<const double> results,
                                     const Bootstrap& bootstrap) {
  const std::vector<std::vector<double>> effects = all_effects(design, results);
  const auto statistics = [&](std::span<const std::uint32_t> trajectories) {
    std::vector<double> out;
    for (std::size_t factor = 0; factor < design.factors; ++factor) {
      const Summary summary = summary_of(effects, factor, trajectories);
      out.insert(out.end(), {summary.mean, summary.mean_size, summary.deviation});
    }
    return out;
  };
  const std::vector<Estimate> estimates = bootstrap_estimates(effects.size(), bootstrap, statistics);
  ElementaryEffects out{.trajectories = effects.size(), .mean = {}, .mean_size = {}, .deviation = {}};
  for (std::size_t factor = 0; factor < design.factors; ++factor) {
    out.mean.push_back(estimates[3 * factor]);
    out.mean_size.push_back(estimates[3 * factor + 1]);
    out.deviation.push_back(estimates[3 * factor + 2]);
  }
  return out;
}

}  // namespace yanzhen::experiment
