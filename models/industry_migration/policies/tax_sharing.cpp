// Tax sharing in its three forms, which are never one number: a share for the home of a firm that moved, base
// equalisation, and a pool of revenue. MODEL.md section 8 and 9; Zodrow & Mieszkowski 1986, Wilson 1986.
#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

/// The place where a firm stands passes a share of its local tax to the firm's home, for some years after it
/// came.
class ShareWithHome final : public PolicyRule {
 public:
  ShareWithHome(std::vector<CityIndex> homes, std::vector<CityIndex> places, Schedule share, double years,
                double default_rate)
      : homes_{std::move(homes)},
        places_{std::move(places)},
        share_{std::move(share)},
        years_{years},
        default_rate_{default_rate} {}

  void write(StepFields& fields, PolicyMemory&, const RuleInput& input) const override {
    const OriginShare promise{value_at(share_, input.now.year) * input.now.strength, years_, default_rate_};
    for (const CityIndex home : homes_)
      for (const CityIndex place : places_)
        if (home != place) fields.promise(home * input.world.n_node() + place, promise);
  }

 private:
  std::vector<CityIndex> homes_, places_;
  Schedule share_;
  double years_, default_rate_;
};

/// Members of a pot of base or revenue.
class SharePot final : public PolicyRule {
 public:
  SharePot(RevenuePool::Form form, std::vector<CityIndex> members, Schedule share)
      : form_{form}, members_{std::move(members)}, share_{std::move(share)} {}

  void write(StepFields& fields, PolicyMemory&, const RuleInput& input) const override {
    const double share = value_at(share_, input.now.year) * input.now.strength;
    if (share > 0) fields.pools.push_back({form_, share, members_, input.policy});
  }

 private:
  RevenuePool::Form form_;
  std::vector<CityIndex> members_;
  Schedule share_;
};

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  const std::vector<CityIndex> cities = reader.cities("cities"), hosts = reader.cities("hosts");
  const std::string& form = reader.word("form");
  if (form == "home")
    return std::make_shared<ShareWithHome>(cities, hosts, reader.schedule("share"), reader.number("years"),
                                           reader.number("default_rate"));
  return std::make_shared<SharePot>(form == "base" ? RevenuePool::Form::base : RevenuePool::Form::revenue,
                                    cities, reader.schedule("share"));
}

}  // namespace

RuleType tax_sharing() {
  RuleDeclaration rule;
  rule.name = "tax_sharing";
  rule.name_zh = "税收分享";
  rule.does =
      "Shares local tax between cities, in one of three forms with different incentives. `home`: where a "
      "firm stands "
      "passes a share of its tax to the city where it is registered, for some years. `base`: members above "
      "the mean "
      "tax a head pay a part of the excess to those below. `pool`: all members give a part of their tax to a "
      "pot that "
      "is shared out by heads.";
  rule.look_at =
      "obstruction (it falls by what a city keeps of a firm that leaves), firm_flows, transfers and "
      "undelivered_transfers, public_income.";
  rule.source =
      "MODEL.md section 8; base equalisation multiplies the Nash tax by 1/(1-theta), pooling does not "
      "(Zodrow & "
      "Mieszkowski 1986; Koethenbuerger 2002)";
  RuleField share =
      number_field("share", .5, 0, 1, "share",
                   "of local tax passed on (home), of the excess paid (base), or put into the pot "
                   "(pool); one number, or a list by date");
  share.kind = FieldKind::schedule;
  share.schedule_key = "share";
  rule.fields = {
      word_field("form", {"home", "base", "pool"}, "home", "which of the three"),
      std::move(share),
      number_field("years", 10, 0, 1000, "years", "after a firm came; for `home`"),
      number_field("default_rate", 0, 0, 1, "share", "part of the promise not delivered; for `home`"),
      cities_field("homes that are paid (home), or the members (base, pool)"),
      cities_field("places that pay; for `home`", "hosts")};
  rule.example =
      "[[policy]]\n"
      "rule = \"tax_sharing\"\n"
      "form = \"home\"\n"
      "share = 0.5\n"
      "years = 8\n"
      "start = \"2015-01\"\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
