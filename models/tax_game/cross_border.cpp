#include "models/tax_game/cross_border.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/tax_game/greatest.hpp"

namespace yanzhen::tax_game {
namespace {

constexpr double kSettled = 1e-8;
constexpr int kMostRounds = 500;

/// A shop as a person of one home sees it.
struct Offer {
  double tax, way;  // way in units of distance
  std::size_t city;
};

/// By tax, then by way, then by place in the list.
std::vector<Offer> offers_by_tax(const CrossBorderGame& game, std::span<const double> taxes,
                                 std::size_t home) {
  std::vector<Offer> offers;
  for (std::size_t j = 0; j < taxes.size(); ++j)
    offers.push_back(
        {taxes[j], game.distance(static_cast<Eigen::Index>(home), static_cast<Eigen::Index>(j)), j});
  std::stable_sort(offers.begin(), offers.end(), [](const Offer& a, const Offer& b) {
    return std::pair{a.tax, a.way} < std::pair{b.tax, b.way};
  });
  return offers;
}

}  // namespace

CountryPair revenues(const TwoCountries& countries, CountryPair taxes) {
  const double theta = countries.size_ratio;
  const double gain =
      taxes.large - taxes.small;  // of those who leave the large country; below zero, the other
  const double part = std::min(1.0, std::abs(gain) / countries.moving_cost);
  const double movers = gain > 0 ? part : -part * theta;
  return {taxes.small * (theta + movers), taxes.large * (1.0 - movers)};
}

CountryPair nash_taxes(const TwoCountries& countries) {
  const double most = 3 * countries.moving_cost;
  CountryPair taxes{countries.moving_cost, countries.moving_cost};
  for (int round = 0; round < kMostRounds; ++round) {
    const CountryPair before = taxes;
    taxes.small = argument_of_greatest(
        [&](double tax) {
          return revenues(countries, {tax, taxes.large}).small;
        },
        0, most);
    taxes.large = argument_of_greatest(
        [&](double tax) {
          return revenues(countries, {taxes.small, tax}).large;
        },
        0, most);
    if (std::max(std::abs(taxes.small - before.small), std::abs(taxes.large - before.large)) <=
        kSettled * most)
      break;
  }
  return taxes;
}

Shops shops_of(const CrossBorderGame& game, std::span<const double> taxes, std::size_t home) {
  const std::vector<Offer> offers = offers_by_tax(game, taxes, home);
  Shops shops;
  Offer now = offers.front();
  while (true) {
    double until = 1;
    Offer next = now;
    for (const Offer& other : offers) {
      if (!(other.way < now.way)) continue;
      const double meets = (other.tax - now.tax) / (game.moving_cost * (now.way - other.way));
      if (meets < until || (meets == until && next.way < now.way && other.way < next.way))
        until = meets, next = other;
    }
    shops.up_to.push_back(until);
    shops.city.push_back(now.city);
    if (!(until < 1)) return shops;
    now = next;
  }
}

std::vector<double> buyers(const CrossBorderGame& game, std::span<const double> taxes) {
  std::vector<double> buyers(taxes.size(), 0.0);
  for (std::size_t home = 0; home < taxes.size(); ++home) {
    const Shops shops = shops_of(game, taxes, home);
    double from = 0;
    for (std::size_t k = 0; k < shops.city.size(); ++k) {
      buyers[shops.city[k]] += game.heads[home] * (shops.up_to[k] - from);
      from = shops.up_to[k];
    }
  }
  return buyers;
}

double worth_to_government(const CrossBorderGame& game, std::span<const double> taxes, std::size_t city) {
  const TaxedBases taxed{{taxes.begin(), taxes.end()}, buyers(game, taxes), game.heads, game.heads};
  return taxes[city] * taxed.base[city] + transfers(game.sharing, taxed)[city];
}

TaxRange range_of(const CrossBorderGame& game) {
  return {0, 3 * game.moving_cost * game.distance.maxCoeff()};
}

}  // namespace yanzhen::tax_game
