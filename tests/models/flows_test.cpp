// Where people go: the logit law, its Markov chain, symmetry, distance, borders, and the start that was
// observed.
#include <doctest/doctest.h>

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "tests/support/chi_square.hpp"
#include "tests/support/model_run.hpp"
#include "tests/support/moments.hpp"
#include "tests/support/small_world.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

/// A run at its start with the choice tables of its first step.
struct Start {
  explicit Start(const SmallScenario& scenario)
      : run{run_of(scenario.build())}, model{model_of(run)}, world{model.world()}, choice{world} {
    update(model.reach().talent);
  }
  void update(const TalentDecay& decay) {
    choice.update(world, model.market(), model.economy().market, model.fields(), model.services(), decay,
                  model.calibration().amenity);
  }

  Simulation run;
  MigrationModel& model;
  const World& world;
  TalentChoice choice;
};

/// Sets a parameter of every tier.
void set_tiers(SmallScenario& scenario, const std::string& name, double value) {
  for (const char* tier : kTierNames) scenario.set(std::string{"talent."} + tier + "." + name, value);
}

SmallScenario varied(std::size_t cities, bool outside) {
  return SmallScenario{{.cities = cities, .industries = 3, .outside = outside, .seed = 3}};
}

Index at(std::size_t k) { return static_cast<Index>(k); }

/// friction_talent of MODEL.md section 2, straight from travel times and provinces.
double friction_of(const World& world, double minutes, std::size_t tier, std::size_t from, std::size_t to) {
  const DistanceDecay& flow = world.parameters.talent[tier];
  return flow.decay * std::log(1 + minutes / flow.time_scale) + (from == to ? 0 : flow.city) +
         (world.province[from] == world.province[to] ? 0 : flow.province);
}

/// The logit probabilities by their formula, from what each city offers.
std::vector<double> logit(const Start& start, std::size_t tier, std::size_t industry, std::size_t origin,
                          std::size_t hukou) {
  const World& world = start.world;
  const Eigen::ArrayXXd offer = talent_offer(world, start.model.market(), start.model.economy().market,
                                             start.model.fields(), start.model.services(), tier);
  const Eigen::ArrayXd home = home_factor(world, start.model.fields(), tier);
  std::vector<double> weight(world.n_node());
  double sum = 0;
  for (std::size_t j = 0; j < weight.size(); ++j) {
    const double minutes = start.model.reach().minutes(at(origin), at(j));
    const double utility = std::log(offer(at(industry), at(j))) +
                           start.model.calibration().amenity(at(j), at(tier)) -
                           friction_of(world, minutes, tier, origin, j);
    weight[j] = std::exp(utility) * (j == hukou ? home(at(j)) : 1.0);
    sum += weight[j];
  }
  for (double& one : weight) one /= sum;
  return weight;
}

/// Chi-square of draws against the table's own probabilities, over its limit at four standard deviations.
/// Cells that expect fewer than five draws count together.
double chi_square_over_limit(const Start& start, std::size_t tier, std::size_t industry, std::size_t origin,
                             std::size_t hukou) {
  constexpr std::uint32_t kDraws = 1'000'000;
  const std::vector<double> probability = start.choice.probabilities(tier, industry, origin, hukou);
  std::vector<std::size_t> cell(probability.size(), 0);  // the first holds what is rare
  std::vector<double> expected{0.0};
  for (std::size_t j = 0; j < probability.size(); ++j) {
    if (probability[j] * kDraws >= 5) {
      cell[j] = expected.size();
      expected.push_back(0.0);
    }
    expected[cell[j]] += probability[j] * kDraws;
  }
  std::vector<int> observed(expected.size(), 0);
  const StepDraws draw{17, 99, static_cast<Step>(tier * 1000 + origin * 10 + hukou)};
  for (std::uint32_t k = 0; k < kDraws; ++k)
    ++observed[cell[start.choice.draw(static_cast<std::uint8_t>(tier), static_cast<std::uint8_t>(industry),
                                      static_cast<NodeNumber>(origin), static_cast<NodeNumber>(hukou),
                                      draw.block(k))]];
  if (expected[0] < 1e-6) {  // nothing is rare
    CHECK(observed[0] == 0);
    expected[0] = 1.0;
    observed[0] = 1;
  }
  return chi_square(observed, expected) / four_deviations(static_cast<double>(expected.size() - 1));
}

