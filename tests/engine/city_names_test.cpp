#include "engine/city_names.hpp"

#include <doctest/doctest.h>

namespace yanzhen {
namespace {

CityNames some_cities() {
  return CityNames{{{"310000", "上海市", "Shanghai"},
                    {"320500", "苏州市", "Suzhou"},
                    {"341300", "宿州市", "Suzhou"},
                    {"330400", "嘉兴市", "Jiaxing"},
                    {"900001", "市", "Market"}}};
}

std::optional<CityIndex> find(std::string_view text) {
  Problems problems;
  const auto city = some_cities().find(text, "policy.host", {"s.toml", 14, 9}, problems);
  CHECK(problems.any() == !city.has_value());
  return city;
}

Diagnostic problem_with(std::string_view text) {
  Problems problems;
  CHECK_FALSE(some_cities().find(text, "policy.host", {"s.toml", 14, 9}, problems).has_value());
  REQUIRE(problems.count() == 1);
  return problems.list().front();
}

}  // namespace

TEST_SUITE("engine/city_names") {
  TEST_CASE(
      "a city is found by its Chinese name with and without its last character, its English name and its "
      "code") {
    CHECK(find("上海市") == CityIndex{0});
    CHECK(find("上海") == CityIndex{0});
    CHECK(find("Shanghai") == CityIndex{0});
    CHECK(find("SHANGHAI") == CityIndex{0});
    CHECK(find("310000") == CityIndex{0});
    CHECK(find("苏州") == CityIndex{1});
    CHECK(find("宿州") == CityIndex{2});
    CHECK(find("市") == CityIndex{4});  // a name that is nothing but the suffix stays whole
  }

  TEST_CASE("a name that two cities share is refused, and both are named") {
    const Diagnostic problem = problem_with("suzhou");
    CHECK(to_text(problem) ==
          "s.toml:14:9: error: policy.host is \"suzhou\", which names 2 cities\n"
          "    hint: write the Chinese name or the code: 苏州市 (Suzhou, 320500) or 宿州市 (Suzhou, 341300)");
  }

  TEST_CASE("a name that no city has is refused with the nearest one") {
    CHECK(to_text(problem_with("Jiaxin")) ==
          "s.toml:14:9: error: policy.host is \"Jiaxin\", which is not a city of this scenario\n"
          "    hint: did you mean \"Jiaxing\"? `yanzhen list cities` prints all 5");
    CHECK(problem_with("嘉心").hint.find("did you mean \"嘉兴\"?") == 0);
    CHECK(problem_with("310001").hint.find("did you mean \"310000\"?") == 0);
    CHECK(problem_with("Vladivostok").hint == "`yanzhen list cities` prints all 5");
  }

  TEST_CASE("where other things may be named too, one of them can be the nearest") {
    Problems problems;
    const std::vector<std::string> provinces{"Jiangsu", "Shanghai"};
    CHECK_FALSE(
        some_cities().find("Jiansu", "policy.cities", {"s.toml", 14, 9}, problems, provinces).has_value());
    CHECK(problems.list().front().hint.find("did you mean \"Jiangsu\"?") == 0);
  }

  TEST_CASE("no text is no city") {
    CHECK_FALSE(find("").has_value());
    CHECK_FALSE(find(" Shanghai").has_value());
  }
}
}  // namespace yanzhen
