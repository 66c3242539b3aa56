#pragma once
//! \file  What governments tax, agent by agent: the door that both games share.
#include <Eigen/Core>

#include <cstdint>
#include <span>
#include <vector>

#include "engine/clock.hpp"
#include "engine/state.hpp"
#include "models/tax_game/replies.hpp"
#include "models/tax_game/sharing.hpp"

namespace yanzhen::tax_game {

/// Agents that each belong to one city for life and bring their tax base to one city, the same or another.
/// Rows are ordered by the city that they belong to.
class MobileBase {
 public:
  /// \param home  agents that belong to each city, > 0  (n_city)
  explicit MobileBase(std::vector<std::int64_t> home);
  virtual ~MobileBase() = default;
  MobileBase(const MobileBase&) = delete;
  MobileBase& operator=(const MobileBase&) = delete;

  [[nodiscard]] const std::vector<std::int64_t>& home() const noexcept { return home_; }
  /// Of the agents that belong to each city, those whose base is elsewhere. (n_city)
  [[nodiscard]] std::vector<std::int64_t> away() const;
  /// City to which an agent belongs, for every agent. (agents,)
  [[nodiscard]] std::vector<std::uint16_t> home_by_agent() const;

  [[nodiscard]] virtual const std::vector<std::uint16_t>& city() const = 0;  ///< (agents,)
  [[nodiscard]] virtual const std::vector<std::int64_t>& count() const = 0;  ///< agents in each city (n_city)
  /// Since start_interval(). (origin, destination), row by row
  [[nodiscard]] virtual const std::vector<std::int64_t>& flows() const = 0;
  [[nodiscard]] virtual std::uint64_t moved_last_step() const = 0;
  [[nodiscard]] virtual double units_per_person() const = 0;  ///< base that one person brings
  /// Taxes that governments consider.
  [[nodiscard]] virtual TaxRange range() const = 0;
  /// What taxes would be worth to a government once all agents had settled under them: no formula of the
  /// game's solution, and nothing of where agents are now.
  [[nodiscard]] virtual double worth(std::span<const double> taxes, std::size_t city) const = 0;
  /// What people have a head besides what their government has, where agents are now. (n_city)  [yuan/year]
  [[nodiscard]] virtual std::vector<double> private_income(std::span<const double> taxes) const = 0;

  virtual void open_links(const Eigen::ArrayXXd& distance) = 0;
  /// Every agent decides under these taxes.
  virtual void decide(Step step, std::span<const double> taxes) = 0;
  virtual void start_interval() = 0;
  /// \throws InvariantError where counts by city do not add up to the agents' own records
  virtual void audit() const = 0;
  /// \throws std::runtime_error when what a loader gives is of another number of agents or cities
  virtual void visit_state(StateVisitor& visitor) = 0;
  [[nodiscard]] virtual std::uint64_t checksum() const = 0;

 protected:
  /// First row of each city's agents, and one past the last. (n_city + 1,)
  [[nodiscard]] const std::vector<std::size_t>& first_row() const noexcept { return first_row_; }

 private:
  std::vector<std::int64_t> home_;
  std::vector<std::size_t> first_row_;
};

}  // namespace yanzhen::tax_game
