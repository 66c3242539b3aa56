#pragma once
//! \file  Firms: productivity, exit, relocation, branching and entry.
//!
//! MODEL.md section 5. Exit and selection by size: Hopenhayn 1992; location choice among places of different
//! size: McFadden 1978; spin-offs: Klepper 2007; branching into related industries: Hidalgo et al. 2007,
//! Neffke et al. 2011.
#include <Eigen/Core>

#include <vector>

#include "engine/choice_table.hpp"
#include "engine/parallel.hpp"
#include "models/industry_migration/economy.hpp"

namespace yanzhen::industry_migration {

/// Operating profit per unit of mass of a firm, whether there are firms in a cell or not:
///     v = (markup c)^(1-sigma) * market access / sigma * (1 + support sigma)     (n_node, n_industry)
/// A levy that would take more than nineteen twentieths of operating profit counts as that.
[[nodiscard]] Eigen::ArrayXXd profit_per_mass(const Technology& technology, const MarketState& state,
                                              const StepFields& fields);

/// Overhead over operating profit of the mean firm of a cell, f c n / (v M); one where profit is zero. Cells
/// without firms: that of a firm at the frontier. (n_node, n_industry)
[[nodiscard]] Eigen::ArrayXXd overhead_burden(const MarketState& state,
                                              const Eigen::ArrayXXd& profit_per_mass);

/// Knowledge within reach: sum_j sum_r exp(-friction_knowledge(i,j)) related_rs research_jr over its mean of
/// an industry, as ln(1 + relative knowledge). (n_node, n_industry)
[[nodiscard]] Eigen::ArrayXXd log_knowledge(const World& world, const MarketState& state,
                                            const StepFields& fields, const Eigen::ArrayXXd& reach);

/// Relatedness density of each industry in each city: sum_r related_rs [LQ_ir > 1] / sum_r related_rs.
/// (n_city, n_industry)
[[nodiscard]] Eigen::ArrayXXd city_density(const World& world, const Eigen::ArrayXXd& relatedness,
                                           const Eigen::ArrayXXd& quotient);

/// Hazard of exit in a step of a firm whose margin (profit over operating profit) is this: logistic between
/// two bounds.
[[nodiscard]] double exit_probability(const Parameters& parameters, double margin, double years);

/// Tables of a step that firms read. Everything is by cell = (node or city, industry) or by (industry,
/// origin).
class FirmChoice {
 public:
  static constexpr std::size_t kSizeBins = 64;  // of ln(size / mean size), a quarter apart, from -8 to 8

  explicit FirmChoice(const World& world);
  void update(const World& world, const Calibration& calibration, const Economy& economy,
              const StepFields& fields, const Eigen::ArrayXXd& decay, const Eigen::ArrayXXd& reach);

  [[nodiscard]] static std::size_t size_bin(double log_relative_size) noexcept {
    const double bin = (log_relative_size + 8.0) * 4.0;
    return bin <= 0 ? 0 : (bin >= kSizeBins - 1 ? kSizeBins - 1 : static_cast<std::size_t>(bin));
  }
  [[nodiscard]] double mean_log_size(std::size_t cell) const noexcept { return mean_log_size_[cell]; }
  [[nodiscard]] std::uint32_t exit(std::size_t cell, std::size_t bin) const noexcept {
    return exit_[cell * kSizeBins + bin];
  }
  [[nodiscard]] std::uint32_t neutral_exit(std::size_t bin) const noexcept { return neutral_exit_[bin]; }
  [[nodiscard]] double growth(std::size_t cell) const noexcept { return growth_[cell]; }
  [[nodiscard]] std::uint32_t spinoff(std::size_t cell) const noexcept { return spinoff_[cell]; }
  [[nodiscard]] double margin(std::size_t cell) const noexcept { return margin_[cell]; }
  /// What a place offers to firms of an industry: exp(sensitivity (ln v + shift) + site).
  [[nodiscard]] double offer(std::size_t industry, std::size_t node) const noexcept {
    return offer_[industry * nodes_ + node];
  }
  /// Growth of log mass that firms gain in a step by keeping a part of their origin's lead in knowledge at a
  /// host. \param kept  0 to 1
  [[nodiscard]] double kept_learning(const World& world, const Calibration& calibration,
                                     const StepFields& fields, std::size_t origin, std::size_t host,
                                     std::size_t industry, double kept) const;

  /// What a considering firm does with a uniform number u: leave for another place where u < place, for a
  /// park where u < park, else stay. \param stay_factor  exp(sensitivity * sunk cost) of the firm's own
  /// \param parks  weight of the parks open to it
  struct Leaving {
    double place, park;
  };
  [[nodiscard]] Leaving leaving(std::size_t industry, std::size_t origin, double stay_factor,
                                double parks) const noexcept {
    const std::size_t row = industry * nodes_ + origin;
    const double all = leave_[row] + stay_[row] * stay_factor + parks;
    return {leave_[row] / all, (leave_[row] + parks) / all};
  }
  /// Probability that a considering firm leaves for another place, where no park is open to it.
  [[nodiscard]] double leave_probability(std::size_t industry, std::size_t origin,
                                         double stay_factor) const noexcept {
    return leaving(industry, origin, stay_factor, 0.0).place;
  }
  [[nodiscard]] NodeNumber destination(std::size_t industry, std::size_t origin, std::uint32_t word0,
                                       std::uint32_t word1) const noexcept {
    return static_cast<NodeNumber>(places_.draw(industry * nodes_ + origin, word0, word1));
  }
  /// Industry of a firm founded by talent of a city.
  [[nodiscard]] std::uint8_t founded_industry(std::size_t city, std::uint32_t word0,
                                              std::uint32_t word1) const noexcept {
    return static_cast<std::uint8_t>(founding_.draw(city, word0, word1));
  }

