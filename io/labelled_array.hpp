#pragma once
//! \file  Labelled arrays in HDF5: labels of dimensions, dimension scales, units and meanings, and reading
//! them without believing what a file says. For sources of io/ only.
#include <cstddef>
#include <string>
#include <vector>

#include "io/hdf5_handle.hpp"
#include "io/heap_reader.hpp"

namespace yanzhen::hdf5 {

// More than any file has; what a file claims beyond it is damage or malice.
inline constexpr std::size_t kMostNames = 10'000;  ///< of arrays, or of further names of dimensions
inline constexpr std::size_t kMostLabels = 100'000;
inline constexpr std::size_t kMostLabelBytes = 1024;

/// Writes `units`, unless there is none, and `long_name`.
void describe(hid_t array, const std::string& unit, const std::string& meaning);

/// Texts of variable length: what numpy, pandas, R and MATLAB all turn into their own strings.
[[nodiscard]] Dataset create_labels(hid_t file, const std::string& name, const std::string& meaning,
                                    const std::vector<std::string>& labels);

void make_scale(hid_t dataset, const std::string& name);

void attach_scale(hid_t array, const Dataset& scale, std::size_t axis);

/// Opens an array, but never by a link to another file, which might lead anywhere.
[[nodiscard]] Dataset open_array(hid_t file, const std::string& path);

/// Names go to terminals: a line end or an escape sequence within one must not, and becomes spaces.
[[nodiscard]] std::string on_one_line(std::string text);

/// An attribute on one line; empty when there is none.
[[nodiscard]] std::string text_or_nothing(hid_t object, const char* name);

/// The texts of an array that create_labels made, each on one line. \throws Failure also when they are too
/// many or too long
[[nodiscard]] std::vector<std::string> read_labels(hid_t array, const std::string& name, HeapReader& heap);

/// The names in a list that is one text. \throws Failure when they are too many
[[nodiscard]] std::vector<std::string> split_names(const std::string& text, char between);

}  // namespace yanzhen::hdf5
