#pragma once
//! \file  Reads the keys of one TOML table by name and kind, and says what is wrong with them.
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

/// One table of a scenario. Every reader returns nothing when the key is absent or wrong; the latter becomes
/// a problem.
class TomlSection {
 public:
  /// `path` is "" for the file itself and "time" for [time]. Keys that are not in `known` become problems at
  /// once. The table and the problems must live as long as the section.
  TomlSection(const TomlTable& table, std::string path, const std::vector<std::string>& known,
              Problems& problems);

  [[nodiscard]] const TomlValue* find(const std::string& key) const;
  [[nodiscard]] std::optional<std::string> text(const std::string& key, const std::string& allowed) const;
  [[nodiscard]] std::optional<bool> flag(const std::string& key) const;
  [[nodiscard]] std::optional<std::int64_t> whole_number(const std::string& key, std::int64_t min,
                                                         const std::string& meaning) const;
  [[nodiscard]] std::optional<double> number(const std::string& key, const NumberRange& range) const;
  [[nodiscard]] std::optional<std::vector<std::string>> texts(const std::string& key) const;

  /// "time.end is 5 (a whole number), allowed is ..." at the value.
  void refuse(const std::string& key, const std::string& allowed, const std::string& hint = {}) const;
  /// "time.end", with quotes where TOML needs them.
  [[nodiscard]] std::string full_name(const std::string& key) const;

 private:
  const TomlTable& table_;
  std::string path_;
  Problems& problems_;
};

/// The number that a TOML integer or float holds.
[[nodiscard]] std::optional<double> number_in(const TomlValue& value);

}  // namespace yanzhen
