#include "io/sweep_file.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bit>
#include <csignal>
#include <functional>
#include <optional>
#include <random>

#include "io/hdf5_handle.hpp"
#include "io/result_file.hpp"
#include "tests/io/child_process.hpp"
#include "tests/io/sample_result.hpp"
#include "tests/io/sample_sweep.hpp"
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

// Bit by bit, so that NaN is NaN.
bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double one, double other) {
    return std::bit_cast<std::uint64_t>(one) == std::bit_cast<std::uint64_t>(other);
  });
}

// All of a head as one text.
std::string text_of(const SweepHead& head) {
  std::string text = fmt::format("{} runs\n", head.runs);
  const auto add = [&](const auto&... words) { ((text += fmt::format("{}|", words)), ...); };
  const auto add_all = [&](const std::vector<std::string>& words) {
    for (const std::string& word : words) add(word);
    text += "\n";
  };
  for (const auto& [name, value] : head.texts) add(name, value);
  for (const auto& [name, value] : head.counts) add(name, value);
  for (const SweepFactor& one : head.factors) {
    add(one.name, one.unit, one.meaning);
    add_all(one.levels);
  }
  for (const SweepIndex& one : head.indices) add(one.name, one.unit, one.meaning);
  for (const double time : head.times) add(time);
  add_all(head.dates);
  for (const Dimension& one : head.dimensions) {
    add(one.name, one.meaning);
    add_all(one.labels);
    for (const Dimension::Alias& alias : one.aliases) {
      add(alias.name, alias.meaning);
      add_all(alias.labels);
    }
  }
  for (const Panel& one : head.panels) {
    add(one.name, one.unit, one.meaning, static_cast<int>(one.values), static_cast<int>(one.group));
    add_all(one.dimensions);
  }
  return text;
}

// What a file says of every run, in one row of texts and numbers.
struct Content {
  std::string head;
  std::vector<RunStatus> status;
  std::vector<std::string> reasons;
  std::vector<std::uint64_t> seeds, checksums, points;
  std::vector<std::vector<double>> numbers;

  friend bool operator==(const Content& a, const Content& b) {
    return a.head == b.head && a.status == b.status && a.reasons == b.reasons && a.seeds == b.seeds &&
           a.checksums == b.checksums && a.points == b.points &&
           std::equal(a.numbers.begin(), a.numbers.end(), b.numbers.begin(), b.numbers.end(),
                      [](const auto& one, const auto& other) { return same(one, other); });
  }
};

Content content_of(const fs::path& path) {
  const SweepFile file{path};
  const SweepHead& head = file.head();
  Content all{text_of(head),    file.status(), file.reasons(),        file.seeds(),
              file.checksums(), file.points(), {file.factor_values()}};
  for (std::size_t index = 0; index < head.indices.size(); ++index) {
    for (std::size_t time = 0; time < head.times.size(); ++time)
      all.numbers.push_back(file.index_at(index, time));
    all.numbers.push_back(file.index_series(index));
  }
  for (std::size_t panel = 0; panel < head.panels.size(); ++panel)
    for (std::size_t run = 0; run < head.runs; ++run) all.numbers.push_back(file.panel_of(panel, run));
  return all;
}

std::string error_of_reading(const ScratchFolder& folder, const std::string& name) {
  return error_of(folder, [&] { static_cast<void>(content_of(folder / name)); });
}

// A sweep too large for what the file system may write in a piece.
SweepHead large_head() {
  SweepHead head;
  head.runs = 500;
  head.factors = {{"x", "1", "", {}}};
  head.indices = {{"y", "1", ""}, {"z", "1", ""}};
  for (int month = 0; month < 12; ++month) {
    head.times.push_back(2010 + month / 12.0);
    head.dates.push_back(fmt::format("2010-{:02}-01", month + 1));
  }
  return head;
}

void write_large(const fs::path& path, std::uint64_t seed) {
  const SweepHead head = large_head();
  std::mt19937_64 random{seed};
  SweepFileWriter writer{path, head, true};
  for (std::size_t run = 0; run < head.runs; ++run) {
    SweepRun one;
    one.status = RunStatus::done;
    one.seed = seed;
    one.factors = {1};
    for (std::size_t k = 0; k < head.times.size() * 2; ++k)
      one.series.push_back(static_cast<double>(random()));  // of which gzip makes nothing smaller
    writer.add(one);
  }
  writer.finish();
}

