// Every service of baton.v1, found in proto/: a service that a test forgets can't exist.
#pragma once

#include <vector>

#include "google/protobuf/descriptor.h"

namespace baton::testing {

// In the order of their files. Aborts when a file of proto/ isn't linked in.
std::vector<const google::protobuf::ServiceDescriptor*> AllServices();

// Every method of AllServices().
std::vector<const google::protobuf::MethodDescriptor*> AllMethods();

}  // namespace baton::testing
