#include "engine/elementary.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/random.hpp"

namespace yanzhen {
namespace {

static_assert(std::numeric_limits<long double>::digits >= 64,
              "the reference must be finer than what it judges");
constexpr double kUnits = 2.0;  // largest error that the header states

// |got - exact| in units of the last place of a double of that size.
double units_off(double got, long double exact) {
  const double rounded = std::abs(static_cast<double>(exact));
  const double unit = std::nextafter(rounded, std::numeric_limits<double>::infinity()) - rounded;
  return static_cast<double>(std::abs(static_cast<long double>(got) - exact) /
                             static_cast<long double>(unit));
}

// 200,000 numbers, uniform between the two.
template <class F>
double worst(double low, double high, F&& error) {
  double most = 0.0;
  for (std::uint32_t k = 0; k < 200'000; ++k) {
    const RandomBlock block = StepDraws{1, 1, 1}.block(k);
    most = std::max(
        most, error(low + (high - low) * (unit_interval(block[0]) + 0x1p-32 * unit_interval(block[1]))));
  }
  return most;
}

double exponential_error(double x) {
  return units_off(exponential(x), std::exp(static_cast<long double>(x)));
}
double log_error(double x) { return units_off(natural_log(x), std::log(static_cast<long double>(x))); }

}  // namespace

TEST_SUITE("engine/elementary") {
  TEST_CASE("the exponential is within two units in the last place from -700 to 700") {
    CHECK(worst(-700.0, 700.0, exponential_error) <= kUnits);
    CHECK(worst(-1.0, 1.0, exponential_error) <= kUnits);
    CHECK(worst(-1e-8, 1e-8, exponential_error) <= kUnits);
    for (int k = -1000; k <= 1000;
         ++k) {  // where the power of two changes: x / ln 2 halfway between whole numbers
      CAPTURE(k);
      REQUIRE(exponential_error((k + 0.5) * 0.69314718055994530942) <= kUnits);
    }
  }

  TEST_CASE("the logarithm is within two units in the last place for every size of number") {
    CHECK(worst(0.5, 2.0, log_error) <= kUnits);
    CHECK(worst(1.0 - 1e-6, 1.0 + 1e-6, log_error) <= kUnits);
    CHECK(worst(0.70, 0.72, log_error) <= kUnits);  // where the power of two changes
    CHECK(worst(-1020.0, 1020.0, [](double power_of_two) { return log_error(std::exp2(power_of_two)); }) <=
          kUnits);
    CHECK(log_error(std::numeric_limits<double>::min()) <= kUnits);
    CHECK(log_error(std::numeric_limits<double>::max()) <= kUnits);
  }

  TEST_CASE("exact where the answer is a whole number") {
    CHECK(exponential(0.0) == 1.0);
    CHECK(exponential(-0.0) == 1.0);
    CHECK(natural_log(1.0) == 0.0);
    CHECK(power(7.25, 0.0) == 1.0);
    CHECK(power(1.0, 123.0) == 1.0);
  }

  TEST_CASE("beyond 700 the exponential stays where it is at 700, infinities too") {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    CHECK(exponential(701.0) == exponential(700.0));
    CHECK(exponential(kInfinity) == exponential(700.0));
    CHECK(exponential(-1e300) == exponential(-700.0));
    CHECK(exponential(-kInfinity) == exponential(-700.0));
    CHECK(exponential(-700.0) > 0.0);
    CHECK(std::isfinite(exponential(700.0)));
  }

  TEST_CASE("the logarithm undoes the exponential, and a power is what it says") {
    // an error of two units in e^x is one of 2 * 2^-52 in x, on top of the two units of the logarithm itself
    CHECK(worst(-700.0, 700.0, [](double x) {
            return std::abs(natural_log(exponential(x)) - x) / (0x1p-51 + 2.0 * 0x1p-52 * std::abs(x));
          }) <= 1.0);
    // y ln x carries two and a half units, which the exponential turns into |y ln x| * 2.5 units of the
    // result
    CHECK(worst(0.1, 10.0, [](double x) {
            return std::abs(power(x, 2.5) / std::pow(x, 2.5) - 1.0) /
                   (0x1p-52 * (4.0 + 2.5 * 2.5 * std::abs(std::log(x))));
          }) <= 1.0);
  }

  TEST_CASE("both rise with their argument") {
    for (int k = -6999; k < 7000; ++k) REQUIRE(exponential(k * 0.1) < exponential((k + 1) * 0.1));
    for (int k = 1; k < 10'000; ++k) REQUIRE(natural_log(k * 0.01) < natural_log((k + 1) * 0.01));
  }

  TEST_CASE("the last bits are these on every host") {  // not the nearest double to e, but one unit off
    CHECK(std::bit_cast<std::uint64_t>(exponential(1.0)) == 0x4005BF0A8B14576AULL);
    CHECK(std::bit_cast<std::uint64_t>(natural_log(10.0)) == 0x40026BB1BBB55516ULL);
  }
}
}  // namespace yanzhen
