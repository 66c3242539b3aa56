//! \file  Thousands of damaged inputs, the same ones on every machine: nothing may crash, hang or pass
//! without a word.
#include <doctest/doctest.h>

#include <array>
#include <random>
#include <sstream>

#include "io/csv_file.hpp"
#include "io/outlines_file.hpp"
#include "io/scenario_file.hpp"
#include "io/sweep_reader.hpp"
#include "io/sweep_setting.hpp"
#include "tests/io/sample_model.hpp"
#include "tests/io/sample_sweep_plan.hpp"
#include "tests/io/scratch_folder.hpp"

using namespace yanzhen;

namespace {

constexpr int kDamagedInputs = 3000;

// Damages a text in one to four places.
class Damage {
 public:
  explicit Damage(std::uint32_t seed) : random_{seed} {}

  std::string operator()(std::string text) {
    for (std::uint32_t places = 1 + below(4); places > 0 && !text.empty(); --places) once(text);
    return text;
  }

 private:
  // mt19937 is the same everywhere; the distributions of the standard library are not.
  std::uint32_t below(std::size_t count) { return static_cast<std::uint32_t>(random_() % count); }

  void once(std::string& text) {
    static const std::array<std::string, 16> pieces{
        "\"",    ",",     "\n", "\r\n", ".",   "=",    "[",
        "]",     "{",     "}",  "-",    "nan", "\xFF", std::string(1, '\0'),
        "1e999", "\"\"\""};
    const std::uint32_t kind = below(5);
    const std::uint32_t at = below(text.size());
    const std::uint32_t to = below(text.size());
    const std::uint32_t amount = below(256);
    switch (kind) {
      case 0:
        text[at] = static_cast<char>(amount);
        break;
      case 1:
        text.insert(at, pieces[amount % pieces.size()]);
        break;
      case 2:
        text.erase(at, 1 + amount % 8);
        break;
      case 3:
        text.insert(to, text.substr(at, 1 + amount % 40));
        break;
      default:
        text.resize(at);
        break;
    }
  }

  std::mt19937 random_;
};

}  // namespace

TEST_SUITE("io/damaged inputs") {
  TEST_CASE("a damaged table is read, or refused with a reason and a place in it") {
    int refused = 0;
    for (std::uint32_t seed = 0; seed < kDamagedInputs; ++seed) {
      CAPTURE(seed);
      const bool matrix = seed % 2 == 1;
      std::istringstream text{Damage{seed}(matrix ? sample::kInputOutput : sample::kCities)};
      Problems problems;
      const TableSpec spec = matrix ? sample::input_output() : sample::cities();
      const auto table = parse_csv(text, "t.csv", spec, problems);
      CHECK(table.has_value() == !problems.any());
      if (table) {
        for (const Table::Column& column : table->columns())
          if (column.present) CHECK(column.character.size() == table->rows());
      }
      for (const Diagnostic& one : problems.list()) CHECK(one.where.file == "t.csv");
      refused += table ? 0 : 1;
    }
    CHECK(refused > kDamagedInputs / 2);  // the damage is real
    CHECK(refused < kDamagedInputs);      // and does not always matter
  }

  TEST_CASE("a damaged scenario is read, or refused with a reason, and what is read reads again the same") {
    const sample::ScratchFolder folder;
    folder.write("cities.csv", sample::kCities);
    int refused = 0;
    for (std::uint32_t seed = 0; seed < kDamagedInputs; ++seed) {
      CAPTURE(seed);
      Problems problems;
      const auto scenario =
          parse_scenario(Damage{seed}(sample::kScenario + sample::kPolicies + sample::kLockIn),
                         folder / "s.toml", sample::models(), {}, problems);
      CHECK(scenario.has_value() == !problems.any());
      refused += scenario ? 0 : 1;
      if (!scenario) continue;
      const auto again =
          parse_scenario(scenario->resolved, folder / "s.toml", sample::models(), {}, problems);
      REQUIRE(again);
      CHECK(again->resolved == scenario->resolved);
      CHECK(again->clock.steps() == scenario->clock.steps());
      CHECK(again->policies.size() == scenario->policies.size());
    }
    CHECK(refused > kDamagedInputs / 2);
    CHECK(refused < kDamagedInputs);
  }

  TEST_CASE("a damaged sweep file is read, or refused with a reason and a place in it") {
    int refused = 0;
    for (std::uint32_t seed = 0; seed < kDamagedInputs; ++seed) {
      CAPTURE(seed);
      Problems problems;
      const auto sweep = parse_sweep(Damage{seed}(sample::kSweep), "s.toml", problems);
      CHECK(sweep.has_value() == !problems.any());
      for (const Diagnostic& one : problems.list()) CHECK(one.where.file == "s.toml");
      refused += sweep ? 0 : 1;
      if (!sweep) continue;
      for (const std::vector<double>& point : sweep->design.list)
        CHECK(point.size() == sweep->factors.size());
      for (const std::string& one : sweep->settings) {
        const std::string value = one.substr(one.find('=') + 1);
        CHECK(sweep_value(toml_value_or_text(value, {})) == value);
      }
    }
    CHECK(refused > kDamagedInputs / 2);
    CHECK(refused < kDamagedInputs);
  }

  TEST_CASE("a damaged --set and a damaged map never crash") {
    for (std::uint32_t seed = 0; seed < kDamagedInputs; ++seed) {
      CAPTURE(seed);
      Problems problems;
      const std::string assignment =
          Damage{seed}("parameters.\"firms.relocation.sensitivity\"=[{ a = 2.5 }]");
      CHECK_FALSE(parse_scenario("", "s.toml", sample::models(), {{assignment}, {}}, problems));
      const std::string policy = Damage{seed}("policy.enclave.tax_split=[{ until = 2011, origin = 0.5 }]");
      const auto changed = parse_scenario(sample::kScenario + sample::kPolicies, "s.toml", sample::models(),
                                          {{policy}, {}}, problems);
      CHECK_FALSE(changed.has_value());  // cities.csv is not here
      const std::string lock_in = Damage{seed}("lockin.decompose.switches.borders=[\"b.c=0\"]");
      CHECK_FALSE(parse_scenario(sample::kScenario + sample::kLockIn, "s.toml", sample::models(),
                                 {{lock_in}, {}}, problems));
      check_outlines(Damage{seed}(R"({"type": "FeatureCollection", "features": [{"a": [1.5, "\u4e0a"]}]})"),
                     "m.json", problems);
    }
  }
}
