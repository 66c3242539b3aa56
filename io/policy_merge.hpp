#pragma once
//! \file  The [[policy]] tables of a scenario: their names, which is laid on which when one file extends
//! another, and `--set policy.NAME.KEY=value`.
//!
//! Every policy whose `rule` is a text gets a name as soon as its file is laid on what it extends, and keeps
//! it whatever extends that file: the name given, or that of the rule, or, where that is taken, RULE-2,
//! RULE-3 and so on. So a file names the policies of what it extends as `yanzhen check` of the latter shows
//! them.
#include <string>
#include <string_view>
#include <vector>

#include "engine/diagnostic.hpp"
#include "io/toml_reader.hpp"

namespace yanzhen {

inline constexpr int kLongestPolicyName = 100;  ///< letters

/// What a policy may be called: 1 to kLongestPolicyName letters of A to Z, a to z, digits, '_', '-' and
/// Chinese letters. No dot: that ends a name in the path of `--set`.
[[nodiscard]] bool is_policy_name(std::string_view name);

/// Makes `policy` among the keys of one file an array of tables. What is neither becomes a problem, and is
/// left out.
void settle_policies(TomlTable& keys, Problems& problems);

/// Takes `policy` out of the keys of a file and lays it on that of what the file extends, both settled. Keys
/// of a policy replace those of the policy of the same name, whole, and new policies come last; an empty
/// array drops all. Of several policies of one name in a file only the first is laid: the others stay for the
/// reader to refuse.
void lay_policies(TomlTable& over, TomlTable& base);

/// `--set policy=value`: takes the place of all policies.
void replace_policies(const TomlValue& value, TomlTable& keys, Problems& problems);

/// `--set policy.NAME.KEY=value`, where `path` is NAME.KEY, or NAME.KEY.ENTRY for one number of a field that
/// is a table. A name that no policy has becomes a problem, at the value's place. \param whole  false when a
/// file could not be read: a policy that is not there may stand in it
void set_policy(const std::string& path, const TomlValue& value, bool whole, TomlTable& keys,
                Problems& problems);

/// What policies are called, to look for the nearest; nothing where they are so many that the search would
/// take long.
[[nodiscard]] std::vector<std::string> names_for_hints(const TomlArray& policies);

/// The text that a policy has for `key`, or null.
[[nodiscard]] const std::string* policy_text(const TomlTable& policy, const std::string& key);

}  // namespace yanzhen
