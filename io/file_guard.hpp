#pragma once
//! \file  Keeping files whole: who may write one, and replacing one in a single stroke.
#include <filesystem>

namespace yanzhen {

/// Says to other programs that a file is in use. Gone when destroyed, and when the program dies, however it
/// dies.
///
/// HDF5 locks a file while it is open (flock), but lets go once others may read along (SWMR). A shared lock
/// of our own then keeps other writers out, which want theirs exclusive, and lets readers in.
class FileLock {
 public:
  enum class Kind { shared, exclusive };

  FileLock() = default;
  /// \throws hdf5::Failure when another program holds the file or it cannot be opened. Where the file system
  /// knows no
  ///         locks (some networks), nothing is held and nothing is thrown, as HDF5 itself does.
  FileLock(const std::filesystem::path& path, Kind kind);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

  /// Waits until all that was written to the file is on the disk. \throws hdf5::Failure
  void sync() const;

 private:
  int descriptor_ = -1;
};

/// What must hold before a new file takes the place of `path`. \throws hdf5::Failure when there is a file and
/// `overwrite` is not said, when it is in use, or when it is something else than a file
void require_replaceable(const std::filesystem::path& path, bool overwrite);

/// \throws hdf5::Failure when there is nothing at `path`, or no ordinary file: opening a pipe would wait
void require_ordinary(const std::filesystem::path& path);

/// A name beside `path` for a file that will replace it: same folder, so that a rename is a single stroke.
[[nodiscard]] std::filesystem::path temporary_beside(const std::filesystem::path& path);

/// Deletes a temporary file when a scope is left, unless it was moved to its place before.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& target)
      : target_{target}, path_{temporary_beside(target)} {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile();
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

  /// Puts the file on the disk, then in the place of its target: at any moment there is the old one or the
  /// new one. \throws hdf5::Failure or std::filesystem::filesystem_error
  void replace_target();

 private:
  std::filesystem::path target_;
  std::filesystem::path path_;
};

}  // namespace yanzhen
