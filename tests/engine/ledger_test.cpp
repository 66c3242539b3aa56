#include "engine/ledger.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "engine/memory_state.hpp"
#include "engine/random.hpp"

namespace yanzhen {
namespace {

using Weights = std::vector<std::int64_t>;

__extension__ typedef __int128 Wide;

constexpr Fen kLargest = std::numeric_limits<Fen>::max();
constexpr Fen kHuge = Fen{1} << 62;

enum : AccountNumber { kNation, kShanghai, kHefei };
enum : LineNumber { kTax, kSharing };

Ledger small_ledger() { return {{"nation", "Shanghai", "Hefei"}, {"value_added_tax", "tax_sharing"}}; }

// A ledger in the middle of its second step, with something in every account.
Ledger used_ledger() {
  Ledger ledger = small_ledger();
  ledger.inject(kTax, kShanghai, 100);
  ledger.inject(kTax, kHefei, 50);
  ledger.post(kSharing, kShanghai, kHefei, 30);
  ledger.begin_step();
  ledger.post(kSharing, kShanghai, kHefei, 12);
  ledger.inject(kTax, kShanghai, 7);
  ledger.post(kTax, kHefei, kNation, 5);
  return ledger;
}

SavedArrays state_of(Ledger& ledger) {
  StateSaver saver;
  ledger.visit_state("ledger", saver);
  return saver.saved;
}

// One number of a saved state, in place.
void change(SavedArrays& saved, const std::string& name, std::size_t element, Fen by) {
  std::byte* place = saved.at(name).bytes.data() + element * sizeof(Fen);
  Fen value = 0;
  std::memcpy(&value, place, sizeof value);
  value += by;
  std::memcpy(place, &value, sizeof value);
}

Ledger loaded(const SavedArrays& saved) {
  Ledger ledger = small_ledger();
  StateLoader loader{saved};
  ledger.visit_state("ledger", loader);
  return ledger;
}

// What an InvariantError said; empty if there was none.
template <class Work>
std::string told(const Work& work) {
  try {
    work();
  } catch (const InvariantError& error) {
    return error.what();
  }
  return {};
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

// Random numbers, one after the other.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : draws_{seed, 1, 0} {}
  // 0 to below - 1
  std::uint32_t below(std::uint32_t limit) { return draws_.block(next_++)[0] % limit; }
  // Of any size from 0 to 2^62: small ones are as frequent as huge ones.
  std::int64_t of_any_size() {
    const RandomBlock block = draws_.block(next_++);
    const std::uint64_t word = (std::uint64_t{block[0]} << 32) | block[1];
    return static_cast<std::int64_t>(word >> (2 + block[2] % 62));
  }

 private:
  StepDraws draws_;
  std::uint32_t next_ = 0;
};

Weights random_weights(Numbers& numbers) {
  Weights weights(1 + numbers.below(40));
  const bool are_even = numbers.below(4) == 0;  // small and often equal: ties
  for (std::int64_t& weight : weights)
    weight = are_even ? numbers.below(4) : (numbers.below(4) == 0 ? 0 : numbers.of_any_size());
  weights[numbers.below(static_cast<std::uint32_t>(weights.size()))] = 1 + numbers.below(3);
  return weights;
}

// What the largest remainder asks for, told without an order of work: every part is its quota rounded down or
// up, and whoever is rounded up has the larger remainder, or an equal one and an earlier place.
void check_split(Fen amount, const Weights& weights, const std::vector<Fen>& parts) {
  REQUIRE(parts.size() == weights.size());
  Wide all = 0, given = 0;
  for (const std::int64_t weight : weights) all += weight;
  std::vector<std::size_t> up, down;
  std::vector<Wide> remainder;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const auto floor = static_cast<Fen>(Wide{amount} * weights[k] / all);
    remainder.push_back(Wide{amount} * weights[k] % all);
    REQUIRE((parts[k] == floor || (parts[k] == floor + 1 && remainder[k] > 0)));
    if (weights[k] == 0) REQUIRE(parts[k] == 0);
    (parts[k] == floor ? down : up).push_back(k);
    given += parts[k];
  }
  REQUIRE((given == amount));
  for (const std::size_t a : up)
    for (const std::size_t b : down)
      REQUIRE((remainder[a] > remainder[b] || (remainder[a] == remainder[b] && a < b)));
}

// The same books, kept as nothing but a list of postings.
struct Posting {
  LineNumber line;
  AccountNumber from, to;  // from == to: injected
  Fen amount;
};

Fen paid_of(std::span<const Posting> postings, LineNumber line, AccountNumber account) {
  Fen sum = 0;
  for (const Posting& one : postings)
    if (one.line == line && one.from == account && one.from != one.to) sum += one.amount;
  return sum;
}
Fen received_of(std::span<const Posting> postings, LineNumber line, AccountNumber account) {
  Fen sum = 0;
  for (const Posting& one : postings)
    if (one.line == line && one.to == account) sum += one.amount;
  return sum;
}
Fen injected_of(std::span<const Posting> postings, LineNumber line) {
  Fen sum = 0;
  for (const Posting& one : postings)
    if (one.line == line && one.from == one.to) sum += one.amount;
  return sum;
}
Fen balance_of(std::span<const Posting> postings, AccountNumber account, std::size_t lines) {
  Fen sum = 0;
  for (LineNumber line = 0; line < lines; ++line)
    sum += received_of(postings, line, account) - paid_of(postings, line, account);
  return sum;
}

void write(Ledger& ledger, const Posting& one) {
  if (one.from == one.to)
    ledger.inject(one.line, one.to, one.amount);
  else
    ledger.post(one.line, one.from, one.to, one.amount);
}

void check_books(const Ledger& ledger, std::span<const Posting> all, std::size_t step, std::size_t interval) {
  const auto in_step = all.subspan(step), in_interval = all.subspan(interval);
  for (AccountNumber account = 0; account < ledger.accounts(); ++account) {
    REQUIRE(ledger.balance(account) == balance_of(all, account, ledger.lines()));
    for (LineNumber line = 0; line < ledger.lines(); ++line) {
      REQUIRE(ledger.paid(line, account) == paid_of(in_step, line, account));
      REQUIRE(ledger.received(line, account) == received_of(in_step, line, account));
      REQUIRE(ledger.paid_in_interval(line, account) == paid_of(in_interval, line, account));
      REQUIRE(ledger.received_in_interval(line, account) == received_of(in_interval, line, account));
    }
  }
  for (LineNumber line = 0; line < ledger.lines(); ++line) {
    REQUIRE(ledger.injected(line) == injected_of(in_step, line));
    REQUIRE(ledger.injected_in_interval(line) == injected_of(in_interval, line));
  }
}

Posting random_posting(Numbers& numbers) {
  const LineNumber line = numbers.below(2);
  const AccountNumber from = numbers.below(3), to = numbers.below(3);
  return {line, from, to, numbers.below(1'000'000)};
}

}  // namespace

