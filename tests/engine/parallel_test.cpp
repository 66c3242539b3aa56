#include "engine/parallel.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <bit>
#include <cstdint>
#include <numeric>
#include <vector>

#include "engine/random.hpp"

namespace yanzhen {
namespace {

constexpr int kThreads[] = {1, 2, 3, 8};

// Numbers over thirty powers of ten, so that the order of a sum shows in its last bits.
std::vector<double> uneven_numbers(std::uint32_t count) {
  std::vector<double> numbers;
  for (std::uint32_t k = 0; k < count; ++k) {
    const RandomBlock block = StepDraws{1, 1, 1}.block(k);
    numbers.push_back((unit_interval(block[0]) - 0.5) *
                      std::bit_cast<double>(std::uint64_t{1023 - 50 + block[1] % 100} << 52));
  }
  return numbers;
}

}  // namespace

TEST_SUITE("engine/parallel") {
  TEST_CASE("workers have as many threads as were asked for, more than the machine has too") {
    for (const int threads : kThreads) {
      Workers workers{threads};
      CHECK(workers.threads() == threads);
    }
    CHECK(Workers{}.threads() >= 1);
    CHECK(Workers{2}.run([] { return 42; }) == 42);
  }

  TEST_CASE("every row is visited once, whatever the grain and the threads") {
    for (const int threads : kThreads)
      for (const std::size_t count : {0U, 1U, 7U, 8U, 9U, 1000U}) {
        CAPTURE(threads);
        CAPTURE(count);
        std::vector<int> visits(count, 0);
        Workers workers{threads};
        workers.run([&] { for_each_row(count, 8, [&](std::size_t row) { ++visits[row]; }); });
        CHECK(std::all_of(visits.begin(), visits.end(), [](int n) { return n == 1; }));
      }
  }

  TEST_CASE("blocks are cut by the grain alone") {
    std::vector<std::size_t> begins(4, 99);
    std::vector<std::size_t> ends(4, 99);
    for_each_block(31, 10, [&](std::size_t block, std::size_t begin, std::size_t end) {
      begins[block] = begin;
      ends[block] = end;
    });
    CHECK(begins == std::vector<std::size_t>{0, 10, 20, 30});
    CHECK(ends == std::vector<std::size_t>{10, 20, 30, 31});
  }

  TEST_CASE("a sum over blocks has the same bits for 1, 2, 3 and 8 threads, time after time") {
    const std::vector<double> numbers = uneven_numbers(100'000);
    const auto part = [&](std::size_t begin, std::size_t end) {
      return std::accumulate(numbers.begin() + static_cast<std::ptrdiff_t>(begin),
                             numbers.begin() + static_cast<std::ptrdiff_t>(end), 0.0);
    };
    const double expected = Workers{1}.run([&] { return blockwise_sum(numbers.size(), 100, part); });
    CHECK(expected != part(0, numbers.size()));  // the order does show in the last bits
    for (const int threads : kThreads)
      for (int again = 0; again < 10; ++again) {
        CAPTURE(threads);
        Workers workers{threads};
        const double sum = workers.run([&] { return blockwise_sum(numbers.size(), 100, part); });
        CHECK(std::bit_cast<std::uint64_t>(sum) == std::bit_cast<std::uint64_t>(expected));
      }
  }

  TEST_CASE("counters of all threads add up, and are empty after they were collected") {
    for (const int threads : kThreads) {
      CAPTURE(threads);
      ThreadCounts<std::uint32_t> counts{5};
      Workers workers{threads};
      std::vector<std::int64_t> total(5, 0);
      for (std::int64_t round = 1; round <= 2; ++round) {
        workers.run([&] { for_each_row(100'000, 100, [&](std::size_t row) { ++counts.mine()[row % 5]; }); });
        counts.collect(total);
        CHECK(total == std::vector<std::int64_t>(5, 20'000 * round));
      }
    }
  }
}
}  // namespace yanzhen
