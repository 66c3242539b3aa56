// What a scenario may not say, and the scenarios that come with the program.
#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <map>

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

/// The shipped scenario of this name at its end.
Simulation shipped(const std::string& name) {
  const std::filesystem::path folder{YANZHEN_SOURCE_DIR "/scenarios/teaching/05-tax-race"};
  Problems problems;
  const auto scenario = load_scenario(folder / (name + ".toml"), {declaration()}, {}, problems);
  problems.throw_if_any();
  Simulation run = stylised::run_of(declaration(), *scenario);
  while (run.now() < scenario->clock.steps()) run.step();
  return run;
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

  TEST_CASE("the teaching scenarios end where theory rests: a pot lowers the tax, equal bases double it") {
    constexpr double kAlone = .2 * 4 / 3, kGamma = 1.25;
    const std::map<std::string, double> known{
        {"race", kAlone},
        {"equalisation", kAlone / (1 - .5)},
        {"pool", 4.0 / 3 * (kGamma * (1 - .2 * 3 / 4) - 1) / (kGamma * (1 - .2))},
        {"partner", kAlone / (1 - .5 / 3)}};
    for (const auto& [scenario, tax] : known) {
      const std::string name = scenario;  // clang 14 lets nothing capture a structured binding
      CAPTURE(name);
      // Fifty years leave of the 2.6 at the start what the slowest, equalisation, has not yet covered:
      // 0.0008.
      CHECK(std::abs(stylised::panel_of(shipped(name).model(), "mean_tax")[0] - tax) < 1e-3);
    }
    const Simulation shoppers = shipped("shoppers");
    const std::vector<double> tax = stylised::panel_of(shoppers.model(), "tax");
    CHECK(std::abs(tax[0] - 2.0 / 3) < 1e-6);
    CHECK(std::abs(tax[1] - 5.0 / 6) < 1e-6);
  }
}

}  // namespace yanzhen::tax_game
