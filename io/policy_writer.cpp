#include "io/policy_writer.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "engine/clock.hpp"
#include "io/toml_reader.hpp"

namespace yanzhen {
namespace {

// The date whose decimal_year this is: a month is a twelfth of a year, a day a part of its month.
std::string date_text(double decimal) {
  using namespace std::chrono;
  constexpr double kHalfADay =
      0.5 / (31 * 12);  // years; keeps a rounding error from falling into the day before
  const double year_number = std::floor(decimal + kHalfADay);
  const double months_done = std::floor((decimal + kHalfADay - year_number) * 12);
  const year_month in{year{static_cast<int>(year_number)}, month{static_cast<unsigned>(months_done) + 1}};
  const auto days_in_month = static_cast<unsigned>((in / last).day());
  const double days_done = ((decimal - year_number) * 12 - months_done) * days_in_month;
  return to_text(in / day{static_cast<unsigned>(std::lround(days_done)) + 1});
}

std::string list_text(const WordList& words) {
  if (words.size() == 1) return toml_text(words.front());
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + toml_text(word);
  return text.empty() ? "" : "[" + text + "]";
}

std::string table_text(const NumberTable& table) {
  std::string text;
  for (const auto& [name, number] : table)
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", toml_key(name), toml_number(number));
  return text.empty() ? "" : "{ " + text + " }";
}

std::string schedule_text(const Schedule& schedule, const std::string& key) {
  if (schedule.size() == 1)
    return std::isfinite(schedule.front().value) ? toml_number(schedule.front().value) : "";
  std::string text;
  for (const ScheduleEntry& entry : schedule) {
    const bool last = &entry == &schedule.back();
    text += text.empty() ? "{ " : ", { ";
    if (!last) text += fmt::format("until = \"{}\", ", date_text(entry.until));
    text += fmt::format("{} = {} }}", toml_key(key), toml_number(entry.value));
  }
  return "[" + text + "]";
}

// What stands to the right of the '='; empty where there is nothing to say.
std::string value_text(const FieldValue& field, const RuleField& declared) {
  if (const auto* number = std::get_if<double>(&field.value))
    return std::isfinite(*number) ? toml_number(*number) : "";
  if (const auto* flag = std::get_if<bool>(&field.value)) return *flag ? "true" : "false";
  if (const auto* words = std::get_if<WordList>(&field.value)) return list_text(*words);
  if (const auto* table = std::get_if<NumberTable>(&field.value)) return table_text(*table);
  return schedule_text(std::get<Schedule>(field.value), declared.schedule_key);
}

}  // namespace

std::string to_toml(const PolicySettings& policy, const RuleDeclaration& rule, bool enabled) {
  const PolicyWindow& window = policy.window;
  std::string out =
      fmt::format("[[policy]]\nname = {}\nrule = {}\n", toml_text(policy.name), toml_text(policy.rule));
  if (!enabled) out += "enabled = false\n";
  if (window.start) out += fmt::format("start = \"{}\"\n", to_text(*window.start));
  if (window.end) out += fmt::format("end = \"{}\"\n", to_text(*window.end));
  if (rule.ramps) out += fmt::format("ramp_years = {}\n", toml_number(window.ramp_years));
  out += fmt::format("strength = {}\n", toml_number(window.strength));
  for (const RuleField& field : rule.fields) {
    const std::string value = value_text(policy.fields.at(field.name), field);
    if (!value.empty()) out += fmt::format("{} = {}\n", toml_key(field.name), value);
  }
  return out;
}

const RuleDeclaration& rule_named(const std::string& name, const std::vector<RuleDeclaration>& rules) {
  for (const RuleDeclaration& one : rules)
    if (one.name == name) return one;
  throw std::logic_error{"no rule is called " + name};
}

}  // namespace yanzhen
