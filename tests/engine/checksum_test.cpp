#include "engine/checksum.hpp"

#include <doctest/doctest.h>

#include <array>
#include <set>

namespace yanzhen {
namespace {

template <class T, std::size_t N>
std::uint64_t checksum_of(const std::array<T, N>& values) {
  Checksum checksum;
  checksum.add(std::span<const T>{values});
  return checksum.value();
}

}  // namespace

TEST_SUITE("engine/checksum") {
  TEST_CASE("the same numbers give the same checksum, whatever holds them") {
    CHECK(checksum_of(std::array<std::int64_t, 3>{1, 2, 3}) ==
          checksum_of(std::array<std::uint16_t, 3>{1, 2, 3}));
    CHECK(checksum_of(std::array<std::int32_t, 1>{-1}) == checksum_of(std::array<std::int64_t, 1>{-1}));
  }

  TEST_CASE("order, number and each bit of the values matter") {
    CHECK(checksum_of(std::array{1, 2}) != checksum_of(std::array{2, 1}));
    CHECK(checksum_of(std::array{0}) != checksum_of(std::array{0, 0}));
    std::set<std::uint64_t> seen;
    for (int bit = 0; bit < 64; ++bit) {
      Checksum checksum;
      checksum.add(std::uint64_t{1} << bit);
      checksum.add(7);
      seen.insert(checksum.value());
    }
    CHECK(seen.size() == 64);
  }

  TEST_CASE("asking for the value does not change it") {
    Checksum checksum;
    checksum.add(5);
    CHECK(checksum.value() == checksum.value());
  }
}
}  // namespace yanzhen
