#pragma once
//! \file  Joins the records of a sweep's runs into one file.
#include <filesystem>

#include "tools/sweep/folder.hpp"
#include "tools/sweep/plan.hpp"

namespace yanzhen::tools {

struct Collected {
  std::size_t done = 0;
  std::size_t failed = 0;
  std::size_t missing = 0;
};

/// Reads record after record and writes the file, one run in memory at a time. \pre nobody else collects it
/// \throws RunFileError
Collected collect(const SweepPlan& plan, const SweepFolder& folder, const std::filesystem::path& file,
                  bool overwrite);

}  // namespace yanzhen::tools
