#pragma once
//! \file  Who owes what to whom when governments share tax, in whole fen: three forms that are never one
//! number.
//!
//! MODEL.md section 8. The treasury pays by these functions; models/tax_game/sharing.hpp has the same
//! arithmetic in real numbers, to play games with.
#include <span>
#include <vector>

#include "engine/ledger.hpp"

namespace yanzhen::industry_migration {

/// What each member owes a pot, and its claim on what the pot holds.
struct PotShares {
  std::vector<Fen> due;             ///< >= 0  (n_member)
  std::vector<std::int64_t> claim;  ///< >= 0, some above zero wherever somebody owes something  (n_member)
};

/// Base equalisation: who has more than the members' mean a head owes theta of the excess, who has less has a
/// claim in proportion to what it lacks.
/// \param tax    what each member's base pays at a rate that is the same for all, >= 0  (n_member)
/// \param heads  > 0  (n_member)  \param theta  0 to 1
[[nodiscard]] PotShares base_equalisation(std::span<const Fen> tax, std::span<const std::int64_t> heads,
                                          double theta);

/// Pooling of revenue: all owe the part alpha of what they have collected themselves; claims are by heads.
/// \param tax  >= 0  (n_member)  \param heads  > 0  (n_member)  \param alpha  0 to 1
[[nodiscard]] PotShares revenue_pool(std::span<const Fen> tax, std::span<const std::int64_t> heads,
                                     double alpha);

/// What the place of a moved firm owes its home.
struct PartnerShare {
  Fen promised;
  Fen delivered;  ///< 0 to promised
};
/// Sharing with one partner. \param tax  of the base that moved, >= 0  \param share  of it, 0 to 1
/// \param default_rate  part of the promise that is not delivered, 0 to 1
[[nodiscard]] PartnerShare partner_share(Fen tax, double share, double default_rate);

}  // namespace yanzhen::industry_migration
