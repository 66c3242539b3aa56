#include "tools/verification.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "engine/diagnostic.hpp"
#include "engine/jobs.hpp"
#include "tools/listing.hpp"

namespace yanzhen::tools {

using known_answers::Effort;
using known_answers::KnownAnswer;

namespace {

bool finds(const std::string& pattern, const KnownAnswer& answer) {
  return answer.name.find(pattern) != std::string::npos;
}

[[noreturn]] void refuse(const std::string& pattern, const std::vector<KnownAnswer>& all) {
  std::vector<std::string> names;
  for (const KnownAnswer& answer : all) {
    names.push_back(answer.name);
    names.push_back(answer.family());
    names.push_back(answer.name.substr(answer.name.find('/') + 1));
  }
  const std::string near = nearest_name(pattern, names);
  throw UsageError{fmt::format("no known answer has \"{}\" in its name", pattern),
                   near.empty()
                       ? "`yanzhen verify --list` prints their names."
                       : fmt::format("did you mean {}? `yanzhen verify --list` prints all names.", near)};
}

Verdict ask(const KnownAnswer& answer, const Effort& effort) {
  Verdict verdict{answer, {}, {}};
  try {
    verdict.finding = answer.find(effort);
  } catch (const known_answers::Stopped&) {
    throw;
  } catch (const std::exception& error) {  // one that cannot be found fails; the others are still asked for
    verdict.trouble = error.what();
    verdict.finding.expected = verdict.finding.found = NAN;
  }
  return verdict;
}

std::string number(double value) { return fmt::format("{:.9g}", value); }

std::string tolerance_of(const Verdict& verdict) {
  return verdict.trouble.empty() ? verdict.finding.tolerance_kind : "";
}

const char* word_of(const Verdict& verdict) { return verdict.holds() ? "holds" : "FAILS"; }

std::string statement_of(const Verdict& verdict) {
  return verdict.trouble.empty() ? verdict.answer.statement
                                 : fmt::format("{}: {}", verdict.answer.statement, verdict.trouble);
}

}  // namespace

std::vector<KnownAnswer> chosen_answers(const std::vector<KnownAnswer>& all,
                                        const std::vector<std::string>& patterns, bool full) {
  for (const std::string& pattern : patterns)
    if (std::none_of(all.begin(), all.end(), [&](const KnownAnswer& one) { return finds(pattern, one); }))
      refuse(pattern, all);
  std::vector<KnownAnswer> chosen;
  for (const KnownAnswer& one : all) {
    const bool named = std::any_of(patterns.begin(), patterns.end(),
                                   [&](const std::string& pattern) { return finds(pattern, one); });
    if ((named || patterns.empty()) && (full || !one.slow)) chosen.push_back(one);
  }
  if (chosen.empty()) throw UsageError{"what was asked for is found with --full only", "add --full."};
  return chosen;
}

std::vector<Verdict> verify(const std::vector<KnownAnswer>& answers, const Effort& effort, int threads,
                            const Told& told) {
  std::vector<Verdict> verdicts(answers.size());
  std::mutex telling;
  std::size_t done = 0;
  const unsigned cores = threads > 0 ? static_cast<unsigned>(threads) : std::thread::hardware_concurrency();
  // A question runs in one thread, so that each core has one of its own.
  const auto thrown = run_jobs(answers.size(), std::max(1U, cores), 1, [&](std::size_t k) {
    effort.breathe();
    verdicts[k] = ask(answers[k], effort);
    const std::lock_guard lock{telling};
    if (told) told(++done, verdicts[k]);
  });
  for (const std::exception_ptr& one : thrown)
    if (one) std::rethrow_exception(one);
  return verdicts;
}

std::string to_text(const std::vector<Verdict>& verdicts, std::size_t width) {
  Listing listing{{"verdict", "expected", "found", "tolerance", "source", "statement"}, {}};
  for (const Verdict& verdict : verdicts)
    listing.rows.push_back({std::string{word_of(verdict)}, number(verdict.finding.expected),
                            number(verdict.finding.found), tolerance_of(verdict), verdict.answer.source,
                            statement_of(verdict)});
  return to_text(listing, width);
}

std::string to_json(const std::vector<Verdict>& verdicts) {
  auto array = nlohmann::ordered_json::array();
  for (const Verdict& verdict : verdicts) {
    nlohmann::ordered_json object{{"name", verdict.answer.name},
                                  {"family", verdict.answer.family()},
                                  {"statement", verdict.answer.statement},
                                  {"source", verdict.answer.source},
                                  {"expected", verdict.finding.expected},
                                  {"found", verdict.finding.found},
                                  {"tolerance", verdict.finding.tolerance},
                                  {"tolerance_kind", verdict.finding.tolerance_kind},
                                  {"holds", verdict.holds()}};
    if (!verdict.trouble.empty()) object["trouble"] = verdict.trouble;
    array.push_back(std::move(object));
  }
  return array.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string conclusion(const std::vector<Verdict>& verdicts) {
  std::string failed;
  std::size_t holding = 0;
  for (const Verdict& verdict : verdicts) {
    if (verdict.holds())
      ++holding;
    else
      failed += (failed.empty() ? ": " : ", ") + verdict.answer.name;
  }
  const std::size_t failing = verdicts.size() - holding;
  return fmt::format(
      "{} of {} known answers hold{}", holding, verdicts.size(),
      failing == 0 ? "" : fmt::format(", {} {}{}", failing, failing == 1 ? "fails" : "fail", failed));
}

ExitCode exit_code_of(const std::vector<Verdict>& verdicts) {
  return std::all_of(verdicts.begin(), verdicts.end(), [](const Verdict& one) { return one.holds(); })
             ? ExitCode::done
             : ExitCode::failed;
}

}  // namespace yanzhen::tools
