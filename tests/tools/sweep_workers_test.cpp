#include "tools/sweep/workers.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "tests/tools/sweep_desk.hpp"
#include "tools/sweep/collection.hpp"
#include "tools/sweep/one_run.hpp"

namespace yanzhen::tools {
namespace {

std::vector<std::size_t> all_runs(const SweepPlan& plan) {
  std::vector<std::size_t> runs(plan.runs());
  std::iota(runs.begin(), runs.end(), std::size_t{0});
  return runs;
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

TEST_CASE("runs in processes of their own give what they give in this one") {
  const SweepDesk desk;
  const SweepPlan plan = plan_of(small_sweep());
  WorkRequest request;
  request.jobs = 3;
  const WorkOutcome outcome = do_runs(plan, desk.folder(), all_runs(plan), request);
  CHECK(outcome.done == 8);
  CHECK(outcome.failed == 0);
  CHECK_FALSE(outcome.stopped);
  CHECK(outcome.run_seconds > 0);
  for (const std::size_t number : {std::size_t{0}, std::size_t{5}}) {
    const RunRecord here = perform(plan, plan.run(number), 2);
    const std::optional<RunRecord> there = desk.folder().read(plan.run(number));
    REQUIRE(there.has_value());
    CHECK(there->checksum == here.checksum);
    CHECK(there->series == here.series);
    CHECK(here.series.size() == plan.records() * plan.head().indices.size());
  }
}

TEST_CASE("a run that has its record is not done again") {
  const SweepDesk desk;
  const SweepPlan plan = plan_of(small_sweep());
  WorkRequest request;
  request.at_most = 3;
  CHECK(do_runs(plan, desk.folder(), all_runs(plan), request).done == 3);
  request.at_most = 0;
  CHECK(do_runs(plan, desk.folder(), all_runs(plan), request).done == 5);
  CHECK(do_runs(plan, desk.folder(), all_runs(plan), request).done == 0);
}

TEST_CASE("collected in pieces and in one go are the same bytes") {
  const SweepDesk one;
  const SweepDesk many;
  const SweepPlan plan = plan_of(small_sweep("[keep]\npanels = [\"residents\", \"talent_flows\"]\n"));
  WorkRequest request;
  static_cast<void>(do_runs(plan, one.folder(), all_runs(plan), request));
  request.at_most = 1;
  request.jobs = 2;
  for (std::size_t k = 0; k < plan.runs(); ++k)
    static_cast<void>(do_runs(plan, many.folder(), all_runs(plan), request));
  CHECK(collect(plan, one.folder(), one / "a.h5", false).done == 8);
  CHECK(collect(plan, many.folder(), many / "a.h5", false).done == 8);
  const std::string bytes = bytes_of(one / "a.h5");
  CHECK(bytes.size() > 1000);
  CHECK(bytes == bytes_of(many / "a.h5"));
}

TEST_CASE("a run that takes too long fails with that reason, and the others are done") {
  const SweepDesk desk;
  // Every day of a year for every person is three hundred times the work.
  const SweepPlan plan = plan_of("title = \"Slow\"\nscenario = \"" + tiny_scenario() +
                                 "\"\n[set]\n\"time.end\" = \"2001-01\"\n[design]\nkind = \"grid\"\n"
                                 "[factor.work.levels]\nlittle = {}\n"
                                 "much = { \"time.step\" = \"day\", \"scale.people_per_agent\" = 1 }\n"
                                 "some = { \"scale.people_per_agent\" = 50 }\n[limits]\nseconds = 2\n");
  WorkRequest request;
  request.jobs = 2;
  const WorkOutcome outcome = do_runs(plan, desk.folder(), all_runs(plan), request);
  CHECK(outcome.done == 2);
  CHECK(outcome.failed == 1);
  CHECK(desk.folder().read(plan.run(1)).value().reason == "took longer than 2 s");
}

TEST_CASE("a run that died in every attempt fails without being begun") {
  const SweepDesk desk;
  const SweepPlan plan = plan_of(small_sweep());
  for (int k = 0; k < 3; ++k) desk.folder().begin_attempt(plan.run(1));
  const WorkOutcome outcome = do_runs(plan, desk.folder(), {0, 1}, WorkRequest{});
  CHECK(outcome.done == 1);
  CHECK(outcome.failed == 1);
  CHECK(desk.folder().read(plan.run(1)).value().reason == "its process ended without a word, 3 times");
  CHECK(desk.folder().attempts(plan.run(1)) == 0);
}

TEST_CASE("asked to stop, it leaves no run half done and blames none") {
  const SweepDesk desk;
  const SweepPlan plan = plan_of(small_sweep("[limits]\nattempts = 1\n"));
  WorkRequest request;
  int asked = 0;
  request.asked_to_stop = [&] { return ++asked > 2; };
  const WorkOutcome outcome = do_runs(plan, desk.folder(), all_runs(plan), request);
  CHECK(outcome.stopped);
  CHECK(outcome.done < 8);
  for (std::size_t run = 0; run < plan.runs(); ++run) CHECK(desk.folder().attempts(plan.run(run)) == 0);
  CHECK(do_runs(plan, desk.folder(), all_runs(plan), WorkRequest{}).done == 8 - outcome.done);
}

TEST_CASE("what the scenario refuses fails with its words, which name no file") {
  const SweepDesk desk;
  const SweepPlan plan =
      plan_of(small_sweep("[factor.long.levels]\nno = {}\nyes = { \"firms.distance\" = -1 }\n"));
  const WorkOutcome outcome = do_runs(plan, desk.folder(), {0, 2}, WorkRequest{});
  CHECK(outcome.failed == 1);
  const std::string reason = desk.folder().read(plan.run(2)).value().reason;
  CHECK(reason.find("firms.distance") != std::string::npos);
  CHECK(reason.find(".toml") == std::string::npos);
}

}  // namespace
}  // namespace yanzhen::tools
