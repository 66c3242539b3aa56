#pragma once
//! \file  What must hold for every run of any model, told by recording it: the same bytes on any number of
//! threads, watched or not, interrupted or not.
#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/run_look.hpp"

namespace yanzhen::testing {

/// A run to put to the test.
struct RunCase {
  std::string name;
  ModelDeclaration model;
  Scenario scenario;
  std::vector<std::string> since_record;  ///< arrays of its state that begin anew when a record is taken
};

/// A run at its start. \throws ScenarioError where the model finds a problem
[[nodiscard]] Simulation run_of(const RunCase& one);
void advance(Simulation& run, Step end);

/// Every panel and checksum of every step, the flows of each step by themselves.
struct RunRecord {
  std::vector<double> values;
  std::vector<std::uint64_t> checksums;

  friend bool operator==(const RunRecord& one, const RunRecord& other) {
    return same_bytes(one.values, other.values) && one.checksums == other.checksums;
  }
};

/// Adds what a run shows now.
void look(const Simulation& run, RunRecord& record);
/// From now on to `end`.
[[nodiscard]] RunRecord record_rest(Simulation& run, Step end);
/// The rest of a run that is made anew on so many threads, goes on to `before`, and is then given a saved
/// state.
[[nodiscard]] RunRecord resume(const RunCase& one, const SavedArrays& saved, int threads, Step before,
                               Step end);

/// Checks that every panel of every step has the same bytes on 1, 2, 3 and 8 threads.
void check_threads(const RunCase& one, Step end);
/// Checks that a run that is watched at every step ends as one that nobody looks at, in all but what its
/// state counts since the last record.
void check_watching(const RunCase& one, Step end);
/// Checks that a run goes on from its state at `middle` with the same bytes, on other threads and in a model
/// that was used before.
void check_resuming(const RunCase& one, Step middle, Step end);
/// Checks that five seeds give five runs, by their checksums after so many steps.
void check_seeds(RunCase one, Step steps);

}  // namespace yanzhen::testing
