#include "models/experiment/factor_values.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <set>

#include "io/toml_reader.hpp"
#include "io/toml_section.hpp"
#include "tests/experiment/factors.hpp"
#include "tests/support/chi_square.hpp"

namespace yanzhen::experiment {
namespace {

using testing::log_range;
using testing::named;
using testing::range;
using testing::whole;

// What a scenario reads in a setting of the factor.
TomlValue read_back(const FactorSettings& factor, double entry) {
  const std::string setting = settings_of(factor, entry).at(0);
  return toml_value_or_text(setting.substr(setting.find('=') + 1), {});
}

std::uint64_t bits_of(double number) { return std::bit_cast<std::uint64_t>(number); }

std::vector<double> grid_of(const FactorSettings& factor) {
  std::vector<double> entries;
  for (std::size_t k = 0; k < grid_size(factor); ++k) entries.push_back(grid_entry(factor, k));
  return entries;
}

// How often each entry comes in an even walk through the unit interval.
std::vector<int> sampled_counts(const FactorSettings& factor, std::size_t entries, int walk) {
  std::vector<int> counts(entries, 0);
  for (int k = 0; k < walk; ++k)
    ++counts.at(static_cast<std::size_t>(sampled_entry(factor, (k + .5) / walk) - factor.from));
  return counts;
}

}  // namespace

TEST_SUITE("experiment/factor_values") {
  TEST_CASE("a number in a setting is read back bit for bit, whatever it is") {
    const double numbers[] = {
        0.1,  1.0 / 3, 0.1 + 0.2, 1e300, 5e-324, 1e16, 1e17, 9007199254740993.0,    1e22,
        -0.0, 0.0,     -12,       12.5,  2e-7,   3e5,  1e18, 9223372036854775808.0, 1e15 + .5};
    for (const double number : numbers) {
      CAPTURE(number);
      const std::optional<double> read = number_in(read_back(range(-1, 1), number));
      REQUIRE(read.has_value());
      CHECK(bits_of(*read) == bits_of(number));
    }
  }

  TEST_CASE("a whole number in a setting is one that a whole-number key takes") {
    for (const double number : {0.0, 1.0, 12.0, -3.0, 1e15, 1e17}) {
      CAPTURE(number);
      const TomlValue read = read_back(range(0, 1e18), number);
      REQUIRE(std::holds_alternative<std::int64_t>(read.value));
      CHECK(static_cast<double>(std::get<std::int64_t>(read.value)) == number);
    }
    CHECK(settings_of(range(0, 20), 12) == std::vector<std::string>{"a.path=12"});
  }

  TEST_CASE("a number goes to all of the factor's paths, a level says its own settings") {
    FactorSettings two = range(0, 1);
    two.paths = {"a.b", "c.\"d e\""};
    CHECK(settings_of(two, .25) == std::vector<std::string>{"a.b=0.25", "c.\"d e\"=0.25"});
    const FactorSettings strategy = named({"imitate", "smart"});
    CHECK(settings_of(strategy, 1) == std::vector<std::string>{"policy.smart=true", "x=1"});
  }

  TEST_CASE("tables show a range's number, a named level's name and position, a number level's number") {
    CHECK(text_of(range(0, 1), .5) == "0.5");
    CHECK(number_of(range(0, 1), .5) == .5);
    const FactorSettings strategy = named({"imitate", "smart"});
    CHECK(text_of(strategy, 1) == "smart");
    CHECK(number_of(strategy, 1) == 1);
    FactorSettings split;
    split.levels = {{"0.3", {"a=0.3"}, 0.3, {}}, {"0.9", {"a=0.9"}, 0.9, {}}};
    CHECK(text_of(split, 1) == "0.9");
    CHECK(number_of(split, 1) == 0.9);
  }

  TEST_CASE("the ends of a grid are the ends of the range bit for bit, on either scale") {
    for (const FactorSettings& factor : {range(0.1, 0.7, 5), range(1.0 / 3, 2.0 / 3, 7), range(-1e-7, 1e9, 3),
                                         log_range(0.1, 0.7, 5), log_range(1e-9, 1.0 / 3, 7)}) {
      CAPTURE(factor.to);
      CHECK(bits_of(grid_of(factor).front()) == bits_of(factor.from));
      CHECK(bits_of(grid_of(factor).back()) == bits_of(factor.to));
      CHECK(bits_of(nearest_entry(factor, 0)) == bits_of(factor.from));
      CHECK(bits_of(nearest_entry(factor, 1)) == bits_of(factor.to));
    }
  }

  TEST_CASE("a grid between decimal ends has the decimal numbers that one would write") {
    CHECK(grid_of(range(0, 1, 11)) == std::vector<double>{0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1});
    CHECK(grid_of(range(-.1, .2, 4)) == std::vector<double>{-.1, 0, .1, .2});
    CHECK(grid_of(range(-.3, .1, 5)) == std::vector<double>{-.3, -.2, -.1, 0, .1});
    CHECK(grid_of(log_range(.001, 1000, 7)) == std::vector<double>{.001, .01, .1, 1, 10, 100, 1000});
    CHECK(grid_of(whole(range(1, 10, 4))) == std::vector<double>{1, 4, 7, 10});
    CHECK(grid_of(whole(log_range(1, 100, 3))) == std::vector<double>{1, 10, 100});
  }

  TEST_CASE("a sampled number lies at its share of the range, in logarithms where asked") {
    CHECK(sampled_entry(range(-2, 6), .25) == 0);
    // exp and log are good to two units in the last place; a logarithm of 5 carries that to 10 of the number.
    CHECK(sampled_entry(log_range(.01, 100), .5) == doctest::Approx(1).epsilon(1e-14));
    CHECK(sampled_entry(log_range(2, 32), .75) == doctest::Approx(16).epsilon(1e-14));
    for (const double unit : {0x1p-53, .1, .9, 1 - 0x1p-53}) {
      CHECK(sampled_entry(log_range(.3, .4), unit) >= .3);
      CHECK(sampled_entry(log_range(.3, .4), unit) <= .4);
    }
  }

  TEST_CASE("each whole number and each level is as likely as the others") {
    CHECK(sampled_counts(whole(range(3, 9)), 7, 7'000) == std::vector<int>(7, 1'000));
    CHECK(sampled_counts(whole(range(-1, 1)), 3, 3'000) == std::vector<int>(3, 1'000));
    CHECK(sampled_counts(named({"a", "b", "c"}), 3, 3'000) == std::vector<int>(3, 1'000));
    CHECK(sampled_entry(whole(range(3, 9)), 1) == 9);
    CHECK(sampled_entry(named({"a", "b", "c"}), 1) == 2);
  }

  TEST_CASE("on a logarithmic scale a whole number w has the part ln((w + 1) / w) of the interval") {
    constexpr int kWalk = 100'000;
    const std::vector<int> counts = sampled_counts(whole(log_range(1, 5)), 5, kWalk);
    for (int w = 1; w <= 5; ++w) {
      CAPTURE(w);
      const double part = std::log((w + 1.0) / w) / std::log(6.0);
      // An even walk counts an interval to one at each end.
      CHECK(std::abs(counts[static_cast<std::size_t>(w - 1)] - part * kWalk) <= 2);
    }
  }

  TEST_CASE("places more than half of the range apart are never the same entry") {
    for (const FactorSettings& factor :
         {whole(range(1, 2)), whole(log_range(1, 2)), whole(log_range(1, 3)), whole(log_range(2, 4)),
          whole(range(0, 7)), named({"a", "b"}), named({"a", "b", "c"})})
      for (std::uint32_t levels = 2; levels <= 64; levels += 2)
        for (std::uint32_t low = 0; low < levels / 2; ++low) {
          CAPTURE(factor.to);
          CAPTURE(levels);
          CAPTURE(low);
          const double before = nearest_entry(factor, low / (levels - 1.0));
          CHECK(nearest_entry(factor, (low + levels / 2) / (levels - 1.0)) > before);
        }
  }

  TEST_CASE("the place of an entry in its range goes from 0 to 1, in logarithms where asked") {
    CHECK(place_in_range(range(2, 6), 2) == 0);
    CHECK(place_in_range(range(2, 6), 3) == .25);
    CHECK(place_in_range(range(2, 6), 6) == 1);
    CHECK(place_in_range(log_range(.01, 100), 1) == doctest::Approx(.5).epsilon(1e-15));
    CHECK(place_in_range(log_range(.01, 100), 100) == 1);
    CHECK(place_in_range(named({"a", "b", "c"}), 1) == .5);
    CHECK(place_in_range(named({"only"}), 0) == 0);
  }
}

}  // namespace yanzhen::experiment
