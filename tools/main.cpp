//! \file  The command `yanzhen`: finds the subcommand, and turns what went wrong into a message and an exit
//! code.
#include <fmt/format.h>

#include "engine/diagnostic.hpp"
#include "tools/build_info.hpp"
#include "tools/command.hpp"
#include "tools/failure.hpp"
#include "tools/interrupt.hpp"
#include "tools/output.hpp"

namespace yanzhen::tools {
namespace {

const std::vector<Command>& all_commands() {
  static const std::vector<Command> commands{
      run_command(),     check_command(),   sweep_command(),       sweep_task_command(), reproduce_command(),
      analyze_command(), compare_command(), breakpoints_command(), report_command(),     plot_command(),
      lockin_command(),  list_command(),    new_command(),         recover_command(),    verify_command()};
  return commands;
}

std::string overview() {
  std::string text =
      "yanzhen (雁阵) simulates how firms, talent and capital move between cities.\n\n"
      "Usage: yanzhen COMMAND ...\n\n";
  for (const Command& command : all_commands()) {
    text += fmt::format("  {:<12}{}\n", command.spec.name, command.spec.summary);
  }
  text +=
      "  help        Prints this page, or `yanzhen help COMMAND` that of a command.\n\n"
      "For a start:\n"
      "  yanzhen list scenarios\n"
      "  yanzhen run scenarios/tiny/tiny.toml\n"
      "  yanzhen new mine\n\n"
      "Exit codes: 0 done, 1 failed, 2 bad input, 130 interrupted.\n";
  return text;
}

const Command& find_command(const std::string& name) {
  std::vector<std::string> names{"help"};
  for (const Command& command : all_commands()) {
    if (command.spec.name == name) return command;
    names.push_back(command.spec.name);
  }
  const std::string near = nearest_name(name, names);
  throw UsageError{
      fmt::format("yanzhen has no command \"{}\"", name),
      near.empty() ? "`yanzhen help` shows all commands." : fmt::format("did you mean {}?", near)};
}

ExitCode help(std::span<const std::string> words) {
  print_result(words.empty() || words[0] == "help" ? overview() : help_page(find_command(words[0]).spec));
  return ExitCode::done;
}

ExitCode dispatch(const std::string& program, std::span<const std::string> words) {
  if (words.empty()) {
    fmt::print(stderr, "{}", overview());
    return ExitCode::bad_input;
  }
  const std::string& first = words[0];
  if (first == "--version") {
    print_result(fmt::format("yanzhen {} ({})\n", kVersion, kCommit));
    return ExitCode::done;
  }
  if (first == "help" || first == "--help" || first == "-h") return help(words.subspan(1));
  const Command& command = find_command(first);
  const Arguments arguments = read_arguments(command.spec, program, words.subspan(1));
  if (arguments.has("help")) return help(words.first(1));
  return command.run(arguments);
}

}  // namespace
}  // namespace yanzhen::tools

int main(int count, char** words) {
  using namespace yanzhen::tools;
  turn_write_signals_into_errors();
  set_up_messages();
  std::vector<std::string> line{words, words + count};
  if (line.empty()) line.emplace_back("yanzhen");
  return static_cast<int>(
      report_failures(shell_line(line), [&] { return dispatch(line[0], std::span{line}.subspan(1)); }));
}
