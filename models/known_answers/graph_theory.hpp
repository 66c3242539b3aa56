#pragma once
//! \file  Break and sustain points on graphs in closed form where there is one, to know what to expect.
//!
//! On a ring the row-normalised freeness is a circulant matrix, whose eigenvalues are the discrete cosine
//! transform of a row (Akamatsu, Takayama & Ikeda 2012). The sustain test is the inequality of
//! KNOWN-ANSWERS.md, term by term.
#include <cstddef>
#include <functional>
#include <vector>

namespace yanzhen::known_answers {

/// f* = (A + B) / (1 + A B): the uniform state breaks where the smallest eigenvalue falls below it.
[[nodiscard]] double critical_eigenvalue(double a, double b);
/// A = mu sigma / (sigma - 1), B = mu.
[[nodiscard]] double krugman_critical(double substitution, double spending);
/// A = mu / (sigma - 1), B = mu / sigma.
[[nodiscard]] double footloose_critical(double substitution, double spending);

/// Freeness per link at which a ring of so many cities, each linked to the next, reaches the critical
/// eigenvalue.
[[nodiscard]] double ring_break_freeness(std::size_t cities, double critical);
/// The same where every two cities are linked: (1 - r) / (1 + (n - 1) r) = f*.
[[nodiscard]] double complete_break_freeness(std::size_t cities, double critical);

/// Freeness per link from which a full core in city `core` of a path lasts.
/// \param core_demand  b; \param price_exponent  e
[[nodiscard]] double path_sustain_freeness(std::size_t cities, std::size_t core, double core_demand,
                                           double price_exponent);

}  // namespace yanzhen::known_answers
