// What must hold for every run whatever its scenario: the same bytes on any number of threads, watched or
// not, interrupted or not.
#include <doctest/doctest.h>

#include "engine/parallel.hpp"
#include "io/checkpoint.hpp"
#include "models/industry_migration/model.hpp"
#include "tests/io/scratch_folder.hpp"
#include "tests/support/battery.hpp"
#include "tests/support/governed_world.hpp"
#include "tests/support/model_run.hpp"
#include "tests/support/small_world.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using industry_migration::MigrationModel;
using industry_migration::World;

namespace {

constexpr Step kSteps = 16;   // past the opening of the bridge of `tiny` in its twelfth
constexpr Step kMiddle = 13;  // just after it

/// People and firms enough for several blocks of a parallel loop.
Scenario tiny() {
  Scenario scenario = shipped_scenario("tiny/tiny.toml");
  scenario.people_per_agent = 40;
  return scenario;
}

Scenario invented() {
  SmallScenario small{{.cities = 5, .industries = 3, .outside = true, .seed = 11}};
  small.people_per_agent = 25;
  return small.build();
}

/// The invented world with rules at work: some of them in detail, and all of them at once.
Scenario governed() {
  Scenario scenario = governed_world().build();
  scenario.title = "A governed world";
  return scenario;
}
Scenario under_every_rule() {
  Scenario scenario = world_under_every_rule().build();
  scenario.title = "A world under every rule";
  return scenario;
}

RunCase case_of(Scenario scenario) {
  return {scenario.title,
          industry_migration::declaration(),
          std::move(scenario),
          {"tally/interval", "ledger/interval/opening", "ledger/interval/paid", "ledger/interval/received",
           "ledger/interval/injected", "public_money/shared", "public_money/undelivered"}};
}

std::vector<RunCase> cases() {
  return {case_of(tiny()), case_of(invented()), case_of(governed()), case_of(under_every_rule())};
}

}  // namespace

