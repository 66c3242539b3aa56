#include "tools/sweep/sweep_places.hpp"

#include <fmt/format.h>

#include "io/sweep_reader.hpp"
#include "tools/build_info.hpp"

namespace yanzhen::tools {
namespace {

namespace fs = std::filesystem;

fs::path folder_of(const fs::path& file) {
  fs::path stem = file.extension() == ".h5" ? fs::path{file}.replace_extension() : file;
  return stem.extension() == ".sweep" ? stem : fs::path{stem.string() + ".sweep"};
}

}  // namespace

SweepPlaces sweep_places(const fs::path& wanted, const fs::path& sweep_file) {
  SweepPlaces places;
  places.file = wanted;
  if (wanted.empty())
    places.file = fs::path{"runs"} / fmt::format("{}.sweep.h5", sweep_file.stem().string());
  else if (const fs::path parent = fs::absolute(wanted).parent_path(); !fs::is_directory(parent))
    throw UsageError{fmt::format("the folder of {} does not exist", wanted.string()),
                     fmt::format("make it: mkdir -p {}", parent.string())};
  else if (fs::is_directory(wanted) || wanted.filename().empty())
    throw UsageError{fmt::format("{} is a folder", wanted.string()), "name a file, such as sweep.h5."};
  places.folder = folder_of(places.file);
  return places;
}

SweepPlan load_plan(const fs::path& sweep_file) {
  Problems problems;
  std::optional<SweepSettings> settings = load_sweep(sweep_file, problems);
  problems.throw_if_any();
  return SweepPlan{std::move(settings.value()), {kVersion, kCommit}};
}

}  // namespace yanzhen::tools
