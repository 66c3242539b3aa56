#include "tools/command.hpp"

#include <doctest/doctest.h>

namespace yanzhen::tools {
namespace {

CommandSpec sample() {
  CommandSpec spec;
  spec.name = "run";
  spec.summary = "Runs.";
  spec.words = {{"SCENARIO", true, "a file"}, {"OTHER", false, "another"}};
  spec.options = {{"output", 'o', "FILE", "where to"},
                  {"set", 0, "PATH=VALUE", "one value"},
                  {"seed", 0, "N", "a seed"},
                  {"force", 'f', "", "replace"}};
  spec.examples = {{"yanzhen run a.toml", "runs it"}};
  return spec;
}

Arguments read(std::vector<std::string> words) { return read_arguments(sample(), "yanzhen", words); }

std::string mistake(std::vector<std::string> words) {
  try {
    static_cast<void>(read(std::move(words)));
  } catch (const UsageError& error) {
    return std::string{error.what()} + " | " + error.hint();
  }
  return "none";
}

}  // namespace

TEST_SUITE("tools/command") {
  TEST_CASE("words and options come back as they were typed, in any order") {
    const Arguments arguments = read({"-o", "x.h5", "a.toml", "--force", "--seed=7", "b.toml"});
    CHECK(arguments.words == std::vector<std::string>{"a.toml", "b.toml"});
    CHECK(arguments.value("output") == "x.h5");
    CHECK(arguments.has("force"));
    CHECK(arguments.whole_number("seed", 0, 10) == 7);
    CHECK_FALSE(arguments.value("set").has_value());
    CHECK(arguments.line == "yanzhen run -o x.h5 a.toml --force --seed=7 b.toml");
  }
  TEST_CASE("a repeated option keeps every value, commas and equal signs included") {
    const Arguments arguments =
        read({"a.toml", "--set", "x=[1,2]", "--set=y=\"a=b, c\"", "--set", "市=上海"});
    CHECK(arguments.all("set") == std::vector<std::string>{"x=[1,2]", "y=\"a=b, c\"", "市=上海"});
  }
  TEST_CASE("an unknown option is refused with the nearest one") {
    CHECK(mistake({"a.toml", "--outptu", "x"}) ==
          "`yanzhen run` has no option --outptu | did you mean --output? `yanzhen help run` shows all "
          "options.");
    CHECK(mistake({"a.toml", "--zzz=1"}) ==
          "`yanzhen run` has no option --zzz | `yanzhen help run` shows all options.");
    CHECK(mistake({"a.toml", "-x"}).find("has no option -x") != std::string::npos);
  }
  TEST_CASE("too few and too many words are told, with an example") {
    CHECK(mistake({}) == "`yanzhen run` needs SCENARIO: a file | for example: yanzhen run a.toml");
    CHECK(mistake({"a", "b", "c"}).find("\"c\" is one more") != std::string::npos);
  }
  TEST_CASE("an option without its value is refused") {
    CHECK(mistake({"a.toml", "--output"}).find("output") != std::string::npos);
  }
  TEST_CASE("asking for help needs nothing else") {
    CHECK(read({"--help"}).has("help"));
    CHECK(read({"-h"}).has("help"));
  }
  TEST_CASE("a number is whole and in range, or it is refused with what is allowed") {
    for (const std::string text : {"-1", "11", "1.5", "", "7x", " 7", "99999999999999999999", "0x7"}) {
      CAPTURE(text);
      const Arguments arguments = read({"a.toml", "--seed=" + text});
      CHECK_THROWS_AS(static_cast<void>(arguments.whole_number("seed", 0, 10)), UsageError);
    }
    const Arguments arguments = read({"a.toml", "--seed", "18446744073709551615"});
    CHECK(arguments.whole_number("seed", 0, UINT64_MAX) == UINT64_MAX);
    CHECK_FALSE(read({"a.toml"}).whole_number("seed", 0, 10).has_value());
  }
  TEST_CASE("a shell reads a quoted line back as the same words") {
    const std::vector<std::string> words{"yanzhen", "my file.toml", "it's", "", "a=b", "$HOME", "上海"};
    CHECK(shell_line(words) == "yanzhen 'my file.toml' 'it'\\''s' '' a=b '$HOME' '上海'");
  }
  TEST_CASE("a help page names every word, option and example") {
    const std::string page = help_page(sample());
    for (const char* const part : {"Usage: yanzhen run SCENARIO [OTHER] [options]", "-o, --output FILE",
                                   "--set PATH=VALUE", "-h, --help", "yanzhen run a.toml"}) {
      CAPTURE(part);
      CHECK(page.find(part) != std::string::npos);
    }
  }
}

}  // namespace yanzhen::tools
