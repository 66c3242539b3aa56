// What theory says of logit movers, against known numbers and against other ways to solve the same.
#include <doctest/doctest.h>

#include <cmath>

#include "models/logit_agglomeration/theory.hpp"
#include "tests/urn/three_costs.hpp"

using namespace yanzhen::logit_agglomeration;
using yanzhen::testing::three_costs;

namespace {

Eigen::ArrayXXd no_cost(Eigen::Index n) { return Eigen::ArrayXXd::Zero(n, n); }

/// Every other city costs the same.
Eigen::ArrayXXd equal_cost(Eigen::Index n, double cost) {
  Eigen::ArrayXXd all = Eigen::ArrayXXd::Constant(n, n, cost);
  all.matrix().diagonal().setZero();
  return all;
}

}  // namespace

TEST_SUITE("logit_agglomeration/theory") {
  TEST_CASE(
      "the migration chain of three cities keeps (0.13113638, 0.28724542, 0.58161820), with no net flow") {
    const Eigen::ArrayXd utility = Eigen::Array3d{0, .5, 1};
    const Eigen::ArrayXd shares = stationary_shares(utility, three_costs());
    CHECK((shares - Eigen::Array3d{.13113638, .28724542, .58161820}).abs().maxCoeff() <
          5e-9);  // eight digits
    const Eigen::ArrayXXd chances = move_chances(utility, three_costs());
    CHECK((chances.rowwise().sum() - 1.0).abs().maxCoeff() < 1e-15);
    CHECK(((shares.matrix().transpose() * chances.matrix()).transpose().array() - shares).abs().maxCoeff() <
          1e-15);
    const Eigen::ArrayXXd flow = chances.colwise() * shares;
    CHECK((flow - flow.transpose()).abs().maxCoeff() < 1e-16);
  }

  TEST_CASE("utilities far apart do not overflow") {
    const Eigen::ArrayXd shares = stationary_shares(Eigen::Array2d{-5000, 5000}, no_cost(2));
    CHECK(shares(1) == doctest::Approx(1.0));
    CHECK(move_chances(Eigen::Array2d{5000, 5000}, no_cost(2))(0, 1) == doctest::Approx(.5));
  }

  TEST_CASE("equal shares break at theta = K without costs") {
    for (const Eigen::Index n : {2, 3, 4, 10})
      CHECK(breaking_theta(no_cost(n)) == doctest::Approx(static_cast<double>(n)).epsilon(1e-12));
  }

  TEST_CASE("costs of moving bring the break nearer: K (1 + c (K - 1)) / (2 + c (K - 2)), c = exp(-cost)") {
    for (const Eigen::Index n : {2, 5}) {
      const double c = std::exp(-.8), k = static_cast<double>(n);
      CHECK(breaking_theta(equal_cost(n, .8)) ==
            doctest::Approx(k * (1 + c * (k - 1)) / (2 + c * (k - 2))).epsilon(1e-12));
    }
  }

  TEST_CASE("two cities at theta 2.5 rest at 0.855206") {
    CHECK(std::abs(large_share(2, 2.5) - .855206) < 5e-7);  // six digits are known
    const Eigen::ArrayXd shares =
        resting_shares(Eigen::Array2d::Zero(), 2.5, no_cost(2), Eigen::Array2d{.6, .4});
    CHECK(shares(0) == doctest::Approx(large_share(2, 2.5)).epsilon(1e-11));
  }

  TEST_CASE("a large city among four can be from theta 3.218741 on, among two from 2") {
    CHECK(std::abs(sustain_point(4).theta - 3.218741) < 5e-7);  // six digits are known
    CHECK(sustain_point(2).theta == 2);
    CHECK(sustain_point(3).theta < 3);
  }

  TEST_CASE("between the two thresholds of four cities both states rest, below and above only one") {
    const auto from = [](double large, double theta) {
      const double rest = (1.0 - large) / 3.0;
      return resting_shares(Eigen::Array4d::Zero(), theta, no_cost(4),
                            Eigen::Array4d{large, rest, rest, rest})(0);
    };
    CHECK(from(.9, 3.5) == doctest::Approx(large_share(4, 3.5)).epsilon(1e-9));
    CHECK(from(.26, 3.5) == doctest::Approx(.25).epsilon(1e-9));
    CHECK(from(.9, 3.2) == doctest::Approx(.25).epsilon(1e-9));
    CHECK(from(.26, 4.1) == doctest::Approx(large_share(4, 4.1)).epsilon(1e-9));
  }
}
