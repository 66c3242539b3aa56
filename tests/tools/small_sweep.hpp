#pragma once
//! \file  A sweep small enough to read every number: 2 values of tax by 2 named strategies, 3 replicates.
#include <limits>

#include "tools/analysis/sweep_results.hpp"

namespace yanzhen::tools {

/// The sweep file whose runs small_sweep() holds.
inline constexpr const char* kSmallPlan =
    "title = \"分税 sharing\"\n"
    "question = \"How much must be shared?\"\n"
    "scenario = \"tiny.toml\"\n"
    "replicates = 3\n"
    "[design]\n"
    "kind = \"grid\"\n"
    "[factor.tax]\n"
    "path = \"policy.tax\"\n"
    "values = [0, 0.5]\n"
    "[factor.strategy.levels]\n"
    "\"模仿\" = { \"policy.a\" = true }\n"
    "smart = {}\n";

/// Two indices at two records. Run 4 failed and run 11 is missing.
///     gap    = 10 tax + replicate            (1 with tax more at the first record)
///     income = 100 + 8 tax - (strategy smart)
inline SweepResults small_sweep() {
  SweepResults results;
  results.file = "small.h5";
  results.title = "分税 sharing";
  results.question = "How much must be shared?";
  FactorSettings tax;
  tax.name = "tax";
  tax.unit = "1";
  tax.levels = {{"0", {}, 0, {}}, {"0.5", {}, .5, {}}};
  FactorSettings strategy;
  strategy.name = "strategy";
  strategy.named_levels = true;
  strategy.levels = {{"模仿", {}, 0, {}}, {"smart", {}, 1, {}}};
  results.factors = {tax, strategy};
  results.design.kind = DesignKind::grid;
  results.design.points = 4;
  results.design.factors = 2;
  results.design.entries = {0, 0, 0, 1, 1, 0, 1, 1};
  results.design.unit = results.design.entries;
  results.replicates = 3;
  results.indices = {{"gap", "ln", "how far apart"}, {"income", "yuan", "of all"}};
  results.dates = {"2010-01-01", "2020-01-01"};
  results.status.assign(12, RunStatus::done);
  results.status[4] = RunStatus::failed;
  results.status[11] = RunStatus::missing;
  results.reasons.assign(12, "");
  results.reasons[4] = "took longer than 2 s";
  results.read = [status = results.status](std::size_t index, std::size_t record) {
    std::vector<double> values;
    for (std::size_t run = 0; run < 12; ++run) {
      const double tax_split = run < 6 ? 0 : .5;
      const double smart = run / 3 % 2 == 0 ? 0 : 1;
      const double gap = 10 * tax_split + static_cast<double>(run % 3) + (record == 0 ? 2 * tax_split : 0);
      const double value = index == 0 ? gap : 100 + 8 * tax_split - smart;
      values.push_back(status[run] == RunStatus::done ? value : std::numeric_limits<double>::quiet_NaN());
    }
    return values;
  };
  return results;
}

}  // namespace yanzhen::tools
