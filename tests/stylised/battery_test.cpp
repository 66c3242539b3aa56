// What must hold for every run of the two models: the same bytes on any number of threads, watched or not,
// interrupted or not.
#include <doctest/doctest.h>

#include <bit>

#include "engine/memory_state.hpp"
#include "engine/parallel.hpp"
#include "models/core_periphery/model.hpp"
#include "models/footloose_entrepreneur/model.hpp"
#include "models/stylised/geography.hpp"
#include "models/stylised/scenario_builder.hpp"

using namespace yanzhen;
using namespace yanzhen::stylised;

namespace {

constexpr Step kSteps = 12, kMiddle = 5;

/// Enough agents for several blocks of a parallel loop, a link that opens on the way, and both rules of
/// moving.
std::vector<std::pair<ModelDeclaration, Scenario>> scenarios() {
  std::vector<std::pair<ModelDeclaration, Scenario>> all;
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
      all.emplace_back(model, std::move(scenario));
    }
  return all;
}

using Bytes = std::vector<std::uint64_t>;

void look(const Model& model, Bytes& bytes) {
  for (const Panel& panel : model.panels())
    for (const double value : panel_of(model, panel.name))
      bytes.push_back(std::bit_cast<std::uint64_t>(value));
  bytes.push_back(model.checksum());
}

Bytes record_rest(Simulation& run) {
  Bytes bytes;
  look(run.model(), bytes);
  while (run.now() < kSteps) {
    run.model().start_flow_interval();
    run.step();
    look(run.model(), bytes);
  }
  return bytes;
}

SavedArrays state_of(Simulation& run) {
  StateSaver saver;
  run.visit_state(saver);
  return saver.saved;
}

}  // namespace

TEST_SUITE("stylised/battery") {
  TEST_CASE("every panel of every step has the same bytes on 1, 2, 3 and 8 threads") {
    for (const auto& [model, scenario] : scenarios()) {
      CAPTURE(model.name);
      Bytes alone;
      for (const int threads : {1, 2, 3, 8}) {
        Workers workers{threads};
        const Bytes now = workers.run([&, &made = model, &given = scenario] {
          Simulation run = run_of(made, given);
          return record_rest(run);
        });
        if (alone.empty()) alone = now;
        CHECK(now == alone);
      }
    }
  }

  TEST_CASE("a run goes on from a saved state with the same bytes, in a new model and in a used one") {
    for (const auto& [model, scenario] : scenarios()) {
      CAPTURE(model.name);
      Simulation run = run_of(model, scenario);
      while (run.now() < kMiddle) run.step();
      const SavedArrays saved = state_of(run);
      const Bytes rest = record_rest(run);
      for (const Step before : {Step{0}, Step{3}, kSteps}) {
        Simulation other = run_of(model, scenario);
        while (other.now() < before) other.step();
        StateLoader loader{saved};
        other.visit_state(loader);
        CHECK(record_rest(other) == rest);
      }
    }
  }

  TEST_CASE("a run that is watched at every step ends as one that nobody looks at") {
    for (const auto& [model, scenario] : scenarios()) {
      CAPTURE(model.name);
      Simulation watched = run_of(model, scenario), alone = run_of(model, scenario);
      static_cast<void>(record_rest(watched));
      while (alone.now() < kSteps) alone.step();
      CHECK(watched.model().checksum() == alone.model().checksum());
      CHECK(panel_of(watched.model(), "log_real_wage") == panel_of(alone.model(), "log_real_wage"));
    }
  }

  TEST_CASE("a state of another scenario is refused") {
    Simulation run = run_of(scenarios()[0].first, scenarios()[0].second);
    ScenarioText text;
    text.parameters = {{"moves.people", 1000}};
    Simulation other = run_of(core_periphery::declaration(), text);
    StateLoader loader{state_of(run)};
    CHECK_THROWS_WITH_AS(other.visit_state(loader), "the saved movers are not those of this scenario",
                         std::runtime_error);
  }

  TEST_CASE("another seed gives another run") {
    auto [model, scenario] = scenarios()[1];
    Simulation one = run_of(model, scenario);
    scenario.seed = 2;
    Simulation other = run_of(model, scenario);
    one.step();
    other.step();
    CHECK(one.model().checksum() != other.model().checksum());
  }
}
