#pragma once
//! \file  Reading elements of variable length (labels, the axes of an array) without HDF5's following them.
//! For sources of io/ only.
//!
//! Such elements lie in the file's global heap, which has no checksums and whose sizes HDF5 1.10 believes: a
//! damaged heap makes it write past the end of its memory. So HDF5 is only asked where an element lies, and
//! the heap is read here, within bounds. Its format: HDF5 File Format Specification 3.0, section III.E.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "io/hdf5_handle.hpp"

namespace yanzhen::hdf5 {

/// Where an element of variable length lies.
struct HeapReference {
  std::uint32_t length = 0;      ///< in items of its type: bytes of a text
  std::uint64_t collection = 0;  ///< where the collection of objects begins  [bytes of the file]
  std::uint32_t object = 0;      ///< which of its objects
};

/// The elements of a one-dimensional dataset of texts of variable length, as the file has them.
/// \throws Failure also when there are more than `most`
[[nodiscard]] std::vector<HeapReference> read_text_references(hid_t dataset, const std::string& name,
                                                              std::size_t most);

/// The same of an attribute whose elements are lists of references to objects, e.g. DIMENSION_LIST.
[[nodiscard]] std::vector<HeapReference> read_list_references(hid_t object, const std::string& attribute,
                                                              std::size_t most);

/// Reads what lies in the global heap of a file. Keeps what it has read, up to a limit.
class HeapReader {
 public:
  explicit HeapReader(const std::filesystem::path& path);

  /// `bytes` bytes of an object from its beginning.
  /// \throws Failure when the file has no such object there, or a shorter one
  [[nodiscard]] std::string read(const HeapReference& where, std::size_t bytes);

  /// Bytes of the file itself. \throws Failure when they go beyond its end
  [[nodiscard]] std::string file_bytes(std::uint64_t begin, std::uint64_t count);

 private:
  using Collection = std::map<std::uint32_t, std::string>;
  [[nodiscard]] const Collection& collection_at(std::uint64_t begin);

  std::ifstream file_;
  std::uint64_t size_ = 0;
  std::uint64_t kept_ = 0;  // bytes of all collections in collections_
  std::map<std::uint64_t, Collection> collections_;
};

}  // namespace yanzhen::hdf5
