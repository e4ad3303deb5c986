// Accounts and what is known of them, for people.
#pragma once

#include <string>
#include <vector>

#include "baton/v1/account_service.pb.h"
#include "tools/cli/session.h"

namespace baton::cli {

std::string AccountTable(const std::vector<v1::Account>& accounts, const View& view);
std::string AccountDetail(const v1::Account& account, const View& view);
std::string HealthTable(const std::vector<v1::HealthObservation>& observations, const View& view);
std::string ActivityTable(const std::vector<v1::Activity>& activities, const View& view);

}  // namespace baton::cli
