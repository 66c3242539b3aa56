#pragma once
//! \file  What tests of files that are written whole look at: why it failed, the bytes, what else lies there.
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include "io/run_file_error.hpp"
#include "tests/io/scratch_folder.hpp"

namespace yanzhen::sample {

/// What the work throws, without the name of the folder; "no error" when it does not.
inline std::string error_of(const ScratchFolder& folder, const std::function<void()>& work) {
  try {
    work();
  } catch (const RunFileError& failure) {
    return folder.without_folder(failure.what());
  }
  return "no error";
}

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

inline std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator{folder}, std::filesystem::directory_iterator{}));
}

}  // namespace yanzhen::sample
