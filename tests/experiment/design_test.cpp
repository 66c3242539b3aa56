#include "models/experiment/design.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>

#include "tests/experiment/factors.hpp"

namespace yanzhen::experiment {
namespace {

using testing::log_range;
using testing::named;
using testing::range;
using testing::whole;
using Factors = std::vector<FactorSettings>;

DesignSettings settings_for(DesignKind kind, std::uint32_t size) {
  DesignSettings settings;
  settings.kind = kind;
  (kind == DesignKind::morris ? settings.trajectories : settings.points) = size;
  return settings;
}

constexpr DesignKind kSamples[] = {DesignKind::latin_hypercube, DesignKind::sobol, DesignKind::saltelli,
                                   DesignKind::morris};

Factors all_kinds() {
  return {range(-1, 3), log_range(.01, 10), whole(range(2, 5)), whole(log_range(1, 1000)),
          named({"imitate", "smart", "none"})};
}

bool begins_with(const std::vector<double>& longer, const std::vector<double>& shorter) {
  return longer.size() > shorter.size() && std::equal(shorter.begin(), shorter.end(), longer.begin());
}

}  // namespace

TEST_SUITE("experiment/design") {
  TEST_CASE("a grid has every combination, the last factor runs fastest") {
    const Factors factors{range(0, 1, 3), named({"a", "b"}), whole(range(1, 10, 2))};
    DesignSettings settings;
    const Design design = make_design(settings, factors, 1);
    CHECK(design.points == 12);
    CHECK(count_points(settings, factors) == 12);
    std::size_t point = 0;
    for (const double first : {0.0, .5, 1.0})
      for (const double second : {0.0, 1.0})
        for (const double third : {1.0, 10.0}) {
          const auto entries = design.entries_of(point);
          CHECK(std::vector<double>(entries.begin(), entries.end()) == std::vector{first, second, third});
          const auto unit = design.unit_of(point++);
          CHECK(std::vector<double>(unit.begin(), unit.end()) ==
                std::vector{first, second, third == 1 ? 0.0 : 1.0});
        }
  }

  TEST_CASE("a list has the entries that were said, bit for bit") {
    DesignSettings settings;
    settings.kind = DesignKind::list;
    settings.list = {{0.1 + 0.2, 1}, {1.0 / 3, 0}, {-0.0, 1}};
    const Design design = make_design(settings, Factors{range(-1, 1), named({"a", "b"})}, 7);
    REQUIRE(design.points == 3);
    for (std::size_t point = 0; point < 3; ++point)
      for (std::size_t factor = 0; factor < 2; ++factor)
        CHECK(std::bit_cast<std::uint64_t>(design.entries_of(point)[factor]) ==
              std::bit_cast<std::uint64_t>(settings.list[point][factor]));
    CHECK(design.unit_of(1)[0] == (1.0 / 3 + 1) / 2);
  }

  TEST_CASE("grid and list do not depend on the master seed, samples do") {
    const Factors factors{range(0, 1, 3), range(0, 1, 3)};
    DesignSettings settings;
    CHECK(make_design(settings, factors, 1).entries == make_design(settings, factors, 2).entries);
    for (const DesignKind kind : kSamples) {
      CAPTURE(static_cast<int>(kind));
      const DesignSettings sample = settings_for(kind, 10);
      CHECK(make_design(sample, factors, 1).entries == make_design(sample, factors, 1).entries);
      CHECK(make_design(sample, factors, 1).entries != make_design(sample, factors, 2).entries);
    }
  }

  TEST_CASE("a design has as many points as were counted, whatever its kind") {
    const Factors factors = all_kinds();
    for (const DesignKind kind : kSamples) {
      CAPTURE(static_cast<int>(kind));
      const DesignSettings settings = settings_for(kind, 10);
      const Design design = make_design(settings, factors, 3);
      CHECK(design.points == count_points(settings, factors));
      CHECK(design.entries.size() == design.points * factors.size());
      CHECK(design.unit.size() == design.points * factors.size());
    }
    CHECK(count_points(settings_for(DesignKind::saltelli, 10), factors) == 10 * 7);
    CHECK(count_points(settings_for(DesignKind::morris, 10), factors) == 10 * 6);
    CHECK(count_points(settings_for(DesignKind::sobol, 10), factors) == 10);
  }

  TEST_CASE("more points than may be are counted without overflow") {
    const Factors many(40, range(0, 1, 4'000'000'000U));
    CHECK(count_points(DesignSettings{}, many) == kMostPoints + 1);
    for (const DesignKind kind : kSamples)
      CHECK(count_points(settings_for(kind, 4'000'000'000U), many) == kMostPoints + 1);
    CHECK(count_points(DesignSettings{}, Factors{range(0, 1, kMostPoints)}) == kMostPoints);
  }

  TEST_CASE("entries of every sample are in range, whole where asked, and every level comes") {
    const Factors factors = all_kinds();
    for (const DesignKind kind : kSamples) {
      CAPTURE(static_cast<int>(kind));
      const Design design = make_design(settings_for(kind, 100), factors, 5);
      std::set<double> wholes, levels;
      for (std::size_t point = 0; point < design.points; ++point) {
        const auto entries = design.entries_of(point);
        for (std::size_t k = 0; k < 4; ++k)
          REQUIRE((entries[k] >= factors[k].from && entries[k] <= factors[k].to));
        REQUIRE(entries[3] == std::floor(entries[3]));
        wholes.insert(entries[2]);
        levels.insert(entries[4]);
      }
      CHECK(wholes == std::set<double>{2, 3, 4, 5});
      CHECK(levels == std::set<double>{0, 1, 2});
    }
  }

  TEST_CASE("sobol, saltelli and morris that grow keep the points they had") {
    const Factors factors = all_kinds();
    for (const DesignKind kind : {DesignKind::sobol, DesignKind::saltelli, DesignKind::morris})
      for (const std::uint32_t fewer : {1U, 3U, 32U}) {
        CAPTURE(static_cast<int>(kind));
        CAPTURE(fewer);
        const Design small = make_design(settings_for(kind, fewer), factors, 9);
        const Design large = make_design(settings_for(kind, 50), factors, 9);
        CHECK(begins_with(large.entries, small.entries));
        CHECK(begins_with(large.unit, small.unit));
      }
  }

  TEST_CASE("a design of one factor and a factor of one level are designs") {
    for (const DesignKind kind : kSamples) {
      CAPTURE(static_cast<int>(kind));
      CHECK(make_design(settings_for(kind, 1), Factors{range(0, 1)}, 1).points >= 1);
      const Design only = make_design(settings_for(kind, 4), Factors{named({"only"})}, 1);
      CHECK(only.entries == std::vector<double>(only.points, 0.0));
    }
  }

  TEST_CASE("designs without points are empty") {
    for (const DesignKind kind : kSamples)
      CHECK(make_design(settings_for(kind, 0), Factors{range(0, 1)}, 1).entries.empty());
    DesignSettings list;
    list.kind = DesignKind::list;
    CHECK(make_design(list, Factors{range(0, 1)}, 1).points == 0);
  }

  TEST_CASE("seeds of replicates have 53 bits and differ between replicates and master seeds") {
    std::set<std::uint64_t> seeds;
    std::uint64_t all_bits = 0;
    for (std::uint64_t master = 0; master < 300; ++master)
      for (std::uint32_t replicate = 0; replicate < 300; ++replicate) {
        seeds.insert(replicate_seed(master, replicate));
        all_bits |= replicate_seed(master, replicate);
      }
    CHECK(seeds.size() == 300 * 300);
    CHECK(all_bits == (std::uint64_t{1} << 53) - 1);
    CHECK(replicate_seed(std::uint64_t{1} << 63, 0) != replicate_seed(0, 0));
  }

  TEST_CASE("what this version chooses stays what it is: sweeps go on where they stopped") {
    CHECK(replicate_seed(1, 0) == 7615761068737889);
    CHECK(replicate_seed(1, 1) == 2364308256324205);
    const Factors two{range(0, 1), range(0, 1)};
    CHECK(make_design(settings_for(DesignKind::sobol, 2), two, 1).unit ==
          std::vector<double>{0.54398782369235421, 0.26481590340752514, 0.043987823692354211,
                              0.76481590340752514});
    CHECK(make_design(settings_for(DesignKind::latin_hypercube, 2), two, 1).unit ==
          std::vector<double>{0.7831175709143281, 0.041933332569897175, 0.26058000419288874,
                              0.8105728579685092});
    const std::vector<double> trajectory{0, 1.0 / 3, 2.0 / 3, 1.0 / 3, 2.0 / 3, 1};
    CHECK(make_design(settings_for(DesignKind::morris, 1), two, 1).unit == trajectory);
  }
}

}  // namespace yanzhen::experiment
