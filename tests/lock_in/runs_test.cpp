#include "models/lock_in/runs.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <set>

#include "models/lock_in/hysteresis.hpp"
#include "models/lock_in/twins.hpp"
#include "tests/lock_in/bistable.hpp"
#include "tests/support/model_run.hpp"

namespace yanzhen::lock_in {
namespace {

using testing::same_bytes;

Step to_the_end(Runs& runs, Simulation& run) {
  while (run.now() < run.end()) runs.step(run);
  return run.now();
}

TEST_CASE("a setting is read back as the same number") {
  CHECK(setting("policy.push.rate", 0.1) == "policy.push.rate=0.1");
  for (const double value : {1.0 / 3, 1e-7, 123456789.123, -2.5e30}) {
    const std::string text = setting("p", value);
    CHECK(std::stod(text.substr(2)) == value);
  }
}

TEST_CASE("experiments look every whole year after the start and at the end") {
  const Clock clock{date_from("2000-06").value(), date_from("2002-09").value(), StepLength::quarter};
  std::vector<Step> looks;
  for (Step step = 0; step <= clock.steps(); ++step)
    if (look_due(clock, step)) looks.push_back(step);
  CHECK(looks == std::vector<Step>{0, 4, 8, 9});
  CHECK_FALSE(whole_year(clock, 9));
  const Clock days{date_from("2000-03-01").value(), date_from("2002-03-02").value(), StepLength::day};
  CHECK(whole_year(days, 365));
  CHECK(whole_year(days, 730));
  CHECK_FALSE(whole_year(days, 731));
}

TEST_CASE("every job is done once, for any number of jobs at once and of threads") {
  for (const int jobs : {0, 1, 2, 7})
    for (const int threads : {0, 1, 3}) {
      Runs runs{testing::bistable_maker(), {threads, jobs, {}, {}}};
      std::vector<int> done(20, 0);
      runs.for_each_job(done.size(), [&](std::size_t job) { ++done[job]; });
      CHECK(done == std::vector<int>(20, 1));
    }
  Runs runs{testing::bistable_maker(), {}};
  runs.for_each_job(0, [](std::size_t) { throw std::logic_error{"there is none"}; });
}

TEST_CASE("steps are counted over all runs") {
  std::vector<std::uint64_t> told;
  Runs runs{testing::bistable_maker({"years=1"}),
            {2, 2, {}, [&](std::uint64_t steps) { told.push_back(steps); }}};
  runs.for_each_job(
      3, [&](std::size_t) { runs.with_run({}, 1, [&](Simulation& run) { return to_the_end(runs, run); }); });
  CHECK(told.size() == 36);
  CHECK(std::set<std::uint64_t>(told.begin(), told.end()).size() == 36);
  CHECK(*std::max_element(told.begin(), told.end()) == 36);
}

TEST_CASE("who asks to stop is obeyed between two steps") {
  std::atomic<int> steps{0};
  Runs runs{testing::bistable_maker(), {2, 2, [&] { return ++steps > 20; }, {}}};
  CHECK_THROWS_AS(
      runs.for_each_job(
          50,
          [&](std::size_t) { runs.with_run({}, 1, [&](Simulation& run) { return to_the_end(runs, run); }); }),
      Stopped);
  CHECK(steps < 30);
}

TEST_CASE("a run that fails stops the others, and its failure is the one that is told") {
  Runs runs{testing::bistable_maker({"years=100"}), {2, 2, {}, {}}};
  CHECK_THROWS_WITH_AS(runs.for_each_job(2,
                                         [&](std::size_t job) {
                                           const std::vector<std::string> settings{"push=1", "noise=0"};
                                           runs.with_run(settings, 7, [&](Simulation& run) {
                                             if (job == 1) throw std::runtime_error{"prices have exploded"};
                                             return to_the_end(runs, run);
                                           });
                                         }),
                       "seed 7 with push=1 and noise=0: prices have exploded", std::runtime_error);
}

TEST_CASE("a setting that the scenario does not know is the scenario's problem") {
  Runs runs{testing::bistable_maker(), {}};
  const std::vector<std::string> wrong{"psh=1"};
  CHECK_THROWS_AS(runs.with_run(wrong, 1, [&](Simulation& run) { return to_the_end(runs, run); }),
                  ScenarioError);
}

// The tiny scenario of the full model, whose phases are parallel themselves; the one setting is a parameter.
Maker tiny_maker() {
  return [](std::span<const std::string> settings, std::uint64_t seed) {
    Scenario scenario = testing::shipped_scenario("tiny/tiny.toml");
    scenario.seed = seed;
    Problems problems;
    for (const std::string& one : settings) {
      const std::size_t equals = one.find('=');
      scenario.parameters.set(one.substr(0, equals), std::stod(one.substr(equals + 1)), {}, problems);
    }
    problems.throw_if_any();
    return testing::run_of(scenario);
  };
}

Watch workshops(const Model& model) {
  Problems problems;
  const auto watch = Watch::resolve({"employment", {{"industry", "workshops"}}, "", {}}, model, problems);
  problems.throw_if_any();
  return watch.value();
}

TEST_CASE("twins and loops of the full model are the same bytes for any number of jobs and threads") {
  const std::vector<std::uint64_t> seeds{1, 2, 3};
  const Settings event{"firms.relocation.sensitivity=2.5"};
  const HysteresisSettings sweep{{"firms.distance", 0.5, 1.5, {}}, 3, 1};
  const Maker maker = tiny_maker();
  const Watch watch = workshops(maker({}, 1).model());
  std::vector<double> first;
  struct Way {
    int jobs;
    int threads;
  };
  for (const Way way : {Way{1, 1}, {1, 4}, {3, 1}, {2, 4}, {8, 3}}) {
    CAPTURE(way.jobs);
    CAPTURE(way.threads);
    Runs runs{maker, {way.threads, way.jobs, {}, {}}};
    const Twins twins = run_twins(runs, watch, event, seeds);
    const std::vector<Loop> loops = run_loops(runs, watch, sweep, 4, {}, seeds);
    std::vector<double> all;
    for (const Path& path : twins.twin) all.insert(all.end(), path.values.begin(), path.values.end());
    for (const Loop& loop : loops) all.insert(all.end(), loop.down.begin(), loop.down.end());
    if (first.empty()) first = all;
    CHECK(same_bytes(all, first));
  }
  CHECK(first.size() == 3 * 11 + 3 * 3);
}

}  // namespace
}  // namespace yanzhen::lock_in
