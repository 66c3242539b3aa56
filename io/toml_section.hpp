#pragma once
//! \file  Reads the keys of one TOML table by name and kind, and says what is wrong with them.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/diagnostic.hpp"
#include "io/toml_reader.hpp"

namespace yanzhen {

/// A closed range of numbers and what the number means, for messages.
struct NumberRange {
  double min;
  double max;
  std::string meaning;
};

/// What a date may look like, for messages.
inline constexpr const char* kAllowedDate =
    "a date like 2010, \"2010-01\" or \"2010-01-15\", years 1000 to 2999";

/// One table of a scenario. Every reader returns nothing when the key is absent or wrong; the latter becomes
/// a problem.
class TomlSection {
 public:
  /// `path` is "" for the file itself and "time" for [time]. Keys that are not in `known` become problems at
  /// once: "time.ende is not a key of OWNER", where the owner is "[time]" unless it is said. An empty `known`
  /// lets every key pass. The table and the problems must live as long as the section.
  TomlSection(const TomlTable& table, std::string path, const std::vector<std::string>& known,
              Problems& problems, const std::string& owner = {});

  [[nodiscard]] const TomlValue* find(const std::string& key) const;
  [[nodiscard]] std::optional<std::string> text(const std::string& key, const std::string& allowed) const;
  [[nodiscard]] std::optional<bool> flag(const std::string& key) const;
  [[nodiscard]] std::optional<std::int64_t> whole_number(const std::string& key, std::int64_t min,
                                                         const std::string& meaning) const;
  [[nodiscard]] std::optional<std::int64_t> whole_number(const std::string& key, std::int64_t min,
                                                         std::int64_t max, const std::string& meaning) const;
  [[nodiscard]] std::optional<double> number(const std::string& key, const NumberRange& range) const;
  [[nodiscard]] std::optional<std::vector<std::string>> texts(const std::string& key) const;
  /// Null when the key is absent or holds no table.
  [[nodiscard]] const TomlTable* table(const std::string& key) const;
  /// A date may be written as text, as a TOML date or as a year alone.
  [[nodiscard]] std::optional<std::chrono::year_month_day> date(const std::string& key) const;

  /// "time.end is 5 (a whole number), allowed is ..." at the value.
  void refuse(const std::string& key, const std::string& allowed, const std::string& hint = {}) const;
  /// "time.end", with quotes where TOML needs them.
  [[nodiscard]] std::string full_name(const std::string& key) const;

 private:
  const TomlTable& table_;
  std::string path_;
  Problems& problems_;
};

/// A text that somebody can read: not empty, UTF-8 without NUL, at most kLongestName letters. Nothing where
/// it is none, which becomes a problem of `name`: "lockin.watch.panel".
[[nodiscard]] std::optional<std::string> readable_text(const TomlValue& value, const std::string& name,
                                                       const std::string& allowed, const std::string& hint,
                                                       Problems& problems);

/// The number that a TOML integer or float holds.
[[nodiscard]] std::optional<double> number_in(const TomlValue& value);

}  // namespace yanzhen
