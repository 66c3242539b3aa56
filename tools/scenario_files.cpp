#include "tools/scenario_files.hpp"

#include <algorithm>
#include <system_error>

#include "tools/build_info.hpp"

namespace yanzhen::tools {

namespace fs = std::filesystem;

fs::path scenarios_folder() {
  std::error_code ignored;
  for (const fs::path& folder : {fs::path{"scenarios"}, fs::path{kSourceFolder} / "scenarios"}) {
    if (fs::is_directory(folder, ignored)) return folder;
  }
  return {};
}

std::vector<fs::path> scenario_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;  // a folder that may not be read is shown as empty
  for (fs::recursive_directory_iterator at{folder, ignored}, end; at != end; at.increment(ignored)) {
    if (at->path().extension() == ".toml" && at->is_regular_file(ignored)) files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace yanzhen::tools
