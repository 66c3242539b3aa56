//! \file  `yanzhen recover`: closes what a killed run left open.
#include <spdlog/spdlog.h>

#include "io/run_file.hpp"
#include "tools/command.hpp"

namespace yanzhen::tools {
namespace {

ExitCode recover(const Arguments& arguments) {
  const std::string file = *arguments.word(0);
  recover_run_file(file);
  spdlog::info("{} can be read by every tool now, up to the last rows that were written", file);
  return ExitCode::done;
}

}  // namespace

Command recover_command() {
  CommandSpec spec;
  spec.name = "recover";
  spec.summary = "Makes the file of a run that was killed readable by every tool.";
  spec.words = {{"RUN.h5", true, "a run file"}};
  spec.examples = {{"yanzhen recover runs/baseline-seed1.h5", "after `kill -9`, a crash or a power cut"}};
  spec.details =
      "A run that was killed leaves its file marked as being written, and most programs refuse to open it. "
      "This takes\n"
      "the mark away. To go on with the run instead, use `yanzhen run ... --resume`; it needs no recovery.\n";
  return {std::move(spec), recover};
}

}  // namespace yanzhen::tools
