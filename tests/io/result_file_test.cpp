#include "io/result_file.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <functional>
#include <random>

#include "io/hdf5_handle.hpp"
#include "tests/io/child_process.hpp"
#include "tests/io/run_file_reader.hpp"
#include "tests/io/sample_result.hpp"
#include "tests/io/scratch_folder.hpp"

namespace fs = std::filesystem;
using namespace yanzhen;
using namespace yanzhen::testing;
using yanzhen::sample::ScratchFolder;

namespace {

std::string error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const RunFileError& failure) {
    return failure.what();
  }
  return "no error";
}

std::string error_of_reading(const ScratchFolder& folder, const std::string& name) {
  return folder.without_folder(error_of([&] { static_cast<void>(read_result_file(folder / name)); }));
}

std::string bytes_of(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// Bit by bit, so that NaN is NaN and -0 is not 0.
bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
}

bool same(const ResultDimension& a, const ResultDimension& b) {
  return a.name == b.name && a.meaning == b.meaning && a.unit == b.unit && a.labels == b.labels &&
         same(a.coordinates, b.coordinates);
}

bool same(const ResultArray& a, const ResultArray& b) {
  return a.name == b.name && a.dimensions == b.dimensions && a.unit == b.unit && a.meaning == b.meaning &&
         same(a.values, b.values);
}

bool same(const ResultFile& a, const ResultFile& b) {
  const auto all = [](const auto& one, const auto& other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](const auto& x, const auto& y) { return same(x, y); });
  };
  return a.texts == b.texts && a.numbers == b.numbers && a.counts == b.counts &&
         all(a.dimensions, b.dimensions) && all(a.arrays, b.arrays);
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator{folder}, fs::directory_iterator{}));
}

// A result whose arrays are too large for what the file system may write in a piece.
ResultFile large_result(double value) {
  ResultFile result;
  result.dimensions = {{"point", "points", "", {}, std::vector<double>(1000, 1)},
                       {"run", "runs", "", {}, std::vector<double>(100, 2)}};
  result.arrays = {{"x", {"point", "run"}, "1", "x", std::vector<double>(100'000, value)}};
  return result;
}

void allow_files_of(rlim_t bytes) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{bytes, RLIM_INFINITY};
  if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) throw std::runtime_error{"no limit for a test"};
}

// Replaces an array of a file by one that is as easily claimed as it is empty.
void claim(const fs::path& path, const char* name, const std::vector<hsize_t>& lengths, hid_t type,
           bool in_chunks = false) {
  const hdf5::File file{H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), "open it"};
  hdf5::check(H5Ldelete(file.get(), name, H5P_DEFAULT), "drop an array");
  const hdf5::Properties creation{H5Pcreate(H5P_DATASET_CREATE), "set up"};
  const auto rank = static_cast<int>(lengths.size());
  const std::vector<hsize_t> chunk(lengths.size(), 1);
  if (in_chunks) hdf5::check(H5Pset_chunk(creation.get(), rank, chunk.data()), "cut it");
  const hdf5::Space space{H5Screate_simple(rank, lengths.data(), nullptr), "shape it"};
  const hdf5::Dataset array{
      H5Dcreate2(file.get(), name, type, space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT), "make it"};
}

}  // namespace

