#include "domain/sign_reminder.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "domain/delivery.h"
#include "domain/instant.h"
#include "domain/resource_name.h"

namespace baton::domain {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);

bool Signed(const v1::Attribution& attribution, v1::SigningSide side) {
  for (const v1::Signature& signature : attribution.signatures()) {
    if (signature.side() == side) return true;
  }
  return false;
}

void AddReminders(const v1::Attribution& attribution, std::string_view side,
                  const std::vector<std::string>& seat, const Signers& signers,
                  std::string_view account, int64_t day, absl::Time now, SignReminder* reminder) {
  std::vector<std::string> people = seat.empty() ? signers.cro : seat;
  if (people.empty()) people.emplace_back(std::string(kRevopsQueue));
  const std::string occasion = absl::StrCat("sign.", day, ".", std::string(side));
  const std::string id(ShortName(attribution.name()));
  for (const std::string& person : people) {
    v1::Delivery& delivery = reminder->deliveries.emplace_back(
        NewMessage(attribution.name(), "A-6", occasion, person, now));
    delivery.set_subject(absl::StrCat("Attribution of ", std::string(account), " waits for the ",
                                      std::string(side), " signature"));
    delivery.set_body(
        absl::StrCat("The attribution ", id, " of ", std::string(account), " was to be signed by ",
                     absl::FormatTime("%Y-%m-%d %H:%M UTC", ToTime(attribution.sign_due_time()),
                                      absl::UTCTimeZone()),
                     ". Until both sides have signed, nothing of it is payable."));
  }
}

}  // namespace

bool AwaitsSignature(const v1::Attribution& attribution) {
  return attribution.state() == v1::ATTRIBUTION_STATE_PROPOSED;
}

SignReminder RemindToSign(const v1::Attribution& attribution, std::string_view account,
                          const Signers& signers, absl::Time now) {
  SignReminder reminder;
  const absl::Time due = ToTime(attribution.sign_due_time());
  absl::Duration rest;
  const int64_t day = absl::IDivDuration(now - due, kDay, &rest);
  reminder.next = due + kDay * (day + 1);
  if (!AwaitsSignature(attribution)) return reminder;
  if (!Signed(attribution, v1::SIGNING_SIDE_CS)) {
    AddReminders(attribution, "CS", signers.cs, signers, account, day, now, &reminder);
  }
  if (!Signed(attribution, v1::SIGNING_SIDE_SALES)) {
    AddReminders(attribution, "Sales", signers.sales, signers, account, day, now, &reminder);
  }
  return reminder;
}

}  // namespace baton::domain
