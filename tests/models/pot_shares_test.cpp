#include "models/industry_migration/pot_shares.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <random>

#include "models/tax_game/sharing.hpp"

namespace yanzhen::industry_migration {
namespace {

using tax_game::SharingForm;
using tax_game::TaxedBases;
using tax_game::transfers;

double sum_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Money of governments that are all different: amounts up to a trillion yuan.
struct RandomTreasuries {
  explicit RandomTreasuries(std::uint32_t seed) {
    std::mt19937_64 bits{seed};
    const std::size_t n = 2 + bits() % 5;
    for (std::size_t k = 0; k < n; ++k) {
      tax.push_back(static_cast<Fen>(bits() % 100'000'000'000'000ULL));
      heads.push_back(static_cast<std::int64_t>(1 + bits() % 30'000'000));
      taxed.rate.push_back(1);
      taxed.base.push_back(static_cast<double>(tax.back()));
      taxed.heads.push_back(static_cast<double>(heads.back()));
    }
    share = static_cast<double>(bits() % 1001) / 1000;
  }
  std::vector<Fen> tax;
  std::vector<std::int64_t> heads;
  TaxedBases taxed;
  double share = 0;
};

/// What each member has more after the pot was filled and shared out.
std::vector<Fen> net_of(const PotShares& shares) {
  const Fen paid = std::accumulate(shares.due.begin(), shares.due.end(), Fen{0});
  std::vector<Fen> net = paid > 0 ? split(paid, shares.claim) : std::vector<Fen>(shares.due.size(), 0);
  for (std::size_t k = 0; k < net.size(); ++k) net[k] -= shares.due[k];
  return net;
}

void check_near(const std::vector<Fen>& found, const std::vector<double>& expected, double tolerance) {
  CHECK(std::accumulate(found.begin(), found.end(), Fen{0}) == 0);
  for (std::size_t k = 0; k < found.size(); ++k)
    CHECK(std::abs(static_cast<double>(found[k]) - expected[k]) <= tolerance);
}

}  // namespace

TEST_SUITE("industry_migration/pot shares") {
  TEST_CASE("the treasury's fen are the theory's numbers, to the fen") {
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
      CAPTURE(seed);
      const RandomTreasuries some{seed};
      // Rounding: the even share to 1, what is due to 1/2, the part of the pot to 1 and by claims that are
      // off by 1 each; the share itself to 2^-41 of amounts below 5e14, which is 230.
      const double tolerance = 5 + 2 * 0x1p-41 * sum_of(some.taxed.base);
      check_near(net_of(base_equalisation(some.tax, some.heads, some.share)),
                 transfers({SharingForm::base, some.share, {}}, some.taxed), tolerance);
      check_near(net_of(revenue_pool(some.tax, some.heads, some.share)),
                 transfers({SharingForm::pool, some.share, {}}, some.taxed), tolerance);
      const PartnerShare partner = partner_share(some.tax[0], some.share, .25);
      CHECK(std::abs(static_cast<double>(partner.promised) - some.share * some.taxed.base[0]) <= tolerance);
      CHECK(std::abs(static_cast<double>(partner.delivered) - .75 * some.share * some.taxed.base[0]) <=
            tolerance);
    }
  }

  TEST_CASE("shares with exact halves and quarters are exact in fen") {
    const std::vector<Fen> tax{400, 100, 100};
    const std::vector<std::int64_t> heads{1, 1, 1};
    CHECK(net_of(base_equalisation(tax, heads, .5)) == std::vector<Fen>{-100, 50, 50});
    CHECK(net_of(revenue_pool(tax, heads, .5)) == std::vector<Fen>{-100, 50, 50});
    CHECK(partner_share(400, .5, .25).promised == 200);
    CHECK(partner_share(400, .5, .25).delivered == 150);
    CHECK(partner_share(400, .5, 1).delivered == 0);
    CHECK(net_of(base_equalisation(std::vector<Fen>{0, 0}, std::vector<std::int64_t>{1, 2}, 1)) ==
          std::vector<Fen>{0, 0});
  }
}

}  // namespace yanzhen::industry_migration
