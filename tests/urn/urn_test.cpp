// Urns as the engine runs them, against theory: many short runs with fixed seeds, means within four standard
// errors.
#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "models/increasing_returns_urn/adopters.hpp"
#include "models/increasing_returns_urn/model.hpp"
#include "models/increasing_returns_urn/theory.hpp"
#include "models/increasing_returns_urn/urn_rule.hpp"
#include "models/increasing_returns_urn/weight_tree.hpp"
#include "models/stylised/geography.hpp"
#include "models/stylised/scenario_builder.hpp"
#include "tests/support/chi_square.hpp"
#include "tests/support/moments.hpp"

using namespace yanzhen;
using namespace yanzhen::increasing_returns_urn;
using namespace yanzhen::testing;
using stylised::panel_of;
using stylised::ScenarioText;

namespace {

/// So many arrivals in one step.
ScenarioText urn(std::vector<double> seeds, double arrivals) {
  ScenarioText text;
  text.cities = seeds.size();
  text.columns["seeds"] = std::move(seeds);
  text.parameters["urn.arrivals"] = arrivals;
  text.steps = 1;
  return text;
}

/// Runs to the end with so many seeds of the random numbers, one after another from 1 on.
template <class Look>
void replicate(const ScenarioText& text, std::uint64_t runs, const Look& look) {
  Scenario scenario = stylised::scenario_of(declaration(), text);
  for (scenario.seed = 1; scenario.seed <= runs; ++scenario.seed) {
    Simulation run = stylised::run_of(declaration(), scenario);
    while (run.now() < run.end()) run.step();
    look(run.model());
  }
}

/// Standard errors between a frequency and its probability.
double errors_off(double hits, double runs, double probability) {
  return std::abs(hits / runs - probability) / std::sqrt(probability * (1.0 - probability) / runs);
}

double leading_share_wins(const ScenarioText& text, std::uint64_t runs) {
  double hits = 0;
  replicate(text, runs, [&](const Model& model) { hits += panel_of(model, "leading_city")[0] == 0 ? 1 : 0; });
  return hits;
}

struct Lead {
  std::uint32_t leader, other;
  double exponent;
};
struct Walk {
  double p;
  std::uint32_t down, up;
};

/// Adopters whose walk has its barriers at -down and +up: with returns of one, a preference of m - 1/2 holds
/// to a difference of m - 1.
ScenarioText adopters(double p, double down, double up, double arrivals, Step steps = 1) {
  ScenarioText text = urn({1, 1}, arrivals);
  text.parameters["urn.adopters"] = 1;
  text.columns["arrival_share"] = {p, 1.0 - p};
  text.columns["preference"] = {down - .5, up - .5};
  text.steps = steps;
  return text;
}

}  // namespace

