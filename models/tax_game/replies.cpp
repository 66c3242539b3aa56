#include "models/tax_game/replies.hpp"

#include <algorithm>
#include <cmath>

#include "models/tax_game/greatest.hpp"

namespace yanzhen::tax_game {
namespace {

constexpr double kSettled = 1e-8;  // a change of tax that no search can tell from none
constexpr int kMostRounds = 500;

}  // namespace

double best_reply(const Worth& worth, TaxRange range, std::vector<double> taxes, std::size_t government) {
  const auto value = [&](double tax) {
    taxes[government] = tax;
    return worth(taxes, government);
  };
  return argument_of_greatest(value, range.least, range.most);
}

std::vector<double> replied(const Worth& worth, TaxRange range, ReplyHabits habits,
                            std::vector<double> taxes) {
  const std::vector<double> before = taxes;
  for (std::size_t i = 0; i < taxes.size(); ++i) {
    const double reply = best_reply(worth, range, habits.together ? before : taxes, i);
    taxes[i] = before[i] + habits.adjustment * (reply - before[i]);
  }
  return taxes;
}

NashTaxes nash_taxes(const Worth& worth, TaxRange range, std::vector<double> start) {
  NashTaxes found{std::move(start), 0, 0};
  do {
    const std::vector<double> before = found.taxes;
    found.taxes = replied(worth, range, {}, before);
    found.last = 0;
    for (std::size_t i = 0; i < before.size(); ++i)
      found.last = std::max(found.last, std::abs(found.taxes[i] - before[i]));
    ++found.rounds;
  } while (found.last > kSettled && found.rounds < kMostRounds);
  return found;
}

}  // namespace yanzhen::tax_game
