#pragma once
//! \file  A small model declaration and valid inputs for it, for tests of the loader and for fuzzing.
#include <limits>
#include <string>
#include <vector>

#include "engine/model.hpp"

namespace yanzhen::sample {

inline TableSpec cities() {
  TableSpec spec;
  spec.name = "cities";
  spec.meaning = "the cities of the scenario";
  spec.columns = {
      {"code", CellKind::integer, "", "code of the city", true, false, 1, 1000},
      {"name", CellKind::text, "", "name of the city"},
      {"gdp", CellKind::number, "100 million yuan", "value added in a year", true, false, 0},
      {"share", CellKind::number, "-", "share of manufacturing", false, true, 0, 1},
  };
  spec.max_rows = 5;
  return spec;
}

inline TableSpec input_output() {
  TableSpec spec;
  spec.name = "input_output";
  spec.meaning = "what a unit of output needs of every industry";
  spec.columns = {{"input", CellKind::text, "", "industry that delivers"}};
  spec.required = false;
  spec.matrix = true;
  return spec;
}

/// A rule with a field of every kind.
inline RuleDeclaration industrial_enclave() {
  RuleDeclaration rule;
  rule.name = "industrial_enclave";
  rule.name_zh = "产业飞地";
  rule.does = "Opens a park in the host city for firms of the origin city.";
  rule.look_at = "moves from origin to host";
  rule.source = "made up for tests";
  const auto field = [&](const char* name, FieldKind kind, const char* unit,
                         const char* meaning) -> RuleField& {
    RuleField one;
    one.name = name;
    one.kind = kind;
    one.unit = unit;
    one.meaning = meaning;
    rule.fields.push_back(one);
    return rule.fields.back();
  };
  field("origin", FieldKind::names, "cities", "where the firms come from").required = true;
  RuleField& capacity = field("capacity_km2", FieldKind::number, "km2", "land of the park");
  capacity.min = 0;
  capacity.standard = std::numeric_limits<double>::infinity();
  RuleField& split =
      field("tax_split", FieldKind::schedule, "share", "share of local tax that the origin gets");
  split.schedule_key = "origin";
  split.standard = 0.5;
  split.min = 0;
  split.max = 1;
  field("branches", FieldKind::flag, "", "whether firms may send a branch").standard_flag = true;
  RuleField& stage = field("stage", FieldKind::word, "", "what the park takes in");
  stage.words = {"research", "trial", "mass"};
  stage.standard_words = {"mass"};
  RuleField& eases = field("eases", FieldKind::words, "", "flows that cross the border more easily");
  eases.words = {"goods", "talent", "capital"};
  eases.standard_words = {"all"};
  field("industries", FieldKind::names, "industries", "who may come").standard_words = {"all"};
  field("partners", FieldKind::names, "cities", "cities that share in it");
  field("lead", FieldKind::name, "one city", "city that leads it");
  RuleField& rebates = field("rebates", FieldKind::table, "share", "rebate of an industry");
  rebates.min = 0;
  rebates.max = 1;
  return rule;
}

/// A rule that holds wholly or not at all.
inline RuleDeclaration transport_link() {
  RuleDeclaration rule;
  rule.name = "transport_link";
  rule.name_zh = "交通";
  rule.does = "Opens a link.";
  rule.look_at = "market access";
  rule.source = "made up for tests";
  rule.ramps = false;
  RuleField minutes;
  minutes.name = "minutes";
  minutes.unit = "min";
  minutes.meaning = "travel time";
  minutes.standard = 60;
  minutes.min = 1;
  minutes.max = 600;
  rule.fields = {minutes};
  return rule;
}

inline std::vector<ModelDeclaration> models() {
  ModelDeclaration migration;
  migration.name = "industry_migration";
  migration.parameters = {
      {"firms.relocation.sensitivity", 1.0, 0.0, 10.0, "1/log-utility",
       "how much a better city draws a firm"},
      {"talent.return_rate", 0.1, 0.0, 1.0, "1/year", "share of migrants that go home in a year"},
  };
  migration.tables = {cities(), input_output()};
  migration.rules = {industrial_enclave(), transport_link()};
  ModelDeclaration urn;
  urn.name = "increasing_returns_urn";
  return {migration, urn};
}

inline const std::string kCities =
    "code,name,gdp,share\n"
    "1,上海,43214.85,0.25\n"
    "2,\"Jiaxing, \"\"Zhejiang\"\"\",6.3e3,\n";

inline const std::string kInputOutput =
    "input,farming,workshops\n"
    "farming,0.2,0.1\n"
    "workshops,0.15,0.4\n";

inline const std::string kScenario =
    "title = \"A test\"\n"
    "question = \"Does it load?\"\n"
    "model = \"industry_migration\"\n"
    "seed = 7\n"
    "[time]\n"
    "start = \"2010-01\"\n"
    "end = 2012-01-15\n"
    "step = \"month\"\n"
    "[scale]\n"
    "people_per_agent = 50\n"
    "[data]\n"
    "cities = \"cities.csv\"\n"
    "[record]\n"
    "every = \"quarter\"\n"
    "flows = false\n"
    "agents = true\n"
    "panels = [\"population\", \"产值\"]\n"
    "[parameters]\n"
    "\"firms.relocation.sensitivity\" = 2.5\n"
    "talent.return_rate = 0.2\n";

/// To go behind kScenario: policies with every kind of field, given and not.
inline const std::string kPolicies =
    "[[policy]]\n"
    "name = \"enclave\"\n"
    "rule = \"industrial_enclave\"\n"
    "origin = [\"上海\", 2]\n"
    "start = \"2010-04\"\n"
    "end = 2011-12-31\n"
    "ramp_years = 1.5\n"
    "strength = 0.75\n"
    "capacity_km2 = 12\n"
    "tax_split = [{ until = 2011, origin = 0.5 }, { origin = 0.3 }]\n"
    "branches = false\n"
    "stage = \"trial\"\n"
    "eases = [\"capital\", \"goods\"]\n"
    "industries = \"workshops\"\n"
    "rebates = { workshops = 0.25, \"农业\" = 1 }\n"
    "[[policy]]\n"
    "rule = \"transport_link\"\n"
    "[[policy]]\n"
    "rule = \"transport_link\"\n"
    "enabled = false\n"
    "minutes = 30\n"
    "[[policy]]\n"
    "rule = \"industrial_enclave\"\n"
    "origin = \"all\"\n";

/// To go behind kScenario and kPolicies: every key of [lockin].
inline const std::string kLockIn =
    "[lockin]\n"
    "watch = { panel = \"added\", over = \"产值\", city = \"上海\", industry = \"workshops\" }\n"
    "seeds = 20\n"
    "[lockin.hysteresis]\n"
    "path = \"trade.iceberg\"\n"
    "from = 2\n"
    "to = 1.4\n"
    "points = 13\n"
    "years = 40\n"
    "[lockin.escape]\n"
    "path = \"policy.enclave.strength\"\n"
    "from = 0\n"
    "to = 0.3\n"
    "tolerance = 0.005\n"
    "kept = 3\n"
    "[lockin.twins]\n"
    "settings = [\"policy.enclave.enabled=false\", \"seed=2\"]\n"
    "[lockin.decompose]\n"
    "switches = { \"沉没 cost\" = [\"a=0\"], borders = [\"b.c=0\", \"d=[1]\"], a = [\"x.\\\"y.z\\\"=1\"] }\n";

}  // namespace yanzhen::sample
