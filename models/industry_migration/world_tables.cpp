// The tables of a scenario: one place says which columns there are, loader and documentation read it from
// here.
#include "engine/column.hpp"
#include "models/industry_migration/world.hpp"

namespace yanzhen::industry_migration {
namespace {

constexpr double kMany = 1e12;
constexpr double kLargestEconomy = 1e7;  // that of the world is about 7e6; taxes in fen still fit 64 bits

TableSpec cities() {
  TableSpec spec{"cities", "the cities, in the order in which results list them", {}, true, false, 4000};
  spec.columns = {
      text_column("code", "unique code, e.g. GB/T 2260"),
      text_column("name_zh", "unique Chinese name"),
      text_column("name_en", "English name", true),
      text_column("province", "the jurisdiction whose border is the administrative barrier"),
      optional_column("lat", "degrees", -90, 90, "latitude of the city's seat, for maps"),
      optional_column("lon", "degrees", -180, 180, "longitude of the city's seat, for maps"),
      number_column("area_km2", "km2", .01, 1e8, "land area"),
      number_column("residents", "persons", 1, 1e10, "resident population at the start"),
      optional_column("hukou_residents", "persons", 0, 1e10, "persons registered in the city"),
      number_column("gdp", "100 million yuan", 1e-6, kLargestEconomy, "value added of the start year"),
      optional_column("share_primary", "percent", 0, 100, "primary sector's share of value added"),
      optional_column("share_secondary", "percent", 0, 100, "secondary sector's share of value added"),
      optional_column("share_tertiary", "percent", 0, 100, "tertiary sector's share of value added"),
      optional_column("college_per_100k", "persons", 1, 95000,
                      "residents with college education per 100,000, in 2020"),
      optional_column("net_migration_per_1000", "per 1000 and year", -200, 200,
                      "net migration at the start")};
  return spec;
}

TableSpec industries() {
  TableSpec spec{"industries", "the industries, in the order in which results list them", {}, true, false,
                 200};
  spec.columns = {
      text_column("key", "unique short name"),
      text_column("name_zh", "Chinese name"),
      text_column("name_en", "English name", true),
      text_column("group", "kind of industry, for pictures", true),
      text_column("sector", "primary, secondary, tertiary, or empty for a rest", true),
      number_column("labour_share", "share of value added", 0, 1, "general and skilled labour"),
      number_column("talent_share", "share of value added", 0, 1, "college and leading talent"),
      number_column("capital_share", "share of value added", 0, 1, "capital"),
      number_column("land_share", "share of value added", 0, 1, "land"),
      optional_column("elasticity_of_substitution", "-", 1.0001, 100, "between the firms of the industry"),
      text_column("transport_class", "low, medium, high, digital or proximity"),
      number_column("final_demand", "100 million yuan", -kMany, kMany,
                    "final use less imports; below zero counts as nearly none"),
      optional_column("sales_per_firm", "million yuan a year", 1e-6, 1e9, "at the start"),
      optional_column("energy_input", "per unit of sales", 0, 10, "energy bought per unit of output"),
      optional_column("rd_intensity", "percent of sales", 0, 100, "research and development")};
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
                  {text_column("input", "key of the industry that sells")},
                  true,
                  true,
                  200};
  TableSpec links = small_table(
      "links", "links between cities; several may join the same two",
      {text_column("from", "a city, by Chinese or English name or code"), text_column("to", "another city"),
       text_column("mode", "kind of link; `hsr` carries people only", true),
       number_column("minutes", "minutes", .01, 1e5, "travel time"),
       optional_column("open_year", "year", 1000, 3000,
                       "the year in which it opens; empty = it is there from the start")},
      1'000'000);
  return {cities(),
          industries(),
          std::move(input),
          std::move(links),
          small_table("relatedness", "similarity of industries, each pair once, the order of the two free",
                      {text_column("a", "key of an industry"), text_column("b", "key of another"),
                       optional_column("product_space", "1 = as expected", 0, 1e3,
                                       "relatedness in the product space"),
                       optional_column("input_similarity", "cosine", 0, 1, "similarity of input profiles"),
                       optional_column("output_similarity", "cosine", 0, 1, "similarity of sales profiles")},
                      40'000),
          small_table("specialisation", "known strengths of cities",
                      {text_column("city", "a city"), text_column("industry", "key of an industry"),
                       number_column("score", "1 to 3", 1, 3, "1 notable, 2 strong, 3 dominant")},
                      1'000'000),
          small_table("outside", "the rest of the country as one node; one row",
                      {text_column("name_zh", "Chinese name"), text_column("name_en", "English name", true),
                       number_column("residents", "persons", 1, 1e11, "population"),
                       number_column("gdp", "100 million yuan", 1e-6, kLargestEconomy, "value added"),
                       number_column("area_km2", "km2", .01, 1e9, "land area"),
                       number_column("minutes_to_cities", "minutes", 1, 1e5, "travel time to every city"),
                       number_column("minutes_within", "minutes", 0, 1e5, "travel time within"),
                       number_column("growth_per_year", "1/year", -.2, .2,
                                     "growth of residents beyond that of the cities")},
                      1),
          small_table("ages", "residents by age at the start",
                      {number_column("age_from", "years", 0, 109, "first age of the group"),
                       number_column("age_to", "years", 0, 109, "last age of the group"),
                       number_column("residents", "persons", 0, 1e11, "residents of the group")},
                      110),
          small_table("adjacency", "pairs of neighbouring cities, for Moran's I",
                      {text_column("a", "a city"), text_column("b", "another city")}, 1'000'000)};
}

}  // namespace yanzhen::industry_migration
