// Taxes on mobile capital and on shoppers: governments that reply to each other over agents that move come to
// rest where the games' formulas say.
#include <fmt/format.h>

#include "engine/elementary.hpp"
#include "models/known_answers/agent_runs.hpp"
#include "models/known_answers/families.hpp"
#include "models/known_answers/replicates.hpp"
#include "models/tax_game/model.hpp"

namespace yanzhen::known_answers {
namespace {

using stylised::panel_of;
using stylised::ScenarioText;
using Settings = std::map<std::string, double>;

// A search sees of a maximum no more than the square root of rounding (1e-8), and best replies carry the
// error of one player to the others less than ten times.
constexpr double kSeen = 1e-6;
const char* const kZodrow = "Zodrow & Mieszkowski 1986";

/// Runs governments and agents until they are at rest.
Simulation at_rest(std::size_t cities, Settings settings, std::vector<double> heads, const Effort& effort) {
  ScenarioText text;
  text.cities = cities;
  text.parameters = std::move(settings);
  if (!heads.empty()) text.columns["heads"] = std::move(heads);
  for (std::size_t k = 0; k < cities; ++k) text.columns["tax"].push_back(.4 * static_cast<double>(k));
  text.steps = 300;
  Simulation run = stylised::run_of(tax_game::declaration(), text);
  while (run.now() < run.end()) {
    effort.breathe();
    run.step();
  }
  return run;
}

/// The tax that is furthest from what is expected.
Finding taxes_of(std::size_t cities, const Settings& settings, double expected, const Effort& effort) {
  Settings all = settings;
  all["moves.people"] = effort.count(12'000, 10);
  const Simulation run = at_rest(cities, all, {}, effort);
  std::vector<Finding> findings;
  for (const double tax : panel_of(run.model(), "tax"))
    findings.push_back(within_absolute(expected, tax, kSeen));
  return worst_of(findings);
}

/// B kbar n / (n - 1), at B = kbar = 1
double revenue_tax(double n) { return n / (n - 1); }
/// (gamma - 1) / gamma of that, for governments that want x + gamma g
double welfare_tax(double n, double gamma) { return (gamma - 1) / gamma * revenue_tax(n); }
/// B kbar n/(n-1) (gamma (1 - alpha (n-1)/n) - 1) / (gamma (1 - alpha))
double pooled_tax(double n, double gamma, double alpha) {
  return revenue_tax(n) * (gamma * (1 - alpha * (n - 1) / n) - 1) / (gamma * (1 - alpha));
}

KnownAnswer game(const char* name, std::string statement, const char* source, std::size_t cities,
                 const Settings& settings, double expected) {
  return {fmt::format("tax-competition/{}", name), std::move(statement), source,
          [=](const Effort& effort) { return taxes_of(cities, settings, expected, effort); }};
}

const char* const kGamma = "governments.public_weight";

// Kanbur & Keen: t = delta (1 + 2 theta) / 3, T = delta (2 + theta) / 3, and (1 - theta) / 3 of the large
// country go.
constexpr double kSize = .5;

Simulation two_countries(const Effort& effort) {
  return at_rest(2, {{"game.cross_border", 1}, {"moves.people", effort.count(60'000, 10)}}, {kSize, 1},
                 effort);
}

Finding tax_of(std::size_t country, const Effort& effort) {
  const double expected = country == 0 ? (1 + 2 * kSize) / 3 : (2 + kSize) / 3;
  return within_absolute(expected, panel_of(two_countries(effort).model(), "tax")[country], kSeen);
}

/// Shoppers have a moving cost of their own, uniform among them: of those of the large country a binomial
/// number go.
Finding shoppers(const Effort& effort) {
  const double part = (1 - kSize) / 3, people = effort.count(60'000, 10) / (1 + kSize);
  return within_standard_errors(part, panel_of(two_countries(effort).model(), "away")[1],
                                power(part * (1 - part) / people, .5));
}

}  // namespace

std::vector<KnownAnswer> tax_competition_answers() {
  const char* const kCondition = "first-order condition";
  const char* const kKanbur = "Kanbur & Keen 1993";
  return {
      game("revenue", "revenue maximisers set t = B kbar n/(n-1) (n = 3)", kZodrow, 3, {}, revenue_tax(3)),
      game("welfare", "governments that want x + gamma g set (gamma-1)/gamma of that (n = 3, gamma 1.25)",
           kZodrow, 3, {{kGamma, 1.25}}, welfare_tax(3, 1.25)),
      game("base-equalisation", "base equalisation at theta multiplies the tax by 1/(1-theta) (theta 0.5)",
           "Koethenbuerger 2002; Bucovetsky & Smart 2006", 3, {{kGamma, 1.25}, {"sharing.base", .5}},
           welfare_tax(3, 1.25) / (1 - .5)),
      game("pool-gamma-1.25", "pooling a fifth of revenue lowers the tax where gamma < n (n = 3, gamma 1.25)",
           kCondition, 3, {{kGamma, 1.25}, {"sharing.pool", .2}}, pooled_tax(3, 1.25, .2)),
      game("pool-gamma-4", "pooling a fifth of revenue raises the tax where gamma > n (n = 3, gamma 4)",
           kCondition, 3, {{kGamma, 4}, {"sharing.pool", .2}}, pooled_tax(3, 4, .2)),
      game("partner", "sharing with one partner multiplies the tax by 1/(1 - s/(n-1)) (n = 4, s = 0.5)",
           kCondition, 4, {{kGamma, 1.25}, {"sharing.partner", .5}}, welfare_tax(4, 1.25) / (1 - .5 / 3)),
      {"tax-competition/kanbur-keen-small",
       "tax of the smaller of two countries over the moving cost (ratio 0.5)", kKanbur,
       [](const Effort& effort) { return tax_of(0, effort); }},
      {"tax-competition/kanbur-keen-large",
       "tax of the larger of two countries over the moving cost (ratio 0.5)", kKanbur,
       [](const Effort& effort) { return tax_of(1, effort); }},
      {"tax-competition/kanbur-keen-movers", "part of the larger country's people who buy abroad", kKanbur,
       shoppers}};
}

}  // namespace yanzhen::known_answers
