#include "io/policy_reader.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <random>

#include "io/policy_field.hpp"
#include "io/policy_merge.hpp"
#include "io/policy_writer.hpp"
#include "tests/io/scenario_desk.hpp"

using namespace yanzhen;
using sample::Desk;
using sample::Strings;

namespace {

constexpr double kForEver = std::numeric_limits<double>::infinity();

const std::string kEnclave = "[[policy]]\nrule = \"industrial_enclave\"\norigin = \"上海\"\n";

// The only thing wrong with an enclave that has one more line, less its place; "" when it is right.
std::string said_of(Desk& desk, const std::string& line) {
  desk.load(sample::kScenario + kEnclave + line + "\n");
  if (desk.messages.empty()) return "";
  REQUIRE(desk.messages.size() == 1);
  const std::size_t at = desk.messages.front().find("error: ");
  return desk.messages.front().substr(at + 7);
}

// Loads the sample with policies behind it, which must be right.
std::vector<PolicySettings> policies_of(Desk& desk, const std::string& text,
                                        const LoadOptions& options = {}) {
  const auto scenario = desk.load(sample::kScenario + text, options);
  CHECK(desk.messages == Strings{});
  return scenario ? scenario->policies : std::vector<PolicySettings>{};
}

Strings names_of(const std::vector<PolicySettings>& policies) {
  Strings names;
  for (const PolicySettings& one : policies) names.push_back(one.name);
  return names;
}

std::string place_text(const Place& place) {
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

bool same_value(const FieldValue& one, const FieldValue& other) {
  if (one.value.index() != other.value.index()) return false;
  if (const auto* number = std::get_if<double>(&one.value)) return *number == std::get<double>(other.value);
  if (const auto* flag = std::get_if<bool>(&one.value)) return *flag == std::get<bool>(other.value);
  if (const auto* words = std::get_if<WordList>(&one.value)) return *words == std::get<WordList>(other.value);
  if (const auto* table = std::get_if<NumberTable>(&one.value))
    return *table == std::get<NumberTable>(other.value);
  const auto& a = std::get<Schedule>(one.value);
  const auto& b = std::get<Schedule>(other.value);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](ScheduleEntry x, ScheduleEntry y) {
    return x.until == y.until && x.value == y.value;
  });
}

// What a model reads of a policy; places, and whether a field was given, are another matter.
void check_same(const PolicySettings& one, const PolicySettings& other) {
  CHECK(one.name == other.name);
  CHECK(one.rule == other.rule);
  CHECK((one.window.start == other.window.start));
  CHECK((one.window.end == other.window.end));
  CHECK(one.window.ramp_years == other.window.ramp_years);
  CHECK(one.window.strength == other.window.strength);
  REQUIRE(one.fields.size() == other.fields.size());
  for (const auto& field : one.fields) {
    CAPTURE(field.first);
    CHECK(same_value(field.second, other.fields.at(field.first)));
  }
}

// Policies of industrial_enclave as someone might write them: every key there or not, in every form.
class RandomPolicies {
 public:
  explicit RandomPolicies(std::uint32_t seed) : random_{seed} {}

  std::string text() {
    std::string text;
    for (std::uint32_t count = below(4); count > 0; --count) text += policy();
    return text;
  }

 private:
  // mt19937 is the same everywhere; the distributions of the standard library are not.
  std::uint32_t below(std::uint32_t count) { return static_cast<std::uint32_t>(random_() % count); }
  std::string share() { return toml_number(static_cast<double>(random_()) / 4294967295.0); }
  std::string date(int after_year) {
    const int year = after_year + 1 + static_cast<int>(below(80));
    return fmt::format("\"{}-{:02}-{:02}\"", year, 1 + below(12), 1 + below(28));
  }
  std::string name() {
    static const std::array<std::string, 6> names{"\"上海\"",          "\"a, \\\"b\\\"\"", "310000",
                                                  "\"\\u0007 # [x]\"", "'c:\\d'",          "\"é=1\""};
    return names.at(below(6));
  }
  std::string schedule() {
    std::string text = "[";
    int year = 1000;
    for (std::uint32_t count = below(4); count > 0; --count, year += 100)
      text += fmt::format("{{ until = {}, origin = {} }}, ", date(year), share());
    return text + "{ origin = " + share() + " }]";
  }
  std::string maybe(const std::string& key, const std::string& value) {
    return below(2) == 0 ? "" : key + " = " + value + "\n";
  }
  std::string policy() {
    return "[[policy]]\nrule = \"industrial_enclave\"\norigin = " + name() + "\n" +
           maybe("start", date(1000)) + maybe("end", date(2000)) + maybe("ramp_years", "7.25") +
           maybe("strength", share()) + maybe("capacity_km2", below(2) == 0 ? "inf" : "1e-300") +
           maybe("tax_split", below(2) == 0 ? share() : schedule()) + maybe("branches", "false") +
           maybe("stage", "\"trial\"") +
           maybe("eases", below(2) == 0 ? "\"all\"" : "[\"talent\", \"goods\"]") +
           maybe("industries", "[" + name() + "]") + maybe("partners", below(2) == 0 ? "[]" : "[1, 2, 3]") +
           maybe("lead", name()) +
           maybe("rebates", fmt::format("{{ a-b = {}, \"沪 \\\"x\\\"\" = 0 }}", share())) +
           maybe("enabled", below(3) == 0 ? "false" : "true");
  }

