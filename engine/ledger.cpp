#include "engine/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace yanzhen {
namespace {

// Not a type of the C++ standard, but of both compilers. Holds any product of two 64-bit numbers, and the sum
// of as many as memory holds.
__extension__ typedef __int128 Wide;

constexpr int kShareBits = 40;  // of part_of

Wide sum_of_weights(Fen amount, std::span<const std::int64_t> weights) {
  if (amount < 0) throw std::logic_error{fmt::format("an amount to split is negative: {}", amount)};
  Wide sum = 0;
  for (const std::int64_t weight : weights) {
    if (weight < 0) throw std::logic_error{fmt::format("a weight of a split is negative: {}", weight)};
    sum += weight;
  }
  if (sum == 0 && amount > 0) throw std::logic_error{fmt::format("nobody to split {} fen among", amount)};
  return sum;
}

/// Floor of a quotient and its remainder. Dividing 128 bits takes many times as long as multiplying: so the
/// quotient is guessed in floating point, which is off by a few at most, and mended; exact all the same.
struct Quotient {
  Fen whole;
  Wide rest;
};
Quotient divide(Wide product, Wide by) {
  constexpr double kExactlyHeld = 0x1p52;
  const double guess = static_cast<double>(product) / static_cast<double>(by);
  if (!(guess < kExactlyHeld)) return {static_cast<Fen>(product / by), product % by};
  auto whole = static_cast<Fen>(guess);
  Wide rest = product - by * whole;
  for (; rest < 0; rest += by) --whole;
  for (; rest >= by; rest -= by) ++whole;
  return {whole, rest};
}

// Gives one fen more to each of the `count` parts with the largest remainders.
void round_up_largest(const std::vector<Wide>& remainder, std::size_t count, std::vector<Fen>& parts) {
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto is_served_first = [&remainder](std::size_t a, std::size_t b) {
    return remainder[a] != remainder[b] ? remainder[a] > remainder[b] : a < b;
  };
  const auto served = order.begin() + static_cast<std::ptrdiff_t>(count);
  std::nth_element(order.begin(), served, order.end(), is_served_first);
  for (auto k = order.begin(); k != served; ++k) ++parts[*k];
}

}  // namespace

std::vector<Fen> split(Fen amount, std::span<const std::int64_t> weights) {
  const Wide all = sum_of_weights(amount, weights);
  std::vector<Fen> parts(weights.size(), 0);
  if (amount == 0) return parts;
  std::vector<Wide> remainder(weights.size());
  Fen left = amount;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const Quotient quota = divide(Wide{amount} * weights[k], all);
    parts[k] = quota.whole;
    remainder[k] = quota.rest;
    left -= parts[k];
  }
  // The remainders add up to left * all and each is below all: more parts than `left` have one, and a part
  // without any, as one of weight zero, is never served.
  round_up_largest(remainder, static_cast<std::size_t>(left), parts);
  return parts;
}

Fen part_of(Fen amount, double share) {
  if (amount < 0) throw std::logic_error{fmt::format("an amount to take a part of is negative: {}", amount)};
  if (!(share >= 0 && share <= 1)) throw std::logic_error{fmt::format("a share is {}, not 0 to 1", share)};
  const Wide units = std::llround(std::ldexp(share, kShareBits));
  return static_cast<Fen>((Wide{amount} * units + (Wide{1} << (kShareBits - 1))) >> kShareBits);
}

void Ledger::Period::begin(const std::vector<Fen>& balance) {
  opening = balance;
  for (std::vector<Fen>* posted : {&paid, &received, &injected}) std::fill(posted->begin(), posted->end(), 0);
}

bool Ledger::Period::has_size(std::size_t accounts, std::size_t lines) const noexcept {
  return opening.size() == accounts && paid.size() == lines * accounts && received.size() == paid.size() &&
         injected.size() == lines;
}

void Ledger::Period::visit_state(const std::string& name, StateVisitor& visitor) {
  visitor.array(name + "/opening", opening);
  visitor.array(name + "/paid", paid);
  visitor.array(name + "/received", received);
  visitor.array(name + "/injected", injected);
}

Ledger::Ledger(std::vector<std::string> accounts, std::vector<std::string> lines)
    : account_names_{std::move(accounts)}, line_names_{std::move(lines)}, balance_(account_names_.size(), 0) {
  const std::size_t cells = line_names_.size() * account_names_.size();
  step_ = {balance_, std::vector<Fen>(cells, 0), std::vector<Fen>(cells, 0),
           std::vector<Fen>(line_names_.size(), 0)};
  interval_ = step_;
}

