// Break and sustain points on graphs, by agents and by the library that `yanzhen breakpoints` stands on.
#include "models/stylised/break_points.hpp"

#include <fmt/format.h>

#include <cmath>

#include "models/core_periphery/short_run.hpp"
#include "models/footloose_entrepreneur/short_run.hpp"
#include "models/known_answers/agent_runs.hpp"
#include "models/known_answers/families.hpp"
#include "models/known_answers/graph_theory.hpp"

namespace yanzhen::known_answers {
namespace {

constexpr double kSigma = 5, kMu = .4;
const char* const kRings = "Akamatsu, Takayama & Ikeda 2012";
const char* const kDerived = "eigenvalue and sustain tests on a graph";

enum class Shape { ring, complete, path };

Eigen::ArrayXXd hops(Shape shape, std::size_t cities) {
  const auto n = static_cast<Eigen::Index>(cities);
  return Eigen::ArrayXXd::NullaryExpr(n, n, [&](Eigen::Index i, Eigen::Index j) {
    const auto apart = static_cast<double>(std::abs(i - j));
    if (shape == Shape::complete) return i == j ? 0.0 : 1.0;
    return shape == Shape::ring ? std::min(apart, static_cast<double>(n) - apart) : apart;
  });
}

stylised::AgglomerationForces forces_of(Trade trade) {
  const stylised::TradeParameters parameters{kMu, kSigma, 1.5};
  return trade == Trade::core_periphery ? core_periphery::forces(parameters)
                                        : footloose_entrepreneur::forces(parameters);
}

Eigen::ArrayXd alike(std::size_t cities) {
  return Eigen::ArrayXd::Constant(static_cast<Eigen::Index>(cities), 1 / static_cast<double>(cities));
}

double break_by_library(Trade trade, Shape shape, std::size_t cities) {
  return stylised::uniform_state(forces_of(trade), hops(shape, cities), alike(cities), .5)
      .value()
      .break_freeness.value();
}

double sustain_by_library(Trade trade, std::size_t cities, std::size_t core) {
  return stylised::core_states(forces_of(trade), hops(Shape::path, cities), alike(cities), .5)
      .at(core)
      .lasts.at(0)
      .from;
}

double break_by_theory(Trade trade, Shape shape, std::size_t cities) {
  const double critical =
      trade == Trade::core_periphery ? krugman_critical(kSigma, kMu) : footloose_critical(kSigma, kMu);
  return shape == Shape::ring ? ring_break_freeness(cities, critical)
                              : complete_break_freeness(cities, critical);
}

double sustain_by_theory(Trade trade, std::size_t cities, std::size_t core) {
  if (trade == Trade::core_periphery)
    return path_sustain_freeness(cities, core, kMu, kMu * kSigma / (kSigma - 1));
  return path_sustain_freeness(cities, core, kMu / kSigma, kMu / (kSigma - 1));
}

Setting graph(Shape shape, std::size_t cities, double agents) {
  Setting setting;
  setting.cities = cities;
  setting.agents = agents;
  if (shape == Shape::ring) setting.links = stylised::ring(cities);
  if (shape == Shape::path) setting.links = stylised::path(cities);
  return setting;
}

/// Shares that differ from equal ones in the way that breaks first: every other city of an even ring, or one
/// city against the others where all others are alike to it.
std::vector<double> tilted(Shape shape, std::size_t cities, double nudge) {
  const double n = static_cast<double>(cities);
  const bool alternating = shape == Shape::ring && cities % 2 == 0;
  std::vector<double> shares;
  for (std::size_t k = 0; k < cities; ++k)
    shares.push_back(1 / n + (alternating ? (k % 2 == 0 ? nudge : -nudge)
                              : k == 0    ? nudge
                                          : -nudge / (n - 1)));
  return shares;
}

/// Freeness above which agents go further from equal shares. Where three cities or more are all alike a
/// larger first city goes on a little earlier than a smaller one (the gain has a square there), so the answer
/// is the mean of both.
double break_by_agents(Shape shape, std::size_t cities, const Effort& effort) {
  const double nudge = .02 / static_cast<double>(cities);
  const Setting setting = graph(shape, cities, effort.count(40'000, 5) + 1);
  const auto larger_goes_on = [&](double freeness) {
    return rises(setting, freeness, tilted(shape, cities, nudge), .5 * nudge, effort);
  };
  const auto smaller_comes_back = [&](double freeness) {
    return rises(setting, freeness, tilted(shape, cities, -nudge), .5 * nudge, effort);
  };
  return .5 * (threshold_of(larger_goes_on, .01, .5) + threshold_of(smaller_comes_back, .01, .5));
}

double sustain_by_agents(std::size_t cities, std::size_t core, const Effort& effort) {
  std::vector<double> all_in_core(cities, 0.0);
  all_in_core[core] = 1;
  const Setting setting = graph(Shape::path, cities, effort.count(20'000, 10) + 1);
  return threshold_of(
      [&](double freeness) {
        Simulation run = agents_at(setting, freeness, all_in_core);
        const auto left = [&](const std::vector<double>& now) { return now[core] < .99; };
        return step_until(run, left, 200, effort)[core] == 1;
      },
      .01, .9);
}

const char* name_of(Trade trade) {
  return trade == Trade::core_periphery ? "core-periphery" : "footloose entrepreneurs";
}

void add_break(std::vector<KnownAnswer>& answers, Shape shape, std::size_t cities) {
  const std::string what = shape == Shape::ring ? "ring" : "complete";
  const std::string graph_name = shape == Shape::ring ? fmt::format("a ring of {}", cities)
                                                      : fmt::format("a complete graph of {}", cities);
  for (const Trade trade : {Trade::core_periphery, Trade::footloose_entrepreneur})
    answers.push_back({fmt::format("break-points/{}-{}-{}", what, cities,
                                   trade == Trade::core_periphery ? "krugman" : "footloose"),
                       fmt::format("freeness at which {} breaks, by its eigenvalues ({}, sigma 5, mu 0.4)",
                                   graph_name, name_of(trade)),
                       kRings, [=](const Effort&) {
                         return within_relative(break_by_theory(trade, shape, cities),
                                                break_by_library(trade, shape, cities), kClosed);
                       }});
  answers.push_back(
      {fmt::format("break-points/{}-{}-agents", what, cities),
       fmt::format("freeness at which agents leave the uniform state of {} (core-periphery)", graph_name),
       kRings, [=](const Effort& effort) {
         return within_relative(break_by_theory(Trade::core_periphery, shape, cities),
                                break_by_agents(shape, cities, effort), kThreshold);
       }});
}

void add_sustain(std::vector<KnownAnswer>& answers, std::size_t core) {
  constexpr std::size_t kCities = 3;
  const char* const where = core == 1 ? "middle" : "end";
  for (const Trade trade : {Trade::core_periphery, Trade::footloose_entrepreneur}) {
    if (core == 0 && trade == Trade::footloose_entrepreneur) continue;  // nowhere: the middle always draws
    answers.push_back(
        {fmt::format("break-points/path-3-{}-{}", where,
                     trade == Trade::core_periphery ? "krugman" : "footloose"),
         fmt::format("freeness from which the {} of a path of 3 holds a core ({}, sigma 5, mu 0.4)", where,
                     name_of(trade)),
         kDerived, [=](const Effort&) {
           return within_relative(sustain_by_theory(trade, kCities, core),
                                  sustain_by_library(trade, kCities, core), kClosed);
         }});
  }
  answers.push_back({fmt::format("break-points/path-3-{}-agents", where),
                     fmt::format("freeness from which agents stay in a core in the {} of a path of 3", where),
                     kDerived, [=](const Effort& effort) {
                       return within_relative(sustain_by_theory(Trade::core_periphery, kCities, core),
                                              sustain_by_agents(kCities, core, effort), kThreshold);
                     }});
}

}  // namespace

std::vector<KnownAnswer> break_point_answers() {
  std::vector<KnownAnswer> answers;
  add_break(answers, Shape::ring, 3);
  add_break(answers, Shape::ring, 6);
  add_break(answers, Shape::complete, 10);
  add_sustain(answers, 1);
  add_sustain(answers, 0);
  return answers;
}

}  // namespace yanzhen::known_answers
