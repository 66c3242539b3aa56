// Public service equalisation: the floor is met to the fen when money suffices, by those who should pay.
#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "models/industry_migration/treasury.hpp"
#include "tests/models/policies/rule_runs.hpp"
#include "tests/support/books.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;

namespace {

constexpr std::size_t kCities = 5;

/// Cities that differ in money a head, without general transfers, so that only the floor lifts anybody.
SmallScenario uneven() {
  SmallScenario scenario{{.cities = kCities, .industries = 2, .outside = true, .seed = 9}};
  scenario.people_per_agent = 300;
  scenario.set("firms.least_agents", 2000);
  scenario.set("capital.least_agents", 2000);
  scenario.set("government.equalisation", 0);
  return scenario;
}

/// What governments have to spend in the first step without any rule, a head and year, in yuan.
std::vector<double> own_money_a_head() {
  const Simulation run = run_for(uneven().build(), 0);
  const auto& model = dynamic_cast<const MigrationModel&>(run.model());
  const std::vector<std::int64_t> heads = residents_by_node(model.world(), model.economy());
  std::vector<double> yuan;
  for (std::size_t i = 0; i < kCities; ++i)
    yuan.push_back(static_cast<double>(model.economy().money.disposable[i]) / kFenPerYuan /
                   static_cast<double>(heads[i]) * 4);
  return yuan;
}

/// Between the poorest city (0) and the richest (1).
double floor_at(double part) {
  const std::vector<double> yuan = own_money_a_head();
  const double least = *std::min_element(yuan.begin(), yuan.end());
  return least + part * (*std::max_element(yuan.begin(), yuan.end()) - least);
}

PolicySettings& add_floor(SmallScenario& scenario, double yuan, const char* paid_by = "nation",
                          const std::string& name = {}) {
  PolicySettings& policy = scenario.add_policy("public_service_equalisation", name);
  set_field(policy, "floor_yuan", yuan);
  set_field(policy, "paid_by", paid_by);
  return policy;
}

/// The first step under a floor, beside the same step without it.
struct FirstStep {
  explicit FirstStep(const SmallScenario& scenario) : with{run_of(scenario.build())} {
    SmallScenario plain = scenario;
    plain.drop_policies();
    Simulation without = run_of(plain.build());
    without.step();
    own = model_of(without).economy().money.disposable;
    heads = residents_by_node(model_of(with).world(), model_of(with).economy());
    with.step();
  }
  [[nodiscard]] Fen has(std::size_t city) { return model_of(with).economy().money.disposable[city]; }
  [[nodiscard]] Fen level(double yuan, std::size_t city) const {
    return fen_of(yuan / 1e8 * static_cast<double>(heads[city]) / 4);
  }
  [[nodiscard]] Books books() { return {model_of(with).world(), model_of(with).economy()}; }

  Simulation with;
  std::vector<Fen> own;
  std::vector<std::int64_t> heads;
};

}  // namespace

