#include "tools/comparison_output.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tools/display.hpp"

namespace yanzhen::tools {
namespace {

ComparedTable residents(const std::vector<SeedPair>& pairs) {
  ComparedTable table;
  table.by = By::city;
  table.panel = "residents";
  table.unit = "persons";
  table.keys = {{"上海", "上海 Shanghai", "Shanghai", "East"}, {"a, \"b\"", "a, \"b\"", "", "West"}};
  return compare_table(std::move(table), {{1000, 1e6}, {1010, 1e6}, {900, 1e6}, {920, 1e6}}, pairs, {});
}

Comparison comparison(std::size_t n) {
  Comparison result;
  result.date = "2020-01-01";
  result.record = 11;
  result.records = 21;
  result.base_name = "基准 base";
  const std::vector<SeedPair> pairs{{1, 0, 2}, {2, 1, 3}};
  ComparedPolicy policy;
  policy.scenario = {"Enclave", "Enclave", {"p1.h5", "p2.h5"}, {1, 2}};
  policy.base = {"基准 base", "基准 base", {"b1.h5", "b2.h5"}, {1, 2}};
  for (auto* seeds : {&policy.scenario.seeds, &policy.base.seeds}) seeds->resize(n);
  policy.changes = {"x = 2 (base: 1)"};
  policy.tables = {residents({pairs.begin(), pairs.begin() + static_cast<std::ptrdiff_t>(n)})};
  result.policies = {policy};
  return result;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("tools/comparison_output") {
  TEST_CASE("the text says what was compared, when, and over which runs") {
    const std::string text = to_text(comparison(2), Detail::full);
    CHECK(contains(text, "policy   Enclave\nbase     基准 base\nat       2020-01-01, record 11 of 21\n"));
    CHECK(contains(text, "runs     2 pairs with the same seed (seeds 1, 2); numbers are means over them\n"));
    CHECK(contains(text, "changes  x = 2 (base: 1)\n"));
    CHECK(contains(to_text(comparison(1), Detail::full), "runs     one of each, seed 1; more seeds"));
  }
  TEST_CASE("columns line up under Chinese names, and a single pair has no interval") {
    CHECK(contains(to_text(comparison(1), Detail::full),
                   "residents by city [persons]\n"
                   "  city                base     policy  difference  per cent\n"
                   "  上海 Shanghai      1,000        900        -100   -10.0 %\n"
                   "  a, \"b\"         1,000,000  1,000,000           0       0 %\n"
                   "  all            1,001,000  1,000,900        -100   -0.01 %\n"));
  }
  TEST_CASE("replicates have an interval, counts and a star where chance is excluded") {
    const std::string text = to_text(comparison(2), Detail::full);
    // Differences -100 and -90: 12.7062 times 5 is 63.5.
    CHECK(contains(text, "     -95 *   -9.45 %    63.53      0:2  0.500\n"));
    CHECK(contains(text, "* the 95 % interval of the mean difference excludes zero"));
  }
  TEST_CASE("fen are shown in 100 million yuan, in text alone") {
    Comparison money = comparison(1);
    ComparedTable& table = money.policies[0].tables[0];
    table.unit = "fen";
    table.summed = true;
    for (PairedDifference& row : table.rows)
      row = paired_difference(std::vector<double>{5e10}, std::vector<double>{6e10});
    table.total.reset();
    CHECK(contains(to_text(money, Detail::full),
                   "residents by city [100 million yuan], from the start to 2020-01-01\n"
                   "  city           base  policy  difference  per cent\n"
                   "  上海 Shanghai     5       6          +1   +20.0 %\n"));
    CHECK(contains(to_csv(money), ",fen,50000000000,60000000000,"));
  }
  TEST_CASE("no line is wider than a page, and names cannot move the cursor") {
    Comparison wide = comparison(2);
    wide.policies[0].tables[0].keys[0].name =
        "一个非常长的城市名称 with a very long English name as well, longer than a line";
    wide.policies[0].changes = {std::string(300, 'x')};
    wide.policies[0].scenario.name = "two\nlines \x1b[31m";
    std::istringstream lines{to_text(wide, Detail::full)};
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(line);
      CHECK(display_width(line) <= 100);
      CHECK(line.find('\x1b') == std::string::npos);
    }
  }
  TEST_CASE("the CSV quotes as RFC 4180 asks, keeps every digit and leaves empty what is not known") {
    CHECK(
        to_csv(comparison(1)) ==
        "scenario,by,panel,key,name_en,province,unit,base,policy,difference,percent,low,high,up,down,p_value,"
        "n,"
        "date,largest_gap,largest_gap_date,recovered\n"
        "Enclave,city,residents,上海,Shanghai,East,persons,1000,900,-100,-10,,,0,1,,1,2020-01-01,,,\n"
        "Enclave,city,residents,\"a, \"\"b\"\"\",,West,persons,1000000,1000000,0,0,,,0,0,,1,2020-01-01,,,\n");
  }
  TEST_CASE("the JSON holds all numbers, files and totals; what is not known is null") {
    const auto json = nlohmann::json::parse(to_json(comparison(1)));
    CHECK(json["date"] == "2020-01-01");
    CHECK(json["policies"][0]["scenario"]["files"][1] == "p2.h5");
    CHECK(json["policies"][0]["changes"][0] == "x = 2 (base: 1)");
    const auto& table = json["policies"][0]["tables"][0];
    CHECK(table["rows"][0]["key"] == "上海");
    CHECK(table["rows"][0]["difference"] == -100);
    CHECK(table["rows"][0]["low"].is_null());
    CHECK(table["total"]["policy"] == 1000900);
  }
  TEST_CASE("who gains stands beside who loses") {
    Comparison gains = comparison(2);
    gains.policies[0].tables[0].by = By::gains;
    std::swap(gains.policies[0].tables[0].rows[0].base, gains.policies[0].tables[0].rows[0].policy);
    gains.policies[0].tables[0].rows[1].difference = 3;
    CHECK(contains(to_text(gains, Detail::overview),
                   "residents [persons]: 1 gain (0 *), 1 lose (1 *); all cities -95"));
    CHECK(contains(to_text(gains, Detail::overview), "  a, \"b\"  +3    "));
    CHECK(contains(to_text(gains, Detail::overview), "     上海 Shanghai           -95 *"));
  }
}

}  // namespace yanzhen::tools
