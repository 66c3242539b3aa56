#pragma once
//! \file  The accounts of governments, firms and people, and the lines on which money moves between them.
#include <array>
#include <vector>

#include "engine/ledger.hpp"
#include "models/industry_migration/tallies.hpp"
#include "models/industry_migration/world.hpp"

namespace yanzhen::industry_migration {

/// What a posting is for.
enum class Line : LineNumber {
  value_added_tax,
  profit_tax,
  land_fee,
  emission_fee,
  land_surcharge,
  enclave_sharing,
  tax_sharing,
  base_equalisation,
  tax_pool,
  equalisation,
  service_floor,
  innovation_house,
  subsidy,
  park_building,
  talent_grant,
  industry_fund,
  investment,
  services,
};
inline constexpr std::size_t kLines = 18;

/// A line as tables and charts show it.
struct LineName {
  const char* name;
  const char* name_zh;
  const char* meaning;
};
[[nodiscard]] const std::array<LineName, kLines>& line_names();

inline constexpr double kFenPerMoney = 1e10;  ///< 100 million yuan in fen
inline constexpr double kFenPerYuan = 100;

/// Money of the scenario (100 million yuan) as whole fen, rounded. \pre money >= 0
[[nodiscard]] Fen fen_of(double money);
[[nodiscard]] inline double money_of(Fen fen) { return static_cast<double>(fen) / kFenPerMoney; }

/// Which account is whose. Governments, firms and people have one in every node (cities, then outside).
struct Accounts {
  std::size_t nodes;

  [[nodiscard]] AccountNumber nation() const { return 0; }
  [[nodiscard]] AccountNumber government(std::size_t node) const { return number(1 + node); }
  [[nodiscard]] AccountNumber firms(std::size_t node) const { return number(1 + nodes + node); }
  [[nodiscard]] AccountNumber people(std::size_t node) const { return number(1 + 2 * nodes + node); }
  /// Of a policy: a pool between two postings, or a fund that saves for its next unit.
  [[nodiscard]] AccountNumber pot(std::size_t policy) const { return number(1 + 3 * nodes + policy); }

 private:
  [[nodiscard]] static AccountNumber number(std::size_t k) { return static_cast<AccountNumber>(k); }
};

/// What changes of public money in a run.
struct PublicMoney {
  Ledger ledger;
  std::vector<Fen> disposable;    ///< what each government had to spend in the last step  (n_node)
  std::vector<Fen> services;      ///< spent on the residents of each node in the last step, the nation's part
                                  ///< included  (n_node)
  std::vector<Fen> park_paid;     ///< for building, so far  (n_park)
  std::vector<double> park_land;  ///< that has been built; it stays when the contract ends  (n_park)  [km2]
  Tally shared;                   ///< delivered to homes of firms since the last record  (host, home)
  Tally undelivered;              ///< promised and not delivered since the last record  (host, home)

  /// Empty books of a world.
  [[nodiscard]] static PublicMoney opened(const World& world);
  /// Begins an interval of a record.
  void begin_interval();
  void visit_state(StateVisitor& visitor);
};

}  // namespace yanzhen::industry_migration