  std::mt19937 random_;
};

}  // namespace

TEST_SUITE("io/policy_reader") {
  TEST_CASE("every key and field of a policy arrives where it belongs, with its place") {
    Desk desk;
    const auto policies = policies_of(desk, sample::kPolicies);
    REQUIRE(policies.size() == 3);
    const PolicySettings& enclave = policies[0];
    CHECK(enclave.name == "enclave");
    CHECK(enclave.rule == "industrial_enclave");
    CHECK(place_text(enclave.where) == "21:1");
    CHECK(to_text(enclave.window.start.value()) == "2010-04-01");
    CHECK(to_text(enclave.window.end.value()) == "2011-12-31");
    CHECK(enclave.window.ramp_years == 1.5);
    CHECK(enclave.window.strength == 0.75);
    CHECK(enclave.list("origin") == WordList{"上海", "2"});
    CHECK(enclave.number("capacity_km2") == 12.0);
    const Schedule& split = enclave.schedule("tax_split");
    REQUIRE(split.size() == 2);
    CHECK(split[0].until == 2011.0);
    CHECK(split[0].value == 0.5);
    CHECK(split[1].until == kForEver);
    CHECK(split[1].value == 0.3);
    CHECK_FALSE(enclave.flag("branches"));
    CHECK(enclave.word("stage") == "trial");
    CHECK(enclave.list("eases") == WordList{"capital", "goods"});
    CHECK(enclave.list("industries") == WordList{"workshops"});
    CHECK(enclave.list("partners").empty());
    CHECK(enclave.table("rebates") == NumberTable{{"workshops", 0.25}, {"农业", 1.0}});

    CHECK(place_text(enclave.place("origin")) == "24:10");
    CHECK(place_text(enclave.place("origin", 0)) == "24:11");
    CHECK(place_text(enclave.place("origin", 1)) == "24:17");
    CHECK(place_text(enclave.place("tax_split", 1)) == "30:46");
    CHECK(place_text(enclave.place("industries", 0)) == "34:14");
    CHECK(place_text(enclave.place("rebates", 0)) == "35:13");
    CHECK(place_text(enclave.place("rebates", 1)) == "35:31");
    CHECK(enclave.fields.at("origin").given);
    CHECK(enclave.fields.at("origin").parts.size() == 2);
    CHECK(enclave.fields.at("rebates").parts.size() == 2);
  }

  TEST_CASE("what a policy does not say has its default, and stands where the policy stands") {
    Desk desk;
    const auto policies = policies_of(desk, kEnclave);
    REQUIRE(policies.size() == 1);
    const PolicySettings& enclave = policies[0];
    CHECK_FALSE(enclave.window.start);
    CHECK_FALSE(enclave.window.end);
    CHECK(enclave.window.ramp_years == 0.0);
    CHECK(enclave.window.strength == 1.0);
    CHECK(enclave.number("capacity_km2") == kForEver);
    CHECK(enclave.schedule("tax_split").size() == 1);
    CHECK(enclave.schedule("tax_split").front().value == 0.5);
    CHECK(enclave.flag("branches"));
    CHECK(enclave.word("stage") == "mass");
    CHECK(enclave.list("industries") == WordList{"all"});
    CHECK(enclave.table("rebates").empty());
    CHECK_FALSE(enclave.fields.at("stage").given);
    CHECK(place_text(enclave.place("stage")) == "21:1");
    CHECK(place_text(enclave.place("stage", 3)) == "21:1");
  }

  TEST_CASE("all of a field of words is every word, given or not; all of names is for the model to resolve") {
    Desk desk;
    const WordList every{"goods", "talent", "capital"};
    CHECK(policies_of(desk, kEnclave).at(0).list("eases") == every);
    CHECK(policies_of(desk, kEnclave + "eases = \"all\"\n").at(0).list("eases") == every);
    CHECK(policies_of(desk, kEnclave + "eases = [\"all\"]\n").at(0).fields.at("eases").parts.size() == 3);
    CHECK(policies_of(desk, kEnclave + "eases = \"goods\"\n").at(0).list("eases") == WordList{"goods"});
    CHECK(policies_of(desk, kEnclave + "industries = [\"all\"]\n").at(0).list("industries") ==
          WordList{"all"});
  }

  TEST_CASE("a disabled policy is checked like any other and left out") {
    Desk desk;
    CHECK(policies_of(desk, kEnclave + "enabled = false\n").empty());
    CHECK(
        said_of(desk, "enabled = false\nstage = \"tril\"") ==
        "policy.industrial_enclave.stage is \"tril\" (text), allowed is \"research\", \"trial\" or \"mass\"");
    CHECK(said_of(desk, "enabled = 0") ==
          "policy.industrial_enclave.enabled is 0 (a whole number), allowed is true or false");
  }

  TEST_CASE("a rule that there is not, or that is no text, or missing, is told with what there is") {
    Desk desk;
    desk.load(sample::kScenario + "[[policy]]\nrule = \"industrial_enclav\"\nstrength = 2\n");
    CHECK(desk.messages == Strings{"s.toml:22:8: error: policy.rule is \"industrial_enclav\", which is not a "
                                   "rule of model industry_migration",
                                   "s.toml:23:12: error: policy.strength is 2 (a whole number), allowed is 0 "
                                   "to 1 (share of everything that the rule does)"});
    CHECK(desk.hints.front() ==
          "did you mean \"industrial_enclave\"? `yanzhen list policies` prints all of them");
    desk.load(sample::kScenario + "[[policy]]\nrule = 3\n");
    CHECK(desk.messages ==
          Strings{
              "s.toml:22:8: error: policy.rule is 3 (a whole number), allowed is text: the name of a rule"});
    desk.load(sample::kScenario + "[[policy]]\nstrength = 1\n");
    CHECK(desk.messages == Strings{"s.toml:21:1: error: policy.rule is missing"});
    CHECK(desk.hints.front() == "known: industrial_enclave, transport_link");
  }

  TEST_CASE("a model without rules takes no policy") {
    Desk desk;
    desk.load("title = \"t\"\nmodel = \"increasing_returns_urn\"\n[time]\nstart = 2010\nend = 2020\n" +
              kEnclave);
    CHECK(desk.messages == Strings{"s.toml:6:1: error: model increasing_returns_urn has no policy rules"});
  }

  TEST_CASE("an unknown field is told with the nearest of the rule and of what every policy has") {
    Desk desk;
    CHECK(said_of(desk, "capacty_km2 = 12") ==
          "policy.industrial_enclave.capacty_km2 is not a key of a policy of rule industrial_enclave");
    CHECK(desk.messages.front().rfind("s.toml:24:1: ", 0) == 0);
    CHECK(desk.hints.front().rfind("did you mean \"capacity_km2\"? known: rule, name, enabled, ", 0) == 0);
    said_of(desk, "strenght = 1");
    CHECK(desk.hints.front().rfind("did you mean \"strength\"?", 0) == 0);
  }

  TEST_CASE("a required field that is missing is told where the policy stands") {
    Desk desk;
    desk.load(sample::kScenario + "[[policy]]\nrule = \"industrial_enclave\"\n");
    CHECK(desk.messages == Strings{"s.toml:21:1: error: policy.industrial_enclave.origin is missing"});
    CHECK(desk.hints.front() == "where the firms come from");
  }

  TEST_CASE("a number out of range, or no number, is told with range and unit") {
    Desk desk;
    CHECK(said_of(desk, "capacity_km2 = -1") ==
          "policy.industrial_enclave.capacity_km2 is -1 (a whole number), allowed is 0 or more [km2]");
    CHECK(desk.messages.front().rfind("s.toml:24:16: ", 0) == 0);
    CHECK(desk.hints.front() == "land of the park");
    CHECK(said_of(desk, "capacity_km2 = \"12\"") ==
          "policy.industrial_enclave.capacity_km2 is \"12\" (text), allowed is 0 or more [km2]");
    CHECK(said_of(desk, "capacity_km2 = nan").find("is nan (a number)") != std::string::npos);
  }

  TEST_CASE("a number may be infinite only where that is its default") {
    Desk desk;
    CHECK(said_of(desk, "capacity_km2 = inf") == "");
    CHECK(said_of(desk, "capacity_km2 = -inf").find("allowed is 0 or more") != std::string::npos);
    Problems problems;
    RuleField field;
    field.unit = "min";
    CHECK_FALSE(read_field(field, toml_value_or_text("inf", {}), "x", problems));
    CHECK(problems.list().at(0).problem == "x is inf (a number), allowed is any number [min]");
  }

  TEST_CASE("a flag, a word and words are told with what is allowed") {
    Desk desk;
    CHECK(said_of(desk, "branches = \"yes\"") ==
          "policy.industrial_enclave.branches is \"yes\" (text), allowed is true or false");
    CHECK(
        said_of(desk, "stage = \"mas\"") ==
        "policy.industrial_enclave.stage is \"mas\" (text), allowed is \"research\", \"trial\" or \"mass\"");
    CHECK(desk.hints.front() == "did you mean \"mass\"?");
    CHECK(said_of(desk, "stage = [\"mass\"]") ==
          "policy.industrial_enclave.stage is an array, allowed is \"research\", \"trial\" or \"mass\"");
    CHECK(said_of(desk, "eases = 4") ==
          "policy.industrial_enclave.eases is 4 (a whole number), allowed is one or a list of \"goods\", "
          "\"talent\" or \"capital\", or \"all\"");
    CHECK(said_of(desk, "eases = [\"goods\", \"capitol\"]") ==
          "entry 2 of policy.industrial_enclave.eases is \"capitol\" (text), allowed is \"goods\", "
          "\"talent\" or \"capital\"");
    CHECK(desk.messages.front().rfind("s.toml:24:19: ", 0) == 0);
    CHECK(said_of(desk, "eases = [\"goods\", \"all\"]") ==
          "entry 2 of policy.industrial_enclave.eases is \"all\", which stands for every one and must be the "
          "only entry");
    CHECK(said_of(desk, "eases = [\"goods\", \"goods\"]") ==
          "entry 2 of policy.industrial_enclave.eases is \"goods\", which is in the list already");
    CHECK(said_of(desk, "eases = []").find("eases has no entries, allowed is one or a list") !=
          std::string::npos);
  }

  TEST_CASE("names are texts or codes, one or a list, of at most 200 letters") {
    Desk desk;
    CHECK(said_of(desk, "industries = [\"a\", 2.5]") ==
          "entry 2 of policy.industrial_enclave.industries is 2.5 (a number), allowed is a name");
    CHECK(desk.messages.front().rfind("s.toml:24:20: ", 0) == 0);
    CHECK(said_of(desk, "industries = true") ==
          "policy.industrial_enclave.industries is true, allowed is one name or a list of names of "
          "industries, or \"all\"");
    CHECK(said_of(desk, "industries = \"\"") ==
          "policy.industrial_enclave.industries is empty, allowed is a name");
    std::string letters;
    for (int k = 0; k < kLongestName; ++k) letters += "沪";
    CHECK(said_of(desk, "industries = \"" + letters + "\"") == "");
    CHECK(said_of(desk, "industries = \"" + letters + "x\"").find("which has 201 letters, allowed are 200") !=
          std::string::npos);
    CHECK(said_of(desk, "partners = []") == "");
    CHECK(said_of(desk, "industries = []").find("has no entries") != std::string::npos);
  }

  TEST_CASE("where one name is asked for, it is a text or a code, and no list") {
    Desk desk;
    CHECK(policies_of(desk, kEnclave + "lead = \"上海\"\n").at(0).word("lead") == "上海");
    CHECK(policies_of(desk, kEnclave + "lead = 310000\n").at(0).word("lead") == "310000");
    CHECK(policies_of(desk, kEnclave).at(0).list("lead").empty());
    CHECK(said_of(desk, "lead = [\"上海\"]") ==
          "policy.industrial_enclave.lead is an array, allowed is the name of one city");
    CHECK(said_of(desk, "lead = 1.5") ==
          "policy.industrial_enclave.lead is 1.5 (a number), allowed is the name of one city");
    CHECK(said_of(desk, "lead = \"\"") == "policy.industrial_enclave.lead is empty, allowed is a name");
  }

  TEST_CASE("a table holds a number in range for every name") {
    Desk desk;
    CHECK(said_of(desk, "rebates = { a = 0.5, b = 1.5 }") ==
          "policy.industrial_enclave.rebates.b is 1.5 (a number), allowed is 0 to 1 [share]");
    CHECK(desk.messages.front().rfind("s.toml:24:26: ", 0) == 0);
    CHECK(said_of(desk, "rebates = { \"上海\" = \"x\" }").find("rebates.\"上海\" is \"x\" (text)") !=
          std::string::npos);
    CHECK(said_of(desk, "rebates = 0.5") ==
          "policy.industrial_enclave.rebates is 0.5 (a number), allowed is { NAME = NUMBER, ... } with "
          "numbers 0 to 1 [share]");
    CHECK(said_of(desk, "rebates = { \"\" = 0.5 }") ==
          "a name in policy.industrial_enclave.rebates is empty, allowed is a name");
    CHECK(said_of(desk, "rebates = {}") == "");
  }

  TEST_CASE("a schedule is one number, or entries that end one after the other, the last without an end") {
    Desk desk;
    const std::string full = "policy.industrial_enclave.tax_split";
    CHECK(said_of(desk, "tax_split = 0.2") == "");
    CHECK(said_of(desk, "tax_split = [{ origin = 0.2 }]") == "");
    CHECK(said_of(desk, "tax_split = 2") ==
          full +
              " is 2 (a whole number), allowed is 0 to 1 [share], or a list of { until = DATE, origin = "
              "NUMBER } whose last entry has no `until`");
    CHECK(said_of(desk, "tax_split = []").find(full + " has no entries") == 0);
    CHECK(said_of(desk, "tax_split = [0.5]") ==
          "entry 1 of " + full + " is 0.5 (a number), allowed is { until = DATE, origin = NUMBER }");
    CHECK(said_of(desk, "tax_split = [{ until = 2015, origin = 0.5 }, { origin = -1 }]") ==
          full + ".origin is -1 (a whole number), allowed is 0 to 1 [share]");
    CHECK(said_of(desk, "tax_split = [{ until = 2015, origin = 0.5 }, { until = 2020, origin = 1 }]") ==
          "entry 2 of " + full + " has an `until`, but is the last and holds for ever");
    CHECK(desk.messages.front().rfind("s.toml:24:48: ", 0) == 0);
    CHECK(said_of(desk, "tax_split = [{ origin = 0.5 }, { origin = 1 }]") ==
          "entry 1 of " + full + " has no `until`");
    CHECK(desk.messages.front().rfind("s.toml:24:14: ", 0) == 0);
    CHECK(said_of(desk, "tax_split = [{ until = 2015 }, { origin = 1 }]") ==
          "entry 1 of " + full + " has no `origin`");
    CHECK(said_of(desk, "tax_split = [{ until = \"x\", origin = 1 }, { origin = 1 }]")
              .find(full + ".until is \"x\" (text), allowed is a date") == 0);
    CHECK(said_of(desk, "tax_split = [{ untl = 2015, until = 2015, origin = 1 }, { origin = 1 }]") ==
          full + ".untl is not a key of entry 1 of " + full);
    CHECK(desk.hints.front() == "did you mean \"until\"? known: until, origin");
    for (const auto& [second, date] : {std::pair{"2015", "2015-01-01"}, {"\"2014-12\"", "2014-12-01"}}) {
      CHECK(said_of(desk, std::string{"tax_split = [{ until = 2015, origin = 1 }, { until = "} + second +
                              ", origin = 0 }, { origin = 1 }]") ==
            "entry 2 of " + full + " ends " + date + ", allowed is after 2015-01-01, when entry 1 ends");
      CHECK(desk.messages.front().rfind("s.toml:24:54: ", 0) == 0);
    }
  }

  TEST_CASE("a policy ends after it starts, and only a rule that ramps has ramp_years") {
    Desk desk;
    CHECK(said_of(desk, "start = 2012\nend = \"2012-01\"") ==
          "policy.industrial_enclave.end is \"2012-01\" (text), allowed is a date after "
          "policy.industrial_enclave.start, which is 2012-01-01");
    CHECK(said_of(desk, "start = 2012\nend = \"2012-01-02\"") == "");
    CHECK(said_of(desk, "start = \"yesterday\"")
              .find("start is \"yesterday\" (text), allowed is a date like") != std::string::npos);
    CHECK(said_of(desk, "ramp_years = 101") ==
          "policy.industrial_enclave.ramp_years is 101 (a whole number), allowed is 0 to 100 (years over "
          "which it grows to its strength)");
    desk.load(sample::kScenario + "[[policy]]\nrule = \"transport_link\"\nramp_years = 0\n");
    CHECK(desk.messages == Strings{"s.toml:23:1: error: policy.transport_link.ramp_years is said, but rule "
                                   "transport_link holds wholly or not at all"});
  }

  TEST_CASE("policies are an array of tables, and a single [policy] is told how to become one") {
    Desk desk;
    desk.load(sample::kScenario +
              "[policy]\nrule = \"industrial_enclave\"\nstage = \"mas\"\norigin = \"a\"\n");
    CHECK(desk.messages ==
          Strings{"s.toml:21:1: error: policy is a table, allowed is an array of tables",
                  "s.toml:23:9: error: policy.industrial_enclave.stage is \"mas\" (text), allowed is "
                  "\"research\", \"trial\" or \"mass\""});
    CHECK(desk.hints.front() == "write [[policy]], with two brackets, above the keys of each policy");
    CHECK(desk.with("seed = 7", "policy = 3") ==
          Strings{"s.toml:4:10: error: policy is 3 (a whole number), allowed is an array of tables"});
    CHECK(desk.with("seed = 7", "policy = [{ rule = \"transport_link\" }, 5]") ==
          Strings{"s.toml:4:40: error: policy holds 5 (a whole number), allowed are tables"});
    CHECK(policies_of(desk, "[[policy]]\nrule = \"transport_link\"\n").size() == 1);
  }

  TEST_CASE("all problems of all policies are told at once") {
    Desk desk;
    desk.load(sample::kScenario +
              "[[policy]]\nrule = \"industrial_enclave\"\nstage = 1\neases = [1, 2]\nx = 1\nstrength = 2\n"
              "[[policy]]\nrule = \"transport_link\"\nminutes = 0\nenabled = 3\n");
    CHECK(desk.messages.size() == 8);
  }

  TEST_CASE("there are at most ten thousand policies, and as many entries of a list") {
    Desk desk;
    const auto many = [](std::size_t count, const std::string& text) {
      std::string out;
      for (std::size_t k = 0; k < count; ++k) out += text;
      return out;
    };
    const std::string link = "[[policy]]\nrule = \"transport_link\"\n";
    const auto policies = policies_of(desk, many(kMostPolicies, link));
    REQUIRE(policies.size() == kMostPolicies);
    CHECK(policies.back().name == "transport_link-10000");
    desk.load(sample::kScenario + many(kMostPolicies + 1, link));
    CHECK(desk.messages ==
          Strings{"s.toml:20021:1: error: the scenario has 10001 policies, allowed are 10000"});
    const std::string list = "partners = [" + many(kMostListEntries, "\"a\", ");
    CHECK(said_of(desk, list + "\"a\"]") ==
          "policy.industrial_enclave.partners has 10001 entries, allowed are 10000");
  }
}

