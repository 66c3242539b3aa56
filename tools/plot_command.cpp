//! \file  `yanzhen plot`: the figures of a paper from run files, as SVG.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>

#include "engine/diagnostic.hpp"
#include "tools/command.hpp"
#include "tools/csv_output.hpp"
#include "tools/plot/figures.hpp"

namespace yanzhen::tools {
namespace {

namespace fs = std::filesystem;
using namespace plot;

constexpr std::uint64_t kNarrowest = 40;  // mm
constexpr std::uint64_t kWidest = 400;
constexpr std::uint64_t kMost = 10'000;

// The value of an option that allows a few words. \returns the first of them where it is not given
std::string one_of(const Arguments& arguments, const std::string& option,
                   const std::vector<std::string>& words) {
  const std::string found = arguments.value(option).value_or(words[0]);
  if (std::find(words.begin(), words.end(), found) != words.end()) return found;
  std::string allowed;
  for (std::size_t k = 0; k < words.size(); ++k)
    allowed += (k == 0 ? "" : k + 1 == words.size() ? " and " : ", ") + words[k];
  const std::string near = nearest_name(found, words);
  throw UsageError{fmt::format("--{} is \"{}\", allowed are {}", option, found, allowed),
                   near.empty() ? "" : fmt::format("did you mean {}?", near)};
}

std::string read_what(const Arguments& arguments) {
  const std::vector<std::string> words{"map", "timeline", "flows"};
  if (!arguments.has("what"))
    throw UsageError{"`yanzhen plot` needs --what: map, timeline or flows",
                     "for example: yanzhen plot run.h5 --what map -o map.svg"};
  return one_of(arguments, "what", words);
}

// Where the figure goes, checked before anything is read.
fs::path read_target(const Arguments& arguments) {
  const fs::path target = arguments.value("output").value_or("");
  if (target.empty()) throw UsageError{"`yanzhen plot` needs -o, the SVG to write"};
  if (target.extension() != ".svg")
    throw UsageError{fmt::format("-o is {}, and figures are written as .svg", target.string()),
                     "other programs make the rest of it: rsvg-convert -f pdf -o figure.pdf figure.svg"};
  const fs::path folder = target.parent_path();
  if (!folder.empty() && !fs::is_directory(folder))
    throw UsageError{
        fmt::format("{} is not a folder, so {} cannot be written", folder.string(), target.string())};
  if (!fs::exists(target)) return target;
  if (!fs::is_regular_file(target))
    throw UsageError{fmt::format("{} is not an ordinary file", target.string())};
  for (const std::string& input : arguments.words) {
    std::error_code ignored;
    if (fs::equivalent(input, target, ignored))
      throw UsageError{fmt::format("{} is read by this command", target.string())};
  }
  if (!arguments.has("force"))
    throw UsageError{fmt::format("{} is there already", target.string()),
                     "replace it with --force, or name another file with -o."};
  return target;
}

FigureStyle read_style(const Arguments& arguments) {
  FigureStyle style;
  style.language = one_of(arguments, "lang", {"en", "zh"}) == "zh" ? Language::zh : Language::en;
  if (const auto width = arguments.whole_number("width", kNarrowest, kWidest))
    style.width = static_cast<double>(*width);
  if (const auto top = arguments.whole_number("top", 0, kMost)) style.top = static_cast<std::size_t>(*top);
  style.pick = arguments.all("pick");
  return style;
}

PlotRequest read_request(const Arguments& arguments) {
  PlotRequest request;
  request.files = arguments.words;
  request.panel = arguments.value("panel").value_or("value_added");
  if (arguments.has("by"))
    request.by = by_from(one_of(arguments, "by", {"city", "province", "industry", "index"}));
  request.since = arguments.value("since").value_or("");
  request.at = arguments.value("at").value_or("");
  request.difference = arguments.has("difference");
  return request;
}

// An option that this figure does not know is a mistake, not something to pass over.
void refuse_options(const Arguments& arguments, const std::string& what,
                    const std::vector<std::string>& options) {
  for (const std::string& option : options)
    if (arguments.has(option)) throw UsageError{fmt::format("--{} says nothing to --what {}", option, what)};
}

Geography geography_of(const PlottedFiles& files, const Arguments& arguments) {
  std::optional<fs::path> scenario;
  if (arguments.has("scenario")) scenario = *arguments.value("scenario");
  return read_geography(files.summaries[files.scenarios[0].runs[0]], city_dimension(files.heads), scenario);
}

std::string plot_map(const Arguments& arguments, PlotRequest request, const PlottedFiles& files,
                     const FigureStyle& style) {
  refuse_options(arguments, "map", {"by", "flow"});
  require_one_scenario(files, "a map");
  request.by = By::city;
  const PlottedPanel panel = read_panel(files, request);
  return draw_map(files, panel, geography_of(files, arguments), !request.since.empty(), style);
}

std::string plot_flows(const Arguments& arguments, const PlottedFiles& files, const FigureStyle& style) {
  refuse_options(arguments, "flows", {"by", "panel", "difference"});
  const std::string of = one_of(arguments, "flow", {"talent", "firms", "capital"});
  const CityFlows flows = read_flows(files, of == "firms"    ? FlowOf::firms
                                            : of == "talent" ? FlowOf::talent
                                                             : FlowOf::capital);
  return draw_flows(files, flows, geography_of(files, arguments), style);
}

ExitCode plot_figure(const Arguments& arguments) {
  const std::string what = read_what(arguments);
  const fs::path target = read_target(arguments);
  const FigureStyle style = read_style(arguments);
  const PlotRequest request = read_request(arguments);
  if (what == "timeline") refuse_options(arguments, what, {"flow", "scenario"});
  const PlottedFiles files = read_files(request);
  for (const std::string& note : files.notes) spdlog::warn("{}", note);
  std::string svg;
  if (what == "map") svg = plot_map(arguments, request, files, style);
  if (what == "timeline") svg = draw_timeline(files, read_panel(files, request), style);
  if (what == "flows") svg = plot_flows(arguments, files, style);
  write_text_file(target.string(), svg);
  spdlog::info("wrote {}", target.string());
  return ExitCode::done;
}

constexpr const char* kDetails =
    "  map       a panel by city at --at, in six classes of about as many cities each; with --since its "
    "change\n"
    "            since then (in percent where cities may be summed). A flow is summed over the records.\n"
    "  timeline  a panel over time: by city, province, industry, or an index. By province and industry it is "
    "summed,\n"
    "            or averaged over residents where a sum means nothing, as `yanzhen compare` does it.\n"
    "  flows     the largest flows from city to city, summed over the records from --since to --at, and "
    "enclaves.\n\n"
    "Several files of one scenario are replicates: means, and in a timeline the 95 % interval of the mean "
    "(Student's "
    "t).\n"
    "Several scenarios are paired by seed, the first is the base: a line each, or with --difference what "
    "each changed.\n"
    "A map reads outlines and positions from the files of the scenario, so these must still be there.\n"
    "A panel that is told in parts is named with its part: wage:college.\n\n"
    "Every figure says in its metadata what it shows, and of which files, seeds, checksums and versions. "
    "Text is 8 "
    "pt,\n"
    "colours are safe for the colour-blind and in grey print. PDF: rsvg-convert -f pdf -o figure.pdf "
    "figure.svg\n"
    "Exit code: 0 done, 1 a file cannot be read or written, 2 bad input.\n";

}  // namespace

Command plot_command() {
  CommandSpec spec;
  spec.name = "plot";
  spec.summary = "Draws a figure of a paper from run files, as SVG: a map, lines over time, flows.";
  spec.words = {{"RUN.h5", true, "a run file"},
                {"OTHER.h5 ...", false, "further runs: other seeds, or other scenarios"}};
  spec.more_words = true;
  spec.options = {
      {"what", 'w', "WHAT", "map, timeline or flows"},
      {"output", 'o', "FILE.svg", "the figure to write"},
      {"panel", 0, "NAME", "what is drawn (default: value_added)"},
      {"by", 0, "WHAT", "lines of a timeline: city, province, industry or index"},
      {"flow", 0, "WHAT", "what moves: talent, firms or capital (default: talent)"},
      {"at", 0, "DATE", "the last record at or before this date, instead of the last of all"},
      {"since", 0, "DATE", "map: the change since then; otherwise where the figure begins"},
      {"pick", 0, "NAME", "a city, province or industry, instead of the largest; may be repeated"},
      {"top", 0, "N", "how many lines, names or arrows"},
      {"difference", 0, "", "of every scenario from the first, over pairs with the same seed"},
      {"scenario", 0, "FILE", "where the scenario lies now, if it was moved since the run"},
      {"lang", 0, "LANG", "en or zh (default: en)"},
      {"width", 0, "MM", "of the figure: 85 is a column, 170 a page (default: 85)"},
      {"force", 'f', "", "replace a file that lies there"}};
  spec.examples = {
      {"yanzhen plot run.h5 --what map --panel residents --since 2010 -o residents.svg", "where people went"},
      {"yanzhen plot run.h5 --what timeline --by province --lang zh -o provinces.svg",
       "value added, in Chinese"},
      {"yanzhen plot base-*.h5 park-*.h5 --what timeline --panel theil -o gap.svg",
       "two scenarios over seeds"},
      {"yanzhen plot park.h5 --what flows --flow firms --top 15 --width 170 -o moves.svg",
       "who moved where"}};
  spec.details = kDetails;
  return {std::move(spec), plot_figure};
}

}  // namespace yanzhen::tools
