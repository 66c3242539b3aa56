#include "io/scenario_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "io/csv_file.hpp"
#include "io/file_kind.hpp"
#include "io/lock_in_reader.hpp"
#include "io/outlines_file.hpp"
#include "io/policy_reader.hpp"
#include "io/scenario_merge.hpp"
#include "io/scenario_writer.hpp"
#include "io/text_file.hpp"
#include "io/toml_section.hpp"

namespace yanzhen {
namespace {

namespace fs = std::filesystem;
using Date = std::chrono::year_month_day;
using Every = RecordOptions::Every;

constexpr std::int64_t kLargestSeed = std::numeric_limits<std::int64_t>::max();  // of a TOML integer

std::vector<std::string> names_of(const std::vector<ModelDeclaration>& models) {
  std::vector<std::string> names;
  for (const ModelDeclaration& one : models) names.push_back(one.name);
  return names;
}

std::vector<std::string> parameter_names(const ModelDeclaration& model) {
  std::vector<std::string> names;
  for (const Parameter& one : model.parameters) names.push_back(one.name);
  return names;
}

const ModelDeclaration* find_model(const MergedScenario& merged,
                                   const std::vector<ModelDeclaration>& models) {
  const auto found = merged.keys.find("model");
  const auto* name = found == merged.keys.end() ? nullptr : std::get_if<std::string>(&found->second.value);
  if (name == nullptr) return nullptr;
  const auto same = [&](const ModelDeclaration& one) { return one.name == *name; };
  const auto model = std::find_if(models.begin(), models.end(), same);
  return model == models.end() ? nullptr : &*model;
}

// Reads the merged keys into a Scenario, one section after the other.
class ScenarioReader {
 public:
  ScenarioReader(const MergedScenario& merged, std::string file, const std::vector<ModelDeclaration>& models,
                 Problems& problems)
      : merged_{merged},
        models_{models},
        model_{find_model(merged, models)},
        problems_{problems},
        top_{merged.keys, "", scenario_keys(), problems} {
    scenario_.file = std::move(file);
  }

  Scenario read() {
    scenario_.title = top_.text("title", "text").value_or("");
    require("title", "one line that says what the scenario is");
    scenario_.question = top_.text("question", "text").value_or("");
    scenario_.seed =
        static_cast<std::uint64_t>(top_.whole_number("seed", 0, "it chooses the random draws").value_or(1));
    read_model();
    read_time();
    read_scale();
    read_record();
    if (const TomlValue* lock_in = top_.find("lockin"))
      scenario_.lock_in = read_lock_in(*lock_in, merged_, problems_);
    if (model_ != nullptr) {
      read_parameters();
      read_data();
      if (const TomlValue* policies = top_.find("policy"))
        take(read_policies(std::get<TomlArray>(policies->value), *model_, merged_.whole, problems_));
    }
    return std::move(scenario_);
  }

 private:
  void take(ReadPolicies policies) {
    scenario_.policies = std::move(policies.enabled);
    scenario_.disabled_policies = std::move(policies.disabled);
  }

  // The table of a section; empty when it is not there. What else stands in its place becomes a problem.
  const TomlTable& table(const std::string& name) const {
    static const TomlTable empty;
    const TomlValue* value = top_.find(name);
    if (value == nullptr) return empty;
    if (const auto* found = std::get_if<TomlTable>(&value->value)) return *found;
    top_.refuse(name, "a table");
    return empty;
  }

  // Nothing is called missing while a file of the chain could not be read, for it may stand there, nor in a
  // section that is no table, which is told already.
  void missing(const std::string& section, const std::string& key, const std::string& hint) const {
    const TomlValue* value = top_.find(section);
    if (!merged_.whole || (value != nullptr && !std::holds_alternative<TomlTable>(value->value))) return;
    problems_.add(value == nullptr ? Place{scenario_.file, 0, 0} : value->where, key + " is missing", hint);
  }
  void require(const std::string& key, const std::string& hint) const {
    if (top_.find(key) == nullptr) missing("", key, hint);
  }

