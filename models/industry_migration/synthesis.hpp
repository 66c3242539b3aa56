#pragma once
//! \file  The agents of the start: as many of each kind in each city as the data say, each drawn as a record
//! of its own.
#include <Eigen/Core>

#include "models/industry_migration/economy.hpp"

namespace yanzhen::industry_migration {

/// Residents by city: tier by quota of the city's education, age by the age table, industry of experience by
/// the city's jobs, registered here or elsewhere as registered and resident people differ. \param value_added
/// of the start, (n_node, n_industry);  \param minutes  travel time, (n_node, n_node)
[[nodiscard]] TalentPopulation start_talent(const World& world, const Eigen::ArrayXXd& value_added,
                                            const Eigen::ArrayXXd& minutes);

/// Firms by city and industry from sales per firm (one agent at least wherever something is produced). Log
/// size is normal, scaled so that mass over sales is the same in all cities of an industry. \param sales  of
/// the start, (n_node, n_industry)
[[nodiscard]] FirmPopulation start_firms(const World& world, const Eigen::ArrayXXd& sales);

/// Units of capital by city and industry, in proportion to capital income; each is owned where it stands.
[[nodiscard]] CapitalPopulation start_capital(const World& world, const Eigen::ArrayXXd& value_added);

/// Share of each tier among the residents of a city.
[[nodiscard]] std::array<double, kTiers> tier_shares(const World& world, const City& city,
                                                     double adult_share);

/// Quantile of the standard normal distribution, relative error below 1.2e-9 (rational approximation of P.
/// Acklam, 2003). \pre 0 < u < 1
[[nodiscard]] double normal_quantile(double u);

}  // namespace yanzhen::industry_migration
