#include "tests/support/battery.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "engine/parallel.hpp"
#include "models/stylised/scenario_builder.hpp"

namespace yanzhen::testing {
namespace {

RunRecord record_on(const RunCase& one, int threads, Step end) {
  Workers workers{threads};
  return workers.run([&] {
    Simulation run = run_of(one);
    return record_rest(run, end);
  });
}

/// Looks at everything there is before every step.
void watch(Simulation& run, Step end) {
  while (run.now() < end) {
    CHECK(panel_not_finite(run.model()) == "");
    CHECK_FALSE(run.model().copy_agents().empty());
    run.model().start_flow_interval();
    static_cast<void>(state_of(run));
    run.step();
  }
}

SavedArrays without(SavedArrays state, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    CAPTURE(name);
    CHECK(state.erase(name) == 1);
  }
  return state;
}

}  // namespace

Simulation run_of(const RunCase& one) { return stylised::run_of(one.model, one.scenario); }

void advance(Simulation& run, Step end) {
  while (run.now() < end) run.step();
}

void look(const Simulation& run, RunRecord& record) {
  const std::vector<double> values = all_panels(run.model());
  record.values.insert(record.values.end(), values.begin(), values.end());
  record.checksums.push_back(run.model().checksum());
}

RunRecord record_rest(Simulation& run, Step end) {
  RunRecord record;
  look(run, record);
  while (run.now() < end) {
    run.model().start_flow_interval();
    run.step();
    look(run, record);
  }
  return record;
}

RunRecord resume(const RunCase& one, const SavedArrays& saved, int threads, Step before, Step end) {
  Workers workers{threads};
  return workers.run([&] {
    Simulation run = run_of(one);
    advance(run, before);
    StateLoader loader{saved};
    run.visit_state(loader);
    return record_rest(run, end);
  });
}

void check_threads(const RunCase& one, Step end) {
  CAPTURE(one.name);
  const RunRecord alone = record_on(one, 1, end);
  CHECK_FALSE(alone.values.empty());
  CHECK(alone.checksums.front() != alone.checksums.back());  // something happens
  for (const int threads : {2, 3, 8}) {
    CAPTURE(threads);
    CHECK(record_on(one, threads, end) == alone);
  }
}

void check_watching(const RunCase& one, Step end) {
  CAPTURE(one.name);
  Simulation watched = run_of(one), alone = run_of(one);
  watch(watched, end);
  advance(alone, end);
  CHECK(watched.model().checksum() == alone.model().checksum());
  const std::vector<PanelGroup> standing{PanelGroup::state, PanelGroup::index};
  CHECK(same_bytes(panels(watched.model(), standing), panels(alone.model(), standing)));
  CHECK(without(state_of(watched), one.since_record) == without(state_of(alone), one.since_record));
}

void check_resuming(const RunCase& one, Step middle, Step end) {
  CAPTURE(one.name);
  Simulation run = run_of(one);
  advance(run, middle);
  const SavedArrays saved = state_of(run);
  const RunRecord rest = record_rest(run, end);
  CHECK(resume(one, saved, 1, 0, end) == rest);
  CHECK(resume(one, saved, 3, 0, end) == rest);
  CHECK(resume(one, saved, 2, middle / 2, end) == rest);
  CHECK(resume(one, saved, 1, end, end) == rest);
}

void check_seeds(RunCase one, Step steps) {
  CAPTURE(one.name);
  std::vector<std::uint64_t> sums;
  for (const std::uint64_t seed : {1ULL, 2ULL, 3ULL, 1ULL << 32U, ~0ULL}) {
    one.scenario.seed = seed;
    Simulation run = run_of(one);
    advance(run, steps);
    sums.push_back(run.model().checksum());
  }
  std::sort(sums.begin(), sums.end());
  CHECK(std::adjacent_find(sums.begin(), sums.end()) == sums.end());
}

}  // namespace yanzhen::testing
