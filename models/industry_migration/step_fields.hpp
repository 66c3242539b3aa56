#pragma once
//! \file  What policy rules write before anybody acts: arrays that markets, choices and the treasury read.
//! Neutral values change no bit of a run.
#include <Eigen/Core>

#include <array>
#include <cstdint>
#include <vector>

#include "engine/ledger.hpp"
#include "models/industry_migration/parameters.hpp"

namespace yanzhen::industry_migration {

struct World;

/// The kinds of flow that distance and borders hinder.
enum class Flow : std::uint8_t { goods, firms, talent, capital, knowledge };
inline constexpr std::size_t kFlows = 5;
inline constexpr std::array<const char*, kFlows> kFlowNames{"goods", "firms", "talent", "capital",
                                                            "knowledge"};

/// How rules change the friction of one kind of flow, pair by pair (origin, destination):
///     friction(i,j) = [ zeta distance ln(1 + T/T0) + b_city city_border [i != j]
///                       + b_province province_border [province differs] ] (1 - easing)
struct FlowFields {
  Eigen::ArrayXXd distance;         ///< factor on zeta             neutral: 1
  Eigen::ArrayXXd city_border;      ///< factor on b_city           neutral: 1
  Eigen::ArrayXXd province_border;  ///< factor on b_province       neutral: 1
  Eigen::ArrayXXd easing;  ///< part of friction that is gone, 0 to 1; rules do not add up: the largest
                           ///< holds        neutral: 0

  /// For n nodes.
  [[nodiscard]] static FlowFields none(Eigen::Index n);
};

/// What decides who is near to whom. Made anew only when a rule that reaches here changes its strength.
struct ReachFields {
  std::array<FlowFields, kFlows> flows;

