// Urns of increasing returns: shares that chance makes early and that last.
#include <fmt/format.h>

#include "models/increasing_returns_urn/model.hpp"
#include "models/increasing_returns_urn/theory.hpp"
#include "models/known_answers/families.hpp"
#include "models/known_answers/replicates.hpp"

namespace yanzhen::known_answers {
namespace {

namespace theory = increasing_returns_urn;
using stylised::panel_of;
using stylised::ScenarioText;

/// So many arrivals in one step.
ScenarioText urn(std::vector<double> seeds, double arrivals, double exponent = 1) {
  ScenarioText text;
  text.cities = seeds.size();
  text.columns["seeds"] = std::move(seeds);
  text.parameters = {{"urn.arrivals", arrivals}, {"urn.exponent", exponent}};
  text.steps = 1;
  return text;
}

Replicates looked_at(const ScenarioText& text, double runs, const Effort& effort,
                     const std::function<double(const Model&)>& look) {
  return replicate(theory::declaration(), text, runs, effort, [&](Simulation& run) {
    run_to_end(run);
    return look(run.model());
  });
}

/// Of nine arrivals at two cities with one seed each, every number of those that go to the first is as
/// likely.
Finding equally_likely(const Effort& effort) {
  std::vector<Replicates> hits(10);
  looked_at(urn({1, 1}, 9), effort.count(20'000, 10), effort, [&](const Model& model) {
    const double first = panel_of(model, "firms_by_city")[0];
    for (std::size_t k = 0; k < hits.size(); ++k) hits[k].add(first == static_cast<double>(k + 1) ? 1 : 0);
    return first;
  });
  std::vector<Finding> findings;
  for (const Replicates& one : hits) findings.push_back(frequency(.1, one));
  return worst_of(findings);
}

/// P(Beta(a, b) > 1/2) as a binomial sum: P(of a + b - 1 fair tosses fewer than a are heads).
double ahead_chance(int a, int b) {
  double chance = 0, ways = 1;
  for (int heads = 0; heads < a; ++heads) {
    chance += ways;
    ways *= static_cast<double>(a + b - 1 - heads) / (heads + 1);
  }
  return chance * power(.5, a + b - 1);
}

KnownAnswer beta(int a, int b) {
  return {
      fmt::format("urn/linear-{}-{}", a, b),
      fmt::format("a linear urn from ({}, {}) ends with more than half in the first city this often", a, b),
      "Eggenberger & Polya 1923", [=](const Effort& effort) {
        // An even number of arrivals leaves an odd number of firms where the seeds are odd, and one more
        // where they are even, so that nobody ties; what is undecided after 2,500 is far below a standard
        // error.
        const double arrivals = (a + b) % 2 == 1 ? 2500 : 2501;
        const Replicates ahead =
            looked_at(urn({1. * a, 1. * b}, arrivals), effort.count(4000, 10), effort,
                      [](const Model& model) { return panel_of(model, "share")[0] > .5 ? 1 : 0; });
        return frequency(ahead_chance(a, b), ahead);
      }};
}

constexpr std::size_t kCities = 10;
const std::vector<double> kOneEach(kCities, 1.0);

/// With one seed each shares are spacings of the unit interval: E[HHI] = 2 / (K + 1).
Finding herfindahl(const Effort& effort) {
  return mean(2. / (kCities + 1),
              looked_at(urn(kOneEach, 10'000), effort.count(1000, 10), effort,
                        [](const Model& model) { return panel_of(model, "herfindahl")[0]; }));
}

/// E[largest] = H_K / K.
Finding largest(const Effort& effort) {
  double harmonic = 0;
  for (std::size_t k = 1; k <= kCities; ++k) harmonic += 1 / static_cast<double>(k);
  return mean(harmonic / kCities,
              looked_at(urn(kOneEach, 10'000), effort.count(1000, 10), effort,
                        [](const Model& model) { return panel_of(model, "largest_share")[0]; }));
}

KnownAnswer leader(std::uint32_t more, std::uint32_t fewer, double exponent) {
  return {fmt::format("urn/leader-{}-{}-gamma-{:g}", more, fewer, exponent),
          fmt::format("with weights k^{:g} the leader of ({}, {}) wins this often", exponent, more, fewer),
          "Davis 1990 (Rubin's embedding)", [=](const Effort& effort) {
            // Who is ahead then is not the winner in fewer than one run of a thousand, of ten thousand with
            // full effort.
            const ScenarioText text = urn({1. * more, 1. * fewer}, effort.count(1000, 10), exponent);
            const Replicates wins = looked_at(text, effort.count(4000, 5), effort, [](const Model& model) {
              return panel_of(model, "leading_city")[0] == 0 ? 1 : 0;
            });
            return frequency(theory::leader_wins(more, fewer, exponent), wins);
          }};
}

/// Adopters whose walk has its barriers at -down and +up: with returns of one, a preference of m - 1/2 holds
/// to a difference of m - 1.
struct Walk {
  double p;  ///< part of those who prefer the first technology
  int down, up;
};

ScenarioText adopters(const Walk& walk, double arrivals, Step steps) {
  ScenarioText text = urn({1, 1}, arrivals);
  text.parameters["urn.adopters"] = 1;
  text.columns["arrival_share"] = {walk.p, 1 - walk.p};
  text.columns["preference"] = {walk.down - .5, walk.up - .5};
  text.steps = steps;
  return text;
}

std::string name_of(const Walk& walk) {
  return fmt::format("p {:g}, barriers -{} and +{}", walk.p, walk.down, walk.up);
}

/// Gambler's ruin: with q = (1 - p) / p, P(+k) = (1 - q^m) / (1 - q^(m + k)); m / (m + k) where p is one
/// half.
double wins_above(const Walk& walk) {
  if (walk.p == .5) return static_cast<double>(walk.down) / (walk.down + walk.up);
  const double q = (1 - walk.p) / walk.p;
  return (1 - power(q, walk.down)) / (1 - power(q, walk.down + walk.up));
}

/// Wald: E[T] = (k P(+k) - m P(-m)) / (2 p - 1); m k where p is one half.
double steps_taken(const Walk& walk) {
  if (walk.p == .5) return static_cast<double>(walk.down) * walk.up;
  const double above = wins_above(walk);
  return (walk.up * above - walk.down * (1 - above)) / (2 * walk.p - 1);
}

KnownAnswer winner(const Walk& walk) {
  return {fmt::format("arthur/winner-{:g}-{}-{}", walk.p, walk.down, walk.up),
          fmt::format("the first of Arthur's two technologies wins this often ({})", name_of(walk)),
          "Arthur 1989", [walk](const Effort& effort) {
            // A walk that is not at a barrier after 3000 steps is rarer than 1e-15.
            return frequency(
                wins_above(walk),
                looked_at(adopters(walk, 3000, 1), effort.count(4000, 10), effort, [](const Model& model) {
                  return panel_of(model, "leading_city")[0] == 0 ? 1 : 0;
                }));
          }};
}

KnownAnswer time_to_lock_in(const Walk& walk) {
  return {fmt::format("arthur/time-{:g}-{}-{}", walk.p, walk.down, walk.up),
          fmt::format("adopters until Arthur's two technologies lock in, on average ({})", name_of(walk)),
          "Arthur 1989", [walk](const Effort& effort) {
            return mean(steps_taken(walk), replicate(theory::declaration(), adopters(walk, 1, 1900),
                                                     effort.count(1500, 10), effort, [](Simulation& run) {
                                                       while (panel_of(run.model(), "locked_in")[0] == 0)
                                                         run.step();
                                                       return static_cast<double>(run.now());
                                                     }));
          }};
}

}  // namespace

std::vector<KnownAnswer> urn_answers() {
  return {
      {"urn/equally-likely",
       "of nine arrivals at two cities with one seed each, any number goes to the first (worst)",
       "Eggenberger & Polya 1923", equally_likely},
      beta(2, 1),
      beta(5, 3),
      {"urn/herfindahl-10", "mean Herfindahl index of ten cities with one seed each", "Dirichlet limit",
       herfindahl},
      {"urn/largest-10", "mean largest share of ten cities with one seed each", "Dirichlet limit", largest},
      leader(2, 1, 1.5),
      leader(3, 2, 1.5),
      leader(2, 1, 3),
      leader(3, 2, 3),
      winner({.5, 4, 9}),
      winner({.55, 10, 10}),
      time_to_lock_in({.5, 4, 9}),
      time_to_lock_in({.55, 10, 10})};
}

}  // namespace yanzhen::known_answers
