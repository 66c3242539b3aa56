#pragma once
//! \file  A sweep file that says everything that one can say, on a scenario "base.toml" beside it.
#include <string>

namespace yanzhen::sample {

inline const std::string kSweep =
    R"(title = "How much tax must a park share?"
question = "Which split?"
scenario = "base.toml"
master_seed = 7
replicates = 20
[set]
"time.end" = "2020-01"
"scale.people_per_agent" = 1000
[design]
kind = "list"
[factor.tax_split]
path = "policy.park.tax_split"
values = [0, 0.25, 1.0]
meaning = "share of the origin"
unit = "1"
[factor.border]
paths = ["talent.border.province", 'firms.border.province']
from = 0.1
to = 1.0
steps = 5
scale = "log"
whole = false
[factor.strategy.levels]
smart = { "policy.b.enabled" = true, "policy.a.enabled" = false }
imitate = { "policy.a.enabled" = true, policy.b.enabled = false }
none = {}
[[point]]
tax_split = 0.25
border = 0.5
strategy = "imitate"
[[point]]
tax_split = 0
border = 0.1
strategy = "smart"
[keep]
indices = ["theil", "gini"]
panels = ["residents"]
[keep.watch."上海 share"]
panel = "residents"
over = "all"
city = 310000
[limits]
seconds = 600.5
memory_mb = 2000
attempts = 5
[slurm]
partition = "main,long"
time = "02:00:00"
memory = "4G"
cores = 2
tasks = 100
throttle = 20
modules = ["gcc/12.2+x"]
options = ["--account=delta", "--exclusive"]
)";

}  // namespace yanzhen::sample