  void read_model() {
    const std::vector<std::string> names = names_of(models_);
    require("model", hint_for("", names));
    scenario_.model = top_.text("model", "text: the name of a model").value_or("");
    const TomlValue* value = top_.find("model");
    if (value != nullptr && model_ == nullptr && std::holds_alternative<std::string>(value->value))
      problems_.add(value->where,
                    fmt::format("model is {}, which is not a model", in_quotes(scenario_.model)),
                    hint_for(scenario_.model, names));
  }

  std::optional<Date> date(const TomlSection& section, const std::string& key) const {
    if (section.find(key) == nullptr)
      missing("time", section.full_name(key), fmt::format("give {}", kAllowedDate));
    return section.date(key);
  }

  void read_time() {
    const TomlSection section{table("time"), "time", {"start", "end", "step"}, problems_};
    const std::string allowed_step = "\"day\", \"month\", \"quarter\" or \"year\"";
    const std::string word = section.text("step", allowed_step).value_or("quarter");
    const std::optional<StepLength> length = step_length_from(word);
    if (!length) section.refuse("step", allowed_step);
    const std::optional<Date> start = date(section, "start");
    const std::optional<Date> end = date(section, "end");
    if (!start || !end || !length) return;
    if (*start < *end)
      scenario_.clock = Clock{*start, *end, *length};  // by the range of years, at most 730,484 steps
    if (scenario_.clock.steps() == 0)
      section.refuse("end",
                     fmt::format("one {} or more after time.start, which is {}", word, to_text(*start)));
  }

  void read_scale() {
    const TomlSection section{table("scale"), "scale", {"people_per_agent"}, problems_};
    const NumberRange range{1, 1e6, "how many people one agent stands for"};
    scenario_.people_per_agent =
        section.number("people_per_agent", range).value_or(scenario_.people_per_agent);
  }

  void read_record() {
    const TomlSection section{table("record"), "record", {"every", "flows", "agents", "panels"}, problems_};
    const std::string allowed = "\"step\", \"month\", \"quarter\" or \"year\"";
    RecordOptions& record = scenario_.record;
    if (const auto word = section.text("every", allowed)) {
      const std::optional<Every> every = every_from(*word);
      if (!every)
        section.refuse("every", allowed);
      else if (is_finer(*every, scenario_.clock))
        section.refuse("every", fmt::format("nothing finer than a step, which is a {}",
                                            to_word(scenario_.clock.length())));
      else
        record.every = *every;
    }
    record.flows = section.flag("flows").value_or(record.flows);
    record.agents = section.flag("agents").value_or(record.agents);
    record.panels = section.texts("panels").value_or(record.panels);
  }

  static std::optional<Every> every_from(const std::string& word) {
    for (const Every one : {Every::step, Every::month, Every::quarter, Every::year})
      if (to_word(one) == word) return one;
    return std::nullopt;
  }

  // A clock that is wrong itself says nothing about what is finer.
  static bool is_finer(Every every, const Clock& clock) {
    const StepLength step = clock.length();
    if (clock.steps() == 0) return false;
    if (every == Every::month) return step == StepLength::quarter || step == StepLength::year;
    return every == Every::quarter && step == StepLength::year;
  }

  void read_parameters() {
    scenario_.parameters = ParameterValues{model_->parameters};
    const std::vector<std::string> names = parameter_names(*model_);
    for (const auto& [name, value] : table("parameters")) {
      if (problems_.count() >= Problems::kMost) return;
      const std::string full = "parameters." + shown_key(name);
      const std::optional<double> number = number_in(value);
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        const std::string near = nearest_name(name, names);
        problems_.add(value.key_where, fmt::format("{} is not a parameter of model {}", full, model_->name),
                      fmt::format("{}`yanzhen list parameters` prints all of them",
                                  near.empty() ? "" : fmt::format("did you mean \"{}\"? ", near)));
      } else if (!number) {
        problems_.add(value.where, fmt::format("{} is {}, allowed is a number", full, describe(value)));
      } else {
        scenario_.parameters.set(name, *number, value.where, problems_);
      }
    }
  }