TEST_SUITE("io/policy_merge") {
  TEST_CASE("a policy without a name gets that of its rule, with a number where that is taken") {
    Desk desk;
    const std::string link = "[[policy]]\nrule = \"transport_link\"\n";
    const std::string named = "[[policy]]\nname = \"transport_link-2\"\nrule = \"transport_link\"\n";
    CHECK(names_of(policies_of(desk, link + link + named + link + kEnclave)) ==
          Strings{"transport_link", "transport_link-3", "transport_link-2", "transport_link-4",
                  "industrial_enclave"});
    CHECK(names_of(policies_of(desk, link + "enabled = false\n" + link)) == Strings{"transport_link-2"});
  }

  TEST_CASE("a name is of letters, digits, underscores, hyphens and Chinese letters, at most a hundred") {
    for (const char* name : {"enclave", "A-1_b", "飞地", "沪嘉-2", "㐀", "𠀀"}) CHECK(is_policy_name(name));
    for (const char* name : {"", "a.b", "a b", "é", "a\"", "飞，地", "\xFF", "\xE9\xA3", "а"})
      CHECK_FALSE(is_policy_name(name));
    CHECK(is_policy_name(std::string(kLongestPolicyName, 'a')));
    CHECK_FALSE(is_policy_name(std::string(kLongestPolicyName + 1, 'a')));
    Desk desk;
    CHECK(said_of(desk, "name = \"a.b\"") ==
          "policy.name is \"a.b\" (text), allowed is text: 1 to 100 letters, digits, \"_\", \"-\" or Chinese "
          "letters");
    CHECK(desk.hints.front() == "a dot ends it in --set policy.NAME.KEY=value");
    CHECK(said_of(desk, "name = 5").find("policy.name is 5 (a whole number), allowed is text") == 0);
    CHECK(policies_of(desk, kEnclave + "name = \"飞地\"\n").at(0).name == "飞地");
    CHECK(said_of(desk, "name = \"飞地\"\nstrength = 2").find("policy.飞地.strength is 2") == 0);
  }

  TEST_CASE("two policies of one name are told, with the place of the first") {
    Desk desk;
    desk.load(sample::kScenario + kEnclave + "name = \"e\"\n" + kEnclave + "name = \"e\"\n");
    CHECK(desk.messages ==
          Strings{"s.toml:28:8: error: two policies are called \"e\", the first at s.toml:24:8"});
  }

  TEST_CASE(
      "policies of a file come after those of what it extends, and one of the same name is laid on it") {
    Desk desk;
    desk.folder.write("base.toml", sample::kScenario + sample::kPolicies);
    const auto scenario = desk.load(
        "extends = \"base.toml\"\n"
        "[[policy]]\nrule = \"transport_link\"\nminutes = 15\n"
        "[[policy]]\nname = \"enclave\"\nstrength = 0.5\nrebates = { mines = 0.125 }\n"
        "[[policy]]\nname = \"industrial_enclave\"\nenabled = false\n");
    REQUIRE(scenario);
    const auto& policies = scenario->policies;
    CHECK(names_of(policies) == Strings{"enclave", "transport_link", "transport_link-3"});
    CHECK(policies[0].window.strength == 0.5);
    CHECK(policies[0].window.ramp_years == 1.5);
    CHECK(policies[0].table("rebates") == NumberTable{{"mines", 0.125}});  // a field is replaced whole
    CHECK(desk.folder.without_folder(policies[0].place("rebates").file) == "s.toml");
    CHECK(desk.folder.without_folder(policies[0].place("origin").file) == "base.toml");
    CHECK(policies[2].number("minutes") == 15.0);
  }

  TEST_CASE("extending a file and extending its resolved text is the same") {
    Desk desk;
    desk.folder.write("base.toml", sample::kScenario + sample::kPolicies);
    const auto base = desk.load_file("base.toml");
    REQUIRE(base);
    desk.folder.write("resolved.toml", base->resolved);
    const std::string more =
        "[[policy]]\nname = \"transport_link\"\nminutes = 15\n[[policy]]\nrule = \"transport_link\"\n"
        "enabled = false\n";
    const auto one = desk.load("extends = \"base.toml\"\n" + more);
    const auto other = desk.load("extends = \"resolved.toml\"\n" + more);
    REQUIRE(one);
    REQUIRE(other);
    CHECK(one->resolved == other->resolved);
    CHECK(one->policies.at(1).number("minutes") == 15.0);
  }

  TEST_CASE("an empty array drops all policies of what a file extends") {
    Desk desk;
    desk.folder.write("base.toml", sample::kScenario + sample::kPolicies);
    desk.folder.write("none.toml", "extends = \"base.toml\"\npolicy = []\n");
    CHECK(desk.load_file("none.toml")->policies.empty());
    CHECK(desk.load("extends = \"none.toml\"\n" + kEnclave)->policies.size() == 1);
    CHECK(desk.load("extends = \"base.toml\"\n")->policies.size() == 3);
  }

  TEST_CASE("a policy that changes one that is not there is told the nearest") {
    Desk desk;
    desk.folder.write("base.toml", sample::kScenario + sample::kPolicies);
    desk.load("extends = \"base.toml\"\n[[policy]]\nname = \"enclve\"\nstrength = 0.5\n");
    CHECK(desk.messages == Strings{"s.toml:2:1: error: policy.enclve.rule is missing"});
    CHECK(desk.hints.front() ==
          "what this scenario extends has no policy \"enclve\" to change; did you mean \"enclave\"?");
    desk.load("extends = \"base.toml\"\n[[policy]]\nname = \"bridge\"\nstrength = 0.5\n");
    CHECK(
        desk.hints.front() ==
        "say which rule it is, `yanzhen list policies` prints all of them; what this scenario extends has no "
        "policy \"bridge\" to change");
    desk.load("extends = \"base.toml\"\n[[policy]]\nname = \"enclave\"\n[[policy]]\nname = \"enclave\"\n");
    CHECK(desk.messages.front() ==
          "s.toml:5:8: error: two policies are called \"enclave\", the first at s.toml:3:8");
  }

  TEST_CASE("nothing of a policy is called missing while a file of the chain cannot be read") {
    Desk desk;
    desk.load("extends = \"none.toml\"\n[[policy]]\nname = \"enclave\"\nstrength = 0.5\n" +
                  std::string{"[[policy]]\nname = \"e\"\nrule = \"industrial_enclave\"\n"},
              {{"policy.other.strength=0"}, {}});
    CHECK(desk.messages.size() == 1);  // the file
  }
}

