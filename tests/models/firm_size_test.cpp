#include "models/industry_migration/firm_size.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

namespace yanzhen::industry_migration {
namespace {

constexpr double kLn2 = .69314718055994530942;

}  // namespace

TEST_SUITE("industry_migration/firm_size") {
  TEST_CASE("mass is the exponential of log mass to a millionth over its whole range") {
    const FirmSize size;
    double worst = 0;
    for (double x = -kMostLogMass; x <= kMostLogMass; x += .0001234)
      worst = std::max(worst, std::abs(size.mass(x) / std::exp(x) - 1));
    // Linear interpolation over ln 2 / 512: at most (ln 2 / 512)^2 / 8 = 2.3e-7.
    CHECK(worst < 2.4e-7);
    CHECK(worst > 1e-8);  // it is interpolation
  }

  TEST_CASE("the ends of octaves and of the table are exact") {
    const FirmSize size;
    CHECK(size.mass(0) == 1.0);
    for (int octave = -20; octave <= 20; ++octave)
      CHECK(size.mass(kLn2 * octave) == doctest::Approx(std::ldexp(1.0, octave)).epsilon(1e-12));
    CHECK(size.units(0) == static_cast<MassUnits>(kMassUnit));
  }

  TEST_CASE("a larger log mass is never a smaller mass") {
    const FirmSize size;
    double before = 0;
    for (double x = -15; x <= 15; x += .0000917) {
      const double now = size.mass(x);
      REQUIRE(now >= before);
      before = now;
    }
  }

  TEST_CASE("beyond its range log mass is taken at the end of it, and every firm has some mass") {
    const FirmSize size;
    CHECK(size.mass(99) == size.mass(kMostLogMass));
    CHECK(size.mass(-1e300) == size.mass(-kMostLogMass));
    CHECK(size.units(-99) > 0);
    // A hundred thousand agents of the largest mass do not overflow a sum of whole numbers.
    CHECK(static_cast<double>(size.units(kMostLogMass)) * 1e5 < 9.2e18);
  }

  TEST_CASE("growth of firms has mean zero, standard deviation one and the quantiles of a Laplace variable") {
    const LaplaceTable laplace;
    double mean = 0, square = 0, previous = -1e9;
    for (std::uint32_t k = 0; k < LaplaceTable::kQuantiles; ++k) {
      const double x = laplace.draw(k << 20);
      REQUIRE(x > previous);
      previous = x;
      mean += x / LaplaceTable::kQuantiles;
      square += x * x / LaplaceTable::kQuantiles;
    }
    CHECK(std::abs(mean) < 1e-14);  // the two halves mirror each other
    // The outermost quantiles stand for tails that reach on: 2 * (1/4096) * 6.2 / 2 = 0.0015 of the variance
    // is cut off.
    CHECK(square < 1);
    CHECK(square > 1 - .002);
    CHECK(laplace.draw(0x80000000U) ==
          doctest::Approx(0).scale(1).epsilon(2e-4));  // half a quantile from the median
    CHECK(laplace.draw(0xC0000000U) == doctest::Approx(std::sqrt(.5) * std::log(2.0)).epsilon(1e-3));
  }

  TEST_CASE("noise of any spread leaves the expected size as it was once its log mean is taken off") {
    const LaplaceTable laplace;
    for (const double spread : {0.0, .1, .5, 1.0}) {
      CAPTURE(spread);
      double mean = 0;
      for (std::uint32_t k = 0; k < LaplaceTable::kQuantiles; ++k)
        mean += std::exp(spread * laplace.draw(k << 20) - laplace.log_mean_growth(spread)) /
                LaplaceTable::kQuantiles;
      CHECK(mean == doctest::Approx(1).epsilon(1e-13));
    }
    // ln of the Laplace variable's moment generating function, -ln(1 - spread^2 / 2); the table lacks the
    // tails beyond 1/8192.
    CHECK(laplace.log_mean_growth(.2) == doctest::Approx(-std::log1p(-.02)).epsilon(.005));
    CHECK(laplace.log_mean_growth(0) == doctest::Approx(0).scale(1).epsilon(1e-15));
  }
}

}  // namespace yanzhen::industry_migration
