#include "tools/sweep/sweep_report.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/io/scratch_folder.hpp"
#include "tools/command.hpp"
#include "tools/sweep/sweep_places.hpp"

namespace yanzhen::tools {
namespace {

TEST_CASE("failed runs are told by reason, the most frequent first") {
  const std::vector<FailedRun> failures{{3, "b"}, {4, "a"}, {9, "a"}};
  CHECK(failure_lines(failures) == std::vector<std::string>{"2 (first run 4): a", "1 (run 3): b"});
  CHECK(failure_lines({}).empty());
  std::vector<FailedRun> many;
  for (std::size_t run = 0; run < 14; ++run) many.push_back({run, "reason " + std::to_string(run)});
  CHECK(failure_lines(many).size() == 11);
  CHECK(failure_lines(many).back() == "and 4 further reasons");
}

TEST_CASE("a report as JSON holds what the text says") {
  SweepReport report;
  report.title = "T";
  report.folder = "f.sweep";
  report.runs = 1200;
  report.done = 1100;
  report.failed = 1;
  report.missing = 99;
  report.failures = {{7, "took longer than 2 s"}};
  const auto json = nlohmann::json::parse(to_json(report));
  CHECK(json["file"].is_null());
  CHECK(json["done"] == 1100);
  CHECK(json["failures"][0]["run"] == 7);
  CHECK_FALSE(json.contains("slurm"));
  const std::string text = to_text(report);
  CHECK(text.find("1,200: 1,100 done, 1 failed, 99 missing") != std::string::npos);
  CHECK(text.find("1 (run 7): took longer than 2 s") != std::string::npos);
}

TEST_CASE("a forecast without a cost says so") {
  SweepForecast forecast;
  forecast.runs = 4;
  CHECK(to_text(forecast).find("not known: the first run fails") != std::string::npos);
  CHECK(nlohmann::json::parse(to_json(forecast))["seconds"].is_null());
}

TEST_CASE("sizes are told in units that fit") {
  CHECK(size_text(0) == "0 bytes");
  CHECK(size_text(1023) == "1023 bytes");
  CHECK(size_text(1536) == "1.5 KiB");
  CHECK(size_text(std::uint64_t{20} << 30U) == "20 GiB");
}

TEST_CASE("the folder of a sweep lies beside the file that it is collected in") {
  CHECK(sweep_places("", "a/b/税.toml").file == "runs/税.sweep.h5");
  CHECK(sweep_places("", "a/b/税.toml").folder == "runs/税.sweep");
  const sample::ScratchFolder scratch;
  CHECK(sweep_places(scratch / "x.h5", "s.toml").folder == scratch / "x.sweep");
  CHECK(sweep_places(scratch / "x.sweep.h5", "s.toml").folder == scratch / "x.sweep");
  CHECK(sweep_places(scratch / "x.data", "s.toml").folder == scratch / "x.data.sweep");
  CHECK_THROWS_AS(static_cast<void>(sweep_places(scratch / "none" / "x.h5", "s.toml")), UsageError);
  CHECK_THROWS_AS(static_cast<void>(sweep_places(scratch / "", "s.toml")), UsageError);
}

}  // namespace
}  // namespace yanzhen::tools
