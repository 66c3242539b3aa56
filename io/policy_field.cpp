#include "io/policy_field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/clock.hpp"
#include "io/text_file.hpp"
#include "io/toml_section.hpp"

namespace yanzhen {
namespace {

constexpr const char* kAll = "all";
constexpr double kForEver = std::numeric_limits<double>::infinity();

std::string numbers_text(const RuleField& field) {
  const std::string range = range_text(field.min, field.max);
  return field.unit.empty() || field.unit == "-" ? range : fmt::format("{} [{}]", range, field.unit);
}

std::string entry_text(const RuleField& field) {
  return fmt::format("{{ until = DATE, {} = NUMBER }}", field.schedule_key);
}

// "a", "b" or "c"
std::string words_text(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t k = 0; k < words.size(); ++k)
    text += (k == 0 ? "" : k + 1 < words.size() ? ", " : " or ") + in_quotes(words[k]);
  return text;
}

bool has_default_of_nothing(const RuleField& field) {
  return !field.required && field.standard_words.empty();
}

// Reads one field. What is wrong becomes a problem, and the answer is nothing.
class FieldReader {
 public:
  FieldReader(const RuleField& field, const std::string& name, Problems& problems)
      : field_{field}, name_{name}, problems_{problems}, problems_before_{problems.count()} {}

  std::optional<FieldValue> read(const TomlValue& value) {
    out_.where = value.where;
    out_.given = true;
    switch (field_.kind) {
      case FieldKind::number:
        out_.value = number(value, name_);
        break;
      case FieldKind::schedule:
        read_schedule(value);
        break;
      case FieldKind::flag:
        read_flag(value);
        break;
      case FieldKind::word:
      case FieldKind::name:
        out_.value = WordList{text(value, name_)};
        out_.parts = {value.where};
        break;
      case FieldKind::words:
      case FieldKind::names:
        read_list(value);
        break;
      case FieldKind::table:
        read_table(value);
        break;
    }
    if (problems_.count() > problems_before_) return std::nullopt;
    return std::move(out_);
  }

 private:
  void refuse(const TomlValue& value, const std::string& name, const std::string& allowed) const {
    problems_.add(value.where, fmt::format("{} is {}, allowed is {}", name, describe(value), allowed),
                  field_.meaning);
  }
  void refuse(const TomlValue& value) const { refuse(value, name_, allowed_text(field_)); }

  [[nodiscard]] bool allows(double number) const {
    return number >= field_.min && number <= field_.max &&  // NaN fails both
           (std::isfinite(number) || number == field_.standard);
  }

  // A number in the range of the field; what is none is told as `name`.
  [[nodiscard]] double number(const TomlValue& value, const std::string& name) const {
    const std::optional<double> found = number_in(value);
    if (found && allows(*found)) return *found;
    refuse(value, name, name == name_ ? allowed_text(field_) : numbers_text(field_));
    return 0.0;
  }

  void read_flag(const TomlValue& value) {
    if (const auto* flag = std::get_if<bool>(&value.value))
      out_.value = *flag;
    else
      refuse(value);
  }

  // Whether there are so many entries that nobody wrote them.
  [[nodiscard]] bool too_many(std::size_t entries, const TomlValue& value) const {
    if (entries <= kMostListEntries) return false;
    problems_.add(value.where,
                  fmt::format("{} has {} entries, allowed are {}", name_, entries, kMostListEntries));
    return true;
  }
  [[nodiscard]] bool enough_told() const { return problems_.count() >= Problems::kMost; }

  // A word that the field allows, or a name.
  [[nodiscard]] std::string text(const TomlValue& value, const std::string& name) const {
    const auto* written = std::get_if<std::string>(&value.value);
    if (field_.kind == FieldKind::name || field_.kind == FieldKind::names) return name_of_thing(value, name);
    if (written != nullptr &&
        std::find(field_.words.begin(), field_.words.end(), *written) != field_.words.end())
      return *written;
    const std::string near = written == nullptr ? "" : nearest_name(*written, field_.words);
    problems_.add(value.where,
                  fmt::format("{} is {}, allowed is {}", name, describe(value),
                              name == name_ ? allowed_text(field_) : words_text(field_.words)),
                  near.empty() ? field_.meaning : fmt::format("did you mean \"{}\"?", near));
    return {};
  }

