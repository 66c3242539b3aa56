#pragma once
//! \file  Money as double entry in whole fen: every posting takes from one account what it gives to another.
//!
//! Luca Pacioli 1494; splits by the largest remainder (Hamilton 1792, Vinton 1850). Nothing is lost or made:
//! the sum of all balances is the sum of the injections, which have names. A breach is an InvariantError that
//! names the line.
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/state.hpp"

namespace yanzhen {

/// Whole fen (1 yuan = 100 fen).
using Fen = std::int64_t;
/// Position of an account in the list that a ledger was made with.
using AccountNumber = std::uint32_t;
/// Position of a line: what a posting is for.
using LineNumber = std::uint32_t;

/// Cuts an amount into whole parts in proportion to weights, by the largest remainder: parts add up to the
/// amount exactly, each differs from its quota by less than one, a weight of zero gets nothing. Equal
/// remainders are served from the front. Exact: products are taken in 128 bits. \pre amount >= 0; weights >=
/// 0 and not all zero, unless the amount is zero \throws std::logic_error otherwise
[[nodiscard]] std::vector<Fen> split(Fen amount, std::span<const std::int64_t> weights);

/// The part of an amount that a share of it is, rounded half up; a share of 0 gives 0, a share of 1 all.
/// Exact in units of 2^-40 of the share. \pre amount >= 0, 0 <= share <= 1 (throws std::logic_error)
[[nodiscard]] Fen part_of(Fen amount, double share);

/// Accounts, lines and what was posted between them. Not for parallel use: postings happen in a fixed order.
class Ledger {
 public:
  Ledger() = default;
  /// \param accounts  their names, for messages  \param lines  likewise
  Ledger(std::vector<std::string> accounts, std::vector<std::string> lines);

  [[nodiscard]] std::size_t accounts() const noexcept { return account_names_.size(); }
  [[nodiscard]] std::size_t lines() const noexcept { return line_names_.size(); }
  [[nodiscard]] const std::vector<std::string>& line_names() const noexcept { return line_names_; }

  /// Takes `amount` from one account and gives it to another. Nothing happens for an amount of zero.
  /// \throws InvariantError naming the line when amount < 0, from == to, or a sum leaves 64 bits
  void post(LineNumber line, AccountNumber from, AccountNumber to, Fen amount);
  /// Money that comes from outside the ledger, under a name. \throws as post
  void inject(LineNumber line, AccountNumber to, Fen amount);

  [[nodiscard]] Fen balance(AccountNumber account) const { return balance_.at(account); }
  /// Posted on a line in this step (since begin_step): taken from, and given to, an account.
  [[nodiscard]] Fen paid(LineNumber line, AccountNumber account) const;
  [[nodiscard]] Fen received(LineNumber line, AccountNumber account) const;
  /// The same since begin_interval.
  [[nodiscard]] Fen paid_in_interval(LineNumber line, AccountNumber account) const;
  [[nodiscard]] Fen received_in_interval(LineNumber line, AccountNumber account) const;

  /// Begins a step: remembers the balances, sets what was posted in a step to zero.
  void begin_step();
  /// Begins an interval of a record.
  void begin_interval();

  /// Holds the books against each other: on every line what was taken equals what was given (plus what was
  /// injected on it), every balance is that of the step's beginning plus received less paid, and the sum of
  /// all balances is the sum of all injections so far. \throws InvariantError naming line or account
  void audit() const;

  void visit_state(const std::string& name, StateVisitor& visitor);

 private:
  std::vector<std::string> account_names_, line_names_;
  std::vector<Fen> balance_, balance_before_;           // (account)
  std::vector<Fen> paid_, received_;                    // (line, account), of the step
  std::vector<Fen> interval_paid_, interval_received_;  // (line, account), of earlier steps of the interval
  std::vector<Fen> injected_;                           // (line), of the step
  Fen all_injected_ = 0;                                // ever
};

}  // namespace yanzhen
