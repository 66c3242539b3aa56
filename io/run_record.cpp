#include "io/run_record.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstdio>
#include <span>
#include <system_error>
#include <utility>

#include "engine/checksum.hpp"
#include "io/file_guard.hpp"

namespace yanzhen {
namespace {

// A record is a row of 64-bit words, little-endian: see SWEEP-RESULT.md.
using Words = std::vector<std::uint64_t>;

constexpr std::uint64_t kMagic = 0x6472'6365'7279'7A79;  // the bytes "yzyrecrd"
constexpr std::uint64_t kVersion = 1;
constexpr std::size_t kWordBytes = sizeof(std::uint64_t);
constexpr std::uint64_t kMostWords = std::uint64_t{1} << 29U;  // 4 GiB; a run of monthly panels has some MiB

// Where what stands in the words before the content.
enum HeaderWord : std::size_t {
  kMagicWord,
  kVersionWord,
  kLengthWord,  // of the whole file, in words
  kFailedWord,
  kChecksumWord,  // of the model
  kSecondsWord,
  kPeakWord,
  kIdentityWord,  // bytes
  kReasonWord,    // bytes
  kSeriesWord,    // numbers
  kPanelsWord,    // panels; after the header the numbers in each of them
  kHeaderWords
};

// Between the order of this host and that of the file.
void change_byte_order(std::span<std::uint64_t> words) {
  if constexpr (std::endian::native != std::endian::little)
    for (std::uint64_t& word : words) word = __builtin_bswap64(word);
}

std::uint64_t checksum_of(std::span<const std::uint64_t> words) {
  Checksum checksum;
  checksum.add(words);
  return checksum.value();
}

std::size_t words_of_text(std::uint64_t bytes) { return bytes / kWordBytes + (bytes % kWordBytes != 0); }

// The last word is filled up with zeros.
void append_text(Words& words, const std::string& text) {
  for (std::size_t begin = 0; begin < text.size(); begin += kWordBytes) {
    std::uint64_t word = 0;
    for (std::size_t k = std::min(begin + kWordBytes, text.size()); k-- > begin;)
      word = word << 8U | static_cast<unsigned char>(text[k]);
    words.push_back(word);
  }
}

void append_numbers(Words& words, const std::vector<double>& numbers) {
  for (const double number : numbers) words.push_back(std::bit_cast<std::uint64_t>(number));
}

Words encode(const RunRecord& record) {
  std::size_t length = kHeaderWords + record.panels.size() + words_of_text(record.identity.size()) +
                       words_of_text(record.reason.size()) + record.series.size() + 1;
  for (const std::vector<double>& panel : record.panels) length += panel.size();
  Words words;
  words.reserve(length);
  words.assign({kMagic, kVersion, length, std::uint64_t{record.failed}, record.checksum,
                std::bit_cast<std::uint64_t>(record.seconds), record.peak_bytes, record.identity.size(),
                record.reason.size(), record.series.size(), record.panels.size()});
  for (const std::vector<double>& panel : record.panels) words.push_back(panel.size());
  append_text(words, record.identity);
  append_text(words, record.reason);
  append_numbers(words, record.series);
  for (const std::vector<double>& panel : record.panels) append_numbers(words, panel);
  words.push_back(checksum_of(words));
  return words;
}

// Takes words from the front, never more than there are.
class WordReader {
 public:
  explicit WordReader(std::span<const std::uint64_t> rest) : rest_{rest} {}

  // Whether all was there that was asked for, and nothing else.
  [[nodiscard]] bool fits() const { return fits_ && rest_.empty(); }

  std::span<const std::uint64_t> take(std::uint64_t count) {
    if (count > rest_.size()) {
      fits_ = false;
      return {};
    }
    const std::span<const std::uint64_t> taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }

  std::string take_text(std::uint64_t bytes) {
    std::string text;
    for (const std::uint64_t word : take(words_of_text(bytes)))
      for (std::size_t k = 0; k < kWordBytes && text.size() < bytes; ++k)
        text += static_cast<char>(word >> (8 * k) & 0xFFU);
    return text;
  }

