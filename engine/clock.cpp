#include "engine/clock.hpp"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

namespace yanzhen {
namespace {

using namespace std::chrono;

constexpr int kMonthsPerYear = 12;
constexpr double kDaysPerYear = 365.2425;  // mean length of a year of the calendar

int months_per_step(StepLength length) {
  switch (length) {
    case StepLength::month:
      return 1;
    case StepLength::quarter:
      return 3;
    case StepLength::year:
      return kMonthsPerYear;
    case StepLength::day:
      break;
  }
  throw std::logic_error{"a day is not a number of months"};
}

/// The same day `count` months later; the last day of the month where that month is shorter.
year_month_day add_months(year_month_day date, int count) {
  const year_month_day moved = date + months{count};
  return moved.ok() ? moved : year_month_day{moved.year() / moved.month() / last};
}

std::optional<int> whole_number(std::string_view text, int fewest, int most) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < fewest || value > most)
    return std::nullopt;
  return value;
}

}  // namespace

std::optional<StepLength> step_length_from(std::string_view word) {
  if (word == "day") return StepLength::day;
  if (word == "month") return StepLength::month;
  if (word == "quarter") return StepLength::quarter;
  if (word == "year") return StepLength::year;
  return std::nullopt;
}

std::string_view to_word(StepLength length) {
  switch (length) {
    case StepLength::day:
      return "day";
    case StepLength::month:
      return "month";
    case StepLength::quarter:
      return "quarter";
    case StepLength::year:
      return "year";
  }
  return "?";
}

std::optional<year_month_day> date_from(std::string_view text) {
  int parts[3] = {0, 1, 1};
  for (int k = 0; k < 3; ++k) {
    const std::size_t dash = text.find('-');
    const std::string_view part = text.substr(0, dash);
    if (part.size() != (k == 0 ? 4U : 2U)) return std::nullopt;
    const auto value = k == 0 ? whole_number(part, 1000, 2999) : whole_number(part, 1, 31);
    if (!value) return std::nullopt;
    parts[k] = *value;
    if (dash == std::string_view::npos) break;
    if (k == 2) return std::nullopt;
    text.remove_prefix(dash + 1);
  }
  const year_month_day date{year{parts[0]}, month{static_cast<unsigned>(parts[1])},
                            day{static_cast<unsigned>(parts[2])}};
  if (!date.ok()) return std::nullopt;
  return date;
}

std::string to_text(year_month_day date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

Clock::Clock(year_month_day start, year_month_day end, StepLength length) : start_{start}, length_{length} {
  if (!start.ok() || !end.ok() || !(start < end))
    throw std::logic_error{"a clock needs a start before its end"};
  if (length == StepLength::day) {
    steps_ = static_cast<Step>((sys_days{end} - sys_days{start}).count());
    return;
  }
  const int whole_months = (static_cast<int>(end.year()) - static_cast<int>(start.year())) * kMonthsPerYear +
                           static_cast<int>(static_cast<unsigned>(end.month())) -
                           static_cast<int>(static_cast<unsigned>(start.month()));
  const int complete = whole_months - (end < add_months(start, whole_months) ? 1 : 0);
  steps_ = static_cast<Step>(complete / months_per_step(length));
}

double Clock::years_per_step() const noexcept {
  if (length_ == StepLength::day) return 1.0 / kDaysPerYear;
  return months_per_step(length_) / static_cast<double>(kMonthsPerYear);
}

year_month_day Clock::date(Step step) const {
  if (length_ == StepLength::day) return year_month_day{sys_days{start_} + days{step}};
  return add_months(start_, static_cast<int>(step) * months_per_step(length_));
}

std::int32_t Clock::months(Step step) const {
  if (length_ != StepLength::day) return static_cast<std::int32_t>(step) * months_per_step(length_);
  const year_month_day now = date(step);
  const int whole = (static_cast<int>(now.year()) - static_cast<int>(start_.year())) * kMonthsPerYear +
                    static_cast<int>(static_cast<unsigned>(now.month())) -
                    static_cast<int>(static_cast<unsigned>(start_.month()));
  return whole - (now < add_months(start_, whole) ? 1 : 0);
}

double decimal_year(year_month_day date) {
  const auto days_in_month = static_cast<unsigned>((date.year() / date.month() / last).day());
  // A month is a twelfth whatever its length, and a day a part of its month: exact on the first, and never
  // backwards.
  const double months_done = (static_cast<unsigned>(date.month()) - 1U) +
                             (static_cast<unsigned>(date.day()) - 1U) / static_cast<double>(days_in_month);
  return static_cast<int>(date.year()) + months_done / kMonthsPerYear;
}

double Clock::decimal_year(Step step) const { return yanzhen::decimal_year(date(step)); }

bool Clock::begins_year(Step step) const { return step == 0 || date(step).year() != date(step - 1).year(); }

}  // namespace yanzhen
