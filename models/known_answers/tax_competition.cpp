// Taxes on mobile capital and on shoppers: games solved by best replies, against the formulas they are known
// to have.
#include <fmt/format.h>

#include "engine/elementary.hpp"
#include "models/industry_migration/fiscal_theory.hpp"
#include "models/known_answers/families.hpp"

namespace yanzhen::known_answers {
namespace {

using namespace industry_migration;

// A search sees of a maximum no more than the square root of rounding (1e-8), and best replies carry the
// error of one player to the others less than ten times.
constexpr double kSeen = 1e-6;
const char* const kZodrow = "Zodrow & Mieszkowski 1986";

/// The tax of the first of `regions` equal governments.
double tax_by_game(std::size_t regions, std::optional<double> gamma, Sharing sharing) {
  CapitalTaxGame game;
  game.regions = regions;
  game.public_weight = gamma;
  game.sharing = std::move(sharing);
  std::vector<double> start;
  for (std::size_t k = 0; k < regions; ++k) start.push_back(.4 * static_cast<double>(k));
  return nash_taxes(game, start).taxes[0];
}

/// w B kbar n / (n - 1) at B = kbar = 1, w = 1 for revenue and (gamma - 1) / gamma for x + gamma g.
double tax_by_theory(std::size_t regions, std::optional<double> gamma) {
  const double n = static_cast<double>(regions);
  return (gamma ? (*gamma - 1) / *gamma : 1) * n / (n - 1);
}

KnownAnswer revenue() {
  return {"tax-competition/revenue", "revenue maximisers set t = B kbar n/(n-1) (n = 3)", kZodrow,
          [](const Effort&) { return within_absolute(tax_by_theory(3, {}), tax_by_game(3, {}, {}), kSeen); }};
}

KnownAnswer welfare() {
  return {"tax-competition/welfare", "governments that want x + gamma g set (gamma-1)/gamma of that (1.25)",
          kZodrow, [](const Effort&) {
            return within_absolute(tax_by_theory(3, 1.25), tax_by_game(3, 1.25, {}), kSeen);
          }};
}

KnownAnswer base_sharing() {
  return {"tax-competition/base-equalisation",
          "base equalisation at theta multiplies the tax by 1/(1-theta) (0.5)",
          "Koethenbuerger 2002; Bucovetsky & Smart 2006", [](const Effort&) {
            return within_absolute(tax_by_theory(3, 1.25) / (1 - .5),
                                   tax_by_game(3, 1.25, {SharingForm::base, .5, {}}), kSeen);
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
          "first-order condition", [gamma](const Effort&) {
            return within_absolute(pooled_tax(3, gamma, .2),
                                   tax_by_game(3, gamma, {SharingForm::pool, .2, {}}), kSeen);
          }};
}

KnownAnswer partner() {
  return {"tax-competition/partner",
          "sharing with one partner multiplies the tax by 1/(1 - s/(n-1)) (n = 4, s = 0.5)",
          "first-order condition", [](const Effort&) {
            return within_absolute(tax_by_theory(4, 1.25) / (1 - .5 / 3),
                                   tax_by_game(4, 1.25, {SharingForm::partner, .5, {1, 0, 3, 2}}), kSeen);
          }};
}

constexpr double kSize = .5;  // people of the small country over those of the large one

KnownAnswer two_countries(bool small) {
  return {fmt::format("tax-competition/kanbur-keen-{}", small ? "small" : "large"),
          fmt::format("tax of the {} of two countries over the moving cost (size ratio 0.5)",
                      small ? "smaller" : "larger"),
          "Kanbur & Keen 1993", [small](const Effort&) {
            const CountryPair taxes = nash_taxes(TwoCountries{kSize, 1});
            return within_absolute(((small ? 1 : 2) + (small ? 2 : 1) * kSize) / 3,
                                   small ? taxes.small : taxes.large, kSeen);
          }};
}

/// Shoppers with a moving cost of their own, at the taxes that the game has found.
KnownAnswer shoppers() {
  return {"tax-competition/kanbur-keen-movers", "share of the large country's people who buy abroad (agents)",
          "Kanbur & Keen 1993", [](const Effort& effort) {
            const double expected = (1 - kSize) / 3, people = effort.count(1'000'000, 100);
            const CountryPair taxes = nash_taxes(TwoCountries{kSize, 1});
            const double movers = count_movers(StepDraws{1, 1, 0}, static_cast<std::uint32_t>(people), 1,
                                               taxes.large - taxes.small);
            return within_standard_errors(expected, movers / people,
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
