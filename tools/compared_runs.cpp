#include "tools/compared_runs.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "engine/clock.hpp"
#include "io/run_panels.hpp"
#include "tools/compared_quantities.hpp"
#include "tools/run_heads.hpp"

namespace yanzhen::tools {
namespace {

std::vector<double> read_record(const RunPanels& run, const Panel& panel, std::size_t record) {
  std::vector<double> values;
  run.read_rows(panel, record, 1,
                [&](std::uint64_t, std::span<const double> row) { values.assign(row.begin(), row.end()); });
  return values;
}

std::vector<double> read_sums(const RunPanels& run, const Quantity& quantity, std::size_t record) {
  std::vector<double> sums(quantity.gathering.keys, 0.0);
  run.read_rows(quantity.panel, 0, record + 1, [&](std::uint64_t, std::span<const double> row) {
    const std::vector<double> values = gather(row, quantity.gathering, {});
    for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += values[k];
  });
  return sums;
}

std::vector<double> read_series(const RunPanels& run, const Panel& panel, std::size_t record) {
  std::vector<double> series;
  run.read_rows(panel, 0, record + 1,
                [&](std::uint64_t, std::span<const double> row) { series.push_back(row[0]); });
  return series;
}

// All quantities of one file, in their order.
std::vector<std::vector<double>> read_quantities(const std::string& file,
                                                 const std::vector<Quantity>& quantities,
                                                 std::size_t record) {
  const RunPanels run{file};
  if (run.dates().size() <= record) throw RunFileError{file + ": it has lost records while it was read"};
  std::vector<double> residents;
  const bool averages = std::any_of(quantities.begin(), quantities.end(), [](const Quantity& one) {
    return one.gathering.weight_axis.has_value();
  });
  if (averages) residents = read_record(run, *run.find_panel("residents"), record);
  std::vector<std::vector<double>> values;
  for (const Quantity& quantity : quantities) {
    if (quantity.table.by == By::index) {
      values.push_back(read_series(run, quantity.panel, record));
    } else if (quantity.table.summed) {
      values.push_back(read_sums(run, quantity, record));
    } else {
      values.push_back(gather(read_record(run, quantity.panel, record), quantity.gathering, residents));
    }
  }
  return values;
}

// values[quantity][run][key]; runs that are in no pair are not read.
using Values = std::vector<std::vector<std::vector<double>>>;

Values read_values(const Heads& heads, const Pairing& pairing, const std::vector<Quantity>& quantities,
                   std::size_t record) {
  std::set<std::size_t> needed;
  for (const PairedPolicy& policy : pairing.policies)
    for (const SeedPair& pair : policy.pairs) needed.insert({pair.base, pair.policy});
  Values values(quantities.size(), std::vector<std::vector<double>>(heads.files.size()));
  for (const std::size_t run : needed) {
    auto read = read_quantities(heads.files[run].run.file, quantities, record);
    for (std::size_t q = 0; q < quantities.size(); ++q) values[q][run] = std::move(read[q]);
  }
  return values;
}

std::optional<std::size_t> find_gains(const std::vector<Quantity>& quantities, const std::string& panel) {
  for (std::size_t q = 0; q < quantities.size(); ++q)
    if (quantities[q].table.by == By::gains && quantities[q].table.panel == panel) return q;
  return std::nullopt;
}

// Value added per head of each city, where gains are asked for.
void add_value_added_per_head(std::vector<Quantity>& quantities, Values& values) {
  const std::optional<std::size_t> residents = find_gains(quantities, "residents");
  const std::optional<std::size_t> value_added = find_gains(quantities, "value_added");
  if (!residents || !value_added) return;
  Quantity quantity = quantities[*value_added];
  const PerHead unit = per_head(quantity.table.unit);
  quantity.table.panel = "value_added_per_head";
  quantity.table.unit = unit.unit;
  std::vector<std::vector<double>> of_run = values[*value_added];
  for (std::size_t run = 0; run < of_run.size(); ++run) {
    for (std::size_t k = 0; k < of_run[run].size(); ++k) {
      const double heads = values[*residents][run][k];
      of_run[run][k] = heads > 0 ? of_run[run][k] * unit.factor / heads : kUnknown;
    }
  }
  quantities.push_back(std::move(quantity));
  values.push_back(std::move(of_run));
}

ComparedScenario scenario_of(const Heads& heads, const std::string& name, const std::vector<SeedPair>& pairs,
                             std::size_t SeedPair::*side) {
  ComparedScenario scenario;
  scenario.name = name;
  for (const SeedPair& pair : pairs) {
    const GivenRun& run = heads.files[pair.*side].run;
    scenario.title = run.title;
    scenario.files.push_back(run.file);
    scenario.seeds.push_back(run.seed);
  }
  return scenario;
}

std::vector<std::string> texts_of(const std::vector<std::chrono::year_month_day>& dates, std::size_t count) {
  std::vector<std::string> texts;
  for (std::size_t k = 0; k < count; ++k) texts.push_back(to_text(dates[k]));
  return texts;
}

ComparedPolicy compare_policy(const Heads& heads, const Pairing& pairing, const PairedPolicy& policy,
                              const std::vector<Quantity>& quantities, const Values& values,
                              const std::vector<std::string>& dates) {
  ComparedPolicy result;
  result.scenario = scenario_of(heads, policy.name, policy.pairs, &SeedPair::policy);
  result.base = scenario_of(heads, pairing.base_name, policy.pairs, &SeedPair::base);
  result.changes = policy.changes;
  for (std::size_t q = 0; q < quantities.size(); ++q)
    result.tables.push_back(compare_table(quantities[q].table, values[q], policy.pairs, dates));
  return result;
}

}  // namespace

Comparison compare_files(const ComparisonRequest& request) {
  const Heads heads = read_heads(request.files);
  std::vector<GivenRun> runs;
  for (const Head& head : heads.files) runs.push_back(head.run);
  const Pairing pairing = pair_runs(runs);

  Comparison comparison;
  comparison.notes = pairing.notes;
  note_programs(heads, comparison.notes);
  const std::size_t record =
      request.at.empty() ? last_common_record(heads, comparison.notes) : record_at(heads, request.at);
  const std::vector<std::string> dates = texts_of(heads.files[0].dates, record + 1);
  std::vector<Quantity> quantities = choose_quantities(heads, request.by, request.panels);
  Values values = read_values(heads, pairing, quantities, record);
  add_value_added_per_head(quantities, values);

  comparison.base_name = pairing.base_name;
  comparison.date = dates.back();
  comparison.record = record + 1;
  comparison.records = shortest(heads).dates.size();
  for (const PairedPolicy& policy : pairing.policies)
    comparison.policies.push_back(compare_policy(heads, pairing, policy, quantities, values, dates));
  return comparison;
}

}  // namespace yanzhen::tools
