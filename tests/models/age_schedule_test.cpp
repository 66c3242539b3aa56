#include "models/industry_migration/age_schedule.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace yanzhen::industry_migration {
namespace {

constexpr std::uint32_t kCertain = 0xFFFFFFFFU;
constexpr double kWord = 0x1p32;
constexpr double kQuarter = .25;

Parameters parameters() { return parameters_from(ParameterValues{declared_parameters()}); }

std::vector<AgeGroup> ages() { return {{0, 14, 30}, {15, 29, 50}, {30, 59, 90}, {60, 99, 40}}; }

std::size_t month(double age) { return static_cast<std::size_t>(std::lround(age * kMonthsPerYear)); }

/// Hazard per year behind a probability of a step.
double hazard(double probability, double years) { return -std::log1p(-probability) / years; }

/// Probability of an event from the threshold before it and its own.
double between(std::uint32_t before, std::uint32_t own) { return (own - before) / kWord; }

}  // namespace

TEST_SUITE("industry_migration/age_schedule") {
  TEST_CASE("the schedule of Rogers and Castro is that of the formula") {
    // At age 20 the inner exponent is 0: .02 e^-2 + .06 e^-1 + .003.
    CHECK(rogers_castro(20) ==
          doctest::Approx(.02 * std::exp(-2.0) + .06 * std::exp(-1.0) + .003).epsilon(1e-14));
    CHECK(rogers_castro(0) ==
          doctest::Approx(.02 + .003 + .06 * std::exp(2.0 - std::exp(8.0))).epsilon(1e-14));
  }

  TEST_CASE("people move most in their early twenties, least as schoolchildren and in old age") {
    double best = 0;
    for (double age = 0; age < kOldestAge; age += .01)
      if (rogers_castro(age) > rogers_castro(best)) best = age;
    CHECK(best > 20);
    CHECK(best < 24);
    CHECK(rogers_castro(12) < rogers_castro(0));
    CHECK(rogers_castro(12) < .5 * rogers_castro(best));
    CHECK(rogers_castro(100) == doctest::Approx(.003).epsilon(.01));
  }

  TEST_CASE("the mean rate of moving over the residents of the start is the parameter of the tier") {
    // A probability is 1 - e^(-hazard years), so hazards come back to the rounding of that subtraction over
    // smallest.
    for (const double years : {1.0 / 365.2425, 1.0 / 12, .25, 1.0}) {
      CAPTURE(years);
      const Parameters p = parameters();
      const AgeSchedule schedule{p, ages(), years};
      for (std::size_t tier = 0; tier < kTiers; ++tier) {
        double mean = 0;
        for (std::size_t age = 0; age < kAgeMonths; ++age)
          mean += schedule.age_share()[age] * hazard(schedule.move_probability(tier, age), years);
        CHECK(mean == doctest::Approx(p.move_rate[tier]).epsilon(1e-9));
        CHECK(schedule.mean_move_probability(tier) <=
              p.move_rate[tier] * years);  // who moved cannot move again
        CHECK(schedule.mean_move_probability(tier) == doctest::Approx(p.move_rate[tier] * years).epsilon(.1));
      }
    }
  }

  TEST_CASE("the shares of ages sum to one, and the adults are those of eighteen and more") {
    const AgeSchedule schedule{parameters(), ages(), kQuarter};
    const std::vector<double>& share = schedule.age_share();
    REQUIRE(share.size() == kAgeMonths);
    CHECK(std::accumulate(share.begin(), share.end(), 0.0) ==
          doctest::Approx(1).epsilon(1e-13));  // 1,320 terms
    CHECK(share[month(10)] == doctest::Approx(30.0 / 210 / (15 * 12)).epsilon(1e-13));
    CHECK(share[month(105)] == 0.0);
    // Of the group of 15 to 29, twelve years of fifteen are adults.
    CHECK(schedule.adult_share() == doctest::Approx((50 * 12.0 / 15 + 90 + 40) / 210).epsilon(1e-13));
  }

  TEST_CASE("thresholds of one word come in order, each event with its own probability") {
    const Parameters p = parameters();
    for (const double years : {1.0 / 365.2425, .25, 1.0}) {
      CAPTURE(years);
      const AgeSchedule schedule{p, ages(), years};
      for (std::size_t tier = 0; tier < kTiers; ++tier)
        for (std::size_t age = 0; age + 1 < kAgeMonths; ++age) {
          const EventThresholds& at = schedule.events(tier, age);
          REQUIRE(at.death <= at.move);
          REQUIRE(at.move <= at.retrain);
          REQUIRE(at.retrain <= at.registration);
          REQUIRE(at.registration <= at.birth);
          const double death =
              p.mortality_level * std::exp(p.mortality_slope * static_cast<double>(age) / 12);
          REQUIRE(hazard(at.death / kWord, years) == doctest::Approx(death).epsilon(1e-3).scale(1e-3));
          // Both ends of the interval are cut to whole words.
          if (at.birth < kCertain)
            REQUIRE(std::abs(between(at.death, at.move) - schedule.move_probability(tier, age)) < 2 / kWord);
        }
    }
  }

  TEST_CASE("registration comes at the same rate at every age, whoever is concerned") {
    Parameters p = parameters();
    p.registration_rate = .2;
    const AgeSchedule schedule{p, ages(), kQuarter};
    for (std::size_t age = 0; age < month(80); ++age) {
      const EventThresholds& at = schedule.events(0, age);
      REQUIRE(between(at.retrain, at.registration) ==
              doctest::Approx(-std::expm1(-.2 * kQuarter)).epsilon(1e-7));
    }
  }

  TEST_CASE("nobody outlives the oldest age, and mortality rises with age") {
    const AgeSchedule schedule{parameters(), ages(), kQuarter};
    CHECK(schedule.events(0, kAgeMonths - 1).death == kCertain);
    for (std::size_t age = 1; age < kAgeMonths; ++age)
      REQUIRE(schedule.events(0, age).death >= schedule.events(0, age - 1).death);
  }

  TEST_CASE("only those of working age retrain, only those of twenty to thirty-nine have children") {
    const AgeSchedule schedule{parameters(), ages(), kQuarter};
    for (std::size_t age = 0; age < kAgeMonths; ++age) {
      CAPTURE(age);
      const EventThresholds& at = schedule.events(1, age);
      REQUIRE((at.retrain > at.move) == (age >= month(kAdultAge) && age < month(kRetirementAge)));
      REQUIRE((at.birth > at.registration) == (age >= month(20) && age < month(40)));
    }
  }

  TEST_CASE("a woman who lives through her childbearing years bears as many children as fertility says") {
    for (const double fertility : {0.0, 1.3, 4.0}) {
      Parameters p = parameters();
      p.fertility = fertility;
      const AgeSchedule schedule{p, ages(), 1.0 / 12};
      double children = 0;  // of two residents, one of them a woman
      for (std::size_t age = month(20); age < month(40); ++age) {
        const EventThresholds& at = schedule.events(2, age);
        children += 2 * hazard(between(at.registration, at.birth), 1.0 / 12) / 12;
      }
      CHECK(children == doctest::Approx(fertility).epsilon(
                            1e-6));  // 240 thresholds, each cut to 2^-32 of some thousandths
    }
  }

  TEST_CASE("a rate of zero means that it never happens") {
    Parameters p = parameters();
    p.move_rate.fill(0);
    p.fertility = p.retraining_rate = p.registration_rate = p.mortality_level = 0;
    const AgeSchedule schedule{p, ages(), 1.0};
    for (std::size_t age = 0; age + 1 < kAgeMonths; ++age) REQUIRE(schedule.events(3, age).birth == 0U);
  }

  TEST_CASE("at the highest rates that a scenario may ask for thresholds still come in order") {
    Parameters p = parameters();
    p.move_rate.fill(4);
    p.fertility = 10;
    p.retraining_rate = p.registration_rate = 4;
    p.mortality_level = .1;
    p.mortality_slope = .5;
    const AgeSchedule schedule{p, ages(), 1.0};
    for (std::size_t age = 0; age < kAgeMonths; ++age) {
      const EventThresholds& at = schedule.events(0, age);
      REQUIRE(at.death <= at.move);
      REQUIRE(at.move <= at.retrain);
      REQUIRE(at.retrain <= at.registration);
      REQUIRE(at.registration <= at.birth);
    }
  }

  TEST_CASE("an age is counted in months, none below birth and none beyond the oldest") {
    CHECK(age_index(10, 4) == 6);
    CHECK(age_index(10, -20) == 30);
    CHECK(age_index(0, 5) == 0);
    CHECK(age_index(12000, -1000) == kAgeMonths - 1);
    CHECK_FALSE(is_working_age(100, static_cast<Month>(100 - 18 * 12 + 1)));
    CHECK(is_working_age(100, static_cast<Month>(100 - 18 * 12)));
    CHECK(is_working_age(100, static_cast<Month>(100 - 60 * 12 + 1)));
    CHECK_FALSE(is_working_age(100, static_cast<Month>(100 - 60 * 12)));
  }
}

}  // namespace yanzhen::industry_migration
