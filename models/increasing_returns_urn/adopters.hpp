#pragma once
//! \file  Newcomers who prefer one city by themselves and weigh it against where others are (Arthur 1989).
#include <cstddef>
#include <cstdint>
#include <vector>

namespace yanzhen::increasing_returns_urn {

/// Payoff of city i to a newcomer of type t:  preference_t [i = t] + returns firms_i.
///
/// With two cities, d = firms_A - firms_B goes up by one with each of type A and down with each of type B
/// until
///
///     returns d < -preference_A    type A goes to B too: locked in, at d = -m, m = floor(preference_A /
///     returns) + 1 returns d >  preference_B    type B goes to A too: locked in, at d = +k, k =
///     floor(preference_B / returns) + 1
class AdopterRule {
 public:
  AdopterRule() = default;
  /// \param preference  >= 0  (n_city);  \param arrival_share  how many newcomers are of a type  (n_city)
  AdopterRule(std::vector<double> preference, std::vector<double> arrival_share, double returns)
      : preference_{std::move(preference)}, arrival_share_{std::move(arrival_share)}, returns_{returns} {}

  /// The city of the largest payoff: the own type's where it ties with others, otherwise the first of equals.
  [[nodiscard]] std::size_t choose(std::size_t type, const std::vector<std::int64_t>& firms) const noexcept;

  /// Every type that arrives chooses one and the same city, and returns rise: so it will be for ever.
  [[nodiscard]] bool locked_in(const std::vector<std::int64_t>& firms) const noexcept;

 private:
  std::vector<double> preference_, arrival_share_;
  double returns_ = 0;
};

}  // namespace yanzhen::increasing_returns_urn
