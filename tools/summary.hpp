#pragma once
//! \file  What a run is told about in a few lines, from panels that a model has by name: residents, firms,
//! value added.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/model.hpp"

namespace yanzhen::tools {

/// Some panels of a model at one moment, by name, in storage order.
using Snapshot = std::map<std::string, std::vector<double>>;

/// Measures the panels that a summary needs; those that the model does not have are left out. Changes
/// nothing.
[[nodiscard]] Snapshot take_snapshot(const Model& model);

/// One quantity at the start of the run and now.
struct Change {
  std::string name;
  std::string unit;
  double before = 0;
  double after = 0;
};

struct Summary {
  std::string title;
  std::string run_file;
  std::uint64_t seed = 0;
  std::string start_date;
  std::string date;  ///< where the run stands
  Step step = 0;
  Step steps = 0;
  bool complete = false;
  Step first_step = 0;      ///< where this sitting began; above 0 after --resume
  std::uint64_t moves = 0;  ///< agents that changed city in this sitting
  std::uint64_t agents = 0;
  double seconds = 0;  ///< wall time of this sitting
  int threads = 0;
  std::string checksum;        ///< 16 hexadecimal digits
  std::vector<Change> totals;  ///< sums over all cities
  std::vector<Change> cities;  ///< residents by city, the largest gain first
  std::vector<Change> shares;  ///< of value added by industry, 0 to 1
  // In models that have no residents, firms or value added:
  std::vector<Change> indices;      ///< every index
  std::vector<Change> city_shares;  ///< panel `share` by city, the largest now first
};

/// Fills totals, cities and shares, or indices and city_shares.
void compare(const Model& model, const Snapshot& before, const Snapshot& after, Summary& summary);

[[nodiscard]] std::string to_text(const Summary& summary);
[[nodiscard]] std::string to_json(const Summary& summary);

}  // namespace yanzhen::tools
