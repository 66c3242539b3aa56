#include "models/industry_migration/indices.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <functional>
#include <iterator>
#include <limits>
#include <utility>
#include <vector>

#include "engine/elementary.hpp"

namespace yanzhen::industry_migration {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXi;
using Eigen::ArrayXXd;
using Eigen::Index;

// Eigen's own sum() and matrix products add in an order that depends on the processor's vector width and may
// fuse multiply and add. All sums of this file are plain loops instead.
double sum(const ArrayXd& values) {
  double total = 0.0;
  for (const double value : values) total += value;
  return total;
}

ArrayXd row_sums(const ArrayXXd& table) {
  ArrayXd totals = ArrayXd::Zero(table.rows());
  for (Index column = 0; column < table.cols(); ++column) totals += table.col(column);
  return totals;
}

ArrayXd column_sums(const ArrayXXd& table) {
  ArrayXd totals(table.cols());
  for (Index column = 0; column < table.cols(); ++column) totals(column) = sum(table.col(column));
  return totals;
}

double divide_or_zero(double part, double whole) { return whole > 0.0 ? part / whole : 0.0; }

ArrayXd shares(const ArrayXd& values) {
  const double total = sum(values);
  return values.unaryExpr([total](double value) { return divide_or_zero(value, total); });
}

// Each row as shares of its own sum; an empty row stays 0.
ArrayXXd row_shares(const ArrayXXd& table) {
  const ArrayXd totals = row_sums(table);
  ArrayXXd result(table.rows(), table.cols());
  for (Index column = 0; column < table.cols(); ++column)
    result.col(column) = table.col(column).binaryExpr(totals, &divide_or_zero);
  return result;
}

std::vector<double> positive(const ArrayXd& values) {
  std::vector<double> result;
  std::copy_if(values.begin(), values.end(), std::back_inserter(result),
               [](double value) { return value > 0.0; });
  return result;
}

}  // namespace

ArrayXXd location_quotients(const ArrayXXd& activity) {
  const ArrayXd whole = shares(column_sums(activity));
  ArrayXXd quotients = row_shares(activity);
  for (Index industry = 0; industry < activity.cols(); ++industry)
    for (double& quotient : quotients.col(industry)) quotient = divide_or_zero(quotient, whole(industry));
  return quotients;
}

ArrayXd herfindahl_by_city(const ArrayXXd& activity) { return row_sums(row_shares(activity).square()); }

ArrayXd herfindahl_by_industry(const ArrayXXd& activity) { return herfindahl_by_city(activity.transpose()); }

ArrayXd krugman_specialisation(const ArrayXXd& activity) {
  const ArrayXd whole = shares(column_sums(activity));
  const ArrayXd totals = row_sums(activity);
  ArrayXXd gaps = row_shares(activity);
  for (Index industry = 0; industry < activity.cols(); ++industry)
    gaps.col(industry) = (gaps.col(industry) - whole(industry)).abs();
  return (totals > 0.0).select(row_sums(gaps), 0.0);
}

ArrayXXd structural_similarity(const ArrayXXd& activity) {
  const ArrayXXd by_city = row_shares(activity).transpose();  // one column a city
  const ArrayXd lengths = column_sums(by_city.square()).sqrt();
  ArrayXXd similarity = ArrayXXd::Zero(activity.rows(), activity.rows());
  for (Index i = 0; i < similarity.rows(); ++i) {
    if (lengths(i) > 0.0) similarity(i, i) = 1.0;
    for (Index j = i + 1; j < similarity.cols(); ++j) {
      const double cosine = divide_or_zero(sum(by_city.col(i) * by_city.col(j)), lengths(i) * lengths(j));
      similarity(i, j) = similarity(j, i) = std::min(cosine, 1.0);  // rounding can pass 1
    }
  }
  return similarity;
}

double mean_structural_similarity(const ArrayXXd& activity) {
  const ArrayXXd similarity = structural_similarity(activity);
  double total = 0.0;
  double pairs = 0.0;
  for (Index j = 1; j < similarity.cols(); ++j) {
    for (Index i = 0; i < j; ++i) {
      if (similarity(i, i) == 0.0 || similarity(j, j) == 0.0) continue;  // an empty city
      total += similarity(i, j);
      pairs += 1.0;
    }
  }
  return divide_or_zero(total, pairs);
}

// ---- Theil ----------------------------------------------------------------------------------------------

