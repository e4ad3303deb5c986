// People, for people.
#pragma once

#include <string>
#include <vector>

#include "baton/v1/account_service.pb.h"
#include "tools/cli/session.h"

namespace baton::cli {

std::string PersonTable(const std::vector<v1::Person>& people, const View& view);
std::string PersonDetail(const v1::Person& person, const View& view);

}  // namespace baton::cli