  [[nodiscard]] static ReachFields none(const World& world);
  [[nodiscard]] FlowFields& of(Flow flow) { return flows[static_cast<std::size_t>(flow)]; }
  [[nodiscard]] const FlowFields& of(Flow flow) const { return flows[static_cast<std::size_t>(flow)]; }
};

/// Firms below a bar must upgrade, move or close (capacity elimination, land productivity).
struct Pressure {
  double hazard = 0;   ///< how often a firm below the bar is called to account  [1/year]   neutral: 0
  double bar = -1e9;   ///< ln of size over the mean of its cell, below which a firm is
  double upgrade = 0;  ///< part of them that rises to the bar  [share]
  double move = 0;     ///< part of them that looks for another place; the others close  [share]
};

/// What a firm's home is promised of the local tax that the firm pays where it stands.
struct OriginShare {
  double share = 0;         ///< of local tax, 0 to 1    neutral: 0
  double years = 0;         ///< after the firm settled
  double default_rate = 0;  ///< part of the promise that is not delivered, 0 to 1
};

/// Several cities give a part of their money into one pot.
struct RevenuePool {
  enum class Form {
    base,  ///< base equalisation: who has more tax base a head than the mean pays in proportion to the excess
    revenue  ///< pooling: all give the same part of their local tax, and the pot is shared out by heads
  };
  Form form;
  double share;                       ///< theta or alpha, 0 to 1
  std::vector<std::uint32_t> cities;  ///< members
  std::size_t policy;                 ///< whose pot it is
};

/// Public spending a head is lifted toward a floor.
struct ServiceFloor {
  double yuan;     ///< a resident and year
  double closing;  ///< part of the gap that is filled, 0 to 1
  bool by_nation;  ///< paid by the nation; otherwise by members above the floor
  std::vector<std::uint32_t> cities;
  std::size_t policy;
};

/// Public capital to be placed in cities.
struct FundOrder {
  std::vector<std::uint32_t> cities;     ///< each as likely
  double money_a_year;                   ///< 100 million yuan, for all cities together
  bool by_nation;                        ///< paid by the nation; otherwise by the cities in equal parts
  bool free;                             ///< units may leave the city when they mature
  std::vector<std::int64_t> industries;  ///< weights (n_industry)
  std::size_t policy;
};

/// Help to people who come to a city.
struct TalentGrant {
  std::uint32_t city;
  std::size_t tier;
  double yuan;  ///< for each person who arrives
};

/// What one government pays another for a house.
struct HouseRent {
  std::uint32_t payer, owner;
  double money_a_year;  ///< 100 million yuan
};

/// On which terms a park takes firms in this step.
struct ParkTerms {
  double capacity_km2 = 0;       ///< neutral: 0, nobody may come
  double easing = 0;             ///< part of the friction between origin and host that is gone
  double bonus = 0;              ///< added to log profit
  double tax_share = 0;          ///< of local tax, promised to the origin
  double credit_share = 0;       ///< of output and tax, booked for the origin in the statistics
  double default_rate = 0;       ///< part of the promise that is not delivered
  double knowledge = 0;          ///< part of the origin's lead in knowledge that its firms keep
  double cost_per_km2 = 0;       ///< 100 million yuan
  double origin_cost_share = 0;  ///< of the cost, paid by the origin
  double branch_share = 0;       ///< of those who come: open a branch instead of moving
};

/// All fields of a step.
struct StepFields {
  // money for and from firms, share of sales  (n_node, n_industry)    neutral: 0
  Eigen::ArrayXXd subsidy;           ///< paid by the city
  Eigen::ArrayXXd national_subsidy;  ///< paid by the nation
  Eigen::ArrayXXd emission_fee;      ///< paid to the city
  Eigen::ArrayXXd land_surcharge;    ///< paid to the city
  // firms
  Eigen::ArrayXXd target;  ///< added to the utility of founding in an industry  (n_node, n_industry)
  Eigen::ArrayXXd
      obstruction;  ///< barrier a government raises against a firm's leaving (origin, destination),
                    ///< set by set_obstruction()      neutral: the parameter between two nodes
  std::vector<double> park_obstruction;  ///< the same against going to a park  (n_park)
  Eigen::ArrayXXd log_cost;              ///< added to ln unit cost  (n_node, n_industry)    neutral: 0
  std::vector<Pressure> pressure;        ///< (n_node, n_industry), row by row
  // people
  Eigen::ArrayXXd talent_bonus;  ///< added to the utility of a city  (n_node, tier)        neutral: 0
  Eigen::ArrayXXd
      hukou_barrier;            ///< outside the place of registration  (n_node, tier)     neutral: parameter
  Eigen::ArrayXd access;        ///< of those registered elsewhere to services  (n_node)   neutral: parameter
  Eigen::ArrayXd registration;  ///< further hazard of being registered where one lives  [1/year] (n_node)
  // governments
  Eigen::ArrayXd planned;  ///< part of a city's own aims that a regional plan replaces, 0 to 1  (n_node)
                           ///< neutral: 0
  // stocks
  Eigen::ArrayXXd labour;  ///< persons who work for another city from afar  (n_node, tier)  neutral: 0
  // technology and demand
  Eigen::ArrayXd household;     ///< mu, sums to one  (n_industry)                  neutral: the technology's
  Eigen::ArrayXXd relatedness;  ///< (n_industry, n_industry), diagonal 0          neutral: the world's
  // public money
  std::vector<OriginShare> origin_share;  ///< (home, place), row by row
  std::vector<RevenuePool> pools;
  std::vector<ServiceFloor> floors;
  std::vector<FundOrder> funds;
  std::vector<TalentGrant> grants;
  std::vector<HouseRent> rents;
  std::vector<ParkTerms> parks;  ///< (n_park)

  [[nodiscard]] static StepFields none(const World& world);

  /// Everything that public hands give a cell less what they take, beyond the taxes of the start, as a share
  /// of sales: what firms reckon with.
  [[nodiscard]] double support(Eigen::Index node, Eigen::Index industry) const {
    return subsidy(node, industry) + national_subsidy(node, industry) - emission_fee(node, industry) -
           land_surcharge(node, industry);
  }
  /// What firms are given, as a share of sales: money that makes effort needless.
  [[nodiscard]] double given(Eigen::Index node, Eigen::Index industry) const {
    return subsidy(node, industry) + national_subsidy(node, industry);
  }
  /// Puts pressure on a cell; of two the one with the larger hazard holds, then the higher bar, then fewer
  /// upgrades, then more moves. So the order of rules does not matter.
  void press(std::size_t cell, const Pressure& pressure);
  /// Promises a share to a home; of two promises the more generous holds: larger share, then more years, then
  /// less default. So the order of rules does not matter.
  void promise(std::size_t pair, const OriginShare& share);
};

/// Those fields that panels show, for a checkpoint: a run that goes on shows what it showed before.
void visit_shown_fields(StateVisitor& visitor, StepFields& fields);

}  // namespace yanzhen::industry_migration