 private:
  void update_margins(const World&, const Economy&, const Eigen::ArrayXXd& profit,
                      const Eigen::ArrayXXd& external);
  void update_growth(const World&, const Calibration&, const Economy&, const StepFields&,
                     const Eigen::ArrayXXd& reach);
  void update_places(const World&, const Calibration&, const Economy&, const StepFields&,
                     const Eigen::ArrayXXd& profit, const Eigen::ArrayXXd& external,
                     const Eigen::ArrayXXd& decay);
  void update_founding(const World&, const Calibration&, const Economy&, const StepFields&,
                       const Eigen::ArrayXXd& profit, const Eigen::ArrayXXd& quotient);

  [[nodiscard]] static double learning(const World&, const Calibration&, const StepFields&, double knowledge,
                                       Eigen::Index node, Eigen::Index industry);

  std::size_t nodes_, industries_;
  Eigen::ArrayXXd knowledge_;  // ln(1 + relative knowledge) of the step  (n_node, n_industry)
  std::vector<double> mean_log_size_, growth_, margin_;
  std::vector<std::uint32_t> exit_, neutral_exit_, spinoff_;
  std::vector<double> leave_, stay_, offer_;  // (industry, node)
  ChoiceTable places_, founding_;
};

/// exp(-sensitivity * friction_firms), shape (origin, destination). Changes only when travel times do.
[[nodiscard]] Eigen::ArrayXXd firm_decay(const World& world, const Eigen::ArrayXXd& minutes,
                                         const ReachFields& fields);

/// Firms are about exponential in age (Coad 2010), with this mean in years.
inline constexpr double kMeanFirmAge = 10;
/// Age in years, by quantile, of the firms that consider moving: older ones consider it less often.
[[nodiscard]] double considering_age(const Parameters& parameters, double quantile);

/// Log attractions of places to firms at which relocation moves nobody on balance at the start. (n_node,
/// n_industry)
[[nodiscard]] Eigen::ArrayXXd invert_firm_sites(const World& world, const Economy& economy,
                                                const StepFields& fields, const Eigen::ArrayXXd& decay);

/// A firm that would like to stand in a park, by itself or with a branch. Whether there is room is seen when
/// wishes are settled.
struct ParkWish {
  Row row;
  ParkNumber park;
  bool branch;
};
struct FirmEvents {
  std::vector<Row> gone;
  std::vector<NewFirm> opened;
  std::vector<ParkWish> wishes;
};

/// A firm from outside on its way to a city; its size is drawn from the word.
struct FirmArrival {
  NodeNumber city;
  std::uint32_t size_word;
};

class ParkChoice;

/// The tables that a step of firms reads.
struct FirmTables {
  const FirmChoice& places;
  const ParkChoice& parks;
  const StepFields& fields;
};

/// Everything a step does to firms.
class FirmStep {
 public:
  explicit FirmStep(const World& world);

  /// \param founders  cities of those among the talent who found a firm in this step
  void run(Economy& economy, const FirmTables& tables, const TallyLayout& layout,
           ThreadCounts<std::int64_t>& counts, Step step, const std::vector<NodeNumber>& founders);
  /// Firms outside enter and leave as expected at their margin, and their stock follows its path.
  void grow_outside(Economy& economy, const FirmChoice& choice) const;

  /// Expected firms and mass that leave at zero margin in the step, for the start. Sets Economy::neutral_*.
  void count_neutral_exits(Economy& economy, const FirmChoice& choice) const;

 private:
  struct Context;
  void decide(const Context& context, Row row, const RandomBlock& words, FirmEvents& events,
              std::vector<std::int64_t>& tally) const;
  void consider_moving(const Context& context, Row row, FirmEvents& events,
                       std::vector<std::int64_t>& tally) const;
  void leave_for(const Context& context, Row row, NodeNumber destination, bool branch, FirmEvents& events,
                 std::vector<std::int64_t>& tally) const;
  [[nodiscard]] bool called_to_account(const Context& context, Row row, double& log_mass, FirmEvents& events,
                                       std::vector<std::int64_t>& tally) const;
  void settle_wishes(const Context& context, Economy& economy, const std::vector<FirmEvents>& blocks) const;
  void found(const Context& context, Economy& economy, const std::vector<NodeNumber>& founders) const;
  void arrive_from_outside(const Context& context, Economy& economy) const;
  void open_arrival(const Context& context, Economy& economy, std::size_t industry,
                    const FirmArrival& arrival) const;
  void keep_last_firms(const Context& context, Economy& economy, std::vector<FirmEvents>& blocks) const;
  void set_pressure(Context& context) const;
  [[nodiscard]] NewFirm branch_of(const Context& context, Row row, NodeNumber destination) const;
  [[nodiscard]] NewFirm entrant(const Context& context, NodeNumber city, NodeNumber home,
                                std::uint8_t industry, std::uint32_t word) const;

  const World& world_;
  FirmSize size_;
  LaplaceTable laplace_;
  std::vector<double> mass_power_;        // sigma - 1 by industry
  std::vector<std::uint32_t> considers_;  // by age in months
  std::vector<double> sunk_;              // exp(sensitivity * sunk cost) by months since settled
  double considering_share_ = 0;          // of firms of all ages, in a step
  double noise_, noise_shift_;            // of log mass in a step
  double entrant_shift_;  // ln of an entrant's relative size, less that of the mean of its spread
  double arrival_shift_;  // ln mean of the spread of arrivals
  double log_branch_part_, log_parent_part_;
};

/// Local share of bought inputs of each cell, for sunk cost. (n_node, n_industry)
[[nodiscard]] Eigen::ArrayXXd own_input_share(const Technology& technology, const MarketState& state);

}  // namespace yanzhen::industry_migration
