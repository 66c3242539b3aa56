#pragma once
//! \file  Governments that reply to each other's taxes, in any game that says what taxes are worth to them.
#include <functional>
#include <span>
#include <vector>

namespace yanzhen::tax_game {

/// What a government has of the taxes of all.
using Worth = std::function<double(std::span<const double> taxes, std::size_t government)>;

/// Taxes among which a reply is sought.
struct TaxRange {
  double least, most;
};

/// How governments act when they act.
struct ReplyHabits {
  double adjustment = 1;  ///< part of the way to the best reply, above 0 to 1
  bool together = false;  ///< all look at the same taxes; otherwise each sees the new ones of those before it
};

/// The tax that is worth most to a government while the others keep theirs, to about 1e-7 of the range: of a
/// maximum nobody sees more than the square root of rounding.
[[nodiscard]] double best_reply(const Worth& worth, TaxRange range, std::vector<double> taxes,
                                std::size_t government);

/// Every government moves towards its best reply once.
[[nodiscard]] std::vector<double> replied(const Worth& worth, TaxRange range, ReplyHabits habits,
                                          std::vector<double> taxes);

/// Taxes at which nobody wants another one, given those of the others.
struct NashTaxes {
  std::vector<double> taxes;
  int rounds;   ///< of best replies
  double last;  ///< largest change of a tax in the last round
};
/// Best replies in turn, from `start` on, until none moves by more than 1e-8 or for 500 rounds.
[[nodiscard]] NashTaxes nash_taxes(const Worth& worth, TaxRange range, std::vector<double> start);

}  // namespace yanzhen::tax_game
