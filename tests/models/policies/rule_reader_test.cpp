// What a scenario says of a policy is found in its world, every mistake is told with its place, and the order
// of the policies does not matter.
#include <doctest/doctest.h>

#include <algorithm>

#include "models/industry_migration/policies/registry.hpp"
#include "tests/models/policies/rule_runs.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;

namespace {

/// Five cities of the Delta, two of which have one name, in three provinces; three industries.
World delta() {
  World world;
  const std::vector<CityName> names{{"310000", "上海市", "Shanghai"},
                                    {"320500", "苏州市", "Suzhou"},
                                    {"320900", "盐城市", "Yancheng"},
                                    {"341300", "宿州市", "Suzhou"},
                                    {"340100", "合肥市", "Hefei"}};
  for (const CityName& name : names) {
    world.cities.emplace_back();
    world.cities.back().name = name;
  }
  world.names = CityNames{names};
  world.provinces = {"Shanghai", "Jiangsu", "Anhui"};
  world.province = {0, 1, 1, 2, 2};
  for (const auto& [key, zh, en] :
       {std::array{"machinery", "机械", "Machinery and equipment"},
        std::array{"electronics", "电子", "Electronics"}, std::array{"chemicals", "化工", "Chemicals"}}) {
    world.industries.emplace_back();
    world.industries.back().key = key;
    world.industries.back().name_zh = zh;
    world.industries.back().name_en = en;
  }
  return world;
}

/// A policy that names this in its field of names; the k-th name stands in line 20 + k.
PolicySettings naming(const char* field, const WordList& words) {
  RuleDeclaration rule;
  rule.name = "park";
  rule.fields = {cities_field(""), city_field("host", ""), industries_field("")};
  PolicySettings settings = default_settings(rule, {"s.toml", 10, 1});
  FieldValue& value = settings.fields.at(field);
  value.value = words;
  value.where = {"s.toml", 20, 9};
  for (std::size_t k = 0; k < words.size(); ++k)
    value.parts.push_back({"s.toml", 20 + static_cast<int>(k), 10});
  value.given = true;
  return settings;
}

struct Cities {
  std::vector<CityIndex> found;
  std::vector<Diagnostic> problems;
};
Cities cities_named(const WordList& words) {
  World world = delta();
  Problems problems;
  const PolicySettings settings = naming("cities", words);
  const std::vector<CityIndex> found = RuleReader{world, settings, problems}.cities("cities");
  return {found, problems.list()};
}

std::vector<CityIndex> cities(const WordList& words) {
  const Cities result = cities_named(words);
  CHECK(result.problems.empty());
  return result.found;
}

/// The only problem with these words, as a user reads it.
std::string city_problem(const WordList& words) {
  const Cities result = cities_named(words);
  REQUIRE(result.problems.size() == 1);
  return to_text(result.problems[0]);
}

std::string host_problem(const WordList& words) {
  World world = delta();
  Problems problems;
  const PolicySettings settings = naming("host", words);
  CHECK_FALSE(RuleReader{world, settings, problems}.city("host").has_value());
  REQUIRE(problems.count() == 1);
  return to_text(problems.list()[0]);
}

struct Industries {
  std::vector<std::size_t> found;
  std::vector<Diagnostic> problems;
};
Industries industries_named(const WordList& words) {
  World world = delta();
  Problems problems;
  const PolicySettings settings = naming("industries", words);
  const std::vector<std::size_t> found = RuleReader{world, settings, problems}.industries("industries");
  return {found, problems.list()};
}

using Found = std::vector<CityIndex>;

}  // namespace

