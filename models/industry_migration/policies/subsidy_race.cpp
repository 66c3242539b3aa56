// Subsidy race: cities choose what to be good at, each for itself, and outbid each other. MODEL.md section 8
// and 9.
//
// Each January, and when the rule begins to hold, each city of the scope chooses its targets:
//
//     imitate   the industries whose national output grew fastest, at constant prices, since the last choice:
//               the same for every city; none at the first choice, when growth is not known. Every
//               city puts the same part of its output into them, whatever it has of them: rate / LQ instead
//               of rate, at most `most`, and pull (1 - ln LQ) instead of pull. (With one rate for all, those
//               who have an industry would get most of the money, and imitation would make cities differ.)
//     smart     the city's own strengths: location quotient times relative relatedness density, among the
//               more complex half of the industries (Foray 2015; Balland et al. 2019)
//     none      no targets: founders are drawn nowhere, and every industry of the secondary and tertiary
//               sector gets the rate
//
// always among `industries`.
//
// An industry without a sector (a rest) is never a target. Targets draw founders (`pull`) and get a subsidy
// from their city. Rates begin at `rate`; each January a city to which fewer firms moved than left it in the
// year before (moves and branches) climbs toward the highest rate of the others and a step beyond:
//
//     rate_i += climb (min(most, max_{j != i} rate_j + step) - rate_i),   never down
//
// A bid for firms that everybody can match moves few of them: Zodrow & Mieszkowski 1986, Wilson 1986. A city
// under `coordination` takes part only with what the plan leaves. Several races on one city add up.
#include <fmt/format.h>

#include <algorithm>

#include "engine/elementary.hpp"
#include "models/industry_migration/government.hpp"
#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

enum class Behaviour { imitate, smart, none };

struct CompetitionTerms {
  std::vector<CityIndex> cities;
  std::vector<bool> industries;  // among which governments choose
  Behaviour behaviour;
  std::size_t targets;
  double pull;  // log points
  double rate;  // share of sales, before anybody climbs
  RaceTerms race;
};

/// What the rule remembers, by name.
struct RaceMemory {
  Eigen::Map<Eigen::ArrayXd> rate;    // (n_city)
  Eigen::Map<Eigen::ArrayXd> net;     // net relocations since the last choice  (n_city)
  Eigen::Map<Eigen::ArrayXd> output;  // of the country at the last choice  (n_industry)
  Tally& targets;                     // (n_cell), empty before the rule has held

  RaceMemory(PolicyMemory& memory, const World& world)
      : rate{memory.numbers.data(), static_cast<Index>(world.n_city())},
        net{memory.numbers.data() + world.n_city(), rate.size()},
        output{memory.numbers.data() + 2 * world.n_city(), static_cast<Index>(world.n_industry())},
        targets{memory.counts} {}
};

class SubsidyRace final : public PolicyRule {
 public:
  explicit SubsidyRace(CompetitionTerms terms) : terms_{std::move(terms)} {}

  [[nodiscard]] PolicyMemory memory(const World& world) const override {
    PolicyMemory memory;
    memory.numbers.assign(2 * world.n_city() + world.n_industry(), 0.0);
    RaceMemory{memory, world}.rate.setConstant(terms_.rate);
    return memory;
  }

  void write(StepFields& fields, PolicyMemory& memory, const RuleInput& input) const override {
    const Eigen::ArrayXd own = 1.0 - fields.planned.head(static_cast<Index>(input.world.n_city()));
    RaceMemory known{memory, input.world};
    const bool begins = known.targets.empty();
    // What happened before the rule held is nobody's reason to bid.
    if (!begins) known.net += net_relocations(input.world, input.before);
    if (begins || input.now.january) {
      known.rate = raced_rates(terms_.race, known.rate, known.net, own, terms_.cities);
      known.targets = aims(fields, known, begins, input);
      known.output = real_output(input.before.market);
      known.net.setZero();
    }
    const Eigen::ArrayXd strength = input.now.strength * own;
    const Eigen::ArrayXXd effort = efforts(input);
    const Eigen::ArrayXXd pull =
        drawn() * effort.unaryExpr([](double x) { return std::max(0.0, 1.0 + natural_log(x)); });
    const Eigen::ArrayXXd rate = (effort.colwise() * known.rate).min(terms_.race.most);
    pursue(fields, known.targets, pull.colwise() * strength, rate.colwise() * strength);
  }

 private:
  [[nodiscard]] double drawn() const { return terms_.behaviour == Behaviour::none ? 0.0 : terms_.pull; }

  /// How hard each city tries where, 1 = as hard as the terms say. (n_city, n_industry)
  [[nodiscard]] Eigen::ArrayXXd efforts(const RuleInput& input) const {
    if (terms_.behaviour == Behaviour::imitate) return imitation_effort(input.world, input.before.market);
    return Eigen::ArrayXXd::Ones(static_cast<Index>(input.world.n_city()),
                                 static_cast<Index>(input.world.n_industry()));
  }

