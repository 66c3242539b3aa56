#include "tools/analysis/sweep_results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "io/sweep_reader.hpp"
#include "tools/sweep/sweep_report.hpp"

namespace yanzhen::tools {
namespace {

const std::string& text_of(const SweepHead& head, const std::string& name,
                           const std::filesystem::path& file) {
  const auto found = head.texts.find(name);
  if (found == head.texts.end())
    throw RunFileError{fmt::format("{}: it does not say its {}", file.string(), name)};
  return found->second;
}

SweepSettings plan_of(const SweepHead& head, const std::filesystem::path& file) {
  Problems problems;
  std::optional<SweepSettings> plan =
      parse_sweep(text_of(head, "plan", file), text_of(head, "sweep_file", file), problems);
  if (plan && !problems.any()) return std::move(*plan);
  throw RunFileError{fmt::format("{}: this program cannot read the plan that it holds: {}", file.string(),
                                 to_text(problems.list().at(0)))};
}

// Numbers are made by the same arithmetic, but a logarithmic range may differ by rounding between programs.
bool same_number(double one, double other) {
  constexpr double kRounding = 1e-9;
  return std::abs(one - other) <= kRounding * std::max(std::abs(one), std::abs(other));
}

// Refuses a file whose runs are not those of its plan: every analysis would be of other points.
void check_points(const SweepResults& results, const SweepFile& sweep) {
  const std::size_t factors = results.factors.size();
  const std::vector<std::uint64_t> points = sweep.points();
  const std::vector<double> values = sweep.factor_values();
  for (std::size_t run = 0; run < points.size(); ++run) {
    const std::size_t point = run / results.replicates;
    if (points[run] != point)
      throw RunFileError{fmt::format("{}: run {} is of point {} and should be of {}", results.file, run,
                                     points[run], point)};
    for (std::size_t f = 0; f < factors; ++f) {
      const double number = experiment::number_of(results.factors[f], results.design.entries_of(point)[f]);
      if (!same_number(values[run * factors + f], number))
        throw RunFileError{fmt::format(
            "{}: in run {} the factor {} is {}, but the plan in the file makes it {}; the file and "
            "this program do not have the same design",
            results.file, run, results.factors[f].name, values[run * factors + f], number)};
    }
  }
}

// Counts that a file may claim and its plan does not make.
void check_sizes(const SweepSettings& plan, const SweepHead& head, const std::filesystem::path& file) {
  const std::size_t runs = experiment::count_points(plan.design, plan.factors) * plan.replicates;
  if (runs != head.runs)
    throw RunFileError{
        fmt::format("{}: its plan has {} runs and it holds {}", file.string(), runs, head.runs)};
  if (head.factors.size() != plan.factors.size())
    throw RunFileError{fmt::format("{}: its plan has {} factors and it holds {}", file.string(),
                                   plan.factors.size(), head.factors.size())};
  if (head.dates.empty()) throw RunFileError{fmt::format("{}: it holds no record", file.string())};
}

}  // namespace

SweepResults sweep_results(const SweepFile& sweep, const std::filesystem::path& file) {
  const SweepHead& head = sweep.head();
  SweepSettings plan = plan_of(head, file);
  check_sizes(plan, head, file);
  SweepResults results;
  results.file = file.string();
  results.title = plan.title;
  results.question = plan.question;
  results.design = experiment::make_design(plan.design, plan.factors, plan.master_seed);
  results.factors = std::move(plan.factors);
  results.replicates = plan.replicates;
  results.indices = head.indices;
  results.dates = head.dates;
  results.status = sweep.status();
  results.reasons = sweep.reasons();
  results.read = [&sweep](std::size_t index, std::size_t record) {
    std::vector<double> values = sweep.index_at(index, record);
    for (double& value : values)
      if (!std::isfinite(value)) value = std::numeric_limits<double>::quiet_NaN();
    return values;
  };
  check_points(results, sweep);
  return results;
}

std::size_t count_runs(const SweepResults& results, RunStatus status) {
  return static_cast<std::size_t>(std::count(results.status.begin(), results.status.end(), status));
}

std::vector<std::string> left_out_lines(const SweepResults& results) {
  std::vector<std::string> lines;
  if (const std::size_t missing = count_runs(results, RunStatus::missing); missing > 0)
    lines.push_back(fmt::format("{} of {} runs are missing and left out; `yanzhen sweep --resume` does them",
                                missing, results.status.size()));
  std::vector<FailedRun> failures;
  for (std::size_t run = 0; run < results.status.size(); ++run)
    if (results.status[run] == RunStatus::failed) failures.push_back({run, results.reasons[run]});
  if (failures.empty()) return lines;
  lines.push_back(
      fmt::format("{} of {} runs failed and are left out", failures.size(), results.status.size()));
  for (const std::string& line : failure_lines(failures)) lines.push_back(line);
  return lines;
}

}  // namespace yanzhen::tools
