// Technology wave: an industry that was a niche meets demand, relates anew to others, and its old leaders
// lose a part of their lead. MODEL.md section 3, 5 and 9.
//
//     mu_s <- (1 + strength (demand - 1)) mu_s, the others in proportion so that the sum stays one
//     related_sr <- related_sr + strength (relatedness_r - related_sr)          for every r that is named
//     ln c_is += leap strength (ln z_is - mean over nodes of ln z_s)
//
// Unit cost holds -ln z: at a leap of one every place makes the good with the same productivity. A change of
// paradigm is a window of opportunity (Perez & Soete 1988): experience with the old way counts for less, and
// places with low wages can leap ahead of rich leaders (Brezis, Krugman & Tsiddon 1993). What stays with the
// leaders are their firms and what these know.
//
// A wave multiplies the odds of its industry in what households buy; so several waves may share the purse, in
// any order, each a little below the share it would have alone. Log costs add up. Two waves on one industry,
// or two that both say how near they are to each other, are refused.
#include <fmt/format.h>

#include <algorithm>

#include "engine/elementary.hpp"
#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

struct WaveTerms {
  std::size_t industry;
  double demand;  // factor on the share of what households buy
  std::vector<std::pair<std::size_t, double>> relatedness;
  double leap;  // share
};

class TechnologyWave final : public PolicyRule {
 public:
  explicit TechnologyWave(WaveTerms terms) : terms_{std::move(terms)} {}

  [[nodiscard]] std::size_t industry() const { return terms_.industry; }
  [[nodiscard]] bool relates_to(std::size_t industry) const {
    return std::any_of(terms_.relatedness.begin(), terms_.relatedness.end(),
                       [&](const auto& one) { return one.first == industry; });
  }

  void write(StepFields& fields, PolicyMemory&, const RuleInput& input) const override {
    raise_demand(fields, input);
    relate(fields, input.now.strength);
    leap(fields, input);
  }

 private:
  void raise_demand(StepFields& fields, const RuleInput& input) const {
    const auto s = static_cast<Index>(terms_.industry);
    const double share = input.world.technology.household(s);
    const double factor = 1.0 + (terms_.demand - 1.0) * input.now.strength;
    const double odds = factor * (1.0 - share) / (1.0 - factor * share);
    const double sum = 1.0 + fields.household(s) * (odds - 1.0);
    fields.household(s) *= odds;
    fields.household /= sum;
  }

  void relate(StepFields& fields, double strength) const {
    const auto s = static_cast<Index>(terms_.industry);
    for (const auto& [other, value] : terms_.relatedness) {
      const auto r = static_cast<Index>(other);
      const double now = fields.relatedness(s, r);
      fields.relatedness(s, r) = fields.relatedness(r, s) = now + strength * (value - now);
    }
  }

  void leap(StepFields& fields, const RuleInput& input) const {
    const auto s = static_cast<Index>(terms_.industry);
    const Eigen::ArrayXd log_z =
        input.before.market.productivity.col(s).unaryExpr([](double z) { return natural_log(z); });
    fields.log_cost.col(s) += terms_.leap * input.now.strength * (log_z - log_z.mean());
  }

  WaveTerms terms_;
};

/// Says no where an earlier wave stands in the way. \returns true where it does
bool meets_another(const RuleReader& reader, const TechnologyWave& wave) {
  for (const Policy& policy : reader.world().policies) {
    const auto other = std::dynamic_pointer_cast<const TechnologyWave>(policy.acts);
    if (!other) continue;
    if (other->industry() == wave.industry()) {
      reader.refuse("industry",
                    fmt::format("is \"{}\", which has a wave already: policy \"{}\"",
                                reader.settings().word("industry"), policy.name),
                    "let one policy say all: `ramp_years` and `strength` make a wave slower or smaller");
      return true;
    }
    if (other->relates_to(wave.industry()) && wave.relates_to(other->industry())) {
      reader.refuse(
          "relatedness",
          fmt::format("says how near its industry is to that of \"{}\", which says so too", policy.name),
          "nearness holds in both directions: let one of the two waves say it");
      return true;
    }
  }
  return false;
}

/// Households cannot spend more than all they have on one industry.
bool demand_is_possible(const RuleReader& reader, const WaveTerms& terms) {
  const double share = reader.world().technology.household(static_cast<Index>(terms.industry));
  if (terms.demand * share < 1) return true;
  reader.refuse("demand",
                fmt::format("is {}, but {:.3g} of what households buy comes from this industry already",
                            reader.number_text("demand"), share),
                fmt::format("allowed is below {:.3g}", 1 / share));
  return false;
}

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  const auto industry = reader.industry("industry");
  auto relatedness = reader.industry_table("relatedness");
  if (!industry) return nullptr;
  WaveTerms terms{*industry, reader.number("demand"), std::move(relatedness), reader.number("leap")};
  if (!demand_is_possible(reader, terms)) return nullptr;
  auto wave = std::make_shared<TechnologyWave>(std::move(terms));
  if (wave->relates_to(*industry)) {
    reader.refuse("relatedness", "names the industry of the wave itself", "name the others");
    return nullptr;
  }
  if (meets_another(reader, *wave)) return nullptr;
  return wave;
}

RuleField relatedness_field() {
  RuleField field = number_field("relatedness", 0, 0, 1, "index",
                                 "how near the industry is to others from now on, industry by industry; the "
                                 "others stay as near as they were");
  field.kind = FieldKind::table;
  return field;
}

}  // namespace

RuleType technology_wave() {
  RuleDeclaration rule;
  rule.name = "technology_wave";
  rule.name_zh = "技术浪潮";
  rule.does =
      "A future industry arrives: households buy more of it, it becomes related to other industries than "
      "before, and a part of the old differences in productivity between places is wiped out.";
  rule.look_at =
      "value_added_by_industry and location_quotient of the industry: do late-comers overtake the old "
      "leaders; "
      "relatedness_density and firm_foundings in cities that are near to it now.";
  rule.source =
      "household demand, unit cost and relatedness of MODEL.md section 3 and 5; Perez & Soete 1988; Brezis, "
      "Krugman & Tsiddon 1993";
  rule.fields = {
      industry_field("industry", "whose time has come"),
      number_field("demand", 3, .01, 1e3, "-", "factor on the industry's share of what households buy"),
      relatedness_field(),
      number_field("leap", .5, 0, 1, "share",
                   "part of the places' differences in productivity in this industry that is wiped out")};
  rule.example =
      "[[policy]]\n"
      "rule = \"technology_wave\"\n"
      "industry = \"low_altitude\"\n"
      "demand = 4\n"
      "relatedness = { electronics = 0.7, new_energy = 0.8, digital_services = 0.6 }\n"
      "leap = 0.5\n"
      "start = \"2024-01\"\n"
      "ramp_years = 5\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
