//! \file  `yanzhen list`: what there is, with units, ranges and meaning.
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <array>

#include "io/sweep_reader.hpp"
#include "io/text_file.hpp"
#include "tools/build_info.hpp"
#include "tools/command.hpp"
#include "tools/display.hpp"
#include "tools/listing.hpp"
#include "tools/models.hpp"
#include "tools/output.hpp"
#include "tools/prepare.hpp"
#include "tools/rule_pages.hpp"
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

Listing list_models(const Arguments&) {
  Listing listing{{"model", "parameters", "tables", "rules", "meaning"}, {}};
  for (const ModelDeclaration& model : all_models()) {
    listing.rows.push_back({model.name, double(model.parameters.size()), double(model.tables.size()),
                            double(model.rules.size()), model.summary});
  }
  return listing;
}

Listing list_parameters(const Arguments& arguments) {
  const Subject subject = subject_of(arguments);
  Listing listing{{"parameter", "default", "unit", "range", "meaning"}, {}};
  if (subject.models.size() > 1) listing.columns.insert(listing.columns.begin(), "model");
  if (subject.scenario) listing.columns.insert(listing.columns.begin() + 1, "value");
  for (const ModelDeclaration* model : subject.models) {
    for (const Parameter& one : model->parameters) {
      std::vector<Cell> row{one.name, one.default_value, one.unit, range_text(one.min, one.max, "any"),
                            one.meaning};
      if (subject.scenario) row.insert(row.begin() + 1, subject.scenario->parameters[one.name]);
      if (subject.models.size() > 1) row.insert(row.begin(), model->name);
      listing.rows.push_back(std::move(row));
    }
  }
  return listing;
}

Listing list_scenarios(const Arguments&) {
  const std::filesystem::path folder = scenarios_folder();
  Listing listing{{"scenario", "model", "title"}, {}};
  for (const std::filesystem::path& file : scenario_files(folder)) {
    Problems problems;
    Problems none_of_ours;
    if (const std::optional<SweepSettings> sweep = load_sweep(file, none_of_ours)) {
      listing.rows.push_back({file.string(), "(sweep)", sweep->title});
      continue;
    }
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
  std::string text = column.kind == CellKind::text ? "text" : range_text(column.min, column.max, "any");
  if (column.kind == CellKind::integer) text += ", whole";
  if (!column.required) text += ", may be left out";
  if (column.may_be_empty) text += ", may be empty";
  return text;
}

// Puts the model's name before the rows that have none yet.
void name_rows(const ModelDeclaration& model, Listing& listing) {
  for (std::vector<Cell>& row : listing.rows)
    if (row.size() == listing.columns.size()) row.insert(row.begin(), model.name);
}

Listing list_tables(const Arguments& arguments) {
  const Subject subject = subject_of(arguments);
  Listing listing{{"table", "column", "unit", "allowed", "meaning"}, {}};
  for (const ModelDeclaration* model : subject.models) {
    for (const TableSpec& table : model->tables) {
      const std::string need = table.required ? "" : "may be left out";
      listing.rows.push_back({table.name, table.matrix ? "(matrix)" : "", "", need, table.meaning});
      for (const ColumnSpec& column : table.columns) {
        listing.rows.push_back({table.name, column.name, column.unit, column_range(column), column.meaning});
      }
    }
    if (subject.models.size() > 1) name_rows(*model, listing);
  }
  if (subject.models.size() > 1) listing.columns.insert(listing.columns.begin(), "model");
  return listing;
}

std::string show(const Listing& listing, bool json) {
  if (json) return to_json(listing);
  return listing.rows.empty() ? "" : to_text(listing, terminal_columns(STDOUT_FILENO, 0));
}

template <Listing (*list)(const Arguments&)>
std::string as_table(const Arguments& arguments) {
  return show(list(arguments), arguments.has("json"));
}

// All rules, those of the model that the command line names, or the one that it names.
std::vector<OfferedRule> asked_rules(const std::optional<std::string>& name) {
  if (name && find_model(*name) != nullptr) return offered_rules({find_model(*name), 1});
  std::vector<OfferedRule> rules = offered_rules(all_models());
  if (!name) return rules;
  std::vector<OfferedRule> found;
  std::vector<std::string> names;
  for (const OfferedRule& offered : rules) {
    names.push_back(offered.rule->name);
    if (offered.rule->name == *name) found.push_back(offered);
  }
  if (!found.empty()) return found;
  const std::string near = nearest_name(*name, names);
  throw UsageError{
      fmt::format("no policy rule is called \"{}\"", *name),
      near.empty() ? "`yanzhen list policies` prints all of them." : fmt::format("did you mean {}?", near)};
}

std::string policies_text(const Arguments& arguments) {
  const std::optional<std::string> name = arguments.word(1);
  const std::vector<OfferedRule> rules = asked_rules(name);
  if (rules.empty()) {
    spdlog::info("yanzhen {} has no policy rules yet; scenarios differ by parameters and tables", kVersion);
  }
  if (arguments.has("json")) return rules_json(rules);
  if (rules.empty()) return "";
  if (!name || find_model(*name) != nullptr)
    return wrapped_page(rule_pages(rules), terminal_columns(STDOUT_FILENO, 0));
  std::string text;
  for (const OfferedRule& rule : rules) text += (text.empty() ? "" : "\n") + rule_page(rule);
  return wrapped_page(text, terminal_columns(STDOUT_FILENO, 0));
}

struct Topic {
  std::string name;
  std::string (*text)(const Arguments&);  // what is printed: for a reader, or JSON
};

const std::vector<Topic>& topics() {
  static const std::vector<Topic> all{
      {"models", as_table<list_models>}, {"parameters", as_table<list_parameters>},
      {"policies", policies_text},       {"scenarios", as_table<list_scenarios>},
      {"panels", as_table<list_panels>}, {"cities", as_table<list_cities>},
      {"tables", as_table<list_tables>}};
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
  print_result(topic_of(arguments.words.at(0)).text(arguments));
  return ExitCode::done;
}

}  // namespace

Command list_command() {
  CommandSpec spec;
  spec.name = "list";
  spec.summary = "Shows what there is, with units, ranges, defaults and meaning.";
  spec.words = {
      {"WHAT", true, "models, parameters, policies, scenarios, panels, cities or tables"},
      {"OF", false,
       "scenario (panels, cities), scenario or model (parameters, tables), model or rule (policies)"}};
  spec.options = scenario_options();
  spec.options.push_back({"json", 0, "", "print JSON instead of text"});
  spec.examples = {{"yanzhen list scenarios", "ready to run"},
                   {"yanzhen list parameters industry_migration", "every number that a scenario may change"},
                   {"yanzhen list parameters mine.toml", "the same, and the values in that scenario"},
                   {"yanzhen list policies", "every policy rule, its fields, and an example to paste"},
                   {"yanzhen list cities scenarios/yangtze-delta/baseline.toml", "their names and codes"},
                   {"yanzhen list panels scenarios/yangtze-delta/baseline.toml --json",
                    "what a run records, for a program"}};
  return {std::move(spec), list};
}

}  // namespace yanzhen::tools