TEST_SUITE("industry_migration/battery") {
  TEST_CASE("every panel of every step has the same bytes on 1, 2, 3 and 8 threads") {
    for (const RunCase& one : cases()) check_threads(one, kSteps);
  }

  TEST_CASE("a run that is watched at every step ends as one that nobody looks at") {
    for (const RunCase& one : cases()) check_watching(one, kSteps);
  }

  TEST_CASE("copying agents or measuring panels twice gives the same twice") {
    Simulation run = run_of(invented());
    advance(run, 3);
    const auto before = state_of(run);
    const auto one = run.model().copy_agents(), other = run.model().copy_agents();
    REQUIRE(one.size() == other.size());
    for (std::size_t k = 0; k < one.size(); ++k) CHECK(same_bytes(one[k].values, other[k].values));
    CHECK(same_bytes(all_panels(run.model()), all_panels(run.model())));
    CHECK(state_of(run) == before);
  }

  TEST_CASE("flows of a long interval are the sum of the flows of its steps") {
    for (const RunCase& one : cases()) {
      CAPTURE(one.name);
      Simulation by_step = run_of(one), at_once = run_of(one);
      std::vector<double> sum(panels(by_step.model(), {PanelGroup::flow}).size(), 0.0);
      while (by_step.now() < 6) {
        by_step.model().start_flow_interval();
        by_step.step();
        const std::vector<double> flows = panels(by_step.model(), {PanelGroup::flow});
        for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += flows[k];
      }
      advance(at_once, 6);
      const std::vector<double> flows = panels(at_once.model(), {PanelGroup::flow});
      double moved = 0;
      for (std::size_t k = 0; k < sum.size(); ++k) {
        moved += flows[k];
        // whole counts times a weight: the sum of six roundings
        CHECK(sum[k] == doctest::Approx(flows[k]).epsilon(1e-14));
      }
      CHECK(moved > 0);
    }
  }

  TEST_CASE("a run goes on from a saved state with the same bytes, on other threads and in a used model") {
    for (const RunCase& one : cases()) check_resuming(one, kMiddle, kSteps);
  }

  TEST_CASE("agents copied right after a state was loaded are those copied before it was saved") {
    for (const RunCase& one : cases()) {
      CAPTURE(one.name);
      Simulation run = run_of(one), other = run_of(one);
      advance(run, kMiddle);
      StateLoader loader{state_of(run)};
      other.visit_state(loader);
      const auto saved = run.model().copy_agents(), loaded = other.model().copy_agents();
      REQUIRE(saved.size() == loaded.size());
      for (std::size_t k = 0; k < saved.size(); ++k) {
        CAPTURE(saved[k].name);
        CHECK(same_bytes(saved[k].values, loaded[k].values));
      }
    }
  }

  TEST_CASE("a state from before a link opened goes on without that link in a model that has it") {
    const RunCase one = case_of(tiny());
    Simulation run = run_of(one);
    advance(run, kMiddle - 3);
    const SavedArrays saved = state_of(run);
    const RunRecord rest = record_rest(run, kSteps);
    CHECK(resume(one, saved, 2, kSteps, kSteps) == rest);
  }

  TEST_CASE("a saved start is the start") {
    const RunCase one = case_of(invented());
    Simulation run = run_of(one);
    const SavedArrays saved = state_of(run);
    const RunRecord all = record_rest(run, kSteps);
    CHECK(resume(one, saved, 2, 0, kSteps) == all);
    CHECK(resume(one, saved, 2, 4, kSteps) == all);
  }

  TEST_CASE("a run goes on from a checkpoint file with the same bytes") {
    const sample::ScratchFolder folder;
    const auto file = folder / "run.checkpoint";
    for (const RunCase& one : cases()) {
      const Scenario& scenario = one.scenario;
      CAPTURE(one.name);
      Simulation run = run_of(scenario);
      advance(run, kMiddle);
      save_checkpoint(file, run, scenario, 3, {"yanzhen run", "0.1.0", "abc1234"});
      const RunRecord rest = record_rest(run, kSteps);
      CHECK(read_checkpoint_info(file).step == kMiddle);
      for (const int threads : {1, 3}) {
        CAPTURE(threads);
        Workers workers{threads};
        workers.run([&] {
          Simulation again = run_of(scenario);
          load_checkpoint(file, again, scenario);
          CHECK(again.now() == kMiddle);
          CHECK(record_rest(again, kSteps) == rest);
        });
      }
    }
  }

  TEST_CASE("another seed gives another run from its start on") {
    for (const RunCase& one : cases()) {
      check_seeds(one, 0);
      check_seeds(one, 2);
    }
  }

  TEST_CASE("two runs of one world do not disturb each other") {
    const Scenario scenario = tiny();
    const std::shared_ptr<const World> world = world_of(scenario);
    Simulation alone = run_of(scenario, world);
    const RunRecord expected = record_rest(alone, kSteps);

    Simulation one = run_of(scenario, world);
    RunRecord record;
    look(one, record);
    {
      Simulation other = run_of(scenario, world);
      advance(other, 14);  // the other has the bridge already
      while (one.now() < 8) {
        one.model().start_flow_interval();
        one.step();
        look(one, record);
        if (other.now() < kSteps) other.step();
      }
      other.model().start_flow_interval();
    }
    while (one.now() < kSteps) {  // and the other is gone
      one.model().start_flow_interval();
      one.step();
      look(one, record);
    }
    CHECK(record == expected);
  }

  TEST_CASE("a run keeps its world alive") {
    const Scenario scenario = invented();
    auto world = world_of(scenario);
    Simulation run = run_of(scenario, world);
    const std::weak_ptr<const World> seen = world;
    world.reset();
    CHECK_FALSE(seen.expired());
    CHECK_NOTHROW(advance(run, 2));
  }
}
