#include "models/tax_game/mobile_capital.hpp"

#include <numeric>

namespace yanzhen::tax_game {
namespace {

constexpr StreamNumber kMoves = 1;

}  // namespace

MobileCapital::MobileCapital(CapitalTaxGame game, std::vector<std::int64_t> home, const Eigen::ArrayXd& start,
                             stylised::MoveRule rule, double probability, std::uint64_t seed)
    : MobileBase{std::move(home)},
      game_{std::move(game)},
      rule_{rule},
      probability_{probability},
      seed_{seed},
      movers_{static_cast<std::uint32_t>(first_row().back()), start},
      table_{game_.regions, game_.regions} {
  game_.heads.assign(this->home().begin(), this->home().end());
}

std::vector<double> MobileCapital::capital_per_head() const {
  std::vector<double> capital;
  for (std::size_t i = 0; i < home().size(); ++i)
    capital.push_back(game_.capital * static_cast<double>(count()[i]) / static_cast<double>(home()[i]));
  return capital;
}

double MobileCapital::worth(std::span<const double> taxes, std::size_t city) const {
  return worth_to_government(game_, taxes, city);
}

std::vector<double> MobileCapital::private_income(std::span<const double> taxes) const {
  return tax_game::private_income(game_, taxes, capital_per_head());
}

void MobileCapital::decide(Step step, std::span<const double> taxes) {
  const std::vector<double> capital = capital_per_head();
  Eigen::ArrayXd utility(static_cast<Eigen::Index>(capital.size()));
  for (std::size_t i = 0; i < capital.size(); ++i)
    utility(static_cast<Eigen::Index>(i)) =
        (game_.first_product - game_.diminishing * capital[i] - taxes[i]) /
        (game_.diminishing * game_.capital);
  rule_.fill(utility, {}, table_);
  movers_.decide(StepDraws{seed_, kMoves, step}, probability_, table_);
}

}  // namespace yanzhen::tax_game
