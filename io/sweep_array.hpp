#pragma once
//! \file  One array of a sweep file: written row by row in whole chunks, read in parts. For sources of io/
//! only.
//!
//! Every chunk is shuffled, compressed and followed by a checksum of HDF5's own (Fletcher), which every
//! reader checks before anything is made of its bytes. So a part can be read and trusted without the rest.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "io/hdf5_handle.hpp"

namespace yanzhen {

using SweepLengths = std::vector<std::uint64_t>;  ///< of the dimensions, slowest first

/// How the numbers of one kind lie in a file, and in memory.
struct SweepNumber {
  hid_t stored;
  hid_t memory;
  std::size_t bytes;
};
[[nodiscard]] SweepNumber number_type(double kind);
[[nodiscard]] SweepNumber number_type(std::int64_t kind);
[[nodiscard]] SweepNumber number_type(std::uint64_t kind);
[[nodiscard]] SweepNumber number_type(std::uint32_t kind);
[[nodiscard]] SweepNumber number_type(std::uint8_t kind);

/// Whether a chunk has all entries of the last dimension or one of them. One, where a reader will ask for one
/// of them in every run.
enum class LastDimension { together, apart };

class SweepArray {
 public:
  /// Creates an array of its final size. \pre no length is 0  \throws hdf5::Failure
  SweepArray(hid_t file, std::string name, const SweepNumber& number, const SweepLengths& lengths,
             LastDimension last = LastDimension::together);

  /// The row after the last one. \pre as long as a row, of the array's kind of numbers  \throws hdf5::Failure
  template <class Number>
  void append(std::span<const Number> row) {
    append_bytes(std::as_bytes(row));
  }
  template <class Number>
  void append(Number number) {
    append(std::span<const Number>{&number, 1});
  }
  /// Writes what is left and closes it. \throws hdf5::Failure
  void finish();

  [[nodiscard]] hid_t get() const { return dataset_.get(); }

 private:
  void append_bytes(std::span<const std::byte> row);
  void write_held();

  std::string name_;
  hid_t memory_type_;
  std::vector<hsize_t> lengths_;
  std::vector<hsize_t> chunk_;
  std::size_t row_bytes_;
  std::vector<std::byte> held_;  // of rows that make no whole chunk yet
  std::uint64_t written_ = 0;    // rows
  hdf5::Dataset dataset_;
};

/// Opens an array that a SweepArray wrote: of these numbers and lengths, stored in that way, and no larger
/// than a file of `file_bytes` can hold. \throws hdf5::Failure
[[nodiscard]] hdf5::Dataset open_sweep_array(hid_t file, const std::string& name, const SweepNumber& number,
                                             const SweepLengths& lengths, std::uint64_t file_bytes);

/// Reads a block of an array that was opened so. \pre `values` has as many as the counts multiply to, and the
/// block lies in the array  \throws hdf5::Failure
void read_sweep_block(hid_t dataset, const std::string& name, hid_t memory_type, const SweepLengths& start,
                      const SweepLengths& count, void* values);

}  // namespace yanzhen
