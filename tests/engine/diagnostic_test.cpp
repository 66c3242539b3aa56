#include "engine/diagnostic.hpp"

#include <doctest/doctest.h>

namespace yanzhen {
namespace {

// Field by field: g++ 12 warns wrongly (maybe-uninitialized) of a Diagnostic that is written as one list.
std::string text_of(const Place& where, const std::string& problem, const std::string& hint) {
  Diagnostic diagnostic;
  diagnostic.where = where;
  diagnostic.problem = problem;
  diagnostic.hint = hint;
  return to_text(diagnostic);
}

}  // namespace

TEST_SUITE("engine/diagnostic") {
  TEST_CASE("a problem reads file, line, column, what is wrong, and how to mend it") {
    CHECK(text_of({"a.toml", 14, 9}, "x is 2, allowed is 0 to 1", "write 0.5") ==
          "a.toml:14:9: error: x is 2, allowed is 0 to 1\n    hint: write 0.5");
    CHECK(text_of({"a.toml", 14, 0}, "no", "") == "a.toml:14: error: no");
    CHECK(text_of({"a.toml", 0, 0}, "no", "") == "a.toml: error: no");
    CHECK(text_of({}, "no", "") == "error: no");
  }

  TEST_CASE("all problems are told at once, in the order found") {
    Problems problems;
    CHECK_FALSE(problems.any());
    problems.throw_if_any();  // nothing to throw
    problems.add({"a", 1, 1}, "first");
    problems.add({"b", 2, 2}, "second", "hint");
    CHECK(problems.count() == 2);
    try {
      problems.throw_if_any();
      FAIL("should have thrown");
    } catch (const ScenarioError& error) {
      CHECK(error.diagnostics().size() == 2);
      CHECK(std::string{error.what()} == "a:1:1: error: first\nb:2:2: error: second\n    hint: hint");
    }
  }

  TEST_CASE("after a hundred problems they are counted but no longer kept") {
    Problems problems;
    for (int k = 0; k < 250; ++k) problems.add({}, "again");
    CHECK(problems.count() == 250);
    CHECK(problems.list().size() == Problems::kMost);
  }

  TEST_CASE("a note is no problem") {
    Problems problems;
    problems.note("filled by the mean");
    CHECK_FALSE(problems.any());
    CHECK(problems.notes() == std::vector<std::string>{"filled by the mean"});
  }

  TEST_CASE("the nearest name is found by letters, in Latin and in Chinese") {
    const std::vector<std::string> names{"Jiaxing", "Suzhou", "Huzhou",
                                         "嘉兴",    "苏州",   "firms.relocation.sensitivity"};
    CHECK(nearest_name("Jiaxin", names) == "Jiaxing");
    CHECK(nearest_name("JIAXING", names) == "Jiaxing");
    CHECK(nearest_name("Suhzou", names) == "Suzhou");  // two letters swapped are two edits: a third of six
    CHECK(nearest_name("嘉心", names) == "嘉兴");      // one letter of two, though three bytes
    CHECK(nearest_name("苏洲", names) == "苏州");
    CHECK(nearest_name("firm.relocation.sensitivty", names) == "firms.relocation.sensitivity");
  }

  TEST_CASE("a name too far from all has no nearest, and neither has a very long one") {
    const std::vector<std::string> names{"Jiaxing", "Suzhou", "嘉兴"};
    CHECK(nearest_name("Beijing", names).empty());
    CHECK(nearest_name("北京", names).empty());
    CHECK(nearest_name("9", std::vector<std::string>{"1", "x"}).empty());  // nothing of it would be left
    CHECK(nearest_name("x", std::vector<std::string>{"xy"}) == "xy");
    CHECK(nearest_name(std::string(100'000, 'x'), names).empty());
    CHECK(nearest_name("Suzhou", std::vector<std::string>{}).empty());
  }

  TEST_CASE("broken UTF-8 is compared byte by byte and harms nothing") {
    const std::vector<std::string> names{"\xE8\x8B", "\xFF", "ab"};
    CHECK(nearest_name("\xE8\x8B", names) == "\xE8\x8B");
    CHECK(nearest_name("a\xF0", names) == "ab");
  }
}
}  // namespace yanzhen
