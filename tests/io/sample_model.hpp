#pragma once
//! \file  A small model declaration and valid inputs for it, for tests of the loader and for fuzzing.
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

inline std::vector<ModelDeclaration> models() {
  ModelDeclaration migration;
  migration.name = "industry_migration";
  migration.parameters = {
      {"firms.relocation.sensitivity", 1.0, 0.0, 10.0, "1/log-utility",
       "how much a better city draws a firm"},
      {"talent.return_rate", 0.1, 0.0, 1.0, "1/year", "share of migrants that go home in a year"},
  };
  migration.tables = {cities(), input_output()};
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

}  // namespace yanzhen::sample
