#include "models/industry_migration/age_schedule.hpp"

#include <algorithm>
#include <utility>

#include "engine/elementary.hpp"
#include "engine/random.hpp"

namespace yanzhen::industry_migration {
namespace {

constexpr int kFirstBirth = 20, kLastBirth = 40;  // children come at these ages, to half of all residents

std::vector<double> shares_by_month(const std::vector<AgeGroup>& ages) {
  std::vector<double> share(kAgeMonths, 0.0);
  double all = 0;
  for (const AgeGroup& group : ages) all += group.residents;
  for (const AgeGroup& group : ages) {
    const int first = group.from * kMonthsPerYear,
              last = std::min(kAgeMonths, (group.to + 1) * kMonthsPerYear);
    for (int month = first; month < last; ++month)
      share[static_cast<std::size_t>(month)] += group.residents / all / std::max(1, last - first);
  }
  return share;
}

/// Probability of an event in a step from its yearly hazard.
double within_step(double hazard, double years) { return 1.0 - exponential(-hazard * years); }

}  // namespace

double rogers_castro(double age) {
  constexpr double kChildren = .02, kChildrenFall = .10, kWorkers = .06, kPeak = 20, kWorkersFall = .10,
                   kRise = .40, kBase = .003;
  return kChildren * exponential(-kChildrenFall * age) +
         kWorkers * exponential(-kWorkersFall * (age - kPeak) - exponential(-kRise * (age - kPeak))) + kBase;
}

AgeSchedule::AgeSchedule(const Parameters& p, const std::vector<AgeGroup>& ages, double years_per_step)
    : events_(kTiers * kAgeMonths),
      move_probability_(kTiers * kAgeMonths),
      age_share_{shares_by_month(ages)} {
  double mean = 0;
  for (std::size_t month = 0; month < kAgeMonths; ++month) {
    mean += age_share_[month] * rogers_castro(static_cast<double>(month) / kMonthsPerYear);
    if (month >= kAdultAge * kMonthsPerYear) adult_share_ += age_share_[month];
  }
  for (std::size_t tier = 0; tier < kTiers; ++tier)
    for (std::size_t month = 0; month < kAgeMonths; ++month) {
      const double age = static_cast<double>(month) / kMonthsPerYear;
      const bool works = age >= kAdultAge && age < kRetirementAge;
      const bool oldest = month + 1 == kAgeMonths;
      const double death =
          oldest ? 1.0
                 : within_step(p.mortality_level * exponential(p.mortality_slope * age), years_per_step);
      const double move = within_step(p.move_rate[tier] * rogers_castro(age) / mean, years_per_step);
      const double retrain = works ? within_step(p.retraining_rate, years_per_step) : 0.0;
      const double children =
          p.fertility / 2 / (kLastBirth - kFirstBirth);  // per resident, women being half of them
      const double birth =
          age >= kFirstBirth && age < kLastBirth ? within_step(children, years_per_step) : 0.0;
      const double registration = within_step(p.registration_rate, years_per_step);
      EventThresholds& events = events_[tier * kAgeMonths + month];
      double sum = 0;
      for (const auto& [threshold_of, probability] :
           {std::pair{&EventThresholds::death, death}, std::pair{&EventThresholds::move, move},
            std::pair{&EventThresholds::retrain, retrain},
            std::pair{&EventThresholds::registration, registration},
            std::pair{&EventThresholds::birth, birth}}) {
        sum = std::min(1.0, sum + probability);
        events.*threshold_of = threshold(sum);
      }
      move_probability_[tier * kAgeMonths + month] = move;
    }
}

double AgeSchedule::mean_move_probability(std::size_t tier) const noexcept {
  double mean = 0;
  for (std::size_t month = 0; month < kAgeMonths; ++month)
    mean += age_share_[month] * move_probability(tier, month);
  return mean;
}

}  // namespace yanzhen::industry_migration
