#pragma once
//! \file  Core and periphery (Krugman 1991) on any graph of cities, as the engine sees it.
#include "engine/model.hpp"

namespace yanzhen::core_periphery {

/// What a scenario may say to this model, and how to build it.
[[nodiscard]] ModelDeclaration declaration();

}  // namespace yanzhen::core_periphery
