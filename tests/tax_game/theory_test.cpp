#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include "engine/random.hpp"
#include "models/tax_game/capital_game.hpp"
#include "models/tax_game/cross_border.hpp"
#include "models/tax_game/greatest.hpp"

namespace yanzhen::tax_game {
namespace {

// A maximum of order one is flat to rounding (1e-16) over the square root of that, 1e-8, and best replies
// carry the error of one player to the others less than ten times: see argument_of_greatest.
constexpr double kSeen = 1e-6;

double sum_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

CapitalTaxGame game_of(std::size_t regions, std::optional<double> gamma, Sharing sharing = {}) {
  CapitalTaxGame game;
  game.regions = regions;
  game.public_weight = gamma;
  game.sharing = std::move(sharing);
  return game;
}

/// The first two are partners, the next two, and so on.
Sharing in_pairs(std::size_t regions, double share) {
  Sharing sharing{SharingForm::partner, share, {}};
  for (std::size_t i = 0; i < regions; ++i) sharing.partner.push_back(i % 2 == 0 ? i + 1 : i - 1);
  return sharing;
}

/// Solves a game from unequal taxes and wants every region at `expected`.
void check_nash(const CapitalTaxGame& game, double expected) {
  std::vector<double> start;
  for (std::size_t i = 0; i < game.regions; ++i) start.push_back(.4 * static_cast<double>(i));
  const NashTaxes found = nash_taxes(game, start);
  CAPTURE(game.regions);
  CAPTURE(found.rounds);
  CHECK(found.last <= 1e-7);
  for (const double tax : found.taxes) CHECK(std::abs(tax - expected) < kSeen);
}

}  // namespace

TEST_SUITE("tax_game/theory: sharing") {
  TEST_CASE("three governments, one lost half of its base to another: each form pays something else") {
    const TaxedBases taxed{{.2, .1, .1}, {30, 120, 60}, {60, 90, 60}, {1, 2, 1}};
    // Base: 210 over 4 heads is 52.5 a head, the mean rate 24/210. Partner: of the 30 that left the first and
    // came to the second, flows of (30 + 30)/3 = 20 from the first to the second and 10 over the third.
    const double rate = 24.0 / 210;
    const std::vector<double> base = transfers({SharingForm::base, .5, {}}, taxed);
    CHECK(base[0] == doctest::Approx(.5 * rate * 22.5).epsilon(1e-14));
    CHECK(base[1] == doctest::Approx(.5 * rate * -15).epsilon(1e-14));
    CHECK(base[2] == doctest::Approx(.5 * rate * -7.5).epsilon(1e-14));
    const std::vector<double> pool = transfers({SharingForm::pool, .5, {}}, taxed);
    CHECK(pool[0] == doctest::Approx(.5 * (6 - 6)).epsilon(1e-14));
    CHECK(pool[1] == doctest::Approx(.5 * (12 - 12)).epsilon(1e-14));
    CHECK(pool[2] == doctest::Approx(.5 * (6 - 6)).epsilon(1e-14));
    const std::vector<double> partner = transfers({SharingForm::partner, .5, {1, 0, 2}}, taxed);
    CHECK(partner[0] == doctest::Approx(.5 * .1 * 20).epsilon(1e-14));
    CHECK(partner[1] == doctest::Approx(-.5 * .1 * 20).epsilon(1e-14));
    CHECK(partner[2] == 0.0);
    for (const double nothing : transfers({}, taxed)) CHECK(nothing == 0.0);
  }

  TEST_CASE("whatever is shared, nothing is lost or made, and a share of nothing moves nothing") {
    std::mt19937 bits{7};
    const auto some = [&] { return static_cast<double>(bits() % 1000 + 1); };
    for (int round = 0; round < 200; ++round) {
      TaxedBases taxed;
      for (int k = 0; k < 4; ++k) {
        taxed.rate.push_back(some() / 1000);
        taxed.base.push_back(some());
        taxed.heads.push_back(some());
      }
      taxed.endowment.assign(4, sum_of(taxed.base) / 4);
      for (const SharingForm form : {SharingForm::base, SharingForm::pool, SharingForm::partner})
        for (const double share : {0.0, .3, 1.0}) {
          const std::vector<double> net = transfers({form, share, {1, 2, 3, 0}}, taxed);
          CHECK(std::abs(sum_of(net)) < 1e-10);  // sums of some thousands, to rounding
          for (const double one : net) CHECK((share > 0 || one == 0.0));
        }
    }
  }

  TEST_CASE(
      "at one rate for all, equalising bases and pooling revenue pay the same: rates make the difference") {
    const TaxedBases same{{.2, .2}, {30, 90}, {}, {1, 1}};
    CHECK(transfers({SharingForm::base, .4, {}}, same)[0] ==
          doctest::Approx(transfers({SharingForm::pool, .4, {}}, same)[0]).epsilon(1e-14));
    const TaxedBases apart{{.6, .2}, {30, 90}, {}, {1, 1}};
    CHECK(transfers({SharingForm::pool, .4, {}}, apart)[0] == 0.0);
    CHECK(transfers({SharingForm::base, .4, {}}, apart)[0] == doctest::Approx(.4 * .3 * 30).epsilon(1e-14));
  }
}

TEST_SUITE("tax_game/theory: taxes on mobile capital") {
  TEST_CASE(
      "capital earns the same wherever it stands, all of it stands somewhere, and it shuns high taxes") {
    CapitalTaxGame game = game_of(3, {});
    game.capital = 2;
    game.diminishing = .5;
    const std::vector<double> taxes{0, 1, 9.9};
    const CapitalPlaces places = place_capital(game, taxes);
    // Nothing stays at 9.9: two regions share 6 so that .5 (k_0 - k_1) = 1.
    CHECK(places.capital[0] == doctest::Approx(4).epsilon(1e-13));
    CHECK(places.capital[1] == doctest::Approx(2).epsilon(1e-13));
    CHECK(places.capital[2] == 0.0);
    CHECK(places.net_return == doctest::Approx(8).epsilon(1e-13));
    CHECK(worth_to_government(game, taxes, 1) == doctest::Approx(2).epsilon(1e-13));
    game.public_weight = 3;  // land gives .5 * 4 / 2, their own capital 8 * 2, the tax counts three times
    CHECK(worth_to_government(game, taxes, 1) == doctest::Approx(1 + 16 + 6).epsilon(1e-13));
  }

  TEST_CASE("governments that want revenue set t = B kbar n/(n-1)") {
    for (const std::size_t n : {2U, 3U, 5U}) {
      const double regions = static_cast<double>(n);
      check_nash(game_of(n, {}), regions / (regions - 1));
    }
    CapitalTaxGame game = game_of(3, {});
    game.diminishing = .8;
    game.capital = 1.5;
    check_nash(game, .8 * 1.5 * 1.5);
  }

  TEST_CASE(
      "governments that want welfare set (gamma-1)/gamma of that: 0.3 at gamma 1.25 and three regions") {
    check_nash(game_of(3, 1.25), .3);
    for (const double gamma : {1.0, 2.0, 4.0}) check_nash(game_of(4, gamma), (gamma - 1) / gamma * 4 / 3);
  }

  TEST_CASE("base equalisation at theta multiplies the tax by 1/(1-theta): 0.6 at one half") {
    check_nash(game_of(3, 1.25, {SharingForm::base, .5, {}}), .6);
    for (const double theta : {.2, .5}) {
      check_nash(game_of(2, 1.5, {SharingForm::base, theta, {}}), 2.0 / 3 / (1 - theta));
      check_nash(game_of(3, {}, {SharingForm::base, theta, {}}), 1.5 / (1 - theta));
    }
  }

  TEST_CASE(
      "pooling revenue is not the same: it raises the tax only if gamma is above the number of regions") {
    const auto known = [](double gamma, double n, double alpha) {
      return n / (n - 1) * (gamma * (1 - alpha * (n - 1) / n) - 1) / (gamma * (1 - alpha));
    };
    for (const double gamma : {1.25, 2.0, 3.0, 4.0, 6.0}) {
      CAPTURE(gamma);
      constexpr double kAlpha = .2;
      check_nash(game_of(3, gamma, {SharingForm::pool, kAlpha, {}}), known(gamma, 3, kAlpha));
      const double change = known(gamma, 3, kAlpha) - known(gamma, 3, 0);
      CHECK((gamma > 3 ? change > 1e-3 : gamma < 3 ? change < -1e-3 : std::abs(change) < 1e-15));
    }
    check_nash(game_of(3, {}, {SharingForm::pool, .5, {}}), 1.5 * (1 - .5 * 2 / 3) / (1 - .5));
  }

  TEST_CASE("sharing with one partner is the third: it multiplies the tax by 1/(1 - s/(n-1))") {
    for (const std::size_t n : {2U, 4U, 6U}) {
      const double regions = static_cast<double>(n);
      check_nash(game_of(n, 1.25, in_pairs(n, .5)), .2 * regions / (regions - 1) / (1 - .5 / (regions - 1)));
      check_nash(game_of(n, {}, in_pairs(n, .3)), regions / (regions - 1) / (1 - .3 / (regions - 1)));
    }
  }
}

TEST_SUITE("tax_game/theory: two countries") {
  TEST_CASE("a country half as large taxes 2/3 of the moving cost, the large one 5/6, and 1/6 go") {
    for (const double delta : {1.0, .03, 40.0}) {
      const TwoCountries countries{.5, delta};
      const CountryPair taxes = nash_taxes(countries);
      CHECK(std::abs(taxes.small / delta - 2.0 / 3) < kSeen);
      CHECK(std::abs(taxes.large / delta - 5.0 / 6) < kSeen);
      const CountryPair money = revenues(countries, taxes);
      CHECK(money.small / taxes.small - .5 == doctest::Approx(1.0 / 6).epsilon(1e-5));
      CHECK(1 - money.large / taxes.large == doctest::Approx(1.0 / 6).epsilon(1e-5));
    }
  }

  TEST_CASE("the smaller country undercuts, the more so the smaller it is; equal countries tax alike") {
    for (const double theta : {.1, .3, .7, 1.0}) {
      const CountryPair taxes = nash_taxes(TwoCountries{theta, 1});
      CHECK(std::abs(taxes.small - (1 + 2 * theta) / 3) < kSeen);
      CHECK(std::abs(taxes.large - (2 + theta) / 3) < kSeen);
    }
  }
}

TEST_SUITE("tax_game/theory: any number of cities") {
  Eigen::ArrayXXd random_distance(std::mt19937 & bits, int cities) {
    Eigen::ArrayXXd distance = Eigen::ArrayXXd::Zero(cities, cities);
    for (int i = 0; i < cities; ++i)
      for (int j = 0; j < i; ++j) distance(i, j) = distance(j, i) = static_cast<double>(bits() % 4 + 1) / 2;
    return distance;
  }

  TEST_CASE("people of every cost buy where tax and way together cost them least") {
    std::mt19937 bits{5};
    for (int round = 0; round < 100; ++round) {
      const CrossBorderGame game{std::vector<double>(5, 1.0), 2, random_distance(bits, 5), {}};
      std::vector<double> taxes;
      for (int j = 0; j < 5; ++j) taxes.push_back(static_cast<double>(bits() % 9) / 4);
      for (std::size_t home = 0; home < 5; ++home) {
        const Shops shops = shops_of(game, taxes, home);
        for (int k = 0; k < 97; ++k) {
          const double c = (k + .5) / 97;
          const auto pays = [&](std::size_t j) {
            return taxes[j] + c * 2 * game.distance(static_cast<int>(home), static_cast<int>(j));
          };
          std::size_t shop = 0;
          while (c >= shops.up_to[shop]) ++shop;
          for (std::size_t j = 0; j < 5; ++j) CHECK(pays(shops.city[shop]) <= pays(j) + 1e-12);
        }
      }
    }
  }

  TEST_CASE("with two cities one unit apart revenues are those of Kanbur and Keen") {
    Eigen::ArrayXXd distance(2, 2);
    distance << 0, 1, 1, 0;
    const CrossBorderGame game{{.4, 1}, .7, distance, {}};
    for (const double small : {.1, .5, .9})
      for (const double large : {.2, .5, 1.5}) {
        const CountryPair known = revenues(TwoCountries{.4, .7}, {small, large});
        CHECK(worth_to_government(game, std::vector<double>{small, large}, 0) ==
              doctest::Approx(known.small).epsilon(1e-14));
        CHECK(worth_to_government(game, std::vector<double>{small, large}, 1) ==
              doctest::Approx(known.large).epsilon(1e-14));
      }
  }
}

TEST_SUITE("tax_game/theory: whole fen") {
  TEST_CASE("transfers in whole fen sum to zero exactly, and each is off by one at most") {
    std::mt19937_64 bits{3};
    for (int round = 0; round < 200; ++round) {
      std::vector<double> amounts;
      double sum = 0;
      for (int k = 0; k < 6; ++k) {
        amounts.push_back((static_cast<double>(bits() % 2'000'000) - 1e6) / 7);
        sum += amounts.back();
      }
      amounts.push_back(-sum);
      const std::vector<Fen> whole = whole_transfers(amounts);
      CHECK(std::accumulate(whole.begin(), whole.end(), Fen{0}) == 0);
      // two roundings of a half each; sums of a million to 1e-9
      for (std::size_t k = 0; k < whole.size(); ++k)
        CHECK(std::abs(static_cast<double>(whole[k]) - amounts[k]) <= 1 + 1e-9);
    }
    CHECK(whole_transfers({}).empty());
  }
}

TEST_SUITE("tax_game/theory: search") {
  TEST_CASE("the greatest value is found within, at an end, and at the higher of two peaks") {
    CHECK(argument_of_greatest([](double x) { return -(x - .3) * (x - .3); }, -1, 2) ==
          doctest::Approx(.3).epsilon(kSeen));
    CHECK(argument_of_greatest([](double x) { return x; }, -1, 2) == doctest::Approx(2).epsilon(1e-8));
    CHECK(argument_of_greatest([](double x) { return -x; }, -1, 2) == doctest::Approx(-1).epsilon(1e-8));
    const auto peaks = [](double x) { return std::max(1 - std::abs(x), 1.5 - std::abs(x - 5)); };
    CHECK(argument_of_greatest(peaks, -3, 8) == doctest::Approx(5).epsilon(1e-7));
  }
}

}  // namespace yanzhen::tax_game
