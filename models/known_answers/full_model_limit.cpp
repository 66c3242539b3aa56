#include "models/known_answers/full_model_limit.hpp"

#include <fmt/format.h>

#include <utility>

#include "engine/elementary.hpp"
#include "models/industry_migration/model.hpp"
#include "models/known_answers/table_from_texts.hpp"

namespace yanzhen::known_answers {
namespace {

constexpr double kNothing = 1e-12;       // a share that must not be zero, or its factor would have no price
constexpr double kMillionPerUnit = 100;  // million yuan in the tables' unit of money
constexpr double kOutput = 100;          // of a city a year: only ratios matter
constexpr double kMinutes = 120, kTimeScale = 60;
constexpr double kArea = .01;                         // km2, so that way within a city is next to nothing
constexpr double kMinutesWithin = .4 * .1 / 40 * 60;  // MODEL.md section 2, of that area

std::string text(double number) { return fmt::format("{}", number); }

Texts cities(const LimitSize& size) {
  Texts rows{{"code", "name_zh", "name_en", "province", "area_km2", "residents", "hukou_residents", "gdp",
              "college_per_100k", "net_migration_per_1000"}};
  for (const char* const code : {"1", "2"})
    rows.push_back({code, fmt::format("第{}市", code), fmt::format("Town {}", code), "East", text(kArea),
                    text(size.residents), text(size.residents), text(kOutput), "80000", "0"});
  return rows;
}

Texts industries(const FootlooseTrade& trade, const LimitSize& size) {
  const double mu = trade.manufacturing_share, sigma = trade.elasticity;
  const auto per_firm = [&](double share) { return text(share * kOutput * kMillionPerUnit / size.firms); };
  return {{"key", "name_zh", "name_en", "sector", "labour_share", "talent_share", "capital_share",
           "land_share", "elasticity_of_substitution", "transport_class", "final_demand", "sales_per_firm",
           "energy_input", "rd_intensity"},
          {"manufacturing", "制造业", "Manufacturing", "", text(1 - 1 / sigma), text(1 / sigma),
           text(kNothing), text(kNothing), text(sigma), "medium", text(100 * mu), per_firm(mu), "0", "0"},
          {"agriculture", "农业", "Agriculture", "", "1", "0", "0", "0", text(sigma), "low",
           text(100 * (1 - mu)), per_firm(1 - mu), "0", "0"}};
}

using Settings = std::vector<std::pair<const char*, double>>;

/// Everything that the small model does not have.
Settings switched_off() {
  return {{"goods.border.city", 0},
          {"goods.border.province", 0},
          {"goods.iceberg.low", 0},
          {"goods.time_scale", kTimeScale},
          {"market.elasticity.least", 1.1},
          {"market.elasticity.greatest", 40},
          {"market.external.benefit", 0},
          {"market.external.crowding", 0},
          {"government.tax.value_added", 0},
          {"government.tax.profit", 0},
          {"government.tax.land", 0},
          {"government.equalisation", 0},
          {"government.obstruction", 0},
          {"factors.participation", 1},
          {"factors.premium.skilled", 1},
          {"factors.premium.leading", 1},
          {"factors.capital_output_ratio", .1},
          {"capital.unit_value", 1e6},
          {"capital.depreciation", 0},
          {"firms.size_spread", 0},
          {"firms.noise", 0},
          {"firms.entrant_size", 1},
          {"firms.entrant_spread", 0},
          {"firms.overhead_elasticity", 1},
          {"firms.exit.span", 0},
          {"firms.founder_share", 0},
          {"firms.knowledge_growth", 0},
          {"firms.relocation.hazard", 0},
          {"talent.rent_weight", 0},
          {"talent.services_weight", 0},
          {"talent.retraining_rate", 0},
          {"talent.registration_rate", 0},
          {"talent.fertility", 0},
          {"talent.mortality.level", 0},
          {"talent.college_growth_to_2020", 1},
          {"talent.general.move_rate", 0},
          {"talent.skilled.move_rate", 0},
          {"talent.leading.move_rate", 0},
          {"talent.general.adult_share", 1},
          {"talent.skilled.adult_share", kNothing},
          {"talent.college.adult_share", 1},
          {"talent.leading.adult_share", kNothing},
          {"talent.college.hukou_barrier", 0},
          {"talent.college.distance", 0},
          {"talent.college.border.city", 0},
          {"talent.college.border.province", 0}};
}

/// What is left: the cost of goods, and how agents act.
Settings left_on(const FootlooseTrade& trade, double freeness, const LimitSize& size) {
  const double way = natural_log(1 + kMinutes / kTimeScale) - natural_log(1 + kMinutesWithin / kTimeScale);
  return {{"goods.iceberg.medium", -natural_log(freeness) / ((trade.elasticity - 1) * way)},
          {"factors.price_adjustment", size.price_adjustment},
          {"firms.entry_response", size.entry_response},
          {"firms.exit.base", size.exit_rate},
          {"talent.college.move_rate", size.move_rate},
          {"talent.college.income_weight", size.sensitivity}};
}

}  // namespace

Scenario limit_scenario(const FootlooseTrade& trade, double freeness, const LimitSize& size) {
  Scenario scenario;
  scenario.title = "Footloose entrepreneurs as a limit of the full model";
  scenario.model = "industry_migration";
  scenario.file = "in memory";
  scenario.seed = size.seed;
  scenario.people_per_agent = 1;
  const auto january = [](int year) { return date_from(fmt::format("{}-01", year)).value(); };
  scenario.clock = {january(2000), january(2000 + size.years), StepLength::quarter};
  scenario.parameters = ParameterValues{industry_migration::declared_parameters()};
  Problems problems;
  for (const Settings& settings : {switched_off(), left_on(trade, freeness, size)})
    for (const auto& [name, value] : settings) scenario.parameters.set(name, value, {}, problems);
  problems.throw_if_any();
  const std::map<std::string, Texts> tables{
      {"cities", cities(size)},
      {"industries", industries(trade, size)},
      {"input_output",
       {{"input", "manufacturing", "agriculture"}, {"manufacturing", "0", "0"}, {"agriculture", "0", "0"}}},
      {"links", {{"from", "to", "mode", "minutes", "open_year"}, {"1", "2", "rail", text(kMinutes), ""}}},
      // Experience fits everywhere, whatever a city's jobs are.
      {"relatedness", {{"a", "b", "input_similarity"}, {"manufacturing", "agriculture", "1"}}},
      {"ages", {{"age_from", "age_to", "residents"}, {"18", "18", "1"}}}};
  for (const TableSpec& spec : industry_migration::table_specs())
    if (const auto found = tables.find(spec.name); found != tables.end())
      scenario.tables.emplace(spec.name, table_from_texts(spec, found->second));
  return scenario;
}

std::shared_ptr<const industry_migration::World> limit_world(const Scenario& scenario) {
  Problems problems;
  auto world = industry_migration::read_world(scenario, problems);
  problems.throw_if_any();
  return world;
}

}  // namespace yanzhen::known_answers
