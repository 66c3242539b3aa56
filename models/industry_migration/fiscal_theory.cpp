#include "models/industry_migration/fiscal_theory.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace yanzhen::industry_migration {
namespace {

constexpr double kSettled = 1e-8;  // a change of tax that no search can tell from none
constexpr int kMostRounds = 500;

double sum_of(std::span<const double> values) { return std::accumulate(values.begin(), values.end(), 0.0); }

double revenue_of_all(const TaxedBases& taxed) {
  return std::inner_product(taxed.rate.begin(), taxed.rate.end(), taxed.base.begin(), 0.0);
}

std::vector<double> share_base(double theta, const TaxedBases& taxed) {
  const double base = sum_of(taxed.base), heads = sum_of(taxed.heads);
  const double rate = base > 0 ? revenue_of_all(taxed) / base : 0.0;
  std::vector<double> net;
  for (std::size_t i = 0; i < taxed.base.size(); ++i)
    net.push_back(theta * rate * (base / heads * taxed.heads[i] - taxed.base[i]));
  return net;
}

std::vector<double> pool_revenue(double alpha, const TaxedBases& taxed) {
  const double a_head = revenue_of_all(taxed) / sum_of(taxed.heads);
  std::vector<double> net;
  for (std::size_t i = 0; i < taxed.base.size(); ++i)
    net.push_back(alpha * (a_head * taxed.heads[i] - taxed.rate[i] * taxed.base[i]));
  return net;
}

std::vector<double> share_with_partners(const Sharing& sharing, const TaxedBases& taxed) {
  const std::size_t n = taxed.base.size();
  std::vector<double> net(n, 0.0);
  for (std::size_t host = 0; host < n; ++host) {
    const std::size_t home = sharing.partner[host];
    const double gained = taxed.base[host] - taxed.endowment[host];
    const double lost = taxed.endowment[home] - taxed.base[home];
    const double moved = std::max(0.0, (gained + lost) / static_cast<double>(n));
    net[home] += sharing.share * taxed.rate[host] * moved;
    net[host] -= sharing.share * taxed.rate[host] * moved;
  }
  return net;
}

/// k at which the last unit of capital earns the net return after tax.
double wanted_capital(const CapitalTaxGame& game, double net_return, double tax) {
  return std::max(0.0, (game.first_product - tax - net_return) / game.diminishing);
}

}  // namespace

std::vector<double> transfers(const Sharing& sharing, const TaxedBases& taxed) {
  switch (sharing.form) {
    case SharingForm::base:
      return share_base(sharing.share, taxed);
    case SharingForm::pool:
      return pool_revenue(sharing.share, taxed);
    case SharingForm::partner:
      return share_with_partners(sharing, taxed);
    case SharingForm::none:
      break;
  }
  return std::vector<double>(taxed.base.size(), 0.0);
}

CapitalPlaces place_capital(const CapitalTaxGame& game, std::span<const double> taxes) {
  const double supply = static_cast<double>(game.regions) * game.capital;
  const auto [lowest, highest] = std::minmax_element(taxes.begin(), taxes.end());
  // At `low` each region alone wants all there is, at `high` none wants any.
  double low = game.first_product - *highest - game.diminishing * supply;
  double high = game.first_product - *lowest;
  for (double middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2) {
    double demand = 0;
    for (const double tax : taxes) demand += wanted_capital(game, middle, tax);
    (demand > supply ? low : high) = middle;
  }
  CapitalPlaces places{high, {}};
  for (const double tax : taxes) places.capital.push_back(wanted_capital(game, high, tax));
  return places;
}

double worth_to_government(const CapitalTaxGame& game, std::span<const double> taxes, std::size_t region) {
  const CapitalPlaces places = place_capital(game, taxes);
  const TaxedBases taxed{{taxes.begin(), taxes.end()},
                         places.capital,
                         std::vector<double>(game.regions, game.capital),
                         std::vector<double>(game.regions, 1.0)};
  const double k = places.capital[region];
  const double revenue = taxes[region] * k + transfers(game.sharing, taxed)[region];
  if (!game.public_weight) return revenue;
  const double land = game.diminishing * k * k / 2;  // f - f' k
  return land + places.net_return * game.capital + *game.public_weight * revenue;
}

NashTaxes nash_taxes(const CapitalTaxGame& game, std::vector<double> start) {
  NashTaxes found{std::move(start), 0, 0};
  do {
    found.last = 0;
    for (std::size_t i = 0; i < game.regions; ++i) {
      std::vector<double> taxes = found.taxes;
      const auto worth = [&](double tax) {
        taxes[i] = tax;
        return worth_to_government(game, taxes, i);
      };
      const double reply = argument_of_greatest(worth, -game.first_product, game.first_product);
      found.last = std::max(found.last, std::abs(reply - found.taxes[i]));
      found.taxes[i] = reply;
    }
    ++found.rounds;
  } while (found.last > kSettled && found.rounds < kMostRounds);
  return found;
}

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

std::uint32_t count_movers(const StepDraws& draws, std::uint32_t people, double moving_cost, double gain) {
  std::uint32_t movers = 0;
  for (std::uint32_t person = 0; person < people; ++person)
    movers += moving_cost * unit_interval(draws.shared_word(person)) < gain ? 1 : 0;
  return movers;
}

std::optional<ShareRange> enclave_deal(double lost_by_origin, double collected_by_host, double cost_of_host) {
  if (!(collected_by_host > 0)) return std::nullopt;
  const ShareRange range{lost_by_origin / collected_by_host, 1.0 - cost_of_host / collected_by_host};
  if (!(range.least <= range.most)) return std::nullopt;
  return range;
}

double argument_of_greatest(const std::function<double(double)>& value, double least, double most) {
  constexpr int kGrid = 64;
  const double cell = (most - least) / kGrid;
  int best = 0;
  double greatest = value(least);
  for (int k = 1; k <= kGrid; ++k)
    if (const double here = value(least + k * cell); here > greatest) greatest = here, best = k;
  double low = least + std::max(0, best - 1) * cell, high = least + std::min(kGrid, best + 1) * cell;
  const double golden = (std::sqrt(5.0) - 1) / 2;
  double left = high - golden * (high - low), right = low + golden * (high - low);
  double at_left = value(left), at_right = value(right);
  while (high - low > 1e-9 * (most - least)) {
    if (at_left >= at_right) {
      high = right, right = left, at_right = at_left;
      left = high - golden * (high - low), at_left = value(left);
    } else {
      low = left, left = right, at_left = at_right;
      right = low + golden * (high - low), at_right = value(right);
    }
  }
  return (low + high) / 2;
}

}  // namespace yanzhen::industry_migration
