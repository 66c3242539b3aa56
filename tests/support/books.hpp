#pragma once
//! \file  The public money of a run, read from its ledger: who paid and got what in the last step, line by
//! line.
#include <array>
#include <vector>

#include "models/industry_migration/economy.hpp"

namespace yanzhen::testing {

/// A view of the books of a last step. Money is in fen. Lives as long as what it looks at.
class Books {
 public:
  using Line = industry_migration::Line;

  Books(const industry_migration::World& world, const industry_migration::Economy& economy)
      : world_{world}, ledger_{economy.money.ledger}, accounts_{world.n_node()} {}

  [[nodiscard]] const industry_migration::Accounts& accounts() const { return accounts_; }

  [[nodiscard]] Fen paid(Line line, AccountNumber account) const {
    return ledger_.paid(number(line), account);
  }
  [[nodiscard]] Fen received(Line line, AccountNumber account) const {
    return ledger_.received(number(line), account);
  }
  /// What the government of a node got on a line, less what it paid on it.
  [[nodiscard]] Fen net(Line line, std::size_t node) const {
    return received(line, accounts_.government(node)) - paid(line, accounts_.government(node));
  }
  [[nodiscard]] Fen paid_by_cities(Line line) const {
    Fen sum = 0;
    for (std::size_t i = 0; i < world_.n_node(); ++i) sum += paid(line, accounts_.government(i));
    return sum;
  }
  /// Moved on a line, whoever paid.
  [[nodiscard]] Fen all(Line line) const {
    Fen sum = 0;
    for (AccountNumber account = 0; account < ledger_.accounts(); ++account) sum += paid(line, account);
    return sum;
  }
  [[nodiscard]] Fen paid_by(AccountNumber account) const { return on_all_lines(account, &Ledger::paid); }
  [[nodiscard]] Fen received_by(AccountNumber account) const {
    return on_all_lines(account, &Ledger::received);
  }
  [[nodiscard]] Fen sum_of_balances() const {
    Fen sum = 0;
    for (AccountNumber account = 0; account < ledger_.accounts(); ++account) sum += ledger_.balance(account);
    return sum;
  }
  /// The places' part of the three taxes.
  [[nodiscard]] Fen local_tax(std::size_t node) const {
    Fen sum = 0;
    for (const Line line : {Line::value_added_tax, Line::profit_tax, Line::land_fee})
      sum += received(line, accounts_.government(node));
    return sum;
  }
  /// Taxes, fees and surcharges that firms everywhere paid, less the subsidies that they got.
  [[nodiscard]] Fen taken_from_firms() const {
    Fen sum = -all(Line::subsidy);
    for (const Line line :
         {Line::value_added_tax, Line::profit_tax, Line::land_fee, Line::emission_fee, Line::land_surcharge})
      sum += all(line);
    return sum;
  }

 private:
  [[nodiscard]] static LineNumber number(Line line) { return static_cast<LineNumber>(line); }
  [[nodiscard]] Fen on_all_lines(AccountNumber account,
                                 Fen (Ledger::*posted)(LineNumber, AccountNumber) const) const {
    Fen sum = 0;
    for (LineNumber line = 0; line < ledger_.lines(); ++line) sum += (ledger_.*posted)(line, account);
    return sum;
  }

  const industry_migration::World& world_;
  const Ledger& ledger_;
  industry_migration::Accounts accounts_;
};

}  // namespace yanzhen::testing
