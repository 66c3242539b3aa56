// Digital infrastructure: networks and platforms that make distance count for less. MODEL.md section 2 and 9.
//
//     zeta_k(i,j) <- zeta_k (1 - reduction strength)      for i and j of the scope, a city to itself included
//
// Distance is for a good part a want of information: the reach of knowledge has grown with communication
// (Keller 2002), and distance hinders capital less where more is known of a place (Portes & Rey 2005).
// Borders stay as they are. Several rules on one pair multiply.
#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

class DigitalInfrastructure final : public PolicyRule {
 public:
  DigitalInfrastructure(std::vector<Flow> flows, std::vector<CityIndex> cities, double reduction)
      : flows_{std::move(flows)}, cities_{std::move(cities)}, reduction_{reduction} {}

  [[nodiscard]] bool changes_reach() const override { return true; }

  void write_reach(ReachFields& fields, const World&, double strength) const override {
    const double left = 1.0 - reduction_ * strength;
    for (const Flow kind : flows_)
      for (const CityIndex i : cities_)
        for (const CityIndex j : cities_) fields.of(kind).distance(i, j) *= left;
  }

 private:
  std::vector<Flow> flows_;
  std::vector<CityIndex> cities_;
  double reduction_;
};

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  return std::make_shared<DigitalInfrastructure>(reader.flows("flows"), reader.cities("cities"),
                                                 reader.number("reduction"));
}

}  // namespace

RuleType digital_infrastructure() {
  RuleDeclaration rule;
  rule.name = "digital_infrastructure";
  rule.name_zh = "数字基础设施";
  rule.does =
      "Lowers the weight of distance, zeta, for knowledge and capital (or other flows) among the cities of "
      "the "
      "scope. Borders are left to administrative_barrier.";
  rule.look_at =
      "capital_flows and investment between the cities of the scope; firms and mass of industries that live "
      "on research, in the small cities of the scope against those outside it.";
  rule.source = "zeta_k of MODEL.md section 2; Keller 2002; Portes & Rey 2005";
  rule.fields = {words_field("flows", {kFlowNames.begin(), kFlowNames.end()}, {"knowledge", "capital"},
                             "kinds of flow that distance hinders less"),
                 cities_field("both ends of a pair must be among these"),
                 number_field("reduction", .3, 0, 1, "share", "part of the weight of distance that is gone")};
  rule.example =
      "[[policy]]\n"
      "rule = \"digital_infrastructure\"\n"
      "flows = [\"knowledge\", \"capital\"]\n"
      "reduction = 0.3\n"
      "start = \"2015-01\"\n"
      "ramp_years = 5\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
