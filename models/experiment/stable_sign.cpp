#include "models/experiment/stable_sign.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "models/experiment/draws.hpp"
#include "models/experiment/student_t.hpp"

namespace yanzhen::experiment {
namespace {

// P(T <= t) for noncentral t: Abramowitz & Stegun 1964, 26.7.10.
double noncentral_t_below(double t, double degrees, double noncentrality) {
  return normal_below((t * (1 - 1 / (4 * degrees)) - noncentrality) / std::sqrt(1 + t * t / (2 * degrees)));
}

// A random order of 0 .. n - 1 (Fisher & Yates, Durstenfeld 1964).
std::vector<std::uint32_t> random_order(std::size_t n, std::uint64_t seed, std::uint32_t number) {
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  const PhiloxInput draws = draws_of(seed, Purpose::sign_subset, number);
  for (auto k = static_cast<std::uint32_t>(n); k > 1; --k)
    std::swap(order[k - 1], order[below(k, philox_block(k, draws)[0])]);
  return order;
}

// By n - 1: how many of the orders' first n differences have a mean of this sign.
std::vector<double> share_of_right_signs(const std::vector<std::vector<std::uint32_t>>& orders,
                                         std::span<const double> differences, std::size_t n, bool up) {
  std::vector<double> share(n, 0.0);
  for (const std::vector<std::uint32_t>& order : orders) {
    double sum = 0;
    std::size_t taken = 0;
    for (const std::uint32_t k : order) {
      if (std::isnan(differences[k])) continue;
      sum += differences[k];
      share[taken++] += (up ? sum > 0 : sum < 0) ? 1 : 0;
    }
  }
  for (double& one : share) one /= static_cast<double>(orders.size());
  share.back() = 1;  // sums in another order may round to another sign
  return share;
}

// From where on the shares stay at or above the level; 0 beyond half of them.
std::size_t steady_from(std::span<const double> share, double level) {
  std::size_t n = share.size();
  while (n > 1 && share[n - 2] >= level) --n;
  return 2 * n > share.size() ? 0 : n;
}

}  // namespace

double sign_power(double size, std::size_t n, double confidence) {
  const auto degrees = static_cast<double>(n - 1);
  const double t = student_t_quantile((1 + confidence) / 2, n - 1);
  const double noncentrality = size * std::sqrt(static_cast<double>(n));
  return 1 - noncentral_t_below(t, degrees, noncentrality) + noncentral_t_below(-t, degrees, noncentrality);
}

std::size_t seeds_for_power(double size, double confidence, double power) {
  std::size_t enough = 2;
  while (sign_power(size, enough, confidence) < power) enough *= 2;
  std::size_t few = enough / 2;  // too few, or 1, which has no interval
  while (enough - few > 1) {
    const std::size_t middle = few + (enough - few) / 2;
    (sign_power(size, middle, confidence) < power ? few : enough) = middle;
  }
  return enough;
}

SignStudy::SignStudy(std::size_t replicates, const SignRequest& request) : request_{request} {
  for (std::uint32_t number = 0; number < request.subsets; ++number)
    orders_.push_back(random_order(replicates, request.seed, number));
}

StableSign SignStudy::operator()(std::span<const double> base, std::span<const double> other) const {
  std::vector<double> differences(base.size());
  for (std::size_t r = 0; r < base.size(); ++r) differences[r] = other[r] - base[r];
  StableSign result;
  result.difference = mean_estimate(differences, request_.confidence);
  const double mean = result.difference.mean;
  if (result.clear())
    result.seeds = result.difference.deviation > 0
                       ? seeds_for_power(std::abs(mean) / result.difference.deviation, request_.confidence,
                                         request_.power)
                       : 2;
  if (mean == 0 || std::isnan(mean) || orders_.empty()) return result;
  result.right_sign = share_of_right_signs(orders_, differences, result.difference.n, mean > 0);
  result.steady = steady_from(result.right_sign, request_.confidence);
  return result;
}

std::vector<PointPair> sign_pairs(const Design& design) {
  std::vector<PointPair> pairs;
  if (design.kind == DesignKind::list)
    for (std::size_t point = 1; point < design.points; ++point) pairs.push_back({design.factors, 0, point});
  if (design.kind != DesignKind::grid) return pairs;
  std::size_t stride = design.points;
  for (std::size_t f = 0; f < design.factors; ++f) {
    std::set<double> values;
    for (std::size_t point = 0; point < design.points; ++point) values.insert(design.entries_of(point)[f]);
    if (stride % values.size() != 0) return {};  // no full grid
    stride /= values.size();
    const std::size_t last = (values.size() - 1) * stride;
    if (last == 0) continue;
    for (std::size_t point = 0; point < design.points; ++point)
      if (point / stride % values.size() == 0) pairs.push_back({f, point, point + last});
  }
  return pairs;
}

}  // namespace yanzhen::experiment
