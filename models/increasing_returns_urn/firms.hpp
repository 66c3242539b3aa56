#pragma once
//! \file  The firms of an urn: they arrive one after another and stay.
#include <cstdint>
#include <vector>

#include "engine/slots.hpp"
#include "engine/state.hpp"

namespace yanzhen::increasing_returns_urn {

/// One row a firm, in the order of arrival. Columns: shape (firms,).
class Firms {
 public:
  /// \param seeds  firms at the start  (n_city)
  explicit Firms(const std::vector<std::int64_t>& seeds);

  [[nodiscard]] Row size() const noexcept { return static_cast<Row>(city_.size()); }
  [[nodiscard]] const std::vector<std::uint16_t>& city() const noexcept { return city_; }
  /// City of the parent, or that an adopter prefers by itself; a seed's own.
  [[nodiscard]] const std::vector<std::uint16_t>& origin() const noexcept { return origin_; }
  /// Whole months from the start of the run.
  [[nodiscard]] const std::vector<std::int32_t>& month() const noexcept { return month_; }

  [[nodiscard]] const std::vector<std::int64_t>& count() const noexcept { return count_; }  ///< (n_city)
  /// Newcomers since start_interval(). (origin, destination), row by row
  [[nodiscard]] const std::vector<std::int64_t>& flows() const noexcept { return flows_; }
  [[nodiscard]] std::uint64_t left_last_step() const noexcept { return left_; }  ///< settled elsewhere

  /// Room for so many more, so that settle() need not ask for memory.
  void begin_step(std::size_t newcomers);
  void settle(std::uint16_t origin, std::uint16_t city, std::int32_t month) {
    city_.push_back(city);
    origin_.push_back(origin);
    month_.push_back(month);
    ++count_[city];
    ++flows_[origin * count_.size() + city];
    left_ += origin == city ? 0U : 1U;
  }
  void start_interval();

  /// Looks at the records of those who came since it last looked. \throws InvariantError where counts by city
  /// do not add up to them
  void audit();
  /// \throws std::runtime_error where what a loader gives cannot be of this many cities
  void visit_state(StateVisitor& visitor);
  [[nodiscard]] std::uint64_t checksum() const;

 private:
  void count_records();

  std::vector<std::uint16_t> city_, origin_;
  std::vector<std::int32_t> month_;
  std::vector<std::int64_t> count_, flows_;
  std::vector<std::int64_t> audited_;  // counts by the records of the first audited_rows_ firms
  Row audited_rows_ = 0;
  std::uint64_t left_ = 0;
};

}  // namespace yanzhen::increasing_returns_urn
