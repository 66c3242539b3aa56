#pragma once
//! \file  Where a uniform spread breaks and where a full core lasts, on any graph: theory for core-periphery
//! models, no run needed.
//!
//! Freeness between i and j is r^d(i,j). With demand of immobile people s_k, sum one:
//!
//!     uniform state (s equal, every city sees the same distances): stable where the smallest eigenvalue of
//!         the row-normalised freeness lies above  f* = (A + B) / (1 + A B)
//!     full core in i: lasts iff for every j
//!         [ (1 - b) sum_k s_k Phi_jk / Phi_ik + b Phi_ji ] Phi_ji^e <= 1
//!
//! Two cities: Fujita, Krugman & Venables 1999, ch. 5; Forslid & Ottaviano 2003. A ring: Akamatsu, Takayama &
//! Ikeda 2012. Sustain test in general form derived for this project from the wage equations at a full core.
#include <Eigen/Core>

#include <optional>
#include <vector>

namespace yanzhen::stylised {

/// What a model's equations put into the two tests.
struct AgglomerationForces {
  double cost_linkage;    ///< A, of how real wages answer a nudge of the uniform state
  double demand_linkage;  ///< B
  double core_demand;     ///< b, share of the core's demand that mobile workers there make
  double price_exponent;  ///< e, what being dear to supply costs a real wage outside the core
  double wage_power;      ///< the sustain test compares real wages to this power
  /// f* = (A + B) / (1 + A B)
  [[nodiscard]] double critical_eigenvalue() const {
    return (cost_linkage + demand_linkage) / (1.0 + cost_linkage * demand_linkage);
  }
};

/// The uniform state of a graph, where it has one: every city sees the same set of distances, and immobile
/// demand is equal.
struct UniformState {
  double smallest_eigenvalue;            ///< of row-normalised freeness now
  double critical_eigenvalue;            ///< f*: below it the state breaks
  std::optional<double> break_freeness;  ///< r above which it breaks; nothing: it never lasts (f* >= 1)
  bool stable;                           ///< now
};

/// Freeness from which, and up to which, something holds.
struct FreenessRange {
  double from, to;
};

/// A full core in one city.
struct CoreState {
  std::vector<FreenessRange> lasts;  ///< where it can be sustained, ascending; empty: nowhere
  bool lasts_now;
  /// What the best other city would pay the first worker who leaves the core, of the core's own real wage
  /// now: below 1 the core lasts. 0 in a world of one city.
  double best_elsewhere;
  std::size_t best_city;  ///< where that is; the core itself in a world of one city
};

/// \param distance  (n_city, n_city), zero on the diagonal  [units];  \param immobile  shares, sum one;
/// \param freeness  r now, in (0, 1)
[[nodiscard]] std::optional<UniformState> uniform_state(const AgglomerationForces& forces,
                                                        const Eigen::ArrayXXd& distance,
                                                        const Eigen::ArrayXd& immobile, double freeness);

/// The left side of the sustain test of a core in i for every j. (n_city)
[[nodiscard]] Eigen::ArrayXd sustain_left_side(const AgglomerationForces& forces,
                                               const Eigen::ArrayXXd& distance,
                                               const Eigen::ArrayXd& immobile, double freeness,
                                               std::size_t core);

/// Every city as a core, in the order of cities. Ends of ranges are known to 1e-12 of freeness. Sought on 400
/// values of freeness, each a few percent nearer to one in ln r than the last: a narrower range may be
/// missed.
[[nodiscard]] std::vector<CoreState> core_states(const AgglomerationForces& forces,
                                                 const Eigen::ArrayXXd& distance,
                                                 const Eigen::ArrayXd& immobile, double freeness);

/// Everything about one graph.
struct BreakPoints {
  double freeness;  ///< r now
  std::optional<UniformState> uniform;
  std::vector<CoreState> cores;  ///< by city
};
[[nodiscard]] BreakPoints break_points(const AgglomerationForces& forces, const Eigen::ArrayXXd& distance,
                                       const Eigen::ArrayXd& immobile, double freeness);

}  // namespace yanzhen::stylised
