// Logit movers: agglomeration by u = theta times share, and flows between cities at given utilities.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "engine/elementary.hpp"
#include "models/known_answers/agent_runs.hpp"
#include "models/known_answers/bisection.hpp"
#include "models/known_answers/families.hpp"
#include "models/logit_agglomeration/model.hpp"

namespace yanzhen::known_answers {
namespace {

using stylised::panel_of;
using stylised::ScenarioText;

constexpr double kAll = 1000;  // a hazard of which everybody decides in every step

ScenarioText people(std::vector<double> shares, double theta, double count) {
  ScenarioText text;
  text.cities = shares.size();
  text.columns["mobile"] = std::move(shares);
  text.parameters = {{"agglomeration.theta", theta}, {"moves.people", count}, {"moves.hazard", kAll}};
  text.steps = 200;
  return text;
}

Simulation run_of(const ScenarioText& text) {
  return stylised::run_of(logit_agglomeration::declaration(), text);
}

double in_first_half(const Simulation& run) {
  const std::vector<double> shares = panel_of(run.model(), "share");
  double sum = 0;
  for (std::size_t k = 0; 2 * k < shares.size(); ++k) sum += shares[k];
  return sum;
}

/// Half of the cities a little larger than the others, or a little smaller: even powers of the nudge cancel.
std::vector<double> halves(std::size_t cities, double nudge) {
  std::vector<double> shares;
  for (std::size_t k = 0; k < cities; ++k)
    shares.push_back((2 * k < cities ? 1 + nudge : 1 - nudge) / static_cast<double>(cities));
  return shares;
}

/// Whether two runs of the same random numbers, one nudged up and one down, go farther apart: by half before
/// they come nearer by a third, or by the end of forty steps. What chance does to both alike does not count.
/// Twins 0.06 apart scatter by sqrt(0.06 / agents) a step, which leaves the threshold open to 0.14 % with
/// 200,000 agents.
bool part(std::size_t cities, double theta, const Effort& effort) {
  const double agents = effort.count(600'000, 5);
  Simulation high = run_of(people(halves(cities, .06), theta, agents));
  Simulation low = run_of(people(halves(cities, -.06), theta, agents));
  const double start = in_first_half(high) - in_first_half(low);
  double now = start;
  while (high.now() < 40 && now > start / 1.5 && now < start * 1.5) {
    effort.breathe();
    high.step();
    low.step();
    now = in_first_half(high) - in_first_half(low);
  }
  return now > start;
}

KnownAnswer break_of(std::size_t cities) {
  const double n = static_cast<double>(cities);
  return {fmt::format("logit/break-{}", cities),
          fmt::format("equal shares of {} cities break at theta = {}", cities, cities),
          "slope of the logit choice is theta / K", [=](const Effort& effort) {
            return within_relative(
                n, threshold_of([&](double theta) { return part(cities, theta, effort); }, .85 * n, 1.15 * n),
                kThreshold);
          }};
}

/// theta at which one city with share x and the others with equal parts of the rest are at rest.
double theta_at(double cities, double x) {
  return natural_log(x * (cities - 1) / (1 - x)) / (x - (1 - x) / (cities - 1));
}

/// The least theta at which one of so many cities can be larger than the others: where theta_at() turns.
double sustain_theta(double cities) {
  const double x = bisect(1 / cities + .01, 1 - 1e-6, [&](double share) {
    constexpr double kStep = 1e-6;
    return theta_at(cities, share + kStep / 2) - theta_at(cities, share - kStep / 2);
  });
  return theta_at(cities, x);
}

Finding sustained(const Effort& effort) {
  // Below the threshold a large city lingers pi / sqrt(a b) steps where shares fall by a + b x^2: at 0.5 %
  // below it that is fewer than 150.
  const auto lasts = [&](double theta) {
    Simulation run = run_of(people({.85, .05, .05, .05}, theta, effort.count(100'000, 10)));
    const auto gone = [](const std::vector<double>& shares) { return shares[0] <= .45; };
    return step_until(run, gone, 150, effort)[0] > .45;
  };
  return within_relative(sustain_theta(4), threshold_of(lasts, 2.5, 4), kThreshold);
}

/// The larger of two cities at rest, x = 1 / (1 + exp(-theta (2 x - 1))).
Finding share_at_rest(const Effort& effort) {
  constexpr double kTheta = 2.5;
  const double expected = bisect(.6, 1 - 1e-9, [](double x) { return theta_at(2, x) - kTheta; });
  const double agents = effort.count(200'000, 20), slope = 2 * kTheta * expected * (1 - expected);
  Simulation run = run_of(people({.7, .3}, kTheta, agents));
  const auto never = [](const std::vector<double>&) { return false; };
  // A deviation comes back by `slope` a step: the scatter of an autoregression.
  return within_standard_errors(expected, step_until(run, never, 100, effort)[0],
                                power(expected * (1 - expected) / agents / (1 - slope * slope), .5));
}

// ---- flows at given utilities

constexpr std::array<double, 3> kUtility{0, .5, 1};
constexpr std::array<std::array<double, 3>, 3> kCost{{{0, 1, 2}, {1, 0, 1.5}, {2, 1.5, 0}}};

/// sum_l exp(u_l - k_il)
double pull_on(std::size_t i) {
  double sum = 0;
  for (std::size_t l = 0; l < 3; ++l) sum += exponential(kUtility[l] - kCost[i][l]);
  return sum;
}
double chance(std::size_t i, std::size_t j) { return exponential(kUtility[j] - kCost[i][j]) / pull_on(i); }

/// pi_i ~ exp(u_i) sum_l exp(u_l - k_il)
std::array<double, 3> stationary() {
  std::array<double, 3> shares{};
  double sum = 0;
  for (std::size_t i = 0; i < 3; ++i) sum += shares[i] = exponential(kUtility[i]) * pull_on(i);
  for (double& one : shares) one /= sum;
  return shares;
}

Simulation three_cities(std::vector<double> shares, double agents) {
  ScenarioText text = people(std::move(shares), 0, agents);
  text.links = {{0, 1, 60}, {0, 2, 120}, {1, 2, 90}};
  text.columns["amenity"] = {kUtility.begin(), kUtility.end()};
  text.parameters["moves.cost_per_distance"] = 1;
  return run_of(text);
}

/// Flows of a step on every pair, multinomial with mean N_i P_ij. Those who stay are no flow.
Finding flows(const Effort& effort) {
  const double agents = effort.count(300'000, 10);
  Simulation run = three_cities({1, 1, 1}, agents);
  run.step();
  const std::vector<double> moved = panel_of(run.model(), "moves");
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) {
      if (i == j) continue;
      const double all = agents / 3, p = chance(i, j);
      findings.push_back(within_standard_errors(all * p, moved[3 * i + j], power(all * p * (1 - p), .5)));
    }
  return worst_of(findings);
}

Finding stationary_shares(const Effort& effort) {
  const double agents = effort.count(300'000, 10);
  Simulation run = three_cities({1, 0, 0}, agents);
  const auto never = [](const std::vector<double>&) { return false; };
  const std::vector<double> shares =
      step_until(run, never, 100, effort);  // independent choices: forgotten by then
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < 3; ++i) {
    const double p = stationary()[i];
    findings.push_back(within_standard_errors(p, shares[i], power(p * (1 - p) / agents, .5)));
  }
  return worst_of(findings);
}

/// At the stationary shares as many go from i to j as from j to i: the difference of two counts of the same
/// mean.
Finding net_flows(const Effort& effort) {
  const double agents = effort.count(300'000, 10);
  const std::array<double, 3> shares = stationary();
  Simulation run = three_cities({shares.begin(), shares.end()}, agents);
  run.step();
  const std::vector<double> moved = panel_of(run.model(), "moves");
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = i + 1; j < 3; ++j) {
      const auto variance = [&](std::size_t from, std::size_t to) {
        return agents * shares[from] * chance(from, to) * (1 - chance(from, to));
      };
      findings.push_back(within_standard_errors(0, moved[3 * i + j] - moved[3 * j + i],
                                                power(variance(i, j) + variance(j, i), .5)));
    }
  return worst_of(findings);
}

}  // namespace

std::vector<KnownAnswer> logit_answers() {
  return {break_of(2),
          break_of(4),
          {"logit/sustain-4", "one large city among four lasts from this theta on",
           "saddle-node of the rest shares", sustained},
          {"logit/share-2", "share of the larger of two cities at theta 2.5",
           "x = 1 / (1 + exp(-theta (2 x - 1)))", share_at_rest}};
}

std::vector<KnownAnswer> migration_flow_answers() {
  return {{"migration-flows/expected", "people who go in a step, on the pair that is furthest off",
           "McFadden 1974", flows},
          {"migration-flows/stationary", "shares in the end, of the city that is furthest off",
           "detailed balance", stationary_shares},
          {"migration-flows/net", "net flow at the stationary shares, on the pair that is furthest off",
           "detailed balance", net_flows}};
}

}  // namespace yanzhen::known_answers
