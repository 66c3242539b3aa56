// What must hold for every run of these two models: the same bytes on any number of threads, watched or not,
// interrupted or not.
#include <doctest/doctest.h>

#include "models/increasing_returns_urn/model.hpp"
#include "models/logit_agglomeration/model.hpp"
#include "models/stylised/scenario_builder.hpp"
#include "tests/support/battery.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using stylised::ScenarioText;

namespace {

constexpr Step kSteps = 12, kMiddle = 5;

ScenarioText six_cities() {
  ScenarioText text;
  text.cities = 6;
  text.links = stylised::ring(6);
  text.steps = kSteps;
  text.seed = 17;
  return text;
}

RunCase urn(const char* name, const ScenarioText& text) {
  const ModelDeclaration model = increasing_returns_urn::declaration();
  return {name, model, stylised::scenario_of(model, text), {"firms/flows"}};
}

std::vector<RunCase> cases() {
  ScenarioText linear = six_cities();
  linear.parameters = {{"urn.arrivals", 700}, {"urn.leaves", .2}, {"urn.distance_decay", .5}};
  ScenarioText rising = linear;
  rising.parameters["urn.exponent"] = 1.3;
  rising.columns["attraction"] = {1, 1.1, .3, 1, 0, 1};
  ScenarioText adopters = six_cities();
  adopters.parameters = {{"urn.arrivals", 40}, {"urn.adopters", 1}};
  ScenarioText movers = six_cities();
  movers.columns["mobile"] = {1, 2, 3, 4, 5, 60};
  movers.parameters = {{"agglomeration.theta", 5.5}, {"moves.people", 1e5}, {"moves.cost_per_distance", .4}};
  const ModelDeclaration logit = logit_agglomeration::declaration();
  return {urn("linear urn", linear),
          urn("urn of rising returns", rising),
          urn("adopters", adopters),
          {"logit movers", logit, stylised::scenario_of(logit, movers), {"movers/flows"}}};
}

}  // namespace

TEST_SUITE("urn and logit/battery") {
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

  TEST_CASE("flows of all steps are everybody who came or went, and panels hold every firm") {
    for (const RunCase& one : cases()) {
      CAPTURE(one.name);
      Simulation run = run_of(one);
      const auto agents = run.model().agents();
      double flows = 0;
      std::uint64_t moves = 0;
      while (run.now() < kSteps) {
        run.step();
        moves += run.model().moves();
      }
      for (const double value : panels(run.model(), {PanelGroup::flow})) flows += value;
      const bool movers = one.model.name == "logit_agglomeration";
      CHECK(flows == static_cast<double>(movers ? moves : run.model().agents() - agents));
      CHECK(moves > 0);
    }
  }

  TEST_CASE("a state of another scenario is refused") {
    ScenarioText two;
    two.steps = kSteps;
    for (const RunCase& one : cases()) {
      CAPTURE(one.name);
      Simulation run = run_of(one);
      run.step();
      RunCase smaller = one;
      smaller.scenario.tables = stylised::scenario_of(one.model, two).tables;
      Simulation other = run_of(smaller);
      StateLoader loader{state_of(run)};
      CHECK_THROWS_AS(other.visit_state(loader), std::runtime_error);
    }
  }
}
