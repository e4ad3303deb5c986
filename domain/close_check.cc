#include "domain/close_check.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "google/rpc/error_details.pb.h"

namespace baton::domain {
namespace {

struct Meaning {
  v1::CloseCheckKind kind;
  bool blocks;
  absl::string_view text;
};

constexpr Meaning kMeanings[] = {
    {v1::CLOSE_CHECK_KIND_NOT_OVER, true, "The quarter is not over; wait for its end."},
    {v1::CLOSE_CHECK_KIND_UNSIGNED, false,
     "CS and Sales have not both signed: held, and paid in a later period once they have (A-6)."},
    {v1::CLOSE_CHECK_KIND_DISPUTED, false,
     "A dispute is open: held until it is decided, then paid in a later period (A-8)."},
    {v1::CLOSE_CHECK_KIND_NO_RATE, false,
     "Held for want of an exchange rate: put and approve it, then compute again (C-3)."},
    {v1::CLOSE_CHECK_KIND_NO_PLAN, true,
     "Credited in the quarter and without a plan: assign one, then compute again."},
    {v1::CLOSE_CHECK_KIND_NOT_COMPUTED, true,
     "No draft, or a draft of somebody who gets no statement: compute the quarter."},
    {v1::CLOSE_CHECK_KIND_STALE, true,
     "The draft would come out otherwise now: compute again, look at it, then publish."},
    {v1::CLOSE_CHECK_KIND_NO_PAYEE_ID, false,
     "No payee_id: an export names them by Baton's own id, which the tool may not know (C-18)."},
    {v1::CLOSE_CHECK_KIND_NO_CRM_ID, false,
     "The CRM's id of the opportunity is not known: an export can't point at it (C-18)."},
    {v1::CLOSE_CHECK_KIND_UNAPPROVED_CORRECTION, false,
     "Entered and not approved: it is on no statement. Approved before this period is published it "
     "stands here once that is computed again, later on the next open one (C-23)."},
};

const Meaning& MeaningOf(v1::CloseCheckKind kind) {
  return *std::find_if(std::begin(kMeanings), std::end(kMeanings) - 1,
                       [kind](const Meaning& meaning) { return meaning.kind == kind; });
}

std::string KindText(v1::CloseCheckKind kind) {
  constexpr size_t kPrefix = absl::string_view("CLOSE_CHECK_KIND_").size();
  return absl::AsciiStrToLower(v1::CloseCheckKind_Name(kind).substr(kPrefix));
}

bool Has(const v1::CompPeriod& period, v1::CloseCheckKind kind) {
  return std::any_of(period.checklist().begin(), period.checklist().end(),
                     [kind](const v1::CloseCheck& check) { return check.kind() == kind; });
}

v1::ErrorReason ReasonOf(const v1::CompPeriod& period) {
  if (Has(period, v1::CLOSE_CHECK_KIND_STALE) || Has(period, v1::CLOSE_CHECK_KIND_NOT_COMPUTED)) {
    return v1::ERROR_REASON_STATEMENT_STALE;
  }
  return Has(period, v1::CLOSE_CHECK_KIND_NOT_OVER) ? v1::ERROR_REASON_QUARTER_OPEN
                                                    : v1::ERROR_REASON_COMP_INPUT_MISSING;
}

// "stale: tenants/t/statements/s1, ..., and 20 more. The draft would ..."
std::string CheckText(const v1::CloseCheck& check) {
  std::string text =
      absl::StrCat(KindText(check.kind()), ": ", absl::StrJoin(check.subjects(), ", "));
  const int more = check.count() - check.subjects_size();
  if (more > 0) absl::StrAppend(&text, ", and ", more, " more");
  return absl::StrCat(text, ". ", check.text());
}

}  // namespace

v1::CloseCheck CloseCheckOf(v1::CloseCheckKind kind, std::vector<std::string> subjects) {
  std::sort(subjects.begin(), subjects.end());
  subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
  const Meaning& meaning = MeaningOf(kind);
  v1::CloseCheck check;
  check.set_kind(kind);
  check.set_count(static_cast<int32_t>(subjects.size()));
  check.set_blocks(meaning.blocks);
  check.set_text(std::string(meaning.text));
  subjects.resize(std::min<size_t>(subjects.size(), kMaxCheckSubjects));
  for (std::string& subject : subjects) check.add_subjects(std::move(subject));
  return check;
}

bool Blocks(const v1::CompPeriod& period) {
  return std::any_of(period.checklist().begin(), period.checklist().end(),
                     [](const v1::CloseCheck& check) { return check.blocks(); });
}

absl::Status RefuseClosing(const v1::CompPeriod& period) {
  std::string message = absl::StrCat(std::string(ShortName(period.name())), " can't be published");
  google::rpc::PreconditionFailure failure;
  for (const v1::CloseCheck& check : period.checklist()) {
    if (!check.blocks()) continue;
    absl::StrAppend(&message, "; ", CheckText(check));
    for (const std::string& subject : check.subjects()) {
      auto* violation = failure.add_violations();
      violation->set_type(absl::AsciiStrToUpper(KindText(check.kind())));
      violation->set_subject(subject);
      violation->set_description(check.text());
    }
  }
  absl::Status status = RefuseState(ReasonOf(period), period.name(), message);
  AddDetail(failure, &status);
  return status;
}

absl::Status RefusePublishedPeriod(const v1::CompPeriod& period) {
  const std::string by = period.publisher().empty() ? "" : absl::StrCat(" by ", period.publisher());
  return RefuseState(
      v1::ERROR_REASON_PERIOD_PUBLISHED, period.name(),
      absl::StrCat("the statements of ", std::string(ShortName(period.name())),
                   " were published on ", FormatMinute(ToTime(period.publish_time())), by,
                   " and never change (C-14); corrections come as lines of a later quarter"),
      {{"publisher", period.publisher()}});
}

bool IsPublished(const v1::CompPeriod& period) {
  return period.state() == v1::PERIOD_STATE_PUBLISHED || period.state() == v1::PERIOD_STATE_AUDITED;
}

}  // namespace baton::domain
