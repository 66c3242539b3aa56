#include "tools/sweep/folder.hpp"

#include <doctest/doctest.h>

#include "tests/tools/sweep_desk.hpp"
#include "tools/command.hpp"

namespace yanzhen::tools {
namespace {

RunRecord record_for(const PlannedRun& run, bool failed = false) {
  RunRecord record;
  record.identity = run.identity;
  record.failed = failed;
  record.reason = failed ? "no luck" : "";
  record.series = {1, 2, 3};
  return record;
}

TEST_CASE("a record is found by what its run is, and tells where the sweep stands") {
  const SweepDesk desk;
  const SweepPlan plan = plan_of(small_sweep());
  desk.folder().write(plan.run(2), record_for(plan.run(2)));
  desk.folder().write(plan.run(5), record_for(plan.run(5), true));
  const SweepStatus status = desk.folder().status(plan);
  CHECK(status.done == 1);
  CHECK(status.failed == 1);
  REQUIRE(status.failures.size() == 1);
  CHECK(status.failures[0].run == 5);
  CHECK(status.failures[0].reason == "no luck");
  CHECK(status.missing == std::vector<std::size_t>{0, 1, 3, 4, 6, 7});
  CHECK(desk.folder().count_records() == 2);
  desk.folder().forget(plan.run(5));
  CHECK(desk.folder().status(plan).missing.size() == 7);
}

TEST_CASE("a record that says it is of another run is not this run's") {
  const SweepDesk desk;
  const SweepPlan plan = plan_of(small_sweep());
  RunRecord other = record_for(plan.run(0));
  other.identity += "set x=1\n";
  desk.folder().write(plan.run(0), other);
  CHECK_FALSE(desk.folder().read(plan.run(0)).has_value());
}

TEST_CASE("attempts are counted until the run has a record") {
  const SweepDesk desk;
  const PlannedRun run = plan_of(small_sweep()).run(1);
  CHECK(desk.folder().attempts(run) == 0);
  for (int k = 0; k < 3; ++k) desk.folder().begin_attempt(run);
  CHECK(desk.folder().attempts(run) == 3);
  desk.folder().excuse_attempt(run);
  CHECK(desk.folder().attempts(run) == 2);
  desk.folder().write(run, record_for(run));
  CHECK(desk.folder().attempts(run) == 0);
  desk.folder().excuse_attempt(run);
  CHECK(desk.folder().attempts(run) == 0);
}

TEST_CASE("what a kill left half-written goes, records stay") {
  const SweepDesk desk;
  const PlannedRun run = plan_of(small_sweep()).run(1);
  desk.folder().write(run, record_for(run));
  const std::filesystem::path left = desk.folder().record_of(run).string() + ".99.tmp";
  std::ofstream{left} << "half";
  desk.folder().sweep_out();
  CHECK_FALSE(std::filesystem::exists(left));
  CHECK(desk.folder().read(run).has_value());
  desk.folder().clear();
  CHECK(desk.folder().count_records() == 0);
}

TEST_CASE("one sweep works in a folder, or one local sweep, or many tasks") {
  const SweepDesk desk;
  {
    const FileLock sweep = desk.folder().lock_sweep();
    CHECK_THROWS_AS(static_cast<void>(desk.folder().lock_sweep()), UsageError);
    const FileLock one = desk.folder().lock_tasks(FileLock::Kind::shared);
    const FileLock two = desk.folder().lock_tasks(FileLock::Kind::shared);
    CHECK_THROWS_AS(static_cast<void>(desk.folder().lock_tasks(FileLock::Kind::exclusive)), UsageError);
  }
  const FileLock sweep = desk.folder().lock_sweep();
  const FileLock local = desk.folder().lock_tasks(FileLock::Kind::exclusive);
  CHECK_THROWS_AS(static_cast<void>(desk.folder().lock_tasks(FileLock::Kind::shared)), UsageError);
}

}  // namespace
}  // namespace yanzhen::tools
