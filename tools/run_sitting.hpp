#pragma once
//! \file  One sitting of a run: from step 0 or a checkpoint until it is done, stopped or interrupted.
#include <chrono>
#include <cstdint>
#include <optional>

#include "engine/parallel.hpp"
#include "engine/simulation.hpp"
#include "io/run_file.hpp"
#include "tools/interrupt.hpp"
#include "tools/prepare.hpp"
#include "tools/progress.hpp"
#include "tools/run_output.hpp"

namespace yanzhen::tools {

struct SittingOptions {
  std::optional<Step> last_step;   ///< stop after this step of the run
  double checkpoint_seconds = 60;  ///< wall time between two checkpoints; 0 = after every step
  bool progress = true;
  bool overwrite = false;  ///< a run file that lies there may be replaced
};

enum class Ending { complete, stopped, interrupted };

/// Steps, records and saves. What is written to the run file does not depend on how often a run sat down.
class Sitting {
 public:
  /// Takes the model at step 0. \pre `prepared` outlives the sitting; its model is moved out
  Sitting(Prepared& prepared, const RunOutput& output, const RunIdentity& identity, Workers& workers,
          const SittingOptions& options);

  /// Creates the run file and records step 0. \throws RunFileError
  void begin_fresh();
  /// Takes up the checkpoint, and cuts the run file back to what it held then. \throws RunFileError
  void begin_from_checkpoint();
  /// Runs. Leaves a complete run file and no checkpoint, or an unfinished one with its checkpoint.
  /// \pre one of the two above was called
  Ending run();

  [[nodiscard]] const Simulation& simulation() const noexcept { return simulation_; }
  [[nodiscard]] Step first_step() const noexcept { return first_step_; }
  [[nodiscard]] std::uint64_t moves() const noexcept {
    return moves_;
  }  ///< agents that changed city in this sitting

 private:
  using WallClock = std::chrono::steady_clock;

  void step();
  void record();
  void save();
  void close();
  [[nodiscard]] bool save_due() const;

  const Scenario& scenario_;
  const RunOutput& output_;
  const RunIdentity& identity_;
  Workers& workers_;
  SittingOptions options_;
  InterruptWatch
      interrupt_;  // from before there is a file, so that whoever interrupts finds a checkpoint beside it
  Simulation simulation_;
  std::optional<RunFile> file_;
  Step first_step_ = 0;
  std::uint64_t moves_ = 0;
  WallClock::time_point last_save_ = WallClock::now();
};

}  // namespace yanzhen::tools
