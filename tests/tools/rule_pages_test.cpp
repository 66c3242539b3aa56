#include "tools/rule_pages.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "tests/io/sample_model.hpp"
#include "tools/display.hpp"

namespace yanzhen::tools {
namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_SUITE("tools/rule_pages") {
  TEST_CASE("a page says what the rule does, what to look at, its source, its fields, and an example") {
    RuleDeclaration rule = sample::transport_link();
    rule.example = "[[policy]]\nrule = \"transport_link\"\nminutes = 40";
    CHECK(rule_page({{"industry_migration"}, &rule}) ==
          "## transport_link (交通)\n\n"
          "Opens a link.\n\n"
          "Look at: market access.\n\n"
          "Source: made up for tests.\n\n"
          "A rule of model `industry_migration`. It holds wholly or not at all: it has no `ramp_years`. "
          "Fields:\n\n"
          "- `minutes`: travel time.\n"
          "  Allowed: 1 to 600 [min]; default: 60.\n"
          "\nExample:\n\n"
          "```toml\n[[policy]]\nrule = \"transport_link\"\nminutes = 40\n```\n");
  }
  TEST_CASE("fields of every kind say what they may hold and what they hold otherwise") {
    const RuleDeclaration rule = sample::industrial_enclave();
    const std::string page = rule_page({{"m"}, &rule});
    for (const char* line :
         {"- `origin`: where the firms come from.\n  Allowed: one name or a list of names of cities, or "
          "\"all\"; must be said.\n",
          "- `capacity_km2`: land of the park.\n  Allowed: 0 or more [km2]; default: no limit.\n",
          "  Allowed: 0 to 1 [share], or a list of { until = DATE, origin = NUMBER } whose last entry has no "
          "`until`; default: 0.5.\n",
          "  Allowed: true or false; default: true.\n",
          "  Allowed: \"research\", \"trial\" or \"mass\"; default: \"mass\".\n",
          "  Allowed: one or a list of \"goods\", \"talent\" or \"capital\", or \"all\"; default: \"all\".\n",
          "- `partners`: cities that share in it.\n  Allowed: one name or a list of names of cities, or "
          "\"all\"; default: none.\n",
          "- `lead`: city that leads it.\n  Allowed: the name of one city; default: none.\n",
          "  Allowed: { NAME = NUMBER, ... } with numbers 0 to 1 [share]; default: none.\n"}) {
      CAPTURE(line);
      CHECK(holds(page, line));
    }
  }
  TEST_CASE("all pages begin with the keys of every policy and have one page a rule") {
    const auto models = sample::models();
    const std::string pages = rule_pages(offered_rules(models));
    CHECK(pages.rfind("# Policy rules\n", 0) == 0);
    const std::size_t first_rule = pages.find("\n## ");
    for (const char* key : {"rule", "name", "enabled", "start", "end", "ramp_years", "strength"})
      CHECK(pages.find("- `" + std::string{key} + "`: ") < first_rule);
    CHECK(holds(pages, "\n## industrial_enclave (产业飞地)\n"));
    CHECK(holds(pages, "\n## transport_link (交通)\n"));
  }
  TEST_CASE("cut for a terminal no line but an example's is too wide, and no word is lost") {
    const auto models = sample::models();
    const std::string page = rule_page(offered_rules(models).front());
    const std::string cut = wrapped_page(page, 60);
    CHECK(wrapped_page(page, 0) == page);
    std::istringstream lines{cut};
    for (std::string line; std::getline(lines, line);) CHECK(display_width(line) <= 60);
    std::istringstream before{page};
    std::istringstream after{cut};
    for (std::string one, other; before >> one;) {
      after >> other;
      CHECK(one == other);
    }
    RuleDeclaration rule = sample::transport_link();
    rule.example = "# " + std::string(100, 'x') + " y\n";
    CHECK(holds(wrapped_page(rule_page({{"m"}, &rule}), 60), rule.example));
  }
  TEST_CASE("JSON has everything of a rule, and null for what is infinite or must be said") {
    const auto models = sample::models();
    const std::string json = rules_json(offered_rules(models));
    for (const char* part : {"\"name\": \"industrial_enclave\"", "\"name_zh\": \"产业飞地\"", "\"models\": [",
                             "\"ramps\": false", "\"kind\": \"schedule\"", "\"kind\": \"name\"",
                             "\"schedule_key\": \"origin\"", "\"max\": null", "\"default\": null",
                             "\"default\": 0.5", "\"default\": true", "\"default\": \"mass\""}) {
      CAPTURE(part);
      CHECK(holds(json, part));
    }
    CHECK(rules_json({}) == "[]\n");
  }
}

}  // namespace yanzhen::tools
