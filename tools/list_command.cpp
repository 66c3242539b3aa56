//! \file  `yanzhen list`: what there is, with units, ranges and meaning.
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <array>
#include <cmath>

#include "tools/build_info.hpp"
#include "tools/command.hpp"
#include "tools/display.hpp"
#include "tools/listing.hpp"
#include "tools/models.hpp"
#include "tools/output.hpp"
#include "tools/prepare.hpp"
#include "tools/scenario_files.hpp"

namespace yanzhen::tools {
namespace {

std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (const ModelDeclaration& model : all_models()) names.push_back(model.name);
  return names;
}

// The second word of a listing that is about models: a model's name, a scenario, or nothing.
struct Subject {
  std::vector<const ModelDeclaration*> models;
  std::optional<Scenario> scenario;
};

Scenario load_quietly(const std::string& file, const Arguments& arguments) {
  std::vector<std::string> notes;  // not what was asked for; `yanzhen check` shows them
  return load(file, load_options(arguments), notes);
}

Subject subject_of(const Arguments& arguments) {
  Subject subject;
  const std::optional<std::string> word = arguments.word(1);
  if (!word) {
    for (const ModelDeclaration& model : all_models()) subject.models.push_back(&model);
    return subject;
  }
  if (const ModelDeclaration* const model = find_model(*word)) {
    subject.models.push_back(model);
    return subject;
  }
  if (!std::filesystem::exists(*word)) {
    const std::string near = nearest_name(*word, model_names());
    throw UsageError{
        fmt::format("\"{}\" is neither a model nor a scenario file", *word),
        near.empty() ? "`yanzhen list models` shows the models." : fmt::format("did you mean {}?", near)};
  }
  subject.scenario = load_quietly(*word, arguments);
  subject.models.push_back(find_model(subject.scenario->model));
  return subject;
}

const std::string& needed_scenario(const Arguments& arguments) {
  if (arguments.words.size() < 2) {
    throw UsageError{
        fmt::format("`yanzhen list {}` needs a scenario, because it depends on it", arguments.words[0]),
        fmt::format("for example: yanzhen list {} scenarios/yangtze-delta/baseline.toml",
                    arguments.words[0])};
  }
  return arguments.words[1];
}

std::string range(double min, double max) {
  if (std::isinf(min) && std::isinf(max)) return "any";
  if (std::isinf(max)) return fmt::format("{} or more", min);
  if (std::isinf(min)) return fmt::format("{} or less", max);
  return fmt::format("{} to {}", min, max);
}

Listing list_models(const Arguments&) {
  Listing listing{{"model", "parameters", "tables", "meaning"}, {}};
  for (const ModelDeclaration& model : all_models()) {
    listing.rows.push_back(
        {model.name, double(model.parameters.size()), double(model.tables.size()), model.summary});
  }
  return listing;
}

Listing list_parameters(const Arguments& arguments) {
  const Subject subject = subject_of(arguments);
  Listing listing{{"parameter", "default", "unit", "range", "meaning"}, {}};
  if (subject.scenario) listing.columns.insert(listing.columns.begin() + 1, "value");
  for (const ModelDeclaration* model : subject.models) {
    for (const Parameter& one : model->parameters) {
      std::vector<Cell> row{one.name, one.default_value, one.unit, range(one.min, one.max), one.meaning};
      if (subject.scenario) row.insert(row.begin() + 1, subject.scenario->parameters[one.name]);
      listing.rows.push_back(std::move(row));
    }
  }
  return listing;
}

Listing list_policies(const Arguments&) {
  spdlog::info("yanzhen {} has no policy rules yet; scenarios differ by parameters and tables", kVersion);
  return {{"rule", "meaning"}, {}};
}

Listing list_scenarios(const Arguments&) {
  const std::filesystem::path folder = scenarios_folder();
  Listing listing{{"scenario", "model", "title"}, {}};
  for (const std::filesystem::path& file : scenario_files(folder)) {
    Problems problems;
    const std::optional<Scenario> scenario = load_scenario(file, all_models(), {}, problems);
    if (scenario && !problems.any()) {
      listing.rows.push_back({file.string(), scenario->model, scenario->title});
    } else {
      listing.rows.push_back({file.string(), "-", "(has errors: see `yanzhen check`)"});
    }
  }
  if (listing.rows.empty()) spdlog::warn("there is no folder `scenarios` here with a *.toml in it");
  return listing;
}

std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

Listing list_panels(const Arguments& arguments) {
  Workers workers{0};
  const Prepared prepared = prepare(needed_scenario(arguments), load_options(arguments), workers);
  constexpr std::array<const char*, 3> kGroups{"state", "flow", "index"};
  Listing listing{{"panel", "dimensions", "unit", "group", "meaning"}, {}};
  for (const Panel& panel : prepared.model->panels()) {
    listing.rows.push_back({panel.name, joined(panel.dimensions, ","), panel.unit,
                            kGroups.at(static_cast<std::size_t>(panel.group)), panel.meaning});
  }
  return listing;
}

// What a city may be called in a scenario, and where it lies. A table need not have all of it.
Listing list_cities(const Arguments& arguments) {
  const Scenario scenario = load_quietly(needed_scenario(arguments), arguments);
  const auto found = scenario.tables.find("cities");
  if (found == scenario.tables.end()) {
    throw UsageError{fmt::format("{} has no table `cities`", arguments.words[1]),
                     "`yanzhen list tables` shows the tables that its model reads."};
  }
  const Table& cities = found->second;
  Listing listing;
  for (const char* const name : {"code", "name_zh", "name_en", "province"}) {
    const Table::Column* const column = cities.find(name);
    if (column != nullptr && column->present) listing.columns.emplace_back(name);
  }
  for (std::size_t row = 0; row < cities.rows() && !listing.columns.empty(); ++row) {
    std::vector<Cell>& cells = listing.rows.emplace_back();
    for (const std::string& name : listing.columns) {
      const Table::Column& column = cities.column(name);
      cells.push_back(column.spec.kind == CellKind::text ? Cell{column.texts[row]}
                                                         : Cell{column.numbers[row]});
    }
  }
  return listing;
}

std::string column_range(const ColumnSpec& column) {
  std::string text = column.kind == CellKind::text ? "text" : range(column.min, column.max);
  if (column.kind == CellKind::integer) text += ", whole";
  if (!column.required) text += ", may be left out";
  if (column.may_be_empty) text += ", may be empty";
  return text;
}

Listing list_tables(const Arguments& arguments) {
  Listing listing{{"table", "column", "unit", "allowed", "meaning"}, {}};
  for (const ModelDeclaration* model : subject_of(arguments).models) {
    for (const TableSpec& table : model->tables) {
      const std::string need = table.required ? "" : "may be left out";
      listing.rows.push_back({table.name, table.matrix ? "(matrix)" : "", "", need, table.meaning});
      for (const ColumnSpec& column : table.columns) {
        listing.rows.push_back({table.name, column.name, column.unit, column_range(column), column.meaning});
      }
    }
  }
  return listing;
}

struct Topic {
  std::string name;
  Listing (*list)(const Arguments&);
};

const std::vector<Topic>& topics() {
  static const std::vector<Topic> all{{"models", list_models},     {"parameters", list_parameters},
                                      {"policies", list_policies}, {"scenarios", list_scenarios},
                                      {"panels", list_panels},     {"cities", list_cities},
                                      {"tables", list_tables}};
  return all;
}

const Topic& topic_of(const std::string& word) {
  std::vector<std::string> names;
  for (const Topic& topic : topics()) {
    if (topic.name == word) return topic;
    names.push_back(topic.name);
  }
  const std::string near = nearest_name(word, names);
  throw UsageError{
      fmt::format("`yanzhen list` knows no \"{}\"", word),
      near.empty() ? "there are: " + joined(names, ", ") : fmt::format("did you mean {}?", near)};
}

ExitCode list(const Arguments& arguments) {
  const Listing listing = topic_of(arguments.words.at(0)).list(arguments);
  if (arguments.has("json")) {
    print_result(to_json(listing));
  } else if (!listing.rows.empty()) {
    print_result(to_text(listing, terminal_columns(STDOUT_FILENO, 0)));
  }
  return ExitCode::done;
}

}  // namespace

Command list_command() {
  CommandSpec spec;
  spec.name = "list";
  spec.summary = "Shows what there is, with units, ranges, defaults and meaning.";
  spec.words = {{"WHAT", true, "models, parameters, policies, scenarios, panels, cities or tables"},
                {"OF", false, "a scenario (panels, cities), or a scenario or model (parameters, tables)"}};
  spec.options = scenario_options();
  spec.options.push_back({"json", 0, "", "print JSON instead of a table"});
  spec.examples = {{"yanzhen list scenarios", "ready to run"},
                   {"yanzhen list parameters industry_migration", "every number that a scenario may change"},
                   {"yanzhen list parameters mine.toml", "the same, and the values in that scenario"},
                   {"yanzhen list cities scenarios/yangtze-delta/baseline.toml", "their names and codes"},
                   {"yanzhen list panels scenarios/yangtze-delta/baseline.toml --json",
                    "what a run records, for a program"}};
  return {std::move(spec), list};
}

}  // namespace yanzhen::tools
