// The list of the services. A new one is one line in services.cc.
#pragma once

#include <memory>
#include <vector>

#include "server/service.h"

namespace baton::server {

std::vector<std::unique_ptr<Service>> MakeServices(const Parts& parts);

}  // namespace baton::server
