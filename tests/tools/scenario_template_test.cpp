#include "tools/scenario_template.hpp"

#include <doctest/doctest.h>

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
    const std::string text = scenario_template(base(), "base.toml", "mine");
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
    const std::string text = scenario_template(scenario, "base.toml", "mine");
    CHECK(
        holds(text, "# how firms feel distance\n# 0 to 5, unit log-utility\n# \"firms.distance\" = 1.25\n"));
  }
  TEST_CASE("times and scale are those of the base") {
    const std::string text = scenario_template(base(), "base.toml", "mine");
    CHECK(holds(text, "# start = \"2010-01-01\"\n# end = \"2030-01-01\"\n# step = \"quarter\""));
    CHECK(holds(text, "# people_per_agent = 100 "));
  }
  TEST_CASE("names are quoted as TOML wants them") {
    const std::string text = scenario_template(base(), "a \"b\"\\c.toml", "嘉兴\t1");
    CHECK(holds(text, "extends = \"a \\\"b\\\"\\\\c.toml\"\n"));
    CHECK(holds(text, "title = \"嘉兴\\u00091\"\n"));
  }
}

}  // namespace yanzhen::tools
