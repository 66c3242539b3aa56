//! \file  `yanzhen verify`: asks the engine again for every answer that theory knows.
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <chrono>

#include "models/known_answers/families.hpp"
#include "tools/command.hpp"
#include "tools/display.hpp"
#include "tools/interrupt.hpp"
#include "tools/listing.hpp"
#include "tools/output.hpp"
#include "tools/terminal_line.hpp"
#include "tools/verification.hpp"

namespace yanzhen::tools {
namespace {

using known_answers::KnownAnswer;
using WallClock = std::chrono::steady_clock;

constexpr std::uint64_t kMostThreads = 1024;

/// One line of a terminal: how many have come in, and which last. Nothing on a pipe.
class AnswersLine {
 public:
  explicit AnswersLine(std::size_t all) : all_{all} { write("", 0); }

  void write(const std::string& name, std::size_t done) {
    line_.show([&](std::size_t columns) {
      const std::chrono::duration<double> gone = WallClock::now() - began_;
      return cut_to_width(
          fmt::format("{}/{} known answers  {}  {}", done, all_, duration(gone.count()), name), columns);
    });
  }

 private:
  std::size_t all_;
  TerminalLine line_{true};
  WallClock::time_point began_ = WallClock::now();
};

std::string names_of(const std::vector<KnownAnswer>& answers, bool json) {
  Listing listing{{"name", "source", "statement"}, {}};
  for (const KnownAnswer& one : answers) listing.rows.push_back({one.name, one.source, one.statement});
  return json ? to_json(listing) : to_text(listing, terminal_columns(STDOUT_FILENO, 0));
}

ExitCode print_verdicts(const std::vector<Verdict>& verdicts, bool json) {
  print_result(json ? to_json(verdicts) : to_text(verdicts, terminal_columns(STDOUT_FILENO, 0)));
  const ExitCode code = exit_code_of(verdicts);
  spdlog::log(code == ExitCode::done ? spdlog::level::info : spdlog::level::err, "{}", conclusion(verdicts));
  return code;
}

ExitCode run_verify(const Arguments& arguments) {
  const int threads = static_cast<int>(arguments.whole_number("threads", 0, kMostThreads).value_or(0));
  const bool full = arguments.has("full"), json = arguments.has("json");
  const std::vector<KnownAnswer> answers =
      chosen_answers(known_answers::all_answers(), arguments.all("only"), full || arguments.has("list"));
  if (arguments.has("list")) {
    print_result(names_of(answers, json));
    return ExitCode::done;
  }
  const InterruptWatch interrupt;
  std::vector<Verdict> verdicts;
  try {
    AnswersLine line{answers.size()};
    verdicts =
        verify(answers, {full, [&] { return interrupt.asked(); }}, threads,
               [&](std::size_t done, const Verdict& verdict) { line.write(verdict.answer.name, done); });
  } catch (const known_answers::Stopped&) {
    spdlog::info("interrupted; nothing was printed");
    return ExitCode::interrupted;
  }
  return print_verdicts(verdicts, json);
}

}  // namespace

Command verify_command() {
  CommandSpec spec;
  spec.name = "verify";
  spec.summary = "Recomputes what theory knows with the engine, and compares.";
  spec.options = {
      {"full", 0, "", "more agents and replicates, and the slow ones"},
      {"only", 0, "PATTERN", "only those with this in their name; may be given again"},
      {"list", 0, "", "print their names and run nothing"},
      {"json", 0, "", "print JSON instead of a table"},
      {"threads", 't', "N", "how many are asked for at once; 0, the default: as many as there are cores"}};
  spec.examples = {{"yanzhen verify", "all but the slow ones, in less than a minute on two cores"},
                   {"yanzhen verify --only core-periphery", "one family"},
                   {"yanzhen verify --full --json", "everything, for a program"}};
  spec.details =
      "What is expected is solved from the equations of the source; what is found comes from runs of agents\n"
      "(thresholds by bisection of their own dynamics within 0.5 %, chances within 4 standard errors) or "
      "from\n"
      "the functions that models stand on (within 1e-9). Exit code 1 if any fails.\n";
  return {std::move(spec), run_verify};
}

}  // namespace yanzhen::tools
