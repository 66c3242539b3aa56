#include <doctest/doctest.h>

#include <cmath>

#include "tools/plot/drawing.hpp"
#include "tools/plot/geography.hpp"
#include "tools/plot/paper_text.hpp"
#include "tools/plot/scales.hpp"
#include "tools/plot/words.hpp"

namespace yanzhen::tools::plot {

TEST_SUITE("tools/plot") {
  TEST_CASE("ticks are round and hold the values") {
    CHECK(round_ticks(0, 10, 5) == std::vector<double>{0, 2, 4, 6, 8, 10});
    const std::vector<double> ticks = round_ticks(-3.3, 7.1, 6);
    CHECK(ticks.front() <= -3.3);
    CHECK(ticks.back() >= 7.1);
    CHECK(ticks.size() <= 7);
    CHECK(round_ticks(5, 5, 6).size() >= 2);
    CHECK(round_ticks(0, 0, 6).size() >= 2);
  }
  TEST_CASE("a value on a bound is of the class above it") {
    const Classes classes{{1, 2}, {"#000000", "#777777", "#ffffff"}};
    CHECK(classes.of(.5) == 0);
    CHECK(classes.of(1) == 1);
    CHECK(classes.of(2) == 2);
  }
  TEST_CASE("equal values, one value and none make one class") {
    CHECK(level_classes(std::vector<double>{3, 3, 3}).colours.size() == 1);
    CHECK(level_classes(std::vector<double>{3}).colours.size() == 1);
    CHECK(level_classes(std::vector<double>{}).colours.size() == 1);
    CHECK(level_classes(std::vector<double>{NAN, NAN}).colours.size() == 1);
  }
  TEST_CASE("classes of changes lie evenly about zero, with as many colours on either side") {
    const Classes classes = change_classes(std::vector<double>{-9, -4, 1, 2, 3, 30});
    const std::size_t n = classes.bounds.size();
    for (std::size_t k = 0; k < n; ++k) CHECK(classes.bounds[k] == -classes.bounds[n - 1 - k]);
    CHECK(classes.colours.size() == n + 1);
    CHECK(change_classes(std::vector<double>{0, 0}).colours.size() == 2);
  }
  TEST_CASE("text of a scenario cannot end an element or turn the line round") {
    CHECK(escaped("<a b=\"c\">&'") == "&lt;a b=&quot;c&quot;&gt;&amp;&#39;");
    CHECK(shown("a\x01\nb", 10) == "a  b");
    CHECK(shown("a\xE2\x80\xAE"
                "b",
                10) ==
          "a\xEF\xBF\xBD"
          "b");
    CHECK(shown("a\xFF"
                "b",
                10) ==
          "a\xEF\xBF\xBD"
          "b");
    CHECK(shown(std::string(10'000, 'x'), 5) == "xxxx…");
  }
  TEST_CASE("marks without a width do not go on for ever") {
    std::string marks = "a";
    for (int k = 0; k < 10'000; ++k) marks += "\xCC\x81";
    CHECK(shown(marks, 10).size() < 100);
  }
  TEST_CASE("a unit takes the magnitude that makes its numbers short") {
    CHECK(shown_unit(Language::en, "100 million yuan a year", 30'000).text == "trillion yuan a year");
    CHECK(shown_unit(Language::en, "100 million yuan a year", 30'000).factor == doctest::Approx(1e-4));
    CHECK(shown_unit(Language::zh, "100 million yuan a year", 300).text == "亿元/年");
    CHECK(shown_unit(Language::zh, "persons", 2e7).text == "万人");
    CHECK(shown_unit(Language::en, "share", .5).factor == 1);
    CHECK(shown_unit(Language::zh, "index", .5).text.empty());
    CHECK(shown_unit(Language::en, "fen", 100).text == "yuan");
  }
  TEST_CASE("names of cities and provinces are of one language") {
    const Key city{"上海市", "上海市 Shanghai", "Shanghai", "Shanghai"};
    CHECK(key_name(Language::zh, city) == "上海");
    CHECK(key_name(Language::en, city) == "Shanghai");
    const Key province{"Jiangsu", "Jiangsu", "", "Jiangsu"};
    CHECK(key_name(Language::zh, province) == "江苏");
    CHECK(key_name(Language::en, province) == "Jiangsu");
  }
  TEST_CASE("coordinates have no zeros at their end and no minus before zero") {
    CHECK(coordinate(1.5) == "1.5");
    CHECK(coordinate(-.001) == "0");
    CHECK(coordinate(10) == "10");
  }
  TEST_CASE("the middle of a square is its centre, and a line has one too") {
    const RingMiddle square = middle_of({{0, 0}, {2, 0}, {2, 2}, {0, 2}});
    CHECK(square.area == doctest::Approx(4));
    CHECK(square.centre.x == doctest::Approx(1));
    CHECK(std::isfinite(middle_of({{0, 0}, {1, 1}, {2, 2}}).centre.x));
  }
  TEST_CASE("outlines belong to the city whose code they bear, and broken ones are told") {
    Problems problems;
    const std::string good =
        R"({"type":"FeatureCollection","features":[{"properties":{"code":7},"geometry":)"
        R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}},{"properties":{"code":9},"geometry":null}]})";
    const auto outlines = read_outlines(good, "f", {{"a", "1"}, {"b", "7"}}, problems);
    CHECK(outlines[0].empty());
    CHECK(outlines[1].size() == 1);
    CHECK(!problems.any());
    static_cast<void>(read_outlines(std::string(100'000, '['), "f", {{"a"}}, problems));
    CHECK(problems.count() == 1);
    static_cast<void>(read_outlines(R"({"features":[{"properties":{"code":"a"},"geometry":{"type":"Polygon",)"
                                    R"("coordinates":[[["x",0]]]}}]})",
                                    "f", {{"a"}}, problems));
    CHECK(problems.count() == 2);
  }
}

}  // namespace yanzhen::tools::plot