  std::vector<double> take_numbers(std::uint64_t count) {
    std::vector<double> numbers;
    const std::span<const std::uint64_t> words = take(count);
    numbers.reserve(words.size());
    for (const std::uint64_t word : words) numbers.push_back(std::bit_cast<double>(word));
    return numbers;
  }

 private:
  std::span<const std::uint64_t> rest_;
  bool fits_ = true;
};

// Of a file that fits its checksum; nothing when it is not laid out as encode() does it all the same.
std::optional<RunRecord> decode(const Words& words) {
  RunRecord record;
  record.failed = words[kFailedWord] != 0;
  record.checksum = words[kChecksumWord];
  record.seconds = std::bit_cast<double>(words[kSecondsWord]);
  record.peak_bytes = words[kPeakWord];
  WordReader rest{std::span{words}.subspan(kHeaderWords, words.size() - kHeaderWords - 1)};
  const std::span<const std::uint64_t> lengths = rest.take(words[kPanelsWord]);
  record.identity = rest.take_text(words[kIdentityWord]);
  record.reason = rest.take_text(words[kReasonWord]);
  record.series = rest.take_numbers(words[kSeriesWord]);
  for (const std::uint64_t length : lengths) record.panels.push_back(rest.take_numbers(length));
  if (!rest.fits() || words[kFailedWord] > 1) return std::nullopt;
  return record;
}

[[noreturn]] void fail(const std::filesystem::path& path, const char* what, int why) {
  throw RunFileError{
      fmt::format("{}: cannot {}: {}", path.string(), what, std::generic_category().message(why))};
}

// A file of the operating system, closed when a scope is left.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_{number} {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int get() const noexcept { return number_; }
  // Network file systems tell only here that a disk is full.
  [[nodiscard]] bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

// \returns whether all was written; errno says why not
bool write_all(int descriptor, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

// \returns bytes that were there, at most as many as fit; negative when the disk fails
ssize_t read_some(int descriptor, std::span<std::byte> bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::read(descriptor, bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return count;
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return static_cast<ssize_t>(done);
}

bool write_file(const std::filesystem::path& path, const Words& words) {
  constexpr mode_t kReadableByAll = 0666;  // less what the user's umask takes away
  Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kReadableByAll)};
  return file.get() >= 0 && write_all(file.get(), std::as_bytes(std::span{words})) && file.close();
}

// Words from the place where the file is read. \returns whether they were all there
bool read_words(const std::filesystem::path& path, int file, std::span<std::uint64_t> words) {
  const ssize_t count = read_some(file, std::as_writable_bytes(words));
  if (count < 0) fail(path, "read it", errno);
  change_byte_order(words);
  return static_cast<std::size_t>(count) == words.size_bytes();
}

bool is_header_of(const Words& words, std::uint64_t file_bytes) {
  return words[kMagicWord] == kMagic && words[kVersionWord] == kVersion && words[kLengthWord] <= kMostWords &&
         words[kLengthWord] > kHeaderWords && words[kLengthWord] * kWordBytes == file_bytes;
}

}  // namespace

void write_run_record(const std::filesystem::path& path, const RunRecord& record) {
  Words words = encode(record);
  if (words.size() > kMostWords) fail(path, "write it", EFBIG);
  change_byte_order(words);
  const std::filesystem::path fresh = temporary_beside(path);
  if (write_file(fresh, words) && ::rename(fresh.c_str(), path.c_str()) == 0) return;
  const int why = errno;
  ::unlink(fresh.c_str());
  fail(path, "write it", why);
}

std::optional<RunRecord> read_run_record(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.get() < 0 && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) fail(path, "open it", errno);
  if (!S_ISREG(status.st_mode)) return std::nullopt;
  Words words(kHeaderWords);
  if (!read_words(path, file.get(), words) ||
      !is_header_of(words, static_cast<std::uint64_t>(status.st_size)))
    return std::nullopt;
  words.resize(words[kLengthWord]);
  if (!read_words(path, file.get(), std::span{words}.subspan(kHeaderWords))) return std::nullopt;
  if (words.back() != checksum_of(std::span{words}.first(words.size() - 1))) return std::nullopt;
  return decode(words);
}

}  // namespace yanzhen