/// Rows sum to one: where somebody of this kind who considers moving goes next.
Eigen::MatrixXd transition(const Start& start, std::size_t tier, std::size_t industry, std::size_t hukou) {
  Eigen::MatrixXd matrix(at(start.world.n_node()), at(start.world.n_node()));
  for (std::size_t i = 0; i < start.world.n_node(); ++i) {
    const std::vector<double> row = start.choice.probabilities(tier, industry, i, hukou);
    for (std::size_t j = 0; j < row.size(); ++j) matrix(at(i), at(j)) = row[j];
  }
  return matrix;
}

/// The shares that a chain leaves as they are: x P = x, sum x = 1.
Eigen::VectorXd stationary(const Eigen::MatrixXd& transition) {
  Eigen::MatrixXd system =
      transition.transpose() - Eigen::MatrixXd::Identity(transition.rows(), transition.cols());
  system.row(0).setOnes();
  return system.fullPivLu().solve(Eigen::VectorXd::Unit(transition.rows(), 0));
}

double second_eigenvalue(const Eigen::MatrixXd& transition) {
  Eigen::ArrayXd sizes = transition.eigenvalues().cwiseAbs().array();
  std::sort(sizes.data(), sizes.data() + sizes.size());
  return sizes(sizes.size() - 2);
}

/// Smallest probability, over tiers and the ages from 20 on for so many years, that one considers moving.
double least_move_probability(const AgeSchedule& schedule, int years) {
  double least = 1;
  for (std::size_t q = 0; q < kTiers; ++q)
    for (int month = 20 * 12; month < (30 + years) * 12; ++month)
      least = std::min(least, schedule.move_probability(q, static_cast<std::size_t>(month)));
  return least;
}

/// Share of each city in a sum over columns of a panel of (city, columns).
std::vector<double> shares(const Model& model, const std::string& name, std::size_t cities) {
  const std::vector<double> values = panel(model, name);
  std::vector<double> share(cities, 0.0);
  double sum = 0;
  for (std::size_t k = 0; k < values.size(); ++k) {
    share[k * cities / values.size()] += values[k];
    sum += values[k];
  }
  for (double& one : share) one /= sum;
  return share;
}

/// Arrivals less departures, and their sum, of the last step: (node, tier).
struct NetMigration {
  Eigen::ArrayXXd net, gross;
};
NetMigration last_migration(const MigrationModel& model) {
  const World& world = model.world();
  NetMigration moved{Eigen::ArrayXXd::Zero(at(world.n_node()), at(kTiers)),
                     Eigen::ArrayXXd::Zero(at(world.n_node()), at(kTiers))};
  for (std::size_t q = 0; q < kTiers; ++q)
    for (std::size_t i = 0; i < world.n_node(); ++i)
      for (std::size_t j = 0; j < world.n_node(); ++j) {
        const auto heads = static_cast<double>(model.economy().step[model.layout().talent_moves(q, i, j)]);
        moved.net(at(i), at(q)) -= heads;
        moved.net(at(j), at(q)) += heads;
        moved.gross(at(i), at(q)) += heads;
        moved.gross(at(j), at(q)) += heads;
      }
  return moved;
}

/// ln of P(i,j) P(j,i) / (P(i,i) P(j,j)): offers and amenities cancel, friction is what is left.
double log_odds(const Start& start, std::size_t tier, std::size_t i, std::size_t j, std::size_t hukou) {
  const std::vector<double> from_i = start.choice.probabilities(tier, 0, i, hukou),
                            from_j = start.choice.probabilities(tier, 0, j, hukou);
  return std::log(from_i[j] * from_j[i] / (from_i[i] * from_j[j]));
}

}  // namespace