  [[nodiscard]] Tally aims(const StepFields& fields, const RaceMemory& known, bool begins,
                           const RuleInput& input) const {
    const World& world = input.world;
    const auto n = static_cast<Index>(world.n_city());
    if (terms_.behaviour == Behaviour::none) return all_but_primary(world);
    if (terms_.behaviour == Behaviour::smart)
      return choose(world, smart_scores(world, input.before.market, fields.relatedness));
    if (begins) return Tally(world.n_cell(), 0);
    return choose(world, growth_scores(known.output, real_output(input.before.market), n));
  }

  [[nodiscard]] Tally choose(const World& world, Eigen::ArrayXXd score) const {
    for (std::size_t s = 0; s < world.n_industry(); ++s)
      if (!terms_.industries[s]) score.col(static_cast<Index>(s)).setZero();
    return choose_targets(world, score, terms_.cities, terms_.targets, terms_.cities.size());
  }

  [[nodiscard]] Tally all_but_primary(const World& world) const {
    Tally targets(world.n_cell(), 0);
    for (const CityIndex city : terms_.cities)
      for (std::size_t s = 0; s < world.n_industry(); ++s)
        targets[city * world.n_industry() + s] =
            world.industries[s].sector > 0 && terms_.industries[s] ? 1 : 0;
    return targets;
  }

  CompetitionTerms terms_;
};

Behaviour behaviour_of(const RuleReader& reader) {
  const std::string& word = reader.word("behaviour");
  if (word == "imitate") return Behaviour::imitate;
  return word == "smart" ? Behaviour::smart : Behaviour::none;
}

/// Says no to a race that begins beyond its end.
void refuse_rate_above_most(const RuleReader& reader) {
  if (reader.number("rate") <= reader.number("most")) return;
  const std::string rate = reader.number_text("rate"), most = reader.number_text("most");
  const char* hint = "cities begin with `rate` and climb to no more than `most`";
  if (reader.settings().fields.at("most").given)
    reader.refuse("most", fmt::format("is {}, allowed is at least `rate`, which is {}", most, rate), hint);
  else
    reader.refuse("rate", fmt::format("is {}, allowed is at most `most`, which is {}", rate, most), hint);
}

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  const RaceTerms race{reader.number("climb"), reader.number("step"), reader.number("most")};
  refuse_rate_above_most(reader);
  std::vector<bool> industries(reader.world().n_industry(), false);
  for (const std::size_t s : reader.industries("industries")) industries[s] = true;
  return std::make_shared<SubsidyRace>(CompetitionTerms{reader.cities("cities"), std::move(industries),
                                                        behaviour_of(reader), reader.whole("targets"),
                                                        reader.number("pull"), reader.number("rate"), race});
}

std::vector<RuleField> fields() {
  return {
      cities_field("whose governments compete"),
      industries_field("among which governments choose; one alone makes a race for it"),
      word_field("behaviour", {"imitate", "smart", "none"}, "imitate",
                 "how a city chooses its industries: what grows fastest nationally (all the same), what is "
                 "near to what it has and complex, or no choice: the rate for all of the secondary and "
                 "tertiary sector"),
      number_field("targets", 2, 0, 16, "industries", "that each city pursues"),
      number_field("pull", 1, 0, 5, "log points",
                   "added to the utility of founding a firm in an industry that the city pursues"),
      number_field("rate", .03, 0, .5, "share of sales",
                   "given to firms of these industries by the city, before the race begins"),
      number_field("climb", .5, 0, 1, "share a year",
                   "of the gap to the highest rate of the others that a city closes while it loses firms; 0 "
                   "= no race"),
      number_field("step", .005, 0, .5, "share of sales", "by which a city would outbid the highest"),
      number_field("most", .15, 0, .5, "share of sales", "beyond which no rate climbs")};
}

}  // namespace

RuleType subsidy_race() {
  RuleDeclaration rule;
  rule.name = "subsidy_race";
  rule.name_zh = "补贴竞赛";
  rule.does =
      "Every January each city chooses the industries that it pursues, by imitation or by what suits it, "
      "draws founders to them and subsidises them; while it loses firms to other cities it raises its rate "
      "toward the highest of the others.";
  rule.look_at =
      "structural_similarity (imitation makes cities alike), firm_flows and branch_flows, services (what "
      "the race costs), the share of value added of the targets.";
  rule.source =
      "MODEL.md section 8; Lin, Wu & Xing 2010 (waves of investment); Balland et al. 2019 (smart "
      "specialisation); Zodrow & Mieszkowski 1986, Wilson 1986 (tax competition)";
  rule.fields = fields();
  rule.example =
      "[[policy]]\n"
      "rule = \"subsidy_race\"\n"
      "behaviour = \"imitate\"\n"
      "targets = 2\n"
      "rate = 0.03\n"
      "climb = 0.5\n"
      "most = 0.12\n"
      "start = \"2012-01\"\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
