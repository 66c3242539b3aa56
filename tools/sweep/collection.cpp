#include "tools/sweep/collection.hpp"

#include <fmt/format.h>

namespace yanzhen::tools {
namespace {

SweepRun start_of(const SweepPlan& plan, const PlannedRun& planned) {
  SweepRun run;
  run.point = planned.point;
  run.replicate = planned.replicate;
  run.seed = planned.seed;
  run.factors = plan.numbers_of(planned.point);
  return run;
}

void count(RunStatus status, Collected& collected) {
  switch (status) {
    case RunStatus::done:
      ++collected.done;
      return;
    case RunStatus::failed:
      ++collected.failed;
      return;
    case RunStatus::missing:
      ++collected.missing;
      return;
  }
}

}  // namespace

Collected collect(const SweepPlan& plan, const SweepFolder& folder, const std::filesystem::path& file,
                  bool overwrite) {
  SweepFileWriter writer{file, plan.head(), overwrite};
  Collected collected;
  for (std::size_t number = 0; number < plan.runs(); ++number) {
    const PlannedRun planned = plan.run(number);
    SweepRun run = start_of(plan, planned);
    if (std::optional<RunRecord> record = folder.read(planned)) {
      run.status = record->failed ? RunStatus::failed : RunStatus::done;
      run.reason = record->reason;
      run.checksum = record->checksum;
      run.series = std::move(record->series);
      run.panels = std::move(record->panels);
    }
    count(run.status, collected);
    writer.add(run);
  }
  writer.finish();
  return collected;
}

}  // namespace yanzhen::tools
