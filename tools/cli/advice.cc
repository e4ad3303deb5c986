#include "tools/cli/advice.h"

#include "absl/strings/str_cat.h"
#include "baton/v1/error_reason.pb.h"

namespace baton::cli {
namespace {

constexpr char kMakeToken[] =
    "pass one in BATON_TOKEN, BATON_TOKEN_FILE, --token or --token-file; make one with: baton "
    "token "
    "create --person ID --role ROLE (a server's first start writes an admin's into its data "
    "folder)";
constexpr char kShowSignal[] = "see where it stands with: baton signal show SIGNAL";
constexpr char kMendPayload[] =
    "the payload is kept: baton deadletter list; mend what is named and ingest it again";
constexpr char kTryAgain[] = "try again; with the same --request-id nothing happens twice";

struct ReasonAdvice {
  v1::ErrorReason reason;
  const char* advice;
};
constexpr ReasonAdvice kByReason[] = {
    {v1::ERROR_REASON_INVALID_FIELDS,
     "mend the fields named above; the command's --help shows a flag for each"},
    {v1::ERROR_REASON_TOKEN_INVALID, kMakeToken},
    {v1::ERROR_REASON_ROLE_NOT_ALLOWED,
     "use a token of a role that may do this; baton whoami shows the role of yours"},
    {v1::ERROR_REASON_NOT_FOUND,
     "check the id with the list command; records of others are not shown"},
    {v1::ERROR_REASON_REQUEST_ID_REUSED,
     "give another --request-id, or repeat the first call exactly"},
    {v1::ERROR_REASON_ALREADY_EXISTS, "choose another id, or show the record that has this one"},
    {v1::ERROR_REASON_SIGNAL_STATE, kShowSignal},
    {v1::ERROR_REASON_SIGNAL_ALREADY_CLOSED, kShowSignal},
    {v1::ERROR_REASON_MODEL_NOT_UPGRADABLE, "it is the joint motion already; nothing to do"},
    {v1::ERROR_REASON_BOOKING_INCONSISTENT,
     "compare the lines with the account's ARR: baton account show ACCOUNT"},
    {v1::ERROR_REASON_SIGNER_CONFLICT,
     "have somebody sign who is not credited and has not signed for the other side"},
    {v1::ERROR_REASON_ATTRIBUTION_STATE,
     "see its signatures with: baton attribution show ATTRIBUTION"},
    {v1::ERROR_REASON_PERIOD_PUBLISHED,
     "published statements never change; corrections go into the next open period"},
    {v1::ERROR_REASON_COMP_INPUT_MISSING,
     "assign the missing plan with: baton plan assign PERSON CODE"},
    {v1::ERROR_REASON_PLAN_START, "start it later, or make a plan of another code"},
    {v1::ERROR_REASON_PLAN_VERSION_STATE, "see where it stands with: baton plan list"},
    {v1::ERROR_REASON_PLAN_SIGNER,
     "have somebody sign or be paid who has not made, signed or assigned it; baton plan show CODE "
     "VERSION says who must sign"},
    {v1::ERROR_REASON_PLAN_NOT_IN_FORCE, "see which versions are signed with: baton plan list"},
    {v1::ERROR_REASON_CORRECTION_STATE, "see who decided it: baton correction show CORRECTION"},
    {v1::ERROR_REASON_CORRECTION_APPROVER,
     "have another comp admin or the CFO do it, who neither entered it nor is paid by it"},
    {v1::ERROR_REASON_STATEMENT_NOT_PUBLISHED,
     "publish the period first: baton statement publish PERIOD"},
    {v1::ERROR_REASON_PAYLOAD_UNREADABLE, kMendPayload},
    {v1::ERROR_REASON_PAYLOAD_UNRESOLVED, kMendPayload},
    {v1::ERROR_REASON_PAGE_TOKEN_INVALID, "start the list again"},
    {v1::ERROR_REASON_OVERLOADED, kTryAgain},
    {v1::ERROR_REASON_STORE_UNAVAILABLE, kTryAgain},
    {v1::ERROR_REASON_CALLER_GONE, kTryAgain},
    {v1::ERROR_REASON_INTERNAL, "look for this call in the server's log"},
    {v1::ERROR_REASON_CREATION_SOURCE_IMMUTABLE,
     "source and trigger stay as they were; change the other fields alone"},
    {v1::ERROR_REASON_POLICY_FORBIDS, "see the policy in force with: baton policy show"},
    {v1::ERROR_REASON_AUDIT_BROKEN,
     "stop writing to this data folder and compare it with a backup"},
};

const char* ForCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnavailable:
      return "is the server running? start it with ./tools/up, or name another with --address";
    case absl::StatusCode::kUnauthenticated:
      return kMakeToken;
    case absl::StatusCode::kDeadlineExceeded:
      return "try again, with a longer --timeout if the server is busy; with the same --request-id "
             "nothing happens twice";
    case absl::StatusCode::kUnimplemented:
      return "this server does not offer that: it may be older than this program, or (for baton "
             "demo) not a demo's";
    default:
      return "";
  }
}

}  // namespace

std::string AdviceFor(absl::string_view reason, absl::StatusCode code) {
  v1::ErrorReason known = v1::ERROR_REASON_UNSPECIFIED;
  v1::ErrorReason_Parse(absl::StrCat("ERROR_REASON_", reason), &known);
  for (const ReasonAdvice& entry : kByReason) {
    if (entry.reason == known) return entry.advice;
  }
  return ForCode(code);
}

}  // namespace baton::cli
