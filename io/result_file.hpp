#pragma once
//! \file  What an experiment of many runs found, as one HDF5 file of labelled arrays, laid out as
//! RESULT-FILE.md says.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "io/run_file_error.hpp"

namespace yanzhen {

/// An axis of the arrays: its points have labels or are numbers. Exactly one of `labels` and `coordinates` is
/// filled.
struct ResultDimension {
  std::string name;
  std::string meaning;
  std::string unit;                 ///< of the numbers; empty for labels
  std::vector<std::string> labels;  ///< UTF-8, at most 1024 bytes each; line ends become spaces
  std::vector<double> coordinates;  ///< finite, any order, may come twice (up a branch and down again)

  [[nodiscard]] std::size_t length() const { return labels.empty() ? coordinates.size() : labels.size(); }
};

/// A labelled array; without dimensions it is a single number.
struct ResultArray {
  std::string name;
  std::vector<std::string>
      dimensions;    ///< names of ResultFile::dimensions, the last one runs fastest; none twice
  std::string unit;  ///< "1" for a share; empty where there is none
  std::string meaning;
  std::vector<double> values;  ///< as many as the lengths of the dimensions multiply to; NaN: not known
};

/// Names are letters of ASCII, digits and '_', at most 64, beginning with a letter; names of dimensions and
/// arrays are unique together, names of texts, numbers and counts likewise.
struct ResultFile {
  std::map<std::string, std::string>
      texts;  ///< UTF-8 without NUL; what made the file, e.g. "scenario", "command"
  std::map<std::string, double> numbers;
  std::map<std::string, std::uint64_t> counts;  ///< whole numbers, e.g. "seeds"
  std::vector<ResultDimension> dimensions;
  std::vector<ResultArray> arrays;
};

/// Writes the file whole: beside `path` first, on the disk, then in its place, so that a kill or a full disk
/// leaves the old file or none. Equal results give equal files, byte for byte.
/// \throws RunFileError when the file exists and `overwrite` is not said, or when the disk fails;
///         std::logic_error when the result is not what its members' comments say
void write_result_file(const std::filesystem::path& path, const ResultFile& result, bool overwrite);

/// Reads a result file whole. Nothing that it says of sizes is believed before it was checked.
/// \throws RunFileError when it is no result file, of another layout, cut short, damaged, or larger than any
///         experiment writes
[[nodiscard]] ResultFile read_result_file(const std::filesystem::path& path);

}  // namespace yanzhen
