#pragma once
//! \file  Every number of the industry-migration model that a scenario may change.
#include <array>
#include <cstdint>
#include <vector>

#include "engine/parameter.hpp"

namespace yanzhen::industry_migration {

/// Skill tiers of talent, by education: at most junior secondary, senior secondary, college, postgraduate.
enum class Tier : std::uint8_t { general, skilled, college, leading };
inline constexpr std::size_t kTiers = 4;
inline constexpr std::array<const char*, kTiers> kTierNames{"general", "skilled", "college", "leading"};
inline constexpr std::array<const char*, kTiers> kTierNamesZh{"一般", "技能", "大学", "领军"};

/// Classes of iceberg cost in industries.csv, in the order of Parameters::iceberg.
inline constexpr std::array<const char*, 5> kTransportClasses{"low", "medium", "high", "digital",
                                                              "proximity"};

/// How one kind of flow feels distance and borders: friction = decay * ln(1 + minutes / time_scale) +
/// borders.
struct DistanceDecay {
  double decay;       ///< zeta >= 0  [log-utility]
  double time_scale;  ///< T0 > 0     [min]
  double city;        ///< b_city, another city                [log-utility]
  double province;    ///< b_province, another province besides [log-utility]
};

/// Meaning, unit and range of each field stand in parameters.cpp, where it is declared to users under its
/// dotted name.
struct Parameters {
  // goods market, MODEL.md section 3
  std::array<double, 5> iceberg;
  double goods_time_scale, goods_border_city, goods_border_province;
  double default_elasticity, least_elasticity, greatest_elasticity;
  double external_benefit, external_crowding, external_mass;
  // governments, section 8
  double value_added_tax, profit_tax, land_fee;
  double national_value_added_tax, national_profit_tax, national_land_fee;
  double equalisation, most_support, obstruction, fiscal_horizon;
  // factors, section 4
  double price_adjustment;
  double participation, skilled_premium, leading_premium;
  double capital_output_ratio, built_land_share;
  // firms, section 5
  double sales_per_firm, least_firm_agents;
  double firm_size_spread, firm_noise, entrant_size, entrant_spread;
  double overhead_elasticity;
  double exit_base, exit_span, exit_slope;
  double entry_response, founder_share;
  double industry_profit_weight, industry_relatedness_weight, relatedness_floor;
  double knowledge_growth, subsidy_effort_loss;
  double relocation_hazard, relocation_age_decay, relocation_sensitivity;
  double sunk_cost, sunk_years, local_input_cost, branch_share, branch_size;
  DistanceDecay firms, knowledge;
  // talent, section 6
  std::array<double, kTiers> move_rate, income_weight, hukou_barrier;
  std::array<DistanceDecay, kTiers> talent;
  double rent_weight, services_weight, access_away;
  double retraining_rate, registration_rate, fertility, mortality_level, mortality_slope;
  std::array<double, kTiers> adult_share, entrant_share;
  double college_growth_to_2020;
  // capital, section 7
  double unit_value, least_capital_agents, capital_return_weight, capital_turnover, depreciation;
  DistanceDecay capital;
};

/// What a scenario may say, with unit, range, default and meaning.
[[nodiscard]] const std::vector<Parameter>& declared_parameters();
[[nodiscard]] Parameters parameters_from(const ParameterValues& values);

}  // namespace yanzhen::industry_migration
