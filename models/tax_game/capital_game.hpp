#pragma once
//! \file  Taxes on mobile capital: the game of Zodrow & Mieszkowski 1986 and Wilson 1986, with what
//! governments may share.
//!
//! Nothing of a run is in here. The game is solved by numbers (best replies to best replies), never by the
//! formula that it is known to have; the formulas stand here so that a reader can compare.
#include <optional>
#include <span>
#include <vector>

#include "models/tax_game/replies.hpp"
#include "models/tax_game/sharing.hpp"

namespace yanzhen::tax_game {

/// Governments of regions that tax capital at its place; capital goes where it earns most.
///
///     output a head  f(k) = A k - B k^2 / 2        net return of all capital  r = A - B k_i - t_i
///     people have    x_i = f(k_i) - f'(k_i) k_i + r kbar      land's income, and their own capital's
///     and public     g_i = t_i k_i + transfers
///
/// Known, in the symmetric equilibrium (n regions, w = 1 for governments that want revenue alone and
/// (gamma - 1)/gamma for those that want x + gamma g):
///     nothing shared   t = w B kbar n/(n-1)
///     base             as with nothing shared, times 1/(1 - theta)
///     pool             B kbar n/(n-1) (gamma (1 - alpha (n-1)/n) - 1) / (gamma (1 - alpha)): higher than
///                      without only if gamma > n
///     partner          as with nothing shared, times 1/(1 - s/(n-1)), n even
struct CapitalTaxGame {
  std::size_t regions = 2;              ///< n, >= 2
  double first_product = 10;            ///< A, large enough that some return is left at the taxes of interest
  double diminishing = 1;               ///< B, > 0
  double capital = 1;                   ///< kbar a head, > 0
  std::optional<double> public_weight;  ///< gamma; nothing: revenue alone
  Sharing sharing;
  std::vector<double> heads;  ///< people of each region, > 0; empty: the same everywhere  (n)
};

/// Where capital goes under given taxes.
struct CapitalPlaces {
  double net_return;            ///< r, the same wherever there is capital
  std::vector<double> capital;  ///< k >= 0 a head; times heads it sums to all there is, to rounding  (n)
};
[[nodiscard]] CapitalPlaces place_capital(const CapitalTaxGame& game, std::span<const double> taxes);

/// What the government of a region wants a head of its people: g, or x + gamma g, where capital lies as given
/// (a head, (n)); r is then what a unit earns in the mean. Without places: where it would settle.
[[nodiscard]] double worth_to_government(const CapitalTaxGame& game, std::span<const double> taxes,
                                         const std::vector<double>& capital, std::size_t region);
[[nodiscard]] double worth_to_government(const CapitalTaxGame& game, std::span<const double> taxes,
                                         std::size_t region);

/// x a head in every region where capital lies as given: land's income, and that of kbar of all capital. (n)
[[nodiscard]] std::vector<double> private_income(const CapitalTaxGame& game, std::span<const double> taxes,
                                                 const std::vector<double>& capital);

/// Best replies in turn from `start` on, sought between -A and A. See replies.hpp.
[[nodiscard]] NashTaxes nash_taxes(const CapitalTaxGame& game, std::vector<double> start);

}  // namespace yanzhen::tax_game
