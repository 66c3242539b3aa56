#include "engine/table.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

namespace yanzhen {
namespace {

ColumnSpec column(const std::string& name, CellKind kind = CellKind::number) {
  ColumnSpec spec;
  spec.name = name;
  spec.kind = kind;
  return spec;
}

Table small_table() {
  Table::Column name{column("name", CellKind::text), true, {}, {"A", "", "C"}, {1, 1, 1}};
  Table::Column people{column("people"), true, {10.0, std::nan(""), 0.0}, {}, {3, 2, 3}};
  Table::Column area{column("area"), false, {}, {}, {}};
  return Table{"cities.csv", {name, people, area}, {2, 4, 5}};
}

}  // namespace

TEST_SUITE("engine/table") {
  TEST_CASE("cells are found by name of column and row") {
    const Table table = small_table();
    CHECK(table.rows() == 3);
    CHECK(table.text("name", 2) == "C");
    CHECK(table.number("people", 0) == 10.0);
    CHECK(table.number("people", 2) == 0.0);
  }

  TEST_CASE("an empty cell and an absent column give nothing") {
    const Table table = small_table();
    CHECK_FALSE(table.number("people", 1).has_value());
    CHECK_FALSE(table.number("area", 0).has_value());
    CHECK(table.text("name", 1).empty());
    CHECK(table.text("area", 0).empty());
  }

  TEST_CASE("a cell knows its line and character, and one of an absent column only the line") {
    const Table table = small_table();
    CHECK(table.place("people", 1).file == "cities.csv");
    CHECK(table.place("people", 1).line == 4);
    CHECK(table.place("people", 1).column == 2);
    CHECK(table.place("area", 1).line == 4);
    CHECK(table.place("area", 1).column == 0);
  }

  TEST_CASE("asking for a column that nobody named, or a row that is not there, is our own mistake") {
    const Table table = small_table();
    CHECK(table.find("area") != nullptr);
    CHECK(table.find("height") == nullptr);
    CHECK_THROWS_AS((void)table.number("height", 0), std::out_of_range);
    CHECK_THROWS_AS((void)table.number("people", 3), std::out_of_range);
  }
}
}  // namespace yanzhen
