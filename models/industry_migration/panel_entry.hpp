#pragma once
//! \file  A panel with the function that measures it, and what such functions share.
#include <span>
#include <string>
#include <vector>

#include "models/industry_migration/migration_model.hpp"

namespace yanzhen::industry_migration {

/// Where a panel's values go, and the run that is looked at. Measuring changes nothing.
using Out = std::span<double>;
using Run = const MigrationModel&;

struct PanelEntry {
  Panel panel;
  void (*measure)(Run, Out);
};

inline constexpr const char* kMoneyUnit = "100 million yuan a year";

[[nodiscard]] PanelEntry state_panel(const char* name, std::vector<std::string> dimensions, const char* unit,
                                     const char* meaning, void (*measure)(Run, Out),
                                     PanelValues values = PanelValues::real);
[[nodiscard]] PanelEntry flow_panel(const char* name, std::vector<std::string> dimensions, const char* unit,
                                    const char* meaning, void (*measure)(Run, Out),
                                    PanelValues values = PanelValues::real);
[[nodiscard]] PanelEntry index_panel(const char* name, const char* unit, const char* meaning,
                                     void (*measure)(Run, Out));

/// Values in the order of their array.
void put(const Eigen::ArrayXd& values, Out out);
/// The first rows of a (node, column) array, row by row.
void put_rows(const Eigen::ArrayXXd& values, Eigen::Index rows, Out out);
void put_counts(const Tally& counts, std::size_t first, double scale, Out out);

/// Panels of governments: budgets, ledger lines, transfers, what rules give and take, and parks if there are
/// any.
[[nodiscard]] std::vector<PanelEntry> government_entries();
[[nodiscard]] std::vector<PanelEntry> park_entries();

/// Dimensions of these panels: who holds an account, what a posting is for, and the parks if there are any.
[[nodiscard]] std::vector<Dimension> government_dimensions(const World& world);

}  // namespace yanzhen::industry_migration
