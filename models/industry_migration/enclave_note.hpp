#pragma once
//! \file  Whether the contract of an enclave suits both sides, as the start of a run sees it: a help to those
//! who write scenarios.
#include <string>
#include <vector>

#include "models/industry_migration/enclave_deal.hpp"
#include "models/industry_migration/firms.hpp"

namespace yanzhen::industry_migration {

/// Local tax over value added of an industry: the sum over the three taxes of rate (1 - national part) times
/// the part of value added that is taxed.
[[nodiscard]] double local_tax_of_value_added(const Parameters& parameters, const Technology& technology,
                                              std::size_t industry);

/// Probability that a firm of an industry which goes from a city into a park would have stayed where it was
/// if there were no park, for a park that draws little beside all other places. In a logit choice those who
/// take a new alternative come from the old ones in proportion to what they drew (Luce 1959), so with l the
/// part of those of an age that leave anyway: sum of l (1 - l) over sum of l, over the ages of firms that
/// consider it. \param choice  of the start, updated already
[[nodiscard]] double would_have_stayed(const World& world, const FirmChoice& choice, std::size_t industry,
                                       std::size_t city);

/// What one firm that goes into a park means to both sides.  [100 million yuan a year]
struct EnclaveStakes {
  double lost_by_origin;     ///< T_o, its local tax where it stood, times would_have_stayed()
  double collected_by_host;  ///< T_d, its local tax at the host
  double cost_of_host;       ///< c_d, the host's part of the cost of its land, at the rate of depreciation
};
/// Of the mean firm of the origin in each industry that the park takes, weighted by the origin's value added
/// in them, at the prices and market access of `economy`. All zero where the origin has no such firm. (At the
/// start of a run a firm sells the same wherever it stands, so there T_o < T_d only because some firms would
/// have left anyway.)
[[nodiscard]] EnclaveStakes enclave_stakes(const World& world, const Economy& economy,
                                           const FirmChoice& choice, const Park& park,
                                           const ParkTerms& terms);

/// One sentence: which shares suit both sides (enclave_deal), and whether the contract's does.
[[nodiscard]] std::string enclave_note(const World& world, const Park& park, const ParkTerms& terms,
                                       const EnclaveStakes& stakes);

/// A note for every industrial enclave that will hold at some time of the run, by the terms with which it
/// begins. \param economy  at the start, calibrated
[[nodiscard]] std::vector<std::string> enclave_notes(const World& world, const Economy& economy,
                                                     const FirmChoice& choice);

}  // namespace yanzhen::industry_migration