TEST_SUITE("engine/ledger: split") {
  TEST_CASE("Hamilton's bill of 1792: 120 seats among 15 states by the census of 1790") {
    // Balinski & Young 1982, "Fair Representation": VA MA PA NC NY MD CT SC NJ NH VT GA KY RI DE
    const Weights people = {630'560, 475'327, 432'879, 353'523, 331'589, 278'514, 236'841, 206'236,
                            179'570, 141'822, 85'533,  70'835,  68'705,  68'446,  55'540};
    CHECK(split(120, people) == std::vector<Fen>{21, 16, 14, 12, 11, 9, 8, 7, 6, 5, 3, 2, 2, 2, 2});
  }

  TEST_CASE("equal remainders are served from the front") {
    CHECK(split(10, Weights{1, 1, 1}) == std::vector<Fen>{4, 3, 3});
    CHECK(split(11, Weights{1, 1, 1}) == std::vector<Fen>{4, 4, 3});
    CHECK(split(1, Weights{5, 5}) == std::vector<Fen>{1, 0});
    CHECK(split(2, Weights{0, 7, 0, 7, 7}) == std::vector<Fen>{0, 1, 0, 1, 0});
    CHECK(split(100, Weights{1, 2, 3}) == std::vector<Fen>{17, 33, 50});  // 16.67, 33.33, 50
    CHECK(split(100, Weights{3, 2, 1}) == std::vector<Fen>{50, 33, 17});
  }

  TEST_CASE("who has the only weight gets all") {
    for (const Fen amount : {Fen{0}, Fen{1}, Fen{99}, kHuge, kLargest})
      for (const std::int64_t weight : {std::int64_t{1}, std::int64_t{3}, kLargest}) {
        CHECK(split(amount, Weights{weight}) == std::vector<Fen>{amount});
        CHECK(split(amount, Weights{0, weight, 0}) == std::vector<Fen>{0, amount, 0});
      }
  }

  TEST_CASE("a weight of zero gets nothing even where there are more fen than weights") {
    CHECK(split(5, Weights{0, 1, 0, 1, 0}) == std::vector<Fen>{0, 3, 0, 2, 0});
    CHECK(split(1, Weights{0, 0, 1}) == std::vector<Fen>{0, 0, 1});
  }

  TEST_CASE("nothing is split into nothing, also among nobody") {
    CHECK(split(0, Weights{}).empty());
    CHECK(split(0, Weights{0, 0}) == std::vector<Fen>{0, 0});
    CHECK(split(0, Weights{3, 4}) == std::vector<Fen>{0, 0});
  }

  TEST_CASE("thousands of huge weights, whose sum leaves 64 bits, are split to the fen") {
    for (const std::int64_t weight : {kHuge, kLargest})
      for (const Fen amount : {kHuge, kLargest}) {
        const std::vector<Fen> parts = split(amount, Weights(5'000, weight));
        for (std::size_t k = 0; k < parts.size(); ++k)
          REQUIRE(parts[k] == amount / 5'000 + (static_cast<Fen>(k) < amount % 5'000 ? 1 : 0));
      }
    // One fen of weight beside 2^62 of it: a quota of 2^62 / (2^62 + 1), the largest remainder
    CHECK(split(kHuge, Weights{kHuge, 1}) == std::vector<Fen>{kHuge - 1, 1});
    CHECK(split(kHuge, Weights{1, kHuge}) == std::vector<Fen>{1, kHuge - 1});
  }

  TEST_CASE("whatever the weights, parts add up, and whoever is rounded up has the largest remainder") {
    for (std::uint64_t seed = 1; seed <= 5'000; ++seed) {
      CAPTURE(seed);
      Numbers numbers{seed};
      const Weights weights = random_weights(numbers);
      const Fen amount = numbers.of_any_size();
      check_split(amount, weights, split(amount, weights));
    }
  }

  TEST_CASE("a negative amount, a negative weight, and nobody to give to are refused") {
    CHECK_THROWS_AS((void)split(-1, Weights{1}), std::logic_error);
    CHECK_THROWS_AS((void)split(1, Weights{1, -1, 2}), std::logic_error);
    CHECK_THROWS_AS((void)split(0, Weights{-1}), std::logic_error);
    CHECK_THROWS_AS((void)split(1, Weights{}), std::logic_error);
    CHECK_THROWS_AS((void)split(1, Weights{0, 0}), std::logic_error);
  }
}

TEST_SUITE("engine/ledger: part_of") {
  TEST_CASE("a share of nothing gives nothing, a share of one gives all, whatever the amount") {
    for (const Fen amount : {Fen{0}, Fen{1}, Fen{7}, kHuge - 1, kHuge, kLargest}) {
      CHECK(part_of(amount, 0.0) == 0);
      CHECK(part_of(amount, 1.0) == amount);
    }
  }

  TEST_CASE("half a fen is rounded up") {
    CHECK(part_of(1, 0.5) == 1);
    CHECK(part_of(2, 0.5) == 1);
    CHECK(part_of(3, 0.5) == 2);
    CHECK(part_of(1, 0.25) == 0);
    CHECK(part_of(2, 0.25) == 1);
    CHECK(part_of(kHuge + 1, 0.5) == kHuge / 2 + 1);
    CHECK(part_of(kLargest, 0.5) == kHuge);
  }

  TEST_CASE("a tiny share counts in whole 2^-40") {
    constexpr Fen kUnits = Fen{1} << 40;
    CHECK(part_of(kUnits, 0x1p-40) == 1);
    CHECK(part_of(kUnits / 2, 0x1p-40) == 1);
    CHECK(part_of(kUnits / 2 - 1, 0x1p-40) == 0);
    CHECK(part_of(kHuge, 0x1p-40) == kHuge / kUnits);
    CHECK(part_of(kHuge, 0x1p-42) == 0);                       // nearest to none
    CHECK(part_of(kHuge, 0x1.8p-40) == 2 * (kHuge >> 40));     // halfway: up
    CHECK(part_of(kHuge, 1e-6) == 1'099'512 * (kHuge >> 40));  // 1e-6 * 2^40 = 1,099,511.63
  }

  TEST_CASE("a part is what the share gets of a split with the rest, for 5,000 amounts and shares") {
    constexpr std::int64_t kWhole = std::int64_t{1} << 40;
    for (std::uint64_t seed = 1; seed <= 5'000; ++seed) {
      CAPTURE(seed);
      Numbers numbers{seed};
      const Fen amount = numbers.of_any_size();
      const std::int64_t units = numbers.of_any_size() % (kWhole + 1);
      REQUIRE(part_of(amount, static_cast<double>(units) * 0x1p-40) ==
              split(amount, Weights{units, kWhole - units}).front());
    }
  }

  TEST_CASE("what is no share, and an amount below zero, are refused") {
    for (const double wrong : {-1e-18, 1.0 + 1e-15, std::nan(""), HUGE_VAL, -HUGE_VAL})
      CHECK_THROWS_AS((void)part_of(100, wrong), std::logic_error);
    CHECK_THROWS_AS((void)part_of(-1, 0.5), std::logic_error);
  }
}

TEST_SUITE("engine/ledger") {
  TEST_CASE("a new ledger holds nothing and closes, one without accounts too") {
    const Ledger ledger = small_ledger();
    CHECK(ledger.accounts() == 3);
    CHECK(ledger.lines() == 2);
    CHECK(ledger.line_names() == std::vector<std::string>{"value_added_tax", "tax_sharing"});
    CHECK(ledger.balance(kHefei) == 0);
    ledger.audit();
    const Ledger nothing;
    CHECK(nothing.accounts() == 0);
    nothing.audit();
  }

  TEST_CASE("a posting takes from one account what it gives to another, and is on its line only") {
    Ledger ledger = small_ledger();
    ledger.post(kSharing, kShanghai, kHefei, 30);
    ledger.post(kSharing, kShanghai, kHefei, 12);
    CHECK(ledger.balance(kNation) == 0);
    CHECK(ledger.balance(kShanghai) == -42);
    CHECK(ledger.balance(kHefei) == 42);
    CHECK(ledger.paid(kSharing, kShanghai) == 42);
    CHECK(ledger.received(kSharing, kHefei) == 42);
    CHECK(ledger.received(kSharing, kShanghai) == 0);
    CHECK(ledger.paid(kSharing, kHefei) == 0);
    CHECK(ledger.paid(kTax, kShanghai) == 0);
    CHECK(ledger.received(kTax, kHefei) == 0);
    ledger.audit();
  }

  TEST_CASE("what is injected is received, and nobody paid it") {
    Ledger ledger = small_ledger();
    ledger.inject(kTax, kShanghai, 100);
    ledger.inject(kTax, kHefei, 50);
    CHECK(ledger.balance(kShanghai) == 100);
    CHECK(ledger.received(kTax, kShanghai) == 100);
    CHECK(ledger.injected(kTax) == 150);
    CHECK(ledger.injected_in_interval(kTax) == 150);
    CHECK(ledger.injected(kSharing) == 0);
    for (AccountNumber account = 0; account < 3; ++account) CHECK(ledger.paid(kTax, account) == 0);
    ledger.audit();
  }

  TEST_CASE("a step forgets what was posted and keeps the balances; its interval forgets nothing") {
    Ledger ledger = small_ledger();
    ledger.inject(kTax, kShanghai, 100);
    ledger.post(kSharing, kShanghai, kHefei, 30);
    ledger.begin_step();
    CHECK(ledger.balance(kShanghai) == 70);
    CHECK(ledger.paid(kSharing, kShanghai) == 0);
    CHECK(ledger.injected(kTax) == 0);
    CHECK(ledger.paid_in_interval(kSharing, kShanghai) == 30);
    CHECK(ledger.received_in_interval(kTax, kShanghai) == 100);
    ledger.post(kSharing, kShanghai, kHefei, 12);
    CHECK(ledger.paid(kSharing, kShanghai) == 12);
    CHECK(ledger.paid_in_interval(kSharing, kShanghai) == 42);  // the current step is in it
    ledger.audit();
  }

  TEST_CASE("an interval that begins within a step leaves the step as it is") {
    Ledger ledger = small_ledger();
    ledger.begin_step();
    ledger.post(kSharing, kShanghai, kHefei, 30);
    ledger.begin_interval();
    ledger.post(kSharing, kShanghai, kHefei, 12);
    CHECK(ledger.paid(kSharing, kShanghai) == 42);
    CHECK(ledger.paid_in_interval(kSharing, kShanghai) == 12);
    CHECK(ledger.received_in_interval(kSharing, kHefei) == 12);
    ledger.audit();
    ledger.begin_step();
    CHECK(ledger.paid_in_interval(kSharing, kShanghai) == 12);
    ledger.audit();
  }

  TEST_CASE("thousands of postings close to the fen, whenever steps and intervals begin") {
    Ledger ledger = small_ledger();
    std::vector<Posting> all;
    std::size_t step = 0, interval = 0;
    Numbers numbers{1};
    for (int turn = 1; turn <= 20'000; ++turn) {
      CAPTURE(turn);
      const std::uint32_t what = numbers.below(100);
      if (what < 3) {
        ledger.begin_step();
        step = all.size();
      } else if (what < 5) {
        ledger.begin_interval();
        interval = all.size();
      } else {
        all.push_back(random_posting(numbers));
        write(ledger, all.back());
      }
      if (turn % 7 == 0) ledger.audit();
      if (turn % 997 == 0) check_books(ledger, all, step, interval);
    }
    check_books(ledger, all, step, interval);
    CHECK(all.size() > 18'000);
  }

  TEST_CASE("nothing happens for an amount of zero, whatever the accounts") {
    Ledger ledger = used_ledger();
    const SavedArrays before = state_of(ledger);
    ledger.post(kSharing, kShanghai, kHefei, 0);
    ledger.post(kSharing, kShanghai, kShanghai, 0);
    ledger.inject(kTax, kHefei, 0);
    CHECK(state_of(ledger) == before);
  }

  TEST_CASE("a posting below zero or to the account that pays is refused by name and changes nothing") {
    Ledger ledger = used_ledger();
    const SavedArrays before = state_of(ledger);
    CHECK(told([&] { ledger.post(kSharing, kShanghai, kHefei, -5); }) ==
          "tax_sharing: the amount for Shanghai is negative, -5 fen");
    CHECK(told([&] { ledger.inject(kTax, kHefei, -1); }) ==
          "value_added_tax: the amount for Hefei is negative, -1 fen");
    CHECK(told([&] { ledger.post(kSharing, kHefei, kHefei, 5); }) ==
          "tax_sharing: Hefei pays 5 fen to itself");
    CHECK(state_of(ledger) == before);
  }

  TEST_CASE("a sum that leaves 64 bits is refused by name and changes nothing") {
    Ledger ledger = small_ledger();
    ledger.post(kTax, kShanghai, kHefei, kLargest);
    const SavedArrays before = state_of(ledger);
    CHECK(told([&] { ledger.post(kSharing, kShanghai, kNation, 2); }) ==  // -2^63 + 1 still takes one
          "tax_sharing: -9223372036854775807 and -2 fen of Shanghai do not fit into one number of 64 bits");
    CHECK(told([&] { ledger.post(kSharing, kNation, kHefei, 1); }) ==
          "tax_sharing: 9223372036854775807 and 1 fen of Hefei do not fit into one number of 64 bits");
    CHECK(contains(told([&] { ledger.inject(kSharing, kHefei, 1); }), "tax_sharing: "));
    CHECK(state_of(ledger) == before);
    ledger.post(kSharing, kShanghai, kNation, 1);
    CHECK(ledger.balance(kShanghai) == std::numeric_limits<Fen>::min());
    ledger.audit();
  }

  TEST_CASE("what was posted may not leave 64 bits either, though the balances are small") {
    Ledger ledger = small_ledger();
    ledger.post(kTax, kShanghai, kHefei, kLargest);
    ledger.post(kTax, kHefei, kShanghai, kLargest);
    CHECK(ledger.balance(kShanghai) == 0);
    const SavedArrays before = state_of(ledger);
    CHECK(contains(told([&] { ledger.post(kTax, kShanghai, kHefei, 1); }), "value_added_tax: "));
    CHECK(state_of(ledger) == before);
    ledger.begin_step();  // the interval is full still
    CHECK(contains(told([&] { ledger.post(kTax, kShanghai, kHefei, 1); }), "of Shanghai"));
    ledger.post(kSharing, kNation, kShanghai, 5);
    CHECK(contains(told([&] { ledger.post(kTax, kNation, kHefei, 1); }), "of Hefei"));  // given, not taken
    CHECK(contains(told([&] { ledger.inject(kTax, kHefei, 1); }), "of Hefei"));
    ledger.begin_interval();
    ledger.post(kTax, kShanghai, kHefei, 1);
    CHECK(ledger.balance(kHefei) == 1);
    ledger.audit();
  }

  TEST_CASE("all that was ever injected may not leave 64 bits") {
    Ledger ledger = small_ledger();
    ledger.inject(kTax, kShanghai, kLargest);
    ledger.begin_step();
    ledger.begin_interval();
    CHECK(contains(told([&] { ledger.inject(kSharing, kHefei, 1); }), "tax_sharing: "));
    CHECK(ledger.balance(kHefei) == 0);
    ledger.audit();
  }

  TEST_CASE("a line or an account that the ledger does not have is our own mistake") {
    Ledger ledger = small_ledger();
    CHECK_THROWS_AS(ledger.post(2, kShanghai, kHefei, 1), std::out_of_range);
    CHECK_THROWS_AS(ledger.post(kTax, 3, kHefei, 1), std::out_of_range);
    CHECK_THROWS_AS(ledger.post(kTax, kShanghai, 3, 0), std::out_of_range);
    CHECK_THROWS_AS(ledger.inject(kTax, 3, 1), std::out_of_range);
    CHECK_THROWS_AS((void)ledger.balance(3), std::out_of_range);
    CHECK_THROWS_AS((void)ledger.paid(kTax, 3), std::out_of_range);  // not the first account of the next line
    CHECK_THROWS_AS((void)ledger.received(2, kShanghai), std::out_of_range);
    CHECK_THROWS_AS((void)ledger.paid_in_interval(2, kShanghai), std::out_of_range);
    CHECK_THROWS_AS((void)ledger.received_in_interval(kTax, 3), std::out_of_range);
    CHECK_THROWS_AS((void)ledger.injected(2), std::out_of_range);
    CHECK_THROWS_AS((void)ledger.injected_in_interval(2), std::out_of_range);
  }
}

TEST_SUITE("engine/ledger: audit") {
  TEST_CASE("one fen more or less anywhere in the books is found") {
    Ledger ledger = used_ledger();
    const SavedArrays good = state_of(ledger);
    loaded(good).audit();
    std::size_t tampered = 0;
    for (const auto& entry : good)
      for (std::size_t element = 0; element < entry.second.bytes.size() / sizeof(Fen); ++element)
        for (const Fen by : {-1, 1}) {
          const std::string& name = entry.first;
          CAPTURE(name);
          CAPTURE(element);
          SavedArrays bad = good;
          change(bad, name, element, by);
          const Ledger wrong = loaded(bad);
          CHECK_THROWS_AS(wrong.audit(), InvariantError);
          ++tampered;
        }
    CHECK(tampered == 2 * (3 + 1 + 2 * (3 + 6 + 6 + 2)));  // balances, all injected, and two periods
  }

  TEST_CASE("a line that does not close is named, with what was taken and given on it") {
    Ledger ledger = used_ledger();
    SavedArrays bad = state_of(ledger);
    change(bad, "ledger/step/received", 1 * 3 + kHefei, -1);
    CHECK(told([&] { loaded(bad).audit(); }) ==
          "the books do not close on tax_sharing: since the step's beginning 12 fen were taken, 0 injected, "
          "11 given");
    change(bad, "ledger/step/received", 1 * 3 + kHefei, 1);
    change(bad, "ledger/interval/injected", kTax, 3);
    CHECK(told([&] { loaded(bad).audit(); }) ==
          "the books do not close on value_added_tax: since the interval's beginning 5 fen were taken, 160 "
          "injected, 162 given");
  }

  TEST_CASE("a balance that its postings do not explain is named, with what they say") {
    Ledger ledger = used_ledger();
    SavedArrays bad = state_of(ledger);
    change(bad, "ledger/balance", kHefei, 2);
    CHECK(told([&] { loaded(bad).audit(); }) ==
          "the balance of Hefei is 89 fen, but since the step's beginning it had 80, received 12 and paid 5");
  }

  TEST_CASE("postings moved to another account are found though every line closes") {
    for (const std::string period : {"step", "interval"})
      for (const std::string side : {"paid", "received"}) {
        CAPTURE(period);
        CAPTURE(side);
        Ledger ledger = used_ledger();
        SavedArrays bad = state_of(ledger);
        change(bad, "ledger/" + period + "/" + side, 1 * 3 + kNation, 4);
        change(bad, "ledger/" + period + "/" + side, 1 * 3 + kHefei, -4);
        CHECK(contains(told([&] { loaded(bad).audit(); }),
                       "the balance of nation is 5 fen, but since the " + period + "'s beginning"));
      }
  }

  TEST_CASE("money made out of nothing is found though every posting explains it") {
    Ledger ledger = used_ledger();
    SavedArrays bad = state_of(ledger);
    for (const char* name : {"ledger/balance", "ledger/step/opening", "ledger/interval/opening"})
      change(bad, name, kShanghai, 1'000);
    CHECK(told([&] { loaded(bad).audit(); }) == "all balances hold 1157 fen, but 157 were ever injected");
  }

  TEST_CASE("sums beyond 64 bits are held against each other all the same") {
    Ledger ledger = small_ledger();
    ledger.post(kTax, kNation, kShanghai, kLargest);
    ledger.post(kTax, kShanghai, kHefei, kLargest);  // 2^64 - 2 on one line
    ledger.audit();
    SavedArrays bad = state_of(ledger);
    change(bad, "ledger/step/paid", kNation, -1);
    CHECK(contains(told([&] { loaded(bad).audit(); }),
                   "18446744073709551613 fen were taken, 0 injected, 18446744073709551614 given"));
  }
}

TEST_SUITE("engine/ledger: state") {
  TEST_CASE("books saved and loaded in the middle of an interval go on as if nothing had happened") {
    Ledger before = used_ledger();
    Ledger after = loaded(state_of(before));
    Numbers numbers{2};
    for (int turn = 0; turn < 500; ++turn) {
      const Posting one = random_posting(numbers);
      write(before, one);
      write(after, one);
      if (turn % 50 == 20)
        for (Ledger* ledger : {&before, &after}) ledger->begin_step();
      if (turn % 200 == 150)
        for (Ledger* ledger : {&before, &after}) ledger->begin_interval();
      REQUIRE(state_of(after) == state_of(before));
    }
    after.audit();
    CHECK(after.paid_in_interval(kSharing, kShanghai) == before.paid_in_interval(kSharing, kShanghai));
  }

  TEST_CASE("a posting right after loading counts for the step and interval that were saved") {
    Ledger before = used_ledger();
    Ledger after = loaded(state_of(before));
    after.post(kSharing, kShanghai, kHefei, 8);
    CHECK(after.paid(kSharing, kShanghai) == 20);              // 12 before
    CHECK(after.paid_in_interval(kSharing, kShanghai) == 50);  // 30 + 12 before
    CHECK(after.injected(kTax) == 7);
    CHECK(after.injected_in_interval(kTax) == 157);
    CHECK(after.balance(kHefei) == 95);
    after.audit();
  }

  TEST_CASE("saving changes nothing") {
    Ledger ledger = used_ledger();
    const SavedArrays first = state_of(ledger);
    CHECK(state_of(ledger) == first);
    CHECK(ledger.paid_in_interval(kSharing, kShanghai) == 42);
  }

  TEST_CASE("a state of other accounts or lines is refused by name") {
    Ledger ledger = used_ledger();
    const SavedArrays saved = state_of(ledger);
    for (const auto& [accounts, lines] :
         {std::pair<std::size_t, std::size_t>{2, 2}, {4, 2}, {3, 1}, {2, 3}}) {
      Ledger other{std::vector<std::string>(accounts, "a"), std::vector<std::string>(lines, "l")};
      StateLoader loader{saved};
      CHECK_THROWS_AS(other.visit_state("ledger", loader), std::runtime_error);
    }
    for (const auto& entry : saved) {
      const std::string& name = entry.first;
      if (name == "ledger/all_injected") continue;  // one number, not an array
      CAPTURE(name);
      SavedArrays shorter = saved;
      shorter.at(name).bytes.resize(entry.second.bytes.size() - sizeof(Fen));
      CHECK_THROWS_WITH_AS((void)loaded(shorter),
                           "state \"ledger\" is not of a ledger of 3 accounts and 2 lines",
                           std::runtime_error);
    }
  }
}
}  // namespace yanzhen
