#include "tools/analysis/analysis_output.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/tools/small_sweep.hpp"
#include "tools/display.hpp"

namespace yanzhen::tools {
namespace {

AnalysisRequest request_for(const AnalysisWords& words) { return analysis_request(words, small_sweep()); }

AnalysisWords everything() {
  AnalysisWords words;
  words.best = {"income:most,gap:least"};
  words.where = {"gap>4.5"};
  return words;
}

std::string whole_text(const SweepResults& results, const AnalysisRequest& request) {
  std::string text = head_text(results, request);
  for (const std::size_t index : request.indices)
    text += to_text(results, request, analyse_index(results, request, index));
  if (!request.best.empty()) text += to_text(results, request, analyse_front(results, request));
  if (!request.where.empty()) text += to_text(results, request, analyse_region(results, request));
  return text + notes_text(results, request);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A design of numbers alone, of one replicate.
SweepResults drawn_sweep(DesignKind kind, std::size_t points) {
  SweepResults results = small_sweep();
  results.factors.resize(1);
  results.factors[0].levels.clear();
  results.factors[0].from = 0;
  results.factors[0].to = 1;
  results.design = {kind, points, 1, {}, {}};
  for (std::size_t point = 0; point < points; ++point)
    results.design.entries.push_back((static_cast<double>(point) + .5) / static_cast<double>(points));
  results.design.unit = results.design.entries;
  results.replicates = 1;
  results.status.assign(points, RunStatus::done);
  results.reasons.assign(points, "");
  results.read = [entries = results.design.entries](std::size_t, std::size_t) { return entries; };
  return results;
}

}  // namespace

TEST_SUITE("tools/analysis/analysis_output") {
  TEST_CASE("the head says what was swept, when, and which runs are left out") {
    CHECK(head_text(small_sweep(), request_for({})) ==
          "sweep     分税 sharing\n"
          "asks      How much must be shared?\n"
          "design    grid, 4 points: tax (2 values), strategy (2 values)\n"
          "runs      12, 3 replicates a point; 10 done, 1 failed, 1 missing\n"
          "          1 of 12 runs are missing and left out; `yanzhen sweep --resume` does them\n"
          "          1 of 12 runs failed and are left out\n"
          "          1 (run 4): took longer than 2 s\n"
          "at        2020-01-01, record 2 of 2\n");
  }
  TEST_CASE("means stand by point, in line under Chinese names") {
    const AnalysisRequest request = request_for({{"means"}, {"gap"}, "", {}, {}});
    const std::string text = to_text(small_sweep(), request, analyse_index(small_sweep(), request, 0));
    // 0, 1, 2: Student's t of 2 degrees, 4.303, times 1 / sqrt(3); 0 and 2: 12.71 times sqrt(2) / sqrt(2).
    CHECK(contains(text,
                   "gap [ln]: how far apart\n\n"
                   "means\n"
                   "  tax  strategy  point  mean  +- 95 %  deviation  n\n"
                   "  0    模仿          0     1    2.484          1  3\n"
                   "  0    smart         1     1    12.71      1.414  2\n"
                   "  0.5  模仿          2     6    2.484          1  3\n"
                   "  0.5  smart         3   5.5    6.353     0.7071  2\n"));
  }
  TEST_CASE("effects tell each factor's share and its means by value") {
    const AnalysisRequest request = request_for({{"effects"}, {"income"}, "", {}, {}});
    const std::string text = to_text(small_sweep(), request, analyse_index(small_sweep(), request, 1));
    // Points 100, 99, 104, 103: variances 4 of tax and .25 of strategy.
    CHECK(contains(text,
                   "  factor    share  corrected\n"
                   "  tax       0.941      0.941\n"
                   "  strategy  0.059      0.059\n"));
    CHECK(contains(text, "  tax           0   99.5        0       2\n"));
    CHECK(contains(text, "  strategy   模仿    102        0       2\n"));
  }
  TEST_CASE("seeds are counted for pairs that differ in one factor alone") {
    const AnalysisRequest request = request_for({{"seeds"}, {"gap"}, "", {}, {}});
    const std::string text = to_text(small_sweep(), request, analyse_index(small_sweep(), request, 0));
    CHECK(contains(text,
                   "  factor    from     to  difference  pairs  clear  seeds  most\n"
                   "  tax          0    0.5          +5      2      1      2     2\n"
                   "  strategy  模仿  smart           0      2      0      -     -\n"));
  }
  TEST_CASE("the front and the box name their points, limits and worth") {
    const AnalysisRequest request = request_for(everything());
    CHECK(contains(to_text(small_sweep(), request, analyse_front(small_sweep(), request)),
                   "pareto: 3 of 4 points are beaten by none\n"
                   "  tax  strategy  point  income (most)  +- 95 %  gap (least)  +- 95 %\n"
                   "  0    模仿          0            100        0            1    2.484\n"
                   "  0.5  模仿          2            104        0            6    2.484\n"
                   "  0.5  smart         3            103        0          5.5    6.353\n"));
    const std::string region = to_text(small_sweep(), request, analyse_region(small_sweep(), request));
    CHECK(contains(region,
                   "regions: gap > 4.5: 50.0 % of 4 points pass, replicates counted in parts\n"
                   "  the box holds 2 points, 50.0 % of all; 100.0 % of it pass (density); 100.0 % of"));
    CHECK(contains(region, "  tax       at least 0.5           50.0 %           100.0 %\n"));
    CHECK(contains(region, "  0    模仿          0    0.0 %    0.0 % to 56.1 %  3\n"));
  }
  TEST_CASE("Sobol indices and elementary effects have a table each") {
    SweepResults saltelli = drawn_sweep(DesignKind::saltelli, 30);
    AnalysisRequest request = analysis_request({{"sobol"}, {"gap"}, "", {}, {}}, saltelli);
    request.bootstrap = 50;
    std::string text = to_text(saltelli, request, analyse_index(saltelli, request, 0));
    CHECK(contains(text, "sobol: 10 rows with all their results, variance "));
    CHECK(contains(text, "  factor  first"));
    SweepResults morris = drawn_sweep(DesignKind::morris, 30);
    request = analysis_request({{"morris"}, {"gap"}, "", {}, {}}, morris);
    request.bootstrap = 0;
    text = to_text(morris, request, analyse_index(morris, request, 0));
    CHECK(contains(text, "morris: 15 trajectories with all their results\n"));
    CHECK(contains(text,
                   "  factor  mu*  interval  mu  interval  sigma\n"
                   "  tax       1            +1                0\n"));
  }
  TEST_CASE("of many points the largest and smallest are shown") {
    const SweepResults results = drawn_sweep(DesignKind::sobol, 200);
    const AnalysisRequest request = analysis_request({{"means"}, {"gap"}, "", {}, {}}, results);
    const std::string text = whole_text(results, request);
    CHECK(contains(text, "means, the 10 largest and 10 smallest of 200 points\n"));
    CHECK(contains(text, "  0.9975    199  0.9975\n"));
    CHECK(contains(text, "  0.9525    190  0.9525\n"));
    CHECK_FALSE(contains(text, "  0.9475    189  "));
    CHECK(contains(text, "All points: --csv FILE or --json.\n"));
  }
  TEST_CASE("no line is wider than a page, and names cannot move the cursor") {
    SweepResults results = small_sweep();
    results.title = "two\nlines \x1b[31m" + std::string(200, 'x');
    results.indices[0].meaning = std::string(300, 'm');
    results.factors[1].levels[1].name = std::string(90, 'n') + "\x1b[2J";
    results.reasons[4] = std::string(300, 'r');
    std::istringstream lines{whole_text(results, request_for(everything()))};
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(line);
      CHECK(display_width(line) <= 100);
      CHECK(line.find('\x1b') == std::string::npos);
    }
  }
  TEST_CASE("the CSV holds one number a line, and nothing where it is not known") {
    const AnalysisRequest request = request_for({{"means,effects"}, {"income"}, "", {}, {}});
    const std::string head = csv_head(small_sweep());
    CHECK(
        head.starts_with("analysis,index,unit,date,factor,level,point,base,quantity,value,low,high,n\n"
                         "points,,,,tax,0,0,,value,0,,,\n"
                         "points,,,,strategy,模仿,0,,value,0,,,\n"));
    const std::string text = to_csv(small_sweep(), request, analyse_index(small_sweep(), request, 1));
    CHECK(
        text.starts_with("means,income,yuan,2020-01-01,,,0,,mean,100,100,100,3\n"
                         "means,income,yuan,2020-01-01,,,0,,deviation,0,,,\n"));
    CHECK(contains(text, "effects,income,yuan,2020-01-01,strategy,smart,,,mean,101,101,101,3\n"));
    const std::string header = head.substr(0, head.find('\n'));
    const auto columns = std::count(header.begin(), header.end(), ',');
    std::istringstream lines{head + text};
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(line);
      CHECK(std::count(line.begin(), line.end(), ',') == columns);
    }
  }
  TEST_CASE("the CSV holds the front, the box with its trajectory, and the seeds") {
    const AnalysisRequest request = request_for(everything());
    CHECK(contains(to_csv(small_sweep(), request, analyse_front(small_sweep(), request)),
                   "pareto,income,yuan,2020-01-01,,,2,,most,104,104,104,3\n"));
    const std::string region = to_csv(small_sweep(), request, analyse_region(small_sweep(), request));
    CHECK(contains(region, "regions,gap > 4.5,,2020-01-01,tax,,,,from,0.5,,,\n"));
    CHECK(contains(region, "regions,gap > 4.5,,2020-01-01,,,,,box_coverage,1,,,\n"));
    CHECK(contains(region, "regions,gap > 4.5,,2020-01-01,,0,,,trajectory_points,4,,,\n"));
    const std::string seeds = to_csv(small_sweep(), request, analyse_index(small_sweep(), request, 0));
    CHECK(contains(seeds,
                   "seeds,gap,ln,2020-01-01,tax,,2,0,difference,5,5,5,3\n"
                   "seeds,gap,ln,2020-01-01,tax,,2,0,seeds,2,,,\n"));
  }
  TEST_CASE("the JSON holds all of it, nested; what is not known is null") {
    const SweepResults results = small_sweep();
    const AnalysisRequest request = request_for(everything());
    Findings findings;
    for (const std::size_t index : request.indices)
      findings.indices.push_back(analyse_index(results, request, index));
    findings.front = analyse_front(results, request);
    findings.region = analyse_region(results, request);
    const auto json = nlohmann::json::parse(to_json(results, request, findings));
    CHECK(json["runs"]["failures"][0]["reason"] == "took longer than 2 s");
    CHECK(json["runs"]["missing"] == 1);
    CHECK(json["points"][3]["tax"] == .5);
    CHECK(json["points"][3]["strategy"] == "smart");
    CHECK(json["factors"][1]["levels"][0] == "模仿");
    CHECK(json["indices"][0]["means"][1]["n"] == 2);
    CHECK(json["indices"][1]["effects"][0]["levels"][1]["mean"] == 103.5);
    CHECK(json["indices"][0]["seeds"][0]["seeds"] == 2);
    CHECK(json["indices"][0]["seeds"][3]["seeds"].is_null());
    CHECK(json["pareto"]["front"][1]["point"] == 2);
    CHECK(json["regions"]["limits"][0]["from"] == .5);
    CHECK(json["regions"]["limits"][0]["to"].is_null());
    CHECK(json["regions"]["trajectory"][0]["coverage"] == 1);
  }
  TEST_CASE("an earlier date reads the earlier record") {
    AnalysisWords words{{"means"}, {"gap"}, "2015", {}, {}};
    const AnalysisRequest request = request_for(words);
    CHECK(analyse_index(small_sweep(), request, 0).means[2].mean == 7);
  }
}

}  // namespace yanzhen::tools
