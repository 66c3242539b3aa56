#pragma once
//! \file  A small sweep over the tiny scenario, for tests of what runs it: four quarters, two factors.
#include <string>

#include "engine/diagnostic.hpp"
#include "io/sweep_reader.hpp"
#include "tests/io/scratch_folder.hpp"
#include "tools/build_info.hpp"
#include "tools/sweep/folder.hpp"
#include "tools/sweep/plan.hpp"

namespace yanzhen::tools {

inline std::string tiny_scenario() { return std::string{kSourceFolder} + "/scenarios/tiny/tiny.toml"; }

/// A grid of two sensitivities and two scales, in two replicates. \param more  further lines of the sweep
/// file
inline std::string small_sweep(const std::string& more = {}) {
  return "title = \"Small\"\nscenario = \"" + tiny_scenario() +
         "\"\nreplicates = 2\n[set]\n\"time.end\" = \"2001-01\"\n[design]\nkind = \"grid\"\n"
         "[factor.sensitivity]\npath = \"firms.relocation.sensitivity\"\nvalues = [1, 2]\n"
         "[factor.people]\npath = \"scale.people_per_agent\"\nvalues = [100, 200]\n" +
         more;
}

inline SweepPlan plan_of(const std::string& text, const ProgramIdentity& program = {"1.0", "abc"}) {
  Problems problems;
  std::optional<SweepSettings> settings = parse_sweep(text, "small.toml", problems);
  problems.throw_if_any();
  return SweepPlan{std::move(settings.value()), program};
}

/// A folder to work in, gone when the test ends.
class SweepDesk {
 public:
  SweepDesk() : folder_{scratch_ / "small.sweep"} { folder_.make(); }
  [[nodiscard]] const SweepFolder& folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return scratch_ / name; }

 private:
  sample::ScratchFolder scratch_;
  SweepFolder folder_;
};

}  // namespace yanzhen::tools
