#include "tools/plot/words.hpp"

#include <array>
#include <cctype>
#include <cmath>
#include <string_view>

namespace yanzhen::tools::plot {
namespace {

struct Pair {
  std::string_view en;
  std::string_view zh;
};

// Panels by their names in run files.
constexpr std::array kPanels{Pair{"residents", "常住人口"},
                             Pair{"talent", "人才"},
                             Pair{"hukou_share", "户籍人口比重"},
                             Pair{"firms", "企业数"},
                             Pair{"firms_by_industry", "企业数"},
                             Pair{"capital", "资本"},
                             Pair{"capital_by_industry", "资本"},
                             Pair{"value_added", "增加值"},
                             Pair{"value_added_booked", "统计增加值"},
                             Pair{"value_added_by_industry", "增加值"},
                             Pair{"value_added_controlled", "控制的增加值"},
                             Pair{"sales", "销售额"},
                             Pair{"wage", "工资"},
                             Pair{"employment", "就业人数"},
                             Pair{"unemployment", "失业率"},
                             Pair{"rent", "地租"},
                             Pair{"price_index", "消费价格指数"},
                             Pair{"market_access", "市场可达性"},
                             Pair{"budget", "政府预算"},
                             Pair{"tax", "税收"},
                             Pair{"tax_booked", "统计税收"},
                             Pair{"services", "公共服务支出"},
                             Pair{"energy_use", "能源消费"},
                             Pair{"complexity", "经济复杂度"},
                             Pair{"specialisation", "专业化指数"},
                             Pair{"mean_specialisation", "平均专业化指数"},
                             Pair{"location_quotient", "区位商"},
                             Pair{"relatedness_density", "关联密度"},
                             Pair{"concentration", "产业集中度"},
                             Pair{"structural_similarity", "产业结构相似度"},
                             Pair{"theil", "泰尔指数"},
                             Pair{"theil_between", "泰尔指数（省际）"},
                             Pair{"theil_within", "泰尔指数（省内）"},
                             Pair{"gini", "基尼系数"},
                             Pair{"morans_i", "莫兰指数"},
                             Pair{"herfindahl", "赫芬达尔指数"},
                             Pair{"national_share", "占全国增加值比重"},
                             Pair{"rank_size_exponent", "位序—规模指数"},
                             Pair{"firm_tail_exponent", "企业规模尾部指数"},
                             Pair{"log_real_wage", "实际工资（对数）"},
                             Pair{"public_income", "政府收入"},
                             Pair{"public_spending", "政府支出"},
                             Pair{"births", "出生人数"},
                             Pair{"deaths", "死亡人数"},
                             Pair{"firm_flows", "迁移企业"},
                             Pair{"talent_flows", "迁移人口"},
                             Pair{"capital_flows", "流动资本"},
                             Pair{"firm_exits", "关闭企业"},
                             Pair{"firm_foundings", "新创企业"},
                             Pair{"park_firms", "园区企业"}};

// Whole units without their "100 million " and their time.
constexpr std::array kUnits{Pair{"persons", "人"},
                            Pair{"firms", "家"},
                            Pair{"yuan", "元"},
                            Pair{"yuan a resident", "元/人"},
                            Pair{"yuan a worker", "元/人"},
                            Pair{"yuan a km2", "元/平方公里"},
                            Pair{"share", "比重"},
                            Pair{"share of sales", "占销售额比重"},
                            Pair{"index", "指数"},
                            Pair{"exponent", "指数"},
                            Pair{"ln", "对数"},
                            Pair{"log-profit", "对数利润"},
                            Pair{"log points", "对数点"},
                            Pair{"standard deviations", "标准差"},
                            Pair{"km2", "平方公里"}};

// Provinces as scenarios name them in English.
constexpr std::array kProvinces{Pair{"Shanghai", "上海"},  Pair{"Jiangsu", "江苏"},
                                Pair{"Zhejiang", "浙江"},  Pair{"Anhui", "安徽"},
                                Pair{"Beijing", "北京"},   Pair{"Tianjin", "天津"},
                                Pair{"Chongqing", "重庆"}, Pair{"Hebei", "河北"},
                                Pair{"Shanxi", "山西"},    Pair{"Liaoning", "辽宁"},
                                Pair{"Jilin", "吉林"},     Pair{"Heilongjiang", "黑龙江"},
                                Pair{"Fujian", "福建"},    Pair{"Jiangxi", "江西"},
                                Pair{"Shandong", "山东"},  Pair{"Henan", "河南"},
                                Pair{"Hubei", "湖北"},     Pair{"Hunan", "湖南"},
                                Pair{"Guangdong", "广东"}, Pair{"Hainan", "海南"},
                                Pair{"Sichuan", "四川"},   Pair{"Guizhou", "贵州"},
                                Pair{"Yunnan", "云南"},    Pair{"Shaanxi", "陕西"},
                                Pair{"Gansu", "甘肃"},     Pair{"Qinghai", "青海"},
                                Pair{"Guangxi", "广西"},   Pair{"Inner Mongolia", "内蒙古"},
                                Pair{"Ningxia", "宁夏"},   Pair{"Xinjiang", "新疆"},
                                Pair{"Tibet", "西藏"}};

// How a unit ends that is of a time, longest first.
constexpr std::array kTimes{Pair{" and year", "·年"}, Pair{" a year", "/年"}, Pair{" a quarter", "/季"},
                            Pair{" a month", "/月"}, Pair{" a step", "/步"}};

struct Magnitude {
  double size;
  std::string_view word;
};
constexpr std::array kEnglish{Magnitude{1e12, "trillion"}, Magnitude{1e9, "billion"},
                              Magnitude{1e6, "million"}, Magnitude{1e3, "thousand"}};
constexpr std::array kChinese{Magnitude{1e12, "万亿"}, Magnitude{1e8, "亿"}, Magnitude{1e4, "万"}};

template <class Table>
std::string_view find(const Table& table, std::string_view en) {
  for (const Pair& pair : table)
    if (pair.en == en) return pair.zh;
  return {};
}

std::string chinese_unit(std::string_view unit) {
  std::string_view time;
  for (const Pair& one : kTimes) {
    if (!unit.ends_with(one.en)) continue;
    time = one.zh;
    unit.remove_suffix(one.en.size());
    break;
  }
  const std::string_view known = find(kUnits, unit);
  return std::string{known.empty() ? unit : known} + std::string{time};
}

// What counts something, and so may be said in thousands or millions; a share or an index may not.
bool is_amount(std::string_view unit) {
  for (const std::string_view beginning : {"persons", "firms", "yuan"})
    if (unit.starts_with(beginning)) return true;
  return false;
}

template <std::size_t N>
Magnitude magnitude_of(const std::array<Magnitude, N>& magnitudes, double largest) {
  for (const Magnitude& one : magnitudes)
    if (largest >= one.size) return one;
  return {1, ""};
}

// The part of a panel that is told apart, after the colon.
std::string in_brackets(Language language, const std::string& name, std::string_view part) {
  if (part.empty()) return name;
  const bool zh = language == Language::zh;
  if (zh && part == "origin") part = "迁出";
  if (zh && part == "destination") part = "迁入";
  return name + (zh ? "（" : " (") + std::string{part} + (zh ? "）" : ")");
}

}  // namespace

std::string panel_name(Language language, const std::string& panel) {
  const std::size_t colon = panel.find(':');
  std::string name = panel.substr(0, colon);
  const std::string part = colon == std::string::npos ? "" : panel.substr(colon + 1);
  const std::string_view chinese = find(kPanels, name);
  if (language == Language::zh && !chinese.empty()) return in_brackets(language, std::string{chinese}, part);
  for (char& letter : name)
    if (letter == '_') letter = ' ';
  if (!name.empty()) name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return in_brackets(language, name, part);
}

ShownUnit shown_unit(Language language, const std::string& unit, double largest) {
  constexpr std::string_view kHundredMillion = "100 million ";
  std::string bare = unit;
  double base = 1;
  if (bare.starts_with(kHundredMillion)) {
    bare.erase(0, kHundredMillion.size());
    base = 1e8;
  } else if (bare == "fen" || bare.starts_with("fen ")) {
    bare.replace(0, 3, "yuan");
    base = .01;
  }
  if (bare == "1" || bare == "-" || bare == "index" || bare == "exponent") return {1, ""};
  const bool zh = language == Language::zh;
  Magnitude magnitude{1, ""};
  if (is_amount(bare) || base != 1)
    magnitude = zh ? magnitude_of(kChinese, largest * base) : magnitude_of(kEnglish, largest * base);
  const std::string word{magnitude.word};
  if (zh) return {base / magnitude.size, word + chinese_unit(bare)};
  return {base / magnitude.size, word.empty() ? bare : word + " " + bare};
}

std::string with_unit(Language language, const std::string& name, const std::string& unit) {
  if (unit.empty()) return name;
  if (language == Language::zh) return name + "（" + unit + "）";
  return name + ", " + unit;
}

std::string lower_first(std::string name) {
  const auto is_upper = [&](std::size_t at) {
    return std::isupper(static_cast<unsigned char>(name[at])) != 0;
  };
  if (!name.empty() && is_upper(0) && !(name.size() > 1 && is_upper(1)))
    name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
  return name;
}

std::string key_name(Language language, const Key& key) {
  if (language == Language::en) return key.name_en.empty() ? key.name : key.name_en;
  if (key.province == key.label) {
    const std::string_view province = find(kProvinces, key.label);
    if (!province.empty()) return std::string{province};
  }
  std::string name = key.name;
  const std::string english = " " + key.name_en;
  if (!key.name_en.empty() && name.size() > english.size() && name.ends_with(english))
    name.resize(name.size() - english.size());
  constexpr std::string_view kCity = "市";
  if (name.size() > 2 * kCity.size() && name.ends_with(kCity)) name.resize(name.size() - kCity.size());
  return name;
}

std::string short_date(const std::string& date) {
  if (date.ends_with("-01-01")) return date.substr(0, 4);
  return date.ends_with("-01") ? date.substr(0, 7) : date;
}

}  // namespace yanzhen::tools::plot
