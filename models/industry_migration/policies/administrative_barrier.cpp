// Administrative barrier: borders between cities or provinces, raised or taken away. MODEL.md section 2 and
// 9; Poncet 2003, 2005 (borders within China).
#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

/// Borders among the cities of a scope: b (1 - removed) for each kind of flow. Several rules on one border
/// take away their part of what the others leave.
class AdministrativeBarrier final : public PolicyRule {
 public:
  AdministrativeBarrier(std::vector<Flow> flows, std::vector<CityIndex> cities, bool city, bool province,
                        double removed)
      : flows_{std::move(flows)},
        cities_{std::move(cities)},
        city_{city},
        province_{province},
        removed_{removed} {}

  [[nodiscard]] bool changes_reach() const override { return true; }

  void write_reach(ReachFields& fields, const World&, double strength) const override {
    const double left = 1.0 - removed_ * strength;
    for (const Flow kind : flows_) {
      FlowFields& flow = fields.of(kind);
      for (const CityIndex i : cities_)
        for (const CityIndex j : cities_) {
          if (city_) flow.city_border(i, j) *= left;
          if (province_) flow.province_border(i, j) *= left;
        }
    }
  }

 private:
  std::vector<Flow> flows_;
  std::vector<CityIndex> cities_;
  bool city_, province_;
  double removed_;
};

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  const std::string& border = reader.word("border");
  return std::make_shared<AdministrativeBarrier>(reader.flows("flows"), reader.cities("cities"),
                                                 border != "province", border != "city",
                                                 reader.number("removed"));
}

}  // namespace

RuleType administrative_barrier() {
  RuleDeclaration rule;
  rule.name = "administrative_barrier";
  rule.name_zh = "行政壁垒";
  rule.does =
      "Takes away a part of the administrative barrier that goods, firms, talent, capital and knowledge meet "
      "at the "
      "borders of cities or provinces, or raises it.";
  rule.look_at =
      "log_real_wage, theil_between and national_share; firm_flows and talent_flows between the cities of "
      "the "
      "scope. A negative part is market segmentation: trade and moves turn inward.";
  rule.source = "b_k of MODEL.md section 2; Poncet 2003, 2005 on borders within China";
  rule.fields = {
      words_field("flows", {kFlowNames.begin(), kFlowNames.end()}, {"all"},
                  "kinds of flow whose barrier changes"),
      word_field("border", {"province", "city", "both"}, "province",
                 "which border: between provinces, between any two cities, or both"),
      number_field("removed", 1, -10, 1, "share",
                   "part of the barrier that is taken away: 1 all of it, 0 nothing, -1 doubles it"),
      cities_field("both ends of a pair must be among these")};
  rule.example =
      "[[policy]]\n"
      "rule = \"administrative_barrier\"\n"
      "flows = [\"goods\", \"firms\", \"talent\", \"capital\", \"knowledge\"]\n"
      "border = \"province\"\n"
      "removed = 1.0\n"
      "start = \"2015-01\"\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
