// What the Delta's policies do in sign, on common random numbers: theory says which way, ten seeds say
// whether.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "io/scenario_file.hpp"
#include "models/industry_migration/model.hpp"
#include "tests/support/model_run.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;

namespace {

constexpr std::uint64_t kSeeds = 10;
// Nine of ten pairs on the expected side: by chance once in 93 (sign test, one-sided p = 11/1024).
constexpr int kEnough = 9;

using Settings = std::vector<std::string>;

/// A scenario of the Delta at one agent for 1,000 people, with further settings as of --set.
Simulation delta(const std::string& file, std::uint64_t seed, Settings settings) {
  settings.insert(settings.begin(), "scale.people_per_agent=1000");
  Problems problems;
  auto scenario = load_scenario(std::filesystem::path{YANZHEN_SOURCE_DIR} / "scenarios/yangtze-delta" / file,
                                {industry_migration::declaration()}, {settings, seed}, problems);
  problems.throw_if_any();
  return run_of(*scenario);
}

/// The run at its end.
Simulation ended(const std::string& file, std::uint64_t seed, const Settings& settings) {
  Simulation run = delta(file, seed, settings);
  while (run.now() < run.end()) run.step();
  return run;
}

double index_of(const Simulation& run, const std::string& name) { return panel(run.model(), name).at(0); }
double sum_of(const Simulation& run, const std::string& name) {
  const std::vector<double> values = panel(run.model(), name);
  return std::accumulate(values.begin(), values.end(), 0.0);
}

Settings with(Settings one, const Settings& more) {
  one.insert(one.end(), more.begin(), more.end());
  return one;
}

/// People who moved into the six cities that are largest at the start, from anywhere.
double moved_to_big_cities(const Simulation& run, const std::vector<double>& at_start) {
  std::vector<std::size_t> cities(at_start.size());
  std::iota(cities.begin(), cities.end(), std::size_t{0});
  std::sort(cities.begin(), cities.end(),
            [&](std::size_t one, std::size_t other) { return at_start[one] > at_start[other]; });
  const std::vector<double> flows = panel(run.model(), "talent_flows");
  const std::size_t nodes = cities.size() + 1, pairs = nodes * nodes;
  double moved = 0;
  for (std::size_t k = 0; k < flows.size(); ++k) {
    const std::size_t origin = k % pairs / nodes, destination = k % nodes;
    const bool big = std::find(cities.begin(), cities.begin() + 6, destination) != cities.begin() + 6;
    if (big && origin != destination) moved += flows[k];
  }
  return moved;
}

/// Yearly growth of log productivity of firms of an industry that were there at the start and still are.
double incumbents_growth(const Simulation& start, const Simulation& end, std::size_t industry, double years) {
  const auto& before = dynamic_cast<const industry_migration::MigrationModel&>(start.model()).economy().firms;
  const auto& after = dynamic_cast<const industry_migration::MigrationModel&>(end.model()).economy().firms;
  double sum = 0, count = 0;
  for (std::size_t row = 0; row < before.city.size(); ++row) {
    if (before.industry[row] != industry || after.city[row] == industry_migration::kNowhere) continue;
    if (after.founded[row] != before.founded[row] || after.industry[row] != industry) continue;
    sum += static_cast<double>(after.log_productivity[row] - before.log_productivity[row]);
    count += 1;
  }
  REQUIRE(count > 1000);
  return sum / count / years;
}

}  // namespace

TEST_SUITE("signs on the Delta") {
  TEST_CASE("market unification raises the mean real wage and makes provinces more alike") {
    const Settings until{"time.end=2030-01", "record.every=year"};
    const Settings early{"policy.unification.start=2011", "policy.unification.ramp_years=0"};
    int richer = 0, closer = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      const Simulation base = ended("baseline.toml", seed, until),
                       free = ended("policies/market-unification.toml", seed, with(until, early));
      richer += index_of(free, "log_real_wage") > index_of(base, "log_real_wage") ? 1 : 0;
      closer += index_of(free, "theil_between") < index_of(base, "theil_between") ? 1 : 0;
    }
    CHECK(richer >= kEnough);
    CHECK(closer >= kEnough);
  }

  TEST_CASE(
      "a park whose tax is shared lowers its origin's barrier and takes more plants than one whose is not") {
    const Settings until{"time.end=2026-01", "firms.least_agents=60000"};  // finer firms: fewer chance moves
    int more = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      const Simulation shared = ended("policies/suzhou-chuzhou-park.toml", seed, until),
                       alone = ended("policies/suzhou-chuzhou-park.toml", seed,
                                     with(until, {"policy.su_chu_park.tax_split=0"}));
      CHECK(sum_of(shared, "park_obstruction") == doctest::Approx(.6 * sum_of(alone, "park_obstruction")));
      const auto plants = [](const Simulation& run) {
        return sum_of(run, "park_moves") + sum_of(run, "park_branches");
      };
      CHECK(plants(alone) > 0);
      more += plants(shared) > plants(alone) ? 1 : 0;
    }
    CHECK(more >= kEnough);
  }

  TEST_CASE("hukou portability brings more people to the big cities") {
    const Settings until{"time.end=2018-01"};
    const Settings early{"policy.hukou.start=2011", "policy.hukou.ramp_years=0"};
    int more = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      const Simulation base = ended("baseline.toml", seed, until),
                       open = ended("policies/hukou-portability.toml", seed, with(until, early));
      const std::vector<double> start = panel(delta("baseline.toml", seed, until).model(), "residents");
      more += moved_to_big_cities(open, start) > moved_to_big_cities(base, start) ? 1 : 0;
    }
    CHECK(more >= kEnough);
  }

  TEST_CASE("imitation makes cities alike and smart specialisation makes them differ") {
    // Strong rules and finer firms: what a few large firms do by chance is as much as what mild rules do.
    const Settings fine{"time.end=2018-01", "firms.least_agents=60000"};
    const Settings strong{"policy.race.start=2011",     "policy.race.rate=0.08", "policy.race.most=0.4",
                          "policy.race.pull=2",         "policy.race.targets=3", "policy.race.climb=0",
                          "government.most_support=0.9"};
    int alike = 0, differing = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      const double base = index_of(ended("baseline.toml", seed, fine), "structural_similarity");
      const auto under = [&](const std::string& file) {
        return index_of(ended(file, seed, with(fine, strong)), "structural_similarity");
      };
      alike += under("policies/subsidy-race-imitate.toml") > base ? 1 : 0;
      differing += under("policies/subsidy-race-smart.toml") < base ? 1 : 0;
    }
    CHECK(alike >= kEnough);
    CHECK(differing >= kEnough);
  }

  TEST_CASE("subsidies beyond a point slow the productivity of the firms that get them") {
    constexpr std::size_t kElectronics = 8;
    const Settings until{"time.end=2018-01", "policy.push.cities=\"all\"", "policy.push.start=2010",
                         "policy.push.end=2030"};
    int slower = 0, slowest = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      const Simulation start = delta("policies/subsidy-xuzhou-electronics.toml", seed, until);
      const auto growth = [&](const std::string& rate) {
        const Simulation end = ended("policies/subsidy-xuzhou-electronics.toml", seed,
                                     with(until, {"policy.push.rate=" + rate}));
        return incumbents_growth(start, end, kElectronics, 8);
      };
      const double none = growth("0"), much = growth("0.1"), most = growth("0.2");
      slower += much < none ? 1 : 0;
      slowest += most < much ? 1 : 0;
    }
    CHECK(slower >= kEnough);
    CHECK(slowest >= kEnough);
  }
}
