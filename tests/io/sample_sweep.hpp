#pragma once
//! \file  A sweep with everything that one may have, for tests: six runs of two points, one failed, one
//! missing.
#include <limits>
#include <vector>

#include "io/sweep_file.hpp"

namespace yanzhen::sample {

inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

inline SweepHead sweep_head() {
  SweepHead head;
  head.texts = {{"plan", "title = \"税\"\n[design]\n"}, {"scenario", "[time]\n"}, {"note", ""}};
  head.counts = {{"master_seed", std::numeric_limits<std::uint64_t>::max()}, {"replicates", 3}};
  head.runs = 6;
  head.factors = {{"tax_split", "1", "share of the park 份额", {}},
                  {"strategy", "", "what neighbours do", {"imitate", "smart 上", ""}}};
  head.indices = {{"theil", "1", "inequality"}, {"上海 share", "", ""}};
  head.times = {2010, 2010.25, 2011};
  head.dates = {"2010-01-01", "2010-04-01", "2011-01-01"};
  head.dimensions = {
      {"city",
       "cities",
       {"Shanghai", "Suzhou"},
       {{"city_zh", "in Chinese", {"上海", "苏州"}}, {"status", "a name that is taken", {"a", "b"}}}},
      {"factor", "a name that is taken", {"x", "y", "z"}, {}}};
  head.panels = {
      {"residents", {"city"}, "people", "people of a city", PanelValues::whole, PanelGroup::state},
      {"seed", {"factor", "city"}, "", "a name that is taken", PanelValues::real, PanelGroup::flow}};
  return head;
}

/// The numbers of run k: 1000 k and what its position adds.
inline SweepRun sweep_run(std::size_t k) {
  SweepRun run;
  run.point = k / 3;
  run.replicate = static_cast<std::uint32_t>(k % 3);
  run.seed = std::numeric_limits<std::uint64_t>::max() - k;
  run.factors = {0.25 * static_cast<double>(k), static_cast<double>(k % 3)};
  run.status = k == 4 ? RunStatus::missing : k == 1 || k == 5 ? RunStatus::failed : RunStatus::done;
  if (run.status == RunStatus::failed) run.reason = k == 1 ? "took longer than 2 s" : "太慢";
  if (run.status != RunStatus::done) return run;
  run.checksum = std::numeric_limits<std::uint64_t>::max() / (k + 1);
  const double base = 1000 * static_cast<double>(k);
  const auto numbers = [&](std::size_t count) {
    std::vector<double> values(count);
    for (std::size_t j = 0; j < count; ++j) values[j] = base + static_cast<double>(j);
    return values;
  };
  run.series = numbers(3 * 2);
  run.series[3] = kUnknown;
  run.panels = {numbers(3 * 2), numbers(3 * 3 * 2)};
  return run;
}

inline void write_sweep(const std::filesystem::path& path, bool overwrite = false) {
  SweepFileWriter writer{path, sweep_head(), overwrite};
  for (std::size_t k = 0; k < sweep_head().runs; ++k) writer.add(sweep_run(k));
  writer.finish();
}

}  // namespace yanzhen::sample
