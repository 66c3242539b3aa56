#include "tools/run_sitting.hpp"

#include <algorithm>
#include <filesystem>

#include "io/checkpoint.hpp"

namespace yanzhen::tools {

Sitting::Sitting(Prepared& prepared, const RunOutput& output, const RunIdentity& identity, Workers& workers,
                 const SittingOptions& options)
    : scenario_{prepared.scenario},
      output_{output},
      identity_{identity},
      workers_{workers},
      options_{options},
      simulation_{prepared.scenario, std::move(prepared.model)} {}

void Sitting::begin_fresh() {
  file_ = RunFile::create(output_.run_file, scenario_, simulation_.model(), identity_, options_.overwrite);
  // Only now that the file is known to be ours: another program may be writing it. Were we killed in between,
  // the old checkpoint would name more rows than the new file has, and `--resume` would begin anew.
  std::filesystem::remove(output_.checkpoint);
  record();
}

void Sitting::begin_from_checkpoint() {
  load_checkpoint(output_.checkpoint, simulation_, scenario_, identity_.version);
  const CheckpointInfo info = read_checkpoint_info(output_.checkpoint);
  file_ = RunFile::reopen(output_.run_file, scenario_, simulation_.model(), info.rows);
  first_step_ = simulation_.now();
}

Ending Sitting::run() {
  const Step target = std::min(options_.last_step.value_or(simulation_.end()), simulation_.end());
  ProgressLine progress{scenario_.title, first_step_, target, options_.progress};
  while (simulation_.now() < target && !interrupt_.asked()) {
    step();
    progress.show(simulation_.now(), to_text(simulation_.clock().date(simulation_.now())),
                  simulation_.model().agents(), simulation_.model().moves());
    if (simulation_.now() < target && save_due()) save();
  }
  progress.clear();
  close();
  if (simulation_.now() == simulation_.end()) return Ending::complete;
  return interrupt_.asked() ? Ending::interrupted : Ending::stopped;
}

void Sitting::step() {
  workers_.run([this] { simulation_.step(); });
  moves_ += simulation_.model().moves();
  if (simulation_.record_due(scenario_.record.every)) record();
}

void Sitting::record() {
  workers_.run([this] { file_->record(simulation_); });
  simulation_.model().start_flow_interval();
}

bool Sitting::save_due() const {
  return WallClock::now() - last_save_ >= std::chrono::duration<double>{options_.checkpoint_seconds};
}

void Sitting::save() {
  file_->flush();  // the checkpoint names rows that must be on the disk before it is
  save_checkpoint(output_.checkpoint, simulation_, scenario_, file_->rows(), identity_);
  last_save_ = WallClock::now();
}

void Sitting::close() {
  const bool complete = simulation_.now() == simulation_.end();
  if (!complete) save();
  file_->finish(simulation_, complete);
  // Only now: were we killed in between, a complete run file and a checkpoint that nobody needs would be
  // left.
  if (complete) std::filesystem::remove(output_.checkpoint);
}

}  // namespace yanzhen::tools
