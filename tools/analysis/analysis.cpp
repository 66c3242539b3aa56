#include "tools/analysis/analysis.hpp"

#include <algorithm>
#include <cmath>

#include "models/experiment/pareto_front.hpp"

namespace yanzhen::tools {
namespace {

using experiment::MeanEstimate;

std::vector<MeanEstimate> means_by_point(const SweepResults& results, const AnalysisRequest& request,
                                         std::size_t index) {
  return experiment::replicate_means(results.read(index, request.record), results.replicates,
                                     request.confidence);
}

void add_signs(const SweepResults& results, const AnalysisRequest& request, std::span<const double> values,
               IndexAnalysis& analysis) {
  experiment::SignRequest asked;
  asked.confidence = request.confidence;
  const experiment::SignStudy study{results.replicates, asked};
  const auto runs_of = [&](std::size_t point) {
    return values.subspan(point * results.replicates, results.replicates);
  };
  analysis.pairs = experiment::sign_pairs(results.design);
  for (const experiment::PointPair& pair : analysis.pairs)
    analysis.signs.push_back(study(runs_of(pair.base), runs_of(pair.other)));
}

}  // namespace

IndexAnalysis analyse_index(const SweepResults& results, const AnalysisRequest& request, std::size_t index) {
  IndexAnalysis analysis;
  analysis.index = index;
  const std::vector<double> values = results.read(index, request.record);
  const std::vector<MeanEstimate> means =
      experiment::replicate_means(values, results.replicates, request.confidence);
  const std::vector<double> by_point = experiment::means_of(means);
  experiment::Bootstrap bootstrap;
  bootstrap.samples = request.bootstrap;
  bootstrap.confidence = request.confidence;
  if (request.asks(AnalysisKind::means)) analysis.means = means;
  if (request.asks(AnalysisKind::effects))
    analysis.effects = experiment::main_effects(results.design, results.factors, values, results.replicates,
                                                request.confidence);
  if (request.asks(AnalysisKind::sobol))
    analysis.sobol = experiment::sobol_indices(results.design, by_point, bootstrap);
  if (request.asks(AnalysisKind::morris))
    analysis.morris = experiment::elementary_effects(results.design, by_point, bootstrap);
  if (request.asks(AnalysisKind::seeds)) add_signs(results, request, values, analysis);
  return analysis;
}

FrontAnalysis analyse_front(const SweepResults& results, const AnalysisRequest& request) {
  std::vector<std::vector<MeanEstimate>> estimates;
  std::vector<std::vector<double>> means;
  for (const Goal& goal : request.best) {
    estimates.push_back(means_by_point(results, request, goal.index));
    means.push_back(experiment::means_of(estimates.back()));
  }
  std::vector<experiment::Objective> objectives;
  for (std::size_t k = 0; k < means.size(); ++k) objectives.push_back({means[k], request.best[k].large});
  FrontAnalysis front;
  front.points = experiment::pareto_front(objectives);
  for (std::size_t point = 0; point < results.design.points; ++point)
    front.known +=
        std::none_of(means.begin(), means.end(), [point](const auto& one) { return std::isnan(one[point]); });
  for (const std::vector<MeanEstimate>& all : estimates) {
    std::vector<MeanEstimate>& own = front.means.emplace_back();
    for (const std::size_t point : front.points) own.push_back(all[point]);
  }
  return front;
}

RegionAnalysis analyse_region(const SweepResults& results, const AnalysisRequest& request) {
  std::vector<double> passes(results.status.size(), 1.0);
  for (const Condition& condition : request.where) {
    const std::vector<double> values = results.read(condition.index, request.record);
    for (std::size_t run = 0; run < passes.size(); ++run)
      passes[run] = std::isnan(values[run]) ? experiment::kUnknown
                                            : passes[run] * (condition.holds(values[run]) ? 1 : 0);
  }
  RegionAnalysis analysis;
  analysis.shares = experiment::passing_shares(passes, results.replicates, request.confidence);
  std::vector<double> shares;
  for (const experiment::PassingShare& one : analysis.shares) shares.push_back(one.share);
  analysis.region = experiment::passing_region(results.design, results.factors, shares);
  return analysis;
}

}  // namespace yanzhen::tools
