// What must hold for every run of these two models: the same bytes on any number of threads, watched or not,
// interrupted or not.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/memory_state.hpp"
#include "engine/parallel.hpp"
#include "models/increasing_returns_urn/model.hpp"
#include "models/logit_agglomeration/model.hpp"
#include "models/stylised/scenario_builder.hpp"

using namespace yanzhen;
using stylised::ScenarioText;

namespace {

constexpr Step kSteps = 12, kMiddle = 5;

struct Case {
  const char* name;
  ModelDeclaration model;
  ScenarioText text;
};

ScenarioText six_cities() {
  ScenarioText text;
  text.cities = 6;
  text.links = stylised::ring(6);
  text.steps = kSteps;
  text.seed = 17;
  return text;
}

std::vector<Case> cases() {
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
  const auto urn = increasing_returns_urn::declaration;
  return {{"linear urn", urn(), linear},
          {"urn of rising returns", urn(), rising},
          {"adopters", urn(), adopters},
          {"logit movers", logit_agglomeration::declaration(), movers}};
}

std::vector<double> measured(const Model& model, bool with_flows = true) {
  std::vector<double> all;
  for (const Panel& panel : model.panels()) {
    if (panel.group == PanelGroup::flow && !with_flows) continue;
    const std::vector<double> one = stylised::panel_of(model, panel.name);
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}

bool same_bytes(const std::vector<double>& one, const std::vector<double>& other) {
  return one.size() == other.size() &&
         std::memcmp(one.data(), other.data(), one.size() * sizeof(double)) == 0;
}

/// Every panel and checksum of every step from now to kSteps, flows by step.
struct Record {
  std::vector<double> values;
  std::vector<std::uint64_t> checksums;
  friend bool operator==(const Record& one, const Record& other) {
    return same_bytes(one.values, other.values) && one.checksums == other.checksums;
  }
};

void look(const Simulation& run, Record& record) {
  const std::vector<double> values = measured(run.model());
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

Record record_on(const Case& one, int threads) {
  Workers workers{threads};
  return workers.run([&] {
    Simulation run = stylised::run_of(one.model, one.text);
    return record_rest(run);
  });
}

SavedArrays state_of(Simulation& run) {
  StateSaver saver;
  run.visit_state(saver);
  return saver.saved;
}

/// The rest of a run that is made anew, goes some steps and is then given a saved state.
Record resume(const Case& one, const SavedArrays& saved, int threads, Step before) {
  Workers workers{threads};
  return workers.run([&] {
    Simulation run = stylised::run_of(one.model, one.text);
    while (run.now() < before) run.step();
    StateLoader loader{saved};
    run.visit_state(loader);
    return record_rest(run);
  });
}

}  // namespace

TEST_SUITE("urn and logit/battery") {
  TEST_CASE("every panel of every step has the same bytes on 1, 2, 3 and 8 threads") {
    for (const Case& one : cases()) {
      CAPTURE(one.name);
      const Record alone = record_on(one, 1);
      for (const int threads : {2, 3, 8}) {
        CAPTURE(threads);
        CHECK(record_on(one, threads) == alone);
      }
    }
  }

  TEST_CASE("a run that is watched at every step ends as one that nobody looks at") {
    for (const Case& one : cases()) {
      CAPTURE(one.name);
      Simulation watched = stylised::run_of(one.model, one.text),
                 alone = stylised::run_of(one.model, one.text);
      while (watched.now() < kSteps) {
        for (const double value : measured(watched.model())) CHECK(std::isfinite(value));
        CHECK_FALSE(watched.model().copy_agents().empty());
        watched.model().start_flow_interval();
        static_cast<void>(state_of(watched));
        watched.step();
        alone.step();
      }
      CHECK(watched.model().checksum() == alone.model().checksum());
      CHECK(same_bytes(measured(watched.model(), false), measured(alone.model(), false)));
    }
  }

  TEST_CASE("a run goes on from a saved state with the same bytes, on other threads and in a used model") {
    for (const Case& one : cases()) {
      CAPTURE(one.name);
      Simulation run = stylised::run_of(one.model, one.text);
      while (run.now() < kMiddle) run.step();
      const SavedArrays saved = state_of(run);
      const Record rest = record_rest(run);
      CHECK(resume(one, saved, 1, 0) == rest);
      CHECK(resume(one, saved, 3, 2) == rest);
      CHECK(resume(one, saved, 2, kSteps) == rest);
    }
  }

  TEST_CASE("flows of all steps are everybody who came or went, and panels hold every firm") {
    for (const Case& one : cases()) {
      CAPTURE(one.name);
      Simulation run = stylised::run_of(one.model, one.text);
      const auto agents = run.model().agents();
      double flows = 0;
      std::uint64_t moves = 0;
      while (run.now() < kSteps) {
        run.step();
        moves += run.model().moves();
      }
      for (const Panel& panel : run.model().panels())
        if (panel.group == PanelGroup::flow)
          for (const double value : stylised::panel_of(run.model(), panel.name)) flows += value;
      const bool movers = one.model.name == "logit_agglomeration";
      CHECK(flows == static_cast<double>(movers ? moves : run.model().agents() - agents));
      CHECK(moves > 0);
    }
  }

  TEST_CASE("another seed gives another run") {
    for (Case one : cases()) {
      CAPTURE(one.name);
      std::vector<std::uint64_t> sums;
      for (const std::uint64_t seed : {1ULL, 2ULL, 3ULL, 1ULL << 32U, ~0ULL}) {
        one.text.seed = seed;
        Simulation run = stylised::run_of(one.model, one.text);
        run.step();
        sums.push_back(run.model().checksum());
      }
      std::sort(sums.begin(), sums.end());
      CHECK(std::adjacent_find(sums.begin(), sums.end()) == sums.end());
    }
  }

  TEST_CASE("a state of another scenario is refused") {
    for (Case one : cases()) {
      CAPTURE(one.name);
      Simulation run = stylised::run_of(one.model, one.text);
      run.step();
      const SavedArrays saved = state_of(run);
      ScenarioText smaller = one.text;
      smaller.cities = 2;
      smaller.links.clear();
      for (auto& [name, values] : smaller.columns) values.resize(2);
      Simulation other = stylised::run_of(one.model, smaller);
      StateLoader loader{saved};
      CHECK_THROWS_AS(other.visit_state(loader), std::runtime_error);
    }
  }
}
