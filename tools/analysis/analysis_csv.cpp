// An analysis for spreadsheets: one number a line.
#include <fmt/format.h>

#include "tools/analysis/analysis_output.hpp"
#include "tools/csv_output.hpp"

namespace yanzhen::tools {
namespace {

using experiment::Estimate;
using experiment::MeanEstimate;

// One line of the CSV; a column that says nothing is empty.
struct Row {
  std::string analysis;
  std::string index;
  std::string unit;
  std::string date;
  std::string factor;
  std::string level;
  std::string point;
  std::string base;  // the point that `point` is held against
  std::string quantity;
  double value = experiment::kUnknown;
  double low = experiment::kUnknown;
  double high = experiment::kUnknown;
  std::string n;
};

std::string to_line(const Row& row) {
  return csv_line({row.analysis, csv_field(row.index), csv_field(row.unit), row.date, csv_field(row.factor),
                   csv_field(row.level), row.point, row.base, row.quantity, csv_field(row.value),
                   csv_field(row.low), csv_field(row.high), row.n});
}

Row row_of(AnalysisKind kind, const SweepResults& results, const AnalysisRequest& request) {
  Row row;
  row.analysis = to_word(kind);
  row.date = results.dates[request.record];
  return row;
}

Row row_of(AnalysisKind kind, const SweepResults& results, const AnalysisRequest& request,
           std::size_t index) {
  Row row = row_of(kind, results, request);
  row.index = results.indices[index].name;
  row.unit = results.indices[index].unit;
  return row;
}

std::string line(Row row, const std::string& quantity, double value) {
  row.quantity = quantity;
  row.value = value;
  return to_line(row);
}

std::string line(Row row, const std::string& quantity, const Estimate& estimate) {
  row.low = estimate.low;
  row.high = estimate.high;
  return line(std::move(row), quantity, estimate.value);
}

std::string line(Row row, const std::string& quantity, const MeanEstimate& mean) {
  row.n = std::to_string(mean.n);
  return line(std::move(row), quantity, Estimate{mean.mean, mean.low, mean.high});
}

double known(std::size_t seeds) { return seeds == 0 ? experiment::kUnknown : static_cast<double>(seeds); }

std::string entry(const FactorSettings& factor, double value) {
  return factor.levels.empty() ? fmt::format("{}", value) : experiment::text_of(factor, value);
}

std::string means_csv(Row row, const std::vector<MeanEstimate>& means) {
  std::string text;
  for (std::size_t point = 0; point < means.size(); ++point) {
    row.point = std::to_string(point);
    text += line(row, "mean", means[point]);
    text += line(row, "deviation", means[point].deviation);
  }
  return text;
}

std::string effect_csv(Row row, const FactorSettings& factor, const experiment::MainEffect& effect) {
  row.factor = factor.name;
  std::string text = line(row, "share", effect.share) + line(row, "corrected_share", effect.corrected);
  for (const experiment::EffectLevel& level : effect.levels) {
    row.level = entry(factor, level.from);
    if (level.from != level.to) row.level += " to " + entry(factor, level.to);
    text += line(row, "mean", level.mean);
    text += line(row, "points", static_cast<double>(level.points));
  }
  return text;
}

std::string sobol_csv(Row row, const SweepResults& results, const experiment::SobolIndices& sobol) {
  std::string text =
      line(row, "rows", static_cast<double>(sobol.rows)) + line(row, "variance", sobol.variance);
  for (std::size_t f = 0; f < results.factors.size(); ++f) {
    row.factor = results.factors[f].name;
    text += line(row, "first", sobol.first[f]) + line(row, "total", sobol.total[f]);
  }
  return text;
}

std::string morris_csv(Row row, const SweepResults& results, const experiment::ElementaryEffects& morris) {
  std::string text = line(row, "trajectories", static_cast<double>(morris.trajectories));
  for (std::size_t f = 0; f < results.factors.size(); ++f) {
    row.factor = results.factors[f].name;
    text += line(row, "mean_size", morris.mean_size[f]) + line(row, "mean", morris.mean[f]) +
            line(row, "deviation", morris.deviation[f]);
  }
  return text;
}

std::string signs_csv(const Row& all, const SweepResults& results, const IndexAnalysis& analysis) {
  std::string text;
  for (std::size_t k = 0; k < analysis.pairs.size(); ++k) {
    const experiment::PointPair& pair = analysis.pairs[k];
    const experiment::StableSign& sign = analysis.signs[k];
    Row row = all;
    if (pair.factor < results.factors.size()) row.factor = results.factors[pair.factor].name;
    row.base = std::to_string(pair.base);
    row.point = std::to_string(pair.other);
    text += line(row, "difference", sign.difference) + line(row, "seeds", known(sign.seeds)) +
            line(row, "steady", known(sign.steady));
    for (std::size_t n = 1; n <= sign.right_sign.size(); ++n) {
      row.n = std::to_string(n);
      text += line(row, "right_sign", sign.right_sign[n - 1]);
    }
  }
  return text;
}

std::string worth_csv(const Row& row, const std::string& prefix, const experiment::BoxWorth& worth) {
  return line(row, prefix + "points", static_cast<double>(worth.points)) +
         line(row, prefix + "mass", worth.mass) + line(row, prefix + "density", worth.density) +
         line(row, prefix + "coverage", worth.coverage);
}

std::string limit_csv(Row row, const FactorSettings& factor, const experiment::FactorLimit& limit) {
  row.factor = factor.name;
  std::string text;
  if (limit.levels.empty()) text += line(row, "from", limit.from) + line(row, "to", limit.to);
  for (const std::size_t level : limit.levels) {
    Row within = row;
    within.level = factor.levels[level].name;
    text += line(within, "within", 1);
  }
  return text + worth_csv(row, "without_", limit.without);
}

}  // namespace

std::string csv_head(const SweepResults& results) {
  std::string text = "analysis,index,unit,date,factor,level,point,base,quantity,value,low,high,n\n";
  Row row;
  row.analysis = "points";
  for (std::size_t point = 0; point < results.design.points; ++point)
    for (std::size_t f = 0; f < results.factors.size(); ++f) {
      const FactorSettings& factor = results.factors[f];
      const double value = results.design.entries_of(point)[f];
      row.factor = factor.name;
      row.level = entry(factor, value);
      row.point = std::to_string(point);
      text += line(row, "value", experiment::number_of(factor, value));
    }
  return text;
}

std::string to_csv(const SweepResults& results, const AnalysisRequest& request,
                   const IndexAnalysis& analysis) {
  const auto row = [&](AnalysisKind kind) { return row_of(kind, results, request, analysis.index); };
  std::string text = means_csv(row(AnalysisKind::means), analysis.means);
  for (std::size_t f = 0; f < analysis.effects.size(); ++f)
    text += effect_csv(row(AnalysisKind::effects), results.factors[f], analysis.effects[f]);
  if (analysis.sobol) text += sobol_csv(row(AnalysisKind::sobol), results, *analysis.sobol);
  if (analysis.morris) text += morris_csv(row(AnalysisKind::morris), results, *analysis.morris);
  return text + signs_csv(row(AnalysisKind::seeds), results, analysis);
}

std::string to_csv(const SweepResults& results, const AnalysisRequest& request,
                   const FrontAnalysis& analysis) {
  std::string text;
  for (std::size_t goal = 0; goal < request.best.size(); ++goal) {
    Row row = row_of(AnalysisKind::pareto, results, request, request.best[goal].index);
    for (std::size_t k = 0; k < analysis.points.size(); ++k) {
      row.point = std::to_string(analysis.points[k]);
      text += line(row, request.best[goal].large ? "most" : "least", analysis.means[goal][k]);
    }
  }
  return text;
}

std::string to_csv(const SweepResults& results, const AnalysisRequest& request,
                   const RegionAnalysis& analysis) {
  Row row = row_of(AnalysisKind::regions, results, request);
  row.index = to_text(request.where, results);
  const experiment::Region& region = analysis.region;
  std::string text = line(row, "share", region.share) + worth_csv(row, "box_", region.box);
  for (const experiment::FactorLimit& limit : region.limits)
    text += limit_csv(row, results.factors[limit.factor], limit);
  for (std::size_t step = 0; step < region.trajectory.size(); ++step) {
    Row peel = row;
    peel.level = std::to_string(step);
    text += worth_csv(peel, "trajectory_", region.trajectory[step]);
  }
  for (std::size_t point = 0; point < analysis.shares.size(); ++point) {
    const experiment::PassingShare& one = analysis.shares[point];
    row.point = std::to_string(point);
    row.n = std::to_string(one.n);
    text += line(row, "pass", Estimate{one.share, one.low, one.high});
  }
  return text;
}

}  // namespace yanzhen::tools