TEST_SUITE("io/policy_merge --set") {
  const std::string kAll = sample::kScenario + sample::kPolicies;

  TEST_CASE("a key of a policy is set by the policy's name, given or not") {
    Desk desk;
    const auto scenario = desk.load(
        kAll, {{"policy.enclave.tax_split=0.25", "policy.enclave.strength=0", "policy.enclave.origin=310000",
                "policy.\"transport_link\".minutes=45", "policy.transport_link-2.enabled=true",
                "policy.industrial_enclave.origin=[\"嘉兴\", \"湖州\"]", "policy.enclave.rebates.mines=0.5",
                "policy.industrial_enclave.rebates.mines=0.75", "policy.enclave.start=2011-02",
                "policy.industrial_enclave.stage=trial"},
               {}});
    REQUIRE(scenario);
    const auto& policies = scenario->policies;
    REQUIRE(policies.size() == 4);
    CHECK(policies[0].schedule("tax_split").front().value == 0.25);
    CHECK(policies[0].window.strength == 0.0);
    CHECK(to_text(policies[0].window.start.value()) == "2011-02-01");
    CHECK(policies[0].list("origin") == WordList{"310000"});
    CHECK(policies[0].table("rebates") == NumberTable{{"mines", 0.5}, {"workshops", 0.25}, {"农业", 1.0}});
    CHECK(policies[1].number("minutes") == 45.0);
    CHECK(policies[1].place("minutes").file == "--set policy.\"transport_link\".minutes=45");
    CHECK(policies[2].name == "transport_link-2");
    CHECK(policies[3].list("origin") == WordList{"嘉兴", "湖州"});
    CHECK(policies[3].table("rebates") == NumberTable{{"mines", 0.75}});
    CHECK(policies[3].word("stage") == "trial");
  }

  TEST_CASE("a policy may be renamed, and all may be replaced") {
    Desk desk;
    CHECK(names_of(desk.load(kAll, {{"policy.enclave.name=park", "policy.park.strength=0"}, {}})->policies) ==
          Strings{"park", "transport_link", "industrial_enclave"});
    CHECK(desk.load(kAll, {{"policy=[]"}, {}})->policies.empty());
    CHECK(names_of(
              desk.load(kAll,
                        {{"policy=[{ rule = \"transport_link\" }]", "policy.transport_link.minutes=5"}, {}})
                  ->policies) == Strings{"transport_link"});
  }

  TEST_CASE("what is wrong in it is told like elsewhere") {
    Desk desk;
    const auto said = [&](const std::string& assignment) {
      desk.load(kAll, {{assignment}, {}});
      REQUIRE(desk.messages.size() == 1);
      const std::string place = "--set " + assignment + ": error: ";
      CHECK(desk.messages.front().rfind(place, 0) == 0);
      return desk.messages.front().substr(place.size());
    };
    CHECK(said("policy.enclve.strength=0") == "no policy of the scenario is called \"enclve\"");
    CHECK(desk.hints.front().rfind("did you mean \"enclave\"? known: enclave, transport_link, ", 0) == 0);
    CHECK(said("policy..strength=0") == "no policy of the scenario is called \"\"");
    CHECK(said("policy.=0") == "no policy of the scenario is called \"\"");
    CHECK(said("policy.enclave=0") == "not of the form policy.NAME.KEY=value");
    CHECK(said("policy.enclave.=0") == "not of the form policy.NAME.KEY=value");
    CHECK(said("policy.enclave.strenght=0") ==
          "policy.enclave.strenght is not a key of a policy of rule industrial_enclave");
    CHECK(said("policy.enclave.strength=2").find("policy.enclave.strength is 2 (a whole number)") == 0);
    CHECK(said("policy.enclave.stage.x=2").find("policy.enclave.stage is a table, allowed is") == 0);
    desk.load(kAll, {{"policy.enclave.name=transport_link"}, {}});
    CHECK(desk.messages ==
          Strings{"s.toml:36:1: error: two policies are called \"transport_link\", the first "
                  "at --set policy.enclave.name=transport_link"});
    CHECK(said("policy=3") == "policy is 3 (a whole number), allowed is an array of tables");
    CHECK(said("polcy.enclave.strength=0").find("is neither a key of a scenario nor") != std::string::npos);
    CHECK(desk.hints.front() == "did you mean \"policy.enclave.strength\"?");
    CHECK(desk.with_set("policy.enclave.strength=0") ==
          Strings{"--set policy.enclave.strength=0: error: the scenario has no policies to change"});
    CHECK(said(std::string{"policy.enclave.industries=\xFF"}) ==
          "policy.enclave.industries is not UTF-8 text");
  }
}

