#pragma once
//! \file  What governments do with each other's tax base, in worlds small enough to be solved: the theory
//! that the model's sharing rules are held against.
//!
//! Nothing of a run is in here. Every game is solved by numbers (best replies to best replies), never by the
//! formula that it is known to have; the formulas stand here so that a reader can compare.
//!
//! Zodrow & Mieszkowski 1986, Wilson 1986 (taxes on mobile capital); Koethenbuerger 2002, Bucovetsky & Smart
//! 2006 (equalisation of tax base); Kanbur & Keen 1993 (two countries of different size). MODEL.md section 8.
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engine/random.hpp"

namespace yanzhen::industry_migration {

// ---- sharing in its three forms, never one number

/// What governments share.
enum class SharingForm {
  none,
  base,     ///< theta of what the base of each falls short of the mean a head, at the mean rate
  pool,     ///< alpha of what each has collected itself, shared out by heads
  partner,  ///< s of the tax on what moved, paid by the place to which it moved to one partner whence it came
};
struct Sharing {
  SharingForm form = SharingForm::none;
  double share = 0;                  ///< theta, alpha or s, 0 to 1; base and partner below 1 in a game
  std::vector<std::size_t> partner;  ///< of each government, in the form `partner`: they come in pairs, and
                                     ///< one without a partner is its own  (n_government)
};

/// What governments tax. Shapes (n_government,).
struct TaxedBases {
  std::vector<double> rate;
  std::vector<double> base;       ///< as it lies now, >= 0
  std::vector<double> endowment;  ///< as it would lie if nothing had moved, the same sum; for `partner`
  std::vector<double> heads;      ///< > 0
};

/// What each government gets from the others, less what it gives them; sums to zero.
///
///     base     theta t (mean base a head heads_i - base_i),   t = revenue of all / base of all
///     pool     alpha (revenue of all heads_i / heads of all - revenue_i)
///     partner  s t_p moved(i to p) - s t_i moved(p to i),     moved(i to p) = max(0, (e_p - e_i) / n),
///              e = base - endowment: the smallest flows that lead from one to the other
///
/// The same arithmetic in whole fen, by which the treasury pays: pot_shares.hpp.
[[nodiscard]] std::vector<double> transfers(const Sharing& sharing, const TaxedBases& taxed);

// ---- taxes on mobile capital

/// Governments of equal regions that tax capital at its place; capital goes where it earns most.
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
  double capital = 1;                   ///< kbar of each region, > 0
  std::optional<double> public_weight;  ///< gamma; nothing: revenue alone
  Sharing sharing;
};

/// Where capital goes under given taxes.
struct CapitalPlaces {
  double net_return;            ///< r, the same wherever there is capital
  std::vector<double> capital;  ///< k >= 0, sums to n kbar to rounding  (n)
};
[[nodiscard]] CapitalPlaces place_capital(const CapitalTaxGame& game, std::span<const double> taxes);

/// What the government of a region wants: g, or x + gamma g.
[[nodiscard]] double worth_to_government(const CapitalTaxGame& game, std::span<const double> taxes,
                                         std::size_t region);

/// Taxes at which nobody wants another one, given those of the others.
struct NashTaxes {
  std::vector<double> taxes;
  int rounds;   ///< of best replies
  double last;  ///< largest change of a tax in the last round
};
/// Best replies in turn, from `start` on, until none moves by more than 1e-8 or for 500 rounds. A best reply
/// is sought between -A and A and known to about 1e-7: of a maximum nobody sees more than the square root of
/// rounding.
[[nodiscard]] NashTaxes nash_taxes(const CapitalTaxGame& game, std::vector<double> start);

// ---- two countries of different size

/// Kanbur & Keen 1993: each of the people buys one unit, at home or, at a cost between 0 and delta (uniform),
/// abroad where the tax is lower. Both governments want revenue.
///     known  t = delta (1 + 2 theta)/3,  T = delta (2 + theta)/3; (1 - theta)/3 of the large country's
///     people go
struct TwoCountries {
  double size_ratio;   ///< theta, people of the small country over those of the large one, 0 to 1
  double moving_cost;  ///< delta, > 0
};
struct CountryPair {
  double small, large;
};
/// Revenue of each, for one person of the large country.
[[nodiscard]] CountryPair revenues(const TwoCountries& countries, CountryPair taxes);
/// Best replies in turn until nobody moves.
[[nodiscard]] CountryPair nash_taxes(const TwoCountries& countries);
/// How many of the first `people` agents have a moving cost below the gain, each cost drawn by itself.
[[nodiscard]] std::uint32_t count_movers(const StepDraws& draws, std::uint32_t people, double moving_cost,
                                         double gain);

// ---- the deal behind an enclave

/// Shares from `least` to `most`, both included.
struct ShareRange {
  double least, most;
};
/// The shares s of a park's local tax that suit both sides of an enclave. The origin would lose T_o and is
/// paid s T_d; the host collects T_d and bears the cost c_d:
///
///     T_o / T_d <= s <= 1 - c_d / T_d
///
/// within 0 and 1; nothing where no share suits both.  All three a year in one unit of money, >= 0.
[[nodiscard]] std::optional<ShareRange> enclave_deal(double lost_by_origin, double collected_by_host,
                                                     double cost_of_host);

// ---- search

/// Where a function is greatest between two ends: the best of a grid, then golden section beside it. Of equal
/// values the leftmost. \pre least < most
[[nodiscard]] double argument_of_greatest(const std::function<double(double)>& value, double least,
                                          double most);

}  // namespace yanzhen::industry_migration
