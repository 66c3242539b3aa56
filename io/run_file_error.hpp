#pragma once
//! \file  What is thrown when a run file or a checkpoint cannot be written or read.
#include <stdexcept>

namespace yanzhen {

/// The world failed a run file or a checkpoint: a full disk, a damaged file, a file in use, a file of another
/// scenario. The text names the file, what was being done, and why that failed.
class RunFileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace yanzhen
