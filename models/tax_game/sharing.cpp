#include "models/tax_game/sharing.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace yanzhen::tax_game {
namespace {

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

std::vector<Fen> whole_transfers(const std::vector<double>& amounts) {
  std::vector<Fen> whole;
  double sum = 0;
  Fen given = 0;
  for (std::size_t k = 0; k < amounts.size(); ++k) {
    sum += amounts[k];
    const Fen so_far = k + 1 < amounts.size() ? static_cast<Fen>(std::llround(sum)) : Fen{0};
    whole.push_back(so_far - given);
    given = so_far;
  }
  return whole;
}

}  // namespace yanzhen::tax_game
