#pragma once
//! \file  All policy rules of the model, one line each. A new rule is a new file and a line in registry.cpp.
#include "models/industry_migration/policies/rule.hpp"

namespace yanzhen::industry_migration {

/// In the order in which rules act within a step.
[[nodiscard]] const std::vector<RuleType>& rule_types();
[[nodiscard]] std::vector<RuleDeclaration> rule_declarations();

/// Makes the rules of a scenario and adds the parks and links that they build to the world. Sorted as they
/// act: by the registry, then by name. Problems are added to `problems`.
void read_policies(World& world, const std::vector<PolicySettings>& policies, Problems& problems);

// One of each; the file has the rule's name.
[[nodiscard]] RuleType administrative_barrier();
[[nodiscard]] RuleType capacity_elimination();
[[nodiscard]] RuleType coordination();
[[nodiscard]] RuleType digital_infrastructure();
[[nodiscard]] RuleType green_standard();
[[nodiscard]] RuleType hukou_reform();
[[nodiscard]] RuleType industrial_enclave();
[[nodiscard]] RuleType industry_fund();
[[nodiscard]] RuleType innovation_consortium();
[[nodiscard]] RuleType innovation_enclave();
[[nodiscard]] RuleType land_productivity();
[[nodiscard]] RuleType public_service_equalisation();
[[nodiscard]] RuleType subsidy();
[[nodiscard]] RuleType subsidy_race();
[[nodiscard]] RuleType supply_shock();
[[nodiscard]] RuleType talent_programme();
[[nodiscard]] RuleType tax_sharing();
[[nodiscard]] RuleType technology_wave();
[[nodiscard]] RuleType transport_link();

}  // namespace yanzhen::industry_migration
