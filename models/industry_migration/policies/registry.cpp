#include "models/industry_migration/policies/registry.hpp"

#include <algorithm>

namespace yanzhen::industry_migration {

const std::vector<RuleType>& rule_types() {
  static const std::vector<RuleType> types{
      administrative_barrier(),
      transport_link(),
      digital_infrastructure(),
      innovation_consortium(),
      innovation_enclave(),
      technology_wave(),  // early: who chooses industries sees the new relatedness
      supply_shock(),
      industrial_enclave(),
      tax_sharing(),
      subsidy(),
      coordination(),  // before subsidy_race: where a regional plan decides, cities do not race
      subsidy_race(),
      industry_fund(),
      public_service_equalisation(),
      talent_programme(),
      hukou_reform(),
      capacity_elimination(),
      land_productivity(),
      green_standard(),
  };
  return types;
}

std::vector<RuleDeclaration> rule_declarations() {
  std::vector<RuleDeclaration> declarations;
  for (const RuleType& type : rule_types()) declarations.push_back(type.declaration);
  return declarations;
}

void read_policies(World& world, const std::vector<PolicySettings>& policies, Problems& problems) {
  std::vector<const PolicySettings*> by_name;
  for (const PolicySettings& policy : policies) by_name.push_back(&policy);
  std::sort(by_name.begin(), by_name.end(),
            [](const PolicySettings* one, const PolicySettings* other) { return one->name < other->name; });
  for (const RuleType& type : rule_types())
    for (const PolicySettings* policy : by_name) {
      if (policy->rule != type.declaration.name) continue;
      const std::size_t before = problems.count();
      auto acts = type.make(RuleReader{world, *policy, problems});
      if (problems.count() == before)
        world.policies.push_back({policy->name, policy->rule, policy->window, std::move(acts)});
    }
}

}  // namespace yanzhen::industry_migration
