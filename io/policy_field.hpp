#pragma once
//! \file  One field of a policy: what a scenario may say of it, and what it says.
#include <cstddef>
#include <optional>
#include <string>

#include "engine/policy.hpp"
#include "io/toml_reader.hpp"

namespace yanzhen {

inline constexpr std::size_t kMostListEntries = 10'000;  ///< of a list, table or schedule
inline constexpr int kLongestName = 200;                 ///< letters of a name or word in a field

/// What the field may hold, for messages and documentation: "0 to 1 [share]", "true or false".
[[nodiscard]] std::string allowed_text(const RuleField& field);

/// Reads what a scenario says of a field. "all" of a field of words becomes all its words; names stay as they
/// are written (a whole number is the name that its digits are: a code). A number may be infinite only where
/// that is its default. A list may be empty only where that is its default.
/// \param name  the field in messages: "policy.enclave.tax_split"
/// \returns nothing when it is wrong; everything that is wrong is added to `problems`
[[nodiscard]] std::optional<FieldValue> read_field(const RuleField& field, const TomlValue& value,
                                                   const std::string& name, Problems& problems);

/// `words` with "all" replaced by every word that the field allows.
[[nodiscard]] WordList without_all(const RuleField& field, const WordList& words);

}  // namespace yanzhen
