// A comparison for spreadsheets (CSV) and programs (JSON).
#include <nlohmann/json.hpp>

#include "tools/comparison_output.hpp"
#include "tools/csv_output.hpp"

namespace yanzhen::tools {
namespace {

using Json = nlohmann::ordered_json;

std::string csv_row(const std::string& scenario, const ComparedTable& table, std::size_t k,
                    const std::string& date) {
  const Key& key = table.keys[k];
  const PairedDifference& row = table.rows[k];
  const bool gap = table.gap.has_value();
  return csv_line({csv_field(scenario),
                   to_word(table.by),
                   csv_field(table.panel),
                   csv_field(key.label),
                   csv_field(key.name_en),
                   csv_field(key.province),
                   csv_field(table.unit),
                   csv_field(row.base),
                   csv_field(row.policy),
                   csv_field(row.difference),
                   csv_field(row.percent),
                   csv_field(row.low),
                   csv_field(row.high),
                   std::to_string(row.up),
                   std::to_string(row.down),
                   csv_field(row.p_value),
                   std::to_string(row.n),
                   date,
                   gap ? csv_field(table.gap->gap) : "",
                   gap ? table.gap->date : "",
                   gap ? table.gap->recovered.value_or("") : ""});
}

Json to_object(const ComparedScenario& scenario) {
  return {{"name", scenario.name},
          {"title", scenario.title},
          {"files", scenario.files},
          {"seeds", scenario.seeds}};
}

void add_numbers(Json& object, const PairedDifference& row) {
  object["base"] = row.base;
  object["policy"] = row.policy;
  object["difference"] = row.difference;
  object["percent"] = row.percent;
  object["low"] = row.low;
  object["high"] = row.high;
  object["up"] = row.up;
  object["down"] = row.down;
  object["p_value"] = row.p_value;
  object["n"] = row.n;
}

Json to_object(const ComparedTable& table) {
  Json object{
      {"by", to_word(table.by)}, {"panel", table.panel}, {"unit", table.unit}, {"summed", table.summed}};
  Json& rows = object["rows"] = Json::array();
  for (std::size_t k = 0; k < table.rows.size(); ++k) {
    const Key& key = table.keys[k];
    Json row{{"key", key.label}, {"name_en", key.name_en}, {"province", key.province}};
    add_numbers(row, table.rows[k]);
    rows.push_back(std::move(row));
  }
  if (table.total) add_numbers(object["total"] = Json::object(), *table.total);
  if (table.gap) {
    object["largest_gap"] = table.gap->gap;
    object["largest_gap_date"] = table.gap->date;
    object["recovered"] = table.gap->recovered ? Json(*table.gap->recovered) : Json(nullptr);
  }
  if (table.by == By::gains) {
    const Winners winners = count_winners(table);
    object["gain"] = winners.gain;
    object["clearly_gain"] = winners.clearly_gain;
    object["lose"] = winners.lose;
    object["clearly_lose"] = winners.clearly_lose;
  }
  return object;
}

}  // namespace

std::string to_csv(const Comparison& comparison) {
  std::string text =
      "scenario,by,panel,key,name_en,province,unit,base,policy,difference,percent,low,high,up,down,p_value,n,"
      "date,largest_gap,largest_gap_date,recovered\n";
  for (const ComparedPolicy& policy : comparison.policies)
    for (const ComparedTable& table : policy.tables)
      for (std::size_t k = 0; k < table.rows.size(); ++k)
        text += csv_row(policy.scenario.name, table, k, comparison.date);
  return text;
}

std::string to_json(const Comparison& comparison) {
  Json object{{"date", comparison.date},
              {"record", comparison.record},
              {"records", comparison.records},
              {"base", comparison.base_name},
              {"notes", comparison.notes}};
  Json& policies = object["policies"] = Json::array();
  for (const ComparedPolicy& policy : comparison.policies) {
    Json tables = Json::array();
    for (const ComparedTable& table : policy.tables) tables.push_back(to_object(table));
    policies.push_back({{"scenario", to_object(policy.scenario)},
                        {"base", to_object(policy.base)},
                        {"changes", policy.changes},
                        {"tables", std::move(tables)}});
  }
  return object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace yanzhen::tools