  [[nodiscard]] std::string name_of_thing(const TomlValue& value, const std::string& name) const {
    if (const auto* code = std::get_if<std::int64_t>(&value.value)) return std::to_string(*code);
    if (const auto* written = std::get_if<std::string>(&value.value)) {
      check_name(*written, value.where, name);
      return *written;
    }
    refuse(value, name, name == name_ ? allowed_text(field_) : "a name");
    return {};
  }

  void check_name(const std::string& written, const Place& where, const std::string& name) const {
    if (written.empty())
      problems_.add(where, fmt::format("{} is empty, allowed is a name", name), field_.meaning);
    else if (first_bad_byte(written) != std::string_view::npos)
      problems_.add(where, fmt::format("{} is not UTF-8 text", name));
    else if (count_letters(written) > kLongestName)
      problems_.add(where, fmt::format("{} is {}, which has {} letters, allowed are {}", name,
                                       in_quotes(written), count_letters(written), kLongestName));
  }

  void read_list(const TomlValue& value) {
    WordList words;
    if (const auto* array = std::get_if<TomlArray>(&value.value)) {
      if (too_many(array->size(), value)) return;
      if (array->empty() && !has_default_of_nothing(field_))
        problems_.add(value.where,
                      fmt::format("{} has no entries, allowed is {}", name_, allowed_text(field_)),
                      field_.meaning);
      read_entries(*array, words);
    } else if (is_all(value)) {
      add_all(value, words);
    } else {
      words.push_back(text(value, name_));
      out_.parts = {value.where};
    }
    out_.value = std::move(words);
  }

  static bool is_all(const TomlValue& value) {
    const auto* written = std::get_if<std::string>(&value.value);
    return written != nullptr && *written == kAll;
  }
  void add_all(const TomlValue& value, WordList& words) {
    words = without_all(field_, {kAll});
    out_.parts.assign(words.size(), value.where);
  }

  void read_entries(const TomlArray& array, WordList& words) {
    if (array.size() == 1 && is_all(array.front())) return add_all(array.front(), words);
    std::set<std::string> seen;
    for (std::size_t k = 0; k < array.size() && !enough_told(); ++k) {
      const std::string name = entry_name(k);
      if (is_all(array[k])) {
        problems_.add(
            array[k].where,
            fmt::format("{} is \"all\", which stands for every one and must be the only entry", name));
        continue;
      }
      const std::size_t before = problems_.count();
      words.push_back(text(array[k], name));
      out_.parts.push_back(array[k].where);
      if (!seen.insert(words.back()).second && problems_.count() == before)
        problems_.add(array[k].where,
                      fmt::format("{} is {}, which is in the list already", name, in_quotes(words.back())));
    }
  }

  void read_table(const TomlValue& value) {
    const auto* table = std::get_if<TomlTable>(&value.value);
    if (table == nullptr) return refuse(value);
    if (too_many(table->size(), value)) return;
    if (table->empty() && field_.required) return refuse_empty(value);
    NumberTable numbers;
    for (const auto& [key, one] : *table) {
      if (enough_told()) return;
      check_name(key, one.key_where, "a name in " + name_);
      numbers.emplace(key, number(one, name_ + "." + shown_key(key)));
      out_.parts.push_back(one.key_where);
    }
    out_.value = std::move(numbers);
  }

  void refuse_empty(const TomlValue& value) const {
    problems_.add(value.where, fmt::format("{} has no entries, allowed is {}", name_, allowed_text(field_)),
                  field_.meaning);
  }

  void read_schedule(const TomlValue& value) {
    const auto* array = std::get_if<TomlArray>(&value.value);
    if (array == nullptr) {
      out_.value = Schedule{{kForEver, number(value, name_)}};
      out_.parts = {value.where};
      return;
    }
    if (too_many(array->size(), value)) return;
    if (array->empty()) return refuse_empty(value);
    Schedule schedule;
    for (std::size_t k = 0; k < array->size() && !enough_told(); ++k) {
      schedule.push_back(schedule_entry((*array)[k], k, k + 1 == array->size()));
      out_.parts.push_back((*array)[k].where);
    }
    check_order();
    out_.value = std::move(schedule);
  }

