// What must hold for every run of either game: the same bytes on any number of threads, watched or not,
// interrupted or not.
#include <doctest/doctest.h>

#include "models/stylised/scenario_builder.hpp"
#include "models/tax_game/model.hpp"
#include "tests/support/battery.hpp"

namespace yanzhen::tax_game {
namespace {

using namespace testing;

constexpr Step kSteps = 14;
constexpr Step kMiddle = 6;

/// Agents enough for several blocks of a parallel loop, quarters so that governments act in some steps only.
Scenario scenario_with(std::map<std::string, double> parameters) {
  using namespace std::chrono;
  stylised::ScenarioText text;
  text.cities = 5;
  text.links = stylised::ring(5);
  text.parameters = std::move(parameters);
  text.parameters.emplace("moves.people", 1.2e5);
  text.columns["heads"] = {5, 1, 2, 3, 4};
  text.columns["tax"] = {.1, .9, .3, .7, .5};
  text.people_per_agent = 2;
  text.seed = 11;
  Scenario scenario = stylised::scenario_of(declaration(), text);
  scenario.clock = Clock{2000y / January / 1, 2010y / January / 1, StepLength::quarter};
  return scenario;
}

std::vector<RunCase> cases() {
  const auto capital = [](const char* name, std::map<std::string, double> parameters) {
    return RunCase{name, declaration(), scenario_with(std::move(parameters)), {"movers/flows"}};
  };
  const auto shoppers = [](const char* name, std::map<std::string, double> parameters) {
    parameters.emplace("game.cross_border", 1);
    return RunCase{name, declaration(), scenario_with(std::move(parameters)), {"shoppers/flows"}};
  };
  return {
      capital("capital", {}),
      capital("shared capital", {{"sharing.pool", .3}, {"moves.logit", 1}, {"governments.public_weight", 2}}),
      shoppers("shared shoppers", {{"sharing.partner", .2}}),
      shoppers("governments together", {{"governments.together", 1}})};
}

}  // namespace

TEST_SUITE("tax_game/battery") {
  TEST_CASE("every panel of every step has the same bytes on 1, 2, 3 and 8 threads") {
    for (const RunCase& one : cases()) check_threads(one, kSteps);
  }

  TEST_CASE("a run that is watched at every step ends as one that nobody looks at") {
    for (const RunCase& one : cases()) check_watching(one, kSteps);
  }

  TEST_CASE("a run goes on from a saved state with the same bytes, on other threads and in a used model") {
    for (const RunCase& one : cases()) check_resuming(one, kMiddle, kSteps);
  }

  TEST_CASE("flows of a long interval are the sum of the flows of its steps, and no agent is lost") {
    for (const RunCase& one : cases()) {
      CAPTURE(one.name);
      Simulation by_step = run_of(one), at_once = run_of(one);
      std::vector<double> sum(25, 0.0);
      while (by_step.now() < kMiddle) {
        by_step.model().start_flow_interval();
        by_step.step();
        const std::vector<double> flows = panel(by_step.model(), "moves");
        for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += flows[k];
      }
      advance(at_once, kMiddle);
      CHECK(panel(at_once.model(), "moves") == sum);  // whole counts times two
      double moved = 0, people = 0;
      for (const double flow : sum) moved += flow;
      CHECK(moved > 0);
      for (const double here : panel(at_once.model(), "base")) people += here;
      CHECK(people == 1.2e5);
    }
  }

  TEST_CASE("another seed gives another run") {
    for (const RunCase& one : cases()) check_seeds(one, 2);
  }

  TEST_CASE("a state of another scenario is refused") {
    stylised::ScenarioText text;
    text.parameters = {{"moves.people", 100}};
    for (const double cross_border : {0.0, 1.0}) {
      text.parameters["game.cross_border"] = cross_border;
      text.cities = 2;
      Simulation two = stylised::run_of(declaration(), text);
      text.cities = 3;
      Simulation three = stylised::run_of(declaration(), text);
      StateLoader loader{state_of(two)};
      CHECK_THROWS_AS(three.visit_state(loader), std::runtime_error);
    }
  }
}

}  // namespace yanzhen::tax_game
