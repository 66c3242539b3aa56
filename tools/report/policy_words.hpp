#pragma once
//! \file  A policy of a scenario as a sentence, in English and Chinese.
#include <functional>
#include <string>

#include "engine/policy.hpp"

namespace yanzhen::tools {

/// The English or Chinese name of a city or industry, or of what else a policy names.
struct ThingNames {
  std::function<std::string(const std::string&)> en;
  std::function<std::string(const std::string&)> zh;
};

/// One policy in words.
struct PolicyWords {
  std::string en;  ///< "industrial enclave from 2012-01: origin Suzhou, host Chuzhou, capacity 36 km2, ..."
  std::string zh;  ///< "产业飞地，2012-01 起：飞出地 苏州市，飞入地 滁州市，园区面积 36 平方公里，……"
};

/// Names the rule, when it holds and how strongly, and every field that must be said or is not at its
/// default. \pre the policy is of the rule
[[nodiscard]] PolicyWords policy_words(const PolicySettings& policy, const RuleDeclaration& rule,
                                       const ThingNames& names);

}  // namespace yanzhen::tools
