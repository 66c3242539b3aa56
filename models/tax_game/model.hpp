#pragma once
//! \file  Governments that reply to each other's taxes over agents that move, as the engine sees it.
#include "engine/model.hpp"

namespace yanzhen::tax_game {

/// What a scenario may say to this model, and how to build it. MODEL.md says what it does.
[[nodiscard]] ModelDeclaration declaration();

}  // namespace yanzhen::tax_game
