#pragma once
//! \file  Talent: who considers moving, where they would like to live, and what else happens to people in a
//! step.
//!
//! MODEL.md section 6. Discrete choice of a city: McFadden 1974; dynamic use over many regions and
//! industries: Caliendo, Dvorkin & Parro 2019. Age schedule of moving: Rogers & Castro 1981.
#include <Eigen/Core>

#include <vector>

#include "engine/choice_table.hpp"
#include "engine/parallel.hpp"
#include "models/industry_migration/age_schedule.hpp"
#include "models/industry_migration/economy.hpp"

namespace yanzhen::industry_migration {

/// exp(-friction_talent) of each tier, shape (origin, destination). Changes only when travel times do.
using TalentDecay = std::array<Eigen::ArrayXXd, kTiers>;
[[nodiscard]] TalentDecay talent_decay(const World& world, const Eigen::ArrayXXd& minutes,
                                       const ReachFields& fields);

/// What a city offers to a tier by industry of experience, for people registered elsewhere, without amenity:
///     exp( beta_w (ln income_j match_jg - ln P_j - beta_r ln rho_j) + beta_G ln(services_j access_j) - hukou
///     barrier_jq + bonus_jq )
/// Shape (industry of experience, n_node), scaled so that the largest is one.
/// \param services  public money per resident  (n_node)
[[nodiscard]] Eigen::ArrayXXd talent_offer(const World& world, const Market& market, const MarketState& state,
                                           const StepFields& fields, const Eigen::ArrayXd& services,
                                           std::size_t tier);
/// How much more each city offers to those who are registered there, as a factor of the weight. (n_node)
[[nodiscard]] Eigen::ArrayXd home_factor(const World& world, const StepFields& fields, std::size_t tier);

/// Those who consider moving in an average step, by where they are and what they are: (tier, industry, node,
/// hukou), in units of 2^-32 agents; hukou counts nodes. For calibration.
[[nodiscard]] Tally count_considerers(const World& world, const Economy& economy,
                                      const AgeSchedule& schedule);

/// Amenities at which expected net migration of the first step is the observed one. (n_node, tier),
/// MODEL.md 12.3.
/// \param miss     largest |ln(wanted / found)| over tiers, for tests and notes
/// \param clipped  pairs of city and tier that ask for more leavers than consider leaving, cut to what can be
[[nodiscard]] Eigen::ArrayXXd invert_amenities(const World& world, const Market& market,
                                               const Economy& economy, const StepFields& fields,
                                               const Eigen::ArrayXd& services, const TalentDecay& decay,
                                               const AgeSchedule& schedule, double& miss,
                                               std::size_t& clipped);
/// Net migration per step that the data ask for, by node and tier, in 2^-32 agents; sums to zero over nodes.
[[nodiscard]] Eigen::ArrayXXd wanted_net_migration(const World& world, const Economy& economy);
/// Expected arrivals less departures in a step under given amenities, by node and tier, in 2^-32 agents.
[[nodiscard]] Eigen::ArrayXXd expected_net_migration(const World& world, const Market& market,
                                                     const Economy& economy, const StepFields& fields,
                                                     const Eigen::ArrayXd& services, const TalentDecay& decay,
                                                     const AgeSchedule& schedule,
                                                     const Eigen::ArrayXXd& amenity);

/// Choice tables of a step: one row for (tier, industry of experience, origin).
class TalentChoice {
 public:
  TalentChoice(const World& world);
  void update(const World& world, const Market& market, const MarketState& state, const StepFields& fields,
              const Eigen::ArrayXd& services, const TalentDecay& decay, const Eigen::ArrayXXd& amenity);

  /// Where a person wants to live next: their own city may be the answer. Three words of one block are
  /// used.
  [[nodiscard]] NodeNumber draw(std::uint8_t tier, std::uint8_t industry, NodeNumber origin, NodeNumber hukou,
                                const RandomBlock& words) const noexcept {
    const std::size_t row = (static_cast<std::size_t>(tier) * industries_ + industry) * nodes_ + origin;
    const double home =
        home_offer_[(static_cast<std::size_t>(tier) * industries_ + industry) * nodes_ + hukou] *
        decay_[(static_cast<std::size_t>(tier) * nodes_ + origin) * nodes_ + hukou];
    if (unit_interval(words[0]) * (total_[row] + home) < home) return hukou;
    return static_cast<NodeNumber>(table_.draw(row, words[1], words[2]));
  }
  /// Probability of each node for such a person, for tests. (n_node)
  [[nodiscard]] std::vector<double> probabilities(std::size_t tier, std::size_t industry, std::size_t origin,
                                                  std::size_t hukou) const;

 private:
  std::size_t nodes_, industries_;
  ChoiceTable table_;
  std::vector<double> total_;  // (tier, industry, origin) sum of weights for people registered elsewhere
  std::vector<double>
      home_offer_;  // (tier, industry, hukou) what registration adds to the offer of one's own city
  std::vector<double> decay_;  // (tier, origin, destination), row by row
};

/// What parallel loops leave for the settling of a step, block by block.
struct TalentEvents {
  std::vector<Row> gone;  // died or left for outside
  std::vector<NewTalent> born;
  std::vector<NodeNumber> founders;  // cities of those who founded a firm
};

/// Everything a step does to people. Decides in parallel from one state; newcomers and leavers are settled in
/// block order.
class TalentStep {
 public:
  TalentStep(const World& world, const Calibration& calibration);

  /// \param founders  one city for each firm that talent founded in this step, in a fixed order
  void run(Economy& economy, const TalentChoice& choice, const StepFields& fields, const TallyLayout& layout,
           ThreadCounts<std::int64_t>& counts, Step step, std::vector<NodeNumber>& founders);

  [[nodiscard]] const AgeSchedule& schedule() const noexcept { return schedule_; }

 private:
  struct Context;
  void set_limits(const Economy& economy, std::int32_t now, std::int32_t next);
  void decide(const Context& context, Row row, std::uint32_t word, TalentEvents& events,
              std::vector<std::int64_t>& tally) const;
  void register_by_reform(Economy& economy, const StepFields& fields, Step step) const;
  void come_of_age(const Context& context, Row row, std::vector<std::int64_t>& tally) const;
  void move(const Context& context, Row row, TalentEvents& events, std::vector<std::int64_t>& tally) const;
  void settle(Economy& economy, std::vector<TalentEvents>& blocks, std::vector<NodeNumber>& founders) const;
  [[nodiscard]] double considering_share(const Context& context, const Economy& economy,
                                         std::size_t tier) const;
  void set_mover_ages(const Context& context, const Economy& economy, std::size_t tier);
  void arrive_from_outside(const Context& context, Economy& economy, ThreadCounts<std::int64_t>& counts);
  void grow_outside(Economy& economy, const Tally& tally, const TallyLayout& layout, Step step) const;

  const World& world_;
  const Calibration& calibration_;
  AgeSchedule schedule_;
  std::vector<std::uint32_t>
      limits_;  // (tier or vacant, age in months): words at or above mean that nothing happens
  std::vector<std::uint32_t> founding_;  // (city, tier): width of the words that mean founding a firm
  ChoiceTable education_;                // tier of those who come of age, a row a city
  ChoiceTable jobs_;                     // industry of those who start work or retrain, a row a node
  ChoiceTable mover_age_;                // age in years of those who come from outside, a row a tier
};

}  // namespace yanzhen::industry_migration
