#include "tools/plot/plotted_runs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "engine/diagnostic.hpp"
#include "io/run_panels.hpp"
#include "tools/command.hpp"
#include "tools/plot/words.hpp"
#include "tools/run_pairing.hpp"

namespace yanzhen::tools::plot {
namespace {

std::vector<GivenRun> given_runs(const Heads& heads) {
  std::vector<GivenRun> runs;
  for (const Head& head : heads.files) runs.push_back(head.run);
  return runs;
}

bool all_replicates(const std::vector<GivenRun>& runs) {
  const std::string first = without_seed(runs[0].scenario);
  return std::all_of(runs.begin(), runs.end(),
                     [&](const GivenRun& run) { return without_seed(run.scenario) == first; });
}

// Every seed once: a run that is given again says nothing new.
PlottedScenario one_scenario(const std::vector<GivenRun>& runs, std::vector<std::string>& notes) {
  PlottedScenario scenario{runs[0].title, {}, {}};
  std::set<std::uint64_t> seeds;
  for (std::size_t run = 0; run < runs.size(); ++run) {
    if (seeds.insert(runs[run].seed).second)
      scenario.runs.push_back(run);
    else
      notes.push_back(
          fmt::format("{} is left out: seed {} was given before", runs[run].file, runs[run].seed));
  }
  return scenario;
}

std::vector<PlottedScenario> paired_scenarios(const Pairing& pairing, bool difference) {
  PlottedScenario base{pairing.base_name, {}, {}};
  std::vector<PlottedScenario> scenarios;
  for (const PairedPolicy& policy : pairing.policies) {
    PlottedScenario scenario{policy.name, {}, {}};
    for (const SeedPair& pair : policy.pairs) {
      scenario.runs.push_back(pair.policy);
      if (difference) scenario.bases.push_back(pair.base);
      if (std::find(base.runs.begin(), base.runs.end(), pair.base) == base.runs.end())
        base.runs.push_back(pair.base);
    }
    scenarios.push_back(std::move(scenario));
  }
  std::sort(base.runs.begin(), base.runs.end());
  if (!difference) scenarios.insert(scenarios.begin(), std::move(base));
  return scenarios;
}

std::set<std::size_t> runs_needed(const PlottedFiles& files) {
  std::set<std::size_t> needed;
  for (const PlottedScenario& scenario : files.scenarios) {
    needed.insert(scenario.runs.begin(), scenario.runs.end());
    needed.insert(scenario.bases.begin(), scenario.bases.end());
  }
  return needed;
}

using Rows = std::vector<std::vector<double>>;

Rows read_rows(const RunPanels& run, const Panel& panel, std::size_t records) {
  Rows rows;
  run.read_rows(panel, 0, records, [&](std::uint64_t, std::span<const double> row) {
    rows.emplace_back(row.begin(), row.end());
  });
  return rows;
}

Rows read_values(const std::string& file, const Quantity& quantity, std::size_t records) {
  const RunPanels run{file};
  if (run.dates().size() < records) throw RunFileError{file + ": it has lost records while it was read"};
  if (quantity.table.by == By::index) return read_rows(run, quantity.panel, records);
  Rows residents;
  if (quantity.gathering.weight_axis) residents = read_rows(run, *run.find_panel("residents"), records);
  Rows values;
  run.read_rows(quantity.panel, 0, records, [&](std::uint64_t record, std::span<const double> row) {
    const std::vector<double> none;
    values.push_back(gather(row, quantity.gathering, residents.empty() ? none : residents[record]));
  });
  return values;
}

const Quantity& chosen_part(const std::vector<Quantity>& quantities, const std::string& asked) {
  std::vector<std::string> names;
  for (const Quantity& quantity : quantities) {
    if (quantity.table.panel == asked) return quantity;
    names.push_back(quantity.table.panel);
  }
  if (quantities.size() == 1 && asked.find(':') == std::string::npos) return quantities[0];
  const std::string near = nearest_name(asked, names);
  throw UsageError{fmt::format("panel {} is told in parts; choose one: {}", asked, fmt::join(names, ", ")),
                   fmt::format("for example: --panel {}", near.empty() || near == asked ? names[0] : near)};
}

bool is_named(const Key& key, const std::string& name) {
  const std::string chinese = key_name(Language::zh, key);
  return name == key.label || name == key.name || name == key.name_en || name == chinese ||
         name == chinese + "市";
}

}  // namespace

PlottedFiles read_files(const PlotRequest& request) {
  PlottedFiles files;
  files.heads = read_heads(request.files);
  for (const std::string& file : request.files) files.summaries.push_back(read_run_summary(file));
  const std::vector<GivenRun> runs = given_runs(files.heads);
  if (all_replicates(runs)) {
    if (request.difference)
      throw UsageError{"--difference needs runs of two scenarios or more, these are all of one",
                       "give the base first: yanzhen plot base.h5 policy.h5 --difference ..."};
    files.scenarios = {one_scenario(runs, files.notes)};
  } else {
    const Pairing pairing = pair_runs(runs);
    files.scenarios = paired_scenarios(pairing, request.difference);
    files.notes.insert(files.notes.end(), pairing.notes.begin(), pairing.notes.end());
  }
  note_programs(files.heads, files.notes);
  files.last =
      request.at.empty() ? last_common_record(files.heads, files.notes) : record_at(files.heads, request.at);
  if (!request.since.empty()) {
    files.first = record_at(files.heads, request.since);
    if (files.first >= files.last)
      throw UsageError{
          fmt::format("--since {} does not lie before the last record that is shown", request.since)};
  }
  return files;
}

Estimate PlottedPanel::at(const PlottedScenario& scenario, std::size_t record, std::size_t key) const {
  std::vector<double> numbers;
  for (std::size_t k = 0; k < scenario.runs.size(); ++k) {
    double number = values[scenario.runs[k]][record][key];
    if (!scenario.bases.empty()) number -= values[scenario.bases[k]][record][key];
    numbers.push_back(number);
  }
  return estimate(numbers);
}

PlottedPanel read_panel(const PlottedFiles& files, const PlotRequest& request) {
  std::vector<By> by;
  if (request.by) by.push_back(*request.by);
  const std::string name = request.panel.substr(0, request.panel.find(':'));
  const std::vector<Quantity> quantities = choose_quantities(files.heads, by, {name});
  PlottedPanel panel;
  panel.quantity = chosen_part(quantities, request.panel);
  panel.values.resize(files.summaries.size());
  for (const std::size_t run : runs_needed(files))
    panel.values[run] = read_values(request.files[run], panel.quantity, files.last + 1);
  return panel;
}

Estimate estimate(const std::vector<double>& values) {
  const std::vector<double> zeros(values.size(), 0.0);
  const PairedDifference found = paired_difference(zeros, values);
  return {found.difference, found.low, found.high};
}

const Dimension& city_dimension(const Heads& heads) {
  for (const Dimension& dimension : heads.dimensions)
    if (dimension.name == "city") return dimension;
  throw UsageError{
      fmt::format("{} records nothing by city, and a map needs cities", heads.files[0].run.file)};
}

std::vector<Key> city_keys(const Heads& heads) {
  const Dimension& city = city_dimension(heads);
  std::vector<Key> keys;
  for (const std::string& label : city.labels) keys.push_back({label, label, "", ""});
  for (const Dimension::Alias& alias : city.aliases)
    for (std::size_t k = 0; k < keys.size() && alias.name.ends_with("_en"); ++k)
      keys[k].name_en = alias.labels[k];
  return keys;
}

std::vector<std::size_t> picked_keys(const std::vector<Key>& keys, const std::vector<std::string>& names) {
  std::vector<std::size_t> picked;
  for (const std::string& name : names) {
    const auto found =
        std::find_if(keys.begin(), keys.end(), [&](const Key& key) { return is_named(key, name); });
    if (found == keys.end()) {
      std::vector<std::string> known;
      for (const Key& key : keys)
        for (const std::string& one : {key.label, key_name(Language::zh, key), key.name_en})
          if (!one.empty()) known.push_back(one);
      const std::string near = nearest_name(name, known);
      throw UsageError{fmt::format("--pick is \"{}\", which the figure does not have", name),
                       near.empty() ? "" : fmt::format("did you mean {}?", near)};
    }
    const auto place = static_cast<std::size_t>(found - keys.begin());
    if (std::find(picked.begin(), picked.end(), place) == picked.end()) picked.push_back(place);
  }
  return picked;
}

}  // namespace yanzhen::tools::plot
