// What must hold for every run of the two models: the same bytes on any number of threads, watched or not,
// interrupted or not.
#include <doctest/doctest.h>

#include "models/core_periphery/model.hpp"
#include "models/footloose_entrepreneur/model.hpp"
#include "models/stylised/geography.hpp"
#include "models/stylised/scenario_builder.hpp"
#include "tests/support/battery.hpp"

using namespace yanzhen;
using namespace yanzhen::stylised;
using namespace yanzhen::testing;

namespace {

constexpr Step kSteps = 12, kMiddle = 5;

/// Enough agents for several blocks of a parallel loop, a link that opens on the way, and both rules of
/// moving.
std::vector<RunCase> cases() {
  std::vector<RunCase> all;
  for (const ModelDeclaration& model : {core_periphery::declaration(), footloose_entrepreneur::declaration()})
    for (const double logit : {0.0, 1.0}) {
      ScenarioText text;
      text.cities = 5;
      text.links = path(5);
      text.columns["immobile"] = {3, 1, 2, 1, 1};
      text.columns["mobile"] = {1, 1, 1, 1, 2};
      text.parameters = {{"moves.people", 70'000}, {"moves.logit", logit}, {"moves.mistakes", .01}};
      text.steps = kSteps;
      Scenario scenario = scenario_of(model, text);
      PolicySettings link = default_settings(geography_rules().at(0), {});
      link.name = "link";
      link.fields.at("from").value = WordList{"1"};
      link.fields.at("to").value = WordList{"5"};
      link.window.start = date_from("1007");
      scenario.policies = {link};
      all.push_back({model.name + (logit > 0 ? ", logit" : ", comparison"),
                     model,
                     std::move(scenario),
                     {"movers/flows"}});
    }
  return all;
}

}  // namespace

TEST_SUITE("stylised/battery") {
  TEST_CASE("every panel of every step has the same bytes on 1, 2, 3 and 8 threads") {
    for (const RunCase& one : cases()) check_threads(one, kSteps);
  }

  TEST_CASE("a run that is watched at every step ends as one that nobody looks at") {
    for (const RunCase& one : cases()) check_watching(one, kSteps);
  }

  TEST_CASE("a run goes on from a saved state with the same bytes, on other threads and in a used model") {
    for (const RunCase& one : cases()) check_resuming(one, kMiddle, kSteps);
  }

  TEST_CASE("another seed gives another run") {
    for (const RunCase& one : cases()) check_seeds(one, 1);
  }

  TEST_CASE("a state of another scenario is refused") {
    Simulation run = testing::run_of(cases()[0]);
    ScenarioText text;
    text.parameters = {{"moves.people", 1000}};
    Simulation other = stylised::run_of(core_periphery::declaration(), text);
    StateLoader loader{state_of(run)};
    CHECK_THROWS_WITH_AS(other.visit_state(loader), "the saved movers are not those of this scenario",
                         std::runtime_error);
  }
}
