#include <doctest/doctest.h>

#include <string>

#include "tools/report/outlines.hpp"

namespace yanzhen::tools {
namespace {

Dimension cities() {
  return {"city",
          "",
          {"苏州市", "滁州市", "市"},
          {{"city_en", "", {"Suzhou", "Chuzhou", ""}}, {"city_code", "", {"320500", "341100", "7"}}}};
}

std::string feature(const std::string& properties, const std::string& geometry) {
  return R"({"type":"Feature","properties":)" + properties + R"(,"geometry":)" + geometry + "}";
}
std::string collection(const std::string& features) {
  return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

const std::string kSquare =
    R"({"type":"Polygon","coordinates":[[[120,30],[122,30],[122,32],[120,32],[120,30]]]})";

std::vector<CityOutline> read(const std::string& text, int decimals = 3) {
  return read_outlines(text, CityFinder{cities()}, decimals);
}

}  // namespace

TEST_SUITE("tools/city_finder") {
  TEST_CASE("a city is found by label, without 市, by English name in any case, and by code") {
    const CityFinder finder{cities()};
    for (const char* const name : {"苏州市", "苏州", "SUZHOU", "320500"}) {
      CAPTURE(name);
      CHECK(finder.find(name) == 0);
    }
    CHECK(finder.find("市") == 2);
    CHECK_FALSE(finder.find(""));
    CHECK_FALSE(finder.find("上海"));
  }
  TEST_CASE("a name that two cities share is no name") {
    const CityFinder finder{{"city", "", {"苏州市", "宿州市"}, {{"city_en", "", {"Suzhou", "Suzhou"}}}}};
    CHECK_FALSE(finder.find("Suzhou"));
    CHECK(finder.find("宿州") == 1);
  }
}

TEST_SUITE("tools/outlines") {
  TEST_CASE("shapes are joined by number, code or name, and others are left out") {
    const auto outlines = read(collection(feature(R"({"code":320500})", kSquare) + "," +
                                          feature(R"({"title":"Chuzhou"})", kSquare) + "," +
                                          feature(R"({"name":"Paris"})", kSquare)));
    REQUIRE(outlines.size() == 2);
    CHECK(outlines[0].city == 0);
    CHECK(outlines[1].city == 1);
  }
  TEST_CASE("the code decides where it and a name are of different cities") {
    const auto outlines = read(collection(feature(R"({"name":"Chuzhou","code":"320500"})", kSquare)));
    REQUIRE(outlines.size() == 1);
    CHECK(outlines[0].city == 0);
  }
  TEST_CASE("coordinates are rounded, and points that fall together are one") {
    const auto outlines = read(collection(feature(
        R"({"code":320500})",
        R"({"type":"Polygon","coordinates":[[[120.00049,30],[120.0001,30],[122,30],[122,32.12345],[120,30]]]})")));
    REQUIRE(outlines.size() == 1);
    const GeoRing& ring = outlines[0].polygons[0][0];
    REQUIRE(ring.size() == 4);
    CHECK(ring[0].lon == 120);
    CHECK(ring[2].lat == 32.123);
    CHECK(count_points(outlines) == 4);
  }
  TEST_CASE("several polygons of a city, in one feature or more, are one outline with its holes") {
    const std::string many =
        R"({"type":"MultiPolygon","coordinates":[[[[0,0],[4,0],[4,4],[0,0]],[[1,1],[2,1],[2,2],[1,1]]],[[[9,9],[9,8],[8,8],[9,9]]]]})";
    const auto outlines =
        read(collection(feature(R"({"code":320500})", many) + "," + feature(R"({"name":"苏州"})", kSquare)));
    REQUIRE(outlines.size() == 1);
    REQUIRE(outlines[0].polygons.size() == 3);
    CHECK(outlines[0].polygons[0].size() == 2);
  }
  TEST_CASE("what is no polygon on Earth is left out, and no text makes it fail") {
    const std::string deep(100'000, '[');
    for (const std::string& text :
         {std::string{}, std::string{"null"}, std::string{"[1"}, deep, deep + std::string(100'000, ']'),
          collection("1,null,[],\"x\""), collection(feature("null", kSquare)),
          collection(feature("[320500]", kSquare)), collection(feature(R"({"code":{}})", kSquare)),
          collection(feature(R"({"code":320500})", "null")),
          collection(feature(R"({"code":320500})", R"({"type":"Polygon"})")),
          collection(feature(R"({"code":320500})", R"({"type":"Polygon","coordinates":7})")),
          collection(feature(R"({"code":320500})",
                             R"({"type":"Polygon","coordinates":[[["a",1],[1],null,[1e999,3]]]})")),
          collection(
              feature(R"({"code":320500})", R"({"type":"Polygon","coordinates":[[[500,1],[1,95],[2,2]]]})")),
          collection(feature(R"({"code":320500})", R"({"type":"Point","coordinates":[1,2]})")),
          collection(feature(R"({"code":320500})", R"({"type":"Polygon","coordinates":)" + deep +
                                                       std::string(100'000, ']') + "}"))}) {
      CAPTURE(text.substr(0, 200));
      CHECK(read(text).empty());
    }
  }
  TEST_CASE("an outline's centre is that of its largest polygon") {
    const auto outlines = read(collection(
        feature(R"({"code":320500})", kSquare) + "," +
        feature(R"({"code":320500})", R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1],[0,0]]]})")));
    REQUIRE(outlines.size() == 1);
    CHECK(centre_of(outlines[0]).lon == doctest::Approx(121).epsilon(1e-14));  // a few roundings
    CHECK(centre_of(outlines[0]).lat == doctest::Approx(31).epsilon(1e-14));
  }
  TEST_CASE("a polygon without an area has a centre all the same") {
    const auto outlines = read(
        collection(feature(R"({"code":320500})",
                           R"({"type":"Polygon","coordinates":[[[120,30],[121,30],[122,30],[120,30]]]})")));
    REQUIRE(outlines.size() == 1);
    CHECK(centre_of(outlines[0]).lon == 120);
  }
}

}  // namespace yanzhen::tools