// Puts an array of other lengths, type or storage in the place of one, as a damaged or malicious file has it.
void claim(const fs::path& path, const char* name, const std::vector<hsize_t>& lengths, hid_t type,
           bool checked = true) {
  const hdf5::Properties access = hdf5::file_access();
  const hdf5::File file{H5Fopen(path.c_str(), H5F_ACC_RDWR, access.get()), "open it"};
  hdf5::check(H5Ldelete(file.get(), name, H5P_DEFAULT), "delete an array");
  const int rank = static_cast<int>(lengths.size());
  const std::vector<hsize_t> chunk(lengths.size(), 1);
  const hdf5::Properties creation{H5Pcreate(H5P_DATASET_CREATE), "make it"};
  hdf5::check(H5Pset_chunk(creation.get(), rank, chunk.data()), "make it");
  hdf5::check(H5Pset_shuffle(creation.get()), "make it");
  hdf5::check(H5Pset_deflate(creation.get(), 1), "make it");
  if (checked) hdf5::check(H5Pset_fletcher32(creation.get()), "make it");
  const hdf5::Space space{H5Screate_simple(rank, lengths.data(), nullptr), "make it"};
  const hdf5::Dataset array{
      H5Dcreate2(file.get(), name, type, space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT), "make it"};
}

}  // namespace

