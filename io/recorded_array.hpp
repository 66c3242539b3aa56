#pragma once
//! \file  One array of a run file that grows by a row a record, written in whole chunks.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/panel.hpp"
#include "io/hdf5_handle.hpp"

namespace yanzhen {

/// How an array lies in its file. Shape (row, lengths...), chunks of (rows, part of lengths...).
struct ArrayShape {
  std::vector<hsize_t> lengths;  ///< of one row; empty for a number a record
  std::vector<hsize_t> chunk;    ///< first the rows of a chunk, then one length for each of `lengths`
  PanelValues values = PanelValues::real;

  [[nodiscard]] std::size_t row_values() const;
  [[nodiscard]] hsize_t chunk_rows() const { return chunk.front(); }
};

/// A chunk holds at most this many bytes where that is at least one row, and at most this many rows.
inline constexpr std::size_t kChunkBytes = std::size_t{1} << 20U;
inline constexpr hsize_t kMostChunkRows = 64;

/// Agents are recorded once, as one long column, in chunks of this many.
inline constexpr hsize_t kAgentChunkRows = kChunkBytes / sizeof(double);

/// The shape of an array with rows of `lengths`, in a file of about `expected_rows`. The rows of a chunk are
/// a power of two, so that the chunks of all arrays of a file are full together every kMostChunkRows rows.
[[nodiscard]] ArrayShape choose_shape(std::vector<hsize_t> lengths, PanelValues values,
                                      std::uint64_t expected_rows);

/// Creates an array of no rows, compressed (shuffle and gzip) and open-ended in its first dimension.
/// \throws hdf5::Failure
[[nodiscard]] hdf5::Dataset create_array(hid_t parent, const std::string& name, const ArrayShape& shape);

/// Gives an array of single values, e.g. a column of agents, its content. \throws hdf5::Failure
void write_column(hid_t file, const std::string& path, std::span<const double> values);

/// Gathers rows until a chunk is full and writes it once. Rows that must be readable earlier (flush) are
/// written too: their chunk then stays uncompressed, has its place for good and is rewritten there, so that
/// flushing often never lets the file grow beyond its uncompressed size and never moves what readers rely on.
class RecordedArray {
 public:
  /// Goes on after `rows` rows of an array that has exactly that many. \throws hdf5::Failure
  RecordedArray(hid_t file, std::string path, ArrayShape shape, std::uint64_t rows);

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] std::size_t row_values() const noexcept { return row_values_; }

  /// Takes one row and writes the chunk that it fills, if it does.
  /// \throws std::logic_error when an array of whole numbers is given something else; hdf5::Failure.
  void append(std::span<const double> row);
  enum class Last { no, yes };
  /// Writes the rows of a chunk that is not full. With Last::yes no row follows, so the chunk may be
  /// compressed.
  void write_unfinished(Last last);
  void close();

 private:
  [[nodiscard]] std::uint64_t first_held() const { return rows_ - held_; }
  void check_chunk() const;
  void read_unfinished();
  void write_compressed();
  void write_in_place();
  void extend();
  [[nodiscard]] hid_t memory_type() const;

  std::string path_;
  ArrayShape shape_;
  std::size_t row_values_;
  hdf5::Dataset dataset_;
  std::vector<std::byte> chunk_;  // chunk_rows() rows of 8-byte values; the first held_ rows count
  std::uint64_t rows_;            // appended so far
  std::uint64_t held_;            // of these, in chunk_
  bool unwritten_ = false;        // chunk_ holds rows that the file has not
  bool has_place_ = false;        // the chunk was written in place before it was full
};

}  // namespace yanzhen
