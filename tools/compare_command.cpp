//! \file  `yanzhen compare`: what a policy changed, and for whom.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "engine/diagnostic.hpp"
#include "tools/command.hpp"
#include "tools/compared_runs.hpp"
#include "tools/comparison_output.hpp"
#include "tools/csv_output.hpp"
#include "tools/output.hpp"

namespace yanzhen::tools {
namespace {

std::vector<By> read_by(const Arguments& arguments) {
  const std::vector<std::string> words{"index", "city", "province", "industry", "gains"};
  std::vector<By> ways;
  for (const std::string& word : arguments.all("by")) {
    const std::optional<By> by = by_from(word);
    if (!by) {
      const std::string near = nearest_name(word, words);
      throw UsageError{
          fmt::format("--by is \"{}\", allowed are index, city, province, industry and gains", word),
          near.empty() ? "" : fmt::format("did you mean {}?", near)};
    }
    if (std::find(ways.begin(), ways.end(), *by) == ways.end()) ways.push_back(*by);
  }
  return ways;
}

ComparisonRequest read_request(const Arguments& arguments) {
  ComparisonRequest request;
  request.files = arguments.words;
  request.by = read_by(arguments);
  for (const std::string& panel : arguments.all("panel"))
    if (std::find(request.panels.begin(), request.panels.end(), panel) == request.panels.end())
      request.panels.push_back(panel);
  request.at = arguments.value("at").value_or("");
  return request;
}

ExitCode compare(const Arguments& arguments) {
  const ComparisonRequest request = read_request(arguments);
  const std::string csv = csv_target(arguments);
  const Comparison comparison = compare_files(request);
  for (const std::string& note : comparison.notes) spdlog::warn("{}", note);
  if (csv == "-") {
    print_result(to_csv(comparison));
    return ExitCode::done;
  }
  if (!csv.empty()) {
    write_text_file(csv, to_csv(comparison));
    spdlog::info("wrote {}", csv);
  }
  const bool overview = request.by.empty() && request.panels.empty();
  print_result(arguments.has("json") ? to_json(comparison)
                                     : to_text(comparison, overview ? Detail::overview : Detail::full));
  return ExitCode::done;
}

constexpr const char* kDetails =
    "Runs whose scenarios differ in nothing but the seed are replicates. The first file's scenario is the "
    "base, "
    "every other\n"
    "scenario is a policy, and runs are paired by seed: the same seed draws the same random numbers, so that "
    "what a pair\n"
    "differs in is due to the policy. With two pairs or more there are a 95 % interval of the mean "
    "difference "
    "(Student's t),\n"
    "how many pairs went up and down, and the p-value of the two-sided exact sign test.\n\n"
    "  index     every index, and over time: the largest gap, the month it was in, and the month since which "
    "the gap is below\n"
    "            a tenth of the largest to the end (\"back in\")\n"
    "  city      residents, value_added, firms and, where recorded, public_income and public_spending\n"
    "  province  the same, over the cities of a province\n"
    "  industry  value_added_by_industry, firms_by_industry, employment, over all cities\n"
    "  gains     who gains and who loses: residents, value added, value added per head\n\n"
    "A panel is summed over its further dimensions, and a flow over all records up to the date. Where places "
    "are more than\n"
    "cities (outside, nation), only cities are told; a panel with two such axes (origin, destination) is "
    "told "
    "for each. What\n"
    "must not be summed, by its unit (share, index, exponent, ln, standard deviations, 1, %, or per head, "
    "worker or area), is\n"
    "averaged over cities with residents as weights, told apart along one further dimension, and left out "
    "where it has more.\n"
    "Exit code: 0 done, 1 a file cannot be read or written, 2 bad input.\n";

}  // namespace

Command compare_command() {
  CommandSpec spec;
  spec.name = "compare";
  spec.summary = "Says what a policy changed, and who gains and who loses, from run files.";
  spec.words = {{"BASE.h5", true, "a run of the scenario that others are compared with"},
                {"POLICY.h5", true, "a run of another scenario"},
                {"MORE.h5 ...", false, "further runs: other seeds of these scenarios, or other scenarios"}};
  spec.more_words = true;
  spec.options = {
      {"by", 0, "WHAT", "index, city, province, industry or gains; may be repeated (default: index, gains)"},
      {"panel", 0, "NAME", "a recorded panel instead of the usual ones; may be repeated"},
      {"at", 0, "DATE", "compare the last record at or before this date, instead of the last of all"},
      {"csv", 0, "FILE", "also write the comparison as CSV; - for standard output, and no tables"},
      {"json", 0, "", "print JSON instead of tables"}};
  spec.examples = {
      {"yanzhen compare runs/baseline-seed1.h5 runs/enclave-seed1.h5", "what the policy did, on one screen"},
      {"yanzhen compare base-*.h5 enclave-*.h5 --by city --by industry", "with replicates, in detail"},
      {"yanzhen compare base.h5 enclave.h5 --panel employment --by province --at 2030", "one panel, in 2030"},
      {"yanzhen compare base-*.h5 enclave-*.h5 --by city --csv - > cities.csv", "for a spreadsheet"}};
  spec.details = kDetails;
  return {std::move(spec), compare};
}

}  // namespace yanzhen::tools
