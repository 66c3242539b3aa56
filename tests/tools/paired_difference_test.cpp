#include "tools/paired_difference.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

namespace yanzhen::tools {

TEST_SUITE("tools/paired_difference") {
  TEST_CASE("the sign test counts the ways in which signs could have fallen") {
    CHECK(sign_test_p_value(10, 0) == 0.001953125);  // 2 / 2^10
    CHECK(sign_test_p_value(0, 10) == 0.001953125);
    CHECK(sign_test_p_value(9, 1) == 0.021484375);  // 2 (1 + 10) / 2^10
    CHECK(sign_test_p_value(1, 2) == 1);            // 2 (1 + 3) / 2^3
    CHECK(sign_test_p_value(5, 5) == 1);
    CHECK(sign_test_p_value(1, 0) == 1);
    CHECK(sign_test_p_value(0, 0) == 1);
    CHECK(sign_test_p_value(40, 60) ==
          doctest::Approx(0.05688793364)
              .epsilon(1e-9));  // Python: 2 * sum(comb(100, k) for k in range(41)) / 2**100
  }
  TEST_CASE("the difference is the mean over pairs, in per cent of the base's mean") {
    const PairedDifference result =
        paired_difference(std::vector<double>{100, 110, 90}, std::vector<double>{103, 112, 91});
    CHECK(result.n == 3);
    CHECK(result.base == 100);
    CHECK(result.policy == 102);
    CHECK(result.difference == 2);
    CHECK(result.percent == 2);
    CHECK(result.up == 3);
    CHECK(result.down == 0);
    CHECK(result.p_value == 0.25);
    // Differences 3, 2, 1: deviation 1, error of the mean 1/sqrt(3).
    const double half = 4.302652730 / std::sqrt(3.0);
    CHECK(result.low == doctest::Approx(2 - half).epsilon(1e-9));
    CHECK(result.high == doctest::Approx(2 + half).epsilon(1e-9));
    CHECK_FALSE(result.clear());
  }
  TEST_CASE("pairs take away what seeds do to both sides alike") {
    const PairedDifference result =
        paired_difference(std::vector<double>{10, 1000, 5}, std::vector<double>{11, 1001, 6.5});
    CHECK(result.clear());
    CHECK(result.low > 0);
  }
  TEST_CASE("a single pair has no interval and no test") {
    const PairedDifference result = paired_difference(std::vector<double>{4}, std::vector<double>{3});
    CHECK(result.difference == -1);
    CHECK(result.percent == -25);
    CHECK(result.down == 1);
    CHECK(std::isnan(result.low));
    CHECK(std::isnan(result.high));
    CHECK(std::isnan(result.p_value));
    CHECK_FALSE(result.clear());
  }
  TEST_CASE("per cent follow the direction of the change, also below zero, and there are none of zero") {
    CHECK(paired_difference(std::vector<double>{-4}, std::vector<double>{-3}).percent == 25);
    CHECK(std::isnan(paired_difference(std::vector<double>{0}, std::vector<double>{3}).percent));
  }
  TEST_CASE("equal sides differ by exactly zero, and zeros are left out of the sign test") {
    const std::vector<double> values{0.1, 0.7, 1e17};
    const PairedDifference same = paired_difference(values, values);
    CHECK(same.difference == 0);
    CHECK(same.low == 0);
    CHECK(same.high == 0);
    CHECK(same.p_value == 1);
    const PairedDifference two =
        paired_difference(std::vector<double>{1, 1, 1}, std::vector<double>{2, 2, 1});
    CHECK(two.up == 2);
    CHECK(two.p_value == 0.5);
  }
  TEST_CASE("what is not known stays not known") {
    const PairedDifference result =
        paired_difference(std::vector<double>{1, kUnknown}, std::vector<double>{2, 3});
    CHECK(std::isnan(result.difference));
    CHECK(std::isnan(result.low));
    CHECK_FALSE(result.clear());
  }
  TEST_CASE("the interval holds the true difference 95 times in a hundred") {
    std::mt19937_64 random{5};
    std::normal_distribution<double> noise{0, 3};
    int held = 0;
    for (int trial = 0; trial < 10'000; ++trial) {
      std::vector<double> base(5), policy(5);
      for (std::size_t k = 0; k < 5; ++k) {
        base[k] = 100 * noise(random);
        policy[k] = base[k] + 1 + noise(random);
      }
      const PairedDifference result = paired_difference(base, policy);
      held += result.low <= 1 && 1 <= result.high ? 1 : 0;
    }
    CHECK(held > 9500 - 88);  // four standard deviations, sqrt(10000 * 0.95 * 0.05) = 22 each
    CHECK(held < 9500 + 88);
  }
}

}  // namespace yanzhen::tools
