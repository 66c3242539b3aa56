// Supply shock (卡脖子): an imported input becomes dearer or scarce. MODEL.md section 3 and 9.
//
//     ln c_is += strength fade input_share ln(1 + rise)
//     1 + rise = (1 + price_rise) (1 - cut)^(-1/elasticity)
//     fade     = exp(-years since the start / substitution_years),   1 where substitution_years is 0
//
// To first order the cost of a firm rises by the share of the input times the rise of its price (Hulten
// 1978); with little to put in its place a cut in quantity is a large rise in price. Users of the industries
// that are hit pay through the input-output table (Acemoglu et al. 2012; Barrot & Sauvagnat 2016; Carvalho et
// al. 2021). The log costs of several rules add up.
#include <algorithm>

#include "engine/elementary.hpp"
#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

class SupplyShock final : public PolicyRule {
 public:
  /// \param log_cost  at the start and full strength  \param start  decimal year
  SupplyShock(std::vector<CityIndex> cities, std::vector<std::size_t> industries, double log_cost,
              double start, double substitution_years)
      : cities_{std::move(cities)},
        industries_{std::move(industries)},
        log_cost_{log_cost},
        start_{start},
        substitution_years_{substitution_years} {}

  void write(StepFields& fields, PolicyMemory&, const RuleInput& input) const override {
    const double log_cost = log_cost_ * fade(input.now.year) * input.now.strength;
    for (const CityIndex city : cities_)
      for (const std::size_t s : industries_)
        fields.log_cost(static_cast<Index>(city), static_cast<Index>(s)) += log_cost;
  }

 private:
  [[nodiscard]] double fade(double year) const {
    if (!(substitution_years_ > 0)) return 1.0;
    return exponential(-std::max(0.0, year - start_) / substitution_years_);
  }

  std::vector<CityIndex> cities_;
  std::vector<std::size_t> industries_;
  double log_cost_, start_, substitution_years_;
};

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  const double log_rise = natural_log(1.0 + reader.number("price_rise")) -
                          natural_log(1.0 - reader.number("cut")) / reader.number("elasticity");
  const PolicyWindow& window = reader.settings().window;
  const double start = window.start ? decimal_year(*window.start) : reader.world().clock.decimal_year(0);
  return std::make_shared<SupplyShock>(reader.cities("cities"), reader.industries("industries"),
                                       reader.number("input_share") * log_rise, start,
                                       reader.number("substitution_years"));
}

}  // namespace

RuleType supply_shock() {
  RuleDeclaration rule;
  rule.name = "supply_shock";
  rule.name_zh = "供应链冲击";
  rule.does =
      "An imported input becomes dearer, or a part of it no longer comes. Costs of the industries that need "
      "it "
      "rise at once, those of their users through input and output; the shock fades as home suppliers learn, "
      "and is over when the window closes.";
  rule.look_at =
      "value_added_by_industry and price_index against the same run without the shock: how deep, how long "
      "until it is back; cities where the industry and its users stand together suffer most.";
  rule.source =
      "unit cost of MODEL.md section 3; Hulten 1978; Acemoglu et al. 2012; Barrot & Sauvagnat 2016; Carvalho "
      "et al. 2021";
  rule.fields = {cities_field("where firms depend on the input"),
                 industries_field("that depend on the input"),
                 number_field("input_share", .1, 0, 1, "share", "of cost that the input is"),
                 number_field("price_rise", 0, 0, 1e3, "share", "by which its price rises; 1 = doubles"),
                 number_field("cut", .3, 0, .99, "share", "of its quantity that no longer comes"),
                 number_field("elasticity", .5, .05, 10, "-",
                              "of demand for the input in the short run: turns the cut into a rise in price"),
                 number_field("substitution_years", 3, 0, 1e3, "years",
                              "in which home suppliers take the shock down by a factor e; 0 = never")};
  rule.example =
      "[[policy]]\n"
      "rule = \"supply_shock\"\n"
      "industries = [\"electronics\", \"new_energy\"]\n"
      "input_share = 0.15\n"
      "cut = 0.4\n"
      "start = \"2019-04\"\n"
      "end = \"2024-01\"\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
