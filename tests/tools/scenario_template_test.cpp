#include "tools/scenario_template.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <sstream>

#include "io/scenario_file.hpp"
#include "tests/io/sample_model.hpp"
#include "tests/io/scratch_folder.hpp"

namespace yanzhen::tools {
namespace {

Scenario base() {
  using namespace std::chrono;
  Scenario scenario;
  scenario.clock = Clock{year{2010} / 1 / 1, year{2030} / 1 / 1, StepLength::quarter};
  scenario.parameters =
      ParameterValues{{{"firms.distance", 0.9, 0, 5, "log-utility", "how firms\nfeel distance"}}};
  return scenario;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_SUITE("tools/scenario_template") {
  TEST_CASE(
      "a new scenario says only its title and what it extends, and all else is a comment or a heading") {
    const std::string text = scenario_template(base(), {}, "base.toml", "mine");
    std::string said;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      const std::string line = text.substr(at, end - at);
      if (!line.empty() && line[0] != '#' && line[0] != '[') said += line + ";";
      at = end + 1;
    }
    CHECK(said == "title = \"mine\";extends = \"base.toml\";");
  }
  TEST_CASE(
      "every parameter stands there with unit, range, meaning and the value of the base, on lines of "
      "comment") {
    Scenario scenario = base();
    Problems problems;
    scenario.parameters.set("firms.distance", 1.25, {}, problems);
    const std::string text = scenario_template(scenario, {}, "base.toml", "mine");
    CHECK(
        holds(text, "# how firms feel distance\n# 0 to 5, unit log-utility\n# \"firms.distance\" = 1.25\n"));
  }
  TEST_CASE("times and scale are those of the base") {
    const std::string text = scenario_template(base(), {}, "base.toml", "mine");
    CHECK(holds(text, "# start = \"2010-01-01\"\n# end = \"2030-01-01\"\n# step = \"quarter\""));
    CHECK(holds(text, "# people_per_agent = 100 "));
  }
  TEST_CASE("without policies there is a word on where to find them, and nothing to take in") {
    const std::string text = scenario_template(base(), {}, "base.toml", "mine");
    CHECK(holds(text, "yanzhen list policies"));
    CHECK_FALSE(holds(text, "[[policy]]"));
  }
  TEST_CASE("every policy of the base that is taken in, whole or in part, is laid on that of the base") {
    const sample::ScratchFolder folder;
    folder.write("cities.csv", sample::kCities);
    folder.write("base.toml", sample::kScenario + sample::kPolicies);
    Problems problems;
    const auto models = sample::models();
    const auto base = load_scenario(folder / "base.toml", models, {}, problems);
    REQUIRE(base);
    const std::string text = scenario_template(*base, models[0].rules, "base.toml", base->title);
    const auto taken_in = [&](const std::function<bool(const std::string&)>& wanted) {
      std::istringstream lines{text};
      std::string changed;
      for (std::string line; std::getline(lines, line);) {
        const bool content = line.rfind("# [[", 0) == 0 || line.find(" = ") != std::string::npos;
        changed += (content && line.rfind("# ", 0) == 0 && wanted(line) ? line.substr(2) : line) + "\n";
      }
      return changed;
    };
    const auto resolved = [&](const std::string& changed) {
      const auto scenario = parse_scenario(changed, folder / "mine.toml", models, {}, problems);
      CHECK(problems.count() == 0);
      return scenario ? scenario->resolved : "";
    };
    CHECK(resolved(text) == base->resolved);
    // All but the question, which the template does not take from the base.
    CHECK(resolved(taken_in([](const std::string& line) { return !holds(line, "question"); })) ==
          base->resolved);
    CHECK(resolved(taken_in([](const std::string& line) {
            return holds(line, "[[policy]]") || holds(line, "# name = ");
          })) == base->resolved);
  }
  TEST_CASE("names are quoted as TOML wants them") {
    const std::string text = scenario_template(base(), {}, "a \"b\"\\c.toml", "嘉兴\t1");
    CHECK(holds(text, "extends = \"a \\\"b\\\"\\\\c.toml\"\n"));
    CHECK(holds(text, "title = \"嘉兴\\u00091\"\n"));
  }
}

}  // namespace yanzhen::tools
