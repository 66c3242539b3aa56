#pragma once
//! \file  Cities of a stylised model on a graph: their names, how far they are apart at a date, and what
//! rules change of it.
//!
//! Distance is in units that a scenario chooses, so that trade costs are one number per unit: freeness of
//! trade between i and j is r^d(i,j) with r the freeness over one unit. On a graph whose links all take one
//! unit, d counts the links of the shortest way.
#include <Eigen/Core>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/city_graph.hpp"
#include "engine/city_names.hpp"
#include "engine/model.hpp"

namespace yanzhen::stylised {

/// What a date and the rules of a scenario mean for distance.
enum class Policies { ignored, in_force };

/// Never changes in a run; what is open depends on the date only.
class Geography {
 public:
  /// Reads the tables `cities` and `links`, the parameters of geography_parameters() and the rules of
  /// geography_rules(). Without a table of links every two cities are one unit apart. \returns nothing when
  /// there was a problem; every one is added to `problems`
  [[nodiscard]] static std::shared_ptr<const Geography> read(const Scenario& scenario, Problems& problems);

  [[nodiscard]] std::size_t cities() const noexcept { return names_.all().size(); }
  [[nodiscard]] const CityNames& names() const noexcept { return names_; }
  [[nodiscard]] const std::vector<std::string>& province() const noexcept { return province_; }

  /// Distances between all cities at a date, symmetric, zero on the diagonal. (n_city, n_city)  [units]
  ///
  ///     d = minutes / unit,  or with distance.concave = 1:  ln(1 + minutes / unit) / ln 2
  ///     plus distance.border.province (1 - removed) where the provinces differ
  ///
  /// so that a way of one `distance.unit` has the length one in both forms.
  [[nodiscard]] Eigen::ArrayXXd distance(double decimal_year, Policies policies) const;

  /// Distances stay as they are while this does.
  [[nodiscard]] std::vector<double> version(double decimal_year) const;

  /// The dimensions `city`, `origin` and `destination` of panels.
  [[nodiscard]] std::vector<Dimension> dimensions() const;

 private:
  struct Barrier {
    PolicyWindow window;
    double removed;
  };
  Geography() = default;
  void read_cities(const Table& table, Problems& problems);
  void read_links(const Scenario& scenario, Problems& problems);
  void read_rules(const Scenario& scenario, Problems& problems);
  void add_link_rule(const PolicySettings& policy, std::vector<Link>& planned, Problems& problems) const;
  [[nodiscard]] double border_left(double decimal_year) const;

  CityNames names_;
  std::vector<std::string> province_;              // of each city
  std::unique_ptr<CityGraph> as_found_, planned_;  // without and with the links of rules
  std::vector<Barrier> barriers_;
  double unit_ = 60, border_ = 0, run_start_ = 0;
  bool concave_ = false;
};

/// Columns of a city that every stylised model reads, and those that it lets pass, so that tables of the
/// industry-migration model can be used as they are. `further` are the model's own.
[[nodiscard]] TableSpec cities_table(std::vector<ColumnSpec> further);
/// Links between cities; those of mode `hsr` carry people only and no goods.
[[nodiscard]] TableSpec links_table();

[[nodiscard]] std::vector<Parameter> geography_parameters();
/// `transport_link` and `administrative_barrier`.
[[nodiscard]] std::vector<RuleDeclaration> geography_rules();

/// A column of weights >= 0 as shares that sum to one; equal shares where the table has no such column. A
/// sum of zero becomes a problem. An empty cell is zero.
[[nodiscard]] Eigen::ArrayXd shares_of(const Table& cities, const std::string& column, Problems& problems);

}  // namespace yanzhen::stylised
