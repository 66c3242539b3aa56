#pragma once
//! \file  Small scenarios of the industry-migration model in memory: valid as they are, every cell open to
//! change.
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "models/industry_migration/world.hpp"

namespace yanzhen::testing {

/// How large a small world is, and whether its cities differ.
struct SmallWorld {
  std::size_t cities = 3;
  std::size_t industries = 2;
  bool outside = false;
  std::uint32_t seed = 0;  ///< 0: cities, industries and ways are all alike; else they vary with it
};

/// A scenario whose tables are held as the texts that CSV files would hold. City k has the code 100 + k, the
/// Chinese name 第k市 and the English name Town k, industry k the key industry<k>, all counted from 1; every
/// city is linked to every other. Nothing is left for fill rules to fill: a test empties what it wants to see
/// filled.
class SmallScenario {
 public:
  explicit SmallScenario(SmallWorld size = {});

  /// A cell, for reading and writing; `row` counts the rows below the header from 0. \throws
  /// std::out_of_range
  [[nodiscard]] std::string& cell(const std::string& table, std::size_t row, const std::string& column);
  void add_row(const std::string& table, std::vector<std::string> cells);
  void drop_rows(const std::string& table);  ///< all but the header
  void drop_row(const std::string& table, std::size_t row);
  void drop_column(const std::string& table, const std::string& column);
  void drop_table(const std::string& table);
  /// \throws ScenarioError where the parameter is not known or the value out of range
  void set(const std::string& parameter, double value);
  /// A policy with every field at its default, for the test to change; `name` is the rule's if empty. The
  /// reference is good until the next policy. \throws std::out_of_range where there is no such rule
  PolicySettings& add_policy(const std::string& rule, const std::string& name = {});
  void drop_policies() { policies_.clear(); }

  Clock clock;             ///< ten years of quarters from 2010 on
  std::uint64_t seed = 1;  ///< of the run
  double people_per_agent = 100;

  /// Files are named after their tables, "cities.csv".
  [[nodiscard]] Scenario build() const;
  /// \throws ScenarioError where the model finds a problem
  [[nodiscard]] std::shared_ptr<const industry_migration::World> world() const;
  /// What the model finds wrong.
  [[nodiscard]] std::vector<Diagnostic> problems() const;

 private:
  using Cells = std::vector<std::vector<std::string>>;  // the first row names the columns
  std::map<std::string, Cells> tables_;
  ParameterValues parameters_;
  std::vector<PolicySettings> policies_;
};

/// Sets a field of a policy. Numbers of a schedule hold for ever.
void set_field(PolicySettings& policy, const std::string& field, double value);
void set_field(PolicySettings& policy, const std::string& field, WordList words);
void set_field(PolicySettings& policy, const std::string& field, const char* word);
void set_flag(PolicySettings& policy, const std::string& field, bool value);

}  // namespace yanzhen::testing
