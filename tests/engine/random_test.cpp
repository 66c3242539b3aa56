#include "engine/random.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "tests/support/chi_square.hpp"

namespace yanzhen {
namespace {

// How often each pair of (high four bits of a, high four bits of b) comes, against equal shares.
double pair_chi_square(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  constexpr std::size_t kCells = 256;
  std::vector<int> seen(kCells, 0);
  for (std::size_t k = 0; k < a.size(); ++k) ++seen[(a[k] >> 28) * 16 + (b[k] >> 28)];
  return testing::chi_square(seen, std::vector<double>(kCells, static_cast<double>(a.size()) / kCells));
}

std::vector<std::uint32_t> many_words(StepDraws draws) {
  std::vector<std::uint32_t> words(100'000);
  draws.shared_words(0, words);
  return words;
}

}  // namespace

TEST_SUITE("engine/random") {
  TEST_CASE("Philox4x32-10 gives the published words for the published counters and keys") {
    // kat_vectors of Random123 1.14
    constexpr std::uint32_t kOnes = 0xFFFFFFFF;
    CHECK(philox_block(0, {0, 0, 0, 0, 0}) == RandomBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    CHECK(philox_block(kOnes, {kOnes, kOnes, kOnes, kOnes, kOnes}) ==
          RandomBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(philox_block(0x243f6a88, {0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0}) ==
          RandomBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
  }

  TEST_CASE("blocks side by side are the same words on every path and for every number of blocks") {
    const PhiloxInput input{0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0};
    for (std::size_t count = 0; count <= 50; ++count) {
      CAPTURE(count);
      std::vector<std::uint32_t> counters(count);
      for (std::size_t k = 0; k < count; ++k)
        counters[k] = static_cast<std::uint32_t>(0x9E3779B97F4A7C15ULL * k >> 7);
      std::vector<RandomBlock> chosen(count);
      std::vector<RandomBlock> portable(count);
      philox_blocks(counters, input, chosen);
      philox_blocks_portable(counters, input, portable);
      CHECK(chosen == portable);
      for (std::size_t k = 0; k < count; ++k) REQUIRE(chosen[k] == philox_block(counters[k], input));
    }
  }

  TEST_CASE("blocks of many agents are the blocks of each") {
    const StepDraws draws{0x0123456789ABCDEF, 7, 1000};
    const std::vector<std::uint32_t> agents{5, 0, 4294967295U, 17, 17, 123456789};
    std::vector<RandomBlock> out(agents.size());
    draws.blocks(agents, 3, out);
    for (std::size_t k = 0; k < agents.size(); ++k) CHECK(out[k] == draws.block(agents[k], 3));
  }

  TEST_CASE("shared words written together are the word of each agent, wherever they begin and end") {
    const StepDraws draws{42, 3, 99};
    for (const std::uint32_t first : {0U, 4U, 64U, 1000U, 4294967040U})
      for (const std::size_t size : {0U, 1U, 3U, 4U, 63U, 64U, 65U, 130U, 255U, 256U}) {
        CAPTURE(first);
        CAPTURE(size);
        std::vector<std::uint32_t> words(size + 1, 0xABCDU);
        draws.shared_words(first, std::span{words}.first(size));
        for (std::uint32_t k = 0; k < size; ++k) REQUIRE(words[k] == draws.shared_word(first + k));
        CHECK(words[size] == 0xABCDU);  // nothing is written behind the end
      }
  }

  TEST_CASE("seed, stream, step, agent and index each change a block, high bits too") {
    const RandomBlock block = StepDraws{1, 2, 3}.block(4, 5);
    CHECK(StepDraws{1, 2, 3}.block(4, 5) == block);
    CHECK(StepDraws{2, 2, 3}.block(4, 5) != block);
    CHECK(StepDraws{1 + (1ULL << 32), 2, 3}.block(4, 5) != block);
    CHECK(StepDraws{1, 3, 3}.block(4, 5) != block);
    CHECK(StepDraws{1, 2, 4}.block(4, 5) != block);
    CHECK(StepDraws{1, 2, 3}.block(5, 5) != block);
    CHECK(StepDraws{1, 2, 3}.block(4, 6) != block);
  }

  TEST_CASE("stream and index have sixteen bits each, so no two questions share a counter") {
    constexpr std::uint64_t kSeed = 0x0000000500000006;
    CHECK(StepDraws{kSeed, 0xFFFF, 9}.block(8, 0) == philox_block(8, {9, 0x0000FFFF, 0, 6, 5}));
    CHECK(StepDraws{kSeed, 0, 9}.block(8, 0xFFFF) == philox_block(8, {9, 0xFFFF0000, 0, 6, 5}));
    CHECK(StepDraws{kSeed, 3, 9}.shared_word(35) == philox_block(8, {9, 3, 1, 6, 5})[3]);
  }

  TEST_CASE("a shared word is never a word of an agent's own block of the same stream") {
    const StepDraws draws{1, 2, 3};
    for (std::uint32_t agent = 0; agent < 1000; ++agent) {
      CAPTURE(agent);
      CHECK(draws.shared_word(agent) != draws.block(agent / 4)[agent % 4]);
    }
  }

  TEST_CASE("words of two streams, steps, seeds or neighbours are independent") {
    const double limit = testing::four_deviations(255);
    const std::vector<std::uint32_t> words = many_words({1, 1, 1});
    std::vector<std::uint32_t> neighbour = words;
    std::rotate(neighbour.begin(), neighbour.begin() + 1, neighbour.end());
    std::vector<std::uint32_t> own;
    for (std::uint32_t agent = 0; agent < words.size(); ++agent)
      own.push_back(StepDraws{1, 1, 1}.block(agent)[0]);
    CHECK(pair_chi_square(words, many_words({1, 2, 1})) < limit);
    CHECK(pair_chi_square(words, many_words({1, 1, 2})) < limit);
    CHECK(pair_chi_square(words, many_words({2, 1, 1})) < limit);
    CHECK(pair_chi_square(words, neighbour) < limit);
    CHECK(pair_chi_square(words, own) < limit);
    CHECK(pair_chi_square(words, words) > 10.0 * limit);  // the test can fail
  }

  TEST_CASE("a word as a number lies strictly between 0 and 1") {
    CHECK(unit_interval(0) > 0.0);
    CHECK(unit_interval(0) == 0x1p-33);
    CHECK(unit_interval(0xFFFFFFFF) < 1.0);
    CHECK(unit_interval(0x80000000) == 0.5 + 0x1p-33);
  }

  TEST_CASE("a threshold lets through its share of all words") {
    CHECK(threshold(0.0) == 0);
    CHECK(threshold(0x1p-32) == 1);
    CHECK(threshold(0.5) == 0x80000000U);
    CHECK(threshold(1.0) == 0xFFFFFFFFU);
    CHECK(threshold(1.0 - 0x1p-40) == 0xFFFFFFFFU);
    CHECK(threshold(0.05) == 214748364U);  // floor(0.05 * 2^32)
  }
}
}  // namespace yanzhen