void Ledger::post(LineNumber line, AccountNumber from, AccountNumber to, Fen amount) {
  const std::size_t taken = cell(line, from), given = cell(line, to);
  if (amount == 0) return;
  require_not_negative(line, from, amount);
  if (from == to)
    throw InvariantError{
        fmt::format("{}: {} pays {} fen to itself", line_names_[line], account_names_[from], amount)};
  // Every sum is taken before one is kept, so that a posting that is refused changes nothing.
  const Fen from_after = sum(balance_[from], -amount, line, from);
  const Fen to_after = sum(balance_[to], amount, line, to);
  for (const Period* period : {&step_, &interval_}) {
    (void)sum(period->paid[taken], amount, line, from);
    (void)sum(period->received[given], amount, line, to);
  }
  balance_[from] = from_after;
  balance_[to] = to_after;
  for (Period* period : {&step_, &interval_}) {
    period->paid[taken] += amount;
    period->received[given] += amount;
  }
}

void Ledger::inject(LineNumber line, AccountNumber to, Fen amount) {
  const std::size_t given = cell(line, to);
  require_not_negative(line, to, amount);
  const Fen to_after = sum(balance_[to], amount, line, to);
  const Fen all_after =
      sum(all_injected_, amount, line, to);  // no line's injections are more than all of them
  for (const Period* period : {&step_, &interval_}) (void)sum(period->received[given], amount, line, to);
  balance_[to] = to_after;
  all_injected_ = all_after;
  for (Period* period : {&step_, &interval_}) {
    period->received[given] += amount;
    period->injected[line] += amount;
  }
}

Fen Ledger::paid(LineNumber line, AccountNumber account) const { return step_.paid[cell(line, account)]; }
Fen Ledger::received(LineNumber line, AccountNumber account) const {
  return step_.received[cell(line, account)];
}
Fen Ledger::paid_in_interval(LineNumber line, AccountNumber account) const {
  return interval_.paid[cell(line, account)];
}
Fen Ledger::received_in_interval(LineNumber line, AccountNumber account) const {
  return interval_.received[cell(line, account)];
}

void Ledger::audit() const {
  audit_lines(step_, "the step's beginning");
  audit_lines(interval_, "the interval's beginning");
  audit_balances(step_, "the step's beginning");
  audit_balances(interval_, "the interval's beginning");
  audit_total();
}

void Ledger::visit_state(const std::string& name, StateVisitor& visitor) {
  visitor.array(name + "/balance", balance_);
  step_.visit_state(name + "/step", visitor);
  interval_.visit_state(name + "/interval", visitor);
  visitor.value(name + "/all_injected", all_injected_);
  if (balance_.size() != accounts() || !step_.has_size(accounts(), lines()) ||
      !interval_.has_size(accounts(), lines()))
    throw std::runtime_error{fmt::format("state \"{}\" is not of a ledger of {} accounts and {} lines", name,
                                         accounts(), lines())};
}

std::size_t Ledger::cell(LineNumber line, AccountNumber account) const {
  if (line >= lines() || account >= accounts())
    throw std::out_of_range{fmt::format("line {} or account {} of a ledger of {} lines and {} accounts", line,
                                        account, lines(), accounts())};
  return std::size_t{line} * accounts() + account;
}

void Ledger::require_not_negative(LineNumber line, AccountNumber account, Fen amount) const {
  if (amount < 0)
    throw InvariantError{fmt::format("{}: the amount for {} is negative, {} fen", line_names_[line],
                                     account_names_[account], amount)};
}

Fen Ledger::sum(Fen before, Fen change, LineNumber line, AccountNumber account) const {
  Fen after = 0;
  if (__builtin_add_overflow(before, change, &after))
    throw InvariantError{fmt::format("{}: {} and {} fen of {} do not fit into one number of 64 bits",
                                     line_names_[line], before, change, account_names_[account])};
  return after;
}

void Ledger::audit_lines(const Period& period, const char* since) const {
  for (std::size_t line = 0; line < lines(); ++line) {
    Wide taken = 0, given = 0;
    for (std::size_t k = line * accounts(); k < (line + 1) * accounts(); ++k) {
      taken += period.paid[k];
      given += period.received[k];
    }
    if (taken + period.injected[line] != given)
      throw InvariantError{
          fmt::format("the books do not close on {}: since {} {} fen were taken, {} injected, {} given",
                      line_names_[line], since, taken, period.injected[line], given)};
  }
}

void Ledger::audit_balances(const Period& period, const char* since) const {
  std::vector<Wide> paid(accounts(), 0), received(accounts(), 0);
  for (std::size_t line = 0; line < lines(); ++line)
    for (std::size_t account = 0; account < accounts(); ++account) {
      paid[account] += period.paid[line * accounts() + account];
      received[account] += period.received[line * accounts() + account];
    }
  for (std::size_t account = 0; account < accounts(); ++account)
    if (period.opening[account] + received[account] - paid[account] != balance_[account])
      throw InvariantError{
          fmt::format("the balance of {} is {} fen, but since {} it had {}, received {} and paid {}",
                      account_names_[account], balance_[account], since, period.opening[account],
                      received[account], paid[account])};
}

void Ledger::audit_total() const {
  Wide held = 0;
  for (const Fen balance : balance_) held += balance;
  if (held != all_injected_)
    throw InvariantError{
        fmt::format("all balances hold {} fen, but {} were ever injected", held, all_injected_)};
}

}  // namespace yanzhen
