#include "models/industry_migration/parameters.hpp"

#include <string>

namespace yanzhen::industry_migration {
namespace {

// Each parameter stands here once: visit(field, name, default, least, greatest, unit, meaning). One visitor
// collects the declarations, another reads the values of a scenario.

template <class Visit>
void visit_decay(DistanceDecay& flow, const std::string& kind, DistanceDecay standard, const Visit& visit) {
  visit(flow.decay, kind + ".distance", standard.decay, 0, 20, "log-utility",
        "weight of ln(1 + minutes / time scale)");
  visit(flow.time_scale, kind + ".time_scale", standard.time_scale, 1, 1e5, "minutes",
        "travel time that already feels near");
  visit(flow.city, kind + ".border.city", standard.city, -5, 20, "log-utility", "barrier between two cities");
  visit(flow.province, kind + ".border.province", standard.province, -5, 20, "log-utility",
        "further barrier between two provinces");
}

template <class Visit>
void visit_market(Parameters& p, const Visit& visit) {
  constexpr std::array<double, 5> kIceberg{.12, .2, .3, .08, .5};
  for (std::size_t k = 0; k < kIceberg.size(); ++k)
    visit(p.iceberg[k], std::string{"goods.iceberg."} + kTransportClasses[k], kIceberg[k], 0, 5, "log-cost",
          "iceberg cost of this transport class per ln(1 + minutes / time scale) (Samuelson 1954)");
  visit(p.goods_time_scale, "goods.time_scale", 60, 1, 1e5, "minutes",
        "travel time that already feels near to goods");
  visit(p.goods_border_city, "goods.border.city", .02, 0, 5, "log-cost", "cost of selling to another city");
  visit(p.goods_border_province, "goods.border.province", .06, 0, 5, "log-cost",
        "further cost of selling to another province: the administrative barrier to goods");
  visit(p.default_elasticity, "market.elasticity.default", 5, 1.1, 40, "-",
        "elasticity of substitution where industries.csv does not know it");
  visit(p.least_elasticity, "market.elasticity.least", 4, 1.1, 40, "-",
        "smaller elasticities are raised to this");
  visit(p.greatest_elasticity, "market.elasticity.greatest", 9, 1.1, 40, "-",
        "larger elasticities are lowered to this");
  visit(p.external_benefit, "market.external.benefit", 1.2, 0, 10, "share of operating profit",
        "external economies of a specialised industry at their fullest (Marshall; Arthur 1990)");
  visit(p.external_crowding, "market.external.crowding", .5, 0, 10, "share of operating profit",
        "loss per unit of ln location quotient from crowding");
  visit(p.external_mass, "market.external.mass", 3, .01, 100, "location quotient",
        "critical mass: where half of the benefit is reached (Murphy, Shleifer & Vishny 1989)");
}

template <class Visit>
void visit_government(Parameters& p, const Visit& visit) {
  visit(p.value_added_tax, "government.tax.value_added", .12, 0, .9, "share of value added",
        "tax on value added and turnover");
  visit(p.profit_tax, "government.tax.profit", .12, 0, .9, "share of capital income",
        "tax on the income of capital");
  visit(p.land_fee, "government.tax.land", .4, 0, .9, "share of land rent",
        "what governments take of the rent of built land");
  visit(p.national_value_added_tax, "government.national.value_added", .5, 0, 1, "share",
        "the nation's part of the tax on value added; the city that hosts the firm gets the rest");
  visit(p.national_profit_tax, "government.national.profit", .6, 0, 1, "share",
        "the nation's part of the tax on profit");
  visit(p.national_land_fee, "government.national.land", 0, 0, 1, "share", "the nation's part of land fees");
  visit(p.equalisation, "government.equalisation", .4, 0, 1, "share of the gap",
        "part of what places lack to the mean revenue a head that the nation fills; the rest of its money is "
        "spent "
        "on all residents alike");
  visit(p.most_support, "government.most_support", .5, 0, 1, "share of a city's budget",
        "subsidies never take more than this of what a city had to spend in the step before");
  visit(p.obstruction, "government.obstruction", .4, 0, 20, "log-profit",
        "barrier a government raises against a firm that would take its whole local tax away (omega of "
        "MODEL.md "
        "section 5.3)");
  visit(p.fiscal_horizon, "government.horizon", 10, .1, 1000, "years",
        "how far a government looks ahead: a share of tax for n years counts 1 - exp(-n/horizon) of one for "
        "ever");
}

template <class Visit>
void visit_factors(Parameters& p, const Visit& visit) {
  visit(p.price_adjustment, "factors.price_adjustment", .08, 1e-6, 1, "per quarter",
        "part of the gap to market clearing that factor prices close (eta of MODEL.md section 4)");
  visit(p.participation, "factors.participation", .8, .01, 1, "share",
        "residents of working age who work or seek work");
  visit(p.skilled_premium, "factors.premium.skilled", 1.25, 1, 20, "-",
        "wage of skilled over general labour at the start");
  visit(p.leading_premium, "factors.premium.leading", 1.8, 1, 20, "-",
        "wage of leading over college talent at the start");
  visit(p.capital_output_ratio, "factors.capital_output_ratio", 2.4, .1, 50, "years",
        "capital over yearly value added at the start");
  visit(p.built_land_share, "factors.built_land_share", .05, 1e-4, 1, "share",
        "part of a city's area that bears industry");
}

template <class Visit>
void visit_firms(Parameters& p, const Visit& visit) {
  visit(p.sales_per_firm, "firms.sales_per_firm", 2, .001, 1e6, "million yuan a year",
        "sales of a firm at the start where industries.csv does not know them");
  visit(p.least_firm_agents, "firms.least_agents", 16000, 1, 1e7, "agents",
        "an industry with fewer agents than this at the start gets agents that stand for fewer firms");
  visit(p.firm_size_spread, "firms.size_spread", 1.5, 0, 4, "log points",
        "standard deviation of log size at the start (lognormal sizes)");
  visit(p.firm_noise, "firms.noise", .18, 0, 2, "log points a year",
        "standard deviation of a firm's yearly growth, Laplace (Bottazzi & Secchi 2006)");
  visit(p.entrant_size, "firms.entrant_size", .3, .001, 2, "share",
        "size of an entrant over the mean of its city and industry");
  visit(p.entrant_spread, "firms.entrant_spread", .8, 0, 1.2, "log points",
        "standard deviation of the log size of entrants");
  visit(p.overhead_elasticity, "firms.overhead_elasticity", .75, 0, 1, "-",
        "growth of overhead with size: below one small firms have thinner margins (Hopenhayn 1992)");
  visit(p.exit_base, "firms.exit.base", .02, 0, 1, "1/year", "hazard of exit that no profit prevents");
  visit(p.exit_span, "firms.exit.span", .12, 0, 5, "1/year",
        "further hazard of a firm that makes only losses");
  visit(p.exit_slope, "firms.exit.slope", 4, 0, 50, "1/margin",
        "steepness of the logistic in the profit margin");
  visit(p.entry_response, "firms.entry_response", .2, 0, 5, "1/year",
        "yearly growth in the number of firms by entry, per unit of profit margin");
  visit(p.founder_share, "firms.founder_share", .15, 0, 1, "share",
        "part of the entrants founded by talent; the others are spin-offs of incumbents (Klepper 2007)");
  visit(p.industry_profit_weight, "firms.founding.profit", 1, 0, 20, "-",
        "weight of ln profit when founders choose an industry");
  visit(p.industry_relatedness_weight, "firms.founding.relatedness", .6, 0, 20, "-",
        "weight of ln relatedness density when founders choose an industry (Hidalgo et al. 2007; Neffke et "
        "al. 2011)");
  visit(p.relatedness_floor, "firms.founding.floor", .1, 1e-6, 10, "density",
        "added to relatedness density: the unrelated is rare, not barred");
  visit(p.knowledge_growth, "firms.knowledge_growth", .01, 0, 1, "log points a year",
        "productivity growth per ln knowledge, knowledge measured from the start");
  visit(p.subsidy_effort_loss, "firms.subsidy_effort_loss", .5, 0, 50, "-",
        "fall of effort with subsidy over operating profit");
  visit(p.relocation_hazard, "firms.relocation.hazard", .08, 0, 5, "1/year",
        "a new firm considers moving this often");
  visit(p.relocation_age_decay, "firms.relocation.age_decay", .05, 0, 2, "1/year",
        "older firms consider it less often");
  visit(p.relocation_sensitivity, "firms.relocation.sensitivity", 1.5, 0, 20, "-",
        "logit sensitivity of location to ln profit");
  visit(p.sunk_cost, "firms.relocation.sunk_cost", 2, 0, 20, "log-profit",
        "sunk cost of a firm that has just settled");
  visit(p.sunk_years, "firms.relocation.sunk_years", 6, .01, 1000, "years",
        "years in which sunk cost falls by a factor e");
  visit(p.local_input_cost, "firms.relocation.local_inputs", 1, 0, 20, "log-profit",
        "cost of leaving suppliers, at all inputs local");
  visit(p.branch_share, "firms.branch.share", .3, 0, 1, "share", "moves that open a branch instead");
  visit(p.branch_size, "firms.branch.size", .3, .01, .9, "share", "part of the firm that its branch takes");
  visit_decay(p.firms, "firms", {.9, 60, .1, .6}, visit);  // beside it, government.obstruction
  visit_decay(p.knowledge, "knowledge", {1.5, 60, .2, .3}, visit);
}

template <class Visit>
void visit_talent(Parameters& p, const Visit& visit) {
  constexpr std::array<double, kTiers> kRate{.035, .04, .05, .06}, kIncome{1.2, 1.3, 1.5, 1.6},
      kHukou{.9, .8, .4, .1};
  constexpr std::array<double, kTiers> kAdult{.705, .18, .1105, .0045}, kEntrant{.38, .34, .255, .025};
  constexpr std::array<DistanceDecay, kTiers> kDecay{
      {{2.0, 60, 1, .7}, {1.8, 60, 1, .7}, {1.5, 60, .9, .5}, {1.2, 60, .8, .3}}};
  for (std::size_t q = 0; q < kTiers; ++q) {
    const std::string tier = std::string{"talent."} + kTierNames[q];
    visit(p.move_rate[q], tier + ".move_rate", kRate[q], 0, 4, "1/year",
          "how often one considers moving, mean over all ages");
    visit(p.income_weight[q], tier + ".income_weight", kIncome[q], 0, 1000, "-",
          "weight of ln real income in the choice of a city");
    visit(p.hukou_barrier[q], tier + ".hukou_barrier", kHukou[q], 0, 20, "log-utility",
          "barrier outside the city of registration");
    visit(p.adult_share[q], tier + ".adult_share", kAdult[q], 1e-12, 1, "share",
          "national share of this tier among adults at the start, by education (census 2010); the four are "
          "scaled to one");
    visit(p.entrant_share[q], tier + ".entrant_share", kEntrant[q], 1e-5, 1, "share",
          "share of this tier among those who come of age; the four are scaled to one");
    visit_decay(p.talent[q], tier, kDecay[q], visit);
  }
  visit(p.rent_weight, "talent.rent_weight", .25, 0, 2, "-", "weight of ln rent in the cost of living");
  visit(p.services_weight, "talent.services_weight", .2, 0, 5, "-",
        "weight of ln public money per head a resident has access to");
  visit(p.access_away, "talent.access_away", .5, .001, 1, "share",
        "access to public services outside the city of registration");
  visit(p.retraining_rate, "talent.retraining_rate", .05, 0, 4, "1/year",
        "how often a worker changes to an industry of the city");
  visit(p.registration_rate, "talent.registration_rate", .04, 0, 4, "1/year",
        "how often one who lives elsewhere than registered is registered where one lives");
  visit(p.fertility, "talent.fertility", 1.3, 0, 10, "children",
        "children a woman bears, spread over the ages 20 to 39");
  visit(p.mortality_level, "talent.mortality.level", 3.5e-5, 0, .1, "1/year", "Gompertz mortality at age 0");
  visit(p.mortality_slope, "talent.mortality.slope", .095, 0, .5, "1/year",
        "growth of mortality with age (Gompertz 1825)");
  visit(p.college_growth_to_2020, "talent.college_growth_to_2020", 15467.0 / 8930.0, .1, 20, "-",
        "college graduates per 100,000 of 2020 over those of the start (censuses 2010 and 2020: 8,930 and "
        "15,467)");
}

template <class Visit>
void visit_capital(Parameters& p, const Visit& visit) {
  visit(p.unit_value, "capital.unit_value", 4, .001, 1e6, "million yuan", "one investable unit");
  visit(p.least_capital_agents, "capital.least_agents", 100000, 1, 1e7, "agents",
        "with fewer units than this at the start an agent stands for fewer of them");
  visit(p.capital_return_weight, "capital.return_weight", 1, 0, 20, "-",
        "weight of ln return in the choice of a place");
  visit(p.capital_turnover, "capital.turnover", .08, .004, 4, "1/year",
        "part of the units whose term ends in a year");
  visit(
      p.depreciation, "capital.depreciation", .05, 0, 2, "1/year",
      "part of the units that wears out in a year; saving replaces it at the start and follows income after");
  visit_decay(p.capital, "capital", {.35, 60, 0, 0}, visit);
}

template <class Visit>
void visit_all(Parameters& p, const Visit& visit) {
  visit_market(p, visit);
  visit_government(p, visit);
  visit_factors(p, visit);
  visit_firms(p, visit);
  visit_talent(p, visit);
  visit_capital(p, visit);
}

std::vector<Parameter> collect() {
  std::vector<Parameter> declared;
  Parameters unused{};
  visit_all(unused, [&](double&, const std::string& name, double standard, double least, double greatest,
                        const char* unit, const char* meaning) {
    declared.push_back({name, standard, least, greatest, unit, meaning});
  });
  return declared;
}

}  // namespace

const std::vector<Parameter>& declared_parameters() {
  static const std::vector<Parameter> kDeclared = collect();
  return kDeclared;
}

Parameters parameters_from(const ParameterValues& values) {
  Parameters parameters{};
  visit_all(parameters, [&](double& field, const std::string& name, double, double, double, const char*,
                            const char*) { field = values[name]; });
  return parameters;
}

}  // namespace yanzhen::industry_migration
