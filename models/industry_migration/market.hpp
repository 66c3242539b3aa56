#pragma once
//! \file  Goods and factor markets of one step: monopolistic competition with input-output links, prices that
//! move slowly.
//!
//! Krugman 1991; Fujita, Krugman & Venables 1999, ch. 14-15 (market access, price index, vertical linkages).
//! MODEL.md, sections 3 and 4. Everything is closed form: a step costs O(n_industry n_node^2).
#include <Eigen/Core>

#include <vector>

namespace yanzhen::industry_migration {

/// What never changes: how each industry makes its good and what households buy. n_factor = labour by tier,
/// capital, land.
struct Technology {
  Eigen::ArrayXXd
      factor_share;  ///< alpha, share of each factor in value added, rows sum to 1   (n_industry, n_factor)
  Eigen::MatrixXd
      input;  ///< A(r,s), input of r per unit of cost of s, column sums < 1    (n_industry, n_industry)
  Eigen::ArrayXd value_added;  ///< gamma = 1 - column sums of A, in (0, 1]                      (n_industry)
  Eigen::ArrayXd elasticity;   ///< sigma > 1                                                    (n_industry)
  Eigen::ArrayXd household;    ///< mu >= 0, sums to 1                                           (n_industry)
  [[nodiscard]] Eigen::Index industries() const { return elasticity.size(); }
  [[nodiscard]] Eigen::Index factors() const { return factor_share.cols(); }
};

/// What a step reads and leaves. Money per year in the scenario's unit; every array is (n_node, n_industry)
/// or as said.
struct MarketState {
  Eigen::ArrayXXd stock;          ///< of each factor, > 0 (workers, capital units, km2)   (n_node, n_factor)
  Eigen::ArrayXXd price;          ///< of each factor                                      (n_node, n_factor)
  Eigen::ArrayXXd mass;           ///< M, sum of a^(sigma-1) over the firms, >= 0
  Eigen::ArrayXXd firms;          ///< n, number of firms, >= 0
  Eigen::ArrayXXd productivity;   ///< z > 0
  Eigen::ArrayXXd overhead;       ///< f, fixed cost of a firm in units of its input bundle, >= 0
  Eigen::ArrayXXd price_index;    ///< P > 0
  Eigen::ArrayXXd unit_cost;      ///< c > 0
  Eigen::ArrayXXd spending;       ///< X
  Eigen::ArrayXXd sales;          ///< R
  Eigen::ArrayXXd profit;         ///< R - pay, before it is paid out
  Eigen::ArrayXXd pay;            ///< all cost, fixed cost and paid-out profit included
  Eigen::ArrayXXd market_access;  ///< sum over destinations of freeness * P^(sigma-1) * X
  Eigen::ArrayXXd own_share;      ///< part of a node's purchases of a good that comes from itself
  Eigen::ArrayXXd log_cost;       ///< added to ln unit cost by rules, 0 without
  std::vector<double> household;  ///< mu of this step, sums to one    (n_industry)
};

class Market {
 public:
  /// \param technology  checked by the loader
  explicit Market(Technology technology);

  [[nodiscard]] const Technology& technology() const noexcept { return technology_; }

  ///     tau(i,j) = exp(kappa_s ln(1 + T/T0) + B),  freeness = tau^(1 - sigma_s)
  /// \param log_distance  ln(1 + T/T0)  (n_node, n_node);  \param border  B  (n_node, n_node);  \param kappa
  /// (n_industry)
  void set_trade_costs(const Eigen::ArrayXXd& log_distance, const Eigen::ArrayXXd& border,
                       const Eigen::ArrayXd& kappa);
  /// tau^(1 - sigma) of an industry, shape (origin, destination)
  [[nodiscard]] const Eigen::MatrixXd& freeness(Eigen::Index industry) const {
    return freeness_[static_cast<std::size_t>(industry)];
  }

  /// Demand for each factor, D = sum_s alpha gamma pay: its price times its quantity at full use. (n_node,
  /// n_factor)
  [[nodiscard]] Eigen::ArrayXXd factor_demand(const MarketState& state) const;
  ///     price *= ((D / stock) / price)^eta                                              section 4
  void adjust_prices(MarketState& state, double eta) const;
  /// Unit costs and price indices from factor prices, `rounds` times (they depend on each other through
  /// inputs). Section 3.
  void update_costs(MarketState& state, int rounds) const;
  /// Spending and sales, with market access and own share; total sales equal total spending industry by
  /// industry.
  void update_sales(MarketState& state) const;
  /// Profit from sales; it is paid out to owners, who spend it where the firm is, so pay = sales afterwards.
  void pay_out(MarketState& state) const;

 private:
  Technology technology_;
  std::vector<Eigen::MatrixXd> freeness_;
};

/// Value added, gamma * pay. (n_node, n_industry)
[[nodiscard]] Eigen::ArrayXXd value_added(const Technology& technology, const MarketState& state);

/// ln of the consumer price index, sum_s mu_s ln P_s. (n_node)
[[nodiscard]] Eigen::ArrayXd log_price_level(const MarketState& state);

/// Household demand of the technology and no cost of rules: what a state starts with.
void set_neutral(const Technology& technology, Eigen::Index nodes, MarketState& state);

/// Local economies of an industry (Marshall; bounded as in Arthur 1990), as a shift of the profit margin:
///     external = benefit x^2 / (x^2 + mass^2) - crowding ln x,   x = location quotient, at least
///     kLeastQuotient
inline constexpr double kLeastQuotient = 1e-3;
[[nodiscard]] Eigen::ArrayXXd external_economies(const Eigen::ArrayXXd& quotient, double benefit,
                                                 double crowding, double mass);

}  // namespace yanzhen::industry_migration
