#pragma once
//! \file  Known answers that are asked for again, on as many cores as there are, and what came out as a
//! table.
#include <functional>
#include <string>
#include <vector>

#include "models/known_answers/answer.hpp"
#include "tools/command.hpp"

namespace yanzhen::tools {

/// One known answer and what came out.
struct Verdict {
  known_answers::KnownAnswer answer;
  known_answers::Finding finding;
  std::string trouble;  ///< what was thrown instead of a finding; empty: nothing
  [[nodiscard]] bool holds() const { return trouble.empty() && finding.holds(); }
};

/// Those whose name contains one of the patterns, in their order; all but slow ones without a pattern. A slow
/// one is asked for only with full effort. \throws UsageError naming the nearest name or family where a
/// pattern finds none
[[nodiscard]] std::vector<known_answers::KnownAnswer> chosen_answers(
    const std::vector<known_answers::KnownAnswer>& all, const std::vector<std::string>& patterns, bool full);

/// Called from one thread at a time whenever an answer has come in.
using Told = std::function<void(std::size_t done, const Verdict& verdict)>;

/// Asks for all of them, each in one thread, `threads` at a time (0: as many as there are cores), and gives
/// the verdicts in the order of the answers. None depends on how many are asked for at once. \throws
/// known_answers::Stopped where effort.stopped says so
[[nodiscard]] std::vector<Verdict> verify(const std::vector<known_answers::KnownAnswer>& answers,
                                          const known_answers::Effort& effort, int threads, const Told& told);

/// \param width  of the terminal; 0: lines are not wrapped
[[nodiscard]] std::string to_text(const std::vector<Verdict>& verdicts, std::size_t width);
/// An array with one object an answer.
[[nodiscard]] std::string to_json(const std::vector<Verdict>& verdicts);
/// "65 of 66 known answers hold, 1 fails: urn/linear-2-1"
[[nodiscard]] std::string conclusion(const std::vector<Verdict>& verdicts);
/// Failed if any fails.
[[nodiscard]] ExitCode exit_code_of(const std::vector<Verdict>& verdicts);

}  // namespace yanzhen::tools
