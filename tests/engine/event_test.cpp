#include "engine/event.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tests/support/chi_square.hpp"

namespace yanzhen {
namespace {

// What event_draws says it gives, agent by agent.
std::vector<EventDraw> one_by_one(const StepDraws& draws, Row first, Row count, std::uint32_t limit) {
  std::vector<EventDraw> found;
  for (Row row = first; row < first + count; ++row) {
    const EventDraw draw = event_draw(draws, row);
    if (draw.word < limit) found.push_back(draw);
  }
  return found;
}

}  // namespace

TEST_SUITE("engine/event") {
  TEST_CASE("the events found together are those found agent by agent") {
    const StepDraws draws{11, 5, 77};
    for (const double probability : {0.0001, 0.003, 0.05, 0.25, 0.9})
      for (const Row first : {0U, 16U, 4096U, 16384U, 1'000'000'000U})
        for (const Row count : {0U, 1U, 15U, 16U, 63U, 64U, 65U, 4095U, 4096U, 4097U, 10'001U}) {
          CAPTURE(probability);
          CAPTURE(first);
          CAPTURE(count);
          const std::uint32_t limit = threshold(probability);
          CHECK(event_draws(draws, first, count, limit) == one_by_one(draws, first, count, limit));
        }
  }

  TEST_CASE("a limit of zero finds nobody, the highest limit everybody") {
    const StepDraws draws{11, 5, 78};
    CHECK(event_draws(draws, 0, 10'000, 0).empty());
    CHECK(event_draws(draws, 0, 10'000, 0xFFFFFFFFU).size() == 10'000);
  }

  TEST_CASE("a limit that is a whole number of high bytes finds the words below it and no others") {
    const StepDraws draws{11, 5, 79};
    const std::uint32_t limit = 0x0D000000U;
    CHECK(event_draws(draws, 0, 100'000, limit) == one_by_one(draws, 0, 100'000, limit));
  }

  TEST_CASE("how the rows are cut does not matter") {
    const StepDraws draws{3, 1, 4};
    const std::uint32_t limit = threshold(0.05);
    const std::vector<EventDraw> whole = event_draws(draws, 0, 50'000, limit);
    std::vector<EventDraw> pieces;
    for (Row first = 0; first < 50'000; first += 4112) {
      const auto piece = event_draws(draws, first, std::min<Row>(4112, 50'000 - first), limit);
      pieces.insert(pieces.end(), piece.begin(), piece.end());
    }
    CHECK(whole == pieces);
  }

  TEST_CASE("as many events happen as the probability says, to four standard errors") {
    constexpr Row kAgents = 1'000'000;
    for (const double probability : {0.0005, 0.05, 0.3}) {
      CAPTURE(probability);
      const auto found = event_draws({1, 1, 1}, 0, kAgents, threshold(probability));
      const double error = std::sqrt(kAgents * probability * (1.0 - probability));
      CHECK(std::abs(static_cast<double>(found.size()) - kAgents * probability) < 4.0 * error);
    }
  }

  TEST_CASE("an event word and the two words for what happens then are independent") {
    constexpr double kProbability = 0.4;
    const auto found = event_draws({1, 1, 2}, 0, 200'000, threshold(kProbability));
    std::vector<int> word_first(256, 0);
    std::vector<int> word_second(256, 0);
    std::vector<int> first_second(256, 0);
    for (const EventDraw& draw : found) {
      const auto sixteenth = static_cast<std::size_t>(16.0 * unit_interval(draw.word) / kProbability);
      ++word_first[sixteenth * 16 + (draw.choices[0] >> 28)];
      ++word_second[sixteenth * 16 + (draw.choices[1] >> 28)];
      ++first_second[(draw.choices[0] >> 28) * 16 + (draw.choices[1] >> 28)];
    }
    const std::vector<double> even(256, static_cast<double>(found.size()) / 256.0);
    CHECK(testing::chi_square(word_first, even) < testing::four_deviations(255));
    CHECK(testing::chi_square(word_second, even) < testing::four_deviations(255));
    CHECK(testing::chi_square(first_second, even) < testing::four_deviations(255));
  }
}
}  // namespace yanzhen
