#pragma once
//! \file  Firms that arrive one after another where firms are already (Arthur 1990), as the engine sees it.
#include "engine/model.hpp"

namespace yanzhen::increasing_returns_urn {

/// What a scenario may say to this model, and how to build it.
[[nodiscard]] ModelDeclaration declaration();

}  // namespace yanzhen::increasing_returns_urn
