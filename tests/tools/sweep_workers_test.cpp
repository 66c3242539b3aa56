#include "tools/sweep/workers.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <optional>

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
  // Every day of ten years for every person is ten thousand times the work.
  const SweepPlan plan = plan_of("title = \"Slow\"\nscenario = \"" + tiny_scenario() +
                                 "\"\n[set]\n\"time.end\" = \"2010-01\"\n[design]\nkind = \"grid\"\n"
                                 "[factor.work.levels]\nlittle = {}\n"
                                 "much = { \"time.step\" = \"day\", \"scale.people_per_agent\" = 1 }\n"
                                 "some = { \"scale.people_per_agent\" = 200 }\n[limits]\nseconds = 5\n");
  WorkRequest request;
  request.jobs = 2;
  const WorkOutcome outcome = do_runs(plan, desk.folder(), all_runs(plan), request);
  CHECK(outcome.done == 2);
  CHECK(outcome.failed == 1);
  CHECK(desk.folder().read(plan.run(1)).value().reason == "took longer than 5 s");
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

// A scenario of two parks, the one that is not watched switched off, and a sweep that switches each on and
// off.
std::string sweep_of_parks(const sample::ScratchFolder& scratch, const std::string& watched) {
  const auto park = [](const std::string& name, int area, bool enabled) {
    return "[[policy]]\nname = \"" + name + "\"\nrule = \"industrial_enclave\"\norigin = \"" + "Crane Bay" +
           "\"\nhost = \"" + (name == "first" ? "Wheatfield" : "Stone Bridge") +
           "\"\ncapacity_km2 = " + std::to_string(area) + "\nenabled = " + (enabled ? "true" : "false") +
           "\n";
  };
  const auto scenario = scratch.write("parks.toml", "title = \"Parks\"\nextends = \"" + tiny_scenario() +
                                                        "\"\n" + park("first", 3, watched == "first") +
                                                        park("second", 5, watched == "second"));
  const auto levels = [](const std::string& first, const std::string& second) {
    return "{ \"policy.first.enabled\" = " + first + ", \"policy.second.enabled\" = " + second + " }\n";
  };
  return "scenario = \"" + scenario.string() +
         "\"\n[set]\n\"time.end\" = \"2001-01\"\n[design]\nkind = \"grid\"\n[factor.parks.levels]\nboth = " +
         levels("true", "true") + "second = " + levels("false", "true") +
         "first = " + levels("true", "false") + "[keep.watch.land]\npanel = \"park_land\"\npark = \"" +
         watched + "\"\n";
}

// What the sweep of parks keeps of a park, by run; nothing where the run failed.
std::vector<std::optional<double>> land_of(const std::string& park) {
  const sample::ScratchFolder scratch;
  const SweepDesk desk;
  const SweepPlan plan = plan_of(sweep_of_parks(scratch, park));
  static_cast<void>(do_runs(plan, desk.folder(), all_runs(plan), WorkRequest{}));
  std::vector<std::optional<double>> land;
  for (std::size_t run = 0; run < plan.runs(); ++run) {
    const RunRecord record = desk.folder().read(plan.run(run)).value();
    land.push_back(record.failed ? std::nullopt : std::optional{record.series.back()});
    if (record.failed) CHECK(record.reason.find("keep.watch.land.park is \"" + park + "\"") == 0);
  }
  return land;
}

TEST_CASE("a watched park is found by its name in every run, and a run without it fails") {
  const auto first = land_of("first");
  const auto second = land_of("second");
  REQUIRE(first.size() == 3);  // runs with both, the second, the first
  CHECK(first[0].has_value());
  CHECK_FALSE(first[1].has_value());
  CHECK(first[2].has_value());
  CHECK(second[0].has_value());
  CHECK(second[1].has_value());
  CHECK_FALSE(second[2].has_value());
  // What one park builds depends little on the other, and they build different amounts.
  CHECK(first[0].value() == doctest::Approx(first[2].value()).epsilon(.01));
  CHECK(second[0].value() == doctest::Approx(second[1].value()).epsilon(.01));
  CHECK(std::abs(first[0].value() - second[0].value()) > .1 * first[0].value());
}

TEST_CASE("tables that vanish or change while a sweep runs stop it, and no run is blamed") {
  namespace fs = std::filesystem;
  for (const bool vanish : {true, false}) {
    CAPTURE(vanish);
    const sample::ScratchFolder scratch;
    const SweepDesk desk;
    fs::copy(fs::path{tiny_scenario()}.parent_path(), scratch / "tiny", fs::copy_options::recursive);
    std::string text = small_sweep();
    text.replace(text.find(tiny_scenario()), tiny_scenario().size(), (scratch / "tiny/tiny.toml").string());
    const SweepPlan plan = plan_of(text);
    const fs::path links = scratch / "tiny/data/links.csv";
    const std::string said = bytes_of(links);
    fs::remove(links);
    if (!vanish) {
      std::string other = said;
      const std::size_t digit = other.find_last_of("123456789");
      other[digit] = other[digit] == '9' ? '8' : static_cast<char>(other[digit] + 1);
      std::ofstream{links} << other;
    }
    CHECK_THROWS_AS(static_cast<void>(do_runs(plan, desk.folder(), all_runs(plan), WorkRequest{})),
                    RunFileError);
    CHECK(desk.folder().count_records() == 0);
    CHECK(desk.folder().attempts(plan.run(0)) == 0);
    std::ofstream{links} << said;
    CHECK(do_runs(plan, desk.folder(), all_runs(plan), WorkRequest{}).done == plan.runs());
  }
}

}  // namespace
}  // namespace yanzhen::tools
