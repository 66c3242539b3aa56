#include "models/known_answers/answer.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <set>

#include "models/known_answers/families.hpp"

using namespace yanzhen::known_answers;

TEST_SUITE("known_answers") {
  TEST_CASE("a finding holds up to its tolerance and not beyond") {
    CHECK(within_relative(200, 201, .005).holds());
    CHECK_FALSE(within_relative(200, 201.001, .005).holds());
    CHECK(within_relative(-200, -199, .005).holds());
    CHECK(within_absolute(0, .25, .25).holds());
    CHECK_FALSE(within_absolute(0, -.2501, .25).holds());
    CHECK(within_standard_errors(.5, .5399, .01).holds());
    CHECK_FALSE(within_standard_errors(.5, .5401, .01).holds());
    CHECK(exactly(0, 0).holds());
    CHECK_FALSE(exactly(0, 1e-300).holds());
  }

  TEST_CASE("what is no number never holds") {
    constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
    CHECK_FALSE(within_relative(1, kNothing, 1e9).holds());
    CHECK_FALSE(within_relative(kNothing, 1, 1e9).holds());
    CHECK_FALSE(within_standard_errors(1, 1, kNothing).holds());
    CHECK_FALSE(exactly(0, kNothing).holds());
  }

  TEST_CASE("the worst of several findings is the one furthest off by its own tolerance") {
    const std::vector<Finding> findings{within_absolute(0, .5, 1), within_absolute(0, .3, .4), exactly(2, 2)};
    CHECK(worst_of(findings).found == .3);
    CHECK(worst_of({exactly(1, 1), exactly(0, 1e-9), within_absolute(0, 5, 1)}).found == 1e-9);
    CHECK(worst_relative({1, 2}, {1, 2.001}, .01).expected == 2);
    CHECK_FALSE(worst_relative({1, 2}, {std::numeric_limits<double>::quiet_NaN(), 2}, .01).holds());
    CHECK_THROWS_AS(static_cast<void>(worst_relative({1, 2}, {1}, .01)), std::logic_error);
  }

  TEST_CASE("full effort multiplies, and an effort that is stopped says so") {
    CHECK(Effort{}.count(100, 10) == 100);
    CHECK(Effort{true, {}}.count(100, 10) == 1000);
    CHECK_NOTHROW(Effort{}.breathe());
    CHECK_THROWS_AS((Effort{false, [] { return true; }}.breathe()), Stopped);
  }

  TEST_CASE("every known answer has a name of its own in a family, a statement and a source") {
    std::set<std::string> names, families;
    for (const KnownAnswer& one : all_answers()) {
      CAPTURE(one.name);
      CHECK(names.insert(one.name).second);
      CHECK(one.name.find('/') != std::string::npos);
      families.insert(one.family());
      CHECK(one.statement.size() > 10);
      CHECK(!one.source.empty());
      CHECK(one.find);
    }
    CHECK(families.size() >= 13);
  }

  TEST_CASE("families that cost nothing hold") {
    for (const auto& family : {index_answers(), enclave_answers(), footloose_capital_answers()})
      for (const KnownAnswer& one : family) {
        CAPTURE(one.name);
        CHECK(one.find({}).holds());
      }
  }
}
