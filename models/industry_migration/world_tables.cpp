// The tables of a scenario: one place says which columns there are, loader and documentation read it from
// here.
#include "models/industry_migration/world.hpp"

namespace yanzhen::industry_migration {
namespace {

constexpr double kMany = 1e12;
constexpr double kLargestEconomy = 1e7;  // that of the world is about 7e6; taxes in fen still fit 64 bits

ColumnSpec text(std::string name, std::string meaning, bool may_be_empty = false) {
  ColumnSpec spec;
  spec.name = std::move(name);
  spec.kind = CellKind::text;
  spec.unit = "text";
  spec.meaning = std::move(meaning);
  spec.may_be_empty = may_be_empty;
  return spec;
}

ColumnSpec number(std::string name, std::string unit, double least, double most, std::string meaning) {
  ColumnSpec spec;
  spec.name = std::move(name);
  spec.unit = std::move(unit);
  spec.meaning = std::move(meaning);
  spec.min = least;
  spec.max = most;
  return spec;
}

/// A number that may be unknown: the cell may be empty and the column may be missing.
ColumnSpec known_or_not(ColumnSpec spec) {
  spec.required = false;
  spec.may_be_empty = true;
  return spec;
}

TableSpec cities() {
  TableSpec spec{"cities", "the cities, in the order in which results list them", {}, true, false, 4000};
  spec.columns = {
      text("code", "unique code, e.g. GB/T 2260"),
      text("name_zh", "unique Chinese name"),
      text("name_en", "English name", true),
      text("province", "the jurisdiction whose border is the administrative barrier"),
      known_or_not(number("lat", "degrees", -90, 90, "latitude of the city's seat, for maps")),
      known_or_not(number("lon", "degrees", -180, 180, "longitude of the city's seat, for maps")),
      number("area_km2", "km2", .01, 1e8, "land area"),
      number("residents", "persons", 1, 1e10, "resident population at the start"),
      known_or_not(number("hukou_residents", "persons", 0, 1e10, "persons registered in the city")),
      number("gdp", "100 million yuan", 1e-6, kLargestEconomy, "value added of the start year"),
      known_or_not(number("share_primary", "percent", 0, 100, "primary sector's share of value added")),
      known_or_not(number("share_secondary", "percent", 0, 100, "secondary sector's share of value added")),
      known_or_not(number("share_tertiary", "percent", 0, 100, "tertiary sector's share of value added")),
      known_or_not(number("college_per_100k", "persons", 1, 95000,
                          "residents with college education per 100,000, in 2020")),
      known_or_not(
          number("net_migration_per_1000", "per 1000 and year", -200, 200, "net migration at the start"))};
  return spec;
}

TableSpec industries() {
  TableSpec spec{"industries", "the industries, in the order in which results list them", {}, true, false,
                 200};
  spec.columns = {
      text("key", "unique short name"),
      text("name_zh", "Chinese name"),
      text("name_en", "English name", true),
      text("group", "kind of industry, for pictures", true),
      text("sector", "primary, secondary, tertiary, or empty for a rest", true),
      number("labour_share", "share of value added", 0, 1, "general and skilled labour"),
      number("talent_share", "share of value added", 0, 1, "college and leading talent"),
      number("capital_share", "share of value added", 0, 1, "capital"),
      number("land_share", "share of value added", 0, 1, "land"),
      known_or_not(
          number("elasticity_of_substitution", "-", 1.0001, 100, "between the firms of the industry")),
      text("transport_class", "low, medium, high, digital or proximity"),
      number("final_demand", "100 million yuan", -kMany, kMany,
             "final use less imports; below zero counts as nearly none"),
      known_or_not(number("sales_per_firm", "million yuan a year", 1e-6, 1e9, "at the start")),
      known_or_not(number("energy_input", "per unit of sales", 0, 10, "energy bought per unit of output")),
      known_or_not(number("rd_intensity", "percent of sales", 0, 100, "research and development"))};
  return spec;
}

TableSpec small_table(std::string name, std::string meaning, std::vector<ColumnSpec> columns,
                      std::size_t max_rows) {
  return {std::move(name), std::move(meaning), std::move(columns), false, false, max_rows};
}

}  // namespace

std::vector<TableSpec> table_specs() {
  TableSpec input{"input_output",
                  "input of the row's industry per unit of output of the column's",
                  {text("input", "key of the industry that sells")},
                  true,
                  true,
                  200};
  TableSpec links =
      small_table("links", "links between cities; several may join the same two",
                  {text("from", "a city, by Chinese or English name or code"), text("to", "another city"),
                   text("mode", "kind of link; `hsr` carries people only", true),
                   number("minutes", "minutes", .01, 1e5, "travel time"),
                   known_or_not(number("open_year", "year", 1000, 3000,
                                       "the year in which it opens; empty = it is there from the start"))},
                  1'000'000);
  return {
      cities(),
      industries(),
      std::move(input),
      std::move(links),
      small_table("relatedness", "similarity of industries, each pair once, the order of the two free",
                  {text("a", "key of an industry"), text("b", "key of another"),
                   known_or_not(number("product_space", "1 = as expected", 0, 1e3,
                                       "relatedness in the product space")),
                   known_or_not(number("input_similarity", "cosine", 0, 1, "similarity of input profiles")),
                   known_or_not(number("output_similarity", "cosine", 0, 1, "similarity of sales profiles"))},
                  40'000),
      small_table("specialisation", "known strengths of cities",
                  {text("city", "a city"), text("industry", "key of an industry"),
                   number("score", "1 to 3", 1, 3, "1 notable, 2 strong, 3 dominant")},
                  1'000'000),
      small_table(
          "outside", "the rest of the country as one node; one row",
          {text("name_zh", "Chinese name"), text("name_en", "English name", true),
           number("residents", "persons", 1, 1e11, "population"),
           number("gdp", "100 million yuan", 1e-6, kLargestEconomy, "value added"),
           number("area_km2", "km2", .01, 1e9, "land area"),
           number("minutes_to_cities", "minutes", 1, 1e5, "travel time to every city"),
           number("minutes_within", "minutes", 0, 1e5, "travel time within"),
           number("growth_per_year", "1/year", -.2, .2, "growth of residents beyond that of the cities")},
          1),
      small_table("ages", "residents by age at the start",
                  {number("age_from", "years", 0, 109, "first age of the group"),
                   number("age_to", "years", 0, 109, "last age of the group"),
                   number("residents", "persons", 0, 1e11, "residents of the group")},
                  110),
      small_table("adjacency", "pairs of neighbouring cities, for Moran's I",
                  {text("a", "a city"), text("b", "another city")}, 1'000'000)};
}

}  // namespace yanzhen::industry_migration
