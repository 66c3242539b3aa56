#include "models/stylised/break_points.hpp"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/elementary.hpp"
#include "engine/parallel.hpp"

namespace yanzhen::stylised {
namespace {

using Index = Eigen::Index;

constexpr double kSameDistance = 1e-9;
// Freeness is sought evenly in ln(-ln r), from where the farthest pair trades nearly freely to where the
// nearest hardly does, as far as numbers carry.
constexpr int kSearchSteps = 400;
constexpr double kFree = 1e-4, kHardly = 50, kCarried = 300;  // -ln of freeness between two cities

Eigen::ArrayXXd freeness_at(const Eigen::ArrayXXd& distance, double freeness) {
  const double log = natural_log(freeness);
  return distance.unaryExpr([log](double d) { return exponential(log * d); });
}

/// Every city sees the same distances, in some order.
bool all_alike(const Eigen::ArrayXXd& distance) {
  std::vector<double> first;
  for (Index i = 0; i < distance.rows(); ++i) {
    std::vector<double> row(static_cast<std::size_t>(distance.cols()));
    for (Index j = 0; j < distance.cols(); ++j) row[static_cast<std::size_t>(j)] = distance(i, j);
    std::sort(row.begin(), row.end());
    if (i == 0) first = row;
    for (std::size_t k = 0; k < row.size(); ++k)
      if (std::abs(row[k] - first[k]) > kSameDistance * (1.0 + first[k])) return false;
  }
  return true;
}

/// Row sums are equal, so the row-normalised freeness is symmetric.
double smallest_eigenvalue(const Eigen::ArrayXXd& distance, double freeness) {
  const Eigen::ArrayXXd phi = freeness_at(distance, freeness);
  const Eigen::MatrixXd normal = (phi / phi.row(0).sum()).matrix();
  return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>{normal, Eigen::EigenvaluesOnly}.eigenvalues()(0);
}

/// Where a test changes between two values of freeness at which it differs.
double boundary(const std::function<bool(double)>& holds, double low, double high) {
  const bool at_low = holds(low);
  for (int round = 0; round < 200 && high - low > 1e-12 * high; ++round) {
    const double middle = .5 * (low + high);
    (holds(middle) == at_low ? low : high) = middle;
  }
  return .5 * (low + high);
}

/// Values of freeness to try, ascending, for a graph of this size.
std::vector<double> freeness_grid(const Eigen::ArrayXXd& distance) {
  const double farthest = std::max(1e-12, distance.maxCoeff());
  double nearest = farthest;
  for (const double d : distance.reshaped())
    if (d > 0) nearest = std::min(nearest, d);
  const double least = kFree / farthest, most = std::min(kHardly / nearest, kCarried / farthest);
  std::vector<double> grid;
  for (int k = kSearchSteps; k >= 0; --k)
    grid.push_back(exponential(-least * power(most / least, static_cast<double>(k) / kSearchSteps)));
  return grid;
}

}  // namespace

Eigen::ArrayXd sustain_left_side(const AgglomerationForces& forces, const Eigen::ArrayXXd& distance,
                                 const Eigen::ArrayXd& immobile, double freeness, std::size_t core) {
  const auto i = static_cast<Index>(core);
  const double log = natural_log(freeness), b = forces.core_demand;
  Eigen::ArrayXd left(distance.rows());
  for (Index j = 0; j < distance.rows(); ++j) {
    double demand = b * exponential(log * distance(j, i));
    for (Index k = 0; k < distance.rows(); ++k)
      demand += (1.0 - b) * immobile(k) * exponential(log * (distance(j, k) - distance(i, k)));
    left(j) = demand * exponential(log * distance(j, i) * forces.price_exponent);
  }
  return left;
}

namespace {

/// The largest left side among cities other than the core.
CoreState look_at(const AgglomerationForces& forces, const Eigen::ArrayXXd& distance,
                  const Eigen::ArrayXd& immobile, double freeness, std::size_t core) {
  const Eigen::ArrayXd left = sustain_left_side(forces, distance, immobile, freeness, core);
  CoreState state{{}, true, 0, core};
  for (Index j = 0; j < left.size(); ++j)
    if (j != static_cast<Index>(core) && left(j) > state.best_elsewhere) {
      state.best_elsewhere = left(j);
      state.best_city = static_cast<std::size_t>(j);
    }
  state.lasts_now = state.best_elsewhere <= 1.0;
  if (state.best_elsewhere > 0) state.best_elsewhere = power(state.best_elsewhere, 1.0 / forces.wage_power);
  return state;
}

}  // namespace

namespace {

/// Whether a core in each city lasts at this freeness; all cores at once by one matrix product.
std::vector<bool> cores_that_last(const AgglomerationForces& forces, const Eigen::ArrayXXd& distance,
                                  const Eigen::ArrayXd& immobile, double freeness) {
  const Eigen::ArrayXXd phi = freeness_at(distance, freeness);
  const Eigen::MatrixXd per_core = (phi.inverse().transpose().colwise() * immobile).matrix();  // s_k / Phi_ik
  const Eigen::ArrayXXd demand =
      (1.0 - forces.core_demand) * (phi.matrix() * per_core).array() + forces.core_demand * phi;  // (j, core)
  const double log = natural_log(freeness) * forces.price_exponent;
  const Eigen::ArrayXXd left = demand * distance.unaryExpr([log](double d) { return exponential(log * d); });
  std::vector<bool> lasts(static_cast<std::size_t>(distance.rows()), true);
  for (Index core = 0; core < distance.rows(); ++core)
    for (Index j = 0; j < distance.rows(); ++j)
      if (j != core && left(j, core) > 1.0) lasts[static_cast<std::size_t>(core)] = false;
  return lasts;
}

/// Ranges in which a test holds, from what it says on a grid; ends sought by bisection.
std::vector<FreenessRange> ranges_of(const std::vector<double>& grid, const std::vector<bool>& on_grid,
                                     const std::function<bool(double)>& holds) {
  std::vector<FreenessRange> ranges;
  for (std::size_t k = 0; k < grid.size(); ++k) {
    const bool before = k > 0 && on_grid[k - 1];
    if (on_grid[k] && !before) ranges.push_back({k == 0 ? 0.0 : boundary(holds, grid[k - 1], grid[k]), 1.0});
    if (!on_grid[k] && before) ranges.back().to = boundary(holds, grid[k - 1], grid[k]);
  }
  return ranges;
}

}  // namespace

std::vector<CoreState> core_states(const AgglomerationForces& forces, const Eigen::ArrayXXd& distance,
                                   const Eigen::ArrayXd& immobile, double freeness) {
  const auto cities = static_cast<std::size_t>(distance.rows());
  const std::vector<double> grid = freeness_grid(distance);
  std::vector<std::vector<bool>> lasts(grid.size());
  for_each_row(grid.size(), 1,
               [&](std::size_t k) { lasts[k] = cores_that_last(forces, distance, immobile, grid[k]); });
  std::vector<CoreState> states(cities);
  for_each_row(cities, 1, [&](std::size_t core) {
    states[core] = look_at(forces, distance, immobile, freeness, core);
    std::vector<bool> on_grid;
    for (const std::vector<bool>& row : lasts) on_grid.push_back(row[core]);
    states[core].lasts = ranges_of(
        grid, on_grid, [&](double r) { return look_at(forces, distance, immobile, r, core).lasts_now; });
  });
  return states;
}

std::optional<UniformState> uniform_state(const AgglomerationForces& forces, const Eigen::ArrayXXd& distance,
                                          const Eigen::ArrayXd& immobile, double freeness) {
  const double n = static_cast<double>(distance.rows());
  if (distance.rows() < 2 || (immobile - 1.0 / n).abs().maxCoeff() > kSameDistance / n ||
      !all_alike(distance))
    return std::nullopt;
  UniformState state{smallest_eigenvalue(distance, freeness), forces.critical_eigenvalue(), std::nullopt,
                     false};
  const auto lasts = [&](double r) { return smallest_eigenvalue(distance, r) > state.critical_eigenvalue; };
  state.stable = lasts(freeness);
  const std::vector<double> grid = freeness_grid(distance);
  if (lasts(grid.front()) && !lasts(grid.back()))
    state.break_freeness = boundary(lasts, grid.front(), grid.back());
  return state;
}

BreakPoints break_points(const AgglomerationForces& forces, const Eigen::ArrayXXd& distance,
                         const Eigen::ArrayXd& immobile, double freeness) {
  return {freeness, uniform_state(forces, distance, immobile, freeness),
          core_states(forces, distance, immobile, freeness)};
}

}  // namespace yanzhen::stylised
