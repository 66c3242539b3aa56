#include "models/industry_migration/enclave_deal.hpp"

namespace yanzhen::industry_migration {

std::optional<ShareRange> enclave_deal(double lost_by_origin, double collected_by_host, double cost_of_host) {
  if (!(collected_by_host > 0)) return std::nullopt;
  const ShareRange range{lost_by_origin / collected_by_host, 1.0 - cost_of_host / collected_by_host};
  if (!(range.least <= range.most)) return std::nullopt;
  return range;
}

}  // namespace yanzhen::industry_migration
