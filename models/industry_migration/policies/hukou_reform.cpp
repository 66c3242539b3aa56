// Hukou reform (户籍改革): who lives away from the place of registration gets at services, and is let in.
// MODEL.md section 6 and 9; Chan & Buckingham 2008; Bosker, Brakman, Garretsen & Schramm 2012.
//
//     access_i    = a + (1 - a) portability strength                 a = talent.access_away
//     barrier_iq  = talent.TIER.hukou_barrier (1 - barrier_removed strength)
//     registration hazard of those registered elsewhere, further to talent.registration_rate:
//                   registration_rate strength
//
// Of several reforms in one city the widest access and the fastest registration hold; of the barrier each
// takes its part of what the others leave.
#include <algorithm>
#include <numeric>

#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

struct ReformTerms {
  std::vector<CityIndex> cities;
  std::vector<std::size_t> tiers;
  double portability, barrier_removed;  // shares
  double registration_rate;             // 1/year
  double largest_residents;             // persons, 0 = no limit
};

double residents_of(const RuleInput& input, CityIndex city) {
  const auto first = input.before.census.residents.begin() + static_cast<std::ptrdiff_t>(city * kTiers);
  return static_cast<double>(
             std::accumulate(first, first + static_cast<std::ptrdiff_t>(kTiers), std::int64_t{0})) *
         input.world.weight;
}

class HukouReform final : public PolicyRule {
 public:
  explicit HukouReform(ReformTerms terms) : terms_{std::move(terms)} {}

  void write(StepFields& fields, PolicyMemory&, const RuleInput& input) const override {
    const double strength = input.now.strength, away = input.world.parameters.access_away;
    const double access = std::min(1.0, away + (1.0 - away) * terms_.portability * strength);
    for (const CityIndex city : terms_.cities) {
      if (terms_.largest_residents > 0 && residents_of(input, city) >= terms_.largest_residents) continue;
      const auto i = static_cast<Index>(city);
      fields.access(i) = std::max(fields.access(i), access);
      fields.registration(i) = std::max(fields.registration(i), terms_.registration_rate * strength);
      for (const std::size_t tier : terms_.tiers)
        fields.hukou_barrier(i, static_cast<Index>(tier)) *= 1.0 - terms_.barrier_removed * strength;
    }
  }

 private:
  ReformTerms terms_;
};

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  return std::make_shared<HukouReform>(
      ReformTerms{reader.cities("cities"), reader.tiers("tiers"), reader.number("portability"),
                  reader.number("barrier_removed"), reader.number("registration_rate"),
                  reader.number("largest_residents")});
}

}  // namespace

RuleType hukou_reform() {
  RuleDeclaration rule;
  rule.name = "hukou_reform";
  rule.name_zh = "户籍改革";
  rule.does =
      "Opens public services to people who live away from their place of registration, takes away a part of "
      "the hukou barrier of some skill tiers, and registers people faster where they live.";
  rule.look_at =
      "talent_flows and residents of large cities, hukou_share, services (the same money for more people), "
      "log_real_wage.";
  rule.source =
      "access(u,j) and the hukou barrier of MODEL.md section 6; Chan & Buckingham 2008; Bosker et al. 2012 "
      "on what lower hukou barriers do to agglomeration";
  rule.fields = {
      cities_field("that open"),
      words_field("tiers", {kTierNames.begin(), kTierNames.end()}, {"all"},
                  "skill tiers whose barrier falls; access and registration are for all"),
      number_field("portability", .5, 0, 1, "share",
                   "part of the services that are closed to people registered elsewhere which opens to them"),
      number_field("barrier_removed", .5, 0, 1, "share", "part of the hukou barrier that is taken away"),
      number_field("registration_rate", .05, 0, 4, "1/year",
                   "how often one who lives elsewhere than registered is registered where one lives, beyond "
                   "the usual"),
      number_field("largest_residents", 0, 0, 1e9, "persons",
                   "only cities with fewer residents than this open, at their size of the moment; 0 = all")};
  rule.example =
      "[[policy]]\n"
      "rule = \"hukou_reform\"\n"
      "portability = 0.5\n"
      "barrier_removed = 0.6\n"
      "largest_residents = 5e6\n"
      "start = \"2014-07\"\n"
      "ramp_years = 3\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
