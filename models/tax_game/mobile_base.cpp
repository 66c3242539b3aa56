#include "models/tax_game/mobile_base.hpp"

namespace yanzhen::tax_game {

MobileBase::MobileBase(std::vector<std::int64_t> home) : home_{std::move(home)}, first_row_{0} {
  for (const std::int64_t agents : home_)
    first_row_.push_back(first_row_.back() + static_cast<std::size_t>(agents));
}

std::vector<std::int64_t> MobileBase::away() const {
  std::vector<std::int64_t> away(home_.size(), 0);
  for (std::size_t home = 0; home < home_.size(); ++home)
    for (std::size_t row = first_row_[home]; row < first_row_[home + 1]; ++row)
      away[home] += city()[row] != home ? 1 : 0;
  return away;
}

std::vector<std::uint16_t> MobileBase::home_by_agent() const {
  std::vector<std::uint16_t> all;
  for (std::size_t home = 0; home < home_.size(); ++home)
    all.insert(all.end(), static_cast<std::size_t>(home_[home]), static_cast<std::uint16_t>(home));
  return all;
}

}  // namespace yanzhen::tax_game
