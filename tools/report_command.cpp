//! \file  `yanzhen report`: run files or a sweep as one HTML page that needs nothing else.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "io/file_guard.hpp"
#include "tools/command.hpp"
#include "tools/output.hpp"
#include "tools/report/report_data.hpp"
#include "tools/report/report_page.hpp"

namespace yanzhen::tools {
namespace {

namespace fs = std::filesystem;

// That of the first of the variables that decide what programs speak.
std::string language_of_environment() {
  for (const char* const name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* const value = std::getenv(name);
    if (value != nullptr && *value != '\0') return std::string_view{value}.starts_with("zh") ? "zh" : "en";
  }
  return "en";
}

std::string read_language(const Arguments& arguments) {
  const std::optional<std::string> word = arguments.value("lang");
  if (!word) return language_of_environment();
  if (*word == "zh" || *word == "en") return *word;
  throw UsageError{fmt::format("--lang is \"{}\", allowed are zh and en", *word)};
}

ReportRequest read_request(const Arguments& arguments) {
  ReportRequest request;
  request.files = arguments.words;
  request.language = read_language(arguments);
  for (const std::string& panel : arguments.all("panel"))
    if (std::find(request.panels.begin(), request.panels.end(), panel) == request.panels.end())
      request.panels.push_back(panel);
  return request;
}

// Beside the first file: RUN.html, or RUN-comparison.html where there are several.
fs::path usual_output(const Arguments& arguments) {
  fs::path file{arguments.words[0]};
  file.replace_filename(file.stem().string() + (arguments.words.size() > 1 ? "-comparison.html" : ".html"));
  return file;
}

fs::path read_output(const Arguments& arguments) {
  const fs::path file =
      arguments.has("output") ? fs::path{*arguments.value("output")} : usual_output(arguments);
  const fs::path folder = file.parent_path();
  if (file.empty()) throw UsageError{"--output needs the name of a file"};
  if (fs::is_directory(file)) throw UsageError{fmt::format("{} is a folder", file.string())};
  if (!folder.empty() && !fs::is_directory(folder))
    throw UsageError{
        fmt::format("{} is not a folder, so {} cannot be written", folder.string(), file.string())};
  if (!fs::exists(file)) return file;
  if (!fs::is_regular_file(file)) throw UsageError{fmt::format("{} is not an ordinary file", file.string())};
  for (const std::string& run : arguments.words) {
    std::error_code ignored;
    if (fs::equivalent(run, file, ignored))
      throw UsageError{fmt::format("{} is what the page is made of and would be replaced", file.string()),
                       "name another file with -o."};
  }
  if (!arguments.has("force"))
    throw UsageError{fmt::format("{} exists", file.string()),
                     "replace it with --force, or name another file with -o."};
  return file;
}

// The old file or the new one, never half of it.
void write_file(const fs::path& file, const std::string& text) {
  TemporaryFile fresh{file};
  std::ofstream out{fresh.path(), std::ios::binary | std::ios::trunc};
  out << text;
  out.close();
  if (!out) throw std::runtime_error{fmt::format("cannot write {}: {}", file.string(), std::strerror(errno))};
  fresh.replace_target();
}

ExitCode report(const Arguments& arguments) {
  const ReportRequest request = read_request(arguments);
  const bool json = arguments.has("json");
  if (json && arguments.has("output"))
    throw UsageError{"--json writes to standard output and --output to a file", "say one of the two."};
  const PageParts parts = built_in_parts();
  if (!json && parts.frame.empty())
    throw UsageError{"this yanzhen was built without the page (-DYANZHEN_REPORT=OFF)",
                     "--json prints what the page would show."};
  const fs::path output = json ? fs::path{} : read_output(arguments);
  const ReportData data = report_data(request);
  for (const std::string& warning : data.warnings) spdlog::warn("{}", warning);
  if (json) {
    print_result(data.json + "\n");
    return ExitCode::done;
  }
  const std::string page = join_page(parts, data.title, data.json);
  write_file(output, page);
  spdlog::info("wrote {} ({:.1f} MB)", output.string(), static_cast<double>(page.size()) / 1e6);
  return ExitCode::done;
}

constexpr const char* kDetails =
    "The page is one file. It opens in a browser without a network, and can be sent, printed and kept. It "
    "shows\n"
    "in Chinese or English what was recorded: a map with a time slider, time lines, industries, indices, "
    "who pays whom, and a\n"
    "table that downloads as CSV; policies in words, and at its end scenario, seed, version and checksum.\n\n"
    "Runs whose scenarios differ in nothing but the seed are shown by their mean with a 95 % interval "
    "(Student's t). Runs of\n"
    "several scenarios are shown one scenario at a time, and each less the first file's, over pairs with "
    "the same seed.\n\n"
    "Panels are taken while the data stay below 2.6 MB, and more for more cities or files; what is left out "
    "is named on the\n"
    "page. The page's numbers are those of the run file to the last bit.\n"
    "Exit code: 0 done, 1 a file cannot be read or written, 2 bad input.\n";

}  // namespace

Command report_command() {
  CommandSpec spec;
  spec.name = "report";
  spec.summary = "Writes run files or a sweep as one HTML page with map, charts and tables.";
  spec.words = {
      {"FILE.h5", true, "a run file, or a sweep file"},
      {"MORE.h5 ...", false, "further run files: other seeds, or scenarios to compare with the first"}};
  spec.more_words = true;
  spec.options = {
      {"output", 'o', "FILE",
       "where to write (default: FILE.html, or FILE-comparison.html for several files)"},
      {"lang", 0, "zh|en", "language that the page shows first (default: that of LANG); it can switch"},
      {"panel", 0, "NAME", "put this panel on the page first; may be repeated"},
      {"force", 'f', "", "replace the output"},
      {"json", 0, "", "print what the page is given as JSON, and write no page"}};
  spec.examples = {
      {"yanzhen report runs/baseline-seed1.h5", "the page of one run, runs/baseline-seed1.html"},
      {"yanzhen report base-*.h5 park-*.h5 -o park.html --lang zh", "what a policy changed, with intervals"},
      {"yanzhen report runs/tax.sweep.h5", "heat maps and sensitivities of a sweep"}};
  spec.details = kDetails;
  return {std::move(spec), report};
}

}  // namespace yanzhen::tools
