#include "tools/sweep/plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <filesystem>
#include <set>

#include "engine/checksum.hpp"
#include "engine/parallel.hpp"
#include "engine/simulation.hpp"
#include "io/scenario_file.hpp"
#include "models/experiment/factor_values.hpp"
#include "models/lock_in/watch.hpp"
#include "tools/models.hpp"

namespace yanzhen::tools {
namespace {

namespace fs = std::filesystem;

void add_text(Checksum& checksum, std::string_view text) {
  checksum.add(std::uint64_t{text.size()});
  for (const char letter : text) checksum.add(std::uint64_t{static_cast<unsigned char>(letter)});
}

std::string hash_of(std::string_view text) {
  Checksum checksum;
  add_text(checksum, text);
  return fmt::format("{:016x}", checksum.value());
}

// What the tables say, wherever they lie: two runs on different figures are different runs.
std::uint64_t checksum_of(const std::map<std::string, Table>& tables) {
  Checksum checksum;
  for (const auto& [name, table] : tables) {
    add_text(checksum, name);
    for (const Table::Column& column : table.columns()) {
      add_text(checksum, column.spec.name);
      for (const double number : column.numbers) checksum.add(std::bit_cast<std::uint64_t>(number));
      for (const std::string& text : column.texts) add_text(checksum, text);
    }
  }
  return checksum.value();
}

std::unique_ptr<Model> make_model_alone(const Scenario& scenario) {
  // On one thread: who makes a plan forks later, which no program with threads should.
  Workers alone{1};
  std::unique_ptr<Model> model;
  alone.run([&] { model = make_model(scenario); });
  return model;
}

// The panel of this name; a problem, and nothing, when the model has none such.
std::optional<std::size_t> find_panel(const Model& model, const std::string& name, bool index,
                                      const Place& where, Problems& problems) {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < model.panels().size(); ++k) {
    const Panel& panel = model.panels()[k];
    if (index && !panel.dimensions.empty()) continue;
    if (panel.name == name) return k;
    names.push_back(panel.name);
  }
  const std::string near = nearest_name(name, names);
  problems.add(where, fmt::format("the model has no {} \"{}\"", index ? "index" : "panel", name),
               near.empty() ? fmt::format("it has: {}", fmt::join(names, ", "))
                            : fmt::format("did you mean {}?", near));
  return std::nullopt;
}

std::vector<std::size_t> find_indices(const KeepSettings& keep, const Model& model, Problems& problems) {
  std::vector<std::size_t> found;
  for (std::size_t k = 0; k < keep.indices.size(); ++k)
    if (const auto panel = find_panel(model, keep.indices[k], true, keep.index_places.at(k), problems))
      found.push_back(*panel);
  if (!keep.indices.empty()) return found;
  for (std::size_t k = 0; k < model.panels().size(); ++k)
    if (model.panels()[k].dimensions.empty()) found.push_back(k);
  return found;
}

std::vector<std::size_t> find_kept_panels(const KeepSettings& keep, const Model& model, Problems& problems) {
  std::vector<std::size_t> found;
  for (std::size_t k = 0; k < keep.panels.size(); ++k)
    if (const auto panel = find_panel(model, keep.panels[k], false, keep.panel_places.at(k), problems))
      found.push_back(*panel);
  return found;
}

bool has_index(const SweepHead& head, const std::string& name) {
  return std::any_of(head.indices.begin(), head.indices.end(),
                     [&](const SweepIndex& index) { return index.name == name; });
}

std::vector<std::string> level_names(const FactorSettings& factor) {
  std::vector<std::string> names;
  if (factor.named_levels)
    for (const FactorLevel& level : factor.levels) names.push_back(level.name);
  return names;
}

void tell_records(const Scenario& scenario, SweepHead& head) {
  for (Step step = 0; step <= scenario.clock.steps(); ++step) {
    if (!record_due(scenario.clock, step, scenario.record.every)) continue;
    head.times.push_back(scenario.clock.decimal_year(step));
    head.dates.push_back(to_text(scenario.clock.date(step)));
  }
}

// Dimensions that the kept panels have, in the model's order.
void tell_panels(const Model& model, const std::vector<std::size_t>& panels, SweepHead& head) {
  std::set<std::string> wanted;
  for (const std::size_t panel : panels) {
    head.panels.push_back(model.panels()[panel]);
    wanted.insert(head.panels.back().dimensions.begin(), head.panels.back().dimensions.end());
  }
  for (const Dimension& dimension : model.dimensions())
    if (wanted.count(dimension.name) > 0) head.dimensions.push_back(dimension);
}

std::string keep_text(const SweepHead& head) {
  std::string text;
  for (const SweepIndex& index : head.indices)
    text += fmt::format("index {} {}\n", index.name, index.meaning);
  for (const Panel& panel : head.panels) text += fmt::format("panel {}\n", panel.name);
  return text;
}

// The design lies in memory.
void check_size(const SweepSettings& settings, Problems& problems) {
  constexpr std::size_t kMostNumbers = 100'000'000;
  const std::size_t points = experiment::count_points(settings.design, settings.factors);
  if (points > kMostNumbers / settings.factors.size())
    problems.add(settings.design.where,
                 fmt::format("the design has {} points of {} factors, allowed are {} numbers in all", points,
                             settings.factors.size(), kMostNumbers));
}

// A hash of 128 bits as the name of a file.
std::string key_of(const std::string& identity) {
  Checksum first;
  Checksum second;
  second.add(std::uint64_t{1});
  add_text(first, identity);
  add_text(second, identity);
  return fmt::format("{:016x}{:016x}", first.value(), second.value());
}

}  // namespace