TEST_SUITE("result_file") {
  TEST_CASE("everything that a result holds comes back, bit by bit") {
    const ScratchFolder folder;
    ResultFile result = sample::result();
    result.texts["scenario"] = std::string(1'000'000, 's') + "终";
    write_result_file(folder / "r.h5", result, false);
    CHECK(same(read_result_file(folder / "r.h5"), result));
    CHECK(files_in(folder / "") == 1);
  }

  TEST_CASE("a result with nothing in it, and one of two hundred arrays and attributes, come back") {
    const ScratchFolder folder;
    write_result_file(folder / "r.h5", {}, false);
    CHECK(same(read_result_file(folder / "r.h5"), {}));
    ResultFile many;
    many.dimensions = {{"point", "points", "", {"a", "b"}, {}}};
    for (int k = 0; k < 200; ++k) {
      const std::string name = fmt::format("x{}", k);
      many.arrays.push_back({name, {"point"}, "1", "", {1.0 * k, 2.0 * k}});
      many.numbers[name] = k;
    }
    write_result_file(folder / "many.h5", many, false);
    CHECK(same(read_result_file(folder / "many.h5"), many));
  }

  TEST_CASE("as many labels as a dimension may have come back") {
    const ScratchFolder folder;
    ResultFile result;
    result.dimensions = {{"point", "points", "", {}, {}}};
    for (int k = 0; k < 100'000; ++k) result.dimensions[0].labels.push_back(fmt::format("{:0>300}", k));
    result.arrays = {{"x", {"point"}, "1", "x", std::vector<double>(100'000, 0.5)}};
    write_result_file(folder / "r.h5", result, false);
    CHECK(same(read_result_file(folder / "r.h5"), result));
    result.dimensions[0].labels[0] += std::string(1024, 'x');
    CHECK_THROWS_AS(write_result_file(folder / "r.h5", result, true), std::logic_error);
  }

  TEST_CASE("equal results give equal files") {
    const ScratchFolder folder;
    write_result_file(folder / "a.h5", sample::result(), false);
    write_result_file(folder / "b.h5", sample::result(), false);
    CHECK(bytes_of(folder / "a.h5") == bytes_of(folder / "b.h5"));
  }

  TEST_CASE("a line end in a label becomes a space, that in a text stays") {
    const ScratchFolder folder;
    ResultFile result = sample::result();
    result.dimensions[0].labels[1] = "do\n\x1B[2Jwn";
    result.texts["note"] = "a\nb";
    write_result_file(folder / "r.h5", result, false);
    const ResultFile read = read_result_file(folder / "r.h5");
    CHECK(read.dimensions[0].labels[1] == "do  [2Jwn");
    CHECK(read.texts.at("note") == "a\nb");
  }

  TEST_CASE("a file that is there is replaced only where that is said") {
    const ScratchFolder folder;
    write_result_file(folder / "r.h5", large_result(1), false);
    const std::string before = bytes_of(folder / "r.h5");
    CHECK(folder.without_folder(error_of([&] {
      write_result_file(folder / "r.h5", sample::result(), false);
    })) == "r.h5: it exists already");
    CHECK(bytes_of(folder / "r.h5") == before);
    write_result_file(folder / "r.h5", sample::result(), true);
    CHECK(same(read_result_file(folder / "r.h5"), sample::result()));
    fs::create_directory(folder / "d.h5");
    CHECK(folder.without_folder(error_of([&] { write_result_file(folder / "d.h5", {}, true); })) ==
          "d.h5: it is not an ordinary file");
    CHECK(folder.without_folder(error_of([&] { write_result_file(folder / "no/r.h5", {}, true); })) ==
          "no/r.h5: cannot create it: No such file or directory");
  }

  TEST_CASE("a disk that is full at any moment leaves the old file and nothing else") {
    const ScratchFolder folder;
    write_result_file(folder / "whole.h5", large_result(1), false);
    const auto size = fs::file_size(folder / "whole.h5");
    write_result_file(folder / "r.h5", sample::result(), false);
    const std::string before = bytes_of(folder / "r.h5");
    for (const std::uintmax_t bytes :
         {std::uintmax_t{0}, std::uintmax_t{100}, size / 100, size / 2, size - 1}) {
      CAPTURE(bytes);
      ChildProcess child{[&] {
        allow_files_of(bytes);
        write_result_file(folder / "r.h5", large_result(1), true);
      }};
      const std::string said = child.next_line();
      CHECK(child.wait() == 9);
      CHECK(said.find("r.h5: ") != std::string::npos);
      CHECK(said.find("File too large") != std::string::npos);
      CHECK(bytes_of(folder / "r.h5") == before);
      CHECK(files_in(folder / "") == 2);
    }
  }

  TEST_CASE("a kill at any moment leaves one whole file or the other") {
    const ScratchFolder folder;
    const ResultFile one = large_result(1);
    const ResultFile other = large_result(2);
    write_result_file(folder / "r.h5", one, false);
    int seen_other = 0;
    for (int k = 0; k < 30; ++k) {
      ChildProcess child{[&] {
        ChildProcess::say("begun");
        while (true) {
          write_result_file(folder / "r.h5", other, true);
          write_result_file(folder / "r.h5", one, true);
        }
      }};
      REQUIRE(child.next_line() == "begun");
      ::usleep(static_cast<useconds_t>(1500 * k));
      child.kill();
      child.wait();
      const ResultFile found = read_result_file(folder / "r.h5");
      const bool is_other = same(found, other);
      CHECK((is_other || same(found, one)));
      seen_other += is_other ? 1 : 0;
    }
    MESSAGE(seen_other << " of 30 kills left the newer one");
  }

  TEST_CASE("a result that is none is the caller's mistake, and writes nothing") {
    const ScratchFolder folder;
    const auto refused = [&](const std::function<void(ResultFile&)>& change) {
      ResultFile result = sample::result();
      change(result);
      CHECK_THROWS_AS(write_result_file(folder / "r.h5", result, false), std::logic_error);
      CHECK(files_in(folder / "") == 0);
    };
    refused([](ResultFile& r) { r.texts["a b"] = ""; });
    refused([](ResultFile& r) { r.texts["texts"] = ""; });
    refused([](ResultFile& r) { r.texts["area"] = ""; });
    refused([](ResultFile& r) { r.texts["x"] = "\xFF"; });
    refused([](ResultFile& r) { r.texts["x"] = std::string(1, '\0'); });
    refused([](ResultFile& r) { r.numbers[""] = 1; });
    refused([](ResultFile& r) { r.counts["_x"] = 1; });
    refused([](ResultFile& r) { r.counts[std::string(65, 'x')] = 1; });
    refused([](ResultFile& r) { r.dimensions[0].name = "flows/x"; });
    refused([](ResultFile& r) { r.dimensions[0].name = "freeness"; });
    refused([](ResultFile& r) { r.dimensions[0].labels.clear(); });
    refused([](ResultFile& r) { r.dimensions[0].coordinates = {1, 2, 3}; });
    refused([](ResultFile& r) { r.dimensions[0].unit = "1"; });
    refused([](ResultFile& r) { r.dimensions[0].labels[0] = "\xC3"; });
    refused([](ResultFile& r) { r.dimensions[0].labels[0] = std::string(1025, 'x'); });
    refused([](ResultFile& r) { r.dimensions[1].coordinates[0] = std::numeric_limits<double>::quiet_NaN(); });
    refused([](ResultFile& r) { r.arrays[0].name = "branch"; });
    refused([](ResultFile& r) { r.arrays[0].values.pop_back(); });
    refused([](ResultFile& r) { r.arrays[0].dimensions[0] = "none"; });
    refused([](ResultFile& r) { r.arrays[0].dimensions[0] = "freeness"; });
    refused([](ResultFile& r) { r.arrays[0].meaning = "\xFF"; });
    refused([](ResultFile& r) { r.arrays[3].values.clear(); });
    refused([](ResultFile& r) {
      for (int k = 0; k < 9; ++k) {
        r.dimensions.push_back({fmt::format("d{}", k), "", "", {"x"}, {}});
        r.arrays[3].dimensions.push_back(fmt::format("d{}", k));
      }
    });
  }
}

TEST_SUITE("result_file/damage") {
  TEST_CASE("what is not a result file is refused by name") {
    const ScratchFolder folder;
    folder.write("text.h5",
                 "this is no HDF5 file, but it is long enough to look like something at first sight");
    folder.write("empty.h5", "");
    fs::create_directory(folder / "folder.h5");
    REQUIRE(mkfifo((folder / "pipe.h5").c_str(), 0600) == 0);
    {
      const Scenario scenario = toy_scenario(3);
      Simulation simulation = toy_simulation(scenario);
      RunFile file = RunFile::create(folder / "run.h5", scenario, simulation.model(), {"a", "b", "c"}, false);
      record_until(file, simulation, simulation.end());
      file.finish(simulation, true);
    }
    CHECK(error_of_reading(folder, "text.h5") == "text.h5: cannot open it: it is not an HDF5 file");
    CHECK(error_of_reading(folder, "empty.h5").rfind("empty.h5: cannot open it: ", 0) == 0);
    CHECK(error_of_reading(folder, "folder.h5") == "folder.h5: it is not an ordinary file");
    CHECK(error_of_reading(folder, "pipe.h5") == "pipe.h5: it is not an ordinary file");
    CHECK(error_of_reading(folder, "missing.h5") == "missing.h5: it does not exist");
    CHECK(error_of_reading(folder, "run.h5") == "run.h5: it is not a result file");
  }

  TEST_CASE("a file of another layout is refused") {
    const ScratchFolder folder;
    write_result_file(folder / "r.h5", sample::result(), false);
    {
      const hdf5::File file{H5Fopen((folder / "r.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT), "open it"};
      hdf5::replace_number(file.get(), "result_layout_version", std::int64_t{2});
    }
    CHECK(error_of_reading(folder, "r.h5") == "r.h5: its layout is version 2, this program reads version 1");
  }

  TEST_CASE("no file cut short is read") {
    const ScratchFolder folder;
    write_result_file(folder / "r.h5", sample::result(), false);
    const std::string bytes = bytes_of(folder / "r.h5");
    for (std::size_t k = 0; k < 200; ++k) {
      CAPTURE(k);
      folder.write("cut.h5", bytes.substr(0, bytes.size() * k / 200));
      CHECK(error_of_reading(folder, "cut.h5").rfind("cut.h5: ", 0) == 0);
    }
  }

  TEST_CASE("a damaged file gives an error, or what was written: never other numbers") {
    const ScratchFolder folder;
    const ResultFile result = sample::result();
    write_result_file(folder / "r.h5", result, false);
    const std::string bytes = bytes_of(folder / "r.h5");
    std::mt19937_64 random{11};
    int refused = 0;
    for (std::size_t k = 0; k < 3000; ++k) {
      CAPTURE(k);
      std::string damaged = bytes;
      for (std::size_t flips = 0; flips < 1 + k % 3; ++flips)
        damaged[random() % damaged.size()] ^= static_cast<char>(1 + random() % 255);
      folder.write("d.h5", damaged);
      try {
        const ResultFile read = read_result_file(folder / "d.h5");
        CHECK(same(read, result));
      } catch (const RunFileError& failure) {
        CHECK(folder.without_folder(failure.what()).rfind("d.h5: ", 0) == 0);
        ++refused;
      }
    }
    CHECK(refused > 500);   // the damage is real
    CHECK(refused < 3000);  // and does not always matter: parts of the file are empty
  }

  TEST_CASE("every byte of values and labels counts") {
    const ScratchFolder folder;
    const ResultFile result = sample::result();
    write_result_file(folder / "r.h5", result, false);
    const std::string bytes = bytes_of(folder / "r.h5");
    const auto damaged_at = [&](std::size_t at) {
      std::string damaged = bytes;
      damaged[at] ^= 1;
      folder.write("d.h5", damaged);
      return error_of_reading(folder, "d.h5");
    };
    const std::string value(reinterpret_cast<const char*>(&result.arrays[1].values[0]), sizeof(double));
    const std::size_t place = bytes.find(value);
    REQUIRE(place != std::string::npos);
    for (std::size_t k = 0; k < sizeof(double); ++k)
      CHECK(damaged_at(place + k) == "d.h5: it is damaged: its checksum does not fit");
    const std::size_t label = bytes.find("down", bytes.find("GCOL"));
    REQUIRE(label != std::string::npos);
    for (std::size_t k = 0; k < 4; ++k)
      CHECK(damaged_at(label + k) == "d.h5: it is damaged: its checksum does not fit");
  }

  TEST_CASE("sizes that the file does not have are refused before memory is asked for") {
    const ScratchFolder folder;
    const auto refusal = [&](const char* name, const std::vector<hsize_t>& lengths, hid_t type,
                             bool chunks = false) {
      write_result_file(folder / "r.h5", sample::result(), true);
      claim(folder / "r.h5", name, lengths, type, chunks);
      return error_of_reading(folder, "r.h5");
    };
    constexpr hsize_t kHuge = hsize_t{1} << 40U;
    CHECK(refusal("freeness", {kHuge}, H5T_IEEE_F64LE) ==
          "r.h5: it says that it holds more than its size allows");
    CHECK(refusal("freeness", {4, 1}, H5T_IEEE_F64LE) == "r.h5: dimension \"freeness\" is not a list");
    CHECK(refusal("freeness", {4}, H5T_IEEE_F32LE) ==
          "r.h5: array \"freeness\" is not stored as a result file's is");
    CHECK(refusal("freeness", {4}, H5T_IEEE_F64LE, true) ==
          "r.h5: array \"freeness\" is not stored as a result file's is");
    CHECK(refusal("freeness", {0}, H5T_IEEE_F64LE) == "r.h5: dimension \"freeness\" has no points");
    CHECK(refusal("freeness", {5}, H5T_IEEE_F64LE) ==
          "r.h5: array \"share\" does not have the dimensions that it should");
    CHECK(refusal("share", {3, kHuge}, H5T_IEEE_F64LE) ==
          "r.h5: array \"share\" does not have the dimensions that it should");
    CHECK(refusal("threshold", {kHuge}, H5T_IEEE_F64LE) ==
          "r.h5: array \"threshold\" is not stored as a result file's is");
    CHECK(refusal("share", {3, 4}, H5T_IEEE_F64LE) == "r.h5: it is damaged: its checksum does not fit");
  }
}
