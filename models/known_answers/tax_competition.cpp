// Taxes on mobile capital and on shoppers: governments reply to each other over agents that move, until they
// rest, against the formulas these games are known to have.
#include <fmt/format.h>

#include "engine/elementary.hpp"
#include "models/industry_migration/enclave_deal.hpp"
#include "models/known_answers/families.hpp"
#include "models/stylised/scenario_builder.hpp"
#include "models/tax_game/model.hpp"

namespace yanzhen::known_answers {
namespace {

using industry_migration::enclave_deal;
using Parameters = std::map<std::string, double>;

// A search sees of a maximum no more than the square root of rounding (1e-8), and best replies carry the
// error of one player to the others less than ten times.
constexpr double kSeen = 1e-6;
const char* const kZodrow = "Zodrow & Mieszkowski 1986";

/// Runs governments and agents for 300 years.
Simulation game_at_rest(std::size_t cities, Parameters parameters, const std::vector<double>& heads,
                        const std::vector<double>& taxes, const Effort& effort) {
  stylised::ScenarioText text;
  text.cities = cities;
  text.steps = 300;
  text.parameters = std::move(parameters);
  if (!heads.empty()) text.columns["heads"] = heads;
  if (!taxes.empty()) text.columns["tax"] = taxes;
  Simulation run = stylised::run_of(tax_game::declaration(), text);
  while (run.now() < text.steps) {
    effort.breathe();
    run.step();
  }
  return run;
}

/// The tax at which the first of `regions` equal governments rests; they start unequal.
double tax_by_game(std::size_t regions, std::optional<double> gamma, const std::string& sharing, double share,
                   const Effort& effort) {
  Parameters parameters{{"moves.people", effort.count(24'000, 10)},
                        {"governments.public_weight", gamma.value_or(0)}};
  if (!sharing.empty()) parameters["sharing." + sharing] = share;
  std::vector<double> start;
  for (std::size_t k = 0; k < regions; ++k) start.push_back(.4 * static_cast<double>(k));
  return stylised::panel_of(game_at_rest(regions, std::move(parameters), {}, start, effort).model(),
                            "tax")[0];
}

/// w B kbar n / (n - 1) at B = kbar = 1, w = 1 for revenue and (gamma - 1) / gamma for x + gamma g.
double tax_by_theory(std::size_t regions, std::optional<double> gamma) {
  const double n = static_cast<double>(regions);
  return (gamma ? (*gamma - 1) / *gamma : 1) * n / (n - 1);
}

KnownAnswer revenue() {
  return {"tax-competition/revenue", "revenue maximisers set t = B kbar n/(n-1) (n = 3)", kZodrow,
          [](const Effort& effort) {
            return within_absolute(tax_by_theory(3, {}), tax_by_game(3, {}, "", 0, effort), kSeen);
          }};
}

KnownAnswer welfare() {
  return {"tax-competition/welfare", "governments that want x + gamma g set (gamma-1)/gamma of that (1.25)",
          kZodrow, [](const Effort& effort) {
            return within_absolute(tax_by_theory(3, 1.25), tax_by_game(3, 1.25, "", 0, effort), kSeen);
          }};
}

KnownAnswer base_sharing() {
  return {"tax-competition/base-equalisation",
          "base equalisation at theta multiplies the tax by 1/(1-theta) (0.5)",
          "Koethenbuerger 2002; Bucovetsky & Smart 2006", [](const Effort& effort) {
            return within_absolute(tax_by_theory(3, 1.25) / (1 - .5),
                                   tax_by_game(3, 1.25, "base", .5, effort), kSeen);
          }};
}

/// B kbar n/(n-1) (gamma (1 - alpha (n-1)/n) - 1) / (gamma (1 - alpha))
double pooled_tax(double n, double gamma, double alpha) {
  return n / (n - 1) * (gamma * (1 - alpha * (n - 1) / n) - 1) / (gamma * (1 - alpha));
}

KnownAnswer pool(double gamma) {
  return {fmt::format("tax-competition/pool-gamma-{:g}", gamma),
          fmt::format("pooling a fifth of revenue {} the tax (n = 3, gamma {:g})",
                      gamma > 3 ? "raises" : "lowers", gamma),
          "first-order condition", [gamma](const Effort& effort) {
            return within_absolute(pooled_tax(3, gamma, .2), tax_by_game(3, gamma, "pool", .2, effort),
                                   kSeen);
          }};
}

KnownAnswer partner() {
  return {"tax-competition/partner",
          "sharing with one partner multiplies the tax by 1/(1 - s/(n-1)) (n = 4, s = 0.5)",
          "first-order condition", [](const Effort& effort) {
            return within_absolute(tax_by_theory(4, 1.25) / (1 - .5 / 3),
                                   tax_by_game(4, 1.25, "partner", .5, effort), kSeen);
          }};
}

constexpr double kSize = .5;           // people of the small country over those of the large one
constexpr double kShoppers = 300'000;  // of both, so that the sizes are whole agents

Simulation two_countries_at_rest(const Effort& effort) {
  return game_at_rest(2, {{"game.cross_border", 1}, {"moves.people", effort.count(kShoppers, 10)}},
                      {kSize, 1}, {}, effort);
}

KnownAnswer two_countries(bool small) {
  return {fmt::format("tax-competition/kanbur-keen-{}", small ? "small" : "large"),
          fmt::format("tax of the {} of two countries over the moving cost (size ratio 0.5)",
                      small ? "smaller" : "larger"),
          "Kanbur & Keen 1993", [small](const Effort& effort) {
            const Simulation run = two_countries_at_rest(effort);
            return within_absolute(((small ? 1 : 2) + (small ? 2 : 1) * kSize) / 3,
                                   stylised::panel_of(run.model(), "tax")[small ? 0 : 1], kSeen);
          }};
}

/// Shoppers with a moving cost of their own, at the taxes where the governments rest.
KnownAnswer shoppers() {
  return {"tax-competition/kanbur-keen-movers", "share of the large country's people who buy abroad (agents)",
          "Kanbur & Keen 1993", [](const Effort& effort) {
            const double expected = (1 - kSize) / 3, people = effort.count(kShoppers, 10) / (1 + kSize);
            const Simulation run = two_countries_at_rest(effort);
            return within_standard_errors(expected, stylised::panel_of(run.model(), "away")[1],
                                          power(expected * (1 - expected) / people, .5));
          }};
}

}  // namespace

std::vector<KnownAnswer> tax_competition_answers() {
  return {revenue(), welfare(),           base_sharing(),       pool(1.25), pool(4),
          partner(), two_countries(true), two_countries(false), shoppers()};
}

std::vector<KnownAnswer> enclave_answers() {
  const char* const kDeal = "T_o/T_d <= s <= 1 - c_d/T_d";
  return {
      {"enclave/least", "least share of the origin that suits both (10 lost, 15 collected, cost 3)", kDeal,
       [](const Effort&) {
         return within_relative(10. / 15, enclave_deal(10, 15, 3).value().least, kClosed);
       }},
      {"enclave/most", "largest share of the origin that suits both (10 lost, 15 collected, cost 3)", kDeal,
       [](const Effort&) {
         return within_relative(1 - 3. / 15, enclave_deal(10, 15, 3).value().most, kClosed);
       }},
      {"enclave/no-deal", "of 10 lost, 11 collected at a cost of 3 no share suits both (1: one does)", kDeal,
       [](const Effort&) {
         return exactly(10. / 11 <= 1 - 3. / 11 ? 1 : 0, enclave_deal(10, 11, 3).has_value() ? 1 : 0);
       }}};
}

}  // namespace yanzhen::known_answers
