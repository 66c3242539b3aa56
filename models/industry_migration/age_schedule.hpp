#pragma once
//! \file  What happens to people by age: moving, retraining, births, deaths, coming of age.
#include <array>
#include <cstdint>
#include <vector>

#include "models/industry_migration/parameters.hpp"
#include "models/industry_migration/populations.hpp"
#include "models/industry_migration/world.hpp"

namespace yanzhen::industry_migration {

inline constexpr int kMonthsPerYear = 12;
inline constexpr int kOldestAge = 110;                          // years; nobody grows older
inline constexpr int kAdultAge = 18, kRetirementAge = 60;       // years
inline constexpr int kAgeMonths = kOldestAge * kMonthsPerYear;  // ages told apart: 0 .. kAgeMonths - 1

/// Rogers & Castro 1981, model schedule: children, young workers and a constant.
///     a1 exp(-alpha1 x) + a2 exp(-alpha2 (x - mu2) - exp(-lambda2 (x - mu2))) + c
/// \param age  x in years, >= 0;  \returns hazard per year of the standard schedule (gross migraproduction
/// rate 1)
[[nodiscard]] double rogers_castro(double age);

/// Age in months of a person born in month `born`, as an index of the tables below.
[[nodiscard]] inline std::size_t age_index(std::int32_t now, Month born) noexcept {
  const std::int32_t age = now - born;
  return static_cast<std::size_t>(age < 0 ? 0 : (age >= kAgeMonths ? kAgeMonths - 1 : age));
}
[[nodiscard]] inline bool is_working_age(std::int32_t now, Month born) noexcept {
  const std::int32_t age = now - born;
  return age >= kAdultAge * kMonthsPerYear && age < kRetirementAge * kMonthsPerYear;
}

/// Which event a person's word of the step means: below `death` death, else below `move` a move is
/// considered, and so on.
struct EventThresholds {
  std::uint32_t death, move, retrain, registration, birth;
};

/// Probabilities of a step as thresholds of one 32-bit word, by tier and age in months.
class AgeSchedule {
 public:
  /// \param ages  residents by age at the start: the mean rate of moving is meant over them
  AgeSchedule(const Parameters& parameters, const std::vector<AgeGroup>& ages, double years_per_step);

  [[nodiscard]] const EventThresholds& events(std::size_t tier, std::size_t age) const noexcept {
    return events_[tier * kAgeMonths + age];
  }
  /// Probability that one considers moving in a step.
  [[nodiscard]] double move_probability(std::size_t tier, std::size_t age) const noexcept {
    return move_probability_[tier * kAgeMonths + age];
  }
  /// Its mean over the ages of the start.
  [[nodiscard]] double mean_move_probability(std::size_t tier) const noexcept;
  /// Share of residents of an age in months at the start, sums to one.
  [[nodiscard]] const std::vector<double>& age_share() const noexcept { return age_share_; }
  /// Part of residents who are adults at the start.
  [[nodiscard]] double adult_share() const noexcept { return adult_share_; }

 private:
  std::vector<EventThresholds> events_;
  std::vector<double> move_probability_;
  std::vector<double> age_share_;
  double adult_share_ = 0;
};

}  // namespace yanzhen::industry_migration
