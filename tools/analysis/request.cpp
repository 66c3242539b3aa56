#include "tools/analysis/request.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "engine/clock.hpp"
#include "engine/diagnostic.hpp"
#include "tools/command.hpp"

namespace yanzhen::tools {
namespace {

constexpr std::array kKinds{AnalysisKind::means,  AnalysisKind::effects, AnalysisKind::sobol,
                            AnalysisKind::morris, AnalysisKind::pareto,  AnalysisKind::regions,
                            AnalysisKind::seeds};

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string> split(const std::vector<std::string>& lists) {
  std::vector<std::string> words;
  for (const std::string& list : lists)
    for (std::size_t at = 0; at <= list.size();) {
      const std::size_t comma = std::min(list.find(',', at), list.size());
      words.push_back(trimmed(list.substr(at, comma - at)));
      at = comma + 1;
    }
  return words;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& known) {
  const std::string near = nearest_name(word, known);
  return near.empty() ? "" : fmt::format("did you mean {}?", near);
}

std::size_t find_index(const std::string& name, const std::string& option, const SweepResults& results) {
  std::vector<std::string> names;
  for (const SweepIndex& index : results.indices) names.push_back(index.name);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  const std::string hint = did_you_mean(name, names);
  throw UsageError{fmt::format("--{}: {} holds no index \"{}\"", option, results.file, name),
                   hint.empty() ? fmt::format("it holds {}.", fmt::join(names, ", ")) : hint};
}

// ---- what the design can tell

bool has_replicates_to_pair(const SweepResults& results) {
  const DesignKind kind = results.design.kind;
  return results.replicates > 1 && (kind == DesignKind::grid || kind == DesignKind::list);
}

std::vector<AnalysisKind> all_that_can_be_told(const SweepResults& results) {
  std::vector<AnalysisKind> kinds{AnalysisKind::means, AnalysisKind::effects};
  if (results.design.kind == DesignKind::saltelli) kinds.push_back(AnalysisKind::sobol);
  if (results.design.kind == DesignKind::morris) kinds.push_back(AnalysisKind::morris);
  if (has_replicates_to_pair(results)) kinds.push_back(AnalysisKind::seeds);
  return kinds;
}

void check_kind(AnalysisKind kind, const AnalysisRequest& request, const SweepResults& results) {
  const auto refuse = [&](const std::string& needs, const std::string& hint) {
    throw UsageError{fmt::format("--what {} needs {}", to_word(kind), needs), hint};
  };
  const std::string design = fmt::format("this sweep is a {}.", to_word(results.design.kind));
  if (kind == AnalysisKind::sobol && results.design.kind != DesignKind::saltelli)
    refuse("a design of kind saltelli", design);
  if (kind == AnalysisKind::morris && results.design.kind != DesignKind::morris)
    refuse("a design of kind morris", design);
  if (kind == AnalysisKind::pareto && request.best.empty())
    refuse("--best", "for example: --best value_added:most,theil:least");
  if (kind == AnalysisKind::regions && request.where.empty())
    refuse("--where", "for example: --where \"theil>0.4\"");
  if (kind == AnalysisKind::seeds && !has_replicates_to_pair(results))
    refuse("a grid or list with more than one replicate",
           fmt::format("this sweep is a {} with {} replicate{}.", to_word(results.design.kind),
                       results.replicates, results.replicates == 1 ? "" : "s"));
}

std::vector<AnalysisKind> read_what(const std::vector<std::string>& words) {
  std::vector<std::string> known;
  for (const AnalysisKind kind : kKinds) known.emplace_back(to_word(kind));
  std::vector<AnalysisKind> kinds;
  for (const std::string& word : words) {
    const auto found = std::find(known.begin(), known.end(), word);
    if (found == known.end())
      throw UsageError{fmt::format("--what is \"{}\", allowed are {}", word, fmt::join(known, ", ")),
                       did_you_mean(word, known)};
    kinds.push_back(kKinds[static_cast<std::size_t>(found - known.begin())]);
  }
  return kinds;
}

// In the order in which they are told, each once; --best and --where ask for what they belong to.
void settle_what(const std::vector<std::string>& words, const SweepResults& results,
                 AnalysisRequest& request) {
  std::vector<AnalysisKind> asked = words.empty() ? all_that_can_be_told(results) : read_what(words);
  if (!request.best.empty()) asked.push_back(AnalysisKind::pareto);
  if (!request.where.empty()) asked.push_back(AnalysisKind::regions);
  for (const AnalysisKind kind : kKinds) {
    if (std::find(asked.begin(), asked.end(), kind) == asked.end()) continue;
    check_kind(kind, request, results);
    request.what.push_back(kind);
  }
}

// ---- dates, goals, conditions

std::size_t find_record(const std::string& text, const SweepResults& results) {
  if (text.empty()) return results.dates.size() - 1;
  const auto date = date_from(text);
  if (!date)
    throw UsageError{
        fmt::format("--at is \"{}\", allowed is a date such as 2030, 2030-07 or 2030-07-01", text)};
  // Dates of one length, so that texts are in the order of time.
  const auto after = std::upper_bound(results.dates.begin(), results.dates.end(), yanzhen::to_text(*date));
  if (after == results.dates.begin())
    throw UsageError{fmt::format("--at is {}, but the first record is of {}", text, results.dates.front()),
                     fmt::format("records go on to {}.", results.dates.back())};
  return static_cast<std::size_t>(after - results.dates.begin()) - 1;
}

Goal read_goal(const std::string& word, const SweepResults& results) {
  const std::size_t colon = word.rfind(':');
  if (colon == std::string::npos)
    throw UsageError{fmt::format("--best is \"{}\", allowed is NAME:most or NAME:least", word),
                     fmt::format("for example: --best {}:most", word.empty() ? "NAME" : word)};
  const std::string way = trimmed(word.substr(colon + 1));
  if (way != "most" && way != "least")
    throw UsageError{fmt::format("--best is \"{}\", allowed after the colon is most or least", word),
                     did_you_mean(way, {"most", "least"})};
  return {find_index(trimmed(word.substr(0, colon)), "best", results), way == "most"};
}

double read_threshold(const std::string& text, const std::string& word) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end || !std::isfinite(number))
    throw UsageError{fmt::format("--where is \"{}\", but \"{}\" is no number", word, text),
                     "for example: --where \"theil>0.4\""};
  return number;
}

