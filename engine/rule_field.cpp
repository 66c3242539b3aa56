#include "engine/rule_field.hpp"

namespace yanzhen {
namespace {

RuleField field_of(FieldKind kind, std::string name, std::string unit, std::string meaning) {
  RuleField field;
  field.name = std::move(name);
  field.kind = kind;
  field.unit = std::move(unit);
  field.meaning = std::move(meaning);
  return field;
}

}  // namespace

RuleField number_field(std::string name, double standard, double min, double max, std::string unit,
                       std::string meaning) {
  RuleField field = field_of(FieldKind::number, std::move(name), std::move(unit), std::move(meaning));
  field.standard = standard;
  field.min = min;
  field.max = max;
  return field;
}

RuleField name_field(std::string name, std::string unit, std::string meaning) {
  RuleField field = field_of(FieldKind::name, std::move(name), std::move(unit), std::move(meaning));
  field.required = true;
  return field;
}

RuleField names_field(std::string name, std::string unit, std::string meaning) {
  RuleField field = field_of(FieldKind::names, std::move(name), std::move(unit), std::move(meaning));
  field.standard_words = {kAllNames};
  return field;
}

RuleField word_field(std::string name, std::vector<std::string> words, std::string standard,
                     std::string meaning) {
  RuleField field = field_of(FieldKind::word, std::move(name), "word", std::move(meaning));
  field.words = std::move(words);
  field.standard_words = {std::move(standard)};
  return field;
}

RuleField words_field(std::string name, std::vector<std::string> words, std::vector<std::string> standard,
                      std::string meaning) {
  RuleField field = field_of(FieldKind::words, std::move(name), "words", std::move(meaning));
  field.words = std::move(words);
  field.standard_words = std::move(standard);
  return field;
}

RuleField flag_field(std::string name, bool standard, std::string meaning) {
  RuleField field = field_of(FieldKind::flag, std::move(name), "true or false", std::move(meaning));
  field.standard_flag = standard;
  return field;
}

}  // namespace yanzhen
