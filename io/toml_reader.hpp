#pragma once
//! \file  TOML as plain values that remember where they were written. The only door to the TOML library.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/diagnostic.hpp"

namespace yanzhen {

struct TomlValue;
using TomlArray = std::vector<TomlValue>;
using TomlTable = std::map<std::string, TomlValue>;

/// A date or time that TOML knows without quotes, kept as its text: 2010-01-15.
struct TomlDate {
  std::string text;
};

struct TomlValue {
  std::variant<bool, std::int64_t, double, std::string, TomlDate, TomlArray, TomlTable> value;
  Place where;      ///< of the value; of the header for a [table]
  Place key_where;  ///< of the key; same as `where` for an element of an array
};

/// The most brackets around a value and the most dots in a key. Keeps every walk over a tree from overflowing
/// the stack.
inline constexpr int kDeepestToml = 32;

/// Parses a TOML text. `file` is what places say.
/// \returns nothing after a syntax error, broken UTF-8 or too deep a nesting, which become one problem.
[[nodiscard]] std::optional<TomlTable> read_toml(std::string_view text, const std::string& file,
                                                 Problems& problems);

/// One value as TOML would read it to the right of '='; any other text is itself, as text.
[[nodiscard]] TomlValue toml_value_or_text(const std::string& text, const Place& where);

/// What stands there, for a message: `"abc" (text)`, `3 (a whole number)`, `a table`.
[[nodiscard]] std::string describe(const TomlValue& value);

/// A string as TOML writes it, quotes included.
[[nodiscard]] std::string toml_text(std::string_view utf8);

/// A key as TOML writes it: bare where that is possible, quoted otherwise.
[[nodiscard]] std::string toml_key(std::string_view utf8);
/// The same for a message: what nobody could read is between quotes and cut, as by in_quotes().
[[nodiscard]] std::string shown_key(std::string_view utf8);

/// A floating-point number as TOML writes it.
[[nodiscard]] std::string toml_number(double number);

}  // namespace yanzhen
