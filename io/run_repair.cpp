#include "io/run_repair.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/file_guard.hpp"

namespace yanzhen::run_repair {
namespace {

// The names of file access properties that the HDF5 library knows but does not declare; its own tool h5clear,
// which is made for files of killed programs, sets them just so (h5clear.c of HDF5 1.10.8).
constexpr const char* kClearStatusFlags = "clear_status_flags";
constexpr const char* kSkipEndOfFileCheck = "skip_eof_check";
constexpr const char* kForgetFreeSpace = "null_fsm_addr";

hdf5::Properties unclosed_access() {
  hdf5::Properties access = hdf5::file_access();
  constexpr hbool_t kYes = true;
  for (const char* property : {kClearStatusFlags, kSkipEndOfFileCheck, kForgetFreeSpace})
    hdf5::check(H5Pset(access.get(), property, &kYes), fmt::format("set {}", property));
  return access;
}

hdf5::File open_unclosed(const std::filesystem::path& path) {
  const hdf5::Properties access = unclosed_access();
  hdf5::File file{H5Fopen(path.c_str(), H5F_ACC_RDWR, access.get()), "open it"};
  // The end of the file as its header has it lags behind what a killed program wrote.
  hdf5::check(H5Fincrement_filesize(file.get(), 0), "set the end of the file");
  return file;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

void set_rows(hid_t file, const std::string& path, std::uint64_t rows) {
  const hdf5::Dataset array{H5Dopen2(file, path.c_str(), H5P_DEFAULT),
                            fmt::format("open array \"{}\"", path)};
  std::vector<hsize_t> lengths = hdf5::lengths_of(array.get(), path);
  if (lengths.empty()) throw hdf5::Failure{fmt::format("array \"{}\" has no rows to cut", path)};
  if (lengths.front() == rows) return;
  lengths.front() = rows;
  hdf5::check(H5Dset_extent(array.get(), lengths.data()), fmt::format("cut array \"{}\"", path));
}

// A reader beside a writer may meet metadata half written and tries again, waiting twice as long each time
// from a nanosecond on. HDF5 would try 100 times, which on a damaged file never ends; 22 times take some
// milliseconds.
hdf5::Properties reading_along_access() {
  constexpr unsigned kAttempts = 22;
  hdf5::Properties access{H5Pcreate(H5P_FILE_ACCESS), "set up file access"};
  hdf5::check(H5Pset_metadata_read_attempts(access.get(), kAttempts), "limit attempts to read");
  return access;
}

}  // namespace

OpenedFile open_for_reading(const std::filesystem::path& path) {
  require_ordinary(path);
  const hid_t plain = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  if (plain >= 0) return {hdf5::File{plain, "open it"}, true};
  const hdf5::Properties along_access = reading_along_access();
  const hid_t along = H5Fopen(path.c_str(), H5F_ACC_RDONLY | H5F_ACC_SWMR_READ, along_access.get());
  if (along >= 0) return {hdf5::File{along, "open it"}, false};
  // Killed while being mended, so that it is marked as in use, but not as one to read along.
  const hdf5::Properties access = unclosed_access();
  return {hdf5::File{H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()), "open it"}, false};
}

std::vector<std::string> recorded_arrays(hid_t file) { return lines_of(hdf5::read_text(file, "recorded")); }

std::uint64_t common_rows(hid_t file, const std::vector<std::string>& arrays) {
  if (arrays.empty()) throw hdf5::Failure{"it has no records and no place for any"};
  std::uint64_t rows = H5S_UNLIMITED;
  for (const std::string& path : arrays) {
    const hdf5::Dataset array{H5Dopen2(file, path.c_str(), H5P_DEFAULT),
                              fmt::format("open array \"{}\"", path)};
    const std::vector<hsize_t> lengths = hdf5::lengths_of(array.get(), path);
    if (lengths.empty()) throw hdf5::Failure{fmt::format("array \"{}\" has no rows", path)};
    rows = std::min<std::uint64_t>(rows, lengths.front());
  }
  return rows;
}

void cut_to(hid_t file, std::uint64_t rows) {
  for (const std::string& path : recorded_arrays(file)) set_rows(file, path, rows);
}

void drop_agents(hid_t file) {
  for (const std::string& path : lines_of(hdf5::read_text(file, "recorded_at_end"))) set_rows(file, path, 0);
}

void change_copy(const std::filesystem::path& path, const std::function<void(hid_t file)>& change) {
  require_ordinary(path);
  const FileLock lock{path, FileLock::Kind::exclusive};
  TemporaryFile copy{path};
  std::filesystem::copy_file(path, copy.path(), std::filesystem::copy_options::overwrite_existing);
  hdf5::File file = open_unclosed(copy.path());
  change(file.get());
  file.close("write it");
  copy.replace_target();
}

}  // namespace yanzhen::run_repair
