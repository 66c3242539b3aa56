#include "engine/choice_table.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "engine/elementary.hpp"
#include "engine/random.hpp"
#include "tests/support/chi_square.hpp"

namespace yanzhen {
namespace {

// A slot's share is cut to 2^-32 and there is one slot an alternative: an alternative is off by at most
// 2^-32. The rest is rounding of sums of up to 400 doubles.
constexpr double kTableError = 0x1p-32 + 1e-13;
constexpr double kClosed = -std::numeric_limits<double>::infinity();

// Weights over six powers of ten, every fifth zero.
std::vector<double> uneven_weights(std::size_t count, std::uint32_t seed) {
  std::vector<double> weights(count);
  for (std::uint32_t k = 0; k < count; ++k) {
    const RandomBlock block = StepDraws{seed, 1, 1}.block(k);
    weights[k] = block[1] % 5 == 0 && count > 1 ? 0.0 : std::pow(10.0, 6.0 * unit_interval(block[0]) - 3.0);
  }
  return weights;
}

std::vector<double> logit(const std::vector<double>& utilities) {
  std::vector<double> shares;
  double sum = 0.0;
  for (const double utility : utilities) sum += std::exp(utility);
  for (const double utility : utilities) shares.push_back(std::exp(utility) / sum);
  return shares;
}

}  // namespace

TEST_SUITE("engine/choice_table") {
  TEST_CASE("a row holds the probabilities of its weights, whatever they are, and none for weight zero") {
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
      const std::size_t count = 1 + seed * 2 % 401;
      CAPTURE(seed);
      CAPTURE(count);
      const std::vector<double> weights = uneven_weights(count, seed);
      const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
      if (sum == 0.0) continue;
      ChoiceTable table{1, count};
      table.set_weights(0, weights);
      double total = 0.0;
      for (std::size_t k = 0; k < count; ++k) {
        REQUIRE(std::abs(table.probability(0, k) - weights[k] / sum) <= kTableError);
        if (weights[k] == 0.0) REQUIRE(table.probability(0, k) == 0.0);
        total += table.probability(0, k);
      }
      CHECK(std::abs(total - 1.0) < 1e-12);
    }
  }

  TEST_CASE("the scale of the weights does not matter") {
    const std::vector<double> weights = uneven_weights(41, 5);
    ChoiceTable table{3, 41};
    const std::array<double, 3> scales{1.0, 0x1p-900, 0x1p900};  // powers of two round nothing
    for (std::size_t row = 0; row < 3; ++row) {
      std::vector<double> scaled = weights;
      for (double& weight : scaled) weight *= scales[row];
      table.set_weights(row, scaled);
    }
    for (std::size_t k = 0; k < 41; ++k) {
      CHECK(table.probability(1, k) == table.probability(0, k));
      CHECK(table.probability(2, k) == table.probability(0, k));
    }
  }

  TEST_CASE("one alternative is always drawn") {
    ChoiceTable table{1, 1};
    table.set_weights(0, std::array{0.25});
    CHECK(table.probability(0, 0) == 1.0);
    CHECK(table.draw(0, 0, 0) == 0);
    CHECK(table.draw(0, 0xFFFFFFFF, 0xFFFFFFFF) == 0);
  }

  TEST_CASE("weights that are all zero are a uniform choice") {
    ChoiceTable table{1, 4};
    table.set_weights(0, std::array{0.0, 0.0, 0.0, 0.0});
    for (std::size_t k = 0; k < 4; ++k) CHECK(table.probability(0, k) == 0.25);
  }

  TEST_CASE("the only alternative with a weight is always drawn") {
    ChoiceTable table{1, 5};
    table.set_weights(0, std::array{0.0, 0.0, 3.0, 0.0, 0.0});
    for (std::uint32_t agent = 0; agent < 10'000; ++agent) {
      const RandomBlock block = StepDraws{1, 1, 1}.block(agent);
      REQUIRE(table.draw(0, block[0], block[1]) == 2);
    }
  }

  TEST_CASE("utilities far apart or minus infinity are a logit without overflow") {
    ChoiceTable table{3, 4};
    table.set_log_weights(0, std::array{1000.0, 999.0, -1000.0, kClosed});
    CHECK(std::abs(table.probability(0, 0) - 1.0 / (1.0 + std::exp(-1.0))) <= kTableError);
    CHECK(std::abs(table.probability(0, 1) - 1.0 / (1.0 + std::exp(1.0))) <= kTableError);
    CHECK(table.probability(0, 2) <= kTableError);
    CHECK(table.probability(0, 3) == 0.0);

    table.set_log_weights(1, std::array{-1e300, kClosed, -1e300, kClosed});
    CHECK(table.probability(1, 0) == 0.5);
    CHECK(table.probability(1, 2) == 0.5);

    table.set_log_weights(2, std::array{-5.0, 1.5, 0.25, -0.75});
    const std::vector<double> expected = logit({-5.0, 1.5, 0.25, -0.75});
    for (std::size_t k = 0; k < 4; ++k) CHECK(std::abs(table.probability(2, k) - expected[k]) <= kTableError);
  }

  TEST_CASE("setting a row leaves the others alone and forgets what it held") {
    ChoiceTable table{2, 3};
    table.set_weights(0, std::array{1.0, 2.0, 3.0});
    table.set_weights(1, std::array{9.0, 0.5, 0.25});
    table.set_weights(1, std::array{3.0, 2.0, 1.0});
    CHECK(std::abs(table.probability(0, 2) - 0.5) <= kTableError);
    CHECK(std::abs(table.probability(1, 0) - 0.5) <= kTableError);
  }

