#include "server/tool_desk.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "store/people.h"
#include "store/tool_periods.h"

namespace baton::server {

namespace {

absl::Status Unknown(std::string_view tool, const v1::CompStatement& statement,
                     const std::string& what) {
  return domain::RefuseState(
      v1::ERROR_REASON_COMP_INPUT_MISSING, statement.name(),
      absl::StrCat("statement ", statement.name(), ": ",
                   absl::string_view(tool.data(), tool.size()), " does not know the ", what));
}

absl::Status CheckPayeeKnown(store::Session& session, std::string_view tenant,
                             std::string_view tool, const v1::CompStatement& statement) {
  BATON_ASSIGN_OR_RETURN(const bool tells, store::IsAnybodyKnownTo(session, tenant, tool));
  if (!tells) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::Person payee,
                         store::GetPerson(session, tenant, statement.payee()));
  const auto& ids = payee.external_ids();
  if (std::any_of(ids.begin(), ids.end(), [&](const auto& id) { return id.system() == tool; })) {
    return absl::OkStatus();
  }
  return Unknown(tool, statement,
                 absl::StrCat("payee ", statement.payee_id(), " (", statement.payee(), ")"));
}

// Whether the tool pays the statement in that period: its quarter, the quarter's last month, or
// exactly its days. What was deleted there takes nothing.
bool Pays(const store::ToolPeriod& known, const v1::CompStatement& statement) {
  if (known.status == "deleted") return false;
  const std::string& last_day = statement.period_end_date();
  const std::string days = absl::StrCat(statement.period_start_date(), "/", last_day);
  return known.period == statement.period() || known.period == days ||
         known.period == last_day.substr(0, sizeof("2027-03") - 1);
}

absl::Status CheckPeriodKnown(store::Session& session, std::string_view tenant,
                              std::string_view tool, const v1::CompStatement& statement) {
  BATON_ASSIGN_OR_RETURN(const std::vector<store::ToolPeriod> known,
                         store::PeriodsOfTool(session, tenant, tool));
  const auto pays = [&](const store::ToolPeriod& period) { return Pays(period, statement); };
  if (known.empty() || std::any_of(known.begin(), known.end(), pays)) return absl::OkStatus();
  return Unknown(tool, statement, absl::StrCat("period ", statement.period()));
}

}  // namespace

absl::Status CheckToolKnows(store::Session& session, std::string_view tenant, std::string_view tool,
                            const v1::CompStatement& statement) {
  if (tool.empty()) return absl::OkStatus();
  BATON_RETURN_IF_ERROR(CheckPeriodKnown(session, tenant, tool, statement));
  return CheckPayeeKnown(session, tenant, tool, statement);
}

}  // namespace baton::server
