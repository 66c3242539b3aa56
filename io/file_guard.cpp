#include "io/file_guard.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "io/hdf5_handle.hpp"

namespace yanzhen {
namespace {

hdf5::Failure failure(const char* what) {
  return hdf5::Failure{fmt::format("cannot {}: {}", what, std::generic_category().message(errno))};
}

void sync_path(const std::filesystem::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) throw failure("open it to put it on the disk");
  const int result = ::fsync(descriptor);
  const int why = errno;
  ::close(descriptor);
  if (result != 0 && why != EINVAL) {  // EINVAL: a file system without fsync
    errno = why;
    throw failure("put it on the disk");
  }
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& path, Kind kind)
    : descriptor_{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)} {
  if (descriptor_ < 0) throw failure("open it");
  if (::flock(descriptor_, (kind == Kind::shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 || errno != EWOULDBLOCK)
    return;
  ::close(std::exchange(descriptor_, -1));
  throw hdf5::Failure{"it is in use by another program"};
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void FileLock::sync() const {
  if (descriptor_ >= 0 && ::fsync(descriptor_) != 0 && errno != EINVAL) throw failure("put it on the disk");
}

void require_replaceable(const std::filesystem::path& path, bool overwrite) {
  if (!std::filesystem::exists(path)) return;
  if (!overwrite) throw hdf5::Failure{"it exists already"};
  if (!std::filesystem::is_regular_file(path)) throw hdf5::Failure{"it is not an ordinary file"};
  const FileLock lock{path, FileLock::Kind::exclusive};
}

void require_ordinary(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path)) throw hdf5::Failure{"it does not exist"};
  if (!std::filesystem::is_regular_file(path)) throw hdf5::Failure{"it is not an ordinary file"};
}

std::filesystem::path temporary_beside(const std::filesystem::path& path) {
  return path.string() + fmt::format(".{}.tmp", ::getpid());
}

TemporaryFile::~TemporaryFile() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

void TemporaryFile::replace_target() {
  sync_path(path_, O_RDONLY);
  std::filesystem::rename(path_, target_);
  const std::filesystem::path folder = target_.parent_path();
  sync_path(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

}  // namespace yanzhen
