#include "models/experiment/regions.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "models/experiment/student_t.hpp"

namespace yanzhen::experiment {
namespace {

constexpr double kRounding = 1e-12;  // of sums of some thousand shares

// ---- boxes

// The entries of one factor that a box holds.
struct Limits {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  std::vector<char> gone;  // by named level

  [[nodiscard]] bool holds(double entry) const {
    return gone.empty() ? entry >= low && entry <= high : gone[static_cast<std::size_t>(entry)] == 0;
  }
  [[nodiscard]] bool open() const {
    return std::isinf(low) && std::isinf(high) && std::count(gone.begin(), gone.end(), 1) == 0;
  }
};

using Box = std::vector<Limits>;  // by factor

// The points that have a result.
struct Sample {
  const Design& design;
  std::span<const double> passing;
  std::vector<std::size_t> points;
  double passes = 0;  // sum of shares
  std::span<const FactorSettings> factors;

  // What a factor is ordered by: values need not stand in their order in the sweep file.
  [[nodiscard]] double entry(std::size_t point, std::size_t factor) const {
    return number_of(factors[factor], design.entries_of(point)[factor]);
  }
};

BoxWorth worth(const Sample& sample, std::size_t points, double passes) {
  const auto n = static_cast<double>(points);
  return {points, n / static_cast<double>(sample.points.size()), points > 0 ? passes / n : kUnknown,
          sample.passes > 0 ? passes / sample.passes : kUnknown};
}

BoxWorth worth_of(const Sample& sample, const Box& box) {
  std::size_t points = 0;
  double passes = 0;
  for (const std::size_t point : sample.points) {
    bool within = true;
    for (std::size_t f = 0; within && f < box.size(); ++f) within = box[f].holds(sample.entry(point, f));
    points += within ? 1 : 0;
    passes += within ? sample.passing[point] : 0;
  }
  return worth(sample, points, passes);
}

double harmonic_mean(const BoxWorth& box) {
  const double sum = box.coverage + box.density;
  return sum > 0 ? 2 * box.coverage * box.density / sum : 0;
}

// ---- peels

struct Peel {
  std::size_t factor = 0;
  Limits limits;  // of the factor afterwards
  std::size_t removed = 0;
  double gain = 0;  // of the mean, for each point removed
};

// How many points limits leave out, and what that does to the mean. Nothing where none or all go.
std::optional<Peel> weigh(const Sample& sample, std::span<const std::size_t> within, std::size_t factor,
                          Limits limits, double passes) {
  std::size_t removed = 0;
  double lost = 0;
  for (const std::size_t point : within) {
    if (limits.holds(sample.entry(point, factor))) continue;
    ++removed;
    lost += sample.passing[point];
  }
  if (removed == 0 || removed == within.size()) return std::nullopt;
  const auto n = static_cast<double>(within.size());
  const auto r = static_cast<double>(removed);
  return Peel{factor, std::move(limits), removed, ((passes - lost) / (n - r) - passes / n) / r};
}

// The smallest entry that stays when the lowest share of the points goes, but at least the lowest value; by
// negation the same from above. Nothing where there is one value.
std::optional<double> first_kept(std::vector<double> entries, double share) {
  const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(entries.size()));
  std::nth_element(entries.begin(), entries.begin() + rank, entries.end());
  const double at_rank = entries[static_cast<std::size_t>(rank)];
  const double lowest = *std::min_element(entries.begin(), entries.end());
  if (at_rank > lowest) return at_rank;
  std::optional<double> next;
  for (const double entry : entries)
    if (entry > lowest && (!next || entry < *next)) next = entry;
  return next;
}

std::vector<Limits> peeled_ends(const Sample& sample, std::span<const std::size_t> within, std::size_t factor,
                                const Limits& limits, double share) {
  std::vector<double> entries;
  for (const std::size_t point : within) entries.push_back(sample.entry(point, factor));
  std::vector<Limits> ways;
  if (const auto low = first_kept(entries, share)) (ways.emplace_back(limits)).low = *low;
  for (double& entry : entries) entry = -entry;
  if (const auto high = first_kept(std::move(entries), share)) (ways.emplace_back(limits)).high = -*high;
  return ways;
}

std::vector<Limits> peeled_levels(const Limits& limits) {
  std::vector<Limits> ways;
  for (std::size_t level = 0; level < limits.gone.size(); ++level)
    if (limits.gone[level] == 0) (ways.emplace_back(limits)).gone[level] = 1;
  return ways;
}

std::optional<Peel> best_peel(const Sample& sample, std::span<const std::size_t> within, const Box& box,
                              const Peeling& peeling) {
  const double least = peeling.least_mass * static_cast<double>(sample.points.size());
  double passes = 0;
  for (const std::size_t point : within) passes += sample.passing[point];
  std::optional<Peel> best;
  for (std::size_t f = 0; f < box.size(); ++f)
    for (Limits& way :
         box[f].gone.empty() ? peeled_ends(sample, within, f, box[f], peeling.peel) : peeled_levels(box[f])) {
      std::optional<Peel> peel = weigh(sample, within, f, std::move(way), passes);
      if (!peel || static_cast<double>(within.size() - peel->removed) < least) continue;
      if (!best || peel->gain > best->gain) best = std::move(peel);
    }
  return best;
}

// ---- the trajectory and the choice from it

Box open_box(std::span<const FactorSettings> factors) {
  Box box(factors.size());
  for (std::size_t f = 0; f < factors.size(); ++f)
    if (factors[f].named_levels) box[f].gone.assign(factors[f].levels.size(), 0);
  return box;
}

// Peels until nothing is left to gain; returns the box of the largest harmonic mean.
Box peel_all(const Sample& sample, Box box, const Peeling& peeling, std::vector<BoxWorth>& trajectory) {
  std::vector<std::size_t> within = sample.points;
  trajectory.push_back(worth(sample, within.size(), sample.passes));
  Box best = box;
  double best_mean = harmonic_mean(trajectory[0]);
  while (trajectory.back().density < 1 - kRounding) {
    std::optional<Peel> peel = best_peel(sample, within, box, peeling);
    if (!peel) break;
    box[peel->factor] = std::move(peel->limits);
    std::erase_if(within, [&](std::size_t point) {
      return !box[peel->factor].holds(sample.entry(point, peel->factor));
    });
    double passes = 0;
    for (const std::size_t point : within) passes += sample.passing[point];
    trajectory.push_back(worth(sample, within.size(), passes));
    if (harmonic_mean(trajectory.back()) <= best_mean + kRounding) continue;
    best_mean = harmonic_mean(trajectory.back());
    best = box;
  }
  return best;
}

// The box with each of its limits left out in turn: a lower or upper end, a level.
std::vector<Box> loosened(const Box& box) {
  std::vector<Box> ways;
  for (std::size_t f = 0; f < box.size(); ++f) {
    if (std::isfinite(box[f].low)) ways.emplace_back(box)[f].low = Limits{}.low;
    if (std::isfinite(box[f].high)) ways.emplace_back(box)[f].high = Limits{}.high;
    for (std::size_t level = 0; level < box[f].gone.size(); ++level)
      if (box[f].gone[level] != 0) ways.emplace_back(box)[f].gone[level] = 0;
  }
  return ways;
}

// Lets limits go that the harmonic mean does not need.
Box without_needless(const Sample& sample, Box box) {
  double mean = harmonic_mean(worth_of(sample, box));
  for (bool again = true; again;) {
    again = false;
    std::vector<Box> ways = loosened(box);
    std::vector<double> means;
    for (const Box& way : ways) means.push_back(harmonic_mean(worth_of(sample, way)));
    const auto best = std::max_element(means.begin(), means.end());
    if (best == means.end() || *best < mean - kRounding) break;
    mean = std::max(mean, *best);
    box = std::move(ways[static_cast<std::size_t>(best - means.begin())]);
    again = true;
  }
  return box;
}

FactorLimit limit_of(const Sample& sample, const Box& box, std::size_t factor) {
  const Limits& limits = box[factor];
  FactorLimit limit;
  limit.factor = factor;
  if (std::isfinite(limits.low)) limit.from = limits.low;
  if (std::isfinite(limits.high)) limit.to = limits.high;
  for (std::size_t level = 0; level < limits.gone.size(); ++level)
    if (limits.gone[level] == 0) limit.levels.push_back(level);
  Box without = box;
  without[factor] = Limits{};
  without[factor].gone.assign(limits.gone.size(), 0);
  limit.without = worth_of(sample, without);
  return limit;
}

}  // namespace

