#include "tools/run_comparison.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace yanzhen::tools {
namespace {

// Rows of 2 cities, 3 industries: city 0 has 1, 2, 3; city 1 has 10, 20, 30.
const std::vector<std::size_t> kLengths{2, 3};
const std::vector<double> kRow{1, 2, 3, 10, 20, 30};

Gathering along(std::size_t axis, std::vector<std::size_t> key_of, std::size_t keys) {
  Gathering gathering;
  gathering.axis = axis_of(kLengths, axis);
  gathering.key_of = std::move(key_of);
  gathering.keys = keys;
  return gathering;
}

ComparedTable table_of(By by, const std::string& unit, std::vector<std::string> labels) {
  ComparedTable table;
  table.by = by;
  table.panel = "panel";
  table.unit = unit;
  for (const std::string& label : labels) table.keys.push_back({label, label, "", ""});
  return table;
}

// Runs 0 and 1 of the base with seeds 1 and 2, and 2 and 3 of the policy.
const std::vector<SeedPair> kPairs{{1, 0, 2}, {2, 1, 3}};

}  // namespace

TEST_SUITE("tools/run_comparison") {
  TEST_CASE("values are summed along an axis, whichever it is") {
    CHECK(gather(kRow, along(0, {0, 1}, 2), {}) == std::vector<double>{6, 60});
    CHECK(gather(kRow, along(1, {0, 1, 2}, 3), {}) == std::vector<double>{11, 22, 33});
  }
  TEST_CASE("places of one key are summed, and places of none are left out") {
    CHECK(gather(kRow, along(1, {0, kNoKey, 0}, 1), {}) == std::vector<double>{44});
    CHECK(gather(kRow, along(0, {kNoKey, 1}, 2), {}) == std::vector<double>{0, 60});
  }
  TEST_CASE("a single label of another axis can be told apart") {
    Gathering gathering = along(0, {0, 1}, 2);
    gathering.only_axis = axis_of(kLengths, 1);
    gathering.only = 1;
    CHECK(gather(kRow, gathering, {}) == std::vector<double>{2, 20});
  }
  TEST_CASE("what is intensive is averaged with weights, and not known where nobody lives") {
    Gathering gathering = along(1, {0, 1, 2}, 3);
    gathering.weight_axis = axis_of(kLengths, 0);
    gathering.weight_of = {0, 1};
    CHECK(gather(kRow, gathering, std::vector<double>{3, 1}) == std::vector<double>{3.25, 6.5, 9.75});
    CHECK(std::isnan(gather(kRow, gathering, std::vector<double>{0, 0})[0]));
    const std::vector<double> unknown{kUnknown, 2, 3, 10, 20, 30};  // where no one lives it does not matter
    CHECK(gather(unknown, gathering, std::vector<double>{0, 2}) == std::vector<double>{10, 20, 30});
  }
  TEST_CASE("units decide what may be summed") {
    for (const char* const unit : {"share", "index", "exponent", "ln", "standard deviations", "1",
                                   "100 million yuan a worker and year", "yuan a resident and year",
                                   "100 million yuan a km2 and year"}) {
      CAPTURE(unit);
      CHECK(is_intensive(unit));
    }
    for (const char* const unit : {"persons", "firms", "fen", "fen a step", "100 million yuan",
                                   "100 million yuan a year", "frontier firms", ""}) {
      CAPTURE(unit);
      CHECK_FALSE(is_intensive(unit));
    }
  }
  TEST_CASE("a unit per head is in yuan where money is in 100 million yuan") {
    CHECK(per_head("100 million yuan a year").unit == "yuan a resident and year");
    CHECK(per_head("100 million yuan a year").factor == 1e8);
    CHECK(per_head("apples").unit == "apples a resident");
    CHECK(per_head("apples").factor == 1);
  }
  TEST_CASE("the largest gap keeps its sign, and the first of equals counts") {
    const auto gap = largest_gap(std::vector<double>{0, 1, -3, 2, 3});
    REQUIRE(gap);
    CHECK(gap->at == 2);
    CHECK(gap->gap == -3);
    CHECK_FALSE(gap->recovered);
    CHECK_FALSE(largest_gap(std::vector<double>{0, 0, 0}));
    CHECK_FALSE(largest_gap(std::vector<double>{}));
  }
  TEST_CASE("a gap has recovered once it stays below a tenth of the largest to the end") {
    CHECK(largest_gap(std::vector<double>{0, -10, 0.5, -4, -0.9, 0.1})->recovered == 4);
    CHECK_FALSE(largest_gap(std::vector<double>{0, -10, 0.5, -4, -0.9, 1})->recovered);  // 1 is a tenth
    CHECK_FALSE(largest_gap(std::vector<double>{0, 0.1, 10})->recovered);  // the largest is the last
  }
  TEST_CASE("a table is compared key by key over the pairs, and its total over the sums") {
    const std::vector<std::vector<double>> values{{10, 100}, {20, 100}, {13, 90}, {21, 90}};
    const ComparedTable table = compare_table(table_of(By::city, "persons", {"a", "b"}), values, kPairs, {});
    REQUIRE(table.rows.size() == 2);
    CHECK(table.rows[0].base == 15);
    CHECK(table.rows[0].policy == 17);
    CHECK(table.rows[0].difference == 2);
    CHECK(table.rows[0].up == 2);
    CHECK(table.rows[1].difference == -10);
    CHECK(table.rows[1].low == -10);  // both pairs differ by just that
    CHECK(table.rows[1].clear());
    REQUIRE(table.total);
    CHECK(table.total->base == 115);
    CHECK(table.total->difference == -8);
    CHECK_FALSE(table.gap);
  }
  TEST_CASE("shares have no total, and logarithms no per cent") {
    const std::vector<std::vector<double>> values{{0.5}, {0.5}, {0.6}, {0.7}};
    const ComparedTable share = compare_table(table_of(By::city, "share", {"a"}), values, kPairs, {});
    CHECK_FALSE(share.total);
    CHECK(share.rows[0].percent == doctest::Approx(30).epsilon(1e-12));
    CHECK(std::isnan(compare_table(table_of(By::city, "ln", {"a"}), values, kPairs, {}).rows[0].percent));
  }
  TEST_CASE("an index is compared at its last value, its gap over the mean of all pairs") {
    const std::vector<std::vector<double>> series{{1, 1, 1}, {1, 1, 1}, {1, 4, 1.1}, {1, 2, 1}};
    const ComparedTable table =
        compare_table(table_of(By::index, "index", {""}), series, kPairs, {"2010", "2011", "2012"});
    CHECK(table.rows[0].difference == doctest::Approx(0.05).epsilon(1e-12));
    REQUIRE(table.gap);
    CHECK(table.gap->gap == 2);
    CHECK(table.gap->date == "2011");
    CHECK(table.gap->recovered == "2012");
  }
  TEST_CASE("gainers and losers are counted, and those clear of chance apart") {
    const std::vector<std::vector<double>> values{
        {10, 10, 10, 10}, {10, 10, 10, 10}, {11, 12, 10, 5}, {12, 9, 10, 5}};
    const ComparedTable table =
        compare_table(table_of(By::gains, "persons", {"a", "b", "c", "d"}), values, kPairs, {});
    const Winners winners = count_winners(table);
    CHECK(winners.gain == 2);
    CHECK(winners.clearly_gain == 0);  // +1 and +2: with two pairs the interval is 1.5 -+ 6.4
    CHECK(winners.lose == 1);
    CHECK(winners.clearly_lose == 1);
    CHECK(order_of(table, Side::gain) == std::vector<std::size_t>{0, 1});
    CHECK(order_of(table, Side::lose) == std::vector<std::size_t>{3});
  }
  TEST_CASE("that nothing differs is seen only where nothing does") {
    ComparedPolicy policy;
    const std::vector<std::vector<double>> same{{1, 2}, {3, 4}, {1, 2}, {3, 4}};
    policy.tables.push_back(compare_table(table_of(By::city, "persons", {"a", "b"}), same, kPairs, {}));
    CHECK(all_equal(policy));
    // Up in one pair, down in the other: the mean is zero, but something differs.
    const std::vector<std::vector<double>> other{{1, 2}, {3, 4}, {2, 2}, {2, 4}};
    policy.tables.push_back(compare_table(table_of(By::city, "persons", {"a", "b"}), other, kPairs, {}));
    CHECK_FALSE(all_equal(policy));
  }
  TEST_CASE("every way of telling has a word that leads back to it") {
    for (const By by : {By::index, By::city, By::province, By::industry, By::gains})
      CHECK(by_from(to_word(by)) == by);
    CHECK_FALSE(by_from("town"));
  }
}

}  // namespace yanzhen::tools
