#include "tools/run_output.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <array>
#include <fstream>
#include <string_view>

#include "io/checkpoint.hpp"
#include "io/run_file.hpp"
#include "tools/command.hpp"

namespace yanzhen::tools {
namespace {

namespace fs = std::filesystem;

// What replaces a file by mistake should not be able to replace a scenario or a letter: only what HDF5 wrote,
// or nothing.
bool may_be_run_file(const fs::path& file) {
  constexpr std::string_view kSignature{"\x89HDF\r\n\x1a\n"};
  std::array<char, kSignature.size()> first{};
  std::ifstream in{file, std::ios::binary};
  in.read(first.data(), first.size());
  const auto read = static_cast<std::size_t>(in.gcount());
  return read == 0 || std::string_view{first.data(), read} == kSignature;
}

[[noreturn]] void refuse_to_replace(const fs::path& file) {
  RunSummary found;
  try {
    found = read_run_summary(file);
  } catch (const RunFileError& error) {
    throw UsageError{fmt::format("{} exists and cannot be read: {}", file.string(), error.what()),
                     "replace it with --force, or name another file with -o."};
  }
  if (found.complete) {
    throw UsageError{fmt::format("{} exists and is a complete run", file.string()),
                     "replace it with --force, or name another file with -o."};
  }
  throw UsageError{fmt::format("{} exists and is a run that is not complete", file.string()),
                   "go on with it by --resume, replace it with --force, or name another file with -o."};
}

Start anew(std::string_view reason) {
  spdlog::info("{}; beginning at step 0", reason);
  return Start::fresh;
}

// A run file of ours that is not complete. A checkpoint that does not fit it was left by a run that was
// replaced.
Start start_unfinished(const RunOutput& output, const Scenario& scenario, const RunSummary& found) {
  if (!fs::exists(output.checkpoint)) return anew("there is no checkpoint to go on from");
  const CheckpointInfo info = read_checkpoint_info(output.checkpoint);
  if (info.scenario != scenario.resolved || info.seed != scenario.seed || info.rows > found.rows) {
    return anew("the checkpoint does not fit the run file");
  }
  return Start::from_checkpoint;
}

Start start_resumed(const RunOutput& output, const Scenario& scenario) {
  if (!fs::exists(output.run_file)) return anew(fmt::format("there is no {}", output.run_file.string()));
  const RunSummary found = read_run_summary(output.run_file);
  if (found.scenario != scenario.resolved || found.seed != scenario.seed) {
    throw UsageError{fmt::format("{} is a run of another scenario, of other values, or of another seed",
                                 output.run_file.string()),
                     "begin anew with --force, or name another file with -o."};
  }
  if (!found.complete) return start_unfinished(output, scenario, found);
  spdlog::info("{} is complete already; there is nothing to do", output.run_file.string());
  return Start::nothing_to_do;
}

}  // namespace

void check_place(const fs::path& file) {
  if (fs::is_directory(file)) throw UsageError{fmt::format("{} is a folder, not a run file", file.string())};
  if (fs::exists(file) && !may_be_run_file(file)) {
    throw UsageError{fmt::format("{} exists and is no run file", file.string()),
                     "name another file with -o."};
  }
}

RunOutput run_output(const fs::path& wanted, const Scenario& scenario) {
  RunOutput output{wanted, {}};
  const fs::path folder = wanted.parent_path();
  if (!folder.empty() && !fs::is_directory(folder)) {
    throw UsageError{
        fmt::format("{} is not a folder, so {} cannot be written", folder.string(), wanted.string())};
  }
  if (wanted.empty()) {
    const std::string name = fs::path{scenario.file}.stem().string();
    output.run_file = fs::path{"runs"} / fmt::format("{}-seed{}.h5", name, scenario.seed);
  }
  output.checkpoint = fs::path{output.run_file}.replace_extension(".checkpoint");
  return output;
}

Start choose_start(const RunOutput& output, const Scenario& scenario, bool resume, bool force) {
  check_place(output.run_file);
  if (resume) return start_resumed(output, scenario);
  if (fs::exists(output.run_file) && !force) refuse_to_replace(output.run_file);
  return Start::fresh;
}

}  // namespace yanzhen::tools
