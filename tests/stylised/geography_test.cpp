// Distances of stylised models: links, units, borders, rules, and what is refused.
#include "models/stylised/geography.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "models/core_periphery/model.hpp"
#include "models/stylised/scenario_builder.hpp"

using namespace yanzhen;
using namespace yanzhen::stylised;

namespace {

Scenario scenario(const ScenarioText& text) { return scenario_of(core_periphery::declaration(), text); }

Eigen::ArrayXXd distances(const Scenario& from, double year = 1000, Policies policies = Policies::in_force) {
  Problems problems;
  const auto geography = Geography::read(from, problems);
  problems.throw_if_any();
  return geography->distance(year, policies);
}

std::string first_problem(const Scenario& from) {
  Problems problems;
  CHECK(Geography::read(from, problems) == nullptr);
  REQUIRE(problems.any());
  return problems.list()[0].problem;
}

PolicySettings policy(const std::string& rule) {
  for (const RuleDeclaration& one : geography_rules())
    if (one.name == rule) {
      PolicySettings settings = default_settings(one, {});
      settings.name = rule;
      return settings;
    }
  throw std::out_of_range{rule};
}

/// Cities 1 and 2 in one province, 3 in another.
void put_provinces(Scenario& into) {
  std::vector<Table::Column> columns = into.tables.at("cities").columns();
  for (Table::Column& column : columns)
    if (column.spec.name == "province") {
      column.present = true;
      column.texts = {"West", "West", "East"};
      column.character = {1, 1, 1};
    }
  into.tables.at("cities") = Table{"cities.csv", columns, {2, 3, 4}};
}

}  // namespace

TEST_SUITE("stylised/geography") {
  TEST_CASE("without links every two cities are one unit apart") {
    ScenarioText text;
    text.cities = 4;
    const Eigen::ArrayXXd d = distances(scenario(text));
    for (Eigen::Index i = 0; i < 4; ++i)
      for (Eigen::Index j = 0; j < 4; ++j) CHECK(d(i, j) == (i == j ? 0.0 : 1.0));
  }

  TEST_CASE("on a ring distance counts the links of the shortest way") {
    ScenarioText text;
    text.cities = 6;
    text.links = ring(6);
    CHECK(distances(scenario(text))(0, 3) == doctest::Approx(3).epsilon(1e-12));
    CHECK(distances(scenario(text))(0, 4) == doctest::Approx(2).epsilon(1e-12));
  }

  TEST_CASE("concave distance is one for one unit of time and grows with its logarithm") {
    ScenarioText text;
    text.cities = 3;
    text.links = path(3);
    text.parameters["distance.concave"] = 1;
    CHECK(distances(scenario(text))(0, 1) == doctest::Approx(1).epsilon(1e-12));
    CHECK(distances(scenario(text))(0, 2) == doctest::Approx(std::log2(3)).epsilon(1e-12));
  }

  TEST_CASE("a border between provinces adds its distance, and a rule takes a part of it away") {
    ScenarioText text;
    text.cities = 3;
    text.links = path(3);
    text.parameters["distance.border.province"] = .5;
    Scenario with = scenario(text);
    put_provinces(with);
    PolicySettings barrier = policy("administrative_barrier");
    barrier.fields.at("removed").value = .75;
    barrier.window.start = date_from("1010");
    with.policies = {barrier};
    CHECK(distances(with, 1000)(0, 1) == doctest::Approx(1).epsilon(1e-12));
    CHECK(distances(with, 1000)(1, 2) == doctest::Approx(1.5).epsilon(1e-12));
    CHECK(distances(with, 1010)(1, 2) == doctest::Approx(1.125).epsilon(1e-12));
    CHECK(distances(with, 1010, Policies::ignored)(1, 2) == doctest::Approx(1.5).epsilon(1e-12));
  }

  TEST_CASE("a link of a rule opens at its date and closes again") {
    ScenarioText text;
    text.cities = 3;
    text.links = path(3);
    Scenario with = scenario(text);
    PolicySettings link = policy("transport_link");
    link.fields.at("from").value = WordList{"1"};
    link.fields.at("to").value = WordList{"City 3"};
    link.fields.at("minutes").value = 30.0;
    link.window.start = date_from("1010");
    link.window.end = date_from("1020");
    with.policies = {link};
    CHECK(distances(with, 1009)(0, 2) == doctest::Approx(2).epsilon(1e-12));
    CHECK(distances(with, 1010)(0, 2) == doctest::Approx(.5).epsilon(1e-12));
    CHECK(distances(with, 1010, Policies::ignored)(0, 2) == doctest::Approx(2).epsilon(1e-12));
    CHECK(distances(with, 1020)(0, 2) == doctest::Approx(2).epsilon(1e-12));
    CHECK(distances(with, 1010)(1, 2) == doctest::Approx(1).epsilon(1e-12));
  }

  TEST_CASE("a city without a way to it, a link to itself and an unknown end are refused") {
    ScenarioText text;
    text.cities = 3;
    text.links = {{0, 1}};
    CHECK(first_problem(scenario(text)) == "no way leads from 第1市 to 第3市 at the start");
    text.links = {{0, 0}, {0, 1}, {1, 2}};
    CHECK(first_problem(scenario(text)) == "to is \"1\", where the link comes from");
    text.links = {{0, 1}, {1, 8}};
    CHECK(first_problem(scenario(text)) == "to is \"9\", which is not a city of this scenario");
  }

  TEST_CASE("weights are shares that sum to one, equal where the column is left out, and not all zero") {
    ScenarioText text;
    text.cities = 2;
    Problems problems;
    CHECK(shares_of(scenario(text).tables.at("cities"), "immobile", problems)(1) == .5);
    text.columns["immobile"] = {3, 1};
    CHECK(shares_of(scenario(text).tables.at("cities"), "immobile", problems)(0) == .75);
    CHECK_FALSE(problems.any());
    text.columns["immobile"] = {0, 0};
    static_cast<void>(shares_of(scenario(text).tables.at("cities"), "immobile", problems));
    CHECK(problems.list().at(0).problem == "immobile is zero in every row");
  }
}