std::vector<PassingShare> passing_shares(std::span<const double> passes, std::size_t replicates,
                                         double confidence) {
  const double z = normal_quantile((1 + confidence) / 2);
  std::vector<PassingShare> shares;
  for (std::size_t first = 0; first < passes.size(); first += replicates) {
    PassingShare& one = shares.emplace_back();
    double sum = 0;
    for (const double value : passes.subspan(first, replicates)) {
      if (std::isnan(value)) continue;
      sum += value;
      ++one.n;
    }
    if (one.n == 0) continue;
    const auto n = static_cast<double>(one.n);
    one.share = sum / n;
    const double centre = (one.share + z * z / (2 * n)) / (1 + z * z / n);
    const double half =
        z / (1 + z * z / n) * std::sqrt(one.share * (1 - one.share) / n + z * z / (4 * n * n));
    one.low = std::max(0.0, centre - half);
    one.high = std::min(1.0, centre + half);
  }
  return shares;
}

Region passing_region(const Design& design, std::span<const FactorSettings> factors,
                      std::span<const double> passing, const Peeling& peeling) {
  Sample sample{design, passing, {}, 0, factors};
  for (std::size_t point = 0; point < design.points; ++point) {
    if (std::isnan(passing[point])) continue;
    sample.points.push_back(point);
    sample.passes += passing[point];
  }
  Region region;
  region.points = sample.points.size();
  if (sample.points.empty()) return region;
  region.share = sample.passes / static_cast<double>(region.points);
  Box box = open_box(factors);
  if (sample.passes > 0)
    box = without_needless(sample, peel_all(sample, std::move(box), peeling, region.trajectory));
  region.box = worth_of(sample, box);
  for (std::size_t f = 0; f < box.size(); ++f)
    if (!box[f].open()) region.limits.push_back(limit_of(sample, box, f));
  return region;
}

}  // namespace yanzhen::experiment
