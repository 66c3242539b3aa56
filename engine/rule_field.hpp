#pragma once
//! \file  Fields of rules, by kind: what a rule says of its fields in a line each.
#include <string>
#include <vector>

#include "engine/policy.hpp"

namespace yanzhen {

/// The word that stands for every name or word of a list.
inline constexpr const char* kAllNames = "all";

[[nodiscard]] RuleField number_field(std::string name, double standard, double min, double max,
                                     std::string unit, std::string meaning);
/// One name, which must be given. \param unit  what it names, e.g. "one city"
[[nodiscard]] RuleField name_field(std::string name, std::string unit, std::string meaning);
/// Names, all of them where nothing is given. \param unit  what they name, e.g. "cities"
[[nodiscard]] RuleField names_field(std::string name, std::string unit, std::string meaning);
/// One of `words`.
[[nodiscard]] RuleField word_field(std::string name, std::vector<std::string> words, std::string standard,
                                   std::string meaning);
/// Some of `words`.
[[nodiscard]] RuleField words_field(std::string name, std::vector<std::string> words,
                                    std::vector<std::string> standard, std::string meaning);
[[nodiscard]] RuleField flag_field(std::string name, bool standard, std::string meaning);

}  // namespace yanzhen