Condition read_condition(const std::string& word, const SweepResults& results) {
  const std::size_t sign = word.find_first_of("<>");
  if (sign == std::string::npos)
    throw UsageError{fmt::format("--where is \"{}\", allowed is NAME>NUMBER, with >, >=, < or <=", word),
                     "quote it, since the shell reads < and > itself: --where \"theil>0.4\""};
  Condition condition;
  condition.above = word[sign] == '>';
  condition.or_equal = word.substr(sign + 1, 1) == "=";
  condition.index = find_index(trimmed(word.substr(0, sign)), "where", results);
  condition.threshold = read_threshold(trimmed(word.substr(sign + (condition.or_equal ? 2 : 1))), word);
  return condition;
}

}  // namespace

std::string_view to_word(AnalysisKind kind) {
  switch (kind) {
    case AnalysisKind::means:
      return "means";
    case AnalysisKind::effects:
      return "effects";
    case AnalysisKind::sobol:
      return "sobol";
    case AnalysisKind::morris:
      return "morris";
    case AnalysisKind::pareto:
      return "pareto";
    case AnalysisKind::regions:
      return "regions";
    case AnalysisKind::seeds:
      return "seeds";
  }
  return "?";
}

std::string_view to_word(DesignKind kind) {
  switch (kind) {
    case DesignKind::grid:
      return "grid";
    case DesignKind::list:
      return "list";
    case DesignKind::latin_hypercube:
      return "latin_hypercube";
    case DesignKind::sobol:
      return "sobol";
    case DesignKind::saltelli:
      return "saltelli";
    case DesignKind::morris:
      return "morris";
  }
  return "?";
}

bool AnalysisRequest::asks(AnalysisKind kind) const {
  return std::find(what.begin(), what.end(), kind) != what.end();
}

AnalysisRequest analysis_request(const AnalysisWords& words, const SweepResults& results) {
  AnalysisRequest request;
  request.record = find_record(words.at, results);
  for (const std::string& name : split(words.indices)) {
    const std::size_t index = find_index(name, "index", results);
    if (std::find(request.indices.begin(), request.indices.end(), index) == request.indices.end())
      request.indices.push_back(index);
  }
  if (request.indices.empty())
    for (std::size_t index = 0; index < results.indices.size(); ++index) request.indices.push_back(index);
  for (const std::string& word : split(words.best)) request.best.push_back(read_goal(word, results));
  for (const std::string& word : words.where) request.where.push_back(read_condition(word, results));
  settle_what(split(words.what), results, request);
  return request;
}

std::string to_text(const std::vector<Condition>& conditions, const SweepResults& results) {
  std::vector<std::string> parts;
  for (const Condition& one : conditions)
    parts.push_back(fmt::format("{} {}{} {}", results.indices[one.index].name, one.above ? ">" : "<",
                                one.or_equal ? "=" : "", one.threshold));
  return fmt::format("{}", fmt::join(parts, " and "));
}

}  // namespace yanzhen::tools
