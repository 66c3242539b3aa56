#include "engine/policy.hpp"

#include <algorithm>

namespace yanzhen {

double value_at(const Schedule& schedule, double year) noexcept {
  for (const ScheduleEntry& entry : schedule)
    if (year < entry.until) return entry.value;
  return schedule.back().value;
}

double PolicyWindow::strength_at(double year, double run_start) const {
  const double from = start ? decimal_year(*start) : run_start;
  if (year < from || (end && year >= decimal_year(*end))) return 0.0;
  if (!(ramp_years > 0)) return strength;
  return strength * std::min(1.0, (year - from) / ramp_years);
}

double PolicySettings::number(const std::string& field) const {
  return std::get<double>(fields.at(field).value);
}
const Schedule& PolicySettings::schedule(const std::string& field) const {
  return std::get<Schedule>(fields.at(field).value);
}
bool PolicySettings::flag(const std::string& field) const { return std::get<bool>(fields.at(field).value); }
const std::string& PolicySettings::word(const std::string& field) const { return list(field).at(0); }
const WordList& PolicySettings::list(const std::string& field) const {
  return std::get<WordList>(fields.at(field).value);
}
const NumberTable& PolicySettings::table(const std::string& field) const {
  return std::get<NumberTable>(fields.at(field).value);
}
const Place& PolicySettings::place(const std::string& field) const { return fields.at(field).where; }
const Place& PolicySettings::place(const std::string& field, std::size_t k) const {
  const FieldValue& value = fields.at(field);
  return k < value.parts.size() ? value.parts[k] : value.where;
}

PolicySettings default_settings(const RuleDeclaration& rule, const Place& where) {
  PolicySettings settings;
  settings.name = rule.name;
  settings.rule = rule.name;
  settings.where = where;
  constexpr double kForEver = std::numeric_limits<double>::infinity();
  for (const RuleField& field : rule.fields) {
    FieldValue value;
    value.where = where;
    switch (field.kind) {
      case FieldKind::number:
        value.value = field.standard;
        break;
      case FieldKind::schedule:
        value.value = Schedule{{kForEver, field.standard}};
        break;
      case FieldKind::flag:
        value.value = field.standard_flag;
        break;
      case FieldKind::word:
      case FieldKind::words:
      case FieldKind::name:
      case FieldKind::names:
        value.value = field.standard_words;
        break;
      case FieldKind::table:
        value.value = NumberTable{};
        break;
    }
    settings.fields.emplace(field.name, std::move(value));
  }
  return settings;
}

}  // namespace yanzhen
