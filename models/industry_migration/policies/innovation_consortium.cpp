// Innovation consortium (创新联合体): cities that share laboratories, as along the G60 corridor. MODEL.md
// section 2, 5.1 and 9.
//
//     friction_knowledge(i,j) <- friction_knowledge(i,j) (1 - easing strength)      for two members i != j
//
// Spillovers are local (Jaffe, Trajtenberg & Henderson 1993), but formal ties carry them further (Owen-Smith
// & Powell 2004). Research is counted once: what one member finds is in reach of the others, not found again,
// and of several consortia that hold a pair the one that eases most counts.
#include <fmt/format.h>

#include <algorithm>

#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

class InnovationConsortium final : public PolicyRule {
 public:
  InnovationConsortium(std::vector<CityIndex> members, double easing)
      : members_{std::move(members)}, easing_{easing} {}

  [[nodiscard]] bool changes_reach() const override { return true; }

  void write_reach(ReachFields& fields, const World&, double strength) const override {
    Eigen::ArrayXXd& easing = fields.of(Flow::knowledge).easing;
    for (const CityIndex i : members_)
      for (const CityIndex j : members_)
        if (i != j) easing(i, j) = std::max(easing(i, j), easing_ * strength);
  }

 private:
  std::vector<CityIndex> members_;
  double easing_;
};

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  std::vector<CityIndex> members = reader.cities("cities");
  if (reader.has_refused()) return nullptr;  // a member that is not found may be the second
  if (members.size() < 2) {
    reader.refuse("cities",
                  fmt::format("names {} of the cities, a consortium has at least two", members.size()),
                  "name the members, or a province");
    return nullptr;
  }
  return std::make_shared<InnovationConsortium>(std::move(members), reader.number("easing"));
}

RuleField members_field() {
  RuleField field = cities_field("members, at least two");
  field.required = true;
  field.standard_words.clear();
  return field;
}

}  // namespace

RuleType innovation_consortium() {
  RuleDeclaration rule;
  rule.name = "innovation_consortium";
  rule.name_zh = "创新联合体";
  rule.does =
      "Cities pool their knowledge: the friction that knowledge meets between any two of them is eased. What "
      "one finds is in reach of the others; nothing is counted twice.";
  rule.look_at =
      "mass and value_added_by_industry of industries that live on research, members against neighbours: the "
      "corridor effect. Small members near to a large one gain most.";
  rule.source = "knowledge of MODEL.md section 5.1; Jaffe et al. 1993; Owen-Smith & Powell 2004";
  rule.fields = {members_field(),
                 number_field("easing", .4, 0, 1, "share", "part of the friction of knowledge that is gone")};
  rule.example =
      "[[policy]]\n"
      "rule = \"innovation_consortium\"\n"
      "cities = [\"上海\", \"嘉兴\", \"杭州\", \"金华\", \"苏州\", \"湖州\", \"宣城\", \"芜湖\", \"合肥\"]\n"
      "easing = 0.4\n"
      "start = \"2016-01\"\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
