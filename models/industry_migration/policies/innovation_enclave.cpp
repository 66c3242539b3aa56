// Innovation enclave (科创飞地), the reverse of an industrial one: a lagging city rents a research house in a
// core city. MODEL.md section 5.1, 8 and 9.
//
//     friction_knowledge(home, core) <- friction_knowledge(home, core) (1 - easing strength)
//     labour(home) += staff strength,  labour(core) -= staff strength
//     rent strength, every year, from the government of home to that of core
//
// Knowledge of a place is what it reaches: the row is who learns, the column where research is done. Only
// home learns of core. The staff live in the core and work for firms at home, so that talent serves home
// without moving (a brain bank: Agrawal, Kapur, McHale & Oettl 2011). Of several rules that ease a pair the
// largest easing counts; staff and rents add up. A city lends at most half of its workers of a tier; who
// comes later by name gets what is left.
#include <fmt/format.h>

#include <algorithm>

#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

/// What a house is and costs at full strength.
struct HouseTerms {
  CityIndex home, core;
  double easing;  // share of friction
  double staff;   // persons
  std::size_t tier;
  double rent;  // 100 million yuan a year
};

class InnovationEnclave final : public PolicyRule {
 public:
  explicit InnovationEnclave(HouseTerms terms) : terms_{terms} {}

  [[nodiscard]] bool changes_reach() const override { return true; }

  void write_reach(ReachFields& fields, const World&, double strength) const override {
    double& easing = fields.of(Flow::knowledge).easing(terms_.home, terms_.core);
    easing = std::max(easing, terms_.easing * strength);
  }

  void write(StepFields& fields, PolicyMemory&, const RuleInput& input) const override {
    const auto tier = static_cast<Index>(terms_.tier);
    const double staff = std::min(terms_.staff * input.now.strength, can_lend(fields, input));
    fields.labour(terms_.home, tier) += staff;
    fields.labour(terms_.core, tier) -= staff;
    const double rent = terms_.rent * input.now.strength;
    if (rent > 0) fields.rents.push_back({terms_.home, terms_.core, rent});
  }

 private:
  /// Half of the core's workers, less those whom it has lent already: more would leave the market's books
  /// with people who work nowhere.
  [[nodiscard]] double can_lend(const StepFields& fields, const RuleInput& input) const {
    const World& world = input.world;
    const auto agents = static_cast<double>(input.before.census.workers[terms_.core * kTiers + terms_.tier]);
    const double lent = -std::min(0.0, fields.labour(terms_.core, static_cast<Index>(terms_.tier)));
    return std::max(0.0, .5 * agents * (world.weight * world.parameters.participation) - lent);
  }

  HouseTerms terms_;
};

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  const auto home = reader.city("home"), core = reader.city("core");
  if (!home || !core) return nullptr;
  if (*home == *core) {
    reader.refuse("core", fmt::format("is \"{}\", the home itself", reader.settings().word("core")),
                  "an innovation enclave stands in another city");
    return nullptr;
  }
  return std::make_shared<InnovationEnclave>(HouseTerms{*home, *core, reader.number("easing"),
                                                        reader.number("staff"), reader.tiers("tier").front(),
                                                        reader.number("rent")});
}

}  // namespace

RuleType innovation_enclave() {
  RuleDeclaration rule;
  rule.name = "innovation_enclave";
  rule.name_zh = "科创飞地";
  rule.does =
      "A lagging city keeps a research house in a core city. Knowledge of the core reaches the firms at "
      "home, "
      "people of the core work for them from afar, and the home's government pays rent to the core's.";
  rule.look_at =
      "mass and value_added of the home against its neighbours; wage of the tier, which falls at home where "
      "more people of it work and rises in the core; public_income of both. Nobody moves.";
  rule.source = "knowledge of MODEL.md section 5.1; Agrawal et al. 2011 on talent that helps from afar";
  rule.fields = {city_field("home", "city whose firms the house serves"),
                 city_field("core", "city where the house stands"),
                 number_field("easing", .6, 0, 1, "share",
                              "part of the friction gone that knowledge of the core meets on its way home"),
                 number_field("staff", 2000, 0, 1e6, "persons", "who live in the core and work for the home"),
                 word_field("tier", {kTierNames.begin(), kTierNames.end()}, "college", "skill of the staff"),
                 number_field("rent", .2, 0, 1e4, "100 million yuan a year", "paid by the home to the core")};
  rule.example =
      "[[policy]]\n"
      "rule = \"innovation_enclave\"\n"
      "home = \"衢州\"\n"
      "core = \"杭州\"\n"
      "staff = 3000\n"
      "start = \"2016-01\"\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