  TEST_CASE("the fewest alternatives are one and the most 2^24") {
    CHECK_THROWS_AS(ChoiceTable(1, 0), std::logic_error);
    CHECK_THROWS_AS(ChoiceTable(1, ChoiceTable::kMostAlternatives + 1), std::logic_error);
    CHECK(ChoiceTable(1, 65537).alternatives() == 65537);
  }

  TEST_CASE("a million draws are a multinomial sample of the weights") {
    constexpr std::uint32_t kDraws = 1'000'000;
    const std::array weights{1.0, 4.0, 0.5, 2.0, 2.0, 0.125, 8.0, 1.0};
    ChoiceTable table{1, weights.size()};
    table.set_weights(0, weights);
    std::vector<int> seen(weights.size(), 0);
    std::vector<RandomBlock> blocks(1000);
    std::vector<std::uint32_t> agents(blocks.size());
    for (std::uint32_t done = 0; done < kDraws; done += 1000) {
      std::iota(agents.begin(), agents.end(), done);
      StepDraws{1, 1, 1}.blocks(agents, 0, blocks);
      for (const RandomBlock& block : blocks) ++seen[table.draw(0, block[0], block[1])];
    }
    std::vector<double> expected;
    for (const double weight : weights) expected.push_back(kDraws * weight / 18.625);
    CHECK(testing::chi_square(seen, expected) < testing::four_deviations(7));
  }
}

// Migration by logit, P(i to j) proportional to exp(u_j - k_ij) with k symmetric: reversible, with
// pi_i proportional to exp(u_i) sum_l exp(u_l - k_il).
namespace {

constexpr std::array<double, 3> kUtility{0.0, 0.5, 1.0};
constexpr double kCost[3][3] = {{0.0, 1.0, 2.0}, {1.0, 0.0, 1.5}, {2.0, 1.5, 0.0}};

std::array<double, 3> stationary_law() {
  std::array<double, 3> law{};
  double sum = 0.0;
  for (std::size_t i = 0; i < 3; ++i) {
    double access = 0.0;
    for (std::size_t l = 0; l < 3; ++l) access += std::exp(kUtility[l] - kCost[i][l]);
    law[i] = std::exp(kUtility[i]) * access;
    sum += law[i];
  }
  for (double& share : law) share /= sum;
  return law;
}

ChoiceTable migration_table() {
  ChoiceTable table{3, 3};
  for (std::size_t i = 0; i < 3; ++i) {
    std::array<double, 3> net{};
    for (std::size_t j = 0; j < 3; ++j) net[j] = kUtility[j] - kCost[i][j];
    table.set_log_weights(i, net);
  }
  return table;
}

// Moves every agent once and returns the flows, row by row.
std::vector<int> migrate(std::vector<std::uint8_t>& city, const ChoiceTable& table, Step now) {
  std::vector<std::uint32_t> agents(city.size());
  std::iota(agents.begin(), agents.end(), 0U);
  std::vector<RandomBlock> blocks(city.size());
  StepDraws{7, 1, now}.blocks(agents, 0, blocks);
  std::vector<int> flows(9, 0);
  for (std::size_t k = 0; k < city.size(); ++k) {
    const std::uint32_t to = table.draw(city[k], blocks[k][0], blocks[k][1]);
    ++flows[city[k] * 3U + to];
    city[k] = static_cast<std::uint8_t>(to);
  }
  return flows;
}

}  // namespace

TEST_SUITE("engine/choice_table/migration") {
  TEST_CASE("the stationary law of three cities is the known one") {
    const std::array<double, 3> law = stationary_law();
    CHECK(law[0] == doctest::Approx(0.13113638).epsilon(1e-7));  // known to eight digits
    CHECK(law[1] == doctest::Approx(0.28724542).epsilon(1e-7));
    CHECK(law[2] == doctest::Approx(0.58161820).epsilon(1e-7));
  }

  TEST_CASE("a population that migrates comes to the stationary law, with zero net flow on every pair") {
    constexpr std::size_t kAgents = 200'000;
    constexpr Step kSteps = 60;  // what is left of the start is below one agent
    std::vector<std::uint8_t> city(kAgents, 0);
    const ChoiceTable table = migration_table();
    std::vector<int> flows;
    for (Step now = 0; now < kSteps; ++now) flows = migrate(city, table, now);

    const std::array<double, 3> law = stationary_law();
    std::array<double, 3> count{};
    for (const std::uint8_t where : city) count[where] += 1.0;
    for (std::size_t i = 0; i < 3; ++i) {
      CAPTURE(i);
      CHECK(std::abs(count[i] - kAgents * law[i]) < 4.0 * std::sqrt(kAgents * law[i] * (1.0 - law[i])));
      for (std::size_t j = 0; j < i; ++j) {
        const double forth = flows[i * 3 + j];
        const double back = flows[j * 3 + i];
        CHECK(std::abs(forth - back) < 4.0 * std::sqrt(forth + back));  // agents are independent
      }
    }
  }

  TEST_CASE("flows out of a city are multinomial with the logit's probabilities") {
    const ChoiceTable table = migration_table();
    for (std::uint8_t from = 0; from < 3; ++from) {
      CAPTURE(from);
      std::vector<std::uint8_t> city(100'000, from);
      const std::vector<int> flows = migrate(city, table, 1000U + from);
      std::vector<double> net;
      for (std::size_t j = 0; j < 3; ++j) net.push_back(kUtility[j] - kCost[from][j]);
      std::vector<double> expected = logit(net);
      for (double& share : expected) share *= 100'000;
      const std::vector<int> out(flows.begin() + from * 3, flows.begin() + from * 3 + 3);
      CHECK(testing::chi_square(out, expected) < testing::four_deviations(2));
    }
  }
}
}  // namespace yanzhen
