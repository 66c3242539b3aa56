#pragma once
//! \file  The [[policy]] tables of a scenario, checked against the rules of its model.
#include <cstddef>
#include <string>
#include <vector>

#include "engine/model.hpp"
#include "io/toml_reader.hpp"

namespace yanzhen {

inline constexpr std::size_t kMostPolicies = 10'000;

/// A key that a policy of every rule may have; no field of a rule is called like one.
struct CommonPolicyKey {
  std::string name;
  std::string allowed;
  std::string meaning;  ///< and its default
};
[[nodiscard]] const std::vector<CommonPolicyKey>& common_policy_keys();

/// The policies of a scenario, each list in the order of the file.
struct ReadPolicies {
  std::vector<PolicySettings> enabled;
  std::vector<PolicySettings> disabled;  ///< checked like any other, but not part of the run
};

/// Reads policies in their order.
/// \param policies  merged: every one a table, all that have a rule have a name (policy_merge.hpp)
/// \param whole  false when a file of the scenario could not be read: nothing is called missing then
/// \returns what is right; every problem is added to `problems`
[[nodiscard]] ReadPolicies read_policies(const TomlArray& policies, const ModelDeclaration& model, bool whole,
                                         Problems& problems);

}  // namespace yanzhen
