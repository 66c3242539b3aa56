#pragma once
//! \file  Cities, the links between them, and travel times over the links that are open at a date
//! (Boost.Graph).
#include <Eigen/Core>

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace yanzhen {

/// Position of a city in the scenario's list of cities, 0 .. n_city-1.
using CityIndex = std::uint32_t;

/// One undirected link. Several links may join the same two cities (a motorway, a railway).
struct Link {
  CityIndex from;
  CityIndex to;
  double minutes;    ///< travel time, > 0  [min]
  double open_from;  ///< decimal year from which it can be used; minus infinity = always
  double open_until = std::numeric_limits<double>::infinity();  ///< decimal year from which it is closed

  [[nodiscard]] bool is_open(double decimal_year) const noexcept {
    return open_from <= decimal_year && decimal_year < open_until;
  }
};

/// The network of a scenario. Never changes in a run; what is open depends on the date only.
class CityGraph {
 public:
  /// \param within_minutes  travel time inside each city, shape (n_city,), >= 0  [min]
  /// \param links           ends are below n_city and differ, minutes > 0
  CityGraph(std::vector<double> within_minutes, std::vector<Link> links);
  ~CityGraph();
  CityGraph(CityGraph&&) noexcept;
  CityGraph& operator=(CityGraph&&) noexcept;

  [[nodiscard]] std::size_t cities() const noexcept { return within_minutes_.size(); }
  [[nodiscard]] const std::vector<Link>& links() const noexcept { return links_; }

  /// Which connected part each city belongs to at a date, 0 .. parts-1; one part = connected. Shape
  /// (n_city,).
  [[nodiscard]] std::vector<int> parts(double decimal_year) const;

  /// Shortest travel times over the links open at a date, symmetric; the diagonal is the time within each
  /// city; infinite between cities that no open link joins. Shape (n_city, n_city) [min]. Dijkstra 1959 from
  /// every city, in parallel.
  [[nodiscard]] Eigen::ArrayXXd travel_minutes(double decimal_year) const;

  /// Number of openings and closings of links up to a date: travel times change only when this does.
  [[nodiscard]] std::size_t changes(double decimal_year) const;

 private:
  struct Network;  // the Boost graph of the links open at a date
  [[nodiscard]] Network open_network(double decimal_year) const;

  std::vector<double> within_minutes_;
  std::vector<Link> links_;
};

}  // namespace yanzhen