TEST_SUITE("industry_migration/flows") {
  TEST_CASE("probabilities sum to one and are the logit of offer, amenity, friction and registration") {
    const Start start{varied(5, true)};
    const std::size_t nodes = start.world.n_node();
    for (std::size_t q = 0; q < kTiers; ++q)
      for (std::size_t g = 0; g < start.world.n_industry(); ++g)
        for (std::size_t i = 0; i < nodes; ++i)
          for (std::size_t hukou = 0; hukou < nodes; ++hukou) {
            const std::vector<double> found = start.choice.probabilities(q, g, i, hukou);
            const std::vector<double> wanted = logit(start, q, g, i, hukou);
            double sum = 0, worst = 0;
            for (std::size_t j = 0; j < nodes; ++j) {
              sum += found[j];
              worst = std::max(worst, std::abs(found[j] - wanted[j]));
            }
            CHECK(sum == doctest::Approx(1.0).epsilon(1e-12));
            CHECK(worst < static_cast<double>(nodes) * 0x1p-32);  // what a table of thresholds rounds off
          }
  }

  TEST_CASE("what a city offers is its real income after rent, its jobs for one's skill and its services") {
    const Start start{varied(4, true)};
    const World& world = start.world;
    const Parameters& p = world.parameters;
    const MarketState& state = start.model.economy().market;
    const Eigen::ArrayXd services = start.model.services();
    for (std::size_t q = 0; q < kTiers; ++q) {
      const Eigen::ArrayXXd offer =
          talent_offer(world, start.model.market(), state, start.model.fields(), services, q);
      CHECK(offer.maxCoeff() == doctest::Approx(1.0).epsilon(1e-12));
      for (std::size_t g = 0; g < world.n_industry(); ++g) {
        double first = 0;
        for (std::size_t j = 0; j < world.n_node(); ++j) {
          double bill = 0, jobs = 0, fitting = 0, level = 0;
          for (std::size_t s = 0; s < world.n_industry(); ++s) {
            const double value = world.technology.value_added(at(s)) * state.pay(at(j), at(s));
            const double labour = value * world.technology.factor_share.row(at(s)).head(at(kTiers)).sum();
            bill += value * world.technology.factor_share(at(s), at(q));
            jobs += labour;
            fitting += labour * (s == g ? 1.0 : world.relatedness(at(g), at(s)));
            level += world.technology.household(at(s)) * std::log(state.price_index(at(j), at(s)));
          }
          const double income = bill / state.stock(at(j), at(q));
          const double utility =
              p.income_weight[q] * (std::log(income * fitting / jobs) - level -
                                    p.rent_weight * std::log(state.price(at(j), kLandFactor))) +
              p.services_weight * std::log(services(at(j)));
          if (j == 0) first = utility - std::log(offer(at(g), 0));
          // Two ways to the same closed form, of some hundred terms.
          CHECK(std::log(offer(at(g), at(j))) == doctest::Approx(utility - first).epsilon(1e-9));
        }
      }
    }
  }

  TEST_CASE("a million draws follow the probabilities, wherever one is registered") {
    const Start start{varied(6, true)};
    const std::size_t outside = start.world.n_city();
    CHECK(chi_square_over_limit(start, 0, 0, 0, 0) < 1);              // at home
    CHECK(chi_square_over_limit(start, 1, 2, 2, 4) < 1);              // registered in another city
    CHECK(chi_square_over_limit(start, 3, 1, 1, outside) < 1);        // registered outside
    CHECK(chi_square_over_limit(start, 2, 0, outside, outside) < 1);  // and living there
    CHECK(chi_square_over_limit(start, 0, 1, outside, 3) < 1);
  }

  TEST_CASE("at constant prices people end where the Markov chain of their choices says") {
    SmallScenario scenario{{.cities = 4, .industries = 2, .outside = false, .seed = 2}};
    scenario.people_per_agent = 2;
    scenario.drop_rows("ages");
    scenario.add_row("ages", {"20", "29", "1"});  // nobody comes of age, retires or dies in fifteen years
    scenario.set("talent.fertility", 0);
    scenario.set("talent.mortality.level", 0);
    scenario.set("talent.retraining_rate", 0);
    scenario.set("talent.registration_rate", 0);
    set_tiers(scenario, "move_rate", 4);
    set_tiers(scenario, "distance", .3);
    set_tiers(scenario, "border.city", .1);
    set_tiers(scenario, "border.province", .1);
    set_tiers(scenario, "hukou_barrier", .3);
    Start start{scenario};
    Economy& economy = start.model.economy();
    REQUIRE(economy.talent.slots.alive() > 100'000);
    std::fill(economy.talent.city.begin(), economy.talent.city.end(), NodeNumber{0});  // far from it

    const std::size_t n = start.world.n_city(), industries = start.world.n_industry();
    constexpr Step kSteps = 60;
    const double slowest = least_move_probability(start.model.age_schedule(), 15);
    Eigen::ArrayXXd expected = Eigen::ArrayXXd::Zero(at(n), at(kTiers)), variance = expected;
    Eigen::ArrayXXd heads = Eigen::ArrayXXd::Zero(at(kTiers * industries), at(n));
    for (std::size_t row = 0; row < economy.talent.city.size(); ++row)
      heads(at(economy.talent.tier[row] * industries + economy.talent.industry[row]),
            at(economy.talent.hukou[row])) += 1;
    for (std::size_t kind = 0; kind < kTiers * industries; ++kind)
      for (std::size_t hukou = 0; hukou < n; ++hukou) {
        const std::size_t q = kind / industries;
        const Eigen::MatrixXd chain = transition(start, q, kind % industries, hukou);
        // What the start is remembered by then: far less than the sampling error of 1e5 people.
        REQUIRE(std::pow(1 - slowest * (1 - second_eigenvalue(chain)), kSteps) < 1e-4);
        const Eigen::ArrayXd share = stationary(chain).array();
        expected.col(at(q)) += heads(at(kind), at(hukou)) * share;
        variance.col(at(q)) += heads(at(kind), at(hukou)) * share * (1 - share);
      }

    TalentStep step{start.world, start.model.calibration()};
    ThreadCounts<std::int64_t> counts{start.model.layout().size()};
    std::vector<NodeNumber> founders;
    for (Step k = 0; k < kSteps; ++k)
      step.run(economy, start.choice, start.model.fields(), start.model.layout(), counts, k, founders);

    Eigen::ArrayXXd found = Eigen::ArrayXXd::Zero(at(n), at(kTiers));
    for (std::size_t row = 0; row < economy.talent.city.size(); ++row)
      found(economy.talent.city[row], economy.talent.tier[row]) += 1;
    CHECK(((found - expected).abs() <= 4 * variance.sqrt()).all());
    CHECK(((found - expected).rowwise().sum().abs() <= 4 * variance.rowwise().sum().sqrt()).all());
  }

  TEST_CASE("identical cities offer the same: one probability to stay and one for each other city") {
    for (const bool outside : {false, true}) {
      SmallScenario scenario{{.cities = 4, .industries = 2, .outside = outside, .seed = 0}};
      scenario.drop_rows("ages");
      scenario.add_row("ages", {"20", "29", "1"});  // as many workers everywhere, whatever ages were drawn
      Start start{scenario};
      start.choice.update(start.world, start.model.market(), start.model.economy().market,
                          start.model.fields(), start.model.services(), start.model.reach().talent,
                          Eigen::ArrayXXd::Zero(at(start.world.n_node()), at(kTiers)));
      for (std::size_t q = 0; q < kTiers; ++q) {
        const std::vector<double> first = start.choice.probabilities(q, 0, 0, 0);
        for (std::size_t i = 0; i < 4; ++i) {
          const std::vector<double> probability = start.choice.probabilities(q, 0, i, i);
          for (std::size_t j = 0; j < 4; ++j)  // equal to the inversion for productivity and the table
            CHECK(probability[j] == doctest::Approx(i == j ? first[0] : first[1]).epsilon(1e-6));
        }
      }
    }
  }

  TEST_CASE("no city of a country of identical cities drifts beyond sampling error in ten years") {
    constexpr int kSeeds = 10;
    const std::vector<std::string> kPanels{"residents", "firms_by_industry", "capital_by_industry",
                                           "value_added"};
    SmallScenario scenario{{.cities = 4, .industries = 2, .outside = false, .seed = 0}};
    scenario.people_per_agent = 30;
    std::vector<std::vector<Moments>> share(kPanels.size(), std::vector<Moments>(4));
    for (int seed = 1; seed <= kSeeds; ++seed) {
      scenario.seed = static_cast<std::uint64_t>(seed);
      Simulation run = run_of(scenario.build());
      while (run.now() < run.end()) run.step();
      for (std::size_t k = 0; k < kPanels.size(); ++k) {
        const std::vector<double> now = shares(run.model(), kPanels[k], 4);
        for (std::size_t i = 0; i < 4; ++i) share[k][i].add(now[i]);
      }
    }
    for (std::size_t k = 0; k < kPanels.size(); ++k) {
      CAPTURE(kPanels[k]);
      double variance = 0;  // the same law for every city, so all tell of its scatter
      for (const Moments& city : share[k]) variance += city.variance() / 4;
      for (const Moments& city : share[k])
        CHECK(std::abs(city.mean() - .25) <= 4 * std::sqrt(variance / kSeeds));
    }
  }

  TEST_CASE("the further away, and across a province's border, the fewer go, for every tier and pair") {
    const Start start{varied(6, true)};
    const World& world = start.world;
    const Eigen::ArrayXXd& minutes = start.model.reach().minutes;
    for (std::size_t q = 0; q < kTiers; ++q)
      for (std::size_t i = 0; i < world.n_city(); ++i)
        for (std::size_t j = 0; j < world.n_city(); ++j) {
          if (i == j) continue;
          const double there = friction_of(world, minutes(at(i), at(j)), q, i, j),
                       back = friction_of(world, minutes(at(j), at(i)), q, j, i),
                       within = friction_of(world, minutes(at(i), at(i)), q, i, i) +
                                friction_of(world, minutes(at(j), at(j)), q, j, j);
          // Registered outside, so that registration cancels too. The tables round at 2^-32 of rare choices.
          CHECK(log_odds(start, q, i, j, world.n_city()) ==
                doctest::Approx(within - there - back).epsilon(1e-4));
          CHECK(within < there + back);
        }
  }

  TEST_CASE("a longer way to a city lowers the chance of every other city's people to go there") {
    Start near{varied(5, true)}, far{varied(5, true)}, bordered{varied(5, true)};
    Eigen::ArrayXXd minutes = far.model.reach().minutes;
    for (Index i = 0; i < minutes.rows(); ++i)
      if (i != 2) minutes(i, 2) *= 1.5;
    far.update(talent_decay(far.world, minutes, ReachFields::none(far.world)));
    SmallScenario stricter = varied(5, true);
    for (std::size_t q = 0; q < kTiers; ++q) {
      const std::string name = std::string{"talent."} + kTierNames[q] + ".border.province";
      stricter.set(name, near.world.parameters.talent[q].province + .5);
    }
    const auto strict = stricter.world();
    bordered.update(talent_decay(*strict, bordered.model.reach().minutes, ReachFields::none(*strict)));
    for (std::size_t q = 0; q < kTiers; ++q)
      for (std::size_t i = 0; i < near.world.n_node(); ++i)
        for (std::size_t hukou = 0; hukou < near.world.n_node(); ++hukou) {
          const auto before = near.choice.probabilities(q, 1, i, hukou);
          const auto longer = far.choice.probabilities(q, 1, i, hukou);
          const auto border = bordered.choice.probabilities(q, 1, i, hukou);
          if (i != 2) CHECK(longer[2] < before[2]);
          double across_before = 0, across_after = 0;
          for (std::size_t j = 0; j < before.size(); ++j)
            if (near.world.province[i] != near.world.province[j])
              across_before += before[j], across_after += border[j];
          CHECK(across_after < across_before);
        }
  }

  TEST_CASE("amenities make the first step's expected migration the observed one") {
    for (const bool outside : {false, true}) {
      CAPTURE(outside);
      SmallScenario scenario = varied(5, outside);
      set_tiers(scenario, "move_rate", .5);  // many more consider moving than any city loses
      const Start start{scenario};
      const Economy& economy = start.model.economy();
      const Eigen::ArrayXXd wanted = wanted_net_migration(start.world, economy);
      const Eigen::ArrayXXd expected = expected_net_migration(
          start.world, start.model.market(), economy, start.model.fields(), start.model.services(),
          start.model.reach().talent, start.model.age_schedule(), start.model.calibration().amenity);
      CHECK(wanted.colwise().sum().abs().maxCoeff() < 1e-9 * wanted.abs().maxCoeff());
      // The inversion stops at 1e-12 of arrivals; net migration is a small part of those.
      CHECK((wanted - expected).abs().maxCoeff() < 1e-7 * wanted.abs().maxCoeff());
    }
  }

  TEST_CASE("the first step moves as many as expected, city by city and tier by tier") {
    for (const bool outside : {false, true}) {
      CAPTURE(outside);
      SmallScenario scenario = varied(5, outside);
      scenario.people_per_agent = 30;
      set_tiers(scenario, "move_rate", .5);
      const std::size_t nodes = 5 + (outside ? 1 : 0);
      Eigen::ArrayXXd off = Eigen::ArrayXXd::Zero(at(nodes), at(kTiers)), gross = off;
      for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        scenario.seed = seed;
        Start start{scenario};
        const Eigen::ArrayXXd expected =
            expected_net_migration(start.world, start.model.market(), start.model.economy(),
                                   start.model.fields(), start.model.services(), start.model.reach().talent,
                                   start.model.age_schedule(), start.model.calibration().amenity);
        start.run.step();
        const NetMigration moved = last_migration(start.model);
        off += moved.net - expected * 0x1p-32;
        gross += moved.gross;
      }
      // Every mover is a draw of its own: the variance of a sum of independent events is at most their mean.
      CHECK((off.abs() <= 4 * gross.max(1.0).sqrt()).all());
      CHECK(gross.col(0).minCoeff() > 300);
    }
  }
}
