#pragma once
//! \file  What there is to read about policy rules: pages for people, which are Markdown too, and JSON for
//! programs.
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/model.hpp"

namespace yanzhen::tools {

/// A rule and the models that offer it.
struct OfferedRule {
  std::vector<std::string> models;
  const RuleDeclaration* rule;  ///< lives as long as the declaration of its model
};

/// Every rule of the models, in their order. A rule that several offer with the same words is told once.
[[nodiscard]] std::vector<OfferedRule> offered_rules(std::span<const ModelDeclaration> models);

/// How a policy is written, with the keys that every policy may have, then one page a rule.
[[nodiscard]] std::string rule_pages(const std::vector<OfferedRule>& rules);

/// What one rule does, what to look at, its source, its fields, and an example to paste into a scenario.
[[nodiscard]] std::string rule_page(const OfferedRule& rule);

/// An array with one object a rule. Infinite numbers, and defaults of fields that must be said, are null.
[[nodiscard]] std::string rules_json(const std::vector<OfferedRule>& rules);

/// The page with its lines cut at spaces to `width` columns, examples as they are; the page itself for 0.
[[nodiscard]] std::string wrapped_page(const std::string& page, std::size_t width);

}  // namespace yanzhen::tools
