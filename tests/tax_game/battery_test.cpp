// What must hold for every run of either game: the same bytes on any number of threads, watched or not,
// interrupted or not.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>

#include "engine/memory_state.hpp"
#include "engine/parallel.hpp"
#include "models/stylised/scenario_builder.hpp"
#include "models/tax_game/model.hpp"

namespace yanzhen::tax_game {
namespace {

using stylised::panel_of;

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

std::vector<Scenario> scenarios() {
  return {scenario_with({}),
          scenario_with({{"sharing.pool", .3}, {"moves.logit", 1}, {"governments.public_weight", 2}}),
          scenario_with({{"game.cross_border", 1}, {"sharing.partner", .2}}),
          scenario_with({{"game.cross_border", 1}, {"governments.together", 1}})};
}

std::vector<double> panels(const Model& model, bool flows) {
  std::vector<double> all;
  for (const Panel& panel : model.panels()) {
    if (panel.group == PanelGroup::flow && !flows) continue;
    const std::vector<double> one = panel_of(model, panel.name);
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}

bool same_bytes(const std::vector<double>& one, const std::vector<double>& other) {
  return one.size() == other.size() &&
         std::memcmp(one.data(), other.data(), one.size() * sizeof(double)) == 0;
}

/// Every panel and checksum of every step from now on, the flows of each step by themselves.
struct Record {
  std::vector<double> values;
  std::vector<std::uint64_t> checksums;
  friend bool operator==(const Record& one, const Record& other) {
    return same_bytes(one.values, other.values) && one.checksums == other.checksums;
  }
};

void look(const Simulation& run, Record& record) {
  const std::vector<double> values = panels(run.model(), true);
  record.values.insert(record.values.end(), values.begin(), values.end());
  record.checksums.push_back(run.model().checksum());
}

Record record_rest(Simulation& run) {
  Record record;
  look(run, record);
  while (run.now() < kSteps) {
    run.model().start_flow_interval();
    run.step();
    look(run, record);
  }
  return record;
}

Simulation run_of(const Scenario& scenario) { return stylised::run_of(declaration(), scenario); }

void advance(Simulation& run, Step steps) {
  while (run.now() < steps) run.step();
}

SavedArrays state_of(Simulation& run) {
  StateSaver saver;
  run.visit_state(saver);
  return std::move(saver.saved);
}

Record resume(const Scenario& scenario, const SavedArrays& saved, int threads, Step before) {
  Workers workers{threads};
  return workers.run([&] {
    Simulation run = run_of(scenario);
    advance(run, before);
    StateLoader loader{saved};
    run.visit_state(loader);
    return record_rest(run);
  });
}

}  // namespace

TEST_SUITE("tax_game/battery") {
  TEST_CASE("every panel of every step has the same bytes on 1, 2, 3 and 8 threads") {
    for (const Scenario& scenario : scenarios()) {
      std::vector<Record> records;
      for (const int threads : {1, 2, 3, 8}) {
        Workers workers{threads};
        records.push_back(workers.run([&] {
          Simulation run = run_of(scenario);
          return record_rest(run);
        }));
        CHECK(records.back() == records.front());
      }
      CHECK(records.front().checksums.front() != records.front().checksums.back());
    }
  }

  TEST_CASE("a run that is watched at every step ends as one that nobody looks at") {
    for (const Scenario& scenario : scenarios()) {
      Simulation watched = run_of(scenario), alone = run_of(scenario);
      while (watched.now() < kSteps) {
        for (const double value : panels(watched.model(), true)) CHECK(std::isfinite(value));
        CHECK_FALSE(watched.model().copy_agents().empty());
        watched.model().start_flow_interval();
        static_cast<void>(state_of(watched));
        watched.step();
      }
      advance(alone, kSteps);
      CHECK(watched.model().checksum() == alone.model().checksum());
      CHECK(same_bytes(panels(watched.model(), false), panels(alone.model(), false)));
    }
  }

  TEST_CASE("a run goes on from a saved state with the same bytes, on other threads and in a used model") {
    for (const Scenario& scenario : scenarios()) {
      Simulation run = run_of(scenario);
      advance(run, kMiddle);
      const SavedArrays saved = state_of(run);
      const Record rest = record_rest(run);
      CHECK(resume(scenario, saved, 1, 0) == rest);
      CHECK(resume(scenario, saved, 3, 0) == rest);
      CHECK(resume(scenario, saved, 2, kMiddle / 2) == rest);
      CHECK(resume(scenario, saved, 1, kSteps) == rest);
    }
  }

  TEST_CASE("flows of a long interval are the sum of the flows of its steps, and no agent is lost") {
    for (const Scenario& scenario : scenarios()) {
      Simulation by_step = run_of(scenario), at_once = run_of(scenario);
      std::vector<double> sum(25, 0.0);
      while (by_step.now() < kMiddle) {
        by_step.model().start_flow_interval();
        by_step.step();
        const std::vector<double> flows = panel_of(by_step.model(), "moves");
        for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += flows[k];
      }
      advance(at_once, kMiddle);
      CHECK(panel_of(at_once.model(), "moves") == sum);  // whole counts times two
      double moved = 0, people = 0;
      for (const double one : sum) moved += one;
      CHECK(moved > 0);
      for (const double one : panel_of(at_once.model(), "base")) people += one;
      CHECK(people == 1.2e5);
    }
  }

  TEST_CASE("another seed gives another run") {
    for (Scenario scenario : scenarios()) {
      Simulation one = run_of(scenario);
      scenario.seed = 12;
      Simulation other = run_of(scenario);
      advance(one, 2);
      advance(other, 2);
      CHECK(one.model().checksum() != other.model().checksum());
    }
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