TEST_SUITE("sweep_file") {
  TEST_CASE("everything that a sweep holds comes back, and numbers of runs that are not done are NaN") {
    const ScratchFolder folder;
    sample::write_sweep(folder / "s.h5");
    CHECK(files_in(folder / "") == 1);
    const SweepHead head = sample::sweep_head();
    const SweepFile file{folder / "s.h5"};
    CHECK(text_of(file.head()) == text_of(head));
    for (std::size_t run = 0; run < head.runs; ++run) {
      CAPTURE(run);
      const SweepRun wanted = sample::sweep_run(run);
      CHECK(file.status()[run] == wanted.status);
      CHECK(file.reasons()[run] == wanted.reason);
      CHECK(file.seeds()[run] == wanted.seed);
      CHECK(file.points()[run] == wanted.point);
      CHECK(file.checksums()[run] == wanted.checksum);
      CHECK(file.factor_values()[2 * run] == wanted.factors[0]);
      CHECK(file.factor_values()[2 * run + 1] == wanted.factors[1]);
      const bool done = wanted.status == RunStatus::done;
      for (std::size_t index = 0; index < 2; ++index) {
        for (std::size_t time = 0; time < 3; ++time) {
          const double number = done ? wanted.series[2 * time + index] : sample::kUnknown;
          CHECK(same({file.index_at(index, time)[run]}, {number}));
          CHECK(same({file.index_series(index)[3 * run + time]}, {number}));
        }
      }
      CHECK(same(file.panel_of(0, run), done ? wanted.panels[0] : std::vector<double>(6, sample::kUnknown)));
      CHECK(same(file.panel_of(1, run), done ? wanted.panels[1] : std::vector<double>(18, sample::kUnknown)));
    }
  }

  TEST_CASE("a sweep of many chunks comes back, and one of one run without indices and panels") {
    const ScratchFolder folder;
    write_large(folder / "large.h5", 7);
    std::mt19937_64 random{7};
    const SweepFile large{folder / "large.h5"};
    const std::vector<double> y = large.index_series(0);
    const std::vector<double> z = large.index_series(1);
    REQUIRE(y.size() == 6000);
    for (std::size_t k = 0; k < y.size(); ++k) {
      REQUIRE(y[k] == static_cast<double>(random()));
      REQUIRE(z[k] == static_cast<double>(random()));
    }
    SweepHead small = large_head();
    small.runs = 1;
    small.indices.clear();
    SweepFileWriter writer{folder / "small.h5", small, false};
    SweepRun run;
    run.status = RunStatus::done;
    run.factors = {4};
    writer.add(run);
    writer.finish();
    CHECK(text_of(SweepFile{folder / "small.h5"}.head()) == text_of(small));
    CHECK(SweepFile{folder / "small.h5"}.factor_values() == std::vector<double>{4});
  }

  TEST_CASE("a panel larger than a chunk comes back for every run") {
    const ScratchFolder folder;
    SweepHead head = large_head();
    head.runs = 3;
    head.dimensions = {{"place", "places", {}, {}}};
    for (int k = 0; k < 5000; ++k) head.dimensions[0].labels.push_back(fmt::format("{}", k));
    head.panels = {{"people", {"place"}, "1", "", PanelValues::real, PanelGroup::state}};
    SweepFileWriter writer{folder / "s.h5", head, false};
    SweepRun run;
    run.status = RunStatus::done;
    run.factors = {1};
    run.series.assign(24, 0.5);
    run.panels = {std::vector<double>(12 * 5000)};
    for (std::size_t k = 0; k < head.runs; ++k) {
      for (std::size_t j = 0; j < run.panels[0].size(); ++j) run.panels[0][j] = static_cast<double>(k + j);
      writer.add(run);
    }
    writer.finish();
    const SweepFile file{folder / "s.h5"};
    for (const std::size_t k : {2U, 0U, 1U}) {
      const std::vector<double> panel = file.panel_of(0, k);
      REQUIRE(panel.size() == 60'000);
      for (std::size_t j = 0; j < panel.size(); ++j) REQUIRE(panel[j] == static_cast<double>(k + j));
    }
  }

  TEST_CASE("equal sweeps give equal files") {
    const ScratchFolder folder;
    sample::write_sweep(folder / "a.h5");
    sample::write_sweep(folder / "b.h5");
    CHECK(bytes_of(folder / "a.h5") == bytes_of(folder / "b.h5"));
    write_large(folder / "c.h5", 1);
    write_large(folder / "d.h5", 1);
    CHECK(bytes_of(folder / "c.h5") == bytes_of(folder / "d.h5"));
  }

// A sanitizer keeps freed memory for a while, to catch its use.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  TEST_CASE("memory does not grow with the number of runs, nor of reasons") {
    const ScratchFolder folder;
    const auto peak_of = [&](std::size_t runs) {
      ChildProcess child{[&] {
        SweepHead head = large_head();
        head.runs = runs;
        SweepFileWriter writer{folder / fmt::format("{}.h5", runs), head, false};
        SweepRun run;
        run.factors = {1};
        for (std::size_t k = 0; k < runs; ++k) {
          run.status = k % 2 == 0 ? RunStatus::done : RunStatus::failed;
          run.series.assign(k % 2 == 0 ? 24 : 0, static_cast<double>(k));
          run.reason = k % 2 == 0 ? "" : fmt::format("{} is too much", k);
          writer.add(run);
        }
        writer.finish();
        rusage used{};
        ::getrusage(RUSAGE_SELF, &used);
        ChildProcess::say(fmt::format("{}", used.ru_maxrss));
      }};
      const std::string said = child.next_line();
      CHECK(child.wait() == 0);
      return std::stol(said);  // KiB
    };
    const long few = peak_of(30'000);
    const long many = peak_of(120'000);
    CHECK(many - few < 6 * 1024);  // the numbers of the 90,000 further runs alone are 20 MiB
  }
#endif

  TEST_CASE("reasons are on one line, UTF-8, at most 1000 bytes, and at most 1000 different ones") {
    const ScratchFolder folder;
    SweepHead head = large_head();
    head.runs = 1010;
    SweepFileWriter writer{folder / "s.h5", head, false};
    SweepRun run;
    run.status = RunStatus::failed;
    run.factors = {1};
    for (std::size_t k = 0; k < head.runs; ++k) {
      run.reason = fmt::format("reason {}", k);
      if (k == 0) run.reason = "a\nb\xFF\x1B[2J" + std::string(1, '\0');
      if (k == 1) run.reason = "x" + std::string(999, 'y') + "z";
      if (k == 2) run.reason = std::string(999, 'y') + "上";
      writer.add(run);
    }
    writer.finish();
    const std::vector<std::string> reasons = SweepFile{folder / "s.h5"}.reasons();
    CHECK(reasons[0] == "a b? [2J?");
    CHECK(reasons[1] == "x" + std::string(999, 'y'));
    CHECK(reasons[2] == std::string(999, 'y'));
    CHECK(reasons[999] == "reason 999");
    for (std::size_t k = 1000; k < 1010; ++k)
      CHECK(reasons[k] == "another reason: the file keeps the first 1000 different ones");
  }

  TEST_CASE("a line end in a name of the model becomes a space, and a meaning that is too long is cut") {
    const ScratchFolder folder;
    SweepHead head = sample::sweep_head();
    head.factors[1].levels[0] = "imi\ttate\n";
    head.factors[0].meaning = std::string(2000, 'm');
    head.dimensions.push_back({"unused", "of no panel", {"a"}, {}});
    SweepFileWriter writer{folder / "s.h5", head, false};
    for (std::size_t k = 0; k < head.runs; ++k) writer.add(sample::sweep_run(k));
    writer.finish();
    const SweepFile file{folder / "s.h5"};
    CHECK(file.head().factors[1].levels[0] == "imi tate ");
    CHECK(file.head().factors[0].meaning == std::string(1024, 'm'));
    CHECK(file.head().dimensions.size() == 2);
  }

  TEST_CASE("a file that is there is replaced only where that is said, and only when all runs were added") {
    const ScratchFolder folder;
    write_large(folder / "s.h5", 1);
    const std::string before = bytes_of(folder / "s.h5");
    CHECK(error_of(folder, [&] { sample::write_sweep(folder / "s.h5"); }) == "s.h5: it exists already");
    {
      SweepFileWriter writer{folder / "s.h5", sample::sweep_head(), true};
      writer.add(sample::sweep_run(0));
      CHECK_THROWS_AS(writer.finish(), std::logic_error);
    }
    CHECK(bytes_of(folder / "s.h5") == before);
    CHECK(files_in(folder / "") == 1);
    sample::write_sweep(folder / "s.h5", true);
    CHECK(SweepFile{folder / "s.h5"}.head().runs == 6);
    CHECK(error_of(folder, [&] { sample::write_sweep(folder / "no/s.h5"); }) ==
          "no/s.h5: cannot create it: No such file or directory");
  }

  TEST_CASE("a disk that is full at any moment leaves the old file and nothing else") {
    const ScratchFolder folder;
    write_large(folder / "whole.h5", 1);
    const auto size = fs::file_size(folder / "whole.h5");
    sample::write_sweep(folder / "s.h5");
    const std::string before = bytes_of(folder / "s.h5");
    for (const std::uintmax_t bytes :
         {std::uintmax_t{0}, std::uintmax_t{100}, size / 100, size / 2, size - 1}) {
      CAPTURE(bytes);
      ChildProcess child{[&] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, bytes};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        write_large(folder / "s.h5", 2);
      }};
      const std::string said = child.next_line();
      CHECK(child.wait() == 9);
      CHECK(said.find("s.h5: ") != std::string::npos);
      CHECK(said.find("File too large") != std::string::npos);
      CHECK(bytes_of(folder / "s.h5") == before);
      CHECK(files_in(folder / "") == 2);
    }
  }

  TEST_CASE("a file that failed once cannot be finished, since some of its arrays lack a row") {
    const ScratchFolder folder;
    ChildProcess child{[&] {
      SweepFileWriter writer{folder / "s.h5", large_head(), false};
      ::signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{100, 100};
      ::setrlimit(RLIMIT_FSIZE, &limit);
      SweepRun run;
      run.status = RunStatus::done;
      run.factors = {1};
      run.series.assign(24, 0.5);
      try {
        while (true) writer.add(run);
      } catch (const RunFileError& failure) {
        ChildProcess::say(failure.what());
      }
      writer.finish();
    }};
    CHECK(child.next_line().find("File too large") != std::string::npos);
    CHECK(folder.without_folder(child.next_line()) == "s.h5: writing it has failed before");
    CHECK(child.wait() == 9);
    CHECK(files_in(folder / "") == 0);
  }

  TEST_CASE("a kill at any moment leaves one whole file or the other") {
    const ScratchFolder folder;
    write_large(folder / "s.h5", 1);
    for (int k = 0; k < 20; ++k) {
      ChildProcess child{[&] {
        ChildProcess::say("begun");
        for (std::uint64_t seed = 2;; seed = 3 - seed) write_large(folder / "s.h5", seed);
      }};
      REQUIRE(child.next_line() == "begun");
      ::usleep(static_cast<useconds_t>(1500 * k));
      child.kill();
      child.wait();
      const SweepFile found{folder / "s.h5"};
      const std::uint64_t seed = found.seeds().front();
      std::mt19937_64 random{seed};
      CHECK(found.index_at(0, 0).front() == static_cast<double>(random()));
      CHECK(found.seeds() == std::vector<std::uint64_t>(500, seed));
    }
  }

  TEST_CASE("a head that is none is the caller's mistake, and writes nothing") {
    const ScratchFolder folder;
    const auto refused = [&](const std::function<void(SweepHead&)>& change) {
      SweepHead head = sample::sweep_head();
      change(head);
      CHECK_THROWS_AS(SweepFileWriter(folder / "s.h5", head, false), std::logic_error);
      CHECK(files_in(folder / "") == 0);
    };
    refused([](SweepHead& head) { head.runs = 0; });
    refused([](SweepHead& head) { head.factors.clear(); });
    refused([](SweepHead& head) { head.factors[1].name = "tax_split"; });
    refused([](SweepHead& head) { head.factors[1].name = std::string(1025, 'x'); });
    refused([](SweepHead& head) { head.indices[0].name = ""; });
    refused([](SweepHead& head) { head.indices[0].meaning = "\xFF"; });
    refused([](SweepHead& head) { head.texts["a b"] = ""; });
    refused([](SweepHead& head) { head.texts["panels"] = ""; });
    refused([](SweepHead& head) { head.texts["replicates"] = ""; });
    refused([](SweepHead& head) { head.texts["x"] = "\xFF"; });
    refused([](SweepHead& head) { head.times.pop_back(); });
    refused([](SweepHead& head) { head.times[0] = sample::kUnknown; });
    refused([](SweepHead& head) { head.dates[0] = "2010-13-01"; });
    refused([](SweepHead& head) { head.dates[1] = head.dates[0]; });
    refused([](SweepHead& head) { head.dimensions[0].name = "no name"; });
    refused([](SweepHead& head) { head.dimensions[0].labels.pop_back(); });
    refused([](SweepHead& head) { head.dimensions[0].aliases[0].name = "city"; });
    refused([](SweepHead& head) { head.panels[0].name = "seed"; });
    refused([](SweepHead& head) { head.panels[0].dimensions = {"none"}; });
    refused([](SweepHead& head) { head.panels[0].dimensions = {"city", "city"}; });
  }

  TEST_CASE("a run of other sizes than the head says is the caller's mistake") {
    const ScratchFolder folder;
    SweepFileWriter writer{folder / "s.h5", sample::sweep_head(), false};
    const auto refused = [&](const std::function<void(SweepRun&)>& change) {
      SweepRun run = sample::sweep_run(0);
      change(run);
      CHECK_THROWS_AS(writer.add(run), std::logic_error);
    };
    refused([](SweepRun& run) { run.factors.pop_back(); });
    refused([](SweepRun& run) { run.series.pop_back(); });
    refused([](SweepRun& run) { run.panels.pop_back(); });
    refused([](SweepRun& run) { run.panels[1].pop_back(); });
    for (std::size_t k = 0; k < 6; ++k) writer.add(sample::sweep_run(k));
    CHECK_THROWS_AS(writer.add(sample::sweep_run(0)), std::logic_error);
    writer.finish();
    CHECK(SweepFile{folder / "s.h5"}.head().runs == 6);
  }
}

