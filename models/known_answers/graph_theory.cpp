#include "models/known_answers/graph_theory.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/elementary.hpp"
#include "models/known_answers/bisection.hpp"

namespace yanzhen::known_answers {
namespace {

double smallest_ring_eigenvalue(std::size_t cities, double freeness) {
  const double n = static_cast<double>(cities);
  double smallest = 1;
  for (std::size_t wave = 0; wave < cities; ++wave) {
    double sum = 0, even = 0;
    for (std::size_t k = 0; k < cities; ++k) {
      const double phi = power(freeness, static_cast<double>(std::min(k, cities - k)));
      even += phi;
      sum += phi * std::cos(2 * std::numbers::pi * static_cast<double>(wave * k) / n);
    }
    smallest = std::min(smallest, sum / even);
  }
  return smallest;
}

/// The largest left side of the sustain test over all cities of a path but the core.
double best_elsewhere(std::size_t cities, std::size_t core, double b, double e, double freeness) {
  const auto phi = [&](std::size_t i, std::size_t j) {
    return power(freeness, std::abs(static_cast<double>(i) - static_cast<double>(j)));
  };
  double best = 0;
  for (std::size_t j = 0; j < cities; ++j) {
    if (j == core) continue;
    double ratios = 0;
    for (std::size_t k = 0; k < cities; ++k) ratios += phi(j, k) / phi(core, k);
    const double demand = (1 - b) / static_cast<double>(cities) * ratios + b * phi(j, core);
    best = std::max(best, demand * power(phi(j, core), e));
  }
  return best;
}

}  // namespace

double critical_eigenvalue(double a, double b) { return (a + b) / (1 + a * b); }

double krugman_critical(double substitution, double spending) {
  return critical_eigenvalue(spending * substitution / (substitution - 1), spending);
}

double footloose_critical(double substitution, double spending) {
  return critical_eigenvalue(spending / (substitution - 1), spending / substitution);
}

double ring_break_freeness(std::size_t cities, double critical) {
  return bisect(1e-9, 1 - 1e-9, [&](double r) { return critical - smallest_ring_eigenvalue(cities, r); });
}

double complete_break_freeness(std::size_t cities, double critical) {
  return (1 - critical) / (1 + (static_cast<double>(cities) - 1) * critical);
}

double path_sustain_freeness(std::size_t cities, std::size_t core, double core_demand,
                             double price_exponent) {
  // With free trade everything is the same everywhere: the test is 1 there, and below it just before.
  return bisect(1e-9, .9,
                [&](double r) { return 1 - best_elsewhere(cities, core, core_demand, price_exponent, r); });
}

}  // namespace yanzhen::known_answers
