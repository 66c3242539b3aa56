#include "models/industry_migration/enclave_deal.hpp"

#include <doctest/doctest.h>

namespace yanzhen::industry_migration {

TEST_SUITE("industry_migration/enclave deal") {
  TEST_CASE("10 lost, 15 collected at a cost of 3: from two thirds to four fifths; 11 collected: no deal") {
    const auto deal = enclave_deal(10, 15, 3);
    REQUIRE(deal.has_value());
    CHECK(deal->least == doctest::Approx(2.0 / 3).epsilon(1e-15));
    CHECK(deal->most == doctest::Approx(.8).epsilon(1e-15));
    CHECK_FALSE(enclave_deal(10, 11, 3).has_value());
  }

  TEST_CASE("within the range both sides gain, outside one loses") {
    for (const double collected : {9.0, 12.0, 15.0, 30.0})
      for (const double share : {0.0, .25, .5, .7, .75, 1.0}) {
        const bool both = share * collected >= 10 && (1 - share) * collected >= 3;
        const auto deal = enclave_deal(10, collected, 3);
        CHECK((deal && deal->least <= share && share <= deal->most) == both);
      }
  }

  TEST_CASE(
      "with nothing to collect there is no deal, with nothing to lose any share up to the cost will do") {
    CHECK_FALSE(enclave_deal(0, 0, 0).has_value());
    CHECK_FALSE(enclave_deal(1, -1, 0).has_value());
    CHECK_FALSE(enclave_deal(0, 5, 5.5).has_value());
    CHECK_FALSE(enclave_deal(6, 5, 0).has_value());
    const auto free = enclave_deal(0, 5, 1);
    REQUIRE(free.has_value());
    CHECK(free->least == 0.0);
    CHECK(free->most == .8);
    const auto narrow = enclave_deal(7, 10, 3);
    REQUIRE(narrow.has_value());
    CHECK(narrow->least == narrow->most);
  }
}

}  // namespace yanzhen::industry_migration
