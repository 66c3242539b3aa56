// Public service equalisation (公共服务均等化): a floor of public spending a head. MODEL.md section 8 and 9;
// outline of the plan for the Yangtze River Delta (December 2019): 21,000 yuan a head by 2025.
//
//     floor in the model's money = floor_yuan  V / national_gdp,   V = national value added of the start
//     paid to city i = strength closing max(0, floor residents_i dt - own money_i)
//
// The model's money is that of the start and its national value added does not grow, so a floor stated in the
// money of another year is compared with that year's national value added; without `national_gdp` it is taken
// as it is. Own money is what a government has to spend, transfers included; what the nation spends on all
// residents alike comes on top. Floors act one after another, in the order of their names: a second one
// fills what the first has left.
#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

class PublicServiceEqualisation final : public PolicyRule {
 public:
  explicit PublicServiceEqualisation(ServiceFloor floor) : floor_{std::move(floor)} {}

  void write(StepFields& fields, PolicyMemory&, const RuleInput& input) const override {
    ServiceFloor floor = floor_;
    floor.closing *= input.now.strength;
    floor.policy = input.policy;
    if (floor.closing > 0) fields.floors.push_back(std::move(floor));
  }

 private:
  ServiceFloor floor_;
};

/// The floor in the model's own money.
double floor_of(const RuleReader& reader) {
  const double gdp = reader.number("national_gdp");
  if (!(gdp > 0)) return reader.number("floor_yuan");
  double national = 0;
  for (const City& city : reader.world().cities) national += city.value_added;
  for (const Outside& outside : reader.world().outside) national += outside.value_added;
  return reader.number("floor_yuan") * national / gdp;
}

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  ServiceFloor floor;
  floor.yuan = floor_of(reader);
  floor.closing = reader.number("closing");
  floor.by_nation = reader.word("paid_by") == "nation";
  for (const CityIndex city : reader.cities("cities")) floor.cities.push_back(city);
  floor.policy = 0;
  return std::make_shared<PublicServiceEqualisation>(std::move(floor));
}

}  // namespace

RuleType public_service_equalisation() {
  RuleDeclaration rule;
  rule.name = "public_service_equalisation";
  rule.name_zh = "公共服务均等化";
  rule.does =
      "Lifts what cities have to spend toward a floor a head, with the nation's money or with that of "
      "members above the floor.";
  rule.look_at =
      "services and their spread, residents and talent_flows of those lifted; services elsewhere, for the "
      "nation has less left for all.";
  rule.source =
      "Outline of the integrated development of the Yangtze River Delta (2019): public spending of 21,000 "
      "yuan a head by 2025; MODEL.md section 8";
  rule.fields = {
      cities_field("that are lifted, and whose members may pay"),
      number_field("floor_yuan", 21000, 0, 1e7, "yuan a resident and year", "floor of public spending"),
      number_field(
          "national_gdp", 0, 0, 1e9, "100 million yuan",
          "national value added of the year in whose money the floor is stated, e.g. 1349084 for 2024 "
          "(National Bureau of Statistics, first figure of January 2025); 0 = the floor is in the model's "
          "own money"),
      number_field("closing", 1, 0, 1, "share", "part of the gap that is filled"),
      word_field("paid_by", {"nation", "members"}, "nation",
                 "who pays; members pay in proportion to what they have above the floor")};
  rule.example =
      "[[policy]]\n"
      "rule = \"public_service_equalisation\"\n"
      "floor_yuan = 21000\n"
      "national_gdp = 1349084\n"
      "paid_by = \"nation\"\n"
      "start = \"2019-12\"\n"
      "ramp_years = 5\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
