//! \file  `yanzhen analyze`: reads answers off a collected sweep.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>

#include "io/sweep_file.hpp"
#include "tools/analysis/analysis_output.hpp"
#include "tools/command.hpp"
#include "tools/csv_output.hpp"
#include "tools/output.hpp"

namespace yanzhen::tools {
namespace {

constexpr std::uint64_t kMostSamples = 100'000;

double read_confidence(const Arguments& arguments) {
  const std::optional<std::string> text = arguments.value("confidence");
  if (!text) return AnalysisRequest{}.confidence;
  double number = 0;
  const char* const end = text->data() + text->size();
  const auto [stopped, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc{} || stopped != end || !(number >= .5 && number <= .9999))
    throw UsageError{fmt::format("--confidence is \"{}\", allowed is a number from 0.5 to 0.9999", *text),
                     "the usual one is 0.95."};
  return number;
}

AnalysisRequest read_request(const Arguments& arguments, const SweepResults& results) {
  AnalysisRequest request =
      analysis_request({arguments.all("what"), arguments.all("index"), arguments.value("at").value_or(""),
                        arguments.all("best"), arguments.all("where")},
                       results);
  request.confidence = read_confidence(arguments);
  request.bootstrap = static_cast<std::uint32_t>(
      arguments.whole_number("bootstrap", 0, kMostSamples).value_or(request.bootstrap));
  return request;
}

// Whether anything is asked of single indices.
bool asks_of_indices(const AnalysisRequest& request) {
  return std::any_of(request.what.begin(), request.what.end(), [](AnalysisKind kind) {
    return kind != AnalysisKind::pareto && kind != AnalysisKind::regions;
  });
}

// Hands on what is found piece by piece, so that of many indices no more than one is in memory.
template <class Take>
void analyse(const SweepResults& results, const AnalysisRequest& request, const Take& take) {
  if (asks_of_indices(request))
    for (const std::size_t index : request.indices) take(analyse_index(results, request, index));
  if (request.asks(AnalysisKind::pareto)) take(analyse_front(results, request));
  if (request.asks(AnalysisKind::regions)) take(analyse_region(results, request));
}

std::string as_csv(const SweepResults& results, const AnalysisRequest& request) {
  std::string text = csv_head(results);
  analyse(results, request, [&](const auto& found) { text += to_csv(results, request, found); });
  return text;
}

struct Gather {
  Findings& findings;
  void operator()(IndexAnalysis found) const { findings.indices.push_back(std::move(found)); }
  void operator()(FrontAnalysis found) const { findings.front = std::move(found); }
  void operator()(RegionAnalysis found) const { findings.region = std::move(found); }
};

void print_json(const SweepResults& results, const AnalysisRequest& request) {
  Findings findings;
  analyse(results, request, Gather{findings});
  print_result(to_json(results, request, findings));
}

void print_text(const SweepResults& results, const AnalysisRequest& request) {
  print_result(head_text(results, request));
  analyse(results, request, [&](const auto& found) { print_result(to_text(results, request, found)); });
  print_result(notes_text(results, request));
}

ExitCode analyze(const Arguments& arguments) {
  const std::string csv = csv_target(arguments);
  const SweepFile sweep{arguments.words.at(0)};
  const SweepResults results = sweep_results(sweep, arguments.words[0]);
  const AnalysisRequest request = read_request(arguments, results);
  if (csv == "-" || arguments.has("json"))  // tables tell it in their head
    for (const std::string& line : left_out_lines(results)) spdlog::warn("{}", line);
  if (csv == "-") {
    print_result(as_csv(results, request));
    return ExitCode::done;
  }
  if (!csv.empty()) {
    write_text_file(csv, as_csv(results, request));
    spdlog::info("wrote {}", csv);
  }
  if (arguments.has("json"))
    print_json(results, request);
  else
    print_text(results, request);
  return ExitCode::done;
}

constexpr const char* kDetails =
    "Without --what it tells what the design can tell: means and effects always, sobol of a saltelli design, "
    "morris of a\n"
    "morris design, seeds of a grid or list with replicates; pareto with --best and regions with --where.\n\n"
    "  means    every point: mean over its replicates, interval, standard deviation\n"
    "  effects  every factor: the mean along its values, and the share of the variance that it explains "
    "alone\n"
    "  sobol    every factor: first-order and total Sobol indices, with bootstrap intervals\n"
    "  morris   every factor: elementary effects mu*, mu and sigma, with bootstrap intervals\n"
    "  pareto   the points that no other beats in all of --best\n"
    "  regions  where --where holds: the share of replicates, and a box of factor values found by PRIM\n"
    "  seeds    how many replicates the sign of a difference needs: in a grid between the first and last "
    "value "
    "of each\n"
    "           factor, in a list between each point and the first\n\n"
    "Runs that failed or are missing are told and left out. Definitions and sources: "
    "models/experiment/README.md.\n"
    "Exit code: 0 done, 1 the file cannot be read, 2 bad input.\n";

}  // namespace

Command analyze_command() {
  CommandSpec spec;
  spec.name = "analyze";
  spec.summary = "Reads off a sweep: means, effects, Sobol indices, trade-offs, regions, seeds.";
  spec.words = {{"SWEEP.h5", true, "a file that `yanzhen sweep` collected"}};
  spec.options = {
      {"what", 'w', "WHAT,...", "means, effects, sobol, morris, pareto, regions, seeds"},
      {"index", 'i', "NAME,...", "indices that are told; may be repeated (default: all that the file holds)"},
      {"at", 0, "DATE", "the last record at or before this date, instead of the last of all"},
      {"best", 0, "NAME:most,...", "the trade-off between indices, each to be most or least"},
      {"where", 0, "NAME>NUMBER",
       "where an index is above (>, >=) or below (<, <=); repeated: all must hold"},
      {"bootstrap", 0, "N", "samples for intervals of Sobol indices and elementary effects (default: 1000)"},
      {"confidence", 0, "P", "of all intervals (default: 0.95)"},
      {"csv", 0, "FILE", "also write all numbers as CSV, one a line; - for standard output, and no tables"},
      {"json", 0, "", "print JSON instead of tables"}};
  spec.examples = {
      {"yanzhen analyze runs/mine.sweep.h5", "what the design can tell, of every index"},
      {"yanzhen analyze mine.h5 --index theil --what effects,seeds",
       "which factor moves it, and is that chance?"},
      {"yanzhen analyze mine.h5 --best value_added:most,theil:least", "the trade-off between two aims"},
      {"yanzhen analyze mine.h5 --where \"theil>0.4\" --at 2030",
       "which settings end in a large gap, in 2030"},
      {"yanzhen analyze mine.h5 --csv - > mine.csv", "all numbers, for a spreadsheet"}};
  spec.details = kDetails;
  return {std::move(spec), analyze};
}

}  // namespace yanzhen::tools
