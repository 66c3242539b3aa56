// The tables of an analysis that a reader sees.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tools/analysis/analysis_output.hpp"
#include "tools/display.hpp"
#include "tools/text_table.hpp"

namespace yanzhen::tools {
namespace {

using experiment::Estimate;
using experiment::MeanEstimate;
using experiment::StableSign;
using Line = std::vector<std::string>;

constexpr std::size_t kMostRows = 40;   // of points in one table
constexpr std::size_t kEndsShown = 10;  // of more points: so many best, so many worst

// ---- numbers and words

std::string number(double value) {
  constexpr double kRounding = 1e-12;  // below this, in any unit that a run has, there is only rounding
  if (std::isnan(value)) return "-";
  return std::abs(value) < kRounding ? "0" : with_commas(value);
}

std::string signed_number(double value) { return (value > 0 ? "+" : "") + number(value); }

std::string percent(double share) { return std::isnan(share) ? "-" : fmt::format("{:.1f} %", 100 * share); }

std::string share(double value) { return std::isnan(value) ? "-" : fmt::format("{:.3f}", value); }

std::string count(std::size_t value) { return with_commas(static_cast<std::uint64_t>(value)); }

std::string level_percent(const AnalysisRequest& request) {
  return fmt::format("{:g} %", 100 * request.confidence);
}

std::string half_width(const MeanEstimate& mean) { return number((mean.high - mean.low) / 2); }

std::string interval(const Estimate& estimate) {
  return std::isnan(estimate.low) ? "" : fmt::format("{} to {}", share(estimate.low), share(estimate.high));
}

std::string entry_text(const FactorSettings& factor, double entry) {
  return printable(factor.levels.empty() ? fmt::format("{:.6g}", entry) : experiment::text_of(factor, entry));
}

std::string level_text(const FactorSettings& factor, double from, double to) {
  if (from == to) return entry_text(factor, from);
  return fmt::format("{} to {}", entry_text(factor, from), entry_text(factor, to));
}

// ---- points

// The first column of tables of points: the factors' values, one below the other.
std::vector<std::string> point_names(const SweepResults& results, std::span<const std::size_t> points) {
  std::vector<std::string> names(points.size() + 1);
  for (std::size_t f = 0; f < results.factors.size(); ++f) {
    const FactorSettings& factor = results.factors[f];
    std::vector<std::string> column{factor.name};
    for (const std::size_t point : points)
      column.push_back(entry_text(factor, results.design.entries_of(point)[f]));
    std::size_t width = 0;
    for (const std::string& text : column) width = std::max(width, display_width(text));
    for (std::size_t k = 0; k < names.size(); ++k)
      names[k] += (f > 0 ? "  " : "") + pad_right(column[k], width);
  }
  return names;
}

// A table of points; lines[0] is the heading, without the first two columns.
std::string points_table(const SweepResults& results, std::span<const std::size_t> points,
                         std::vector<Line> lines) {
  const std::vector<std::string> names = point_names(results, points);
  for (std::size_t k = 0; k < lines.size(); ++k)
    lines[k].insert(lines[k].begin(), {names[k], k == 0 ? "point" : std::to_string(points[k - 1])});
  return aligned(lines);
}

// All points, or of many the largest and smallest, the largest first. Those without a result are not among
// many.
std::vector<std::size_t> shown_points(std::span<const double> values) {
  std::vector<std::size_t> points(values.size());
  std::iota(points.begin(), points.end(), std::size_t{0});
  if (points.size() <= kMostRows) return points;
  std::erase_if(points, [&](std::size_t point) { return std::isnan(values[point]); });
  std::stable_sort(points.begin(), points.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
  if (points.size() > 2 * kEndsShown)
    points.erase(points.begin() + kEndsShown, points.end() - static_cast<std::ptrdiff_t>(kEndsShown));
  return points;
}

std::string which_points(std::size_t all) {
  if (all <= kMostRows) return "";
  return fmt::format(", the {0} largest and {0} smallest of {1} points", kEndsShown, count(all));
}

// ---- one index

std::string means_text(const SweepResults& results, const AnalysisRequest& request,
                       const std::vector<MeanEstimate>& means) {
  const std::vector<std::size_t> points = shown_points(experiment::means_of(means));
  const bool many = results.replicates > 1;
  std::vector<Line> lines{{"mean"}};
  if (many) lines[0] = {"mean", "+- " + level_percent(request), "deviation", "n"};
  for (const std::size_t point : points) {
    const MeanEstimate& mean = means[point];
    Line& line = lines.emplace_back(Line{number(mean.mean)});
    if (many) line.insert(line.end(), {half_width(mean), number(mean.deviation), count(mean.n)});
  }
  return fmt::format("means{}\n{}", which_points(means.size()),
                     points_table(results, points, std::move(lines)));
}

std::string effects_text(const SweepResults& results, const AnalysisRequest& request,
                         const std::vector<experiment::MainEffect>& effects) {
  std::vector<Line> shares{{"factor", "share", "corrected"}};
  std::vector<Line> levels{{"factor", "value", "mean", "+- " + level_percent(request), "points"}};
  for (std::size_t f = 0; f < effects.size(); ++f) {
    const FactorSettings& factor = results.factors[f];
    shares.push_back({factor.name, share(effects[f].share), share(effects[f].corrected)});
    for (const experiment::EffectLevel& level : effects[f].levels)
      levels.push_back({&level == &effects[f].levels.front() ? factor.name : "",
                        level_text(factor, level.from, level.to), number(level.mean.mean),
                        half_width(level.mean), count(level.points)});
  }
  return fmt::format("effects: the share of the variance that each factor explains alone\n{}\n{}",
                     aligned(shares), aligned(levels));
}

std::string sobol_text(const SweepResults& results, const experiment::SobolIndices& sobol) {
  std::vector<Line> lines{{"factor", "first", "interval", "total", "interval"}};
  for (std::size_t f = 0; f < results.factors.size(); ++f)
    lines.push_back({results.factors[f].name, share(sobol.first[f].value), interval(sobol.first[f]),
                     share(sobol.total[f].value), interval(sobol.total[f])});
  return fmt::format("sobol: {} rows with all their results, variance {}\n{}", count(sobol.rows),
                     number(sobol.variance), aligned(lines));
}

std::string between(const Estimate& estimate) {
  return std::isnan(estimate.low) ? "" : fmt::format("{} to {}", number(estimate.low), number(estimate.high));
}

std::string morris_text(const SweepResults& results, const experiment::ElementaryEffects& morris) {
  std::vector<Line> lines{{"factor", "mu*", "interval", "mu", "interval", "sigma"}};
  for (std::size_t f = 0; f < results.factors.size(); ++f)
    lines.push_back({results.factors[f].name, number(morris.mean_size[f].value), between(morris.mean_size[f]),
                     signed_number(morris.mean[f].value), between(morris.mean[f]),
                     number(morris.deviation[f].value)});
  return fmt::format("morris: {} trajectories with all their results\n{}", count(morris.trajectories),
                     aligned(lines));
}

// ---- seeds

std::string seeds_or_none(std::size_t seeds) { return seeds == 0 ? "-" : count(seeds); }

// The pairs of one factor in one line.
Line pairs_of_factor(const SweepResults& results, const IndexAnalysis& analysis, std::size_t f) {
  std::vector<std::size_t> seeds;
  std::vector<double> differences;
  double from = 0;
  double to = 0;
  for (std::size_t k = 0; k < analysis.pairs.size(); ++k) {
    if (analysis.pairs[k].factor != f) continue;
    from = results.design.entries_of(analysis.pairs[k].base)[f];
    to = results.design.entries_of(analysis.pairs[k].other)[f];
    differences.push_back(analysis.signs[k].difference.mean);
    if (analysis.signs[k].seeds > 0) seeds.push_back(analysis.signs[k].seeds);
  }
  if (differences.empty()) return {results.factors[f].name, "-", "-", "-", "-", "-", "-", "-"};
  std::sort(seeds.begin(), seeds.end());
  const std::size_t median = seeds.empty() ? 0 : seeds[seeds.size() / 2];
  return {results.factors[f].name,
          entry_text(results.factors[f], from),
          entry_text(results.factors[f], to),
          signed_number(experiment::mean_estimate(differences, .95).mean),
          count(differences.size()),
          count(seeds.size()),
          seeds_or_none(median),
          seeds_or_none(seeds.empty() ? 0 : seeds.back())};
}

std::string grid_seeds_text(const SweepResults& results, const IndexAnalysis& analysis) {
  std::vector<Line> lines{{"factor", "from", "to", "difference", "pairs", "clear", "seeds", "most"}};
  for (std::size_t f = 0; f < results.factors.size(); ++f)
    lines.push_back(pairs_of_factor(results, analysis, f));
  return "seeds: pairs of points that differ in one factor's first and last value alone\n" + aligned(lines);
}

std::string list_seeds_text(const SweepResults& results, const AnalysisRequest& request,
                            const IndexAnalysis& analysis) {
  std::vector<double> differences;
  for (const StableSign& sign : analysis.signs) differences.push_back(sign.difference.mean);
  const std::vector<std::size_t> shown = shown_points(differences);
  std::vector<std::size_t> points;
  std::vector<Line> lines{{"difference", "+- " + level_percent(request), "seeds", "steady"}};
  for (const std::size_t k : shown) {
    const StableSign& sign = analysis.signs[k];
    points.push_back(analysis.pairs[k].other);
    lines.push_back({signed_number(sign.difference.mean), half_width(sign.difference),
                     seeds_or_none(sign.seeds), seeds_or_none(sign.steady)});
  }
  return fmt::format("seeds: points against the first of the list{}\n{}", which_points(differences.size()),
                     points_table(results, points, std::move(lines)));
}

// ---- regions

std::string limit_text(const FactorSettings& factor, const experiment::FactorLimit& limit) {
  if (!limit.levels.empty()) {
    std::vector<std::string> names;
    for (const std::size_t level : limit.levels) names.push_back(printable(factor.levels[level].name));
    return fmt::format("{}", fmt::join(names, ", "));
  }
  if (std::isnan(limit.from)) return fmt::format("at most {:.6g}", limit.to);
  if (std::isnan(limit.to)) return fmt::format("at least {:.6g}", limit.from);
  return limit.from == limit.to ? fmt::format("{:.6g}", limit.from)
                                : fmt::format("{:.6g} to {:.6g}", limit.from, limit.to);
}

std::string box_text(const SweepResults& results, const experiment::Region& region) {
  if (region.limits.empty()) return "  no box is better than all points together\n";
  std::string text = fmt::format(
      "  the box holds {} points, {} of all; {} of it pass (density); {} of what passes is in it "
      "(coverage)\n",
      count(region.box.points), percent(region.box.mass), percent(region.box.density),
      percent(region.box.coverage));
  std::vector<Line> lines{{"factor", "within the box", "density without", "coverage without"}};
  for (const experiment::FactorLimit& limit : region.limits) {
    const FactorSettings& factor = results.factors[limit.factor];
    lines.push_back({factor.name, cut_to_width(limit_text(factor, limit), kPage / 2),
                     percent(limit.without.density), percent(limit.without.coverage)});
  }
  return text + aligned(lines);
}

std::string shares_text(const SweepResults& results, const AnalysisRequest& request,
                        const std::vector<experiment::PassingShare>& shares) {
  std::vector<double> values;
  for (const experiment::PassingShare& one : shares) values.push_back(one.share);
  const std::vector<std::size_t> points = shown_points(values);
  std::vector<Line> lines{{"pass", level_percent(request) + " interval", "n"}};
  for (const std::size_t point : points) {
    const experiment::PassingShare& one = shares[point];
    lines.push_back({percent(one.share),
                     one.n == 0 ? "" : fmt::format("{} to {}", percent(one.low), percent(one.high)),
                     count(one.n)});
  }
  return fmt::format("replicates that pass{}\n{}", which_points(shares.size()),
                     points_table(results, points, std::move(lines)));
}

// ---- notes

std::string effects_note(const SweepResults& results) {
  const DesignKind kind = results.design.kind;
  const bool drawn = kind != DesignKind::grid && kind != DesignKind::list;
  std::string over = "over points, as if the values of the other factors had been drawn";
  if (drawn) over = "over points";
  if (!drawn && results.replicates > 1) over = "over replicates, each its mean over the points";
  if (kind == DesignKind::morris) over = "over trajectories";
  std::string corrected = "epsilon^2, which takes out what chance and the number of values or bins add";
  if (kind == DesignKind::grid)
    corrected = results.replicates > 1 ? "less what chance between replicates adds"
                                       : "the same, since one replicate does not tell chance";
  return fmt::format(
      "effects: share is eta^2, of the variance of the points' means; corrected is {}. Intervals of means "
      "are "
      "Student's {}.{}",
      corrected, over, kind == DesignKind::saltelli ? " Only the independent rows A and B are used." : "");
}

std::string note(AnalysisKind kind, const SweepResults& results, const AnalysisRequest& request) {
  const std::string level = level_percent(request);
  const std::string bootstrap =
      request.bootstrap == 0
          ? std::string{"There are no intervals without bootstrap samples."}
          : fmt::format("Intervals hold {} of {} bootstrap samples", level, request.bootstrap);
  switch (kind) {
    case AnalysisKind::means:
      if (results.replicates == 1) return "means: one run a point, so that chance is not known.";
      return fmt::format(
          "means: over the n replicates that are done; +- is half of Student's {} interval of the mean, "
          "deviation the standard deviation between replicates.",
          level);
    case AnalysisKind::effects:
      return effects_note(results);
    case AnalysisKind::sobol:
      return fmt::format(
          "sobol: first is the share of the variance that a factor explains alone, total that with all its "
          "interactions. {}{}",
          bootstrap, request.bootstrap == 0 ? "" : " of rows.");
    case AnalysisKind::morris:
      return fmt::format(
          "morris: mu is the mean effect of crossing a factor's range, mu* that of its size, sigma how much "
          "it "
          "differs from place to place: curvature or interaction. {}{}",
          bootstrap, request.bootstrap == 0 ? "" : " of trajectories.");
    case AnalysisKind::pareto:
      return "pareto: points that no other point beats in every index named, by their means; what lies "
             "within "
             "chance of the front may belong to it.";
    case AnalysisKind::regions:
      return "regions: the box was peeled by the patient rule induction method (PRIM); of its trajectory the "
             "box "
             "with the largest harmonic mean of density and coverage is told, without limits that it does "
             "not "
             "need. Its density is of the points that made it, so somewhat too high: run points within it to "
             "be "
             "sure.";
    case AnalysisKind::seeds:
      return fmt::format(
          "seeds: how many replicates make Student's {} interval of the paired difference exclude zero with "
          "probability 0.8; - where the difference is within chance now. {}",
          level,
          results.design.kind == DesignKind::grid
              ? "clear counts the pairs beyond chance, seeds is their median."
              : "steady: from so many replicates on a random subset shows the sign of all that often; - "
                "where "
                "that takes more than half of them.");
  }
  return "";
}

std::string factor_text(const FactorSettings& factor) {
  if (!factor.levels.empty())
    return fmt::format("{} ({} value{})", factor.name, factor.levels.size(),
                       factor.levels.size() == 1 ? "" : "s");
  return fmt::format("{} ({:.6g} to {:.6g}{})", factor.name, factor.from, factor.to,
                     factor.logarithmic ? ", log" : "");
}

// "design    ..." with what does not fit below it.
std::string fact(const std::string& name, const std::string& text) {
  constexpr std::size_t kNames = 10;
  std::string out = paragraph(printable(text), kNames);
  return pad_right(name, kNames) + out.substr(std::min(kNames, out.size()));
}

}  // namespace

std::string head_text(const SweepResults& results, const AnalysisRequest& request) {
  std::vector<std::string> factors;
  for (const FactorSettings& factor : results.factors) factors.push_back(factor_text(factor));
  std::string text = fact("sweep", results.title.empty() ? results.file : results.title);
  if (!results.question.empty()) text += fact("asks", results.question);
  text += fact("design", fmt::format("{}, {} points: {}", to_word(results.design.kind),
                                     count(results.design.points), fmt::join(factors, ", ")));
  text += fact("runs",
               fmt::format("{}, {} replicate{} a point; {} done, {} failed, {} missing",
                           count(results.status.size()), results.replicates,
                           results.replicates == 1 ? "" : "s", count(count_runs(results, RunStatus::done)),
                           count_runs(results, RunStatus::failed), count_runs(results, RunStatus::missing)));
  for (const std::string& line : left_out_lines(results)) text += fact("", line);
  text += fact("at", fmt::format("{}, record {} of {}", results.dates[request.record], request.record + 1,
                                 results.dates.size()));
  return text;
}

std::string to_text(const SweepResults& results, const AnalysisRequest& request,
                    const IndexAnalysis& analysis) {
  const SweepIndex& index = results.indices[analysis.index];
  std::vector<std::string> parts;
  if (!analysis.means.empty()) parts.push_back(means_text(results, request, analysis.means));
  if (!analysis.effects.empty()) parts.push_back(effects_text(results, request, analysis.effects));
  if (analysis.sobol) parts.push_back(sobol_text(results, *analysis.sobol));
  if (analysis.morris) parts.push_back(morris_text(results, *analysis.morris));
  if (!analysis.signs.empty())
    parts.push_back(results.design.kind == DesignKind::grid ? grid_seeds_text(results, analysis)
                                                            : list_seeds_text(results, request, analysis));
  if (parts.empty()) return "";
  return fmt::format(
      "\n{}\n{}\n{}", std::string(kPage, '-'),
      paragraph(printable(fmt::format("{} [{}]: {}", index.name, index.unit, index.meaning)), 0),
      fmt::join(parts, "\n"));
}

std::string to_text(const SweepResults& results, const AnalysisRequest& request,
                    const FrontAnalysis& analysis) {
  std::vector<Line> lines{{}};
  for (std::size_t goal = 0; goal < request.best.size(); ++goal) {
    lines[0].push_back(fmt::format("{} ({})", results.indices[request.best[goal].index].name,
                                   request.best[goal].large ? "most" : "least"));
    if (results.replicates > 1) lines[0].push_back("+- " + level_percent(request));
  }
  const std::size_t told = std::min(analysis.points.size(), kMostRows);
  for (std::size_t k = 0; k < told; ++k) {
    Line& line = lines.emplace_back();
    for (const std::vector<MeanEstimate>& means : analysis.means) {
      line.push_back(number(means[k].mean));
      if (results.replicates > 1) line.push_back(half_width(means[k]));
    }
  }
  const std::string more = told < analysis.points.size()
                               ? fmt::format("  and {} more\n", count(analysis.points.size() - told))
                               : std::string{};
  return fmt::format("\n{}\npareto: {} of {} points are beaten by none\n{}{}", std::string(kPage, '-'),
                     count(analysis.points.size()), count(analysis.known),
                     points_table(results, std::span{analysis.points}.first(told), std::move(lines)), more);
}

std::string to_text(const SweepResults& results, const AnalysisRequest& request,
                    const RegionAnalysis& analysis) {
  const DesignKind kind = results.design.kind;
  const experiment::Region& region = analysis.region;
  std::string text = fmt::format("\n{}\nregions: {}: {} of {} points pass{}\n", std::string(kPage, '-'),
                                 to_text(request.where, results), percent(region.share), count(region.points),
                                 results.replicates > 1 ? ", replicates counted in parts" : "");
  text += box_text(results, region);
  if (kind == DesignKind::grid || kind == DesignKind::list)
    text += "\n" + shares_text(results, request, analysis.shares);
  return text;
}

std::string notes_text(const SweepResults& results, const AnalysisRequest& request) {
  std::string text = "\n" + std::string(kPage, '-') + "\n";
  for (const AnalysisKind kind : request.what) text += paragraph(note(kind, results, request), 0);
  if (results.design.points > kMostRows) text += "All points: --csv FILE or --json.\n";
  return text;
}

}  // namespace yanzhen::tools
