#pragma once
//! \file  Regional indices: specialisation, inequality, concentration, city sizes, complexity.
//!
//! Every index is a pure function and the same to the last bit on every machine: sums run in one fixed order.
//! Inputs are finite, shapes agree, and what is called a size, an income or a weight is >= 0; the model sees
//! to it. Every result is finite: each function says what it answers where its formula divides by nothing.
#include <Eigen/Core>

namespace yanzhen::industry_migration {

/// Which city has which industry.    shape (n_city, n_industry)
/// `Presence m = location_quotients(value_added) > 1.0;` is the usual one (Balassa 1965).
using Presence = Eigen::Array<bool, Eigen::Dynamic, Eigen::Dynamic>;

// ---- what cities do -------------------------------------------------------------------------------------

///     LQ(i,s) = (X(i,s) / X(i,.)) / (X(.,s) / X(.,.))                         Florence 1939; Balassa 1965
///
/// \param activity  X, e.g. value added or employment    shape (n_city, n_industry), >= 0
/// \returns         shape (n_city, n_industry), >= 0; 1 = as the whole
///                  0 where the city or the industry is empty; 1 for one city or one industry, if not empty
[[nodiscard]] Eigen::ArrayXXd location_quotients(const Eigen::ArrayXXd& activity);

///     H(i) = sum_s (X(i,s) / X(i,.))^2                                    Hirschman 1945; Herfindahl 1950
///
/// \param activity  X    shape (n_city, n_industry), >= 0
/// \returns         shape (n_city,), 1/n_industry (even) to 1 (one industry); 0 for an empty city
[[nodiscard]] Eigen::ArrayXd herfindahl_by_city(const Eigen::ArrayXXd& activity);

/// The same of each industry over the cities.
///
/// \returns  shape (n_industry,), 1/n_city (even) to 1 (one city); 0 for an empty industry
[[nodiscard]] Eigen::ArrayXd herfindahl_by_industry(const Eigen::ArrayXXd& activity);

///     K(i) = sum_s |X(i,s) / X(i,.) - X(.,s) / X(.,.)|                Krugman 1991, Geography and Trade
///
/// Against the total (the city itself included) and not halved.
///
/// \param activity  X    shape (n_city, n_industry), >= 0
/// \returns         shape (n_city,), 0 (as the whole; so for one city or one industry) to below 2
///                  0 for an empty city
[[nodiscard]] Eigen::ArrayXd krugman_specialisation(const Eigen::ArrayXXd& activity);

///     S(i,j) = sum_s x(i,s) x(j,s) / sqrt(sum_s x(i,s)^2 * sum_s x(j,s)^2),   x = X / X(i,.)    UNIDO 1979
///
/// \param activity  X    shape (n_city, n_industry), >= 0
/// \returns         shape (n_city, n_city), symmetric, 0 (nothing in common) to 1 (same structure)
///                  The diagonal is 1. Row and column of an empty city are 0, its diagonal too.
[[nodiscard]] Eigen::ArrayXXd structural_similarity(const Eigen::ArrayXXd& activity);

/// Mean of structural_similarity over the pairs of cities that both have activity: how alike cities are.
///
/// \returns  0 to 1; 0 when there is no such pair
[[nodiscard]] double mean_structural_similarity(const Eigen::ArrayXXd& activity);

// ---- how unequal cities are -----------------------------------------------------------------------------

///     T = sum_i y(i) ln(y(i) / p(i)),   y, p shares of income and of people      Theil 1967 (T, not L)
///
/// A city without income adds 0, the limit of y ln y. A city without people has no income per head and is
/// left out of all sums, with its income.
///
/// \param income      e.g. value added    shape (n_city,), >= 0  [money]
/// \param population                      shape (n_city,), >= 0  [people]
/// \returns           0 (equal per head; so for one city) to ln(all people / people of the smallest city)
///                    0 when there is no income
[[nodiscard]] double theil_total(const Eigen::ArrayXd& income, const Eigen::ArrayXd& population);

///     T_between = sum_g y(g) ln(y(g) / p(g)),   g the provinces                          Theil 1967, ch. 4
///
/// theil_between + theil_within = theil_total, to rounding. Zeros as in theil_total.
///
/// \param province  label of each city, any integers    shape (n_city,)
/// \returns         0 (so for one province) to theil_total
[[nodiscard]] double theil_between(const Eigen::ArrayXd& income, const Eigen::ArrayXd& population,
                                   const Eigen::ArrayXi& province);

///     T_within = sum_g y(g) T(g),   T(g) = Theil's T among the cities of province g      Theil 1967, ch. 4
///
/// \returns  0 (so when every city is a province of its own) to theil_total
[[nodiscard]] double theil_within(const Eigen::ArrayXd& income, const Eigen::ArrayXd& population,
                                  const Eigen::ArrayXi& province);

///     G = sum_i sum_j |x(i) - x(j)| / (2 n^2 mean x)                                             Gini 1912
///
/// \param values  shape (n,), >= 0
/// \returns       0 (all equal) to 1 - 1/n; 0 for no value, for one, or when all are 0
[[nodiscard]] double gini(const Eigen::ArrayXd& values);

///     G = sum_i sum_j p(i) p(j) |x(i) - x(j)| / (2 sum_i p(i) x(i)),   p = shares of the weights
///                                                                                  Lerman & Yitzhaki 1989
/// For income per head with population as weights: inequality among people who each have the mean of their
/// city. A value of weight 0 counts for nothing.
///
/// \param values   shape (n,), >= 0
/// \param weights  shape (n,), >= 0
/// \returns        0 (all equal) to below 1; 0 when all weights or all weighted values are 0
[[nodiscard]] double gini_weighted(const Eigen::ArrayXd& values, const Eigen::ArrayXd& weights);

// ---- where industries and riches gather -----------------------------------------------------------------

///     gamma = (G / (1 - sum_i x(i)^2) - H) / (1 - H),   G = sum_i (s(i) - x(i))^2    Ellison & Glaeser 1997
///
/// \param industry_shares   s, of the industry over cities    shape (n_city,), sums to 1, or all 0
/// \param total_shares      x, of all activity over cities    shape (n_city,), sums to 1, or all 0
/// \param plant_herfindahl  H, sum of squared shares of the industry's plants, 0 to 1
/// \returns                 0 expected when plants settle at random, positive when they gather (about 1 for
///                          all plants in one small city), negative when they shun each other
///                          0 where it is not defined: an empty industry, one plant (H = 1), all activity
///                          in one city
[[nodiscard]] double ellison_glaeser(const Eigen::ArrayXd& industry_shares,
                                     const Eigen::ArrayXd& total_shares, double plant_herfindahl);

///     I = n / sum_ij w(i,j) * sum_ij w(i,j) (x(i) - mean) (x(j) - mean) / sum_i (x(i) - mean)^2   Moran 1950
///
/// A city without neighbours tells nothing about neighbours: it is left out of n, of the mean and of the
/// sums, so adding one changes nothing. The diagonal of w is not read.
///
/// \param values      x    shape (n_city,)
/// \param neighbours  w, symmetric: 1 for neighbours and 0 otherwise, or weights >= 0
///                    shape (n_city, n_city)
/// \returns           -1/(n-1) expected without association, positive when like stands by like
///                    0 when no city has neighbours or all that do have the same value
[[nodiscard]] double morans_i(const Eigen::ArrayXd& values, const Eigen::ArrayXXd& neighbours);

// ---- how sizes are distributed --------------------------------------------------------------------------

///     ln(rank - 1/2) = a - b ln(size), by least squares                          Gabaix & Ibragimov 2011
///
/// \param sizes  e.g. residents of cities    shape (n,), >= 0; zeros are left out
/// \returns      b >= 0; 1 is Zipf's law, more is more even
///               0 with fewer than two different positive sizes
[[nodiscard]] double rank_size_exponent(const Eigen::ArrayXd& sizes);

///     alpha = k / sum_{i <= k} ln(x(i) / x(k+1)),   x(1) >= x(2) >= ...                          Hill 1975
///
/// The exponent of P(size > x) ~ x^-alpha. k is `share` of the positive sizes, rounded, at least 1 and at
/// most all but one of them. Copies the sizes and sorts the k largest.
///
/// \param sizes  e.g. employees of firms    shape (n,), >= 0; zeros are left out
/// \param share  of the largest to use, 0 to 1
/// \returns      alpha > 0; 0 with fewer than two positive sizes or when the largest k + 1 are equal
[[nodiscard]] double tail_exponent(const Eigen::ArrayXd& sizes, double share);

///     alpha = ln(1 + 1 / mean_j) / ln(ratio),   mean_j = mean number of bins above the first bin used
///                                                                                   Virkar & Clauset 2014
/// Hill's estimator for sizes known only by bins, bin j holding c ratio^j <= size < c ratio^(j+1): for a
/// population too large to sort. Uses the top bins, whole, until they hold at least `share` of all.
///
/// \param counts  shape (n_bin,), >= 0, smallest sizes first
/// \param ratio   upper edge over lower edge, > 1
/// \param share   of the largest to use, 0 to 1
/// \returns       alpha > 0; 0 when nothing is counted or all that is used lies in one bin
[[nodiscard]] double tail_exponent_of_histogram(const Eigen::ArrayXd& counts, double ratio, double share);

// ---- what stands near to what ---------------------------------------------------------------------------

///     phi(r,s) = min(P(r|s), P(s|r))                                                 Hidalgo et al. 2007
///              = cities with both / max(cities with r, cities with s)
///
/// \param presence  shape (n_city, n_industry)
/// \returns         shape (n_industry, n_industry), symmetric, 0 to 1
///                  The diagonal is 0, for what stands near to an industry are the others; row and column of
///                  an industry that no city has are 0.
[[nodiscard]] Eigen::ArrayXXd proximity(const Presence& presence);

///     density(i,s) = sum_r phi(r,s) U(i,r) / sum_r phi(r,s)                          Hidalgo et al. 2007
///
/// \param relatedness  phi, diagonal 0    shape (n_industry, n_industry), >= 0
/// \param presence     U                  shape (n_city, n_industry)
/// \returns            shape (n_city, n_industry), 0 (nothing related is here) to 1 (everything related is)
///                     0 for an industry related to none, so for a single industry too
[[nodiscard]] Eigen::ArrayXXd relatedness_density(const Eigen::ArrayXXd& relatedness,
                                                  const Presence& presence);

/// Economic complexity index of cities, Hidalgo & Hausmann 2009: the limit of the method of reflections,
/// that is, the eigenvector to the second largest eigenvalue of
///
///     W(i,j) = sum_s M(i,s) M(j,s) / (d(i) u(s)),   d(i) = diversity, u(s) = ubiquity
///
/// standardised over the cities that have an industry (mean 0, population standard deviation 1), with the
/// sign that correlates positively with diversity. When several eigenvectors share that eigenvalue (cities
/// fall into groups without a common industry), the one among them that covaries most with diversity, so
/// that the answer never hangs on a solver's choice.
///
/// \param presence  M    shape (n_city, n_industry)
/// \returns         shape (n_city,); 0 for a city without industries
///                  All 0 when nothing tells cities apart: fewer than two cities with industries, one
///                  industry, the same industries everywhere, or a vector that does not correlate with
///                  diversity (equal everywhere, say), whose sign would be arbitrary.
[[nodiscard]] Eigen::ArrayXd economic_complexity(const Presence& presence);

}  // namespace yanzhen::industry_migration
