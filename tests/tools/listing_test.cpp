#include "tools/listing.hpp"

#include <doctest/doctest.h>

#include <limits>

namespace yanzhen::tools {
namespace {

const Listing kCities{{"code", "name", "residents"},
                      {{"310000", "上海", 23019148.0}, {"330400", "Jiaxing", 4501657.0}}};

}  // namespace

TEST_SUITE("tools/listing") {
  TEST_CASE("columns line up under Chinese names") {
    CHECK(to_text(kCities, 0) ==
          "code    name     residents\n"
          "310000  上海     23019148\n"
          "330400  Jiaxing  4501657\n");
  }
  TEST_CASE("numbers stand to the right, except in the last column") {
    const Listing listing{{"value", "unit"}, {{2.0, "km"}, {1234.5, "km"}}};
    CHECK(to_text(listing, 0) == "value   unit\n     2  km\n1234.5  km\n");
  }
  TEST_CASE("on a terminal the last column wraps under itself, at spaces") {
    const Listing listing{{"name", "meaning"}, {{"a", "one two three four five six seven eight"}}};
    CHECK(to_text(listing, 31) ==
          "name  meaning\n"
          "a     one two three four five\n"
          "      six seven eight\n");
  }
  TEST_CASE("a terminal too narrow for wrapping gets whole lines") {
    const Listing listing{{"name", "meaning"}, {{"a", "one two three four five six seven eight"}}};
    CHECK(to_text(listing, 20) == to_text(listing, 0));
  }
  TEST_CASE("a number that is infinite is empty text, and null for a program") {
    const Listing listing{{"max", "unit"}, {{std::numeric_limits<double>::infinity(), "km"}}};
    CHECK(to_text(listing, 0) == "max  unit\n     km\n");
    CHECK(to_json(listing) == "[\n  {\n    \"max\": null,\n    \"unit\": \"km\"\n  }\n]\n");
  }
  TEST_CASE("JSON keeps the order of columns, Chinese as it is, and survives broken UTF-8") {
    const Listing listing{{"z", "a"}, {{"上海", "\xFF"}}};
    CHECK(to_json(listing) == "[\n  {\n    \"z\": \"上海\",\n    \"a\": \"\xEF\xBF\xBD\"\n  }\n]\n");
  }
  TEST_CASE("a table of no rows is its heading, and an empty array") {
    const Listing none{{"rule", "meaning"}, {}};
    CHECK(to_text(none, 80) == "rule  meaning\n");
    CHECK(to_json(none) == "[]\n");
  }
}

}  // namespace yanzhen::tools
