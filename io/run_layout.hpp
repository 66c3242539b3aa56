#pragma once
//! \file  What lies where in a run file: see RUN-FILE.md. Knows how to make an empty one, not how to fill it.
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/model.hpp"
#include "io/recorded_array.hpp"
#include "io/run_file.hpp"

namespace yanzhen::run_layout {

/// Raised whenever a reader of the layout before would misread a file of the new one.
inline constexpr std::int64_t kVersion = 1;

/// Rows of a chunk of the coordinates `time` and `step`.
inline constexpr hsize_t kCoordinateChunkRows = 512;

/// Where a panel's array lies: "name", or "flows/name" for flows.
[[nodiscard]] std::string array_path(const Panel& panel);

/// Where a column of agents lies: "agents/population/name".
[[nodiscard]] std::string array_path(const AgentColumn& column);

/// Where the axis of its population lies: "agents/population/agent".
[[nodiscard]] std::string agent_axis_path(const AgentColumn& column);

[[nodiscard]] ArrayShape panel_shape(const Panel& panel, const Model& model, const Scenario& scenario);

/// Writes a new file with coordinates, attributes and arrays of no rows, and closes it.
/// \throws hdf5::Failure
void create(const std::filesystem::path& path, const Scenario& scenario, const Model& model,
            const RunIdentity& identity, const std::vector<std::size_t>& panels);

}  // namespace yanzhen::run_layout
