#pragma once
//! \file  Owns HDF5 identifiers, checks HDF5 calls, and says why they failed. For sources of io/ only.
#include <hdf5.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "io/run_file_error.hpp"

namespace yanzhen::hdf5 {

/// An HDF5 call failed. Doors of io/ turn it into a RunFileError by naming the file: see naming().
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Keeps HDF5 from printing by itself, in this thread, and from writing when the program ends.
/// Everything is closed by its owner, so all that HDF5 could do at the end is to trip over a file that
/// failed.
void silence() noexcept;

/// \throws Failure "cannot WHAT: why", with the innermost message of the HDF5 call that failed last in this
/// thread.
[[noreturn]] void fail(const std::string& what);

inline void check(herr_t result, const std::string& what) {
  if (result < 0) fail(what);
}

/// Owns one HDF5 identifier and closes it once, with the call that fits its kind.
template <herr_t (*Close)(hid_t)>
class Handle {
 public:
  Handle() = default;
  /// \throws Failure when HDF5 returned a failure instead of an identifier. `what` completes "cannot ...".
  Handle(hid_t id, const std::string& what) : id_{id} {
    if (id_ < 0) fail(what);
  }
  Handle(Handle&& other) noexcept : id_{std::exchange(other.id_, H5I_INVALID_HID)} {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) {
      silence();
      Close(id_);
    }
  }
  [[nodiscard]] hid_t get() const noexcept { return id_; }

  /// Closes now and tells whether that worked, which a destructor cannot: a full disk often shows here.
  void close(const std::string& what) { check(Close(std::exchange(id_, H5I_INVALID_HID)), what); }

 private:
  hid_t id_ = H5I_INVALID_HID;
};

using File = Handle<H5Fclose>;
using Group = Handle<H5Gclose>;
using Dataset = Handle<H5Dclose>;
using Space = Handle<H5Sclose>;
using Type = Handle<H5Tclose>;
using Attribute = Handle<H5Aclose>;
using Properties = Handle<H5Pclose>;

/// Runs `work`, a whole door of io/; a failure of HDF5 or of the file system becomes a RunFileError that
/// begins with `file`.
template <class Work>
decltype(auto) naming(const std::filesystem::path& file, const Work& work) {
  silence();
  try {
    return work();
  } catch (const Failure& failure) {
    throw RunFileError{file.string() + ": " + failure.what()};
  } catch (const std::filesystem::filesystem_error& failure) {
    throw RunFileError{file.string() + ": " + failure.code().message()};
  }
}

/// How every file of io/ is opened: the format of HDF5 1.10, which has checksums on metadata and allows SWMR.
[[nodiscard]] Properties file_access();

/// A new file whose objects carry no time stamps, so that equal runs give equal files, and whose root keeps
/// its attributes in one piece, so that changing one of them is a single write.
[[nodiscard]] File create_file(const std::filesystem::path& path);

[[nodiscard]] Group create_group(hid_t parent, const std::string& name);

/// A UTF-8 text of fixed length. Fixed, because such text sits inside checksummed metadata, while text of
/// variable length sits in a heap without checksums that HDF5 trusts blindly.
void write_text(hid_t object, const std::string& name, const std::string& text);
void write_number(hid_t object, const std::string& name, double number);
void write_number(hid_t object, const std::string& name, std::int64_t number);
void write_number(hid_t object, const std::string& name, std::uint64_t number);
/// Replaces a number that is there already; allowed in a file that others are reading.
void replace_number(hid_t object, const std::string& name, std::int64_t number);
void replace_number(hid_t object, const std::string& name, std::uint64_t number);

/// \throws Failure when there is no such attribute, when it is of another type, or when it is longer than its
/// file.
[[nodiscard]] std::string read_text(hid_t object, const std::string& name);
[[nodiscard]] double read_real(hid_t object, const std::string& name);
[[nodiscard]] std::int64_t read_integer(hid_t object, const std::string& name);
[[nodiscard]] std::uint64_t read_unsigned(hid_t object, const std::string& name);

/// Lengths of a dataset's dimensions now.
[[nodiscard]] std::vector<hsize_t> lengths_of(hid_t dataset, const std::string& name);

}  // namespace yanzhen::hdf5