namespace {

// For each city the sum over its province.
ArrayXd province_sums(const ArrayXd& values, const ArrayXi& province) {
  ArrayXd sums = ArrayXd::Zero(values.size());
  for (Index i = 0; i < values.size(); ++i)
    for (Index j = 0; j < values.size(); ++j)
      if (province(j) == province(i)) sums(i) += values(j);
  return sums;
}

ArrayXd income_of_peopled(const ArrayXd& income, const ArrayXd& population) {
  assert(income.size() == population.size());
  return (population > 0.0).select(income, 0.0);
}

// sum_i weight(i) ln(y(i) / p(i)). Logarithms first: the quotient of two shares may overflow.
double theil(const ArrayXd& weight, const ArrayXd& y, const ArrayXd& p) {
  double total = 0.0;
  for (Index i = 0; i < weight.size(); ++i)
    if (weight(i) > 0.0 && y(i) > 0.0 && p(i) > 0.0)
      total += weight(i) * (natural_log(y(i)) - natural_log(p(i)));
  return std::max(0.0, total);  // rounding can fall below 0
}

}  // namespace

double theil_total(const ArrayXd& income, const ArrayXd& population) {
  const ArrayXd y = shares(income_of_peopled(income, population));
  return theil(y, y, shares(population));
}

double theil_between(const ArrayXd& income, const ArrayXd& population, const ArrayXi& province) {
  const ArrayXd y = shares(income_of_peopled(income, population));
  return theil(y, province_sums(y, province), province_sums(shares(population), province));
}

double theil_within(const ArrayXd& income, const ArrayXd& population, const ArrayXi& province) {
  const ArrayXd y = shares(income_of_peopled(income, population));
  const ArrayXd p = shares(population);
  return theil(y, y.binaryExpr(province_sums(y, province), &divide_or_zero),
               p.binaryExpr(province_sums(p, province), &divide_or_zero));
}

// ---- Gini -----------------------------------------------------------------------------------------------

double gini(const ArrayXd& values) { return gini_weighted(values, ArrayXd::Ones(values.size())); }

double gini_weighted(const ArrayXd& values, const ArrayXd& weights) {
  assert(values.size() == weights.size());
  std::vector<std::pair<double, double>> sorted;  // (value, weight)
  for (Index i = 0; i < values.size(); ++i) sorted.emplace_back(values(i), weights(i));
  std::sort(sorted.begin(), sorted.end());

  double weight = 0.0;
  double weighted_sum = 0.0;
  for (const auto& [value, its_weight] : sorted) {
    weight += its_weight;
    weighted_sum += its_weight * value;
  }
  // sum_ij p_i p_j |x_i - x_j| / 2 = sum_i p_i (x_i - x_1) (below_i - above_i): the distance to the smallest
  // value makes it exactly 0 when all are equal.
  double differences = 0.0;
  double below = 0.0;
  for (const auto& [value, its_weight] : sorted) {
    const double above = weight - below - its_weight;
    differences += its_weight * (value - sorted.front().first) * (below - above);
    below += its_weight;
  }
  return std::max(0.0, divide_or_zero(differences, weight * weighted_sum));  // rounding can fall below 0
}

// ---- where industries and riches gather -----------------------------------------------------------------

double ellison_glaeser(const ArrayXd& industry_shares, const ArrayXd& total_shares, double plant_herfindahl) {
  assert(industry_shares.size() == total_shares.size());
  const double room = 1.0 - sum(total_shares.square());
  const bool defined =
      sum(industry_shares) > 0.0 && sum(total_shares) > 0.0 && room > 0.0 && plant_herfindahl < 1.0;
  if (!defined) return 0.0;
  const double raw = sum((industry_shares - total_shares).square());
  return (raw / room - plant_herfindahl) / (1.0 - plant_herfindahl);
}

namespace {

struct NeighbourPairs {
  double weight = 0.0;      // sum_ij w(i,j), i != j
  double covariance = 0.0;  // sum_ij w(i,j) x(i) x(j), i != j
};

// Asked of the values, not of their variance: equal values can miss their rounded mean.
bool all_equal(const ArrayXd& values, const ArrayXd& connected) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const auto counted = connected > 0.0;
  return counted.select(values, kInfinity).minCoeff() == counted.select(values, -kInfinity).maxCoeff();
}

NeighbourPairs over_neighbours(const ArrayXd& x, const ArrayXXd& neighbours) {
  NeighbourPairs pairs;
  for (Index j = 0; j < x.size(); ++j) {
    for (Index i = 0; i < x.size(); ++i) {
      if (i == j) continue;
      pairs.weight += neighbours(i, j);
      pairs.covariance += neighbours(i, j) * x(i) * x(j);
    }
  }
  return pairs;
}

}  // namespace

double morans_i(const ArrayXd& values, const ArrayXXd& neighbours) {
  assert(neighbours.rows() == values.size() && neighbours.cols() == values.size());
  const ArrayXd degrees = row_sums(neighbours) - neighbours.matrix().diagonal().array();
  const ArrayXd connected = (degrees > 0.0).cast<double>();
  const double n = sum(connected);
  if (n == 0.0 || all_equal(values, connected)) return 0.0;
  const ArrayXd deviation = connected * (values - sum(connected * values) / n);
  const NeighbourPairs pairs = over_neighbours(deviation, neighbours);
  return divide_or_zero(n * pairs.covariance, pairs.weight * sum(deviation.square()));
}