TEST_SUITE("io/policy_writer") {
  TEST_CASE("a resolved scenario says every policy in full, in the order of its declaration") {
    Desk desk;
    const auto scenario = desk.load(sample::kScenario + sample::kPolicies);
    REQUIRE(scenario);
    REQUIRE(scenario->disabled_policies.size() == 1);
    CHECK(
        scenario->resolved.substr(scenario->resolved.find("\n[[policy]]")) ==
        "\n[[policy]]\nname = \"enclave\"\nrule = \"industrial_enclave\"\nstart = \"2010-04-01\"\n"
        "end = \"2011-12-31\"\nramp_years = 1.5\nstrength = 0.75\norigin = [\"上海\", \"2\"]\n"
        "capacity_km2 = 12.0\ntax_split = [{ until = \"2011-01-01\", origin = 0.5 }, { origin = 0.3 }]\n"
        "branches = false\nstage = \"trial\"\neases = [\"capital\", \"goods\"]\nindustries = "
        "\"workshops\"\nrebates = { workshops = 0.25, \"农业\" = 1.0 }\n"
        "\n[[policy]]\nname = \"transport_link\"\nrule = \"transport_link\"\nstrength = 1.0\nminutes = 60.0\n"
        "\n[[policy]]\nname = \"industrial_enclave\"\nrule = \"industrial_enclave\"\nramp_years = 0.0\n"
        "strength = 1.0\norigin = \"all\"\ntax_split = 0.5\nbranches = true\nstage = \"mass\"\n"
        "eases = [\"goods\", \"talent\", \"capital\"]\nindustries = \"all\"\n"
        "\n[[policy]]\nname = \"transport_link-2\"\nrule = \"transport_link\"\nenabled = false\n"
        "strength = 1.0\nminutes = 30.0\n");
  }

  TEST_CASE("the end of an entry of a schedule keeps its day, whatever the day") {
    using namespace std::chrono;
    RuleDeclaration rule;
    RuleField field;
    field.name = "share";
    field.kind = FieldKind::schedule;
    field.schedule_key = "to";
    rule.fields = {field};
    PolicySettings policy = default_settings(rule, {});
    for (sys_days day = year{1000} / 1 / 1; day <= sys_days{year{2999} / 12 / 31}; day += days{1}) {
      const std::string text = to_text(year_month_day{day});
      policy.fields.at("share").value = Schedule{{decimal_year(year_month_day{day}), 1.0}, {kForEver, 2.0}};
      const std::string written = to_toml(policy, rule);
      if (written.find("until = \"" + text + "\"") == std::string::npos) FAIL(text << " became\n" << written);
    }
  }

  TEST_CASE("what is written reads as the same policies again, whatever they say") {
    Desk desk;
    std::size_t policies = 0;
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
      const std::string text = RandomPolicies{seed}.text();
      CAPTURE(text);
      const auto first = desk.load(sample::kScenario + text);
      CHECK(desk.messages == Strings{});
      REQUIRE(first);
      const auto second = desk.load(first->resolved);
      REQUIRE(second);
      CHECK(second->resolved == first->resolved);
      REQUIRE(second->policies.size() == first->policies.size());
      for (std::size_t k = 0; k < first->policies.size(); ++k)
        check_same(first->policies[k], second->policies[k]);
      policies += first->policies.size();
    }
    CHECK(policies > 100);  // there was something to compare
  }
}
