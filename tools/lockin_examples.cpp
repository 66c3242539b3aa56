#include "tools/lockin_examples.hpp"

#include <fmt/format.h>

#include <array>

namespace yanzhen::tools {
namespace {

struct Named {
  LockInWhat what;
  std::string_view word;
};
constexpr std::array kNames{Named{LockInWhat::hysteresis, "hysteresis"}, Named{LockInWhat::escape, "escape"},
                            Named{LockInWhat::twins, "twins"}, Named{LockInWhat::decompose, "decompose"},
                            Named{LockInWhat::persistence, "persistence"}};

constexpr const char* kWatch =
    "[lockin]\n"
    "watch = { panel = \"value_added_by_industry\", city = \"Xuzhou\", industry = \"electronics\" }\n"
    "seeds = 5\n";
constexpr const char* kHysteresis =
    "[lockin.hysteresis]\n"
    "path = \"policy.support.rate\"\n"
    "from = 0\n"
    "to = 0.3\n"
    "points = 11\n"
    "years = 10\n";
constexpr const char* kEscape =
    "[lockin.escape]\n"
    "path = \"policy.support.rate\"\n"
    "from = 0\n"
    "to = 0.3\n"
    "tolerance = 0.01\n"
    "kept = 2\n";
constexpr const char* kTwins =
    "[lockin.twins]\n"
    "settings = [\"policy.support.enabled=false\"]\n";
constexpr const char* kDecompose =
    "[lockin.decompose.switches]\n"
    "\"sunk cost\" = [\"firms.relocation.sunk_cost=0\"]\n"
    "borders = [\"firms.border.city=0\", \"firms.border.province=0\"]\n";

// Where it stands in the message's hint, so that the lines lie below one another.
std::string to_paste(std::string_view lines) {
  std::string text = "for example:\n";
  std::size_t at = 0;
  while (at < lines.size()) {
    const std::size_t end = lines.find('\n', at);
    text += fmt::format("        {}\n", lines.substr(at, end - at));
    at = end + 1;
  }
  text.pop_back();
  return text;
}

}  // namespace

std::optional<LockInWhat> lock_in_what_from(std::string_view word) {
  for (const Named& one : kNames)
    if (one.word == word) return one.what;
  return std::nullopt;
}

std::string_view to_word(LockInWhat what) {
  for (const Named& one : kNames)
    if (one.what == what) return one.word;
  return "?";
}

void check_sections(const Scenario& scenario, LockInWhat what, Problems& problems) {
  const auto missing = [&](const char* section, const std::string& example) {
    problems.add(
        {scenario.file, 0, 0},
        fmt::format("[{}] is missing, and `yanzhen lockin --what {}` needs it", section, to_word(what)),
        to_paste(example));
  };
  const std::optional<LockInSettings>& said = scenario.lock_in;
  const std::string watch = said ? "" : kWatch;
  if (what == LockInWhat::hysteresis && !(said && said->hysteresis))
    missing("lockin.hysteresis", watch + kHysteresis);
  if (what == LockInWhat::escape && !(said && said->escape)) missing("lockin.escape", watch + kEscape);
  if (what == LockInWhat::twins && !(said && said->twins)) missing("lockin.twins", watch + kTwins);
  if (what == LockInWhat::decompose && !(said && said->decompose))
    missing("lockin.decompose", watch + (said && said->twins ? "" : kTwins) + kDecompose);
  if (what == LockInWhat::persistence && !said) missing("lockin", kWatch);
}

}  // namespace yanzhen::tools
