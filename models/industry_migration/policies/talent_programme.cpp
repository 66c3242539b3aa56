// Talent programme (人才引进): help to people of some skill tiers who come to a city. MODEL.md section 6, 8
// and 9.
//
//     utility_iq += strength bonus + income_weight_q ln(1 + strength grant / (horizon wage_iq))
//
// People spread the grant over a horizon of years and weigh it as they weigh income. It counts for everybody
// who considers whether to live in the city, those who live there included: help of this kind is paid out
// over years to those who stay. The city pays the grant for each person who came in the step before while the
// programme was open, as far as its money goes.
//
// With a quota the programme closes once the year's places are taken, and opens again next January. A step
// may bring more people than there are places left; they are paid, and their places are taken from next
// year's. So the quota holds over the years whatever the length of a step, and with steps of a year a
// programme that was overrun stays closed as many years as it ran ahead.
//
// Several programmes of a city add up.
#include <algorithm>

#include "engine/elementary.hpp"
#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

constexpr double kYuanPerMoney = kFenPerMoney / kFenPerYuan;

struct ProgrammeTerms {
  std::vector<CityIndex> cities;
  std::vector<std::size_t> tiers;
  double grant;    // yuan a person
  double bonus;    // log-utility
  double quota;    // persons a year in each city, 0 = no limit
  double horizon;  // years
};

class TalentProgramme final : public PolicyRule {
 public:
  explicit TalentProgramme(ProgrammeTerms terms) : terms_{std::move(terms)} {}

  /// Numbers: of each city of the programme the grant that was promised in the last step, then the places
  /// taken since January. Counts: whether it was open.
  [[nodiscard]] PolicyMemory memory(const World&) const override {
    PolicyMemory memory;
    memory.numbers.assign(2 * terms_.cities.size(), 0.0);
    memory.counts.assign(terms_.cities.size(), 0);
    return memory;
  }

  void write(StepFields& fields, PolicyMemory& memory, const RuleInput& input) const override {
    const std::size_t cities = terms_.cities.size();
    for (std::size_t k = 0; k < cities; ++k) {
      double &promised = memory.numbers[k], &taken = memory.numbers[cities + k];
      if (memory.counts[k] > 0) {
        taken += arrivals(input, terms_.cities[k]);
        pay(fields, terms_.cities[k], promised);
      }
      if (input.now.january) taken = std::max(0.0, taken - terms_.quota);
      const bool open = !(terms_.quota > 0) || taken < terms_.quota;
      memory.counts[k] = open ? 1 : 0;
      promised = open ? input.now.strength * terms_.grant : 0.0;
      if (open) attract(fields, terms_.cities[k], input);
    }
  }

 private:
  /// Persons of the tiers who came to a city in the last step.
  [[nodiscard]] double arrivals(const RuleInput& input, CityIndex city) const {
    const World& world = input.world;
    const TallyLayout layout{world.n_city(), world.n_node(), world.n_industry(), kTiers, world.n_park()};
    std::int64_t came = 0;
    for (const std::size_t tier : terms_.tiers)
      for (std::size_t i = 0; i < world.n_node(); ++i)
        if (i != city) came += input.before.step[layout.talent_moves(tier, i, city)];
    return static_cast<double>(came) * world.weight;
  }

  void pay(StepFields& fields, CityIndex city, double yuan) const {
    if (!(yuan > 0)) return;
    for (const std::size_t tier : terms_.tiers) fields.grants.push_back({city, tier, yuan});
  }

  void attract(StepFields& fields, CityIndex city, const RuleInput& input) const {
    const auto i = static_cast<Index>(city);
    for (const std::size_t tier : terms_.tiers) {
      const auto q = static_cast<Index>(tier);
      const double wage = input.before.market.price(i, q) * kYuanPerMoney;
      const double gain = input.now.strength * terms_.grant / (terms_.horizon * wage);
      fields.talent_bonus(i, q) += input.now.strength * terms_.bonus +
                                   input.world.parameters.income_weight[tier] * natural_log(1.0 + gain);
    }
  }

  ProgrammeTerms terms_;
};

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  return std::make_shared<TalentProgramme>(
      ProgrammeTerms{reader.cities("cities"), reader.tiers("tiers"), reader.number("grant_yuan"),
                     reader.number("bonus"), reader.number("quota"), reader.number("horizon_years")});
}

}  // namespace

RuleType talent_programme() {
  RuleDeclaration rule;
  rule.name = "talent_programme";
  rule.name_zh = "人才计划";
  rule.does =
      "Pays people of some skill tiers for coming to a city and helps them with housing and schools, up to "
      "a number of people a year.";
  rule.look_at =
      "talent and talent_flows of the city and of those that lose talent to it (talent siphon, 人才虹吸), "
      "firm_foundings, services (the grants are missing there).";
  rule.source =
      "talent policy of the utility of a city, MODEL.md section 6; Kline & Moretti 2014 on place-based help";
  rule.fields = {cities_field("that pay for people who come"),
                 words_field("tiers", {kTierNames.begin(), kTierNames.end()}, {"college", "leading"},
                             "skill tiers that are helped"),
                 number_field("grant_yuan", 30000, 0, 1e8, "yuan a person", "paid for each who comes"),
                 number_field("bonus", 0, -5, 5, "log-utility", "what housing, schools and the like add"),
                 number_field("quota", 0, 0, 1e8, "persons a year",
                              "places in each city; the programme pauses once they are taken; 0 = no limit"),
                 number_field("horizon_years", 5, .1, 100, "years", "over which people spread the grant")};
  rule.example =
      "[[policy]]\n"
      "rule = \"talent_programme\"\n"
      "cities = [\"杭州\", \"Hefei\"]\n"
      "tiers = [\"college\", \"leading\"]\n"
      "grant_yuan = 30000\n"
      "quota = 60000\n"
      "start = \"2015-01\"\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