TEST_SUITE("sweep_file/damage") {
  TEST_CASE("what is not a sweep file is refused by name, and is none for is_sweep_file") {
    const ScratchFolder folder;
    folder.write("text.h5", "this is no HDF5 file, but it is long enough to look like something");
    folder.write("empty.h5", "");
    fs::create_directory(folder / "folder.h5");
    REQUIRE(mkfifo((folder / "pipe.h5").c_str(), 0600) == 0);
    write_result_file(folder / "result.h5", sample::result(), false);
    sample::write_sweep(folder / "s.h5");
    folder.write("cut.h5", bytes_of(folder / "s.h5").substr(0, 4000));
    CHECK(error_of_reading(folder, "text.h5") == "text.h5: cannot open it: it is not an HDF5 file");
    CHECK(error_of_reading(folder, "folder.h5") == "folder.h5: it is not an ordinary file");
    CHECK(error_of_reading(folder, "pipe.h5") == "pipe.h5: it is not an ordinary file");
    CHECK(error_of_reading(folder, "missing.h5") == "missing.h5: it does not exist");
    CHECK(error_of_reading(folder, "result.h5") == "result.h5: it is not a sweep file");
    CHECK(error_of_reading(folder, "cut.h5") == "cut.h5: cannot open it: it is cut short");
    for (const char* name :
         {"text.h5", "empty.h5", "folder.h5", "pipe.h5", "missing.h5", "result.h5", "cut.h5"})
      CHECK_FALSE(is_sweep_file(folder / name));
    CHECK(is_sweep_file(folder / "s.h5"));
  }

  TEST_CASE("a file of another layout is refused") {
    const ScratchFolder folder;
    sample::write_sweep(folder / "s.h5");
    {
      const hdf5::File file{H5Fopen((folder / "s.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT), "open it"};
      hdf5::replace_number(file.get(), "sweep_layout_version", std::int64_t{2});
    }
    CHECK(error_of_reading(folder, "s.h5") == "s.h5: its layout is version 2, this program reads version 1");
  }

  TEST_CASE("no file cut short is read") {
    const ScratchFolder folder;
    sample::write_sweep(folder / "s.h5");
    const std::string bytes = bytes_of(folder / "s.h5");
    for (std::size_t k = 0; k < 200; ++k) {
      CAPTURE(k);
      folder.write("cut.h5", bytes.substr(0, bytes.size() * k / 200));
      CHECK(error_of_reading(folder, "cut.h5").rfind("cut.h5: ", 0) == 0);
    }
  }

  TEST_CASE("a damaged file gives an error, or what was written: never other numbers") {
    const ScratchFolder folder;
    sample::write_sweep(folder / "s.h5");
    const Content whole = content_of(folder / "s.h5");
    const std::string bytes = bytes_of(folder / "s.h5");
    std::mt19937_64 random{11};
    int refused = 0;
    for (std::size_t k = 0; k < 3000; ++k) {
      CAPTURE(k);
      std::string damaged = bytes;
      for (std::size_t flips = 0; flips < 1 + k % 3; ++flips)
        damaged[random() % damaged.size()] ^= static_cast<char>(1 + random() % 255);
      fs::remove(folder / "d.h5");  // file systems put a file that is written anew on the disk at once
      folder.write("d.h5", damaged);
      try {
        const Content read = content_of(folder / "d.h5");
        CHECK((read == whole));
      } catch (const RunFileError& failure) {
        CHECK(folder.without_folder(failure.what()).rfind("d.h5: ", 0) == 0);
        ++refused;
      }
    }
    CHECK(refused > 500);   // the damage is real
    CHECK(refused < 3000);  // and does not always matter: parts of the file are empty
  }

  TEST_CASE("sizes that the file does not have are refused before memory is asked for") {
    const ScratchFolder folder;
    const auto refusal = [&](const char* name, const std::vector<hsize_t>& lengths, hid_t type,
                             bool checked = true) {
      sample::write_sweep(folder / "s.h5", true);
      claim(folder / "s.h5", name, lengths, type, checked);
      return error_of_reading(folder, "s.h5");
    };
    constexpr hsize_t kHuge = hsize_t{1} << 39U;
    CHECK(refusal("run", {kHuge}, H5T_STD_I64LE) == "s.h5: it is damaged: its checksum does not fit");
    CHECK(refusal("run", {6, 1}, H5T_STD_I64LE) == "s.h5: array \"run\" is not a list");
    CHECK(refusal("year", {kHuge}, H5T_IEEE_F64LE) ==
          "s.h5: array \"year\" does not have the lengths that it should");
    CHECK(refusal("seed", {kHuge}, H5T_STD_U64LE) ==
          "s.h5: array \"seed\" does not have the lengths that it should");
    CHECK(refusal("seed", {6}, H5T_STD_I64LE) == "s.h5: array \"seed\" is not stored as a sweep file's is");
    CHECK(refusal("seed", {6}, H5T_STD_U64LE, false) ==
          "s.h5: array \"seed\" is not stored as a sweep file's is");
    CHECK(refusal("index_series", {6, 2, 3}, H5T_IEEE_F64LE) ==
          "s.h5: array \"index_series\" does not have the lengths that it should");
    CHECK(refusal("factor", {6}, H5T_STD_U64LE) ==
          "s.h5: \"factor\" is not of the kind that this program writes");
  }

  TEST_CASE("a status or a reason that there is not is refused") {
    const ScratchFolder folder;
    const auto refusal = [&](const char* name) {
      sample::write_sweep(folder / "s.h5", true);
      {
        const hdf5::File file{H5Fopen((folder / "s.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT), "open it"};
        const hdf5::Dataset array{H5Dopen2(file.get(), name, H5P_DEFAULT), "open it"};
        const std::vector<std::uint32_t> numbers(6, 3);
        hdf5::check(H5Dwrite(array.get(), H5T_NATIVE_UINT32, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()),
                    "write it");
      }
      return error_of_reading(folder, "s.h5");
    };
    CHECK(refusal("status") == "s.h5: its statuses are damaged");
    CHECK(refusal("reason_number") == "s.h5: its reasons are damaged");
  }
}
