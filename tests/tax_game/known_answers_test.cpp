// Runs of the model to rest, held against the games' solutions in closed form.
#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "models/stylised/scenario_builder.hpp"
#include "models/tax_game/cross_border.hpp"
#include "models/tax_game/model.hpp"

namespace yanzhen::tax_game {
namespace {

using stylised::panel_of;
using stylised::ScenarioText;

// A maximum of order one is flat to rounding (1e-16) over the square root of that, 1e-8, and best replies
// carry the error of one player to the others less than ten times: see argument_of_greatest.
constexpr double kSeen = 1e-6;

// Where agents still hope to gain d agents' worth of place, d/4 of them move in a step, by chance: a few
// agents on either side of the even split is as far as they settle.
constexpr double kAgents = 8;

constexpr double kPeople = 2.4e4;  // whole people in each of 2, 3, 4, 5, 6 equal cities

constexpr Step kLong = 300;

ScenarioText game_of(std::size_t cities, std::map<std::string, double> parameters) {
  ScenarioText text;
  text.cities = cities;
  text.parameters = std::move(parameters);
  text.parameters.try_emplace("moves.people", kPeople);
  text.steps = kLong;
  return text;
}

Simulation run_to_rest(const ScenarioText& text) {
  Simulation run = stylised::run_of(declaration(), text);
  while (run.now() < text.steps) run.step();
  CHECK(panel_of(run.model(), "tax_change")[0] < kSeen);
  return run;
}

double sum_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Runs a game of equal cities from unequal taxes and wants each tax at `expected`, capital split evenly.
void check_rest(std::size_t cities, std::map<std::string, double> parameters, double expected) {
  CAPTURE(cities);
  CAPTURE(expected);
  ScenarioText text = game_of(cities, std::move(parameters));
  for (std::size_t i = 0; i < cities; ++i) text.columns["tax"].push_back(.4 * static_cast<double>(i));
  const Simulation run = run_to_rest(text);
  for (const double tax : panel_of(run.model(), "tax")) CHECK(std::abs(tax - expected) < kSeen);
  const double each = kPeople / static_cast<double>(cities);
  for (const double a_head : panel_of(run.model(), "base_per_head")) {
    const double capital =
        text.parameters.count("capital.per_head") ? text.parameters["capital.per_head"] : 1;
    CHECK(std::abs(a_head / capital - 1) * each <= kAgents);
  }
}

}  // namespace

TEST_SUITE("tax_game/known answers: capital") {
  TEST_CASE("governments that want revenue come to rest at t = B kbar N/(N-1)") {
    for (const std::size_t n : {2U, 3U, 5U}) {
      const double cities = static_cast<double>(n);
      check_rest(n, {}, cities / (cities - 1));
    }
    check_rest(3, {{"capital.diminishing", .8}, {"capital.per_head", 1.5}}, .8 * 1.5 * 1.5);
  }

  TEST_CASE("they come to rest there in turn or all at once, slowly or at once, by comparison or by logit") {
    for (const double together : {0.0, 1.0})
      for (const double adjustment : {.1, .5, 1.0})
        check_rest(3, {{"governments.together", together}, {"governments.adjustment", adjustment}}, 1.5);
    ScenarioText text = game_of(3, {{"moves.logit", 1}});
    const Simulation run = run_to_rest(text);
    for (const double tax : panel_of(run.model(), "tax")) CHECK(std::abs(tax - 1.5) < kSeen);
  }

  TEST_CASE("governments that want welfare set (gamma-1)/gamma of that: 0.3 at gamma 1.25 and three cities") {
    check_rest(3, {{"governments.public_weight", 1.25}}, .3);
    for (const double gamma : {1.0, 2.0, 4.0})
      check_rest(4, {{"governments.public_weight", gamma}}, (gamma - 1) / gamma * 4 / 3);
  }

  TEST_CASE("base equalisation at theta multiplies the tax by 1/(1-theta): 0.6 at one half") {
    check_rest(3, {{"governments.public_weight", 1.25}, {"sharing.base", .5}}, .6);
    for (const double theta : {.2, .5}) check_rest(3, {{"sharing.base", theta}}, 1.5 / (1 - theta));
  }

  TEST_CASE("a pool raises the tax only if gamma is above the number of cities") {
    constexpr double kAlpha = .2, n = 3;
    const auto known = [](double gamma, double alpha) {
      return n / (n - 1) * (gamma * (1 - alpha * (n - 1) / n) - 1) / (gamma * (1 - alpha));
    };
    for (const double gamma : {1.25, 3.0, 6.0}) {
      CAPTURE(gamma);
      check_rest(3, {{"governments.public_weight", gamma}, {"sharing.pool", kAlpha}}, known(gamma, kAlpha));
      const double change = known(gamma, kAlpha) - known(gamma, 0);
      CHECK((gamma > n ? change > 1e-3 : gamma < n ? change < -1e-3 : std::abs(change) < 1e-15));
    }
  }

  TEST_CASE("sharing with one partner is the third: it multiplies the tax by 1/(1 - s/(N-1)), N even") {
    for (const std::size_t n : {2U, 4U, 6U}) {
      const double cities = static_cast<double>(n), alone = cities / (cities - 1);
      check_rest(n, {{"governments.public_weight", 1.25}, {"sharing.partner", .5}},
                 .2 * alone / (1 - .5 / (cities - 1)));
      check_rest(n, {{"sharing.partner", .3}}, alone / (1 - .3 / (cities - 1)));
    }
  }

  TEST_CASE("of unequal cities the smaller taxes less, and agents stand where equal net returns put them") {
    // Revenue t k with k = 1 + T - t, T = sum s_j t_j: t_i (2 - s_i) = 1 + T (Bucovetsky 1991, here at B =
    // kbar = 1).
    ScenarioText text = game_of(3, {});
    const std::vector<double> share{.2, .3, .5};
    text.columns["heads"] = share;
    const Simulation run = run_to_rest(text);
    double c = 0;
    for (const double s : share) c += s / (2 - s);
    const double mean = c / (1 - c);
    const std::vector<double> tax = panel_of(run.model(), "tax"), base = panel_of(run.model(), "base");
    for (std::size_t i = 0; i < 3; ++i) {
      const double expected = (1 + mean) / (2 - share[i]);
      CHECK(std::abs(tax[i] - expected) < kSeen);
      CHECK(std::abs(base[i] - kPeople * share[i] * (1 + mean - expected)) <= kAgents);
    }
    CHECK(tax[0] < tax[2]);
  }

  TEST_CASE("welfare at rest is output less what the weight of public money adds") {
    // f(1) = 10 - 1/2 is shared between people and their government, whose part t = 0.3 counts 1.25 times.
    const Simulation run =
        run_to_rest(game_of(3, {{"governments.public_weight", 1.25}, {"moves.people", 3e4}}));
    const double near = 10.0 * kAgents / 1e4;  // of a head's capital, which makes 10 at most
    for (const double welfare : panel_of(run.model(), "welfare"))
      CHECK(std::abs(welfare - (9.5 + .25 * .3)) < near);
  }
}

TEST_SUITE("tax_game/known answers: cross-border shoppers") {
  ScenarioText two_cities(double theta, double delta, std::uint64_t seed) {
    ScenarioText text =
        game_of(2, {{"game.cross_border", 1}, {"shoppers.moving_cost", delta}, {"moves.people", 6e4}});
    text.columns["heads"] = {theta, 1};
    text.seed = seed;
    return text;
  }

  TEST_CASE(
      "a city half as large taxes 2/3 of the moving cost, the large one 5/6, and 1/6 of its people go") {
    for (const double delta : {1.0, .03, 40.0})
      for (const std::uint64_t seed : {1ULL, 2ULL, 3ULL}) {
        const Simulation run = run_to_rest(two_cities(.5, delta, seed));
        const std::vector<double> tax = panel_of(run.model(), "tax"), away = panel_of(run.model(), "away");
        CHECK(std::abs(tax[0] / delta - 2.0 / 3) < kSeen);
        CHECK(std::abs(tax[1] / delta - 5.0 / 6) < kSeen);
        const double error = std::sqrt(1 / 6.0 * 5 / 6.0 / 4e4);  // of a share among 40,000
        CHECK(std::abs(away[1] - 1 / 6.0) < 4 * error);
        CHECK(away[0] == 0.0);
      }
  }

  TEST_CASE("the smaller city undercuts, the more so the smaller it is; equal cities tax alike") {
    for (const double theta : {.1, .3, .7, 1.0}) {
      CAPTURE(theta);
      const Simulation run = run_to_rest(two_cities(theta, 1, 4));
      const std::vector<double> tax = panel_of(run.model(), "tax"), away = panel_of(run.model(), "away");
      // whole agents: the ratio of sizes is that of the scenario to 1/6e4
      CHECK(std::abs(tax[0] - (1 + 2 * theta) / 3) < kSeen + 2 / 6e4);
      CHECK(std::abs(tax[1] - (2 + theta) / 3) < kSeen + 2 / 6e4);
      const double part = (1 - theta) / 3, people = 6e4 / (1 + theta);
      CHECK(std::abs(away[1] - part) <= 4 * std::sqrt(part * (1 - part) / people) + 2 / 6e4);
    }
  }

  TEST_CASE("a way of twice the length doubles the taxes: distance scales the cost") {
    ScenarioText text = two_cities(.5, 1, 1);
    text.links = {{0, 1, 120}};
    const std::vector<double> tax = panel_of(run_to_rest(text).model(), "tax");
    CHECK(std::abs(tax[0] - 4.0 / 3) < 2 * kSeen);
    CHECK(std::abs(tax[1] - 5.0 / 3) < 2 * kSeen);
  }

  TEST_CASE("on a path of cities agents buy in the shares that the game's uniform cost says") {
    ScenarioText text =
        game_of(4, {{"game.cross_border", 1}, {"governments.adjustment", .01}, {"moves.people", 8e4}});
    text.links = stylised::path(4);
    text.columns["tax"] = {.1, .5, .9, 1.6};
    text.steps = 3;
    Simulation run = stylised::run_of(declaration(), text);
    for (Step k = 0; k < 3; ++k) run.step();
    Eigen::ArrayXXd distance(4, 4);
    for (int i = 0; i < 4; ++i)
      for (int j = 0; j < 4; ++j) distance(i, j) = std::abs(i - j);
    const std::vector<double> found = panel_of(run.model(), "base"), tax = panel_of(run.model(), "tax"),
                              expected = buyers({{2e4, 2e4, 2e4, 2e4}, 1, distance, {}}, tax);
    for (std::size_t i = 0; i < 4; ++i) CHECK(std::abs(found[i] - expected[i]) < 4 * std::sqrt(8e4 / 4));
    CHECK(sum_of(found) == 8e4);
  }
}

TEST_SUITE("tax_game/known answers: money") {
  TEST_CASE("in every step transfers sum to zero and treasuries to what was collected, to the fen") {
    for (const char* form : {"sharing.base", "sharing.pool", "sharing.partner"})
      for (const double cross_border : {0.0, 1.0}) {
        CAPTURE(form);
        ScenarioText text =
            game_of(5, {{form, .37}, {"game.cross_border", cross_border}, {"governments.start_tax", .7}});
        text.columns["heads"] = {3, 1, 4, 1, 5};
        text.columns["tax"] = {.1, .9, .3, .7, .5};
        text.links = stylised::path(5);
        text.people_per_agent = 3;
        Simulation run = stylised::run_of(declaration(), text);
        double collected = 0, moved = 0;
        const auto fen = [&](const char* panel) {
          std::int64_t sum = 0;
          for (const double yuan : panel_of(run.model(), panel)) sum += std::llround(100 * yuan);
          return sum;
        };
        while (run.now() < 20) {
          run.step();
          CHECK(fen("transfers") == 0);
          CHECK(fen("net_revenue") == fen("revenue"));
          collected += static_cast<double>(fen("revenue"));
          for (const double one : panel_of(run.model(), "transfers")) moved += std::abs(one);
          CHECK(static_cast<double>(fen("treasury")) == collected);
        }
        CHECK(moved > 0);
      }
  }
}

}  // namespace yanzhen::tax_game