TEST_SUITE("industry_migration/policies/reader: names") {
  TEST_CASE(
      "a city goes by its Chinese name, with or without its last character, its English name or its code") {
    for (const char* name : {"上海市", "上海", "Shanghai", "310000"}) CHECK(cities({name}) == Found{0});
    CHECK(cities({"苏州"}) == Found{1});
    CHECK(cities({"宿州"}) == Found{3});
    CHECK(cities({"hefei"}) == Found{4});
  }

  TEST_CASE(
      "a province stands for its cities, \"all\" for every one, and each is there once in ascending order") {
    CHECK(cities({"Anhui"}) == Found{3, 4});
    CHECK(cities({"all"}) == Found{0, 1, 2, 3, 4});
    CHECK(cities({"Hefei", "Anhui", "310000", "上海", "Jiangsu"}) == Found{0, 1, 2, 3, 4});
    CHECK(cities({"Anhui", "all"}) == Found{0, 1, 2, 3, 4});
  }

  TEST_CASE(
      "a city that is not there is told with the place of the name and the nearest one, province or city") {
    CHECK(city_problem({"Shanghai", "Hefeii"}) ==
          "s.toml:21:10: error: policy.park.cities is \"Hefeii\", which is not a city of this scenario\n"
          "    hint: did you mean \"Hefei\"? `yanzhen list cities` prints all 5");
    CHECK(city_problem({"Jiangsoo"}).find("did you mean \"Jiangsu\"?") != std::string::npos);
    CHECK(city_problem({"盐成"}).find("did you mean \"盐城\"?") != std::string::npos);
    CHECK(city_problem({"Vladivostok"}).find("hint: `yanzhen list cities` prints all 5") !=
          std::string::npos);
  }

  TEST_CASE("a list of nothing is refused, with the way to switch a policy off") {
    CHECK(city_problem({}) ==
          "s.toml:20:9: error: policy.park.cities names no city\n"
          "    hint: to switch a policy off, set its strength to 0");
    CHECK(industries_named({}).problems.size() == 1);
  }

  TEST_CASE("a name that two cities share is told with both") {
    CHECK(city_problem({"Suzhou"}) ==
          "s.toml:20:10: error: policy.park.cities is \"Suzhou\", which names 2 cities\n"
          "    hint: write the Chinese name or the code: 苏州市 (Suzhou, 320500) or 宿州市 (Suzhou, 341300)");
    CHECK(host_problem({"Suzhou"}).find("policy.park.host is \"Suzhou\", which names 2 cities") !=
          std::string::npos);
  }

  TEST_CASE("every mistake of a list is told, and what is right is found all the same") {
    const Cities result = cities_named({"Hefeii", "Shanghai", "Suzhou", "Nowhere"});
    CHECK(result.found == Found{0});
    REQUIRE(result.problems.size() == 3);
    CHECK(result.problems[0].where.line == 20);
    CHECK(result.problems[1].where.line == 22);
    CHECK(result.problems[2].where.line == 23);
  }

  TEST_CASE("where one city is allowed, two, none, a province and \"all\" are refused") {
    CHECK(host_problem({"Shanghai", "Hefei"}) ==
          "s.toml:20:9: error: policy.park.host names 2 cities, allowed is one");
    CHECK(host_problem({}) == "s.toml:20:9: error: policy.park.host names 0 cities, allowed is one");
    CHECK(host_problem({"Jiangsu"})
              .find("policy.park.host is \"Jiangsu\", which is not a city of this scenario") !=
          std::string::npos);
    CHECK(host_problem({"all"}).find(
              "s.toml:20:10: error: policy.park.host is \"all\", which is not a city") == 0);
    World world = delta();
    Problems problems;
    const PolicySettings settings = naming("host", {"盐城"});
    CHECK(RuleReader{world, settings, problems}.city("host") == CityIndex{2});
  }

  TEST_CASE("an industry goes by its key, its Chinese or its English name, and \"all\" is every one") {
    using List = std::vector<std::size_t>;
    for (const char* name : {"electronics", "电子", "Electronics"})
      CHECK(industries_named({name}).found == List{1});
    CHECK(industries_named({"chemicals", "machinery", "化工"}).found == List{0, 2});
    CHECK(industries_named({"chemicals", "all"}).found == List{0, 1, 2});
  }

  TEST_CASE(
      "an industry that is not there is told with its place and the nearest one, or with all there are") {
    const Industries result = industries_named({"machinery", "electronic", "fishing"});
    CHECK(result.found == std::vector<std::size_t>{0});
    REQUIRE(result.problems.size() == 2);
    CHECK(to_text(result.problems[0]) ==
          "s.toml:21:10: error: policy.park.industries is \"electronic\", which is not an industry of this "
          "scenario\n"
          "    hint: did you mean \"electronics\"?");
    CHECK(to_text(result.problems[1]) ==
          "s.toml:22:10: error: policy.park.industries is \"fishing\", which is not an industry of this "
          "scenario\n"
          "    hint: there are: machinery, electronics, chemicals");
  }

  TEST_CASE("names of a table are industries, each told with its own place") {
    World world = delta();
    Problems problems;
    RuleDeclaration rule;
    rule.name = "wave";
    rule.fields.emplace_back();
    rule.fields[0].name = "closeness";
    rule.fields[0].kind = FieldKind::table;
    PolicySettings settings = default_settings(rule, {"s.toml", 10, 1});
    FieldValue& value = settings.fields.at("closeness");
    value.value = NumberTable{{"chemicals", .25}, {"chemistry", .5}, {"电子", .75}};
    value.parts = {{"s.toml", 11, 1}, {"s.toml", 12, 1}, {"s.toml", 13, 1}};
    const auto found = RuleReader{world, settings, problems}.industry_table("closeness");
    CHECK(found == std::vector<std::pair<std::size_t, double>>{{2, .25}, {1, .75}});
    REQUIRE(problems.count() == 1);
    CHECK(problems.list()[0].where.line == 12);
    CHECK(problems.list()[0].problem ==
          "policy.wave.closeness is \"chemistry\", which is not an industry of this scenario");
  }
}

