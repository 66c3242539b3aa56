#include "tools/sweep/plan.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "tests/tools/sweep_desk.hpp"

namespace yanzhen::tools {
namespace {

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

std::set<std::string> keys_of(const SweepPlan& plan) {
  std::set<std::string> keys;
  for (std::size_t run = 0; run < plan.runs(); ++run) keys.insert(plan.run(run).key);
  return keys;
}

TEST_CASE("runs are numbered point by point, and a seed depends on the replicate alone") {
  const SweepPlan plan = plan_of(small_sweep());
  REQUIRE(plan.runs() == 8);
  for (std::size_t number = 0; number < plan.runs(); ++number) {
    const PlannedRun run = plan.run(number);
    CHECK(run.point == number / 2);
    CHECK(run.replicate == number % 2);
    CHECK(run.seed == plan.run(number % 2).seed);
  }
  CHECK(plan.run(0).seed != plan.run(1).seed);
  CHECK(plan.run(3).settings ==
        std::vector<std::string>{"firms.relocation.sensitivity=1", "scale.people_per_agent=200"});
}

TEST_CASE("every run has a key of its own") {
  const SweepPlan plan = plan_of(small_sweep());
  CHECK(keys_of(plan).size() == plan.runs());
}

TEST_CASE("a design that grows keeps the keys of the runs that it had") {
  const std::set<std::string> before = keys_of(plan_of(small_sweep()));
  for (const auto& change : {std::pair<std::string, std::string>{"values = [1, 2]", "values = [3, 2, 1]"},
                             {"replicates = 2", "replicates = 5"},
                             {"title = \"Small\"", "title = \"Larger\""}}) {
    CAPTURE(change.first);
    const std::set<std::string> after =
        keys_of(plan_of(replaced(small_sweep(), change.first, change.second)));
    CHECK(std::includes(after.begin(), after.end(), before.begin(), before.end()));
  }
}

TEST_CASE("what a result depends on changes every key") {
  const std::set<std::string> before = keys_of(plan_of(small_sweep()));
  const auto shared = [&](const SweepPlan& plan) {
    const std::set<std::string> after = keys_of(plan);
    return std::count_if(after.begin(), after.end(), [&](const auto& key) { return before.count(key) > 0; });
  };
  CHECK(shared(plan_of(small_sweep())) == 8);
  CHECK(shared(plan_of(small_sweep(), {"1.1", "abc"})) == 0);
  CHECK(shared(plan_of(small_sweep(), {"1.0", "abd"})) == 0);
  CHECK(shared(plan_of(replaced(small_sweep(), "2001-01", "2001-04"))) == 0);
  CHECK(shared(plan_of(replaced(small_sweep(), "replicates", "master_seed = 2\nreplicates"))) == 0);
  CHECK(shared(plan_of(small_sweep("[keep]\npanels = [\"residents\"]\n"))) == 0);
}

TEST_CASE("what a table says changes every key, where it lies does not") {
  namespace fs = std::filesystem;
  const sample::ScratchFolder scratch;
  const fs::path tiny = fs::path{tiny_scenario()}.parent_path();
  for (const char* const copy : {"one", "two"}) fs::copy(tiny, scratch / copy, fs::copy_options::recursive);
  const auto key = [&](const std::string& copy) {
    return plan_of(replaced(small_sweep(), tiny_scenario(), (scratch / copy / "tiny.toml").string()))
        .run(0)
        .key;
  };
  const std::string before = key("one");
  CHECK(key("two") == before);
  const fs::path table = scratch / "two" / "data" / "links.csv";
  std::string text;
  {
    std::ifstream in{table};
    text.assign(std::istreambuf_iterator<char>{in}, {});
  }
  const std::size_t digit = text.find_last_of("123456789");
  text[digit] = text[digit] == '9' ? '8' : static_cast<char>(text[digit] + 1);
  std::ofstream{table} << text;
  CHECK(key("two") != before);
}

TEST_CASE("kept by default is every index of the model, and further ones by name") {
  const SweepPlan all = plan_of(small_sweep());
  CHECK(all.head().indices.size() > 5);
  const SweepPlan some =
      plan_of(small_sweep("[keep]\nindices = [\"gini\", \"theil\"]\npanels = [\"residents\"]\n"
                          "[keep.watch.all_people]\npanel = \"residents\"\n"));
  REQUIRE(some.head().indices.size() == 3);
  CHECK(some.head().indices[0].name == "gini");
  CHECK(some.head().indices[2].name == "all_people");
  REQUIRE(some.head().panels.size() == 1);
  CHECK(some.head().dimensions.at(0).name == "city");
  CHECK(some.head().dates == std::vector<std::string>{"2000-01-01", "2001-01-01"});
}

TEST_CASE("a watched number may not have the name of an index that is kept by default") {
  try {
    static_cast<void>(plan_of(small_sweep("[keep.watch.gini]\npanel = \"residents\"\n")));
    FAIL("it was taken");
  } catch (const ScenarioError& error) {
    CHECK(error.diagnostics().at(0).problem == "keep.watch.gini has the name of an index that is kept");
  }
}

TEST_CASE("an index or panel that the model does not have is told with the nearest") {
  try {
    static_cast<void>(plan_of(small_sweep("[keep]\nindices = [\"thiel\"]\npanels = [\"resident\"]\n")));
    FAIL("it was taken");
  } catch (const ScenarioError& error) {
    REQUIRE(error.diagnostics().size() == 2);
    CHECK(error.diagnostics()[0].problem == "the model has no index \"thiel\"");
    CHECK(error.diagnostics()[0].hint.find("theil") != std::string::npos);
    CHECK(error.diagnostics()[0].where.line == 15);
    CHECK(error.diagnostics()[1].problem == "the model has no panel \"resident\"");
  }
}

}  // namespace
}  // namespace yanzhen::tools
