#pragma once
//! \file  The model's market where it comes to rest: wages clear and no firm gains or loses by entry, with
//! the people where they are.
#include <memory>

#include "models/industry_migration/migration_model.hpp"

namespace yanzhen::known_answers {

/// Two cities of `limit_scenario`. Everything is computed by the model's own market (costs, price indices,
/// sales, factor demand), profit and choice; only how one gets to rest is ours: Newton's method, where the
/// model takes years.
class MarketAtRest {
 public:
  explicit MarketAtRest(const industry_migration::MigrationModel& model);

  /// Finds the state of rest with a share of the talent in the first city, starting from the last one found.
  /// \param share  in (0, 1)  \throws InvariantError where it finds none
  void settle(double share);

  [[nodiscard]] const industry_migration::MarketState& state() const noexcept { return state_; }
  /// ln of real earnings of talent in the first city over the second, as the model's choice of a city sees
  /// it.
  [[nodiscard]] double real_wage_gap() const;
  /// Freeness of manufactures between the cities over that within one.
  [[nodiscard]] double freeness() const;

 private:
  /// ln wage of general labour and of talent, ln firms in manufacturing, firms in agriculture over those of
  /// the start (which may be none where manufacturing takes all labour); each in both cities.
  static constexpr int kUnknowns = 8;
  using Unknowns = Eigen::Matrix<double, kUnknowns, 1>;

  void put(const Unknowns& unknowns);
  [[nodiscard]] Unknowns misses(const Unknowns& unknowns);
  void approach(double share);

  const industry_migration::MigrationModel& model_;
  industry_migration::MarketState state_;
  Eigen::ArrayXXd mass_per_firm_;
  Eigen::ArrayXd farms_;  // at the start, by city
  double talent_;         // in both cities
  double share_ = .5;
  Unknowns found_;
};

}  // namespace yanzhen::known_answers
