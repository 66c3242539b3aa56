#pragma once
//! \file  What governments pay each other when they share tax: three forms that are never one number.
//!
//! Koethenbuerger 2002, Bucovetsky & Smart 2006 (equalisation of tax base). MODEL.md.
#include <vector>

#include "engine/ledger.hpp"

namespace yanzhen::tax_game {

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
/// The same arithmetic in whole fen, by which the treasury pays: models/industry_migration/pot_shares.hpp.
[[nodiscard]] std::vector<double> transfers(const Sharing& sharing, const TaxedBases& taxed);

/// Amounts that sum to zero (to rounding) in whole fen that sum to zero exactly; each is off by one at most
/// fen. The running sum is rounded, not the amounts. \param amounts  [fen], sum below half a fen
[[nodiscard]] std::vector<Fen> whole_transfers(const std::vector<double>& amounts);

}  // namespace yanzhen::tax_game
