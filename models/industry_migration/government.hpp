#pragma once
//! \file  What governments aim at: which industries a city wants, and how high it bids for them.
//!
//! MODEL.md section 8. Herding on what grows (Lin, Wu & Xing 2010 on waves of investment), smart
//! specialisation (Balland et al. 2019), a regional plan, and a race of subsidies (Zodrow & Mieszkowski 1986,
//! Wilson 1986). Everything is a pure function of what a government can see.
#include <Eigen/Core>

#include <vector>

#include "models/industry_migration/economy.hpp"
#include "models/industry_migration/indices.hpp"

namespace yanzhen::industry_migration {

/// Output of each industry in the whole country at constant prices: spending over the price index, summed
/// over the nodes. In money an industry's share hardly moves, for households and firms spend fixed shares;
/// what grows is the quantity.    (n_industry)
[[nodiscard]] Eigen::ArrayXd real_output(const MarketState& market);

/// How complex industries are, by the cities that have them: rank of the mean economic complexity of these
/// cities, (lower + half of those alike) / all, in (0, 1). An industry that no city has counts as the mean of
/// cities.
/// \param presence  shape (n_city, n_industry)
/// \returns         shape (n_industry,); 1/2 everywhere where nothing tells cities apart
[[nodiscard]] Eigen::ArrayXd industry_complexity(const Presence& presence);

// ---- what a city thinks of an industry: scores, shape (n_city, n_industry), >= 0
// ---------------------------

/// What grows fastest in the country, the same for every city: output now over output then; 0 for what was
/// not there.
[[nodiscard]] Eigen::ArrayXXd growth_scores(const Eigen::ArrayXd& then, const Eigen::ArrayXd& now,
                                            Eigen::Index cities);

/// Smart specialisation (Foray 2015; Balland et al. 2019): a city's own strengths, among the more complex
/// half of the industries: location quotient times relative relatedness density, that is density over what
/// the city has in all industries and the industry in all cities. Plain density differs little between the
/// industries of a city; times complexity, which is the same for all, it would make all cities choose alike.
[[nodiscard]] Eigen::ArrayXXd smart_scores(const World& world, const MarketState& market,
                                           const Eigen::ArrayXXd& relatedness);

/// What a region would leave to a city: location quotient times relatedness density.
[[nodiscard]] Eigen::ArrayXXd advantage_scores(const World& world, const MarketState& market,
                                               const Eigen::ArrayXXd& relatedness);

/// Targets by score, the highest first, over all pairs of city and industry: a city gets at most so many, and
/// at most so many cities get the same industry. Equal scores are served by number of city, then of industry.
/// Never a target: an industry without a sector (a rest), and a score of zero.
/// \param score   (n_city, n_industry)
/// \param cities  who chooses
/// \returns       1 for a target, else 0; (n_city, n_industry), row by row
[[nodiscard]] Tally choose_targets(const World& world, const Eigen::ArrayXXd& score,
                                   const std::vector<CityIndex>& cities, std::size_t targets_of_a_city,
                                   std::size_t cities_of_an_industry);

/// How a city that imitates bids where it has little: one over the location quotient, 1/10 to 10. Then every
/// city puts the same part of its output into the same industries, whatever it has of them.    (n_city,
/// n_industry)
[[nodiscard]] Eigen::ArrayXXd imitation_effort(const World& world, const MarketState& market);

/// What governments do for their targets: founders are drawn to them, and firms in them get a share of sales
/// from their city. Both (n_city, n_industry).
/// \param pull  in log points
/// \param rate  share of sales
void pursue(StepFields& fields, const Tally& targets, const Eigen::ArrayXXd& pull,
            const Eigen::ArrayXXd& rate);

// ---- the race --------------------------------------------------------------------------------------------

/// Firms that came to each city less those that went in the last step, branches included; births and deaths
/// are not.    (n_city)  [firms]
[[nodiscard]] Eigen::ArrayXd net_relocations(const World& world, const Economy& economy);

struct RaceTerms {
  double climb;  ///< part of the gap that is closed in a year, 0 to 1
  double step;   ///< above the highest of the others, >= 0  [share of sales]
  double most;   ///< no rate climbs beyond this  [share of sales]
};

/// Rates of a new year. A city that lost firms climbs toward the highest rate of the other members, and a
/// step beyond; one that did not keeps its rate. All decide at once.
/// \param rate   of each city                                              (n_city)  [share of sales]
/// \param net    net relocations of the year                               (n_city)  [firms]
/// \param own    part of its aims on which a city decides itself, 0 to 1   (n_city)
/// \param cities members of the race
[[nodiscard]] Eigen::ArrayXd raced_rates(const RaceTerms& terms, const Eigen::ArrayXd& rate,
                                         const Eigen::ArrayXd& net, const Eigen::ArrayXd& own,
                                         const std::vector<CityIndex>& cities);

}  // namespace yanzhen::industry_migration
