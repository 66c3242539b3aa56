// Green standard: emissions get a price, or a cap whose price is found as time goes on. MODEL.md section 3, 8
// and 9; Pigou 1920 on the price, Weitzman 1974 on prices and quantities, Copeland & Taylor 2004 on where the
// dirty industry goes.
//
//     E = sum over the scope of energy_s R_is          energy bought, as a measure of emissions
//     fee_is = price strength energy_s                 share of sales, paid to the city
//
// Under a cap the price is a controller's, as a regulator tightens or loosens an allowance:
//
//     ahead = ln(E / target) + look_ahead d ln E / dt,   target = E0 (1 - strength (1 - cap))
//     price <- price + adjust ahead dt,                  held in 0 to kMostPrice
//
// E0 is what the scope emitted before the rule began. Firms answer slowly, by entry, exit and moves; a price
// that only summed up the gap would overshoot, so it looks at where emissions will be. Fees of several rules
// add up.
#include <algorithm>
#include <array>

#include "engine/elementary.hpp"
#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

constexpr double kMostPrice = 5;  // times the cost of energy
// Emissions follow the price as slowly as firms enter and leave. With a look four years ahead a summed gap
// comes to rest without a swing in steps of a quarter; in steps of a year it must be summed slowly.
constexpr double kLookAheadYears = 4;

/// Cells whose emissions have a price.
struct Scope {
  std::vector<CityIndex> cities;
  std::vector<std::size_t> industries;

  [[nodiscard]] double emissions(const World& world, const MarketState& market) const {
    double sum = 0;
    for (const CityIndex city : cities)
      for (const std::size_t s : industries)
        sum += world.industries[s].energy_per_sales *
               market.sales(static_cast<Index>(city), static_cast<Index>(s));
    return sum;
  }
  void levy(StepFields& fields, const World& world, double price) const {
    for (const CityIndex city : cities)
      for (const std::size_t s : industries)
        fields.emission_fee(static_cast<Index>(city), static_cast<Index>(s)) +=
            price * world.industries[s].energy_per_sales;
  }
};

class EmissionPrice final : public PolicyRule {
 public:
  EmissionPrice(Scope scope, double price) : scope_{std::move(scope)}, price_{price} {}

  void write(StepFields& fields, PolicyMemory&, const RuleInput& input) const override {
    scope_.levy(fields, input.world, price_ * input.now.strength);
  }

 private:
  Scope scope_;
  double price_;
};

class EmissionCap final : public PolicyRule {
 public:
  EmissionCap(Scope scope, double cap, double adjust)
      : scope_{std::move(scope)}, cap_{cap}, adjust_{adjust} {}

  [[nodiscard]] PolicyMemory memory(const World&) const override {
    return {std::vector<double>(kNumbers, 0.0), {}};
  }

  void write(StepFields& fields, PolicyMemory& memory, const RuleInput& input) const override {
    std::vector<double>& numbers = memory.numbers;
    const double emissions = scope_.emissions(input.world, input.before.market);
    if (emissions > 0) {
      if (numbers[kBegan] == 0) numbers[kBegan] = numbers[kLast] = emissions;
      const double target = numbers[kBegan] * (1.0 - input.now.strength * (1.0 - cap_));
      const double gap = natural_log(emissions / target) * input.now.years;
      const double trend = natural_log(emissions / numbers[kLast]) * kLookAheadYears;
      numbers[kPrice] = std::clamp(numbers[kPrice] + adjust_ * (gap + trend), 0.0, kMostPrice);
      numbers[kLast] = emissions;
    }
    scope_.levy(fields, input.world, numbers[kPrice]);
  }

 private:
  // What is remembered: emissions when the rule began and in the last step (100 million yuan of energy a
  // year, 0 before the rule), and the price.
  enum Number : std::size_t { kBegan, kLast, kPrice, kNumbers };

  Scope scope_;
  double cap_, adjust_;
};

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  Scope scope{reader.cities("cities"), reader.industries("industries")};
  if (reader.word("form") == "price")
    return std::make_shared<EmissionPrice>(std::move(scope), reader.number("price"));
  return std::make_shared<EmissionCap>(std::move(scope), reader.number("cap"), reader.number("adjust"));
}

}  // namespace

RuleType green_standard() {
  RuleDeclaration rule;
  rule.name = "green_standard";
  rule.name_zh = "绿色标准";
  rule.does =
      "Puts a price on emissions, measured by the energy that firms buy, or caps those of the whole scope "
      "and "
      "finds the price that keeps the cap. Firms pay their city a share of sales, the more the dirtier.";
  rule.look_at =
      "energy_use in and out of the scope (leakage); value_added_by_industry and firm_flows of the dirty "
      "industries; levy_rate, which shows the price that a cap has found; public_income from emission fees.";
  rule.source = "energy_use of MODEL.md section 11; Pigou 1920; Weitzman 1974; Copeland & Taylor 2004";
  rule.fields = {
      word_field("form", {"price", "cap"}, "price", "a fixed price, or a cap on the scope's emissions"),
      cities_field("where emissions have a price"),
      industries_field("whose emissions have a price"),
      number_field("price", .3, 0, kMostPrice, "share of energy cost", "what firms pay on top; for `price`"),
      number_field("cap", .8, .01, 10, "share", "of the scope's emissions when the rule began; for `cap`"),
      number_field("adjust", 1, 0, 20, "1/year",
                   "how fast the price follows the gap to the cap; quick ones swing, above 2 with steps of a "
                   "year; for `cap`")};
  rule.example =
      "[[policy]]\n"
      "rule = \"green_standard\"\n"
      "form = \"cap\"\n"
      "cities = [\"上海\", \"Jiangsu\", \"Zhejiang\"]\n"
      "industries = [\"metals_materials\", \"chemicals\"]\n"
      "cap = 0.8\n"
      "start = \"2015-01\"\n"
      "ramp_years = 5\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
