#include "engine/clock.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

namespace yanzhen {
namespace {

Clock clock_of(const char* start, const char* end, StepLength length) {
  return {date_from(start).value(), date_from(end).value(), length};
}

}  // namespace

TEST_SUITE("engine/clock") {
  TEST_CASE("quarters of ten years are forty and begin every three months") {
    const Clock clock = clock_of("2010", "2020", StepLength::quarter);
    CHECK(clock.steps() == 40);
    CHECK(to_text(clock.date(0)) == "2010-01-01");
    CHECK(to_text(clock.date(1)) == "2010-04-01");
    CHECK(to_text(clock.date(40)) == "2020-01-01");
    CHECK(clock.months(5) == 15);
    CHECK(clock.years_per_step() == 0.25);
  }

  TEST_CASE("months go through leap years") {
    const Clock clock = clock_of("2019-12", "2020-04", StepLength::month);
    CHECK(clock.steps() == 4);
    CHECK(to_text(clock.date(2)) == "2020-02-01");
    CHECK(to_text(clock.date(3)) == "2020-03-01");
    CHECK(clock.years_per_step() == doctest::Approx(1.0 / 12.0).epsilon(1e-15));
  }

  TEST_CASE("a month after 31 January is the end of February, and the day comes back in March") {
    const Clock leap = clock_of("2020-01-31", "2021-01-31", StepLength::month);
    CHECK(leap.steps() == 12);
    CHECK(to_text(leap.date(1)) == "2020-02-29");
    CHECK(to_text(leap.date(2)) == "2020-03-31");
    CHECK(to_text(leap.date(3)) == "2020-04-30");
    const Clock common = clock_of("2019-01-31", "2019-03-01", StepLength::month);
    CHECK(to_text(common.date(1)) == "2019-02-28");
    CHECK(common.steps() == 1);
  }

  TEST_CASE("days count the 29th of February where there is one") {
    CHECK(clock_of("2020", "2021", StepLength::day).steps() == 366);
    CHECK(clock_of("2019", "2020", StepLength::day).steps() == 365);
    const Clock clock = clock_of("2020-02-28", "2020-03-02", StepLength::day);
    CHECK(clock.steps() == 3);
    CHECK(to_text(clock.date(1)) == "2020-02-29");
    CHECK(to_text(clock.date(2)) == "2020-03-01");
    CHECK(clock.years_per_step() == doctest::Approx(1.0 / 365.2425).epsilon(1e-15));
  }

  TEST_CASE("whole months of a clock of days end with the day of the month that it began with") {
    const Clock clock = clock_of("2020-01-31", "2021-01-31", StepLength::day);
    CHECK(clock.months(0) == 0);
    CHECK(clock.months(28) == 0);  // 28 February
    CHECK(clock.months(29) == 1);  // 29 February, the end of a shorter month
    CHECK(clock.months(59) == 1);  // 30 March
    CHECK(clock.months(60) == 2);  // 31 March
  }

  TEST_CASE("only whole steps fit between start and end") {
    CHECK(clock_of("2010-01-15", "2010-04-14", StepLength::quarter).steps() == 0);
    CHECK(clock_of("2010-01-15", "2010-04-15", StepLength::quarter).steps() == 1);
    CHECK(clock_of("2010-06", "2019-05", StepLength::year).steps() == 8);
    CHECK(clock_of("2010-06", "2019-06", StepLength::year).steps() == 9);
  }

  TEST_CASE("a decimal year is exact on the first of a month") {
    const Clock clock = clock_of("2010", "2012", StepLength::quarter);
    CHECK(clock.decimal_year(0) == 2010.0);
    CHECK(clock.decimal_year(1) == 2010.25);
    CHECK(clock.decimal_year(2) == 2010.5);
    CHECK(clock.decimal_year(7) == 2011.75);
  }

  TEST_CASE("decimal years of following days rise, by about one day") {
    const Clock clock = clock_of("2019", "2021", StepLength::day);
    for (Step step = 1; step <= clock.steps(); ++step) {
      CAPTURE(step);
      const double day = clock.decimal_year(step) - clock.decimal_year(step - 1);
      CHECK(day >
            1.0 / (12 * 31.0) - 1e-12);  // a day is a part of its month, a month of 28 to 31 days a twelfth
      CHECK(day < 1.0 / (12 * 28.0) + 1e-12);
    }
  }

  TEST_CASE("a year begins at the start and in the step that led over New Year") {
    const Clock quarters = clock_of("2010-07", "2012-07", StepLength::quarter);
    const bool expected[] = {true, false, true, false, false, false, true, false, false};
    for (Step step = 0; step <= 8; ++step) {
      CAPTURE(step);
      CHECK(quarters.begins_year(step) == expected[step]);
    }
    const Clock days = clock_of("2019-12-30", "2020-01-03", StepLength::day);
    CHECK(days.begins_year(0));
    CHECK_FALSE(days.begins_year(1));
    CHECK(days.begins_year(2));
    CHECK_FALSE(days.begins_year(3));
  }

  TEST_CASE("dates are read whole or not at all") {
    CHECK(to_text(date_from("2010").value()) == "2010-01-01");
    CHECK(to_text(date_from("2010-03").value()) == "2010-03-01");
    CHECK(to_text(date_from("2020-02-29").value()) == "2020-02-29");
    for (const char* wrong :
         {"", "10", "2010-", "2010-3", "2010-13", "2010-00", "2019-02-29", "2010-01-01-01", "2010/01",
          " 2010", "2010 ", "0999", "3000", "-010", "2010-1a", "2010-01-32", "abcd"}) {
      CAPTURE(wrong);
      CHECK_FALSE(date_from(wrong).has_value());
    }
  }

  TEST_CASE("a step length is read from the word that it is written as") {
    for (const StepLength length :
         {StepLength::day, StepLength::month, StepLength::quarter, StepLength::year})
      CHECK(step_length_from(to_word(length)) == length);
    CHECK_FALSE(step_length_from("week").has_value());
    CHECK_FALSE(step_length_from("Quarter").has_value());
  }

  TEST_CASE("a clock that ends before it starts is our own mistake") {
    CHECK_THROWS_AS(clock_of("2010", "2010", StepLength::day), std::logic_error);
    CHECK_THROWS_AS(clock_of("2011", "2010", StepLength::year), std::logic_error);
  }
}
}  // namespace yanzhen
