#include "models/tax_game/capital_game.hpp"

#include <algorithm>
#include <numeric>

namespace yanzhen::tax_game {
namespace {

std::vector<double> heads_of(const CapitalTaxGame& game) {
  return game.heads.empty() ? std::vector<double>(game.regions, 1.0) : game.heads;
}

/// k at which the last unit of capital earns the net return after tax.
double wanted_capital(const CapitalTaxGame& game, double net_return, double tax) {
  return std::max(0.0, (game.first_product - tax - net_return) / game.diminishing);
}

std::vector<double> times(std::vector<double> values, const std::vector<double>& factors) {
  for (std::size_t k = 0; k < values.size(); ++k) values[k] *= factors[k];
  return values;
}

/// A - B k - t, in the mean over all units of capital.
double mean_return(const CapitalTaxGame& game, std::span<const double> taxes,
                   const std::vector<double>& capital, const std::vector<double>& heads) {
  double earned = 0, units = 0;
  for (std::size_t i = 0; i < capital.size(); ++i) {
    earned += heads[i] * capital[i] * (game.first_product - game.diminishing * capital[i] - taxes[i]);
    units += heads[i] * capital[i];
  }
  return earned / units;
}

double land_income(const CapitalTaxGame& game, double capital) {
  return game.diminishing * capital * capital / 2;  // f - f' k
}

}  // namespace

CapitalPlaces place_capital(const CapitalTaxGame& game, std::span<const double> taxes) {
  const std::vector<double> heads = heads_of(game);
  const double supply = game.capital * std::accumulate(heads.begin(), heads.end(), 0.0);
  const auto [lowest, highest] = std::minmax_element(taxes.begin(), taxes.end());
  // At `low` each region alone wants all there is, at `high` none wants any.
  double low = game.first_product - *highest -
               game.diminishing * supply / *std::min_element(heads.begin(), heads.end());
  double high = game.first_product - *lowest;
  for (double middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2) {
    double demand = 0;
    for (std::size_t i = 0; i < heads.size(); ++i)
      demand += heads[i] * wanted_capital(game, middle, taxes[i]);
    (demand > supply ? low : high) = middle;
  }
  CapitalPlaces places{high, {}};
  for (const double tax : taxes) places.capital.push_back(wanted_capital(game, high, tax));
  return places;
}

double worth_to_government(const CapitalTaxGame& game, std::span<const double> taxes,
                           const std::vector<double>& capital, std::size_t region) {
  const std::vector<double> heads = heads_of(game);
  const TaxedBases taxed{{taxes.begin(), taxes.end()},
                         times(capital, heads),
                         times(std::vector<double>(game.regions, game.capital), heads),
                         heads};
  const double revenue =
      taxes[region] * capital[region] + transfers(game.sharing, taxed)[region] / heads[region];
  if (!game.public_weight) return revenue;
  const double own = mean_return(game, taxes, capital, heads) * game.capital;
  return land_income(game, capital[region]) + own + *game.public_weight * revenue;
}

double worth_to_government(const CapitalTaxGame& game, std::span<const double> taxes, std::size_t region) {
  return worth_to_government(game, taxes, place_capital(game, taxes).capital, region);
}

std::vector<double> private_income(const CapitalTaxGame& game, std::span<const double> taxes,
                                   const std::vector<double>& capital) {
  const double own = mean_return(game, taxes, capital, heads_of(game)) * game.capital;
  std::vector<double> income;
  for (const double k : capital) income.push_back(land_income(game, k) + own);
  return income;
}

NashTaxes nash_taxes(const CapitalTaxGame& game, std::vector<double> start) {
  const Worth worth = [&](std::span<const double> taxes, std::size_t region) {
    return worth_to_government(game, taxes, region);
  };
  return nash_taxes(worth, {-game.first_product, game.first_product}, std::move(start));
}

}  // namespace yanzhen::tax_game
