#include "models/stylised/scenario_builder.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace yanzhen::stylised {
namespace {

/// What a column of this name holds: numbers or texts, whichever its kind asks for.
struct Cells {
  std::vector<double> numbers;
  std::vector<std::string> texts;
};

Table table_of(const TableSpec& spec, std::map<std::string, Cells> cells, std::size_t rows) {
  std::vector<Table::Column> columns;
  for (const ColumnSpec& one : spec.columns) {
    const auto given = cells.find(one.name);
    if (given == cells.end()) {
      columns.push_back({one, false, {}, {}, {}});
      continue;
    }
    columns.push_back({one, true, given->second.numbers, given->second.texts, std::vector<int>(rows, 1)});
    cells.erase(given);
  }
  if (!cells.empty()) throw std::out_of_range{spec.name + " has no column " + cells.begin()->first};
  std::vector<int> lines;
  for (std::size_t row = 0; row < rows; ++row) lines.push_back(static_cast<int>(row) + 2);
  return {spec.name + ".csv", std::move(columns), std::move(lines)};
}

const TableSpec& spec_named(const ModelDeclaration& model, const std::string& name) {
  for (const TableSpec& spec : model.tables)
    if (spec.name == name) return spec;
  throw std::out_of_range{model.name + " has no table " + name};
}

Table cities_of(const ModelDeclaration& model, const ScenarioText& text) {
  std::map<std::string, Cells> cells;
  for (std::size_t k = 0; k < text.cities; ++k) {
    cells["code"].texts.push_back(fmt::format("{}", k + 1));
    cells["name_zh"].texts.push_back(fmt::format("第{}市", k + 1));
    cells["name_en"].texts.push_back(fmt::format("City {}", k + 1));
  }
  for (const auto& [name, values] : text.columns) {
    if (values.size() != text.cities) throw std::out_of_range{name + " does not have one number a city"};
    cells[name].numbers = values;
  }
  return table_of(spec_named(model, "cities"), std::move(cells), text.cities);
}

Table links_of(const ModelDeclaration& model, const std::vector<GraphLink>& links) {
  std::map<std::string, Cells> cells;
  for (const GraphLink& link : links) {
    cells["from"].texts.push_back(fmt::format("{}", link.from + 1));
    cells["to"].texts.push_back(fmt::format("{}", link.to + 1));
    cells["minutes"].numbers.push_back(link.minutes);
  }
  return table_of(spec_named(model, "links"), std::move(cells), links.size());
}

}  // namespace

std::vector<GraphLink> ring(std::size_t cities) {
  std::vector<GraphLink> links = path(cities);
  if (cities > 2) links.push_back({cities - 1, 0});
  return links;
}

std::vector<GraphLink> path(std::size_t cities) {
  std::vector<GraphLink> links;
  for (std::size_t k = 0; k + 1 < cities; ++k) links.push_back({k, k + 1});
  return links;
}

Scenario scenario_of(const ModelDeclaration& model, const ScenarioText& text) {
  using namespace std::chrono;
  const year_month_day start = 1000y / January / 1;
  const Clock longest{start, 2999y / January / 1, text.step};
  if (text.steps > longest.steps()) throw std::out_of_range{"a scenario ends before the year 3000"};
  Scenario scenario;
  scenario.title = model.name;
  scenario.model = model.name;
  scenario.file = "memory.toml";
  scenario.clock = Clock{start, longest.date(text.steps), text.step};
  scenario.seed = text.seed;
  scenario.people_per_agent = text.people_per_agent;
  scenario.parameters = ParameterValues{model.parameters};
  Problems problems;
  for (const auto& [name, value] : text.parameters) scenario.parameters.set(name, value, {}, problems);
  problems.throw_if_any();
  scenario.tables.emplace("cities", cities_of(model, text));
  if (!text.links.empty()) scenario.tables.emplace("links", links_of(model, text.links));
  return scenario;
}

Simulation run_of(const ModelDeclaration& model, const Scenario& scenario) {
  Problems problems;
  std::unique_ptr<Model> made = model.make(scenario, problems);
  problems.throw_if_any();
  return Simulation{scenario, std::move(made)};
}

Simulation run_of(const ModelDeclaration& model, const ScenarioText& text) {
  return run_of(model, scenario_of(model, text));
}

std::vector<double> panel_of(const Model& model, const std::string& name) {
  const std::vector<Panel>& panels = model.panels();
  for (std::size_t k = 0; k < panels.size(); ++k) {
    if (panels[k].name != name) continue;
    std::size_t size = 1;
    for (const std::string& dimension : panels[k].dimensions)
      for (const Dimension& one : model.dimensions())
        if (one.name == dimension) size *= one.labels.size();
    std::vector<double> values(size);
    model.measure(k, values);
    return values;
  }
  throw std::out_of_range{"there is no panel " + name};
}

}  // namespace yanzhen::stylised