TEST_SUITE("increasing_returns_urn") {
  TEST_CASE("a linear urn from (1,1) has every count equally likely") {
    for (const double exponent : {1.0, 1.0 + 1e-12}) {  // by firms, and by weights of cities
      std::vector<std::int64_t> seen(10, 0);
      ScenarioText text = urn({1, 1}, 9);
      text.parameters["urn.exponent"] = exponent;
      const std::uint64_t runs = 20'000;
      replicate(text, runs, [&](const Model& model) {
        ++seen[static_cast<std::size_t>(panel_of(model, "firms_by_city")[0]) - 1];
      });
      CHECK(chi_square(seen, std::vector<double>(10, static_cast<double>(runs) / 10.0)) < four_deviations(9));
    }
  }

  TEST_CASE(
      "the limit share of a linear urn is Beta: from (2,1) and (5,3) in ten parts of the unit interval") {
    for (const auto& start : {std::pair{1U, 1U}, {2U, 1U}, {5U, 3U}}) {
      const std::uint32_t own = start.first, other = start.second;
      CAPTURE(own);
      const double runs = 10'000;
      std::vector<std::int64_t> seen(10, 0);
      double ahead = 0;
      // a share after n arrivals lies within 1/n^0.5 of its limit: 0.02, and symmetric about it
      replicate(urn({1.0 * own, 1.0 * other}, 2500), static_cast<std::uint64_t>(runs),
                [&](const Model& model) {
                  const double share = panel_of(model, "share")[0];
                  ++seen[std::min<std::size_t>(9, static_cast<std::size_t>(share * 10))];
                  ahead += share > .5 ? 1 : 0;
                });
      std::vector<double> expected;
      for (int k = 0; k < 10; ++k)
        expected.push_back(
            runs * (limit_share_below((k + 1) / 10.0, own, other) - limit_share_below(k / 10.0, own, other)));
      CHECK(chi_square(seen, expected) < four_deviations(9));
      CHECK(errors_off(ahead, runs, 1.0 - limit_share_below(.5, own, other)) < 4);
    }
  }

  TEST_CASE("ten cities with a seed each come to the Herfindahl and the largest share of Dirichlet's law") {
    constexpr double kArrivals = 10'000;
    Moments herfindahl, largest;
    std::vector<std::int64_t> leads(10, 0);
    replicate(urn(std::vector<double>(10, 1.0), kArrivals), 1000, [&](const Model& model) {
      herfindahl.add(panel_of(model, "herfindahl")[0]);
      largest.add(panel_of(model, "largest_share")[0]);
      ++leads[static_cast<std::size_t>(panel_of(model, "leading_city")[0])];
    });
    CHECK(herfindahl.errors_from(expected_herfindahl(std::vector<double>(10, 1.0), kArrivals)) < 4);
    // counts are whole: at most 10 / 10,000 from the spacings of the limit, less than half a standard error
    CHECK(largest.errors_from(expected_largest_share(10)) < 4);
    CHECK(chi_square(leads, std::vector<double>(10, 100.0)) < four_deviations(9));  // each leads as often
    CHECK(herfindahl.standard_error() < .002);
    CHECK(largest.standard_error() < .003);
  }

  TEST_CASE("with rising returns the leader wins as often as Rubin's embedding says") {
    const double runs = 4000;
    for (const Lead& lead : {Lead{2, 1, 1.5}, Lead{3, 2, 1.5}, Lead{2, 1, 3}, Lead{3, 2, 3}}) {
      const auto leader = lead.leader, other = lead.other;
      const double exponent = lead.exponent;
      CAPTURE(leader);
      CAPTURE(exponent);
      // who is ahead after 1000 arrivals is not yet the winner in fewer than one run of a thousand, either
      // way
      ScenarioText text = urn({1.0 * leader, 1.0 * other}, 1000);
      text.parameters["urn.exponent"] = exponent;
      CHECK(errors_off(leading_share_wins(text, static_cast<std::uint64_t>(runs)), runs,
                       leader_wins(leader, other, exponent)) < 4);
    }
  }

  TEST_CASE("above an exponent of one the other city gets few, below one shares become equal") {
    ScenarioText text = urn({1, 1}, 20'000);
    text.parameters["urn.exponent"] = 2;
    replicate(text, 50, [](const Model& model) { CHECK(panel_of(model, "largest_share")[0] > .98); });
    text = urn({20, 1}, 100'000);
    text.parameters["urn.exponent"] = .5;
    replicate(text, 20, [](const Model& model) { CHECK(panel_of(model, "largest_share")[0] < .55); });
  }

  TEST_CASE("the first newcomer chooses in proportion to attraction times firms to the exponent") {
    ScenarioText text = urn({1, 2, 4, 3}, 1);
    text.columns["attraction"] = {2, 1, .5, 0};
    text.parameters["urn.exponent"] = 1.5;
    std::vector<std::int64_t> seen(3, 0);
    const double runs = 12'000;
    replicate(text, static_cast<std::uint64_t>(runs), [&](const Model& model) {
      const std::vector<double> firms = panel_of(model, "firms_by_city");
      CHECK(firms[3] == 3);
      for (std::size_t k = 0; k < 3; ++k) seen[k] += firms[k] > text.columns["seeds"][k] ? 1 : 0;
    });
    std::vector<double> weights{2, std::pow(2, 1.5), .5 * 8};
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double& weight : weights) weight *= runs / sum;
    CHECK(chi_square(seen, weights) < four_deviations(2));
  }

  TEST_CASE("Arthur's two technologies lock in at their barriers as often as the gambler is ruined") {
    const double runs = 6000;
    for (const Walk& walk : {Walk{.5, 4, 9}, Walk{.55, 10, 10}, Walk{.5, 10, 10}}) {
      const double p = walk.p;
      const std::uint32_t down = walk.down, up = walk.up;
      CAPTURE(p);
      CAPTURE(down);
      double above = 0;
      // a walk that is not at a barrier after 3000 steps is rarer than 1e-15
      replicate(adopters(p, down, up, 3000), static_cast<std::uint64_t>(runs), [&](const Model& model) {
        CHECK(panel_of(model, "locked_in")[0] == 1);
        above += panel_of(model, "leading_city")[0] == 0 ? 1 : 0;
      });
      CHECK(errors_off(above, runs, absorption(p, down, up).above) < 4);
    }
  }

  TEST_CASE("Arthur's two technologies need as many adopters to lock in as theory expects, on average") {
    for (const Walk& walk : {Walk{.5, 3, 5}, Walk{.55, 10, 10}}) {
      const double p = walk.p;
      const std::uint32_t down = walk.down, up = walk.up;
      CAPTURE(p);
      Moments steps;
      Scenario scenario = stylised::scenario_of(declaration(), adopters(p, down, up, 1, 1900));
      for (scenario.seed = 1; scenario.seed <= 1500; ++scenario.seed) {
        Simulation run = stylised::run_of(declaration(), scenario);
        while (panel_of(run.model(), "locked_in")[0] == 0) run.step();
        const std::vector<double> firms = panel_of(run.model(), "firms_by_city");
        CHECK((firms[0] - firms[1] == up || firms[1] - firms[0] == down));
        steps.add(run.now());
      }
      CHECK(steps.errors_from(absorption(p, down, up).steps) < 4);
    }
  }

  TEST_CASE("once locked in, everybody chooses one city, and before that each its own") {
    Simulation run = stylised::run_of(declaration(), adopters(.5, 6, 6, 1, 1000));
    bool locked = false;
    std::vector<double> before = panel_of(run.model(), "firms_by_city");
    while (run.now() < run.end()) {
      locked = panel_of(run.model(), "locked_in")[0] == 1;
      const double leader = panel_of(run.model(), "leading_city")[0];
      run.model().start_flow_interval();
      run.step();
      const std::vector<double> went = panel_of(run.model(), "arrivals");
      if (locked)
        CHECK(went[static_cast<std::size_t>(leader)] + went[2 + static_cast<std::size_t>(leader)] == 1);
      else
        CHECK(went[0] + went[3] == 1);
    }
    CHECK(locked);
  }

  TEST_CASE("without returns adopters never lock in and shares are those of their types") {
    ScenarioText text = adopters(.3, 5, 5, 40'000);
    text.parameters["urn.returns"] = 0;
    replicate(text, 1, [](const Model& model) {
      CHECK(panel_of(model, "locked_in")[0] == 0);
      const double error = std::sqrt(.3 * .7 / 40'000);
      CHECK(std::abs((panel_of(model, "firms_by_city")[0] - 1) / 40'000 - .3) < 4 * error);
    });
  }

  TEST_CASE("an adopter prefers its own city in a tie, otherwise the first of equals") {
    const AdopterRule rule{{2, 2, 2}, {1, 1, 1}, 1};
    CHECK(rule.choose(0, {3, 5, 5}) == 0);
    CHECK(rule.choose(0, {2, 5, 5}) == 1);
    CHECK_FALSE(rule.locked_in({4, 5, 6}));
    CHECK(rule.locked_in({0, 1, 9}));
  }

  TEST_CASE("spin-offs that leave go to other cities with the chances of their distance") {
    ScenarioText text = urn(std::vector<double>(4, 100.0), 60'000);
    text.links = stylised::path(4);
    text.parameters["urn.leaves"] = .4;
    text.parameters["urn.distance_decay"] = .7;
    const Scenario scenario = stylised::scenario_of(declaration(), text);
    Problems problems;
    const auto geography = stylised::Geography::read(scenario, problems);
    const Eigen::ArrayXXd chances =
        UrnRule::from(scenario.parameters)
            .spin_off_chances(geography->distance(1000, stylised::Policies::in_force));
    CHECK(chances(1, 1) == doctest::Approx(.6).epsilon(1e-12));
    CHECK(chances(0, 2) / chances(0, 1) == doctest::Approx(std::exp(-.7)).epsilon(1e-12));
    replicate(text, 1, [&](const Model& model) {
      const std::vector<double> flows = panel_of(model, "arrivals");
      for (std::size_t i = 0; i < 4; ++i) {
        const std::vector<double> row(flows.begin() + static_cast<std::ptrdiff_t>(4 * i),
                                      flows.begin() + static_cast<std::ptrdiff_t>(4 * i + 4));
        const double all = std::accumulate(row.begin(), row.end(), 0.0);
        std::vector<double> expected;
        for (Eigen::Index j = 0; j < 4; ++j)
          expected.push_back(all * chances(static_cast<Eigen::Index>(i), j));
        CHECK(all > 5000);
        CHECK(chi_square(row, expected) < four_deviations(3));
      }
    });
  }

  TEST_CASE("firms by city of spin-offs are on average what theory expects at that time") {
    ScenarioText text = urn({3, 0, 0, 1}, 300);
    text.links = stylised::path(4);
    text.parameters["urn.leaves"] = .25;
    text.parameters["urn.distance_decay"] = 1;
    const Scenario scenario = stylised::scenario_of(declaration(), text);
    Problems problems;
    const auto geography = stylised::Geography::read(scenario, problems);
    const Eigen::MatrixXd chances =
        UrnRule::from(scenario.parameters)
            .spin_off_chances(geography->distance(1000, stylised::Policies::in_force))
            .matrix();
    std::vector<Moments> firms(4);
    replicate(text, 4000, [&](const Model& model) {
      const std::vector<double> now = panel_of(model, "firms_by_city");
      for (std::size_t k = 0; k < 4; ++k) firms[k].add(now[k]);
    });
    const Eigen::VectorXd expected = expected_firms(Eigen::Vector4d{3, 0, 0, 1}, chances, 300);
    for (std::size_t k = 0; k < 4; ++k)
      CHECK(firms[k].errors_from(expected(static_cast<Eigen::Index>(k))) < 4);
  }

  TEST_CASE("arrivals of many short steps are those of a year, to the firm") {
    const UrnRule rule{.arrivals = 37};
    for (Step year = 1; year < 200; ++year) {
      CHECK(rule.arrived(12 * year, 1.0 / 12) == 37 * year);
      CHECK(rule.arrived(4 * year, .25) == 37 * year);
    }
  }

  TEST_CASE("a tree of weights finds the place that holds each part of its total") {
    WeightTree tree{{1, 0, 2, .5, 0}};
    CHECK(tree.total() == 3.5);
    CHECK(tree.find(0) == 0);
    CHECK(tree.find(.999) == 0);
    CHECK(tree.find(1) == 2);
    CHECK(tree.find(3.4999) == 3);
    tree.set(4, 10);
    CHECK(tree.find(13.4) == 4);
    tree.set(4, 0);
    CHECK(tree.find(3.5) == 3);  // past the end by rounding
  }

  TEST_CASE("one city takes everybody, and no arrivals change nothing") {
    ScenarioText alone = urn({1}, 50);
    alone.parameters["urn.leaves"] = 1;
    replicate(alone, 1, [](const Model& model) { CHECK(panel_of(model, "firms_by_city")[0] == 51); });
    replicate(urn({2, 3}, 0), 1, [](const Model& model) {
      CHECK(panel_of(model, "firms_by_city") == std::vector<double>{2, 3});
      CHECK(model.moves() == 0);
    });
  }

  TEST_CASE("an urn that nobody can come from, or of too many firms, is refused with what would be right") {
    const auto message = [](const ScenarioText& text) -> std::string {
      try {
        static_cast<void>(stylised::run_of(declaration(), text));
      } catch (const ScenarioError& error) {
        return to_text(error.diagnostics().at(0));
      }
      return "";
    };
    CHECK(message(urn({0, 0}, 5)).find("no city has both seeds and attraction above zero") !=
          std::string::npos);
    ScenarioText many = urn({1, 1}, 1e8);
    many.steps = 100;
    CHECK(message(many).find("1e+10 firms at the end") != std::string::npos);
    ScenarioText nobody = adopters(.5, 2, 2, 5);
    nobody.columns["arrival_share"] = {0, 0};
    CHECK(message(nobody).find("arrival_share is zero in every row") != std::string::npos);
    CHECK(message(adopters(.5, 2, 2, 5)) == "");
  }
}
