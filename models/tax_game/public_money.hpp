#pragma once
//! \file  What governments collect, pay each other and keep, in whole fen.
#include <cstdint>
#include <span>
#include <vector>

#include "engine/ledger.hpp"
#include "engine/state.hpp"
#include "models/tax_game/sharing.hpp"

namespace yanzhen::tax_game {

/// The books of all governments. Shapes (n_city).
class PublicMoney {
 public:
  explicit PublicMoney(std::size_t cities)
      : revenue_(cities, 0), transfers_(cities, 0), treasury_(cities, 0) {}

  [[nodiscard]] const std::vector<Fen>& revenue() const noexcept { return revenue_; }  ///< of the last step
  [[nodiscard]] const std::vector<Fen>& transfers() const noexcept {
    return transfers_;
  }                                                                                      ///< of the last step
  [[nodiscard]] const std::vector<Fen>& treasury() const noexcept { return treasury_; }  ///< since the start

  /// Works out revenue and transfers of a step; nothing is paid. \param taxed  rates in yuan a unit and step
  void assess(const Sharing& sharing, const TaxedBases& taxed);
  /// Pays what was assessed.
  void pay();
  /// \throws InvariantError where transfers do not sum to zero, or treasuries not to all that was collected
  void audit() const;
  void visit_state(StateVisitor& visitor);
  [[nodiscard]] std::uint64_t checksum() const;

 private:
  std::vector<Fen> revenue_, transfers_, treasury_;
  Fen collected_ = 0;  // from all, since the start
};

}  // namespace yanzhen::tax_game