// ---- how sizes are distributed --------------------------------------------------------------------------

double rank_size_exponent(const ArrayXd& sizes) {
  std::vector<double> ranked = positive(sizes);
  std::sort(ranked.begin(), ranked.end(), std::greater<>{});
  if (ranked.empty() || ranked.front() == ranked.back()) return 0.0;
  const auto n = static_cast<Index>(ranked.size());
  ArrayXd log_size(n);
  ArrayXd log_rank(n);
  for (Index i = 0; i < n; ++i) {
    log_size(i) = natural_log(ranked[static_cast<std::size_t>(i)]);
    log_rank(i) = natural_log(static_cast<double>(i) + 0.5);  // ranks count from 1
  }
  const auto count = static_cast<double>(n);
  const ArrayXd x = log_size - sum(log_size) / count;
  const ArrayXd y = log_rank - sum(log_rank) / count;
  return divide_or_zero(-sum(x * y), sum(x * x));
}

double tail_exponent(const ArrayXd& sizes, double share) {
  assert(share >= 0.0 && share <= 1.0);
  std::vector<double> ranked = positive(sizes);
  const std::size_t n = ranked.size();
  if (n < 2) return 0.0;
  const auto wanted = static_cast<std::size_t>(std::lround(share * static_cast<double>(n)));
  const auto used = static_cast<std::ptrdiff_t>(std::clamp<std::size_t>(wanted, 1, n - 1));
  const auto threshold = ranked.begin() + used;
  std::nth_element(ranked.begin(), threshold, ranked.end(), std::greater<>{});
  std::sort(ranked.begin(), threshold);  // so that the sum does not depend on the order of the firms
  double excess = 0.0;
  for (auto size = ranked.begin(); size != threshold; ++size)
    excess += natural_log(*size) - natural_log(*threshold);
  return divide_or_zero(static_cast<double>(used), excess);
}

double tail_exponent_of_histogram(const ArrayXd& counts, double ratio, double share) {
  assert(ratio > 1.0 && share >= 0.0 && share <= 1.0);
  const double wanted = share * sum(counts);
  double used = 0.0;
  double bins_above = 0.0;  // sum of the counts' bin numbers above the first bin used
  for (Index bin = counts.size() - 1; bin >= 0; --bin) {
    bins_above += used;
    used += counts(bin);
    if (used > 0.0 && used >= wanted) break;
  }
  return bins_above > 0.0 ? natural_log(1.0 + used / bins_above) / natural_log(ratio) : 0.0;
}

// ---- what stands near to what ---------------------------------------------------------------------------

ArrayXXd proximity(const Presence& presence) {
  const ArrayXXd m = presence.cast<double>();
  const ArrayXd ubiquity = column_sums(m);
  ArrayXXd phi = ArrayXXd::Zero(m.cols(), m.cols());
  for (Index r = 0; r < m.cols(); ++r)
    for (Index s = r + 1; s < m.cols(); ++s)
      phi(r, s) = phi(s, r) = divide_or_zero(sum(m.col(r) * m.col(s)), std::max(ubiquity(r), ubiquity(s)));
  return phi;
}

ArrayXXd relatedness_density(const ArrayXXd& relatedness, const Presence& presence) {
  assert(relatedness.rows() == presence.cols() && relatedness.cols() == presence.cols());
  const ArrayXd related = column_sums(relatedness);
  ArrayXXd density = ArrayXXd::Zero(presence.rows(), presence.cols());
  for (Index s = 0; s < density.cols(); ++s) {
    for (Index r = 0; r < density.cols(); ++r)
      density.col(s) += presence.col(r).cast<double>() * relatedness(r, s);
    for (double& value : density.col(s)) value = divide_or_zero(value, related(s));
  }
  return density;
}

// ---- economic complexity --------------------------------------------------------------------------------

