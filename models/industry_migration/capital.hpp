#pragma once
//! \file  Capital: units that mature choose a city and an industry; saving makes new ones, wear retires old
//! ones.
//!
//! MODEL.md section 7. Choice by return, size of the place and distance to the owner; McFadden 1978 for size.
#include <Eigen/Core>

#include <vector>

#include "engine/choice_table.hpp"
#include "engine/parallel.hpp"
#include "models/industry_migration/economy.hpp"

namespace yanzhen::industry_migration {

/// exp(-friction_capital), shape (owner, destination). Changes only when travel times do.
[[nodiscard]] Eigen::ArrayXXd capital_decay(const World& world, const Eigen::ArrayXXd& minutes,
                                            const ReachFields& fields);

/// Value of the capital in each cell in money; outside is spread over industries as its capital income is.
/// (n_node, n_industry)
[[nodiscard]] Eigen::ArrayXXd capital_by_cell(const World& world, const Economy& economy);

/// Offer of a cell to capital: r^beta * size, r = alpha gamma pay / K the return; a cell without capital
/// counts half a unit.
[[nodiscard]] Eigen::ArrayXXd capital_offer(const World& world, const Economy& economy);

/// Log attractions of places at which maturing capital moves nothing on balance at the start. (n_node)
[[nodiscard]] Eigen::ArrayXd invert_capital_sites(const World& world, const Economy& economy,
                                                  const Eigen::ArrayXXd& decay);

/// Tables of a step: a row an owner, an alternative a (node, industry).
class CapitalChoice {
 public:
  explicit CapitalChoice(const World& world);
  void update(const World& world, const Calibration& calibration, const Economy& economy,
              const Eigen::ArrayXXd& decay);

  struct Place {
    NodeNumber node;
    std::uint8_t industry;
  };
  /// Where in its own city a unit that may not leave goes.
  [[nodiscard]] std::uint8_t draw_at_home(NodeNumber city, std::uint32_t word0,
                                          std::uint32_t word1) const noexcept {
    return static_cast<std::uint8_t>(home_table_.draw(city, word0, word1));
  }
  [[nodiscard]] Place draw(NodeNumber owner, std::uint32_t word0, std::uint32_t word1) const noexcept {
    const std::uint32_t alternative = table_.draw(owner, word0, word1);
    return {static_cast<NodeNumber>(alternative / industries_),
            static_cast<std::uint8_t>(alternative % industries_)};
  }

 private:
  std::uint32_t industries_;
  ChoiceTable table_;
  ChoiceTable home_table_;  // a row a city, an alternative an industry
};

struct CapitalEvents {
  std::vector<Row> gone;               // worn out or left for outside
  std::vector<NodeNumber> left_owner;  // owners of those that left
};

/// Everything a step does to capital.
class CapitalStep {
 public:
  explicit CapitalStep(const World& world) : world_{world} {}
  void run(Economy& economy, const CapitalChoice& choice, const TallyLayout& layout,
           ThreadCounts<std::int64_t>& counts, Step step) const;
  /// Places units that public funds have bought: in the city of the order, industries by weight of the order.
  void place_public(Economy& economy, const TallyLayout& layout, const FundOrder& order, std::int64_t units,
                    Step step) const;

 private:
  struct Context;
  void decide(const Context& context, Row row, const RandomBlock& words, CapitalEvents& events,
              std::vector<std::int64_t>& tally) const;
  void save(const Context& context, Economy& economy) const;
  void arrive_from_outside(const Context& context, Economy& economy) const;
  void place_new(const Context& context, Economy& economy, NodeNumber owner, CapitalChoice::Place place,
                 std::uint32_t word) const;

  const World& world_;
};

/// Terms are uniform between nothing and this many months: twice their mean, 1 / turnover. At most 6000.
[[nodiscard]] double longest_term(const Parameters& parameters) noexcept;
/// Month in which a unit placed in month `now` matures.
[[nodiscard]] Month maturity(const Parameters& parameters, std::int32_t now, std::uint32_t word) noexcept;

}  // namespace yanzhen::industry_migration
