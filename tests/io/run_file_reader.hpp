#pragma once
//! \file  For tests: arrays read back from a run file, and the same arrays as the model itself measures them.
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "io/run_file.hpp"
#include "tests/support/toy_model.hpp"

namespace yanzhen::testing {

/// Every array that has a row a record, flattened, under its path ("firms", "flows/moves", "time", "step").
using Arrays = std::map<std::string, std::vector<double>>;

/// The first `rows` rows of every recorded array of a file in any state.
[[nodiscard]] Arrays read_arrays(const std::filesystem::path& path, std::uint64_t rows);

/// What a run of the toy with a record a step must have recorded after `rows` records.
[[nodiscard]] Arrays expected_arrays(const Scenario& scenario, std::uint64_t rows, ToySize size = {});

/// Records the run from where it stands up to step `last`; then starts the next flow interval.
void record_until(RunFile& file, Simulation& simulation, Step last);

}  // namespace yanzhen::testing
