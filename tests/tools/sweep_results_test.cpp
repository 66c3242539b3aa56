#include "tools/analysis/sweep_results.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>

#include "tests/tools/small_sweep.hpp"

namespace yanzhen::tools {
namespace {

namespace fs = std::filesystem;

// A file in the folder for temporary files that is gone at the end.
class WrittenSweep {
 public:
  // The small sweep as `yanzhen sweep` would collect it, after a change of one of its runs.
  template <class Change>
  explicit WrittenSweep(const std::string& plan, const Change& change) {
    const SweepResults small = small_sweep();
    SweepHead head;
    head.texts = {{"plan", plan}, {"sweep_file", "small.toml"}};
    head.runs = 12;
    head.factors = {{"tax", "", "", {}}, {"strategy", "", "", {"模仿", "smart"}}};
    head.indices = small.indices;
    head.times = {2010, 2020};
    head.dates = small.dates;
    SweepFileWriter writer{path_, head, true};
    for (std::size_t run = 0; run < 12; ++run) {
      SweepRun one;
      one.point = run / 3;
      one.replicate = static_cast<std::uint32_t>(run % 3);
      one.seed = run;
      one.status = small.status[run];
      one.reason = small.reasons[run];
      one.factors = {run < 6 ? 0 : .5, static_cast<double>(run / 3 % 2)};
      if (one.status == RunStatus::done)
        for (std::size_t record = 0; record < 2; ++record)
          for (std::size_t index = 0; index < 2; ++index)
            one.series.push_back(small.read(index, record)[run]);
      change(run, one);
      writer.add(one);
    }
    writer.finish();
  }
  ~WrittenSweep() { fs::remove(path_); }
  WrittenSweep(const WrittenSweep&) = delete;
  WrittenSweep& operator=(const WrittenSweep&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_ = fs::temp_directory_path() / "yanzhen_sweep_results_test.h5";
};

std::string refusal(const WrittenSweep& written) {
  const SweepFile file{written.path()};
  try {
    static_cast<void>(sweep_results(file, "small.h5"));
  } catch (const RunFileError& error) {
    return error.what();
  }
  return "accepted";
}

constexpr auto kNoChange = [](std::size_t, SweepRun&) {};

}  // namespace

TEST_SUITE("tools/analysis/sweep_results") {
  TEST_CASE("a collected sweep gives its design, its runs and what they gave") {
    const WrittenSweep written{kSmallPlan, [](std::size_t run, SweepRun& one) {
                                 if (run == 0) one.series[0] = std::numeric_limits<double>::infinity();
                               }};
    const SweepFile file{written.path()};
    const SweepResults results = sweep_results(file, "small.h5");
    const SweepResults expected = small_sweep();
    CHECK(results.title == expected.title);
    CHECK(results.design.points == 4);
    CHECK(results.design.entries == expected.design.entries);
    CHECK(results.replicates == 3);
    CHECK(results.status == expected.status);
    CHECK(results.reasons == expected.reasons);
    CHECK(results.dates == expected.dates);
    const std::vector<double> gap = results.read(0, 0);
    CHECK(std::isnan(gap[0]));  // infinite in the file
    CHECK(gap[1] == 1);
    CHECK(std::isnan(gap[4]));  // failed
    CHECK(gap[10] == 7);
    CHECK(count_runs(results, RunStatus::failed) == 1);
  }
  TEST_CASE("a file whose factors are not those of its plan is refused") {
    const WrittenSweep written{kSmallPlan, [](std::size_t run, SweepRun& one) {
                                 if (run == 7) one.factors[0] = .4;
                               }};
    CHECK(
        refusal(written) ==
        "small.h5: in run 7 the factor tax is 0.4, but the plan in the file makes it 0.5; the file and this "
        "program do not have the same design");
  }
  TEST_CASE("a file whose plan makes other runs, or is none, is refused") {
    std::string fewer = kSmallPlan;
    fewer.replace(fewer.find("replicates = 3"), 14, "replicates = 2");
    CHECK(refusal(WrittenSweep{fewer, kNoChange}) == "small.h5: its plan has 8 runs and it holds 12");
    CHECK(refusal(WrittenSweep{"title = \"x\"\n", kNoChange})
              .starts_with("small.h5: this program cannot read the plan that it holds: small.toml"));
    const WrittenSweep other{kSmallPlan, [](std::size_t run, SweepRun& one) {
                               if (run == 5) one.point = 3;
                             }};
    CHECK(refusal(other).find("run 5") != std::string::npos);
  }
}

}  // namespace yanzhen::tools
