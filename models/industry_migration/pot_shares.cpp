#include "models/industry_migration/pot_shares.hpp"

#include <algorithm>
#include <numeric>

namespace yanzhen::industry_migration {

PotShares base_equalisation(std::span<const Fen> tax, std::span<const std::int64_t> heads, double theta) {
  const std::vector<Fen> even = split(std::accumulate(tax.begin(), tax.end(), Fen{0}), heads);
  PotShares shares;
  for (std::size_t k = 0; k < tax.size(); ++k) {
    shares.due.push_back(part_of(std::max(Fen{0}, tax[k] - even[k]), theta));
    shares.claim.push_back(std::max(Fen{0}, even[k] - tax[k]));
  }
  return shares;
}

PotShares revenue_pool(std::span<const Fen> tax, std::span<const std::int64_t> heads, double alpha) {
  PotShares shares{{}, {heads.begin(), heads.end()}};
  for (const Fen own : tax) shares.due.push_back(part_of(own, alpha));
  return shares;
}

PartnerShare partner_share(Fen tax, double share, double default_rate) {
  const Fen promised = part_of(tax, share);
  return {promised, promised - part_of(promised, default_rate)};
}

}  // namespace yanzhen::industry_migration
