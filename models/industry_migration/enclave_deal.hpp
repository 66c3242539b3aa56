#pragma once
//! \file  The deal behind an enclave: which shares of a park's tax suit both sides. MODEL.md section 8.
#include <optional>

namespace yanzhen::industry_migration {

/// Shares from `least` to `most`, both included.
struct ShareRange {
  double least, most;
};
/// The shares s of a park's local tax that suit both sides of an enclave. The origin would lose T_o and is
/// paid s T_d; the host collects T_d and bears the cost c_d:
///
///     T_o / T_d <= s <= 1 - c_d / T_d
///
/// within 0 and 1; nothing where no share suits both.  All three a year in one unit of money, >= 0.
[[nodiscard]] std::optional<ShareRange> enclave_deal(double lost_by_origin, double collected_by_host,
                                                     double cost_of_host);

}  // namespace yanzhen::industry_migration