TEST_SUITE("industry_migration/policies/public_service_equalisation") {
  TEST_CASE("the nation lifts every city below the floor to it, to the fen, and leaves the others alone") {
    const double floor = floor_at(.5);
    SmallScenario scenario = uneven();
    add_floor(scenario, floor);
    FirstStep step{scenario};
    Fen gaps = 0;
    int below = 0;
    for (std::size_t i = 0; i < kCities; ++i) {
      CHECK(step.has(i) == std::max(step.own[i], step.level(floor, i)));
      gaps += step.has(i) - step.own[i];
      below += step.own[i] < step.level(floor, i) ? 1 : 0;
    }
    CHECK(below > 0);
    CHECK(below < static_cast<int>(kCities));
    const Books books = step.books();
    CHECK(books.paid(Line::service_floor, books.accounts().nation()) == gaps);
    CHECK(books.paid_by_cities(Line::service_floor) == 0);
  }

  TEST_CASE("closing times strength is the part of the gap that is filled") {
    const double floor = floor_at(.5);
    SmallScenario scenario = uneven();
    PolicySettings& policy = add_floor(scenario, floor);
    set_field(policy, "closing", .5);
    policy.window.strength = .5;
    FirstStep step{scenario};
    for (std::size_t i = 0; i < kCities; ++i) {
      const Fen gap = std::max(Fen{0}, step.level(floor, i) - step.own[i]);
      // A quarter of all gaps together is rounded once, and the parts once more.
      CHECK(std::abs(static_cast<double>(step.has(i) - step.own[i]) - .25 * static_cast<double>(gap)) <= 2);
    }
  }

  TEST_CASE("only cities of the scope are lifted") {
    const double floor = floor_at(.5);
    SmallScenario scenario = uneven();
    set_field(add_floor(scenario, 10 * floor), "cities", WordList{"Town 1", "Town 3"});
    FirstStep step{scenario};
    for (std::size_t i = 0; i < kCities; ++i)
      CHECK(step.has(i) == (i == 0 || i == 2 ? step.level(10 * floor, i) : step.own[i]));
  }

  TEST_CASE("members above the floor pay in proportion to what they have above it, and none falls below") {
    const double floor = floor_at(.1);  // low enough that the rich can fill the gap
    SmallScenario scenario = uneven();
    add_floor(scenario, floor, "members");
    FirstStep step{scenario};
    Fen gaps = 0, above = 0;
    for (std::size_t i = 0; i < kCities; ++i) {
      gaps += std::max(Fen{0}, step.level(floor, i) - step.own[i]);
      above += std::max(Fen{0}, step.own[i] - step.level(floor, i));
    }
    REQUIRE(above > gaps);
    const Books books = step.books();
    Fen balance = 0;
    for (std::size_t i = 0; i < kCities; ++i) {
      const Fen level = step.level(floor, i), excess = std::max(Fen{0}, step.own[i] - level);
      balance += books.net(Line::service_floor, i);
      if (excess == 0) {
        CHECK(step.has(i) == level);
        continue;
      }
      CHECK(step.has(i) >= level);
      const double due = static_cast<double>(gaps) * static_cast<double>(excess) / static_cast<double>(above);
      CHECK(std::abs(static_cast<double>(step.own[i] - step.has(i)) - due) <= 1);  // the largest remainder
    }
    CHECK(balance == 0);
    CHECK(books.paid(Line::service_floor, books.accounts().nation()) == 0);
  }

  TEST_CASE("a floor that nobody can pay takes all that the nation has, in proportion to the gaps") {
    SmallScenario scenario = uneven();
    add_floor(scenario, 1e6);
    FirstStep step{scenario};
    const Books books = step.books();
    CHECK(books.paid(Line::services, books.accounts().nation()) == 0);
    const Fen paid = books.paid(Line::service_floor, books.accounts().nation());
    double gaps = 0;
    for (std::size_t i = 0; i < kCities; ++i) gaps += static_cast<double>(step.level(1e6, i) - step.own[i]);
    for (std::size_t i = 0; i < kCities; ++i) {
      const double part = static_cast<double>(step.level(1e6, i) - step.own[i]) / gaps;
      CHECK(std::abs(static_cast<double>(books.net(Line::service_floor, i)) -
                     part * static_cast<double>(paid)) <= 2);
    }
  }

  TEST_CASE("a floor in the money of another year is taken by that year's national value added") {
    SmallScenario scenario = uneven();
    PolicySettings& policy = add_floor(scenario, 21000);
    set_field(policy, "national_gdp", 1349084.0);
    Simulation run = run_for(scenario.build(), 1);
    const World& world = model_of(run).world();
    double national = world.outside.front().value_added;
    for (const City& city : world.cities) national += city.value_added;
    REQUIRE(model_of(run).fields().floors.size() == 1);
    // Another order of six terms.
    CHECK(model_of(run).fields().floors[0].yuan ==
          doctest::Approx(21000 * national / 1349084).epsilon(1e-14));
  }

  TEST_CASE("floors act in the order of their names, whatever their order in the file") {
    const double floor = floor_at(.5);
    SmallScenario one = uneven(), other = uneven();
    add_floor(one, floor, "members", "a");
    add_floor(one, 1.1 * floor, "nation", "b");
    add_floor(other, 1.1 * floor, "nation", "b");
    add_floor(other, floor, "members", "a");
    CHECK(same_runs(one.build(), other.build(), 4));
  }

  TEST_CASE("no floor, nothing closed and a strength of zero leave every bit as it is") {
    SmallScenario scenario = uneven();
    const Scenario plain = scenario.build();
    add_floor(scenario, 0, "members");
    CHECK(same_runs(plain, scenario.build(), 4));
    scenario.drop_policies();
    set_field(add_floor(scenario, 1e5), "closing", 0.0);
    CHECK(same_runs(plain, scenario.build(), 4));
    scenario.drop_policies();
    add_floor(scenario, 1e5).window.strength = 0;
    CHECK(same_runs(plain, scenario.build(), 4));
  }

  TEST_CASE("services grow more alike, and people stay where they were poor") {
    SmallScenario scenario = uneven();
    scenario.set("talent.services_weight", 1);
    const Simulation without = run_for(scenario.build(), 40);
    const std::vector<double> yuan = own_money_a_head();
    const auto poorest = static_cast<std::size_t>(std::min_element(yuan.begin(), yuan.end()) - yuan.begin());
    add_floor(scenario, *std::max_element(yuan.begin(), yuan.end()));
    const Simulation with = run_for(scenario.build(), 40);
    const auto spread = [](const Simulation& run) {
      std::vector<double> services = panel(run.model(), "services");
      services.resize(kCities);
      return *std::max_element(services.begin(), services.end()) /
             *std::min_element(services.begin(), services.end());
    };
    CHECK(spread(with) < spread(without));
    CHECK(panel(with.model(), "residents")[poorest] > panel(without.model(), "residents")[poorest]);
  }
}
