#include "tools/lockin_report.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "engine/diagnostic.hpp"
#include "tools/command.hpp"
#include "tools/lockin_examples.hpp"
#include "tools/lockin_scenarios.hpp"

namespace yanzhen::tools {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

Watched watched(std::vector<std::uint64_t> seeds) {
  return {"size", "persons", Clock{date_from("2000").value(), date_from("2010").value(), StepLength::year},
          std::move(seeds)};
}

// Everything that the words say, as one text.
std::string words(const LockInReport& report) {
  std::string text;
  for (const std::string& sentence : report.sentences) text += sentence + "\n";
  return text;
}

// Every array is as long as its dimensions say.
void check_shapes(const LockInReport& report) {
  for (const ResultArray& array : report.arrays) {
    CAPTURE(array.name);
    std::size_t length = 1;
    for (const std::string& name : array.dimensions)
      for (const ResultDimension& dimension : report.dimensions)
        if (dimension.name == name) length *= dimension.length();
    CHECK(array.values.size() == length);
  }
}

TEST_CASE("a loop is told with its area, where it jumps and how many seeds return") {
  const HysteresisSettings asked{{"p", 0, 2, {}}, 3, 5};
  const std::vector<lock_in::Loop> loops{{{0, 0, 1}, {0, 1, 1}}, {{0, 0, 1}, {1, 1, 1}}};
  const LockInReport found = report(watched({1, 2}), asked, loops);
  check_shapes(found);
  CHECK(words(found).find("an area of 1.25 (median of 2 seeds; 1 to 1.5)") != std::string::npos);
  CHECK(words(found).find("in 1 of 2 seeds") != std::string::npos);
  CHECK(words(found).find("on the way up it jumps between 1 and 2 (100 % of the way)") != std::string::npos);
}

TEST_CASE("thresholds are told by median and range, and what is not one in words") {
  const EscapeSettings asked{{"p", 0, 1, {}}, .1, 2};
  const auto number = [](double v) { return v >= 0.45 ? 3.0 : 1.0; };
  std::vector<lock_in::Escape> by_seed{lock_in::find_escape(asked, number)};
  LockInReport found = report(watched({18446744073709551615ULL}), asked, by_seed);
  check_shapes(found);
  CHECK(std::get<std::string>(found.by_seed.rows[0][0]) == "18446744073709551615");
  CHECK(words(found) ==
        "The smallest p after which size at the end is at least 2 times its twin's is 0.5, found to 0.1.\n");

  by_seed.push_back(lock_in::find_escape(asked, [](double) { return 1.0; }));
  by_seed.push_back(lock_in::find_escape(asked, [](double) { return 0.0; }));
  found = report(watched({1, 2, 3}), asked, by_seed);
  check_shapes(found);
  CHECK(words(found).find("In 1 of 3 seeds not even p = 1 escapes.") != std::string::npos);
  CHECK(words(found).find("nothing to escape from") != std::string::npos);
}

TEST_CASE("twins that part are told with the date before, in every seed and first of all") {
  const lock_in::Path twin{{0, 1, 2}, {2000, 2001, 2002}, {1, 1, 1}, {1, 2, 3}};
  const lock_in::Path scenario{{0, 1, 2}, {2000, 2001, 2002}, {1, 1, 2}, {1, 2, 4}};
  const LockInReport found = report(watched({5}), {"p=0"}, lock_in::join({scenario}, {twin}));
  check_shapes(found);
  CHECK(std::get<std::string>(found.by_seed.rows[0][1]) == "2001-01-01");
  CHECK(words(found).find("The scenario has 2 times as much as its twin.") != std::string::npos);
  const LockInReport same = report(watched({5}), {"p=0"}, lock_in::join({twin}, {twin}));
  CHECK(words(same) == "The twins are equal to the end: the settings changed nothing.\n");
}

TEST_CASE(
    "parts of persistence are told: what is due to a mechanism, what works against, what is not known") {
  const auto off = [](const char* name, double persistence, double explained) {
    return lock_in::MechanismOff{
        name, {persistence}, lock_in::summarize(std::vector<double>{persistence}), persistence, explained};
  };
  const std::vector<lock_in::MechanismOff> some{off("", .8, kUnknown), off("borders", .2, .75),
                                                off("noise", 1, -.25), off("rent", kUnknown, kUnknown)};
  const LockInReport found = report(watched({1}), "the effect on size", some);
  check_shapes(found);
  CHECK(words(found).find("Without borders it is 0.2: 75 % of it is due to borders.") != std::string::npos);
  CHECK(words(found).find("noise works against it") != std::string::npos);
  CHECK(words(found).find("Without rent nothing can be told") != std::string::npos);
  const std::vector<lock_in::MechanismOff> none{off("", kUnknown, kUnknown), off("borders", .2, kUnknown)};
  CHECK(
      words(report(watched({1}), "the effect on size", none)).find("no persistence of the effect on size") !=
      std::string::npos);
}

TEST_CASE("persistence is told for few years, and kept for all of them") {
  const lock_in::CellSeries series{4, 1, 2, {1, 2, 2, 1, 2, 1, 2, 1}};
  lock_in::CellPanel panel;
  panel.name = "size";
  panel.place = {"city", "city", {"Here"}, {}};
  panel.kind = {"industry", "industry", {"a", "b"}, {}};
  const std::vector<lock_in::Persistence> by_seed{lock_in::persistence_of(series, false)};
  const LockInReport found = report(watched({1}), panel, by_seed);
  check_shapes(found);
  CHECK(found.by_seed.columns ==
        std::vector<std::string>{"seed", "after_1", "after_2", "leader_life", "specialisation_life"});
  CHECK(words(found).find("There was no specialisation.") != std::string::npos);
}

TEST_CASE("seeds go on from the scenario's, as far as there are seeds") {
  CHECK(seeds_from(7, 3) == std::vector<std::uint64_t>{7, 8, 9});
  CHECK(seeds_from(9223372036854775807ULL, 1).size() == 1);
  CHECK_THROWS_AS(static_cast<void>(seeds_from(9223372036854775807ULL, 2)), UsageError);
}

TEST_CASE("the names of experiments are read as they are written") {
  for (const char* const word : {"hysteresis", "escape", "twins", "decompose", "persistence"})
    CHECK(to_word(lock_in_what_from(word).value()) == word);
  CHECK_FALSE(lock_in_what_from("loop"));
}

}  // namespace
}  // namespace yanzhen::tools
