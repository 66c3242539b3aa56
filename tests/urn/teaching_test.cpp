// The teaching scenarios of these two models do what their pages say.
#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <set>

#include "io/scenario_file.hpp"
#include "models/increasing_returns_urn/model.hpp"
#include "models/logit_agglomeration/model.hpp"
#include "models/logit_agglomeration/theory.hpp"
#include "models/stylised/scenario_builder.hpp"

using namespace yanzhen;
using stylised::panel_of;

namespace {

Scenario taught(const ModelDeclaration& model, const std::string& file,
                const std::vector<std::string>& settings = {}) {
  const std::filesystem::path path = std::filesystem::path{YANZHEN_SOURCE_DIR} / "scenarios/teaching" / file;
  LoadOptions options;
  options.set = settings;
  Problems problems;
  auto scenario = load_scenario(path, {model}, options, problems);
  problems.throw_if_any();
  return std::move(scenario).value();
}

/// The run of a seed, at its end.
Simulation ended(const ModelDeclaration& model, Scenario scenario, std::uint64_t seed) {
  scenario.seed = seed;
  Simulation run = stylised::run_of(model, scenario);
  while (run.now() < run.end()) run.step();
  return run;
}

std::set<double> winners(const Scenario& scenario) {
  std::set<double> found;
  for (std::uint64_t seed = 1; seed <= 5; ++seed)
    found.insert(
        panel_of(ended(increasing_returns_urn::declaration(), scenario, seed).model(), "leading_city")[0]);
  return found;
}

}  // namespace

TEST_SUITE("urn and logit/teaching") {
  TEST_CASE("the same rules with another seed have another winner") {
    const ModelDeclaration model = increasing_returns_urn::declaration();
    CHECK(winners(taught(model, "01-urn/urn.toml")).size() == 3);
    CHECK(winners(taught(model, "01-urn/rising.toml")).size() == 3);
    CHECK(winners(taught(model, "02-two-technologies/adopters.toml")).size() == 2);
  }

  TEST_CASE("below an exponent of one all towns end alike") {
    const ModelDeclaration model = increasing_returns_urn::declaration();
    const Simulation run = ended(model, taught(model, "01-urn/rising.toml", {"urn.exponent=0.5"}), 1);
    for (const double share : panel_of(run.model(), "share")) CHECK(std::abs(share - .1) < .02);
  }

  TEST_CASE("spin-offs stay near the pioneer, fewer the more founders leave") {
    const ModelDeclaration model = increasing_returns_urn::declaration();
    const std::string file = "01-urn/spin-offs.toml";
    const std::vector<double> shares = panel_of(ended(model, taught(model, file), 1).model(), "share");
    CHECK(shares[2] > .5);
    CHECK(shares[3] > shares[5]);
    CHECK(shares[5] > shares[9]);
    const Simulation more = ended(model, taught(model, file, {"urn.leaves=0.5"}), 1);
    CHECK(panel_of(more.model(), "share")[2] < .3);
  }

  TEST_CASE("four cities that begin with a large one keep it at theta 3.5 and lose it at 3.1") {
    const ModelDeclaration model = logit_agglomeration::declaration();
    const std::string file = "02-two-technologies/habit.toml";
    const Scenario scenario = taught(model, file);
    REQUIRE(scenario.lock_in);
    CHECK(scenario.lock_in->hysteresis->swept.path == "agglomeration.theta");
    // 100,000 people: a share wanders by about 0.002
    CHECK(std::abs(panel_of(ended(model, scenario, 1).model(), "share")[0] -
                   logit_agglomeration::large_share(4, 3.5)) < .01);
    const Simulation weaker = ended(model, taught(model, file, {"agglomeration.theta=3.1"}), 1);
    CHECK(panel_of(weaker.model(), "largest_share")[0] < .27);
  }
}
