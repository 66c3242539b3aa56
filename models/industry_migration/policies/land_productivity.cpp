// Output per mu decides (亩均论英雄): cities grade industries and firms by value added per unit of land.
// MODEL.md section 5.2, 8 and 9; Zhejiang 2018 (浙政发〔2018〕5号).
//
//     relative_is = (value added / land of the cell) / (value added / land of the city)
//                 = land need of the city / alpha_land,s,  land need_i = sum_r alpha_land,r Y_ir / sum_r Y_ir
//     score of a firm = relative_is * (its size / mean size of its cell), called to account below `threshold`
//     bar_is = ln threshold - ln relative_is
//     upgrade_is = upgrade min(1, relative_is / threshold)
//     surcharge of a cell below the threshold = surcharge alpha_land,s gamma_s       share of sales
//
// The land of a cell is alpha_land gamma pay / rent: firms of a cell use land in proportion to their size,
// and rent, the same for all firms of a city, drops out. Where even the mean firm lies below the bar fewer
// can rise to it, in proportion; otherwise the rule would lift the industries that it means to drive out.
// (Upgrading costs nothing here: with a large `upgrade` and no surcharge an industry comes out stronger, of
// larger firms.) Of several rules that press a cell the one with the larger hazard holds, then the one with
// the higher bar (StepFields::press); surcharges add up.
#include <algorithm>

#include "engine/elementary.hpp"
#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

struct GradeTerms {
  std::vector<CityIndex> cities;
  std::vector<std::size_t> industries;
  double threshold;  // share of the city's mean
  double hazard;     // 1/year
  double upgrade, move;
  double surcharge;  // share of land rent
};

class LandProductivity final : public PolicyRule {
 public:
  explicit LandProductivity(GradeTerms terms) : terms_{std::move(terms)} {}

  void write(StepFields& fields, PolicyMemory&, const RuleInput& input) const override {
    const Technology& technology = input.world.technology;
    const Eigen::ArrayXd alpha = technology.factor_share.col(kLandFactor);
    const Eigen::ArrayXXd value = value_added(technology, input.before.market);
    for (const CityIndex city : terms_.cities) {
      const auto i = static_cast<Index>(city);
      const double land = (value.row(i) * alpha.transpose()).sum();
      if (!(land > 0)) continue;  // an empty city has nobody to grade
      const double need = land / value.row(i).sum();
      for (const std::size_t industry : terms_.industries) {
        const auto s = static_cast<Index>(industry);
        const double shortfall = terms_.threshold * alpha(s) / need;
        if (!(shortfall > 0)) continue;  // it needs no land at all
        call_to_account(fields, city * input.world.n_industry() + industry, shortfall, input.now.strength);
        if (shortfall > 1)
          fields.land_surcharge(i, s) +=
              terms_.surcharge * input.now.strength * alpha(s) * technology.value_added(s);
      }
    }
  }

 private:
  /// \param shortfall  how far the mean firm lies below what is asked; above one it is below
  void call_to_account(StepFields& fields, std::size_t cell, double shortfall, double strength) const {
    Pressure pressure;
    pressure.hazard = terms_.hazard * strength;
    if (!(pressure.hazard > 0)) return;
    pressure.bar = natural_log(shortfall);
    pressure.upgrade = terms_.upgrade * std::min(1.0, 1.0 / shortfall);
    pressure.move = terms_.move;
    fields.press(cell, pressure);
  }

  GradeTerms terms_;
};

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  GradeTerms terms{reader.cities("cities"),   reader.industries("industries"), reader.number("threshold"),
                   reader.number("hazard"),   reader.number("upgrade"),        reader.number("move"),
                   reader.number("surcharge")};
  reader.refuse_more_than_all_called();
  return std::make_shared<LandProductivity>(std::move(terms));
}

}  // namespace

RuleType land_productivity() {
  RuleDeclaration rule;
  rule.name = "land_productivity";
  rule.name_zh = "亩均论英雄";
  rule.does =
      "Cities grade industries and firms by value added per unit of land. Firms that bring less than a part "
      "of "
      "the city's mean must upgrade, move or close, and industries below it pay a surcharge on their land.";
  rule.look_at =
      "value_added_by_industry, firms_by_industry and firm_exits of industries that need much land, in the "
      "cities of the scope and in those that take in who leaves; levy_rate; public_income from the "
      "surcharge.";
  rule.source = "land of MODEL.md section 3 and 4; Zhejiang 2018 (浙政发〔2018〕5号)";
  rule.fields = {
      cities_field("where firms are graded"),
      industries_field("that are graded; the mean is that of all industries of the city"),
      number_field("threshold", .5, 0, 10, "share",
                   "of the city's mean value added per land, below which firms are called to account"),
      number_field("hazard", .1, 0, 50, "1/year",
                   "how often a firm below the threshold is called to account"),
      number_field("upgrade", .2, 0, 1, "share",
                   "of those called: rises to the threshold; fewer where even the mean firm is below it"),
      number_field("move", .3, 0, 1, "share", "of those called: moves to another city; the rest closes"),
      number_field("surcharge", .2, 0, 20, "share of land rent",
                   "paid to the city by industries below the threshold")};
  rule.example =
      "[[policy]]\n"
      "rule = \"land_productivity\"\n"
      "cities = [\"Zhejiang\"]\n"
      "threshold = 0.5\n"
      "surcharge = 0.2\n"
      "start = \"2018-01\"\n"
      "ramp_years = 3\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
