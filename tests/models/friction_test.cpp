#include "models/industry_migration/friction.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

namespace yanzhen::industry_migration {
namespace {

using Eigen::ArrayXXd;

// Two functions with 2 units in the last place each, and numbers of order one.
constexpr double kRounding = 1e-14;
constexpr DistanceDecay kDecay{.decay = 1.4, .time_scale = 60, .city = .3, .province = .7};
const std::vector<int> kProvince{0, 0, 1, 2, 1};

ArrayXXd random_minutes(std::uint32_t seed) {
  std::mt19937 bits{seed};
  return ArrayXXd::NullaryExpr(5, 5, [&] { return 1000.0 * (static_cast<double>(bits()) + .5) * 0x1p-32; });
}

}  // namespace

TEST_SUITE("industry_migration/friction") {
  TEST_CASE("an hour away with a time scale of one hour costs the weight of distance times ln 2") {
    const ArrayXXd minutes = ArrayXXd::Constant(1, 1, 60.0);
    const ArrayXXd cost = friction(minutes, {0}, {.decay = 1.5, .time_scale = 60, .city = 9, .province = 9});
    CHECK(cost(0, 0) == doctest::Approx(1.5 * std::log(2.0)).epsilon(kRounding));
  }

  TEST_CASE("no time costs nothing within a city, and the border alone between cities") {
    const ArrayXXd cost = friction(ArrayXXd::Zero(5, 5), kProvince, kDecay);
    CHECK(cost(0, 0) == 0.0);
    CHECK(cost(0, 1) == doctest::Approx(.3).epsilon(kRounding));
    CHECK(cost(0, 2) == doctest::Approx(1.0).epsilon(kRounding));
    CHECK((cost == border(kProvince, .3, .7)).all());
  }

  TEST_CASE("a border is none within a city, b_city between cities, and b_province more between provinces") {
    ArrayXXd expected(3, 3);
    expected << 0, .25, .75, .25, 0, .75, .75, .75, 0;
    CHECK((border({4, 4, 7}, .25, .5) == expected).all());
  }

  TEST_CASE("friction is finite and a slower road never makes a city nearer, whatever the network") {
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
      CAPTURE(seed);
      const ArrayXXd minutes = random_minutes(seed);
      const ArrayXXd now = friction(minutes, kProvince, kDecay);
      CHECK(now.isFinite().all());
      CHECK((friction(1.1 * minutes, kProvince, kDecay) > now).all());
    }
  }

  TEST_CASE("friction is linear in the weight of distance") {
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
      CAPTURE(seed);
      const ArrayXXd minutes = random_minutes(seed);
      const DistanceDecay twice{2 * kDecay.decay, kDecay.time_scale, kDecay.city, kDecay.province};
      const ArrayXXd barrier = border(kProvince, kDecay.city, kDecay.province);
      const ArrayXXd once = friction(minutes, kProvince, kDecay) - barrier;
      CHECK((friction(minutes, kProvince, twice) - barrier - 2 * once).abs().maxCoeff() < kRounding);
    }
  }
}

}  // namespace yanzhen::industry_migration
