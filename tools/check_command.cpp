//! \file  `yanzhen check`: everything that a run would check, without running.
#include <spdlog/spdlog.h>

#include "tools/command.hpp"
#include "tools/output.hpp"
#include "tools/prepare.hpp"

namespace yanzhen::tools {
namespace {

ExitCode check(const Arguments& arguments) {
  Workers workers{0};
  const Prepared prepared = prepare(*arguments.word(0), load_options(arguments), workers);
  for (const std::string& note : prepared.notes) spdlog::info("{}", note);
  std::string text = prepared.scenario.resolved;
  if (text.empty() || text.back() != '\n') text += '\n';
  print_result(text);
  return ExitCode::done;
}

}  // namespace

Command check_command() {
  CommandSpec spec;
  spec.name = "check";
  spec.summary =
      "Reads a scenario, its tables and what it extends, builds the model, and prints the resolved scenario.";
  spec.words = {{"SCENARIO", true, "a scenario file (TOML)"}};
  spec.options = scenario_options();
  spec.examples = {
      {"yanzhen check scenarios/yangtze-delta/baseline.toml", "is it right, and what does it say in full?"},
      {"yanzhen check mine.toml --set scale.people_per_agent=1000", "the same with one value changed"}};
  spec.details =
      "Nothing is run and no file is written. The resolved scenario goes to standard output as TOML; remarks "
      "and\n"
      "errors go to standard error. All errors are told at once, each with file, line and column.\n"
      "Exit code: 0 when the scenario is right, 2 when it is not.\n";
  return {std::move(spec), check};
}

}  // namespace yanzhen::tools
