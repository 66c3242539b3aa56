//! \file  `yanzhen breakpoints`: on a scenario's own graph, where the uniform state breaks and which cities
//! could hold a core.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "tools/break_point_report.hpp"
#include "tools/command.hpp"
#include "tools/display.hpp"
#include "tools/output.hpp"
#include "tools/prepare.hpp"

namespace yanzhen::tools {
namespace {

std::chrono::year_month_day date_of(const Arguments& arguments, const Scenario& scenario) {
  const std::optional<std::string> text = arguments.value("at");
  if (!text) return scenario.clock.date(scenario.clock.steps());
  const std::optional<std::chrono::year_month_day> date = date_from(*text);
  if (!date)
    throw UsageError{fmt::format(
        "--at is \"{}\", allowed is a date like 2010, 2010-01 or 2010-01-15, years 1000 to 2999", *text)};
  return *date;
}

void check_model(const Scenario& scenario, const std::string& file) {
  const std::vector<std::string> models = models_with_break_points();
  if (std::find(models.begin(), models.end(), scenario.model) != models.end()) return;
  std::string names;
  for (const std::string& name : models) names += (names.empty() ? "" : " or ") + name;
  throw UsageError{
      fmt::format("{} is a scenario of {}, which has no break points in closed form", file, scenario.model),
      fmt::format("allowed is a scenario of {}; scenarios/teaching/04-cores-of-the-delta has the Delta's "
                  "travel times",
                  names)};
}

ExitCode breakpoints(const Arguments& arguments) {
  std::vector<std::string> notes;
  const Scenario scenario = load(*arguments.word(0), load_options(arguments), notes);
  check_model(scenario, *arguments.word(0));
  const std::chrono::year_month_day date = date_of(arguments, scenario);
  Problems problems;
  Workers workers{0};
  std::optional<BreakPointReport> report =
      workers.run([&] { return report_break_points(scenario, decimal_year(date), problems); });
  problems.throw_if_any();
  report->date = yanzhen::to_text(date);
  print_result(arguments.has("json") ? to_json(*report)
                                     : to_text(*report, terminal_columns(STDOUT_FILENO, 0)));
  return ExitCode::done;
}

constexpr const char* kDetails =
    "Nothing is run: both tests are theory, computed for the scenario's graph, trade costs and demand.\n\n"
    "  uniform state    where all cities are alike: it breaks once trade is freer than the break point "
    "(eigenvalue test)\n"
    "  lasts_from       freeness of trade over one unit of distance from which a full core in the city lasts "
    "(sustain test)\n"
    "  lasts_now        whether it would last at the scenario's own freeness\n"
    "  wage_elsewhere   what the best other city would pay a worker who leaves that core; below 1 nobody "
    "leaves\n\n"
    "Cities are ranked by lasts_from: the first holds a core where trade is dearest. Where policies open "
    "links or move\n"
    "borders, everything is told without and with them, at the same date.\n"
    "Exit code: 0 done, 2 bad input.\n";

}  // namespace

Command breakpoints_command() {
  CommandSpec spec;
  spec.name = "breakpoints";
  spec.summary =
      "Tells where a uniform spread breaks, and which cities could hold a core, on a scenario's own graph.";
  spec.words = {{"SCENARIO", true, "a scenario of core_periphery or footloose_entrepreneur"}};
  spec.options = scenario_options();
  spec.options.push_back(
      {"at", 0, "DATE", "links and policies as of this date (default: the end of the run)"});
  spec.options.push_back({"json", 0, "", "print JSON instead of tables"});
  spec.examples = {
      {"yanzhen breakpoints scenarios/teaching/03-core-and-periphery/two-regions.toml",
       "Krugman's two regions"},
      {"yanzhen breakpoints scenarios/teaching/04-cores-of-the-delta/bridge.toml",
       "who could hold a core in the Delta, and what a bridge changes"},
      {"yanzhen breakpoints mine.toml --set trade.iceberg=1.2 --at 2020", "dearer trade, earlier date"}};
  spec.details = kDetails;
  return {std::move(spec), breakpoints};
}

}  // namespace yanzhen::tools
