#include "tools/report/policy_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/clock.hpp"
#include "tools/report/field_names_zh.hpp"

namespace yanzhen::tools {
namespace {

enum class Tongue { en, zh };

std::string spaced(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string month_text(double decimal_year) {
  constexpr double kHalfADay =
      0.5 / (31 * 12);  // years; a rounding error must not fall into the month before
  const double year = std::floor(decimal_year + kHalfADay);
  const double month = std::floor((decimal_year + kHalfADay - year) * 12);
  return fmt::format("{:04.0f}-{:02.0f}", year, month + 1);
}

std::string month_text(std::chrono::year_month_day date) {
  const std::string text = to_text(date);
  return date.day() == std::chrono::day{1} ? text.substr(0, 7) : text;
}

bool same(const FieldValue& one, const FieldValue& other) {
  if (one.value.index() != other.value.index()) return false;
  if (const auto* schedule = std::get_if<Schedule>(&one.value)) {
    const auto& before = std::get<Schedule>(other.value);
    return std::equal(schedule->begin(), schedule->end(), before.begin(), before.end(),
                      [](const ScheduleEntry& a, const ScheduleEntry& b) {
                        return a.until == b.until && a.value == b.value;
                      });
  }
  return std::visit(
      [&](const auto& value) {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, Schedule>) {
          return false;
        } else {
          return value == std::get<Value>(other.value);
        }
      },
      one.value);
}

// Says one policy in one language.
class Speaker {
 public:
  Speaker(const RuleDeclaration& rule, const ThingNames& names, Tongue tongue)
      : rule_{rule}, names_{names}, tongue_{tongue} {}

  std::string say(const PolicySettings& policy) const {
    const PolicySettings standard = default_settings(rule_, {});
    std::string text = head(policy);
    bool first = true;
    for (const RuleField& field : rule_.fields) {
      const FieldValue& value = policy.fields.at(field.name);
      if (!field.required && same(value, standard.fields.at(field.name))) continue;
      text += first ? either(": ", "：") : either(", ", "，");
      text += name_of(field) + " " + value_text(field, value);
      first = false;
    }
    return text;
  }

 private:
  std::string either(const char* en, const char* zh) const { return tongue_ == Tongue::en ? en : zh; }

  template <class Value>
  std::string filled(const char* en, const char* zh, const Value& value) const {
    return fmt::format(fmt::runtime(tongue_ == Tongue::en ? en : zh), value);
  }

  std::string head(const PolicySettings& policy) const {
    const PolicyWindow& window = policy.window;
    std::string text = tongue_ == Tongue::en || rule_.name_zh.empty() ? spaced(rule_.name) : rule_.name_zh;
    if (window.start) text += filled(" from {}", "，{} 起", month_text(*window.start));
    if (window.end) text += filled(" to {}", "，至 {}", month_text(*window.end));
    if (window.ramp_years > 0)
      text += filled(", growing over {} years", "，{} 年内逐步到位", window.ramp_years);
    if (window.strength != 1) text += filled(", at strength {}", "，力度 {}", window.strength);
    return text;
  }

  // capacity_km2 is "capacity" where its unit follows.
  std::string name_of(const RuleField& field) const {
    if (tongue_ == Tongue::zh) {
      const std::string zh = field_name_zh(rule_.name, field.name);
      return zh.empty() ? spaced(field.name) : zh;
    }
    const std::size_t last = field.name.rfind('_');
    const bool names_unit = last != std::string::npos && !field.unit.empty() &&
                            field.unit.compare(0, field.unit.find(' '), field.name.substr(last + 1)) == 0;
    return spaced(names_unit ? field.name.substr(0, last) : field.name);
  }

  std::string unit_text(const std::string& unit) const {
    if (tongue_ == Tongue::zh) {
      const std::string zh = unit_zh(unit);
      if (zh.empty()) return has_unit_zh(unit) ? "" : " (" + unit + ")";
      return zh.starts_with("占") ? "（" + zh + "）" : zh.starts_with("/") ? zh : " " + zh;
    }
    if (unit.empty() || unit == "share" || unit == "-" || unit == "1" || unit == "index") return "";
    return unit.find(' ') == std::string::npos ? " " + unit : " (" + unit + ")";
  }

  std::string value_text(const RuleField& field, const FieldValue& value) const {
    if (const auto* number = std::get_if<double>(&value.value))
      return fmt::format("{}{}", *number, unit_text(field.unit));
    if (const auto* flag = std::get_if<bool>(&value.value))
      return *flag ? either("yes", "是") : either("no", "否");
    if (const auto* schedule = std::get_if<Schedule>(&value.value))
      return schedule_text(*schedule) + unit_text(field.unit);
    if (const auto* table = std::get_if<NumberTable>(&value.value)) return table_text(*table);
    return list_text(field, std::get<WordList>(value.value));
  }

  std::string schedule_text(const Schedule& schedule) const {
    std::string text;
    for (const ScheduleEntry& entry : schedule) {
      if (!text.empty()) text += either(", then ", "，此后 ");
      text += fmt::format("{}", entry.value);
      if (std::isfinite(entry.until)) text += filled(" until {}", "（至 {}）", month_text(entry.until));
    }
    return text;
  }

  std::string table_text(const NumberTable& table) const {
    std::string text;
    for (const auto& [name, number] : table)
      text += fmt::format("{}{} {}", text.empty() ? "" : either("; ", "；"), thing(name), number);
    return text;
  }

  std::string list_text(const RuleField& field, const WordList& list) const {
    std::string text;
    for (const std::string& word : list)
      text += (text.empty() ? "" : either(" and ", "、")) + word_text(field, word);
    return text.empty() ? either("none", "无") : text;
  }

  std::string word_text(const RuleField& field, const std::string& word) const {
    const bool is_word = field.kind == FieldKind::word || field.kind == FieldKind::words || word == "all";
    if (!is_word) return thing(word);
    const std::string zh = tongue_ == Tongue::zh ? word_zh(field.name, word) : "";
    return zh.empty() ? word : zh;
  }

  std::string thing(const std::string& name) const {
    return tongue_ == Tongue::en ? names_.en(name) : names_.zh(name);
  }

  const RuleDeclaration& rule_;
  const ThingNames& names_;
  Tongue tongue_;
};

}  // namespace

PolicyWords policy_words(const PolicySettings& policy, const RuleDeclaration& rule, const ThingNames& names) {
  return {Speaker{rule, names, Tongue::en}.say(policy), Speaker{rule, names, Tongue::zh}.say(policy)};
}

}  // namespace yanzhen::tools
