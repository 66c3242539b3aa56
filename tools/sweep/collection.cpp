#include "tools/sweep/collection.hpp"

#include <string>
#include <system_error>

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

// What sweeps left of it that were killed while they wrote it: see temporary_beside().
void remove_half_written(const std::filesystem::path& file) {
  const std::string start = file.filename().string() + '.';
  const std::string end = ".tmp";
  std::error_code ignored;
  for (const auto& entry :
       std::filesystem::directory_iterator{std::filesystem::absolute(file).parent_path()}) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(start) || !name.ends_with(end) || name.size() <= start.size() + end.size())
      continue;
    const std::string process = name.substr(start.size(), name.size() - start.size() - end.size());
    if (process.find_first_not_of("0123456789") == std::string::npos)
      std::filesystem::remove(entry.path(), ignored);
  }
}

}  // namespace

Collected collect(const SweepPlan& plan, const SweepFolder& folder, const std::filesystem::path& file,
                  bool overwrite) {
  remove_half_written(file);
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
