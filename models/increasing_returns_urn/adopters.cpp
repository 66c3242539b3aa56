#include "models/increasing_returns_urn/adopters.hpp"

#include <optional>

namespace yanzhen::increasing_returns_urn {

std::size_t AdopterRule::choose(std::size_t type, const std::vector<std::int64_t>& firms) const noexcept {
  std::size_t best = type;
  double payoff = preference_[type] + returns_ * static_cast<double>(firms[type]);
  for (std::size_t city = 0; city < firms.size(); ++city) {
    const double other = returns_ * static_cast<double>(firms[city]);
    if (other > payoff) {
      best = city;
      payoff = other;
    }
  }
  return best;
}

bool AdopterRule::locked_in(const std::vector<std::int64_t>& firms) const noexcept {
  std::optional<std::size_t> all;
  for (std::size_t type = 0; type < firms.size(); ++type) {
    if (!(arrival_share_[type] > 0)) continue;
    const std::size_t city = choose(type, firms);
    if (all && *all != city) return false;
    all = city;
  }
  return returns_ > 0;
}

}  // namespace yanzhen::increasing_returns_urn