TEST_SUITE("industry_migration/policies/reader: rules") {
  TEST_CASE(
      "an enclave in its own origin is refused at the host, and a scenario with a problem has no such "
      "policy") {
    SmallScenario scenario;
    PolicySettings& policy = scenario.add_policy("industrial_enclave", "flying");
    set_field(policy, "origin", "Town 2");
    set_field(policy, "host", "102");
    policy.fields.at("host").where = {"scenario.toml", 13, 8};
    const std::vector<Diagnostic> problems = scenario.problems();
    REQUIRE(problems.size() == 1);
    CHECK(to_text(problems[0]) ==
          "scenario.toml:13:8: error: policy.flying.host is \"102\", the origin itself\n"
          "    hint: an enclave lies in another city");
  }

  TEST_CASE("an enclave that says neither where from nor where to is told both") {
    SmallScenario scenario;
    scenario.add_policy("industrial_enclave");
    const std::vector<Diagnostic> problems = scenario.problems();
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].problem == "policy.industrial_enclave.origin names 0 cities, allowed is one");
    CHECK(problems[1].problem == "policy.industrial_enclave.host names 0 cities, allowed is one");
  }

  TEST_CASE("mistakes of several policies are told together") {
    SmallScenario scenario;
    set_field(scenario.add_policy("tax_sharing", "one"), "cities", {"Town 9", "Town 1"});
    set_field(scenario.add_policy("administrative_barrier", "two"), "cities", "Tawn 2");
    PolicySettings& link = scenario.add_policy("transport_link", "three");
    set_field(link, "from", "Town 1");
    set_field(link, "to", "第1市");
    CHECK(scenario.problems().size() == 3);
  }
}

namespace {

SmallScenario some_world() {
  SmallScenario scenario{{.cities = 4, .industries = 2, .outside = true, .seed = 9}};
  scenario.cell("cities", 0, "province") = "East";
  scenario.cell("cities", 1, "province") = "West";
  scenario.people_per_agent = 200;
  return scenario;
}

/// Holds all orders of a scenario's policies against the first.
void check_any_order(const Scenario& scenario, Step steps) {
  REQUIRE(scenario.policies.size() == 3);
  Scenario other = scenario;
  const auto by_name = [](const PolicySettings& one, const PolicySettings& two) {
    return one.name < two.name;
  };
  std::sort(other.policies.begin(), other.policies.end(), by_name);
  int orders = 0;
  do {
    CHECK(same_runs(other, scenario, steps));
    ++orders;
  } while (std::next_permutation(other.policies.begin(), other.policies.end(), by_name));
  CHECK(orders == 6);
}

/// Policies of one rule with these names, each weaker than the one before; what must be said differs between
/// them.
Scenario policies_of(const RuleDeclaration& rule, const WordList& names) {
  SmallScenario scenario{{.cities = 4, .industries = 3, .outside = true, .seed = 9}};
  scenario.people_per_agent = 200;
  double strength = 1;
  std::size_t number = 1;
  for (const std::string& name : names) {
    PolicySettings& policy = scenario.add_policy(rule.name, name);
    policy.window.strength = strength;
    strength *= .7;
    if (rule.name == "technology_wave")
      set_field(policy, "demand", 1.2);  // three industries are all there are
    std::size_t city = 0;
    for (const RuleField& field : rule.fields) {
      if (!field.required) continue;
      if (field.unit == "one city")
        set_field(policy, field.name, WordList{"Town " + std::to_string(city++ == 0 ? 1 : 1 + number)});
      else
        set_field(policy, field.name,
                  WordList{field.name == "industry" ? "industry" + std::to_string(number) : "all"});
    }
    ++number;
  }
  return scenario.build();
}

std::uint64_t checksum_after(const Scenario& scenario, Step steps) {
  return run_for(scenario, steps).model().checksum();
}

}  // namespace

