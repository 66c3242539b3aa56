#include "tools/sweep/folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <system_error>
#include <thread>

#include "tools/command.hpp"

namespace yanzhen::tools {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRecordEnding = ".run";
constexpr std::uint32_t kMostAttempts = 1000;  // more than any limit allows, so that no loop is endless

[[noreturn]] void fail(const fs::path& path, const std::string& what, int error) {
  throw RunFileError{fmt::format("{}: cannot {}: {}", path.string(), what, std::strerror(error))};
}

void make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) fail(path, "make the folder", error.value());
}

// An empty file; one that is there stays.
void touch(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) fail(path, "make it", errno);
  ::close(descriptor);
}

// Whoever was killed a moment ago may still be holding it: its runs die with it, but not within the same
// instant.
FileLock lock(const fs::path& path, FileLock::Kind kind, const std::string& problem,
              const std::string& hint) {
  constexpr int kTries = 20;
  constexpr std::chrono::milliseconds kPause{50};
  touch(path);
  for (int left = kTries; left > 0; --left) {
    try {
      return FileLock{path, kind};
    } catch (const std::runtime_error&) {
      if (left > 1) std::this_thread::sleep_for(kPause);
    }
  }
  throw UsageError{problem, hint};
}

// Calls use(entry) for every file below a folder; a folder that is not there has none.
template <class Use>
void for_each_file(const fs::path& folder, Use&& use) {
  std::error_code ignored;
  for (fs::recursive_directory_iterator at{folder, ignored}, end; at != end; at.increment(ignored)) {
    std::error_code unknown;
    if (at->is_regular_file(unknown)) use(*at);
  }
}

}  // namespace

SweepFolder::SweepFolder(fs::path path) : path_{std::move(path)} {}

void SweepFolder::make() const {
  make_folder(path_ / "results");
  make_folder(path_ / "attempts");
}

fs::path SweepFolder::record_of(const PlannedRun& run) const {
  return path_ / "results" / run.key.substr(0, 2) / (run.key + kRecordEnding);
}

fs::path SweepFolder::attempt_of(const PlannedRun& run, std::uint32_t attempt) const {
  return path_ / "attempts" / fmt::format("{}.{}", run.key, attempt);
}

std::optional<RunRecord> SweepFolder::read(const PlannedRun& run) const {
  std::optional<RunRecord> record = read_run_record(record_of(run));
  if (record && record->identity != run.identity) return std::nullopt;
  return record;
}

void SweepFolder::write(const PlannedRun& run, const RunRecord& record) const {
  const fs::path file = record_of(run);
  make_folder(file.parent_path());
  write_run_record(file, record);
  forgive_attempts(run);
}

void SweepFolder::forget(const PlannedRun& run) const {
  std::error_code error;
  fs::remove(record_of(run), error);
  if (error) fail(record_of(run), "remove it", error.value());
}

SweepStatus SweepFolder::status(const SweepPlan& plan) const {
  SweepStatus status;
  for (std::size_t number = 0; number < plan.runs(); ++number) {
    const std::optional<RunRecord> record = read(plan.run(number));
    if (!record)
      status.missing.push_back(number);
    else if (record->failed)
      status.failures.push_back({number, record->reason});
    else
      ++status.done;
  }
  status.failed = status.failures.size();
  return status;
}

std::size_t SweepFolder::count_records() const {
  std::size_t count = 0;
  for_each_file(path_ / "results", [&](const fs::directory_entry& entry) {
    if (entry.path().extension() == kRecordEnding) ++count;
  });
  return count;
}

std::uint64_t SweepFolder::bytes() const {
  std::uint64_t bytes = 0;
  for_each_file(path_, [&](const fs::directory_entry& entry) {
    std::error_code unknown;
    const std::uintmax_t size = entry.file_size(unknown);
    if (!unknown) bytes += size;
  });
  return bytes;
}

std::uint32_t SweepFolder::attempts(const PlannedRun& run) const {
  std::uint32_t attempt = 0;
  while (attempt < kMostAttempts && ::access(attempt_of(run, attempt + 1).c_str(), F_OK) == 0) ++attempt;
  return attempt;
}

void SweepFolder::begin_attempt(const PlannedRun& run) const { touch(attempt_of(run, attempts(run) + 1)); }

void SweepFolder::excuse_attempt(const PlannedRun& run) const {
  if (const std::uint32_t last = attempts(run); last > 0) ::unlink(attempt_of(run, last).c_str());
}

void SweepFolder::forgive_attempts(const PlannedRun& run) const {
  for (std::uint32_t attempt = attempts(run); attempt > 0; --attempt)
    ::unlink(attempt_of(run, attempt).c_str());
}

FileLock SweepFolder::lock_sweep() const {
  return lock(path_ / "sweep.lock", FileLock::Kind::exclusive,
              fmt::format("another `yanzhen sweep` is at work in {}", path_.string()),
              "wait until it has ended, or give this one another output with -o.");
}

FileLock SweepFolder::lock_tasks(FileLock::Kind kind) const {
  const bool alone = kind == FileLock::Kind::exclusive;
  return lock(
      path_ / "tasks.lock", kind,
      fmt::format("{} at work in {}", alone ? "tasks of this sweep are" : "a local sweep is", path_.string()),
      "the same runs would be done twice; wait until they have ended.");
}

void SweepFolder::sweep_out() const {
  for_each_file(path_, [](const fs::directory_entry& entry) {
    if (entry.path().extension() == ".tmp") ::unlink(entry.path().c_str());
  });
}

void SweepFolder::clear() const {
  for (const char* const part : {"results", "attempts", "slurm"}) {
    std::error_code error;
    fs::remove_all(path_ / part, error);
    if (error) fail(path_ / part, "remove it", error.value());
  }
  make();
}

}  // namespace yanzhen::tools