  [[nodiscard]] std::string entry_name(std::size_t k) const {
    return fmt::format("entry {} of {}", k + 1, name_);
  }

  [[nodiscard]] ScheduleEntry schedule_entry(const TomlValue& value, std::size_t k, bool last) {
    ScheduleEntry entry{kForEver, 0.0};
    const auto* table = std::get_if<TomlTable>(&value.value);
    if (table == nullptr) {
      refuse(value, entry_name(k), entry_text(field_));
      return entry;
    }
    const TomlSection section{*table, name_, {"until", field_.schedule_key}, problems_, entry_name(k)};
    if (const TomlValue* number_there = section.find(field_.schedule_key))
      entry.value = number(*number_there, section.full_name(field_.schedule_key));
    else
      problems_.add(value.where, fmt::format("{} has no `{}`", entry_name(k), field_.schedule_key),
                    fmt::format("an entry is {}", entry_text(field_)));
    entry.until = last ? no_until(section, k) : until(section, value, k);
    return entry;
  }

  [[nodiscard]] double no_until(const TomlSection& section, std::size_t k) const {
    if (const TomlValue* value = section.find("until"))
      problems_.add(value->key_where,
                    fmt::format("{} has an `until`, but is the last and holds for ever", entry_name(k)),
                    "leave it out, or add an entry without it for the time after");
    return kForEver;
  }

  // Decimal year of an entry's `until`; infinity where it has none, or a wrong one.
  [[nodiscard]] double until(const TomlSection& section, const TomlValue& entry, std::size_t k) {
    const TomlValue* value = section.find("until");
    if (value == nullptr) {
      problems_.add(entry.where, fmt::format("{} has no `until`", entry_name(k)),
                    "only the last entry of a schedule has no `until`");
      return kForEver;
    }
    const auto date = section.date("until");
    if (!date) return kForEver;
    ends_.push_back({*date, value->where});
    return decimal_year(*date);
  }

  // Every entry ends after the one before. Where an end is wrong itself, the others say nothing.
  void check_order() const {
    if (problems_.count() > problems_before_) return;
    for (std::size_t k = 1; k < ends_.size() && !enough_told(); ++k)
      if (!(ends_[k].date > ends_[k - 1].date))
        problems_.add(ends_[k].where,
                      fmt::format("{} ends {}, allowed is after {}, when entry {} ends", entry_name(k),
                                  to_text(ends_[k].date), to_text(ends_[k - 1].date), k),
                      "every `until` is later than the one before");
  }

  // The end of an entry of a schedule.
  struct EntryEnd {
    std::chrono::year_month_day date;
    Place where;
  };

  const RuleField& field_;
  const std::string& name_;
  Problems& problems_;
  std::size_t problems_before_;
  std::vector<EntryEnd> ends_;  // of a schedule's entries, but for the last
  FieldValue out_;
};

}  // namespace

std::string allowed_text(const RuleField& field) {
  switch (field.kind) {
    case FieldKind::number:
      return numbers_text(field);
    case FieldKind::schedule:
      return fmt::format("{}, or a list of {} whose last entry has no `until`", numbers_text(field),
                         entry_text(field));
    case FieldKind::flag:
      return "true or false";
    case FieldKind::word:
      return words_text(field.words);
    case FieldKind::words:
      return fmt::format("one or a list of {}, or \"all\"", words_text(field.words));
    case FieldKind::name:
      return fmt::format("the name of {}", field.unit.empty() ? "one thing" : field.unit);
    case FieldKind::names:
      return fmt::format("one name or a list of names{}, or \"all\"",
                         field.unit.empty() ? "" : fmt::format(" of {}", field.unit));
    case FieldKind::table:
      return fmt::format("{{ NAME = NUMBER, ... }} with numbers {}", numbers_text(field));
  }
  return {};
}

std::optional<FieldValue> read_field(const RuleField& field, const TomlValue& value, const std::string& name,
                                     Problems& problems) {
  return FieldReader{field, name, problems}.read(value);
}

WordList without_all(const RuleField& field, const WordList& words) {
  const bool all = field.kind == FieldKind::words && words == WordList{kAll};
  return all ? field.words : words;
}

}  // namespace yanzhen
