// Industry fund (产业引导基金): public money that becomes capital of chosen industries in chosen cities.
// MODEL.md section 7, 8 and 9.
//
// Every step the payer puts strength money_a_year dt into the fund, as far as the money goes, and the fund
// buys whole units of capital; what does not make a unit waits in its account. A unit goes to one of the
// cities, each as likely, and to one of the industries, each as likely. It earns, wears out and matures as
// any other, but when it matures it may only change the industry: public funds stay in their own
// jurisdiction, unless they are `free`. Several funds add up.
#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

class IndustryFund final : public PolicyRule {
 public:
  explicit IndustryFund(FundOrder order) : order_{std::move(order)} {}

  void write(StepFields& fields, PolicyMemory&, const RuleInput& input) const override {
    FundOrder order = order_;
    order.money_a_year *= input.now.strength;
    order.policy = input.policy;
    if (order.money_a_year > 0) fields.funds.push_back(std::move(order));
  }

 private:
  FundOrder order_;  // of a year at full strength
};

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  FundOrder order;
  for (const CityIndex city : reader.cities("cities")) order.cities.push_back(city);
  order.money_a_year = reader.number("money_a_year");
  order.by_nation = reader.word("paid_by") == "nation";
  order.free = reader.flag("free");
  order.industries.assign(reader.world().n_industry(), 0);
  for (const std::size_t s : reader.industries("industries")) order.industries[s] = 1;
  order.policy = 0;
  return std::make_shared<IndustryFund>(std::move(order));
}

}  // namespace

RuleType industry_fund() {
  RuleDeclaration rule;
  rule.name = "industry_fund";
  rule.name_zh = "产业引导基金";
  rule.does =
      "Turns public money into units of capital in some industries of some cities; the units stay in their "
      "city when they mature, unless the fund is free.";
  rule.look_at =
      "capital_by_industry and value_added_by_industry of what is funded, services of who pays; "
      "capital_flows of other owners, who may leave what the fund has crowded (its return falls).";
  rule.source = "MODEL.md section 7 (return r = alpha_K gamma pay / K; public funds stay at home)";
  rule.fields = {
      cities_field("that get the capital, each as likely"),
      industries_field("that get the capital, each as likely"),
      number_field("money_a_year", 10, 0, 1e5, "100 million yuan a year", "for all cities together"),
      word_field("paid_by", {"city", "nation"}, "city", "the nation, or the cities in equal parts"),
      flag_field("free", false, "whether units may leave the city when they mature")};
  rule.example =
      "[[policy]]\n"
      "rule = \"industry_fund\"\n"
      "cities = \"合肥\"\n"
      "industries = [\"electronics\", \"automobiles\"]\n"
      "money_a_year = 50\n"
      "start = \"2015-01\"\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
