#pragma once
//! \file  Chinese words for what policy rules say: their fields, units and words. Rules declare English
//! alone.
#include <string>

namespace yanzhen::tools {

/// The Chinese name of a field of a rule, e.g. 园区面积 for capacity_km2; empty where there is none.
[[nodiscard]] std::string field_name_zh(const std::string& rule, const std::string& field);

/// A unit, e.g. 亿元/年; empty where there is none. Shares and pure numbers have an empty one too.
[[nodiscard]] std::string unit_zh(const std::string& unit);
[[nodiscard]] bool has_unit_zh(const std::string& unit);

/// A word that a field may hold, e.g. 中央财政 for nation; empty where there is none.
[[nodiscard]] std::string word_zh(const std::string& field, const std::string& word);

}  // namespace yanzhen::tools