SweepPlan::SweepPlan(SweepSettings settings, const ProgramIdentity& program)
    : settings_{std::move(settings)} {
  Problems problems;
  LoadOptions options;
  options.set = settings_.settings;
  std::optional<Scenario> base = load_scenario(settings_.scenario, all_models(), options, problems);
  problems.throw_if_any();
  base_ = std::move(base.value());
  build(program);
}

SweepPlan::SweepPlan(SweepSettings settings, const ProgramIdentity& program, const std::string& scenario)
    : settings_{std::move(settings)} {
  Problems problems;
  std::optional<Scenario> base =
      parse_scenario(scenario, settings_.scenario, all_models(), LoadOptions{}, problems);
  problems.throw_if_any();
  base_ = std::move(base.value());
  build(program);
}

void SweepPlan::build(const ProgramIdentity& program) {
  Problems problems;
  const std::unique_ptr<Model> model = make_model_alone(base_);
  index_panels_ = find_indices(settings_.keep, *model, problems);
  kept_panels_ = find_kept_panels(settings_.keep, *model, problems);
  for (const std::size_t panel : index_panels_) {
    const Panel& index = model->panels()[panel];
    head_.indices.push_back({index.name, index.unit, index.meaning});
  }
  for (const auto& [name, watched] : settings_.keep.watch) {
    if (has_index(head_, name))
      problems.add(watched.where, fmt::format("keep.watch.{} has the name of an index that is kept", name),
                   "give it another name");
    if (auto watch = lock_in::Watch::resolve(watched, *model, problems)) {
      head_.indices.push_back({name, watch->unit(), watch->text()});
    }
  }
  if (head_.indices.empty() && !problems.any())
    problems.add({settings_.file}, "nothing is kept: the model has no index",
                 "name what is to be kept in a table [keep.watch.NAME]");
  check_size(settings_, problems);
  problems.throw_if_any();

  design_ = experiment::make_design(settings_.design, settings_.factors, settings_.master_seed);
  for (std::uint32_t replicate = 0; replicate < settings_.replicates; ++replicate)
    seeds_.push_back(experiment::replicate_seed(settings_.master_seed, replicate));
  tell_records(base_, head_);
  tell_panels(*model, kept_panels_, head_);
  shape_ = shape_of(base_, *model);
  describe(program);
}

void SweepPlan::describe(const ProgramIdentity& program) {
  tables_ = checksum_of(base_.tables);
  context_ = fmt::format("yanzhen {} {}\nscenario {}\ntables {:016x}\n{}", program.version, program.commit,
                         hash_of(base_.resolved), tables_, keep_text(head_));
  checksum_ = hash_of(context_ + settings_.text);
  for (const FactorSettings& factor : settings_.factors)
    head_.factors.push_back({factor.name, factor.unit, factor.meaning, level_names(factor)});
  head_.runs = runs();
  head_.texts = {{"title", settings_.title},
                 {"question", settings_.question},
                 {"model", base_.model},
                 {"plan", settings_.text},
                 {"sweep_file", fs::absolute(settings_.file).lexically_normal().string()},
                 {"scenario", base_.resolved},
                 {"scenario_file", fs::absolute(base_.file).lexically_normal().string()},
                 {"version", program.version},
                 {"commit", program.commit}};
  head_.counts = {{"master_seed", settings_.master_seed},
                  {"replicates", settings_.replicates},
                  {"points", design_.points},
                  {"tables_checksum", tables_}};
}

PlannedRun SweepPlan::run(std::size_t number) const {
  PlannedRun run;
  run.number = number;
  run.point = number / settings_.replicates;
  run.replicate = static_cast<std::uint32_t>(number % settings_.replicates);
  run.seed = seeds_.at(run.replicate);
  run.settings = settings_at(design_.entries_of(run.point));
  run.identity = context_;
  for (const std::string& setting : run.settings) run.identity += fmt::format("set {}\n", setting);
  run.identity += fmt::format("seed {}\n", run.seed);
  run.key = key_of(run.identity);
  return run;
}

std::vector<std::string> SweepPlan::settings_at(std::span<const double> entries) const {
  std::vector<std::string> all;
  for (std::size_t factor = 0; factor < settings_.factors.size(); ++factor) {
    std::vector<std::string> own = experiment::settings_of(settings_.factors[factor], entries[factor]);
    std::move(own.begin(), own.end(), std::back_inserter(all));
  }
  return all;
}

std::vector<double> SweepPlan::numbers_of(std::size_t point) const {
  std::vector<double> numbers;
  const std::span<const double> entries = design_.entries_of(point);
  for (std::size_t factor = 0; factor < settings_.factors.size(); ++factor)
    numbers.push_back(experiment::number_of(settings_.factors[factor], entries[factor]));
  return numbers;
}

Scenario SweepPlan::scenario_of(std::span<const std::string> settings, std::uint64_t seed) const {
  Problems problems;
  LoadOptions options;
  options.set.assign(settings.begin(), settings.end());
  options.seed = seed;
  std::optional<Scenario> scenario =
      parse_scenario(base_.resolved, base_.file, all_models(), options, problems);
  problems.throw_if_any();
  return std::move(scenario.value());
}

bool SweepPlan::has_same_tables(const Scenario& scenario) const {
  return checksum_of(scenario.tables) == tables_;
}

std::uint64_t SweepPlan::shape_of(const Scenario& scenario, const Model& model) const {
  Checksum checksum;
  SweepHead head;
  tell_records(scenario, head);
  tell_panels(model, kept_panels_, head);
  for (const std::string& date : head.dates) add_text(checksum, date);
  for (const Dimension& dimension : head.dimensions) {
    add_text(checksum, dimension.name);
    for (const std::string& label : dimension.labels) add_text(checksum, label);
  }
  return checksum.value();
}

}  // namespace yanzhen::tools
