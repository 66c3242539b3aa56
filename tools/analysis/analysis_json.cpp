// An analysis for programs.
#include <map>
#include <nlohmann/json.hpp>

#include "tools/analysis/analysis_output.hpp"

namespace yanzhen::tools {
namespace {

using Json = nlohmann::ordered_json;  // which writes NaN as null
using experiment::Estimate;
using experiment::MeanEstimate;

Json to_object(const Estimate& estimate) {
  return {{"value", estimate.value}, {"low", estimate.low}, {"high", estimate.high}};
}

Json to_object(const MeanEstimate& mean) {
  return {{"n", mean.n},
          {"mean", mean.mean},
          {"deviation", mean.deviation},
          {"low", mean.low},
          {"high", mean.high}};
}

Json to_object(const experiment::BoxWorth& worth) {
  return {{"points", worth.points},
          {"mass", worth.mass},
          {"density", worth.density},
          {"coverage", worth.coverage}};
}

Json known(std::size_t seeds) { return seeds == 0 ? Json(nullptr) : Json(seeds); }

Json value_of(const FactorSettings& factor, double entry) {
  return factor.named_levels ? Json(experiment::text_of(factor, entry))
                             : Json(experiment::number_of(factor, entry));
}

// ---- the sweep

Json runs_object(const SweepResults& results) {
  std::map<std::string, std::size_t> reasons;
  for (std::size_t run = 0; run < results.status.size(); ++run)
    if (results.status[run] == RunStatus::failed) ++reasons[results.reasons[run]];
  Json failures = Json::array();
  for (const auto& [reason, runs] : reasons) failures.push_back({{"reason", reason}, {"runs", runs}});
  return {{"all", results.status.size()},
          {"done", count_runs(results, RunStatus::done)},
          {"failed", count_runs(results, RunStatus::failed)},
          {"missing", count_runs(results, RunStatus::missing)},
          {"failures", failures}};
}

Json factors_array(const SweepResults& results) {
  Json factors = Json::array();
  for (const FactorSettings& factor : results.factors) {
    Json object{{"name", factor.name}, {"unit", factor.unit}, {"meaning", factor.meaning}};
    if (factor.levels.empty()) {
      object["from"] = factor.from;
      object["to"] = factor.to;
    } else {
      Json& levels = object["levels"] = Json::array();
      for (std::size_t k = 0; k < factor.levels.size(); ++k)
        levels.push_back(value_of(factor, static_cast<double>(k)));
    }
    factors.push_back(std::move(object));
  }
  return factors;
}

Json points_array(const SweepResults& results) {
  Json points = Json::array();
  for (std::size_t point = 0; point < results.design.points; ++point) {
    Json object = Json::object();
    for (std::size_t f = 0; f < results.factors.size(); ++f)
      object[results.factors[f].name] = value_of(results.factors[f], results.design.entries_of(point)[f]);
    points.push_back(std::move(object));
  }
  return points;
}

// ---- one index

Json means_array(const std::vector<MeanEstimate>& means) {
  Json rows = Json::array();
  for (std::size_t point = 0; point < means.size(); ++point) {
    Json row{{"point", point}};
    row.update(to_object(means[point]));
    rows.push_back(std::move(row));
  }
  return rows;
}

Json effect_object(const FactorSettings& factor, const experiment::MainEffect& effect) {
  Json levels = Json::array();
  for (const experiment::EffectLevel& level : effect.levels) {
    Json row{
        {"from", value_of(factor, level.from)}, {"to", value_of(factor, level.to)}, {"points", level.points}};
    row.update(to_object(level.mean));
    levels.push_back(std::move(row));
  }
  return {{"factor", factor.name},
          {"share", effect.share},
          {"corrected_share", effect.corrected},
          {"levels", std::move(levels)}};
}

Json to_object(const SweepResults& results, const experiment::SobolIndices& sobol) {
  Json factors = Json::array();
  for (std::size_t f = 0; f < results.factors.size(); ++f)
    factors.push_back({{"factor", results.factors[f].name},
                       {"first", to_object(sobol.first[f])},
                       {"total", to_object(sobol.total[f])}});
  return {{"rows", sobol.rows}, {"variance", sobol.variance}, {"factors", std::move(factors)}};
}

Json to_object(const SweepResults& results, const experiment::ElementaryEffects& morris) {
  Json factors = Json::array();
  for (std::size_t f = 0; f < results.factors.size(); ++f)
    factors.push_back({{"factor", results.factors[f].name},
                       {"mean_size", to_object(morris.mean_size[f])},
                       {"mean", to_object(morris.mean[f])},
                       {"deviation", to_object(morris.deviation[f])}});
  return {{"trajectories", morris.trajectories}, {"factors", std::move(factors)}};
}

Json signs_array(const SweepResults& results, const IndexAnalysis& analysis) {
  Json rows = Json::array();
  for (std::size_t k = 0; k < analysis.pairs.size(); ++k) {
    const experiment::PointPair& pair = analysis.pairs[k];
    const experiment::StableSign& sign = analysis.signs[k];
    const bool one_factor = pair.factor < results.factors.size();
    rows.push_back({{"factor", one_factor ? Json(results.factors[pair.factor].name) : Json(nullptr)},
                    {"base", pair.base},
                    {"point", pair.other},
                    {"difference", to_object(sign.difference)},
                    {"clear", sign.clear()},
                    {"seeds", known(sign.seeds)},
                    {"steady", known(sign.steady)},
                    {"right_sign", sign.right_sign}});
  }
  return rows;
}

Json to_object(const SweepResults& results, const AnalysisRequest& request, const IndexAnalysis& analysis) {
  const SweepIndex& index = results.indices[analysis.index];
  Json object{{"name", index.name}, {"unit", index.unit}, {"meaning", index.meaning}};
  if (request.asks(AnalysisKind::means)) object["means"] = means_array(analysis.means);
  if (request.asks(AnalysisKind::effects)) {
    Json& effects = object["effects"] = Json::array();
    for (std::size_t f = 0; f < analysis.effects.size(); ++f)
      effects.push_back(effect_object(results.factors[f], analysis.effects[f]));
  }
  if (analysis.sobol) object["sobol"] = to_object(results, *analysis.sobol);
  if (analysis.morris) object["morris"] = to_object(results, *analysis.morris);
  if (request.asks(AnalysisKind::seeds)) object["seeds"] = signs_array(results, analysis);
  return object;
}

// ---- several indices

Json to_object(const SweepResults& results, const AnalysisRequest& request, const FrontAnalysis& front) {
  Json best = Json::array();
  for (const Goal& goal : request.best)
    best.push_back({{"index", results.indices[goal.index].name}, {"to_be", goal.large ? "most" : "least"}});
  Json points = Json::array();
  for (std::size_t k = 0; k < front.points.size(); ++k) {
    Json means = Json::array();
    for (const std::vector<MeanEstimate>& goal : front.means) means.push_back(to_object(goal[k]));
    points.push_back({{"point", front.points[k]}, {"means", std::move(means)}});
  }
  return {{"best", std::move(best)}, {"known", front.known}, {"front", std::move(points)}};
}

Json limit_object(const FactorSettings& factor, const experiment::FactorLimit& limit) {
  Json object{{"factor", factor.name}};
  if (limit.levels.empty()) {
    object["from"] = limit.from;
    object["to"] = limit.to;
  } else {
    Json& levels = object["levels"] = Json::array();
    for (const std::size_t level : limit.levels) levels.push_back(factor.levels[level].name);
  }
  object["without"] = to_object(limit.without);
  return object;
}

Json to_object(const SweepResults& results, const AnalysisRequest& request, const RegionAnalysis& analysis) {
  Json limits = Json::array();
  for (const experiment::FactorLimit& limit : analysis.region.limits)
    limits.push_back(limit_object(results.factors[limit.factor], limit));
  Json trajectory = Json::array();
  for (const experiment::BoxWorth& worth : analysis.region.trajectory) trajectory.push_back(to_object(worth));
  Json shares = Json::array();
  for (std::size_t point = 0; point < analysis.shares.size(); ++point) {
    const experiment::PassingShare& one = analysis.shares[point];
    shares.push_back(
        {{"point", point}, {"n", one.n}, {"pass", one.share}, {"low", one.low}, {"high", one.high}});
  }
  return {{"where", to_text(request.where, results)},
          {"points", analysis.region.points},
          {"share", analysis.region.share},
          {"box", to_object(analysis.region.box)},
          {"limits", std::move(limits)},
          {"trajectory", std::move(trajectory)},
          {"shares", std::move(shares)}};
}

}  // namespace

std::string to_json(const SweepResults& results, const AnalysisRequest& request, const Findings& findings) {
  Json object{{"file", results.file},
              {"title", results.title},
              {"question", results.question},
              {"design", std::string{to_word(results.design.kind)}},
              {"replicates", results.replicates},
              {"date", results.dates[request.record]},
              {"record", request.record + 1},
              {"records", results.dates.size()},
              {"confidence", request.confidence},
              {"bootstrap", request.bootstrap},
              {"runs", runs_object(results)},
              {"factors", factors_array(results)},
              {"points", points_array(results)}};
  Json& indices = object["indices"] = Json::array();
  for (const IndexAnalysis& analysis : findings.indices)
    indices.push_back(to_object(results, request, analysis));
  if (findings.front) object["pareto"] = to_object(results, request, *findings.front);
  if (findings.region) object["regions"] = to_object(results, request, *findings.region);
  return object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace yanzhen::tools
