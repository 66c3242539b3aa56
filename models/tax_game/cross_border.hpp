#pragma once
//! \file  Taxes on what people buy, when they may buy in another place: the game of Kanbur & Keen 1993, for
//! two countries as they solved it and for any number of cities.
#include <Eigen/Core>

#include <span>
#include <vector>

#include "models/tax_game/replies.hpp"
#include "models/tax_game/sharing.hpp"

namespace yanzhen::tax_game {

// ---- two countries

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

// ---- any number of cities

/// People of every city buy one unit where tax and way cost them least. A person's cost of a way of one unit
/// of distance is c delta, with c uniform between 0 and 1 among the people of a city. With two cities one
/// unit apart this is Kanbur & Keen. Governments want revenue, after what they share.
struct CrossBorderGame {
  std::vector<double> heads;  ///< people of each city, > 0  (n)
  double moving_cost;         ///< delta, > 0
  Eigen::ArrayXXd distance;   ///< zero on the diagonal, above zero elsewhere  (n, n)
  Sharing sharing;
};

/// Where the people of a city buy: those with c below up_to[0] in city[0], of the others those below up_to[1]
/// in city[1], and so on. Rising; the last is one.
struct Shops {
  std::vector<double> up_to;
  std::vector<std::size_t> city;
};
/// The lower envelope of t_j + c delta d_ij over j. Among equal taxes the nearest counts, then the first;
/// whoever gains nothing stays nearer.
[[nodiscard]] Shops shops_of(const CrossBorderGame& game, std::span<const double> taxes, std::size_t home);

/// How many buy in each city. (n)
[[nodiscard]] std::vector<double> buyers(const CrossBorderGame& game, std::span<const double> taxes);

/// Revenue and transfers of a city. Shape of heads.
[[nodiscard]] double worth_to_government(const CrossBorderGame& game, std::span<const double> taxes,
                                         std::size_t city);

/// From nothing to three times the cost of the longest way: above it a person can always do better.
[[nodiscard]] TaxRange range_of(const CrossBorderGame& game);

}  // namespace yanzhen::tax_game
