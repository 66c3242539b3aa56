#pragma once
//! \file  Policy rules as data: what a rule declares, what a scenario says of it, and how strongly it holds
//! at a date.
//!
//! A rule is declared once (RuleDeclaration); loader, --set, `yanzhen list policies`, sweeps, run files and
//! the documentation read it from there. What a rule does belongs to the model that declares it.
#include <chrono>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/clock.hpp"
#include "engine/diagnostic.hpp"

namespace yanzhen {

/// What a field of a rule may hold in a scenario.
enum class FieldKind {
  number,    ///< one number in [min, max]
  schedule,  ///< one number, or a list of { until = DATE, KEY = number } whose last entry has no `until`
  flag,      ///< true or false
  word,      ///< one of `words`
  words,     ///< a list of some of `words`, or one of them alone; "all" stands for every one
  name,      ///< one name of a thing of the scenario; holds a WordList of one
  names,  ///< names of things of the scenario (cities, provinces, industries), one or a list; "all" = every
          ///< one
  table   ///< { NAME = number, ... }, every number in [min, max]
};

/// One field of a rule: declared once, read by the loader, shown by `yanzhen list policies`.
struct RuleField {
  std::string name;  ///< lower_snake_case
  FieldKind kind = FieldKind::number;
  std::string unit;  ///< of numbers; for names what they name: "one city", "industries"
  std::string meaning;
  bool required = false;
  double standard = 0;  ///< default of a number or schedule
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  bool standard_flag = false;
  std::vector<std::string> words;           ///< allowed, for word and words
  std::vector<std::string> standard_words;  ///< default of word, words, name and names
  std::string schedule_key;                 ///< KEY of the entries of a schedule
};

/// A rule that a model offers.
struct RuleDeclaration {
  std::string name;     ///< lower_snake_case, unique in its model
  std::string name_zh;  ///< e.g. "产业飞地"
  std::string does;     ///< what it does, one or two sentences
  std::string look_at;  ///< what to look at in the results
  std::string source;   ///< equation, paper or regulation it stands on
  bool ramps = true;    ///< may grow over `ramp_years`; false: it holds wholly or not at all
  std::vector<RuleField> fields;
  std::string example;  ///< a [[policy]] that can be pasted into a scenario of the Delta
};

/// Part of a schedule: `value` holds before the date `until`, decimal year; infinity for the last.
struct ScheduleEntry {
  double until;
  double value;
};
using Schedule = std::vector<ScheduleEntry>;  ///< at least one entry, `until` ascending
using WordList = std::vector<std::string>;
using NumberTable = std::map<std::string, double>;

/// The value of a schedule at a date. \pre !schedule.empty()
[[nodiscard]] double value_at(const Schedule& schedule, double decimal_year) noexcept;

/// What a field holds, and where it was written (or where the rule stands, if it was not).
struct FieldValue {
  std::variant<double, Schedule, bool, WordList, NumberTable> value;
  Place where;
  std::vector<Place> parts;  ///< of each element of a list or table, in order; empty if it was not written
  bool given = false;        ///< false: the default
};

/// When a rule holds, and how strongly.
struct PolicyWindow {
  std::optional<std::chrono::year_month_day> start;  ///< nothing: from the start of the run
  std::optional<std::chrono::year_month_day> end;    ///< nothing: to the end of the run
  double ramp_years = 0;                             ///< grows evenly from nothing to full over so many years
  double strength = 1;                               ///< 0 to 1, of everything the rule does

  /// 0 before the start and from the end on, `strength` once the ramp is over.
  /// \param run_start  decimal year in which the run starts: the ramp of a rule without a start begins there
  [[nodiscard]] double strength_at(double decimal_year, double run_start) const;
};

/// One [[policy]] of a scenario, complete: fields that the scenario does not say hold their defaults. In
/// range and of the right kind; whether names name something is for the model to check.
struct PolicySettings {
  std::string name;  ///< unique in the scenario; the rule's name (with a number) where none was given
  std::string rule;
  Place where;
  PolicyWindow window;
  std::map<std::string, FieldValue> fields;  ///< every field of the declaration

  [[nodiscard]] double number(const std::string& field) const;
  [[nodiscard]] const Schedule& schedule(const std::string& field) const;
  [[nodiscard]] bool flag(const std::string& field) const;
  /// The only entry of a `word`.
  [[nodiscard]] const std::string& word(const std::string& field) const;
  [[nodiscard]] const WordList& list(const std::string& field) const;
  [[nodiscard]] const NumberTable& table(const std::string& field) const;
  /// Where the field, or element k of it, was written; where the policy stands if it was not.
  [[nodiscard]] const Place& place(const std::string& field) const;
  [[nodiscard]] const Place& place(const std::string& field, std::size_t k) const;
};

/// Settings with every field at its default: what a scenario that says nothing but the rule's name gets.
/// Required fields are empty or zero.
[[nodiscard]] PolicySettings default_settings(const RuleDeclaration& rule, const Place& where);

}  // namespace yanzhen
