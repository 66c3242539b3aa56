#include "io/policy_merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "io/text_file.hpp"

namespace yanzhen {
namespace {

constexpr const char* kHowToWrite = "write [[policy]], with two brackets, above the keys of each policy";

struct LetterRange {
  char32_t first;
  char32_t last;
};

// Blocks of Chinese letters: the ideographs of the Unicode Standard, version 15, and the zero of dates.
constexpr std::array kChinese{LetterRange{0x3007, 0x3007},   LetterRange{0x3400, 0x4DBF},
                              LetterRange{0x4E00, 0x9FFF},   LetterRange{0xF900, 0xFAFF},
                              LetterRange{0x20000, 0x2FA1F}, LetterRange{0x30000, 0x323AF}};

bool is_name_letter(char32_t letter) {
  if (letter < 0x80) {
    return (letter >= U'a' && letter <= U'z') || (letter >= U'A' && letter <= U'Z') ||
           (letter >= U'0' && letter <= U'9') || letter == U'_' || letter == U'-';
  }
  return std::any_of(kChinese.begin(), kChinese.end(),
                     [letter](LetterRange range) { return letter >= range.first && letter <= range.last; });
}

// The letter that begins at `at`, which moves behind it. \pre the text is UTF-8
char32_t next_letter(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  char32_t letter = lead & (0x3FU >> static_cast<unsigned>(more));
  for (int k = 0; k < more; ++k) letter = (letter << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  return letter;
}

// The policies among the keys; null when there is no `policy`.
TomlArray* policies_in(TomlTable& keys) {
  const auto found = keys.find("policy");
  return found == keys.end() ? nullptr : &std::get<TomlArray>(found->second.value);
}

std::vector<std::string> names_of(const TomlArray& policies) {
  std::vector<std::string> names;
  for (const TomlValue& one : policies)
    if (const std::string* name = policy_text(std::get<TomlTable>(one.value), "name")) names.push_back(*name);
  return names;
}

// Gives every policy without a name the name of its rule, with a number where that is taken.
void name_policies(TomlArray& policies) {
  const std::vector<std::string> given = names_of(policies);
  std::set<std::string> taken{given.begin(), given.end()};
  std::map<std::string, std::size_t> last_number;
  for (TomlValue& one : policies) {
    auto& policy = std::get<TomlTable>(one.value);
    const std::string* rule = policy_text(policy, "rule");
    if (policy.count("name") > 0 || rule == nullptr || !is_policy_name(*rule)) continue;
    std::size_t& number = last_number[*rule];
    std::string name;
    do {
      ++number;
      name = number == 1 ? *rule : fmt::format("{}-{}", *rule, number);
    } while (!taken.insert(name).second);
    policy.emplace("name", TomlValue{name, one.where, one.where});
  }
}

// A lone [policy] that means one policy, so that the rest of it can be read and its mistakes told as well.
bool is_one_policy(const TomlValue& value) {
  const auto* table = std::get_if<TomlTable>(&value.value);
  return table != nullptr && table->count("rule") > 0;
}

void drop_what_is_no_table(TomlArray& policies, Problems& problems) {
  TomlArray tables;
  for (TomlValue& one : policies) {
    if (std::holds_alternative<TomlTable>(one.value))
      tables.push_back(std::move(one));
    else
      problems.add(one.where, fmt::format("policy holds {}, allowed are tables", describe(one)), kHowToWrite);
  }
  policies = std::move(tables);
}

TomlArray take_policies(TomlTable& keys) {
  TomlArray* policies = policies_in(keys);
  TomlArray taken = policies == nullptr ? TomlArray{} : std::move(*policies);
  keys.erase("policy");
  return taken;
}

std::map<std::string, std::size_t> places_by_name(const TomlArray& policies) {
  std::map<std::string, std::size_t> places;
  for (std::size_t k = 0; k < policies.size(); ++k)
    if (const std::string* name = policy_text(std::get<TomlTable>(policies[k].value), "name"))
      places.emplace(*name, k);
  return places;
}

// Lays one policy on the one of the same name.
void lay_on(TomlValue over, TomlValue& base) {
  auto& keys = std::get<TomlTable>(base.value);
  for (auto& [key, value] : std::get<TomlTable>(over.value)) keys.insert_or_assign(key, std::move(value));
  base.where = over.where;
}

TomlTable* find_policy(const std::string& name, TomlArray& policies) {
  for (TomlValue& one : policies) {
    auto& policy = std::get<TomlTable>(one.value);
    const std::string* its = policy_text(policy, "name");
    if (its != nullptr && *its == name) return &policy;
  }
  return nullptr;
}

// One number of a field that is a table, which is made if it is not there.
void set_entry(const std::string& field, const std::string& entry, const TomlValue& value,
               TomlTable& policy) {
  TomlValue& table =
      policy.try_emplace(field, TomlValue{TomlTable{}, value.where, value.where}).first->second;
  if (!std::holds_alternative<TomlTable>(table.value)) table = {TomlTable{}, value.where, value.where};
  std::get<TomlTable>(table.value).insert_or_assign(entry, value);
}

void refuse_name(const std::string& name, const TomlArray* policies, const Place& where, Problems& problems) {
  if (policies == nullptr || policies->empty())
    problems.add(where, "the scenario has no policies to change",
                 "a scenario file says them as [[policy]]; `yanzhen list policies` prints all rules");
  else
    problems.add(where, fmt::format("no policy of the scenario is called {}", in_quotes(name)),
                 hint_for(name, names_for_hints(*policies)));
}

}  // namespace

bool is_policy_name(std::string_view name) {
  constexpr std::size_t kMostBytes = 4 * std::size_t{kLongestPolicyName};
  if (name.empty() || name.size() > kMostBytes || first_bad_byte(name) != std::string_view::npos)
    return false;
  for (std::size_t at = 0; at < name.size();)
    if (!is_name_letter(next_letter(name, at))) return false;
  return count_letters(name) <= kLongestPolicyName;
}

void settle_policies(TomlTable& keys, Problems& problems) {
  const auto found = keys.find("policy");
  if (found == keys.end()) return;
  TomlValue& value = found->second;
  if (auto* array = std::get_if<TomlArray>(&value.value)) return drop_what_is_no_table(*array, problems);
  problems.add(value.where, fmt::format("policy is {}, allowed is an array of tables", describe(value)),
               kHowToWrite);
  TomlArray policies;
  if (is_one_policy(value)) policies.push_back(value);
  value.value = std::move(policies);
}

void lay_policies(TomlTable& over, TomlTable& base) {
  if (over.count("policy") == 0) return;
  TomlArray upper = take_policies(over);
  TomlArray lower = take_policies(base);
  if (upper.empty()) lower.clear();
  std::map<std::string, std::size_t> places = places_by_name(lower);
  for (TomlValue& one : upper) {
    const std::string* name = policy_text(std::get<TomlTable>(one.value), "name");
    const auto same = name == nullptr ? places.end() : places.find(*name);
    if (same == places.end()) {
      lower.push_back(std::move(one));
    } else {
      lay_on(std::move(one), lower[same->second]);
      places.erase(same);
    }
  }
  name_policies(lower);
  base.insert_or_assign("policy", TomlValue{std::move(lower), {}, {}});  // policies have places of their own
}

void replace_policies(const TomlValue& value, TomlTable& keys, Problems& problems) {
  keys.insert_or_assign("policy", value);
  settle_policies(keys, problems);
  name_policies(*policies_in(keys));
}

void set_policy(const std::string& path, const TomlValue& value, bool whole, TomlTable& keys,
                Problems& problems) {
  const std::size_t dot = path.find('.');
  const std::string name = path.substr(0, dot);
  const std::string field = dot == std::string::npos ? "" : path.substr(dot + 1);
  TomlArray* policies = policies_in(keys);
  TomlTable* policy = policies == nullptr ? nullptr : find_policy(name, *policies);
  if (policy == nullptr && whole) {
    refuse_name(name, policies, value.where, problems);
  } else if (field.empty()) {
    problems.add(value.where, "not of the form policy.NAME.KEY=value",
                 fmt::format("for example --set policy.{}.strength=0.5", name));
  } else if (policy != nullptr) {
    const std::size_t end = field.find('.');
    if (end == std::string::npos)
      policy->insert_or_assign(field, value);
    else
      set_entry(field.substr(0, end), field.substr(end + 1), value, *policy);
  }
}

std::vector<std::string> names_for_hints(const TomlArray& policies) {
  constexpr std::size_t kMostNames = 1000;
  return policies.size() > kMostNames ? std::vector<std::string>{} : names_of(policies);
}

const std::string* policy_text(const TomlTable& policy, const std::string& key) {
  const auto found = policy.find(key);
  return found == policy.end() ? nullptr : std::get_if<std::string>(&found->second.value);
}

}  // namespace yanzhen
