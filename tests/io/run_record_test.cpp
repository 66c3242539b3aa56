#include "io/run_record.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bit>
#include <csignal>
#include <functional>
#include <limits>
#include <random>

#include "engine/checksum.hpp"
#include "tests/io/child_process.hpp"
#include "tests/io/scratch_folder.hpp"
#include "tests/io/written_files.hpp"

namespace fs = std::filesystem;
using namespace yanzhen;
using yanzhen::sample::bytes_of;
using yanzhen::sample::error_of;
using yanzhen::sample::files_in;
using yanzhen::sample::ScratchFolder;
using yanzhen::testing::ChildProcess;

namespace {

RunRecord sample_record() {
  RunRecord record;
  record.identity = "scenario 上海\nseed 7";
  record.checksum = std::numeric_limits<std::uint64_t>::max();
  record.seconds = 1.25;
  record.peak_bytes = std::uint64_t{3} << 40U;
  record.series = {1, -0.0, std::numeric_limits<double>::quiet_NaN(), 1e-300};
  record.panels = {{}, {1, 2, 3}, {std::numeric_limits<double>::infinity()}};
  return record;
}

// Bit by bit, so that NaN is NaN and -0 is not 0.
std::vector<std::uint64_t> bits_of(const RunRecord& record) {
  std::vector<std::uint64_t> bits{std::bit_cast<std::uint64_t>(record.seconds), record.series.size(),
                                  record.panels.size()};
  for (const double number : record.series) bits.push_back(std::bit_cast<std::uint64_t>(number));
  for (const std::vector<double>& panel : record.panels) {
    bits.push_back(panel.size());
    for (const double number : panel) bits.push_back(std::bit_cast<std::uint64_t>(number));
  }
  return bits;
}

bool same(const RunRecord& a, const RunRecord& b) {
  return a.identity == b.identity && a.failed == b.failed && a.reason == b.reason &&
         a.checksum == b.checksum && a.peak_bytes == b.peak_bytes && bits_of(a) == bits_of(b);
}

std::string with_word(std::string bytes, std::size_t word, std::uint64_t value) {
  for (std::size_t k = 0; k < 8; ++k) bytes[8 * word + k] = static_cast<char>(value >> (8 * k) & 0xFFU);
  return bytes;
}

// A record that claims something else and fits its checksum all the same: malice, no damage.
std::string forged(const std::string& bytes, std::size_t word, std::uint64_t value) {
  const std::string changed = with_word(bytes, word, value);
  Checksum checksum;
  for (std::size_t at = 0; at + 8 < changed.size(); at += 8) {
    std::uint64_t one = 0;
    for (std::size_t k = 8; k-- > 0;) one = one << 8U | static_cast<unsigned char>(changed[at + k]);
    checksum.add(one);
  }
  return with_word(changed, changed.size() / 8 - 1, checksum.value());
}

}  // namespace