TEST_SUITE("industry_migration/policies/reader: order") {
  TEST_CASE("three barriers that overlap give the same bytes in any order") {
    SmallScenario scenario = some_world();
    for (const auto& [name, removed] : {std::pair{"b", .3}, {"c", .7}, {"a", -.4}})
      set_field(scenario.add_policy("administrative_barrier", name), "removed", removed);
    check_any_order(scenario.build(), 3);
  }

  TEST_CASE("three links give the same bytes in any order") {
    SmallScenario scenario = some_world();
    for (const auto& [name, to] : {std::pair{"b", "Town 2"}, {"c", "Town 3"}, {"a", "Town 4"}}) {
      PolicySettings& link = scenario.add_policy("transport_link", name);
      set_field(link, "from", "Town 1");
      set_field(link, "to", to);
      set_field(link, "minutes", 20.0);
      set_field(link, "mode", name[0] == 'c' ? "road" : "hsr");
    }
    check_any_order(scenario.build(), 3);
  }

  TEST_CASE("three enclaves of one origin give the same bytes in any order") {
    SmallScenario scenario = some_world();
    for (const auto& [name, host] : {std::pair{"b", "Town 2"}, {"c", "Town 3"}, {"a", "Town 2"}}) {
      PolicySettings& enclave = scenario.add_policy("industrial_enclave", name);
      set_field(enclave, "origin", "Town 1");
      set_field(enclave, "host", host);
      set_field(enclave, "cost_per_km2", name[0] == 'a' ? 0.0 : 1.0);
    }
    check_any_order(scenario.build(), 4);
  }

  TEST_CASE("three ways of sharing tax give the same bytes in any order") {
    SmallScenario scenario = some_world();
    for (const auto& [name, form] : {std::pair{"b", "home"}, {"c", "base"}, {"a", "pool"}})
      set_field(scenario.add_policy("tax_sharing", name), "form", form);
    check_any_order(scenario.build(), 4);
  }

  TEST_CASE("policies of three rules give the same bytes in any order") {
    SmallScenario scenario = some_world();
    scenario.add_policy("administrative_barrier", "c");
    set_field(scenario.add_policy("tax_sharing", "b"), "form", "pool");
    PolicySettings& enclave = scenario.add_policy("industrial_enclave", "a");
    set_field(enclave, "origin", "Town 1");
    set_field(enclave, "host", "Town 3");
    check_any_order(scenario.build(), 4);
  }

  TEST_CASE("whatever the rule, three policies of it give the same bytes backwards") {
    for (const RuleDeclaration& rule : rule_declarations()) {
      CAPTURE(rule.name);
      const Scenario scenario = policies_of(rule, {"b", "c", "a"});
      Scenario other = scenario;
      std::reverse(other.policies.begin(), other.policies.end());
      CHECK(same_runs(other, scenario, 3));
    }
  }

  TEST_CASE("nor do names matter, but where policies draw on one purse or firms draw among parks") {
    // Two funds or floors are served in the order of their names while the money lasts; a random number picks
    // another park when parks are numbered otherwise.
    const WordList by_name{"industry_fund", "public_service_equalisation", "industrial_enclave"};
    for (const RuleDeclaration& rule : rule_declarations()) {
      if (std::find(by_name.begin(), by_name.end(), rule.name) != by_name.end()) continue;
      CAPTURE(rule.name);
      CHECK(checksum_after(policies_of(rule, {"a", "b"}), 4) ==
            checksum_after(policies_of(rule, {"b", "a"}), 4));
    }
  }

  TEST_CASE("policies of different rules act in the order of the rules, whatever they are called") {
    const auto named = [](const char* one, const char* two) {
      SmallScenario scenario = some_world();
      set_field(scenario.add_policy("administrative_barrier", one), "removed", .3);
      set_field(scenario.add_policy("tax_sharing", two), "form", "base");
      return scenario.build();
    };
    CHECK(same_runs(named("a", "b"), named("z", "a"), 3));
  }
}
