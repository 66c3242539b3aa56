// What theory says of urns, against the numbers that independent scripts found and against other ways to
// solve the same.
#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <vector>

#include "models/increasing_returns_urn/theory.hpp"

using namespace yanzhen::increasing_returns_urn;

namespace {

/// P(city 1 is ahead after so many arrivals) by walking over all numbers of firms: half of ties count.
double ahead_after(std::uint32_t own, std::uint32_t other, double gamma, std::uint32_t arrivals) {
  std::vector<double> chance{1.0};  // by how many of the arrivals went to city 1
  for (std::uint32_t n = 0; n < arrivals; ++n) {
    std::vector<double> next(chance.size() + 1, 0.0);
    for (std::uint32_t k = 0; k < chance.size(); ++k) {
      const double one = std::pow(own + k, gamma), two = std::pow(other + n - k, gamma);
      next[k + 1] += chance[k] * one / (one + two);
      next[k] += chance[k] * two / (one + two);
    }
    chance = next;
  }
  double ahead = 0;
  for (std::uint32_t k = 0; k < chance.size(); ++k) {
    const std::uint32_t one = own + k, two = other + arrivals - k;
    ahead += chance[k] * (one > two ? 1.0 : one == two ? .5 : 0.0);
  }
  return ahead;
}

/// Chances to end above and expected steps of a walk, by going through its first steps one after another.
Absorption walked(double p, std::uint32_t down, std::uint32_t up) {
  std::vector<double> at(down + up + 1, 0.0);
  at[down] = 1;
  double above = 0, steps = 0, left = 1;
  while (left > 1e-14) {
    std::vector<double> next(at.size(), 0.0);
    for (std::size_t k = 1; k + 1 < at.size(); ++k) {
      next[k + 1] += p * at[k];
      next[k - 1] += (1.0 - p) * at[k];
    }
    steps += left;
    above += next.back();
    left -= next.back() + next.front();
    next.front() = next.back() = 0;
    at = next;
  }
  return {above, steps};
}

}  // namespace

TEST_SUITE("increasing_returns_urn/theory") {
  TEST_CASE(
      "the limit share from (1,1) is uniform, and of (2,1) and (5,3) above a half with 0.75 and 0.7734375") {
    for (const double x : {.0, .1, .37, .9, 1.0})
      CHECK(limit_share_below(x, 1, 1) == doctest::Approx(x).epsilon(1e-12));
    CHECK(1.0 - limit_share_below(.5, 2, 1) == doctest::Approx(.75).epsilon(1e-12));
    CHECK(1.0 - limit_share_below(.5, 5, 3) == doctest::Approx(.7734375).epsilon(1e-12));
  }

  TEST_CASE("the limit shares of two cities mirror each other") {
    for (const double x : {.1, .4, .75})
      CHECK(limit_share_below(x, 40, 7) + limit_share_below(1.0 - x, 7, 40) ==
            doctest::Approx(1.0).epsilon(1e-12));
  }

  TEST_CASE(
      "ten cities with a seed each have an expected Herfindahl of 2/11 and a largest share of 0.292897") {
    CHECK(expected_herfindahl(std::vector<double>(10, 1.0)) == doctest::Approx(2.0 / 11.0).epsilon(1e-12));
    CHECK(expected_largest_share(10) == doctest::Approx(.292897).epsilon(2e-6));  // six digits are known
  }

  TEST_CASE("after one arrival the expected Herfindahl is that of the cities it can go to") {
    // from (2,1): (3,1) with 2/3, (2,2) with 1/3
    CHECK(expected_herfindahl({2, 1}, 1) ==
          doctest::Approx(2.0 / 3.0 * 10.0 / 16.0 + 1.0 / 3.0 * 8.0 / 16.0).epsilon(1e-12));
  }

  TEST_CASE("the leader wins with 0.83050, 0.75583, 0.93994 and 0.86818") {
    const double kDigits = 5e-6;  // five digits are known
    CHECK(std::abs(leader_wins(2, 1, 1.5) - .83050) < kDigits);
    CHECK(std::abs(leader_wins(3, 2, 1.5) - .75583) < kDigits);
    CHECK(std::abs(leader_wins(2, 1, 3) - .93994) < kDigits);
    CHECK(std::abs(leader_wins(3, 2, 3) - .86818) < kDigits);
  }

  TEST_CASE("the chance that the leader wins is where the chance to be ahead goes as more arrive") {
    // who is ahead after n arrivals errs by less than n^-gamma, from ties that are still open
    CHECK(std::abs(leader_wins(2, 1, 3) - ahead_after(2, 1, 3, 400)) < 1e-6);
    CHECK(std::abs(leader_wins(7, 3, 2) - ahead_after(7, 3, 2, 1500)) < 1e-5);
    CHECK(leader_wins(4, 4, 2) == .5);
  }

  TEST_CASE("with equal chances a walk ends at +k with m/(m+k) after m k steps; with 0.55 as is known") {
    CHECK(absorption(.5, 3, 7).above == doctest::Approx(.3).epsilon(1e-12));
    CHECK(absorption(.5, 3, 7).steps == doctest::Approx(21).epsilon(1e-12));
    CHECK(std::abs(absorption(.55, 10, 10).above - .881499) < 5e-7);  // six digits are known
    CHECK(std::abs(absorption(.55, 10, 10).steps - 76.2999) < 5e-5);
  }

  TEST_CASE("a walk ends where and when going through all its steps says") {
    for (const double p : {.3, .45, .5, .7}) {
      CAPTURE(p);
      const Absorption solved = absorption(p, 4, 6), gone = walked(p, 4, 6);
      CHECK(solved.above == doctest::Approx(gone.above).epsilon(1e-10));
      CHECK(solved.steps == doctest::Approx(gone.steps).epsilon(1e-10));
    }
  }

  TEST_CASE("expected shares of spin-offs go to the shares that their chances keep") {
    Eigen::MatrixXd chances(3, 3);
    chances << .6, .3, .1, .2, .7, .1, .5, .1, .4;
    const Eigen::VectorXd limit = limit_shares(chances);
    CHECK((chances.transpose() * limit - limit).norm() < 1e-14);
    const Eigen::VectorXd firms = expected_firms(Eigen::Vector3d{1, 0, 0}, chances, 1'000'000);
    CHECK(firms.sum() == doctest::Approx(1'000'001).epsilon(1e-12));
    // the slowest part shrinks as n^(lambda - 1), lambda = 0.4472 the second eigenvalue: 4.8e-4
    CHECK((firms / firms.sum() - limit).norm() < 1e-3);
  }
}