  void read_data() {
    std::vector<std::string> known{"outlines"};
    for (const TableSpec& spec : model_->tables) known.push_back(spec.name);
    const TomlSection section{table("data"), "data", known, problems_};
    for (const TableSpec& spec : model_->tables) {
      if (section.find(spec.name) == nullptr) {
        if (spec.required) missing("data", section.full_name(spec.name), spec.meaning);
      } else if (const auto path = data_file(section, spec.name, kMostCsvBytes)) {
        if (auto read = read_csv(*path, spec, problems_))
          scenario_.tables.emplace(spec.name, std::move(*read));
      }
    }
    if (const auto path = data_file(section, "outlines", kMostOutlineBytes)) {
      check_outlines(read_text(*path, kMostOutlineBytes), path->string(), problems_);
      scenario_.outlines = fs::absolute(*path).lexically_normal().string();
    }
  }

  // The path that a key of [data] gives, when there is a file to read.
  std::optional<fs::path> data_file(const TomlSection& section, const std::string& key,
                                    std::uint64_t most_bytes) const {
    const std::optional<std::string> name = section.text(key, "text: the path of a file");
    if (!name) return std::nullopt;
    const std::optional<std::string> why = why_unreadable(*name, most_bytes);
    if (!why) return fs::path{*name};
    problems_.add(section.find(key)->where,
                  fmt::format("{} names {}, which {}", section.full_name(key), in_quotes(*name), *why),
                  nearest_file(*name));
    return std::nullopt;
  }

  const MergedScenario& merged_;
  const std::vector<ModelDeclaration>& models_;
  const ModelDeclaration* model_;
  Problems& problems_;
  TomlSection top_;
  Scenario scenario_;
};

void apply_options(const LoadOptions& options, const std::vector<ModelDeclaration>& models,
                   MergedScenario& merged, Problems& problems) {
  for (const std::string& assignment : options.set) {
    std::vector<std::string> parameters;
    const ModelDeclaration* model = find_model(merged, models);
    for (const ModelDeclaration& one : models) {
      if (model != nullptr && model != &one) continue;
      const std::vector<std::string> names = parameter_names(one);
      parameters.insert(parameters.end(), names.begin(), names.end());
    }
    apply_set(assignment, parameters, merged, problems);
  }
  if (!options.seed) return;
  const Place where{fmt::format("--seed {}", *options.seed), 0, 0};
  if (*options.seed > static_cast<std::uint64_t>(kLargestSeed))
    problems.add(where, fmt::format("seed is {}, allowed is 0 to {}", *options.seed, kLargestSeed));
  else
    merged.keys.insert_or_assign("seed", TomlValue{static_cast<std::int64_t>(*options.seed), where, where});
}

std::optional<Scenario> finish(MergedScenario merged, const fs::path& file,
                               const std::vector<ModelDeclaration>& models, const LoadOptions& options,
                               std::size_t problems_before, Problems& problems) {
  if (refuse_sweep(merged.keys, file.string(), problems)) return std::nullopt;
  apply_options(options, models, merged, problems);
  Scenario scenario = ScenarioReader{merged, file.string(), models, problems}.read();
  if (problems.count() > problems_before) return std::nullopt;
  scenario.resolved = to_toml(scenario, find_model(merged, models)->rules);
  return scenario;
}

}  // namespace

std::optional<Scenario> load_scenario(const fs::path& file, const std::vector<ModelDeclaration>& models,
                                      const LoadOptions& options, Problems& problems) {
  const std::size_t before = problems.count();
  return finish(read_merged(file, problems), file, models, options, before, problems);
}

std::optional<Scenario> parse_scenario(std::string_view text, const fs::path& file,
                                       const std::vector<ModelDeclaration>& models,
                                       const LoadOptions& options, Problems& problems) {
  const std::size_t before = problems.count();
  return finish(parse_merged(text, file, problems), file, models, options, before, problems);
}

}  // namespace yanzhen