TEST_SUITE("run_record") {
  TEST_CASE("everything that a record holds comes back, bit by bit, and nothing else is left") {
    const ScratchFolder folder;
    RunRecord failed;
    failed.failed = true;
    failed.reason = "took longer than 2 s";
    RunRecord large = sample_record();
    large.identity = std::string(1'000'001, 'i');
    large.panels.emplace_back(1'000'000, 0.5);
    for (const RunRecord& record : {RunRecord{}, failed, sample_record(), large}) {
      write_run_record(folder / "a.run", record);
      const auto read = read_run_record(folder / "a.run");
      REQUIRE(read);
      CHECK(same(*read, record));
    }
    CHECK(files_in(folder / "") == 1);
  }

  TEST_CASE("equal records give equal files, which begin as SWEEP-RESULT.md says") {
    const ScratchFolder folder;
    write_run_record(folder / "a.run", sample_record());
    write_run_record(folder / "b.run", sample_record());
    const std::string bytes = bytes_of(folder / "a.run");
    CHECK(bytes == bytes_of(folder / "b.run"));
    CHECK(bytes.substr(0, 9) == "yzyrecrd\x01");
    // The header, three lengths of panels, the texts, four numbers and four of the panels, the checksum.
    CHECK(bytes.size() == 8 * (11 + 3 + (sample_record().identity.size() + 7) / 8 + 4 + 4 + 1));
  }

  TEST_CASE("what is not there, or no ordinary file, is no record") {
    const ScratchFolder folder;
    fs::create_directory(folder / "folder.run");
    folder.write("text.run",
                 "a line of text that is longer than the header of a record, and of no use to it");
    REQUIRE(mkfifo((folder / "pipe.run").c_str(), 0600) == 0);
    for (const char* name :
         {"none.run", "no/none.run", "text.run/none.run", "folder.run", "text.run", "pipe.run"})
      CHECK_FALSE(read_run_record(folder / name).has_value());
  }

  TEST_CASE("a record cut short or with something behind it is not there") {
    const ScratchFolder folder;
    write_run_record(folder / "a.run", sample_record());
    const std::string bytes = bytes_of(folder / "a.run");
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      CAPTURE(length);
      CHECK_FALSE(read_run_record(folder.write("cut.run", bytes.substr(0, length))).has_value());
      // As a power cut leaves it: as long as it should be, and empty from some place on.
      std::string torn = bytes;
      std::fill(torn.begin() + static_cast<std::ptrdiff_t>(length), torn.end(), '\0');
      CHECK_FALSE(read_run_record(folder.write("torn.run", torn)).has_value());
    }
    CHECK_FALSE(read_run_record(folder.write("long.run", bytes + std::string(8, '\0'))).has_value());
  }

  TEST_CASE("a record with any of its bits changed is not there") {
    const ScratchFolder folder;
    write_run_record(folder / "a.run", sample_record());
    const std::string bytes = bytes_of(folder / "a.run");
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      CAPTURE(bit);
      std::string damaged = bytes;
      damaged[bit / 8] ^= static_cast<char>(1U << bit % 8);
      CHECK_FALSE(read_run_record(folder.write("d.run", damaged)).has_value());
    }
  }

  TEST_CASE("a record of another layout, or that claims what it does not hold, is not there") {
    const ScratchFolder folder;
    write_run_record(folder / "a.run", sample_record());
    const std::string bytes = bytes_of(folder / "a.run");
    REQUIRE(forged(bytes, 1, 1) == bytes);
    CHECK_FALSE(read_run_record(folder.write("f.run", forged(bytes, 1, 2))).has_value());
    for (std::size_t word : {2U, 3U, 7U, 8U, 9U, 10U, 11U, 12U}) {
      for (const std::uint64_t value : {std::uint64_t{5}, std::uint64_t{1} << 40U, ~std::uint64_t{0}}) {
        CAPTURE(word);
        CAPTURE(value);
        CHECK_FALSE(read_run_record(folder.write("f.run", forged(bytes, word, value))).has_value());
      }
    }
  }

  TEST_CASE("what cannot be written is said by name, with the reason, and leaves what was there") {
    const ScratchFolder folder;
    CHECK(error_of(folder, [&] { write_run_record(folder / "no/a.run", {}); }) ==
          "no/a.run: cannot write it: No such file or directory");
    fs::create_directory(folder / "d.run");
    CHECK(error_of(folder, [&] { write_run_record(folder / "d.run", {}); }) ==
          "d.run: cannot write it: Is a directory");
    write_run_record(folder / "a.run", sample_record());
    const std::string before = bytes_of(folder / "a.run");
    ChildProcess child{[&] {
      ::signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{100, 100};
      ::setrlimit(RLIMIT_FSIZE, &limit);
      write_run_record(folder / "a.run", RunRecord{});
      write_run_record(folder / "a.run", sample_record());
    }};
    const std::string said = child.next_line();
    CHECK(child.wait() == 9);
    CHECK(folder.without_folder(said) == "a.run: cannot write it: File too large");
    CHECK(files_in(folder / "") == 2);
    CHECK(bytes_of(folder / "a.run").size() < before.size());
  }

  TEST_CASE("a record that may not be read is an error, not a run without a record") {
    const ScratchFolder folder;
    fs::create_symlink("loop.run", folder / "loop.run");
    CHECK(error_of(folder, [&] { static_cast<void>(read_run_record(folder / "loop.run")); }) ==
          "loop.run: cannot open it: Too many levels of symbolic links");
  }

  TEST_CASE("a kill at any moment leaves one whole record or the other") {
    const ScratchFolder folder;
    RunRecord one = sample_record();
    RunRecord other = sample_record();
    one.series.assign(20'000, 1);
    other.series.assign(20'000, 2);
    write_run_record(folder / "a.run", one);
    for (int k = 0; k < 30; ++k) {
      ChildProcess child{[&] {
        ChildProcess::say("begun");
        while (true) {
          write_run_record(folder / "a.run", other);
          write_run_record(folder / "a.run", one);
        }
      }};
      REQUIRE(child.next_line() == "begun");
      ::usleep(static_cast<useconds_t>(300 * k));
      child.kill();
      child.wait();
      const auto found = read_run_record(folder / "a.run");
      REQUIRE(found);
      CHECK((same(*found, one) || same(*found, other)));
    }
  }
}
