#pragma once
//! \file  A policy as TOML.
#include <string>
#include <vector>

#include "engine/policy.hpp"

namespace yanzhen {

/// The policy as a [[policy]] table that reads as the same policy again: every field of the rule in the order
/// of its declaration. Only what has nothing to say is left out, and reads as its default: an empty list or
/// table, an infinite number.
/// \param enabled  false: the table says that it takes no part
/// \pre the policy has every field of the rule
[[nodiscard]] std::string to_toml(const PolicySettings& policy, const RuleDeclaration& rule,
                                  bool enabled = true);

/// \throws std::logic_error when there is no rule of that name
[[nodiscard]] const RuleDeclaration& rule_named(const std::string& name,
                                                const std::vector<RuleDeclaration>& rules);

}  // namespace yanzhen
