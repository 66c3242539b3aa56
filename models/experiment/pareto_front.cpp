#include "models/experiment/pareto_front.hpp"

#include <algorithm>
#include <cmath>

namespace yanzhen::experiment {
namespace {

// The larger the better, whatever was asked.
double merit(const Objective& objective, std::size_t point) {
  return objective.large ? objective.values[point] : -objective.values[point];
}

bool is_known(std::span<const Objective> objectives, std::size_t point) {
  return std::none_of(objectives.begin(), objectives.end(),
                      [point](const Objective& one) { return std::isnan(one.values[point]); });
}

bool beats(std::span<const Objective> objectives, std::size_t point, std::size_t other) {
  bool better = false;
  for (const Objective& objective : objectives) {
    const double mine = merit(objective, point);
    const double its = merit(objective, other);
    if (mine < its) return false;
    better = better || mine > its;
  }
  return better;
}

}  // namespace

std::vector<std::size_t> pareto_front(std::span<const Objective> objectives) {
  std::vector<std::size_t> order;
  for (std::size_t point = 0; point < objectives.front().values.size(); ++point)
    if (is_known(objectives, point)) order.push_back(point);
  // Best first, objective by objective: a point can only be beaten by one that stands before it.
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    for (const Objective& objective : objectives)
      if (merit(objective, a) != merit(objective, b)) return merit(objective, a) > merit(objective, b);
    return false;
  });
  std::vector<std::size_t> front;
  for (const std::size_t point : order)
    if (std::none_of(front.begin(), front.end(),
                     [&](std::size_t one) { return beats(objectives, one, point); }))
      front.push_back(point);
  std::sort(front.begin(), front.end());
  return front;
}

}  // namespace yanzhen::experiment
