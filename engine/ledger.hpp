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

#include "engine/invariant.hpp"
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
/// remainders are served from the front. Exact for every amount and every weight: products and the sum of
/// the weights are taken in 128 bits. \pre amount >= 0; weights >= 0; some weight > 0 unless the amount is
/// zero \throws std::logic_error otherwise
[[nodiscard]] std::vector<Fen> split(Fen amount, std::span<const std::int64_t> weights);

/// The part of an amount that a share of it is, rounded half up; a share of 0 gives 0, a share of 1 all. The
/// share is first taken to the nearest multiple of 2^-40; from there on nothing is lost, whatever the amount.
/// \pre amount >= 0, 0 <= share <= 1 \throws std::logic_error otherwise
[[nodiscard]] Fen part_of(Fen amount, double share);

/// Accounts, lines and what was posted between them. Not for parallel use: postings happen in a fixed order.
/// A line or an account that the ledger does not have is a std::out_of_range in every function.
class Ledger {
 public:
  Ledger() = default;
  /// All balances are zero, and a step and an interval have begun.
  /// \param accounts  their names, for messages  \param lines  likewise
  Ledger(std::vector<std::string> accounts, std::vector<std::string> lines);

  [[nodiscard]] std::size_t accounts() const noexcept { return account_names_.size(); }
  [[nodiscard]] std::size_t lines() const noexcept { return line_names_.size(); }
  [[nodiscard]] const std::vector<std::string>& line_names() const noexcept { return line_names_; }

  /// Takes `amount` from one account and gives it to another; balances may fall below zero. Nothing happens
  /// for an amount of zero, whatever the accounts. A posting that is refused changes nothing.
  /// \throws InvariantError naming line and account when amount < 0, from == to, or a sum leaves 64 bits
  void post(LineNumber line, AccountNumber from, AccountNumber to, Fen amount);
  /// Money that comes from outside the ledger, under a name. \throws as post
  void inject(LineNumber line, AccountNumber to, Fen amount);

  [[nodiscard]] Fen balance(AccountNumber account) const { return balance_.at(account); }
  /// Posted on a line in this step (since begin_step): taken from, and given to, an account. What was
  /// injected counts as given.
  [[nodiscard]] Fen paid(LineNumber line, AccountNumber account) const;
  [[nodiscard]] Fen received(LineNumber line, AccountNumber account) const;
  /// Injected on a line in this step, to all accounts together.
  [[nodiscard]] Fen injected(LineNumber line) const { return step_.injected.at(line); }
  /// The same since begin_interval; the current step is in it as far as it has come.
  [[nodiscard]] Fen paid_in_interval(LineNumber line, AccountNumber account) const;
  [[nodiscard]] Fen received_in_interval(LineNumber line, AccountNumber account) const;
  [[nodiscard]] Fen injected_in_interval(LineNumber line) const { return interval_.injected.at(line); }

  /// Begins a step: remembers the balances, sets what was posted in a step to zero. Leaves the interval as
  /// it is.
  void begin_step() { step_.begin(balance_); }
  /// Begins an interval of a record: the same for the interval. Leaves the step as it is, so that the two
  /// may begin in any order, or one within the other.
  void begin_interval() { interval_.begin(balance_); }

  /// Holds the books against each other, for the step and for the interval: on every line what was taken
  /// plus what was injected equals what was given, and every balance is that of the beginning plus received
  /// less paid; and the sum of all balances is the sum of all injections so far.
  /// \throws InvariantError naming the line or account, or both sums
  void audit() const;

  /// Everything that changes, under `name` and '/'. \throws std::runtime_error when what was loaded is of
  /// another number of accounts or lines; the ledger is of no use then
  void visit_state(const std::string& name, StateVisitor& visitor);

 private:
  // What was posted since a beginning. A posting is added to the step and to the interval alike, so neither
  // has to know when the other began.
  struct Period {
    std::vector<Fen> opening;         // (account): balances at the beginning
    std::vector<Fen> paid, received;  // (line, account)
    std::vector<Fen> injected;        // (line), part of received

    void begin(const std::vector<Fen>& balance);
    [[nodiscard]] bool has_size(std::size_t accounts, std::size_t lines) const noexcept;
    void visit_state(const std::string& name, StateVisitor& visitor);
  };

  [[nodiscard]] std::size_t cell(LineNumber line, AccountNumber account) const;
  void require_not_negative(LineNumber line, AccountNumber account, Fen amount) const;
  [[nodiscard]] Fen sum(Fen before, Fen change, LineNumber line, AccountNumber account) const;
  void audit_lines(const Period& period, const char* since) const;
  void audit_balances(const Period& period, const char* since) const;
  void audit_total() const;

  std::vector<std::string> account_names_, line_names_;
  std::vector<Fen> balance_;  // (account)
  Period step_, interval_;
  Fen all_injected_ = 0;  // ever
};

}  // namespace yanzhen
