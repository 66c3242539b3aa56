// What a scenario may not say, and the scenarios that come with the program.
#include <doctest/doctest.h>

#include <filesystem>

#include "io/scenario_file.hpp"
#include "models/stylised/scenario_builder.hpp"
#include "models/tax_game/model.hpp"

namespace yanzhen::tax_game {
namespace {

/// All problems of a scenario as one text.
std::string problems_of(const stylised::ScenarioText& text) {
  try {
    static_cast<void>(stylised::run_of(declaration(), text));
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return {};
}

bool says(const std::string& text, const char* words) { return text.find(words) != std::string::npos; }

}  // namespace

TEST_SUITE("tax_game/scenario") {
  TEST_CASE(
      "one city, two forms of sharing at once, a city without people and uncountable money are problems") {
    stylised::ScenarioText text;
    text.parameters = {{"moves.people", 1000}};
    CHECK(problems_of(text) == "");
    text.cities = 1;
    CHECK(says(problems_of(text), "there is one city"));
    text.cities = 2;
    text.parameters["sharing.base"] = .5;
    text.parameters["sharing.pool"] = .25;
    CHECK(says(problems_of(text), "sharing.pool = 0.25 beside sharing.base = 0.5"));
    text.parameters.erase("sharing.pool");
    text.columns["heads"] = {1, 1e-9};
    CHECK(says(problems_of(text), "has no agent of 1000"));
    text.columns["heads"] = {1, 1};
    text.parameters["moves.people"] = 1e12;
    text.people_per_agent = 1e9;
    text.parameters["capital.first_product"] = 1e6;
    CHECK(says(problems_of(text), "a unit could bring"));
  }
}

}  // namespace yanzhen::tax_game
