#pragma once
//! \file  Functions whose Sobol indices are known in closed form.
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "tests/experiment/factors.hpp"

namespace yanzhen::experiment::testing {

/// Shares of the variance by factor, alone and with all interactions.
struct Shares {
  double variance = 0;
  std::vector<double> first;
  std::vector<double> total;
};

/// sin x1 + a sin^2 x2 + b x3^4 sin x1, xi uniform on (-pi, pi) (Ishigami & Homma 1990).
struct Ishigami {
  static constexpr double a = 7, b = .1;

  static std::vector<FactorSettings> factors() {
    return std::vector<FactorSettings>(3, range(-std::numbers::pi, std::numbers::pi));
  }
  double operator()(const std::vector<double>& x) const {
    return std::sin(x[0]) + a * std::pow(std::sin(x[1]), 2) + b * std::pow(x[2], 4) * std::sin(x[0]);
  }
  /// Homma & Saltelli (1996): V1 = (1 + b pi^4 / 5)^2 / 2, V2 = a^2 / 8, V3 = 0, and x1 with x3
  /// V13 = b^2 pi^8 (1 / 18 - 1 / 50).
  static Shares shares() {
    const double pi4 = std::pow(std::numbers::pi, 4);
    const double v1 = .5 * std::pow(1 + b * pi4 / 5, 2), v2 = a * a / 8;
    const double v13 = b * b * pi4 * pi4 * (1.0 / 18 - 1.0 / 50);
    const double v = v1 + v2 + v13;
    return {v, {v1 / v, v2 / v, 0}, {(v1 + v13) / v, v2 / v, v13 / v}};
  }
};

/// prod (|4 xi - 2| + ai) / (1 + ai), xi uniform on (0, 1) (Saltelli & Sobol' 1995).
struct SobolG {
  static std::vector<double> a() { return {0, 1, 4.5, 9, 99, 99, 99, 99}; }

  static std::vector<FactorSettings> factors() {
    return std::vector<FactorSettings>(a().size(), range(0, 1));
  }
  double operator()(const std::vector<double>& x) const {
    double product = 1;
    for (std::size_t i = 0; i < x.size(); ++i) product *= (std::abs(4 * x[i] - 2) + a()[i]) / (1 + a()[i]);
    return product;
  }
  /// Vi = 1 / (3 (1 + ai)^2), V = prod (1 + Vi) - 1, with all interactions Vi prod_{j != i} (1 + Vj).
  static Shares shares() {
    double all = 1;
    for (const double one : a()) all *= 1 + part(one);
    Shares out{.variance = all - 1, .first = {}, .total = {}};
    for (const double one : a()) {
      out.first.push_back(part(one) / out.variance);
      out.total.push_back(part(one) * all / (1 + part(one)) / out.variance);
    }
    return out;
  }

 private:
  static double part(double a) { return 1 / (3 * (1 + a) * (1 + a)); }
};

}  // namespace yanzhen::experiment::testing
