#pragma once
//! \file  Which of several runs are replicates of one scenario, and which are compared with which.
#include <cstdint>
#include <string>
#include <vector>

namespace yanzhen::tools {

/// What of a run decides with what it is compared.
struct GivenRun {
  std::string file;
  std::string title;
  std::string scenario;  ///< the whole resolved scenario, TOML
  std::uint64_t seed = 0;
};

/// Two runs with common random numbers; places in the list of given runs.
struct SeedPair {
  std::uint64_t seed = 0;
  std::size_t base = 0;
  std::size_t policy = 0;
};

/// A scenario that is compared with the base.
struct PairedPolicy {
  std::string name;             ///< its title; with the name of its first file where titles are not unique
  std::vector<SeedPair> pairs;  ///< at least one, in the order of the base's runs
  std::vector<std::string> changes;  ///< what its scenario says that the base's does not; empty for a copy
};

struct Pairing {
  std::string base_name;               ///< as PairedPolicy::name
  std::vector<PairedPolicy> policies;  ///< at least one, in order of appearance
  std::vector<std::string> notes;      ///< what was left out, and why
};

/// Runs whose scenarios differ in nothing but the seed are replicates. The first run's scenario is the base,
/// every other is a policy, and runs are paired by seed. A run that is given again is left out; where there
/// is nothing but replicates, runs given again are compared with the first of their seed. \throws UsageError
/// when there is nothing to pair
[[nodiscard]] Pairing pair_runs(const std::vector<GivenRun>& runs);

/// The text of a resolved scenario without the line of its seed.
[[nodiscard]] std::string without_seed(const std::string& scenario);

/// What `policy` says that `base` does not, and the other way round, one entry a value, e.g.
/// "firms.distance = 0.2 (base: 0.1)"; a policy that is new or gone is one entry. Title and question are left
/// out. Both are resolved scenarios.
[[nodiscard]] std::vector<std::string> changes_between(const std::string& base, const std::string& policy);

}  // namespace yanzhen::tools
