#pragma once
//! \file  Simulated time: a start date, a step length in whole days or months, and the date of every step.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yanzhen {

/// Number of steps since the start; step 0 is the start itself.
using Step = std::uint32_t;

enum class StepLength { day, month, quarter, year };

[[nodiscard]] std::optional<StepLength> step_length_from(std::string_view word);
[[nodiscard]] std::string_view to_word(StepLength length);

/// "2010", "2010-01" or "2010-01-15", years 1000 to 2999.
[[nodiscard]] std::optional<std::chrono::year_month_day> date_from(std::string_view text);
[[nodiscard]] std::string to_text(std::chrono::year_month_day date);
/// Years as a decimal number, e.g. 2010.25 for 2010-04-01: a month is a twelfth of a year, a day a part of
/// its month.
[[nodiscard]] double decimal_year(std::chrono::year_month_day date);

class Clock {
 public:
  Clock() = default;
  /// \pre start and end are valid dates and start < end
  Clock(std::chrono::year_month_day start, std::chrono::year_month_day end, StepLength length);

  [[nodiscard]] Step steps() const noexcept {
    return steps_;
  }  ///< whole steps that fit between start and end
  [[nodiscard]] StepLength length() const noexcept { return length_; }
  [[nodiscard]] double years_per_step() const noexcept;             ///< 1/365.2425, 1/12, 1/4 or 1
  [[nodiscard]] std::chrono::year_month_day date(Step step) const;  ///< when the step begins
  /// Whole months from the start to the beginning of `step`.
  [[nodiscard]] std::int32_t months(Step step) const;
  /// decimal_year of the date on which the step begins.
  [[nodiscard]] double decimal_year(Step step) const;
  /// True at the start and wherever a calendar year begins within the step that led to `step`.
  [[nodiscard]] bool begins_year(Step step) const;

 private:
  std::chrono::year_month_day start_{};
  StepLength length_ = StepLength::quarter;
  Step steps_ = 0;
};

}  // namespace yanzhen