namespace {

struct Eigenpairs {
  ArrayXd values;
  ArrayXXd vectors;  // one column an eigenvector, orthonormal
};

// Turns the plane of axes p and q so that the symmetric matrix's entry (p, q) becomes 0
// (Golub & Van Loan, Matrix Computations, 8.5).
void rotate(ArrayXXd& matrix, ArrayXXd& vectors, Index p, Index q) {
  const double theta = (matrix(q, q) - matrix(p, p)) / (2.0 * matrix(p, q));
  const double tangent = (theta < 0.0 ? -1.0 : 1.0) / (std::abs(theta) + std::sqrt(theta * theta + 1.0));
  const double cosine = 1.0 / std::sqrt(tangent * tangent + 1.0);
  const double sine = tangent * cosine;
  const auto turn = [cosine, sine](auto first, auto second) {
    for (Index k = 0; k < first.size(); ++k) {
      const double old = first(k);
      first(k) = cosine * old - sine * second(k);
      second(k) = sine * old + cosine * second(k);
    }
  };
  turn(matrix.col(p), matrix.col(q));
  turn(matrix.row(p), matrix.row(q));
  turn(vectors.col(p), vectors.col(q));
  matrix(p, q) = matrix(q, p) = 0.0;
}

// Jacobi's method. Eigen's solver rounds differently from one processor to another; here n is the number of
// industries and speed does not matter. Entries below kZero are 0 beside eigenvalues of size 1.
Eigenpairs eigenpairs(ArrayXXd matrix) {
  constexpr double kZero = 1e-17;
  constexpr int kMostSweeps = 60;  // converges quadratically: fewer than ten in practice
  ArrayXXd vectors = Eigen::MatrixXd::Identity(matrix.rows(), matrix.cols()).array();
  bool diagonal = false;
  for (int sweep = 0; sweep < kMostSweeps && !diagonal; ++sweep) {
    diagonal = true;
    for (Index p = 0; p < matrix.rows(); ++p) {
      for (Index q = p + 1; q < matrix.cols(); ++q) {
        if (std::abs(matrix(p, q)) < kZero) continue;
        rotate(matrix, vectors, p, q);
        diagonal = false;
      }
    }
  }
  return {matrix.matrix().diagonal().array(), vectors};
}

// U^-1/2 M' D^-1 M U^-1/2 less its trivial eigenvector: the nonzero eigenvalues of W, without its 1, on the
// side of the industries, which are fewer than the cities.
ArrayXXd reflections(const ArrayXXd& m, const ArrayXd& diversity, const ArrayXd& ubiquity) {
  ArrayXXd matrix(m.cols(), m.cols());
  const ArrayXd per_city = diversity.unaryExpr([](double d) { return divide_or_zero(1.0, d); });
  const double all = sum(ubiquity);
  for (Index r = 0; r < m.cols(); ++r) {
    for (Index s = 0; s < m.cols(); ++s) {
      const double scale = std::sqrt(ubiquity(r) * ubiquity(s));
      matrix(r, s) = divide_or_zero(sum(m.col(r) * per_city * m.col(s)), scale) - divide_or_zero(scale, all);
    }
  }
  return matrix;
}

// A city is as complex as its industries are on average.
ArrayXd mean_of_industries(const ArrayXXd& m, const ArrayXd& diversity, const ArrayXd& of_industry) {
  ArrayXd total = ArrayXd::Zero(m.rows());
  for (Index s = 0; s < m.cols(); ++s) total += m.col(s) * of_industry(s);
  return total.binaryExpr(diversity, &divide_or_zero);
}

// Mean 0 and standard deviation 1 over the cities that have an industry, 0 elsewhere.
ArrayXd standardised(const ArrayXd& values, const ArrayXd& active) {
  const double n = sum(active);
  const ArrayXd deviation = active * (values - sum(active * values) / n);
  const double spread = std::sqrt(sum(deviation.square()) / n);
  return deviation.unaryExpr([spread](double value) { return divide_or_zero(value, spread); });
}

}  // namespace

ArrayXd economic_complexity(const Presence& presence) {
  constexpr double kSame = 1e-9;  // eigenvalues are 0 to 1 and right to 1e-15 or so: nearer is the same
  const ArrayXXd m = presence.cast<double>();
  const ArrayXd diversity = row_sums(m);
  const ArrayXd ubiquity = column_sums(m);
  const ArrayXd active = (diversity > 0.0).cast<double>();
  const ArrayXd nothing = ArrayXd::Zero(m.rows());
  if (sum(active) < 2.0) return nothing;

  const Eigenpairs pairs = eigenpairs(reflections(m, diversity, ubiquity));
  const double second = pairs.values.maxCoeff();
  if (second < kSame) return nothing;  // the same industries everywhere

  // Each eigenvector counts by its covariance with diversity. That sets the sign of a single one, and of
  // several it gives one vector, whatever basis the solver found.
  const ArrayXd reference = standardised(diversity, active);
  ArrayXd complexity = nothing;
  for (Index k = 0; k < m.cols(); ++k) {
    if (pairs.values(k) < second - kSame) continue;
    const ArrayXd of_industry = pairs.vectors.col(k).binaryExpr(ubiquity.sqrt(), &divide_or_zero);
    const ArrayXd of_city = mean_of_industries(m, diversity, of_industry);
    complexity += sum(of_city * reference) * of_city;
  }
  complexity = standardised(complexity, active);
  const double correlation = sum(complexity * reference) / sum(active);
  return correlation > kSame ? complexity : nothing;
}

}  // namespace yanzhen::industry_migration
