#include "models/experiment/main_effects.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "engine/elementary.hpp"

namespace yanzhen::experiment {
namespace {

// The results with what all factors need of them.
struct Results {
  const Design& design;
  std::span<const double> by_run;  // points x replicates
  std::size_t replicates;
  double confidence;
  std::vector<double> by_point;     // means over replicates, NaN where there is none
  std::vector<std::size_t> points;  // those that are used and have a result
  double total = 0;                 // sum of squares of by_point over `points`
  double chance = 0;                // variance of a point's mean that chance makes; grids alone
};

bool points_are_drawn(DesignKind kind) {
  return kind == DesignKind::latin_hypercube || kind == DesignKind::sobol || kind == DesignKind::saltelli;
}

bool is_used(const Design& design, std::size_t point) {
  return design.kind != DesignKind::saltelli || point % (design.factors + 2) < 2;
}

double mean_over(std::span<const double> values, std::span<const std::size_t> chosen) {
  double sum = 0;
  for (const std::size_t k : chosen) sum += values[k];
  return sum / static_cast<double>(chosen.size());
}

double squares_over(std::span<const double> values, std::span<const std::size_t> chosen) {
  const double mean = mean_over(values, chosen);
  double squares = 0;
  for (const std::size_t k : chosen) squares += (values[k] - mean) * (values[k] - mean);
  return squares;
}

// What is left of each run's result without its point's mean: one row of points by replicate, NaN left out.
std::vector<double> by_replicate(const Results& results, std::span<const std::size_t> points) {
  std::vector<double> means(results.replicates, kUnknown);
  for (std::size_t r = 0; r < results.replicates; ++r) {
    double sum = 0;
    std::size_t n = 0;
    for (const std::size_t point : points) {
      const double value = results.by_run[point * results.replicates + r];
      if (std::isnan(value)) continue;
      sum += value - results.by_point[point];
      ++n;
    }
    if (n > 0) means[r] = sum / static_cast<double>(n);
  }
  return means;
}

// The variance of a point's mean that is neither the point's nor the replicate's: chance that common random
// numbers leave.
double chance_of_means(const Results& results) {
  const std::vector<double> offsets = by_replicate(results, results.points);
  double squares = 0;
  std::size_t runs = 0;
  for (const std::size_t point : results.points)
    for (std::size_t r = 0; r < results.replicates; ++r) {
      const double value = results.by_run[point * results.replicates + r];
      if (std::isnan(value)) continue;
      const double left = value - results.by_point[point] - offsets[r];
      squares += left * left;
      ++runs;
    }
  const std::size_t used = results.points.size() + results.replicates - 1;
  if (runs <= used) return 0;
  const double per_point = static_cast<double>(runs) / static_cast<double>(results.points.size());
  return squares / static_cast<double>(runs - used) / per_point;
}

// Rounding of results that are all the same is no variance.
double total_squares(const Results& results) {
  constexpr double kRounding = 1e-13;  // of a mean of some hundred numbers, relative
  double largest = 0;
  for (const std::size_t point : results.points)
    largest = std::max(largest, std::abs(results.by_point[point]));
  const double squares = squares_over(results.by_point, results.points);
  const double noise = largest * kRounding;
  return squares > noise * noise * static_cast<double>(results.points.size()) ? squares : 0;
}

Results gather(const Design& design, std::span<const double> by_run, std::size_t replicates,
               double confidence) {
  Results results{
      design, by_run, replicates, confidence, means_of(replicate_means(by_run, replicates, confidence)),
      {},     0,      0};
  for (std::size_t point = 0; point < design.points; ++point)
    if (is_used(design, point) && !std::isnan(results.by_point[point])) results.points.push_back(point);
  if (results.points.empty()) return results;
  results.total = total_squares(results);
  if (design.kind == DesignKind::grid && replicates > 1) results.chance = chance_of_means(results);
  return results;
}

// ---- levels of a factor

// The points of one value or bin.
struct Group {
  double from = 0;
  double to = 0;
  std::vector<std::size_t> points;
};

bool told_by_value(const Design& design, const FactorSettings& factor, std::size_t f) {
  if (!factor.levels.empty() || design.kind == DesignKind::grid) return true;
  if (points_are_drawn(design.kind))
    return factor.whole && factor.to - factor.from < static_cast<double>(kMostValues);
  std::set<double> values;
  for (std::size_t point = 0; point < design.points && values.size() <= kMostValues; ++point)
    values.insert(design.entries_of(point)[f]);
  return values.size() <= kMostValues;
}

std::vector<Group> groups_by_value(const Results& results, std::size_t f) {
  std::map<double, Group> groups;
  for (const std::size_t point : results.points) {
    const double entry = results.design.entries_of(point)[f];
    Group& group = groups[entry];
    group.from = group.to = entry;
    group.points.push_back(point);
  }
  std::vector<Group> list;
  for (auto& entry : groups) list.push_back(std::move(entry.second));
  return list;
}

// Where the bins of a range begin, and where the last ends.
std::vector<double> bin_edges(const FactorSettings& factor) {
  std::vector<double> edges{factor.from};
  for (std::size_t k = 1; k < kBins; ++k) {
    const double part = static_cast<double>(k) / kBins;
    edges.push_back(factor.logarithmic
                        ? exponential(std::lerp(natural_log(factor.from), natural_log(factor.to), part))
                        : std::lerp(factor.from, factor.to, part));
  }
  edges.push_back(factor.to);
  return edges;
}

std::vector<Group> groups_by_bin(const Results& results, const FactorSettings& factor, std::size_t f) {
  const std::vector<double> edges = bin_edges(factor);
  std::vector<Group> groups(kBins);
  for (std::size_t k = 0; k < kBins; ++k) groups[k] = {edges[k], edges[k + 1], {}};
  for (const std::size_t point : results.points) {
    const double entry = results.design.entries_of(point)[f];
    const auto above = std::upper_bound(edges.begin() + 1, edges.end() - 1, entry);
    groups[static_cast<std::size_t>(above - edges.begin()) - 1].points.push_back(point);
  }
  std::erase_if(groups, [](const Group& group) { return group.points.empty(); });
  return groups;
}

// ---- one level

// Means of the level's points within each trajectory.
std::vector<double> by_trajectory(const Results& results, const Group& group) {
  std::map<std::size_t, std::pair<double, double>> sums;
  for (const std::size_t point : group.points) {
    auto& sum = sums[point / (results.design.factors + 1)];
    sum.first += results.by_point[point];
    sum.second += 1;
  }
  std::vector<double> means;
  for (const auto& entry : sums) means.push_back(entry.second.first / entry.second.second);
  return means;
}

MeanEstimate level_mean(const Results& results, const Group& group) {
  const DesignKind kind = results.design.kind;
  if (kind == DesignKind::morris) return mean_estimate(by_trajectory(results, group), results.confidence);
  if (points_are_drawn(kind) || results.replicates == 1) {
    std::vector<double> values;
    for (const std::size_t point : group.points) values.push_back(results.by_point[point]);
    return mean_estimate(values, results.confidence);
  }
  // Offsets from the points' means, so that a run that failed moves no mean by what its point is.
  std::vector<double> means = by_replicate(results, group.points);
  const double mean = mean_over(results.by_point, group.points);
  for (double& value : means) value += mean;
  return mean_estimate(means, results.confidence);
}

void add_shares(const Results& results, const std::vector<Group>& groups, MainEffect& effect) {
  if (!(results.total > 0)) return;
  double within = 0;
  for (const Group& group : groups) within += squares_over(results.by_point, group.points);
  const double between = std::max(0.0, results.total - within);
  effect.share = between / results.total;
  const std::size_t n = results.points.size();
  const std::size_t k = groups.size();
  const bool grid = results.design.kind == DesignKind::grid;
  if (!grid && n == k) return;
  const double error = grid ? results.chance : within / static_cast<double>(n - k);
  effect.corrected = (between - static_cast<double>(k - 1) * error) / results.total;
}

MainEffect main_effect(const Results& results, const FactorSettings& factor, std::size_t f) {
  const std::vector<Group> groups = told_by_value(results.design, factor, f)
                                        ? groups_by_value(results, f)
                                        : groups_by_bin(results, factor, f);
  MainEffect effect;
  for (const Group& group : groups)
    effect.levels.push_back({group.from, group.to, group.points.size(), level_mean(results, group)});
  add_shares(results, groups, effect);
  return effect;
}

}  // namespace

std::vector<MainEffect> main_effects(const Design& design, std::span<const FactorSettings> factors,
                                     std::span<const double> results, std::size_t replicates,
                                     double confidence) {
  const Results gathered = gather(design, results, replicates, confidence);
  std::vector<MainEffect> effects;
  for (std::size_t f = 0; f < factors.size(); ++f) effects.push_back(main_effect(gathered, factors[f], f));
  return effects;
}

}  // namespace yanzhen::experiment
