// Subsidy: money for firms of some industries in some cities, from the city or from the nation. MODEL.md
// section 5.1, 8 and 9.
//
//     support_is = strength cut_i (rate(t) + land_discount alpha_land,s gamma_s)        share of sales
//     cut_i      = min(1, budget / sum_s (rate(t) + land_discount alpha_land,s gamma_s) R_is)
//
// alpha_land gamma is the rent of land in a yuan of sales, R the sales of the step before. Operating profit
// rises by the factor 1 + sigma support, and with it entry, survival and arrivals. Three costs stand against
// it: firms that would have come anyway are paid too (dead weight), the money is missing from public
// services, and firms that live on it try less, effort = exp(-chi sigma support), so that their productivity
// falls behind (Branstetter, Li & Ren 2022 on subsidised firms in China). What a city gives through all rules
// stays within government.most_support of its last budget. Several subsidies add up.
#include <algorithm>

#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

struct SubsidyTerms {
  std::vector<CityIndex> cities;
  std::vector<std::size_t> industries;
  Schedule rate;         // share of sales
  double land_discount;  // share of land rent
  double budget;         // 100 million yuan a year for each city, 0 = no limit
  bool by_nation;
};

class Subsidy final : public PolicyRule {
 public:
  explicit Subsidy(SubsidyTerms terms) : terms_{std::move(terms)} {}

  void write(StepFields& fields, PolicyMemory&, const RuleInput& input) const override {
    const Eigen::ArrayXd offer = offered(input);
    Eigen::ArrayXXd& support = terms_.by_nation ? fields.national_subsidy : fields.subsidy;
    for (const CityIndex city : terms_.cities) {
      const auto i = static_cast<Index>(city);
      const double given = input.now.strength * affordable(offer, input.before.market.sales, i);
      for (const std::size_t s : terms_.industries)
        support(i, static_cast<Index>(s)) += given * offer(static_cast<Index>(s));
    }
  }

 private:
  /// Share of sales that is offered before the budget is looked at; 0 for industries out of scope.
  [[nodiscard]] Eigen::ArrayXd offered(const RuleInput& input) const {
    const Technology& technology = input.world.technology;
    const double rate = value_at(terms_.rate, input.now.year);
    Eigen::ArrayXd offer = Eigen::ArrayXd::Zero(technology.industries());
    for (const std::size_t industry : terms_.industries) {
      const auto s = static_cast<Index>(industry);
      const double rent = technology.factor_share(s, kLandFactor) * technology.value_added(s);
      offer(s) = rate + terms_.land_discount * rent;
    }
    return offer;
  }

  /// Part of the offer that the budget of a year pays at the sales of the step before.
  [[nodiscard]] double affordable(const Eigen::ArrayXd& offer, const Eigen::ArrayXXd& sales, Index i) const {
    const double cost = (offer * sales.row(i).transpose()).sum();
    return terms_.budget > 0 && cost > terms_.budget ? terms_.budget / cost : 1.0;
  }

  SubsidyTerms terms_;
};

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  return std::make_shared<Subsidy>(SubsidyTerms{reader.cities("cities"), reader.industries("industries"),
                                                reader.schedule("rate"), reader.number("land_discount"),
                                                reader.number("budget"), reader.word("paid_by") == "nation"});
}

}  // namespace

RuleType subsidy() {
  RuleDeclaration rule;
  rule.name = "subsidy";
  rule.name_zh = "产业补贴";
  rule.does =
      "Gives firms of some industries in some cities a share of their sales, and back a part of what they "
      "pay for land, within a yearly budget.";
  rule.look_at =
      "firms_by_industry, firm_foundings, firm_spinoffs and value_added_by_industry of what is subsidised, "
      "services of who pays, and mass per firm: with much support firms try less and fall behind. Stop it "
      "after some years and see whether the industry stays.";
  rule.source =
      "MODEL.md section 5 (effort = exp(-chi subsidy / operating profit)) and 8; Branstetter, Li & Ren 2022";
  RuleField rate =
      number_field("rate", .05, 0, .5, "share of sales", "given to firms; one number, or a list by date");
  rate.kind = FieldKind::schedule;
  rate.schedule_key = "rate";
  rule.fields = {
      cities_field("whose firms are supported"),
      industries_field("that are supported"),
      std::move(rate),
      number_field("land_discount", 0, 0, 1, "share of land rent", "given back to these firms besides"),
      number_field("budget", 0, 0, 1e6, "100 million yuan a year",
                   "most that each city's firms get, at the sales of the step before; what would cost more "
                   "is cut for all alike; 0 = no limit"),
      word_field("paid_by", {"city", "nation"}, "city", "whose money it is")};
  rule.example =
      "[[policy]]\n"
      "rule = \"subsidy\"\n"
      "cities = [\"合肥\", \"Xuzhou\"]\n"
      "industries = [\"electronics\", \"new_energy\"]\n"
      "rate = [ { until = \"2018-01\", rate = 0.08 }, { rate = 0.03 } ]\n"
      "land_discount = 0.5\n"
      "budget = 60\n"
      "start = \"2013-01\"\n"
      "end = \"2023-01\"\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
