#pragma once
//! \file  Run files that were not closed: opening them for reading, and mending them on a copy.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "io/hdf5_handle.hpp"

namespace yanzhen::run_repair {

struct OpenedFile {
  hdf5::File file;
  bool closed;  ///< the program that wrote it closed it
};

/// Opens a run file for reading, whatever state it is in. \throws hdf5::Failure
[[nodiscard]] OpenedFile open_for_reading(const std::filesystem::path& path);

/// Paths of the arrays and coordinates that have a row a record, as the file's attribute `recorded` lists
/// them. A list of our own, because HDF5 1.10 crashes when it is to list a group that is damaged
/// (H5G__link_release_table frees what it never filled in).
[[nodiscard]] std::vector<std::string> recorded_arrays(hid_t file);

/// Rows that every one of these arrays has. \throws hdf5::Failure when there is none of them
[[nodiscard]] std::uint64_t common_rows(hid_t file, const std::vector<std::string>& arrays);

/// Cuts every recorded array to `rows`. \pre no array has fewer. \throws hdf5::Failure
void cut_to(hid_t file, std::uint64_t rows);

/// Empties the columns of agents. \throws hdf5::Failure
void drop_agents(hid_t file);

/// Changes a run file in a single stroke: `change` works on a copy, opened for writing with the mark of a
/// file in use cleared, and the copy then takes the file's place. \throws hdf5::Failure, also when the file
/// is in use, or what `change` throws; then the file is as it was
void change_copy(const std::filesystem::path& path, const std::function<void(hid_t file)>& change);

}  // namespace yanzhen::run_repair
