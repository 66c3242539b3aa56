// Industrial enclave (产业飞地): a park in a host city for firms of an origin city. MODEL.md section 5.3, 8
// and 9.
#include <fmt/format.h>

#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

class IndustrialEnclave final : public PolicyRule {
 public:
  IndustrialEnclave(std::size_t park, ParkTerms terms, Schedule tax_split)
      : park_{park}, terms_{terms}, tax_split_{std::move(tax_split)} {}

  void write(StepFields& fields, PolicyMemory&, const RuleInput& input) const override {
    ParkTerms terms = terms_;
    terms.capacity_km2 *= input.now.strength;
    terms.tax_share = value_at(tax_split_, input.now.year);
    fields.parks[park_] = terms;
  }

 private:
  std::size_t park_;
  ParkTerms terms_;
  Schedule tax_split_;
};

double branch_share_of(const RuleReader& reader) {
  const std::string& mode = reader.word("mode");
  if (mode == "either") return reader.world().parameters.branch_share;
  return mode == "branch" ? 1.0 : 0.0;
}

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  const auto origin = reader.city("origin"), host = reader.city("host");
  const std::vector<std::size_t> industries = reader.industries("industries");
  if (!origin || !host) return nullptr;
  if (*origin == *host) {
    reader.refuse("host", fmt::format("is \"{}\", the origin itself", reader.settings().word("host")),
                  "an enclave lies in another city");
    return nullptr;
  }
  Park park{reader.settings().name, *origin, *host, std::vector<bool>(reader.world().n_industry(), false)};
  for (const std::size_t s : industries) park.industries[s] = true;
  ParkTerms terms;
  terms.capacity_km2 = reader.number("capacity_km2");
  terms.easing = reader.number("easing");
  terms.bonus = reader.number("bonus");
  terms.credit_share = reader.number("credit_share");
  terms.default_rate = reader.number("default_rate");
  terms.knowledge = reader.number("knowledge");
  terms.cost_per_km2 = reader.number("cost_per_km2");
  terms.origin_cost_share = reader.number("origin_cost_share");
  terms.branch_share = branch_share_of(reader);
  return std::make_shared<IndustrialEnclave>(reader.add_park(std::move(park)), terms,
                                             reader.schedule("tax_split"));
}

std::vector<RuleField> fields() {
  RuleField split =
      number_field("tax_split", .5, 0, 1, "share",
                   "the origin's share of the local tax that firms in the park pay; one number, or a "
                   "list by date");
  split.kind = FieldKind::schedule;
  split.schedule_key = "origin";
  return {
      city_field("origin", "city whose firms may come"),
      city_field("host", "city that gives the land"),
      number_field("capacity_km2", 5, 0, 1e5, "km2", "land of the park"),
      std::move(split),
      number_field("default_rate", 0, 0, 1, "share", "part of the promised tax that is not delivered"),
      number_field("credit_share", 0, 0, 1, "share",
                   "of the park's output and tax, booked for the origin in the statistics"),
      number_field("easing", .5, 0, 1, "share",
                   "part of the friction between origin and host that firms bound for the park are spared"),
      number_field("bonus", .1, -5, 5, "log-profit",
                   "what the park offers besides: one-stop service, buildings"),
      number_field("knowledge", .5, 0, 1, "share",
                   "part of the origin's lead in knowledge that firms in the park keep"),
      number_field("cost_per_km2", 3, 0, 1e4, "100 million yuan",
                   "of developing the land, paid over two years or as the budgets allow; 0 = it is there"),
      number_field("origin_cost_share", .5, 0, 1, "share", "part of the cost that the origin pays"),
      word_field("mode", {"move", "branch", "either"}, "either",
                 "whether firms come wholly, open a branch, or as firms.branch.share says"),
      industries_field("that the park takes")};
}

}  // namespace

RuleType industrial_enclave() {
  RuleDeclaration rule;
  rule.name = "industrial_enclave";
  rule.name_zh = "产业飞地";
  rule.does =
      "Builds a park in a host city for firms of an origin city: land, less friction, a part of the origin's "
      "knowledge, and a contract that splits the local tax. The origin keeps a part of the tax and so "
      "obstructs "
      "less.";
  rule.look_at =
      "park_firms, park_land and enclave_moves; obstruction of the origin; transfers from host to origin; "
      "value_added, value_added_booked and value_added_controlled of both.";
  rule.source =
      "V_park of MODEL.md section 5.3; both sides agree to a share s iff T_o/T_d <= s <= 1 - c_d/T_d "
      "(enclave deal, "
      "section 8)";
  rule.fields = fields();
  rule.example =
      "[[policy]]\n"
      "rule = \"industrial_enclave\"\n"
      "origin = \"上海\"\n"
      "host = \"Jiaxing\"\n"
      "start = \"2014-01\"\n"
      "capacity_km2 = 12\n"
      "tax_split = [ { until = \"2019-01\", origin = 0.5 }, { origin = 0.3 } ]\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
