#pragma once
//! \file  What a policy changed: panels gathered by city, industry or province, indices over time, and who
//! gains. Functions of numbers; no file is touched.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tools/paired_difference.hpp"
#include "tools/run_pairing.hpp"

namespace yanzhen::tools {

enum class By { index, city, province, industry, gains };

/// "index", "city" ...: as --by and the files for programs have it.
[[nodiscard]] std::string to_word(By by);
[[nodiscard]] std::optional<By> by_from(const std::string& word);

// ---- gathering a row of a panel into one value a key

/// True for shares, indices and everything per head, worker or area: what must not be summed over cities.
/// Decided by the unit's words: "share", "index", "1" ..., or "... a worker"; "a year" and "a step" do not
/// count.
[[nodiscard]] bool is_intensive(const std::string& unit);

/// A unit divided by heads, and by what a quotient must be multiplied to be in it: "100 million yuan a year"
/// gives "yuan a resident and year" and 1e8.
struct PerHead {
  std::string unit;
  double factor = 1;
};
[[nodiscard]] PerHead per_head(const std::string& unit);

/// One axis of a row in storage order: value i stands at place i / stride % length.
struct Axis {
  std::size_t stride = 1;
  std::size_t length = 1;
  [[nodiscard]] std::size_t place(std::size_t i) const { return i / stride % length; }
};

/// Axis `at` of rows of these lengths, the slowest first.
[[nodiscard]] Axis axis_of(const std::vector<std::size_t>& lengths, std::size_t at);

inline constexpr std::size_t kNoKey = static_cast<std::size_t>(-1);

/// How the values of a row become one value a key: all that stand at places of one key are summed or
/// averaged.
struct Gathering {
  std::size_t keys = 1;
  Axis axis;                        ///< along which the keys lie
  std::vector<std::size_t> key_of;  ///< by place along the axis; kNoKey: belongs to none

  std::optional<Axis> only_axis;  ///< where given, only values at the place `only` of it count
  std::size_t only = 0;

  std::optional<Axis> weight_axis;     ///< where given: a mean, weighted by the weight of the place along it
  std::vector<std::size_t> weight_of;  ///< by place: which of the weights; kNoKey: none
};

/// One value a key: the sum, or the weighted mean (NaN where all weights are zero).
/// \param weights  one for each number in Gathering::weight_of; not looked at where no mean is asked for
[[nodiscard]] std::vector<double> gather(std::span<const double> row, const Gathering& gathering,
                                         std::span<const double> weights);

// ---- a difference over time

/// How far two series are apart at most, and when they are near again.
struct LargestGap {
  std::size_t at = 0;  ///< record of the largest gap
  double gap = 0;      ///< there, with its sign
  /// The first record after which the gap stays below a tenth of the largest, if it does so to the end.
  std::optional<std::size_t> recovered;
};

/// \param gaps  policy less base at every record. \returns nothing where there is no gap at all
[[nodiscard]] std::optional<LargestGap> largest_gap(std::span<const double> gaps);

// ---- tables of a comparison

/// What a row of a table is about.
struct Key {
  std::string label;     ///< as run files have it; empty for an index
  std::string name;      ///< as a reader sees it: "上海市 Shanghai"
  std::string name_en;   ///< empty where there is none
  std::string province;  ///< of a city, or the province itself; otherwise empty
};

/// What happened to one index over time.
struct GapOverTime {
  double gap = 0;
  std::string date;                      ///< of the largest gap
  std::optional<std::string> recovered;  ///< see LargestGap
};

/// One panel, compared key by key.
struct ComparedTable {
  By by = By::index;
  std::string panel;  ///< with ":axis" or ":label" where a panel is told in parts
  std::string unit;
  bool summed = false;  ///< over all records up to the one that is compared, as flows are
  std::vector<Key> keys;
  std::vector<PairedDifference> rows;     ///< one a key
  std::optional<PairedDifference> total;  ///< over all keys, where they may be summed
  std::optional<GapOverTime> gap;         ///< of an index
};

/// Compares one value a key, or (by index) the last value of each run's series.
/// \param table   says by, panel, unit, summed and keys
/// \param values  of every run, the place of a run as in `pairs`
/// \param dates   of the values of a series; not looked at where `by` is another than index
[[nodiscard]] ComparedTable compare_table(ComparedTable table, const std::vector<std::vector<double>>& values,
                                          const std::vector<SeedPair>& pairs,
                                          const std::vector<std::string>& dates);

/// How many keys have more, and less, than in the base; and of these how many clearly so: their interval
/// excludes zero.
struct Winners {
  std::size_t gain = 0;
  std::size_t clearly_gain = 0;
  std::size_t lose = 0;
  std::size_t clearly_lose = 0;
};
[[nodiscard]] Winners count_winners(const ComparedTable& table);

/// The rows whose difference is above (gain) or below zero, the largest change first.
enum class Side { gain, lose };
[[nodiscard]] std::vector<std::size_t> order_of(const ComparedTable& table, Side side);

// ---- the whole

struct ComparedScenario {
  std::string name;
  std::string title;
  std::vector<std::string> files;  ///< those that were compared
  std::vector<std::uint64_t> seeds;
};

struct ComparedPolicy {
  ComparedScenario scenario;
  std::vector<std::string> changes;  ///< see changes_between()
  ComparedScenario base;             ///< the runs of the base that are paired with it
  std::vector<ComparedTable> tables;
};

struct Comparison {
  std::string date;           ///< of the record that is compared
  std::uint64_t record = 0;   ///< its number, the first is 1
  std::uint64_t records = 0;  ///< that all files have
  std::string base_name;
  std::vector<ComparedPolicy> policies;
  std::vector<std::string> notes;  ///< what was left out or is doubtful
};

/// True when no number of any table differs.
[[nodiscard]] bool all_equal(const ComparedPolicy& policy);

}  // namespace yanzhen::tools
