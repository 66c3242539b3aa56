#include "tools/report/report_sweep.hpp"

#include <algorithm>
#include <cmath>

#include "io/sweep_file.hpp"
#include "models/experiment/main_effects.hpp"
#include "models/experiment/replicate_means.hpp"
#include "models/experiment/sensitivity.hpp"
#include "tools/analysis/request.hpp"
#include "tools/analysis/sweep_results.hpp"
#include "tools/report/packed_numbers.hpp"

namespace yanzhen::tools {
namespace {

using experiment::Estimate;
using experiment::MeanEstimate;
using Json = nlohmann::ordered_json;

constexpr double kConfidence = .95;
constexpr std::size_t kMostSeriesNumbers = 1'000'000;  // 11 MB on the page
constexpr std::size_t kMostBootstrapped = 400'000;     // points x indices; intervals of more take too long

// NaN is null in JSON.
Json triple(const Estimate& estimate) { return Json::array({estimate.value, estimate.low, estimate.high}); }

std::string text_of(const SweepHead& head, const std::string& name) {
  const auto found = head.texts.find(name);
  return found == head.texts.end() ? "" : found->second;
}

Json factor_list(const SweepHead& head) {
  Json list = Json::array();
  for (const SweepFactor& factor : head.factors)
    list.push_back({{"name", factor.name},
                    {"unit", factor.unit},
                    {"meaning", factor.meaning},
                    {"levels", factor.levels.empty() ? Json(nullptr) : Json(factor.levels)}});
  return list;
}

Json index_list(const SweepHead& head) {
  Json list = Json::array();
  for (const SweepIndex& index : head.indices)
    list.push_back({{"name", index.name}, {"unit", index.unit}, {"meaning", index.meaning}});
  return list;
}

// The number that stands for each factor at each point.
std::string factor_values(const SweepResults& results) {
  std::vector<double> values;
  for (std::size_t point = 0; point < results.design.points; ++point)
    for (std::size_t f = 0; f < results.factors.size(); ++f)
      values.push_back(experiment::number_of(results.factors[f], results.design.entries_of(point)[f]));
  return pack_numbers(values);
}

// One index at the last record: means by point, effects of the factors, indices of sensitivity.
struct IndexFindings {
  std::vector<double> runs;  // points x replicates
  std::vector<MeanEstimate> means;
};

Json level_object(const SweepResults& results, std::size_t factor, const experiment::EffectLevel& level) {
  const FactorSettings& settings = results.factors[factor];
  const std::string from = experiment::text_of(settings, level.from);
  const std::string label =
      level.from == level.to ? from : from + " – " + experiment::text_of(settings, level.to);
  return {{"label", label},
          {"from", experiment::number_of(settings, level.from)},
          {"to", experiment::number_of(settings, level.to)},
          {"mean", level.mean.mean},
          {"low", level.mean.low},
          {"high", level.mean.high},
          {"count", level.points}};
}

void add_effects(const SweepResults& results, std::size_t index, const IndexFindings& found, Json& list) {
  const auto effects =
      experiment::main_effects(results.design, results.factors, found.runs, results.replicates, kConfidence);
  for (std::size_t f = 0; f < effects.size(); ++f) {
    Json levels = Json::array();
    for (const experiment::EffectLevel& level : effects[f].levels)
      levels.push_back(level_object(results, f, level));
    list.push_back({{"index", index}, {"factor", f}, {"share", effects[f].share}, {"levels", levels}});
  }
}

experiment::Bootstrap bootstrap_of(const SweepResults& results) {
  experiment::Bootstrap bootstrap;
  bootstrap.confidence = kConfidence;
  if (results.design.points * results.indices.size() > kMostBootstrapped) bootstrap.samples = 0;
  return bootstrap;
}

void add_sobol(const SweepResults& results, std::size_t index, const IndexFindings& found, Json& list) {
  const auto indices =
      experiment::sobol_indices(results.design, experiment::means_of(found.means), bootstrap_of(results));
  for (std::size_t f = 0; f < indices.first.size(); ++f)
    list.push_back({{"index", index},
                    {"factor", f},
                    {"first", triple(indices.first[f])},
                    {"total", triple(indices.total[f])}});
}

void add_morris(const SweepResults& results, std::size_t index, const IndexFindings& found, Json& list) {
  const auto effects = experiment::elementary_effects(results.design, experiment::means_of(found.means),
                                                      bootstrap_of(results));
  for (std::size_t f = 0; f < effects.mean_size.size(); ++f)
    list.push_back({{"index", index},
                    {"factor", f},
                    {"mean_size", triple(effects.mean_size[f])},
                    {"deviation", triple(effects.deviation[f])}});
}

// Everything that is told index by index.
void add_indices(const SweepResults& results, Json& sweep) {
  const std::size_t count = results.indices.size();
  std::vector<double> mean(results.design.points * count);
  std::vector<double> deviation(mean.size());
  std::vector<double> known(mean.size());
  const DesignKind kind = results.design.kind;
  sweep["effects"] = Json::array();
  sweep["sobol"] = kind == DesignKind::saltelli ? Json::array() : Json(nullptr);
  sweep["morris"] = kind == DesignKind::morris ? Json::array() : Json(nullptr);
  for (std::size_t index = 0; index < count; ++index) {
    IndexFindings found;
    found.runs = results.read(index, results.dates.size() - 1);
    found.means = experiment::replicate_means(found.runs, results.replicates, kConfidence);
    for (std::size_t point = 0; point < results.design.points; ++point) {
      mean[point * count + index] = found.means[point].mean;
      deviation[point * count + index] = found.means[point].deviation;
      known[point * count + index] = static_cast<double>(found.means[point].n);
    }
    add_effects(results, index, found, sweep["effects"]);
    if (kind == DesignKind::saltelli) add_sobol(results, index, found, sweep["sobol"]);
    if (kind == DesignKind::morris) add_morris(results, index, found, sweep["morris"]);
  }
  sweep["mean"] = pack_numbers(mean);
  sweep["deviation"] = pack_numbers(deviation);
  sweep["count"] = pack_numbers(known);
}

// One index at every record: records x runs, NaN where a run has none.
std::vector<double> read_by_record(const SweepFile& file, std::size_t index, std::size_t records) {
  const std::vector<double> series = file.index_series(index);  // runs x records
  const std::size_t runs = series.size() / records;
  std::vector<double> turned(series.size());
  for (std::size_t run = 0; run < runs; ++run) {
    for (std::size_t record = 0; record < records; ++record) {
      const double value = series[run * records + record];
      turned[record * runs + run] = std::isfinite(value) ? value : experiment::kUnknown;
    }
  }
  return turned;
}

// Means over replicates at every record, where they are not too many.
void add_series(const SweepFile& file, const SweepResults& results, Json& sweep) {
  const std::size_t count = results.indices.size();
  const std::size_t records = results.dates.size();
  const std::size_t runs = results.status.size();
  if (results.design.points * records * count > kMostSeriesNumbers) return;
  std::vector<double> series(results.design.points * records * count);
  for (std::size_t index = 0; index < count; ++index) {
    const std::vector<double> values = read_by_record(file, index, records);
    for (std::size_t record = 0; record < records; ++record) {
      const auto means = experiment::replicate_means(std::span{values}.subspan(record * runs, runs),
                                                     results.replicates, kConfidence);
      for (std::size_t point = 0; point < means.size(); ++point)
        series[(point * records + record) * count + index] = means[point].mean;
    }
  }
  sweep["series_mean"] = pack_numbers(series);
}

}  // namespace

Json sweep_object(const std::filesystem::path& file) {
  const SweepFile content{file};
  const SweepResults results = sweep_results(content, file);
  const SweepHead& head = content.head();
  Json sweep{{"file", file.string()},
             {"title", results.title},
             {"question", results.question},
             {"design", to_word(results.design.kind)},
             {"runs", head.runs},
             {"failed", count_runs(results, RunStatus::failed)},
             {"missing", count_runs(results, RunStatus::missing)},
             {"replicates", results.replicates}};
  for (const auto& [name, count] : head.counts)
    if (name == "master_seed") sweep[name] = count;
  for (const char* const name : {"model", "version", "commit", "scenario_file", "scenario", "plan"})
    sweep[name] = text_of(head, name);
  sweep["dates"] = results.dates;
  sweep["factors"] = factor_list(head);
  sweep["indices"] = index_list(head);
  sweep["points"] = results.design.points;
  sweep["factor_values"] = factor_values(results);
  add_indices(results, sweep);
  add_series(content, results, sweep);
  sweep["notes"] = left_out_lines(results);
  return sweep;
}

}  // namespace yanzhen::tools
