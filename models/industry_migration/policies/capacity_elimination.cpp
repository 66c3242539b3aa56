// Elimination of backward capacity (淘汰落后产能): firms far below the mean of their city and industry must
// upgrade, move or close. MODEL.md section 5.2 and 9; State Council of China 2010 (国发〔2010〕7号);
// selection by size as in Hopenhayn 1992.
//
// A firm's mass follows its productivity, so a bar on size is a bar on productivity. Of several rules that
// press a cell the one with the larger hazard holds, then the one with the higher bar (StepFields::press).
#include "engine/elementary.hpp"
#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

class CapacityElimination final : public PolicyRule {
 public:
  CapacityElimination(std::vector<CityIndex> cities, std::vector<std::size_t> industries, Pressure pressure)
      : cities_{std::move(cities)}, industries_{std::move(industries)}, pressure_{pressure} {}

  void write(StepFields& fields, PolicyMemory&, const RuleInput& input) const override {
    Pressure now = pressure_;
    now.hazard *= input.now.strength;
    if (!(now.hazard > 0)) return;
    for (const CityIndex city : cities_)
      for (const std::size_t s : industries_) fields.press(city * input.world.n_industry() + s, now);
  }

 private:
  std::vector<CityIndex> cities_;
  std::vector<std::size_t> industries_;
  Pressure pressure_;  // at full strength
};

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  const double bar = reader.number("bar");
  Pressure pressure;
  pressure.upgrade = reader.number("upgrade");
  pressure.move = reader.number("move");
  reader.refuse_more_than_all_called();
  if (bar > 0) {
    pressure.hazard = reader.number("hazard");
    pressure.bar = natural_log(bar);
  }
  return std::make_shared<CapacityElimination>(reader.cities("cities"), reader.industries("industries"),
                                               pressure);
}

}  // namespace

RuleType capacity_elimination() {
  RuleDeclaration rule;
  rule.name = "capacity_elimination";
  rule.name_zh = "淘汰落后产能";
  rule.does =
      "Calls firms to account that are much smaller and less productive than the mean firm of their city and "
      "industry. A part of them upgrades to the bar, a part moves to another city, the rest closes.";
  rule.look_at =
      "firm_exits and firm_flows of the industries; firms_by_industry falls more than mass, so the mean firm "
      "grows; firms of the cities that take in those who move.";
  rule.source = "section 5.2 of MODEL.md; State Council of China 2010 (国发〔2010〕7号); Hopenhayn 1992";
  rule.fields = {
      cities_field("where the rule holds"),
      industries_field("whose firms are called to account"),
      number_field("bar", .2, 0, 1, "share", "of the mean firm's size, below which a firm is backward"),
      number_field("hazard", .3, 0, 50, "1/year", "how often a backward firm is called to account"),
      number_field("upgrade", .3, 0, 1, "share", "of those called: rises to the bar"),
      number_field("move", .2, 0, 1, "share", "of those called: moves to another city; the rest closes")};
  rule.example =
      "[[policy]]\n"
      "rule = \"capacity_elimination\"\n"
      "cities = [\"Jiangsu\", \"Zhejiang\"]\n"
      "industries = [\"metals_materials\", \"chemicals\"]\n"
      "bar = 0.2\n"
      "start = \"2012-01\"\n"
      "end = \"2018-01\"\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
