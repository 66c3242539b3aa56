// Coordination: a regional plan says which city pursues which industry. MODEL.md section 8 and 9.
//
// Each January, and when the rule begins to hold, the pairs of city and industry are served by
//
//     score_is = location quotient_is  relatedness density_is
//
// the highest first: a city gets at most `targets` of them, an industry at most `cities_per_industry` cities.
// Targets draw founders (`pull`) and get a subsidy (`rate`) from their city. While the plan holds, its cities
// take no part in a subsidy_race: a plan of strength x replaces the part x of their own aims, whatever the
// plan itself gives. That is why the registry lets it act before the race. Several plans add up in what they
// give; of what they replace, the largest part holds.
#include <algorithm>

#include "models/industry_migration/government.hpp"
#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

struct PlanTerms {
  std::vector<CityIndex> cities;
  std::size_t targets, cities_per_industry;
  double pull;  // log points
  double rate;  // share of sales
};

class Coordination final : public PolicyRule {
 public:
  explicit Coordination(PlanTerms terms) : terms_{std::move(terms)} {}

  /// Counts: the targets of the year (n_cell), none before the first plan is made.
  void write(StepFields& fields, PolicyMemory& memory, const RuleInput& input) const override {
    const World& world = input.world;
    if (memory.counts.empty() || input.now.january)
      memory.counts = choose_targets(world, advantage_scores(world, input.before.market, fields.relatedness),
                                     terms_.cities, terms_.targets, terms_.cities_per_industry);
    const double strength = input.now.strength;
    for (const CityIndex city : terms_.cities) {
      double& planned = fields.planned(static_cast<Index>(city));
      planned = std::max(planned, strength);
    }
    const auto n = static_cast<Index>(world.n_city());
    const auto industries = static_cast<Index>(world.n_industry());
    pursue(fields, memory.counts, Eigen::ArrayXXd::Constant(n, industries, strength * terms_.pull),
           Eigen::ArrayXXd::Constant(n, industries, strength * terms_.rate));
  }

 private:
  PlanTerms terms_;
};

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  return std::make_shared<Coordination>(PlanTerms{reader.cities("cities"), reader.whole("targets"),
                                                  reader.whole("cities_per_industry"), reader.number("pull"),
                                                  reader.number("rate")});
}

}  // namespace

RuleType coordination() {
  RuleDeclaration rule;
  rule.name = "coordination";
  rule.name_zh = "产业协同规划";
  rule.does =
      "A regional plan: every January it gives each city a few industries to pursue, by location quotient "
      "times relatedness density, and lets only few cities pursue the same one. It replaces a subsidy_race "
      "among its cities.";
  rule.look_at =
      "structural_similarity and mean_specialisation against the same scenario with subsidy_race; "
      "location_quotient by city; services, which a race eats up.";
  rule.source = "MODEL.md section 8; Hidalgo et al. 2007 and Balland et al. 2019 on relatedness density";
  rule.fields = {
      cities_field("that the plan covers"),
      number_field("targets", 2, 0, 16, "industries", "that each city pursues at most"),
      number_field("cities_per_industry", 5, 1, 1000, "cities", "that pursue the same industry at most"),
      number_field("pull", 1, 0, 5, "log points",
                   "added to the utility of founding a firm in an industry that the city pursues"),
      number_field("rate", .03, 0, .5, "share of sales", "given to firms of these industries by the city")};
  rule.example =
      "[[policy]]\n"
      "rule = \"coordination\"\n"
      "targets = 2\n"
      "cities_per_industry = 5\n"
      "start = \"2016-01\"\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
