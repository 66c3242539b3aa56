#include "tools/report/field_names_zh.hpp"

#include <map>
#include <utility>

namespace yanzhen::tools {
namespace {

using Names = std::map<std::string, std::string>;

// Fields that mean the same in every rule that has them.
const Names& common_fields() {
  static const Names names{
      {"cities", "城市"},     {"industries", "产业"},  {"industry", "产业"},  {"flows", "要素"},
      {"tiers", "人才层次"},  {"tier", "人才层次"},    {"paid_by", "出资方"}, {"default_rate", "违约比例"},
      {"hazard", "清查频率"}, {"upgrade", "升级比例"}, {"pull", "创业牵引"},  {"minutes", "通行时间"},
  };
  return names;
}

using FieldNames = std::map<std::pair<std::string, std::string>, std::string>;

const FieldNames& own_fields() {
  static const FieldNames names{
      {{"administrative_barrier", "border"}, "边界"},
      {{"administrative_barrier", "removed"}, "壁垒消除比例"},
      {{"transport_link", "from"}, "起点"},
      {{"transport_link", "to"}, "终点"},
      {{"transport_link", "mode"}, "方式"},
      {{"digital_infrastructure", "reduction"}, "距离影响降低"},
      {{"innovation_consortium", "easing"}, "知识摩擦降低"},
      {{"innovation_enclave", "home"}, "飞出地"},
      {{"innovation_enclave", "core"}, "飞入的中心城市"},
      {{"innovation_enclave", "easing"}, "知识回流摩擦降低"},
      {{"innovation_enclave", "staff"}, "研发人员"},
      {{"innovation_enclave", "rent"}, "租金"},
      {{"technology_wave", "demand"}, "需求倍数"},
      {{"technology_wave", "relatedness"}, "与各产业的关联度"},
      {{"technology_wave", "leap"}, "生产率差距消除比例"},
      {{"supply_shock", "input_share"}, "投入占成本"},
      {{"supply_shock", "price_rise"}, "涨价幅度"},
      {{"supply_shock", "cut"}, "断供比例"},
      {{"supply_shock", "elasticity"}, "需求弹性"},
      {{"supply_shock", "substitution_years"}, "替代时间"},
      {{"industrial_enclave", "origin"}, "飞出地"},
      {{"industrial_enclave", "host"}, "飞入地"},
      {{"industrial_enclave", "capacity_km2"}, "园区面积"},
      {{"industrial_enclave", "tax_split"}, "飞出地税收分成"},
      {{"industrial_enclave", "credit_share"}, "统计计入飞出地的比例"},
      {{"industrial_enclave", "easing"}, "迁移摩擦降低"},
      {{"industrial_enclave", "bonus"}, "园区服务优惠"},
      {{"industrial_enclave", "knowledge"}, "保留飞出地知识优势"},
      {{"industrial_enclave", "cost_per_km2"}, "每平方公里开发成本"},
      {{"industrial_enclave", "origin_cost_share"}, "飞出地承担成本"},
      {{"industrial_enclave", "mode"}, "入园方式"},
      {{"tax_sharing", "form"}, "分享方式"},
      {{"tax_sharing", "share"}, "分享比例"},
      {{"tax_sharing", "years"}, "分享年限"},
      {{"tax_sharing", "hosts"}, "付出方"},
      {{"subsidy", "rate"}, "补贴率"},
      {{"subsidy", "land_discount"}, "地租返还"},
      {{"subsidy", "budget"}, "每市补贴上限"},
      {{"coordination", "targets"}, "每市主导产业数上限"},
      {{"coordination", "cities_per_industry"}, "每个产业的城市数上限"},
      {{"coordination", "rate"}, "补贴率"},
      {{"subsidy_race", "behaviour"}, "选择产业的方式"},
      {{"subsidy_race", "targets"}, "每市主导产业数"},
      {{"subsidy_race", "rate"}, "起始补贴率"},
      {{"subsidy_race", "climb"}, "加码速度"},
      {{"subsidy_race", "step"}, "加码幅度"},
      {{"subsidy_race", "most"}, "补贴率上限"},
      {{"industry_fund", "money_a_year"}, "每年投资"},
      {{"industry_fund", "free"}, "到期可离开"},
      {{"public_service_equalisation", "floor_yuan"}, "人均支出底线"},
      {{"public_service_equalisation", "national_gdp"}, "底线所在年份的国内生产总值"},
      {{"public_service_equalisation", "closing"}, "补足缺口的比例"},
      {{"talent_programme", "grant_yuan"}, "人才补贴"},
      {{"talent_programme", "bonus"}, "住房教育等优惠"},
      {{"talent_programme", "quota"}, "每市名额"},
      {{"talent_programme", "horizon_years"}, "补贴分摊年数"},
      {{"hukou_reform", "portability"}, "公共服务开放比例"},
      {{"hukou_reform", "barrier_removed"}, "户籍壁垒消除比例"},
      {{"hukou_reform", "registration_rate"}, "落户速度"},
      {{"hukou_reform", "largest_residents"}, "仅限人口少于"},
      {{"capacity_elimination", "bar"}, "落后标准（占平均规模）"},
      {{"capacity_elimination", "move"}, "迁出比例"},
      {{"land_productivity", "threshold"}, "亩均标准（占全市平均）"},
      {{"land_productivity", "move"}, "迁出比例"},
      {{"land_productivity", "surcharge"}, "地租加收"},
      {{"green_standard", "form"}, "方式"},
      {{"green_standard", "price"}, "加价"},
      {{"green_standard", "cap"}, "排放上限（占起始）"},
      {{"green_standard", "adjust"}, "价格调整速度"},
  };
  return names;
}

const Names& units() {
  static const Names names{
      {"", ""},
      {"-", ""},
      {"1", ""},
      {"share", ""},
      {"index", ""},
      {"share of sales", "占销售额"},
      {"share of land rent", "占地租"},
      {"share of energy cost", "占能源成本"},
      {"share a year", "/年"},
      {"1/year", "/年"},
      {"persons", "人"},
      {"persons a year", "人/年"},
      {"industries", "个"},
      {"cities", "个"},
      {"km2", "平方公里"},
      {"years", "年"},
      {"minutes", "分钟"},
      {"100 million yuan", "亿元"},
      {"100 million yuan a year", "亿元/年"},
      {"yuan a person", "元/人"},
      {"yuan a resident and year", "元/人·年"},
      {"log points", "对数点"},
      {"log-profit", "对数利润"},
      {"log-utility", "对数效用"},
  };
  return names;
}

const Names& words() {
  static const Names names{
      {"all", "全部"},         {"goods", "商品"},         {"firms", "企业"},       {"talent", "人才"},
      {"capital", "资本"},     {"knowledge", "知识"},     {"province", "省界"},    {"city", "城市财政"},
      {"both", "省界和市界"},  {"hsr", "高铁"},           {"rail", "普通铁路"},    {"road", "公路"},
      {"bridge", "桥梁"},      {"general", "普通劳动力"}, {"skilled", "技能人才"}, {"college", "大学人才"},
      {"leading", "领军人才"}, {"move", "整体迁入"},      {"branch", "设立分厂"},  {"either", "迁入或分厂"},
      {"home", "按来源地"},    {"base", "按基数"},        {"pool", "税收池"},      {"nation", "中央财政"},
      {"imitate", "跟风"},     {"smart", "因地制宜"},     {"none", "不选产业"},    {"members", "成员城市"},
      {"price", "固定价格"},   {"cap", "总量上限"},
  };
  return names;
}

std::string found_in(const Names& names, const std::string& name) {
  const auto found = names.find(name);
  return found == names.end() ? "" : found->second;
}

}  // namespace

std::string field_name_zh(const std::string& rule, const std::string& field) {
  const auto own = own_fields().find({rule, field});
  return own != own_fields().end() ? own->second : found_in(common_fields(), field);
}

std::string unit_zh(const std::string& unit) { return found_in(units(), unit); }
bool has_unit_zh(const std::string& unit) { return units().count(unit) > 0; }

std::string word_zh(const std::string& field, const std::string& word) {
  if (field == "border" && word == "city") return "市界";
  return found_in(words(), word);
}

}  // namespace yanzhen::tools
