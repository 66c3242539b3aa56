#pragma once
//! \file  Krugman's two regions as the textbook has them, to know what to expect: Fujita, Krugman & Venables
//! 1999, ch. 5.
namespace yanzhen::known_answers {

struct KrugmanTrade {
  double substitution = 5;  ///< sigma
  double spending = .4;     ///< mu
};

/// ln(omega_1 / omega_2) by equations 5.3 to 5.8, at iceberg cost T and a share lambda of manufacturing in
/// the first region. \pre 0 < lambda < 1 or lambda is 1
[[nodiscard]] double real_wage_gap(const KrugmanTrade& trade, double iceberg, double share);

/// T at which symmetry breaks: T^(1 - sigma) = (rho - mu)(1 - mu) / ((rho + mu)(1 + mu)), eq. 5.27.
[[nodiscard]] double break_iceberg(const KrugmanTrade& trade);
/// T up to which a core is sustained: (1 + mu)/2 T^(1 - sigma - mu sigma) + (1 - mu)/2 T^(sigma - 1 - mu
/// sigma) = 1, eq. 5.17, root above one.
[[nodiscard]] double sustain_iceberg(const KrugmanTrade& trade);
/// Share above which agglomeration wins, between 1/2 and 1: the other root of the gap. \pre T between both
[[nodiscard]] double unstable_share(const KrugmanTrade& trade, double iceberg);

}  // namespace yanzhen::known_answers
