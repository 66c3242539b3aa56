#include "engine/parameter.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

namespace yanzhen {
namespace {

ParameterValues two_parameters() {
  return ParameterValues{
      {{"firms.exit.rate", 0.02, 0.0, 1.0, "1/year", "Share of firms that close in a year."},
       {"talent.sensitivity", 2.0, 0.0, 50.0, "-", "Weight of wages."}}};
}

}  // namespace

TEST_SUITE("engine/parameter") {
  TEST_CASE("a parameter has its default until it is set, and then its value and place") {
    ParameterValues values = two_parameters();
    Problems problems;
    CHECK(values["firms.exit.rate"] == 0.02);
    CHECK(values.place("firms.exit.rate").line == 0);
    values.set("firms.exit.rate", 0.5, {"s.toml", 3, 4}, problems);
    CHECK_FALSE(problems.any());
    CHECK(values["firms.exit.rate"] == 0.5);
    CHECK(values.place("firms.exit.rate").line == 3);
    CHECK(values["talent.sensitivity"] == 2.0);
  }

  TEST_CASE("both ends of a range are allowed") {
    ParameterValues values = two_parameters();
    Problems problems;
    values.set("firms.exit.rate", 0.0, {}, problems);
    values.set("firms.exit.rate", 1.0, {}, problems);
    CHECK_FALSE(problems.any());
    CHECK(values["firms.exit.rate"] == 1.0);
  }

  TEST_CASE("a value out of range or not a number is a problem that names the range, and is not taken") {
    for (const double wrong :
         {-0.001, 1.5, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
      CAPTURE(wrong);
      ParameterValues values = two_parameters();
      Problems problems;
      values.set("firms.exit.rate", wrong, {"s.toml", 3, 4}, problems);
      REQUIRE(problems.count() == 1);
      CHECK(problems.list()[0].problem.find("allowed is 0 to 1 [1/year]") != std::string::npos);
      CHECK(problems.list()[0].where.line == 3);
      CHECK(values["firms.exit.rate"] == 0.02);
    }
  }

  TEST_CASE("an unknown name is a problem that names the nearest") {
    ParameterValues values = two_parameters();
    Problems problems;
    values.set("firm.exit.rate", 0.5, {"s.toml", 3, 4}, problems);
    values.set("weather", 0.5, {"s.toml", 4, 4}, problems);
    REQUIRE(problems.count() == 2);
    CHECK(problems.list()[0].problem == "\"firm.exit.rate\" is not a parameter of this model");
    CHECK(problems.list()[0].hint.find("did you mean \"firms.exit.rate\"?") != std::string::npos);
    CHECK(problems.list()[1].hint == "`yanzhen list parameters` prints all of them");
  }

  TEST_CASE("reading a parameter that nobody declared is our own mistake") {
    CHECK_THROWS_AS((void)two_parameters()["weather"], std::out_of_range);
  }
}
}  // namespace yanzhen
